"""A case as its applicant sees it: what may be changed now, by which step it is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.flow import By, Step
from lianqiao.core.cases.forms.kept import dictionary_of
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.forms.wording import NamedFile, Names
from lianqiao.core.cases.models import Attachment, Case, Correction, Filing, Snapshot
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.queries.grace import missed_step, taken_until
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Region
from lianqiao.core.parties.regions import path_of

BUILT = "/"
"""In the codes of procedures that are data, before the number of the version."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an applicant may do with a filing now.

    `fields` are the keys that may be changed, none where it is closed; `why` says why then.
    `step` submits it; where a `correction` is open, submitting meets that instead.
    """

    form: f.Form
    fields: frozenset[str] = frozenset()
    step: Step | None = None
    correction: Correction | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anything may be changed."""
        return bool(self.fields)


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases of built procedures of the actor's organization; nothing for a visitor."""
    if not actor.is_known:
        return Case.objects.none()
    return Case.objects.filter(organization=actor.organization, procedure__contains=BUILT)


def own_filing(actor: Actor, pk: int) -> Filing:
    """Return a filing of the actor's organization with its case. NotFound for anybody else's."""
    rows = Filing.objects.select_related("case__organization", "case__office")
    row = rows.filter(pk=pk, case__in=own_cases(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("There is no such filing."))
    return row


def form_of(filing: Filing) -> f.Form:
    """Return the form that a filing fills in; NotFound where its version has it no longer."""
    try:
        return document(filing.case.procedure).form(filing.form)
    except KeyError:
        raise NotFound(_("The procedure has this form no longer.")) from None


def access(filing: Filing, today: date) -> Access:
    """Return what may be changed in a filing on a day. Whoever writes has locked its case."""
    form, case = form_of(filing), filing.case
    asked = filing.corrections.filter(OPEN).first()
    if asked and asked.due_on < today and missed_step(case):
        return Access(form, why=_("The term ended on %(day)s.") % {"day": asked.due_on})
    if asked:
        return Access(form, frozenset(asked.fields) & form.fields.keys(), correction=asked)
    step = submitting(case)
    if step is None or document(case.procedure).state(case.state).form != filing.form:
        return Access(form, why=_("It is submitted: nothing can be changed here."))
    if _is_over(case, today):
        return Access(form, why=_("The term ended on %(day)s.") % {"day": case.due_on})
    return Access(form, frozenset(form.fields), step)


def submitting(case: Case) -> Step | None:
    """Return the applicant's step that files the form of a case's present state."""
    return next((step for step in applicants_steps(case) if step.files), None)


def applicants_steps(case: Case) -> list[Step]:
    """Return the steps that the applicant may take from a case's present state."""
    steps = document(case.procedure).steps
    return [step for step in steps if step.by == By.APPLICANT and case.state in step.sources]


def _is_over(case: Case, today: date) -> bool:
    """Whether a term has ended that leads on by itself; where it only reminds, one may be late."""
    last = taken_until(case)
    return last is not None and today > last


def last_filed(actor: Actor, code: str, form: str) -> Snapshot | None:
    """Return what the organization last filed under a form of a procedure, in whichever case."""
    cases = own_cases(actor).filter(procedure__startswith=f"{code}{BUILT}")
    rows = Snapshot.objects.filter(filing__form=form, filing__case__in=cases.values("pk"))
    return rows.select_related("filing__case").order_by("-at", "-pk").first()


def names_of(form: f.Form, values: Values, filings: Iterable[int] = ()) -> Names:
    """Return what the codes in some values are called; at most two queries."""
    attached = Attachment.objects.filter(filing__in=list(filings)) if _has_files(form) else ()
    return Names(
        _regions(form, values), {one.pk: _named(one) for one in attached}, dictionary_of(form)
    )


def _has_files(form: f.Form) -> bool:
    return any(isinstance(field, f.FileField) for field in form.fields.values())


def _regions(form: f.Form, values: Values) -> Mapping[str, str]:
    codes = {
        values[key].get("region")
        for key, field in form.fields.items()
        if isinstance(field, f.AddressField) and values.get(key)
    } - {"", None}
    if not codes:
        return {}
    # A county's ancestors share its first digits (GB/T 2260): 37 02 02.
    steps = {code[:n].ljust(6, "0") for code in codes for n in (2, 4, 6)}
    rows = Region.objects.filter(code__in=steps).values_list("code", "name", "parent_id")
    known = {code: (name, parent) for code, name, parent in rows}
    return {code: "".join(path_of(code, known)) or code for code in codes}


def _named(one: Attachment) -> NamedFile:
    url = reverse("cases:file", args=[one.filing_id, one.pk])
    state = "" if one.is_open else str(one.get_scan_display())
    return NamedFile(one.pk, one.name, one.size, url, state)


def mine(actor: Actor) -> QuerySet[Case]:
    """Return the organization's cases, the last changed first, with what waits for it.

    Each has `unread` messages and `is_asked` where a correction is open.
    """
    asked = Correction.objects.filter(OPEN, filing__case=OuterRef("pk"))
    unread = Count("messages", filter=Q(messages__read_at__isnull=True))
    rows = own_cases(actor).select_related("office", "officer")
    return rows.annotate(unread=unread, is_asked=Exists(asked)).order_by("-changed_at", "-pk")


def drafts(actor: Actor, code: str) -> list[Case]:
    """Return the cases of a procedure that the organization has begun and not submitted."""
    rows = own_cases(actor).filter(procedure__startswith=f"{code}{BUILT}")
    never = ~Exists(Filing.objects.filter(case=OuterRef("pk"), snapshots__isnull=False))
    return [row for row in rows.filter(never).order_by("-pk") if _is_begun(row)]


def _is_begun(case: Case) -> bool:
    state = document(case.procedure).state(case.state)
    return state.is_first and not state.is_final


def filled(values: Mapping[str, Any]) -> int:
    """Return how many fields hold something."""
    return sum(value not in (None, "", [], {}) for value in values.values())
