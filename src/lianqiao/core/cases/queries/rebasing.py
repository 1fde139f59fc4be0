"""What moving open cases to a newer version would do: looked at before anything is written.

Only what was submitted is looked at; what an applicant is still writing stays with the applicant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases import applicants
from lianqiao.core.cases.documents.fields import Form
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms import Ready, judged, ready
from lianqiao.core.cases.forms.wording import in_words
from lianqiao.core.cases.models import Case, Correction, Definition, Filing, Snapshot, Version
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.procedures import family
from lianqiao.core.cases.queries.versions import document


@dataclass(frozen=True, slots=True)
class Lost:
    """A field that was filed and that the newer version has not: it stays in the old snapshot."""

    form: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a filing lacks under the newer version: keys of fields, and what they are called."""

    filing: int
    form: str
    fields: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """What a move would do to one case; `refusal` says why it cannot be moved, or is ''."""

    case: Case
    state: str
    lost: tuple[Lost, ...] = ()
    asked: tuple[Asked, ...] = ()
    refusal: str = ""


def movable(definition: Definition, version: Version, office: int | None) -> QuerySet[Case]:
    """Return an office's cases of older versions of a procedure, with all that `shifts` reads."""
    older = [f"{definition.code}/{number}" for number in range(1, version.number)]
    rows = Case.objects.filter(procedure__in=older, office=office)
    return prepared(rows).order_by("pk")


def prepared(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch filings, snapshots and open corrections with the cases."""
    open_ones = Correction.objects.filter(OPEN)
    filings = Filing.objects.defer("buffer", "marks").prefetch_related(
        Prefetch("snapshots", Snapshot.objects.order_by("-number")),
        Prefetch("corrections", open_ones, to_attr="open_corrections"),
    )
    return rows.select_related("organization").prefetch_related(Prefetch("filings", filings))


def shifts(cases: Iterable[Case], version: Version, today: date) -> Iterator[Shift]:
    """Say of each case what moving it to a version would do; the cases are `prepared`."""
    code = f"{version.definition.code}/{version.number}"
    known = lru_cache(document)
    new, words = known(code), applicants.vocabulary()
    forms = {form.key: ready(form, words, today) for form in new.forms}
    for case in cases:
        old = known(case.procedure)
        if refusal := _refusal(case, old, new, version, today):
            yield Shift(case, _label(case, old), refusal=refusal)
            continue
        filed = [
            (one, snapshots[0]) for one in case.filings.all() if (snapshots := _snapshots(one))
        ]
        yield Shift(
            case,
            _label(case, old),
            lost=tuple(
                one for filing, last in filed for one in _lost(old.form(filing.form), new, last)
            ),
            asked=tuple(
                asked
                for filing, last in filed
                if filing.form in forms and (asked := _asked(filing, last, forms[filing.form]))
            ),
        )


def _label(case: Case, old: Document) -> str:
    return str(old.state(case.state).label)


def _snapshots(filing: Filing) -> Sequence[Snapshot]:
    return list(filing.snapshots.all())


def _refusal(case: Case, old: Document, new: Document, version: Version, today: date) -> str:
    states = {state.key: state for state in new.states}
    if family(case.procedure) != new.code or _number(case) >= version.number:
        return _("It follows this version already, or a newer one.")
    if version.valid_from > today:
        return _("The version is not valid yet.")
    if old.state(case.state).is_final:
        return _("It is decided; decided cases keep their version.")
    if case.state not in states or states[case.state].is_final:
        said = {"state": old.state(case.state).label}
        return _("It is at “%(state)s”, which the version has not.") % said
    if any(filing.open_corrections for filing in case.filings.all()):  # type: ignore[attr-defined]
        return _("A correction is awaited.")
    return ""


def _number(case: Case) -> int:
    return int(case.procedure.rpartition("/")[2])


def _lost(form: Form, new: Document, last: Snapshot) -> Iterator[Lost]:
    kept = {key for one in new.forms if one.key == form.key for key in one.fields}
    for key, field in form.fields.items():
        if key not in kept and key in last.values:
            yield Lost(str(form.label), str(field.label), in_words(field, last.values[key]))


def _asked(filing: Filing, last: Snapshot, form: Ready) -> Asked | None:
    found = judged(form, last.values)
    keys = {place.partition(".")[0] for place in (*found.missing, *found.problems)}
    fields = [one for key, one in form.form.fields.items() if key in keys]
    if not fields:
        return None
    labels = tuple(str(one.label) for one in fields)
    return Asked(filing.pk, str(form.form.label), tuple(one.key for one in fields), labels)
