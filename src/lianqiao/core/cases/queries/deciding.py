"""What an officer sees of a case beyond its page: what he may do now, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from lianqiao.core.cases.documents.flow import Step
from lianqiao.core.cases.forms.showing import ShownField, ShownSection
from lianqiao.core.cases.models import Case, Correction, Remark
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.procedures import procedure
from lianqiao.core.cases.queries.filed import judged_rule
from lianqiao.core.cases.queries.seeing import Filed, in_words
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.cases.services.moving import term_of
from lianqiao.core.cases.services.telling import worded
from lianqiao.core.language import language
from lianqiao.core.parties.actors import Actor
from lianqiao.engines.rules import Explained

BLANK = "…"


@dataclass(frozen=True, slots=True)
class Why:
    """One condition of a step in words, whether it holds (None: unknown), and what was filed."""

    verdict: bool | None
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that the actor could take: `why` explains its condition, `is_met` says what it says.

    `due_on` is the term that would begin; `title` and `text` are what the applicant would be told.
    """

    step: Step
    target: str
    is_met: bool
    why: tuple[Why, ...]
    due_on: date | None
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that a snapshot has otherwise than the one before it, in words."""

    label: str
    before: str
    now: str


def possible(actor: Actor, case: Case, today: date) -> list[Possible]:
    """Return the steps out of a case's state that are the actor's, in the procedure's order."""
    found, mine = document(case.procedure), parts_of(actor, case)
    steps = [one for one in found.steps if case.state in one.sources and one.by in mine]
    return [_possible(case, step, today) for step in steps]


def _possible(case: Case, step: Step, today: date) -> Possible:
    judged = judged_rule(case, step.condition, today) if step.condition.strip() else None
    rules = procedure(case.procedure)
    # The day is what counts of the moment: terms are in days.
    due_on, _is_provisional = term_of(rules, step.target, _noon(today))
    title, text = worded(case, step.message, due=due_on, reason=BLANK) if step.message else ("", "")
    return Possible(
        step,
        str(document(case.procedure).state(step.target).label),
        judged is None or judged.verdict is True,
        tuple(_why(judged.tree())) if judged else (),
        due_on,
        title,
        text,
    )


def _why(found: Explained) -> Iterator[Why]:
    if not found.parts:
        yield Why(found.verdict, found.text[language()], found.value.get(language(), ""))
    for part in found.parts:
        yield from _why(part)


def open_correction(case: Case) -> Correction | None:
    """Return the request that a case waits for."""
    rows = Correction.objects.filter(OPEN, filing__case=case)
    return rows.select_related("filing", "asked_by").first()


def changes(filed: Filed) -> list[Changed]:
    """Return what the last snapshot of a filing has otherwise than the one before it."""
    if len(filed.snapshots) < 2:  # noqa: PLR2004 -- a last one and one before it
        return []
    now, before = (dict(_fields(in_words(one))) for one in filed.snapshots[:2])
    keys = [*now, *(key for key in before if key not in now)]
    return [
        Changed((now.get(key) or before[key]).label, _said(before.get(key)), _said(now.get(key)))
        for key in keys
        if _said(before.get(key)) != _said(now.get(key))
    ]


def remarks_by_field(case: Case, *, is_private: bool) -> list[tuple[str, Remark]]:
    """Return what was said, each with the label of the field that it is about, or ''."""
    labels = {
        (form.key, key): str(field.label)
        for form in document(case.procedure).forms
        for key, field in form.fields.items()
    }
    rows = case.remarks.filter(is_private=is_private).select_related("by", "filing")
    return [
        (labels.get((row.filing.form, row.field), row.field) if row.filing else "", row)
        for row in rows
    ]


def _fields(sections: list[ShownSection]) -> Iterator[tuple[str, ShownField]]:
    for section in sections:
        for field in section.fields:
            yield field.key, field


def _said(field: ShownField | None) -> str:
    if field is None:
        return ""
    if field.blank:
        return "\n".join(" | ".join(cell.words for cell in line) for line in field.lines)
    return "、".join(one.name for one in field.files) if field.files else field.words


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
