"""A pretended case that walks through a draft: nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building.flow import TAKERS
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.flow import State, Step
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms import Judged, judged, ready
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.queries.filed import holds_of

PRETENDED = 1
"""The id of a file that nobody attached: file fields count as filled in."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a pretended case is: its state, the steps taken, what was typed and what was filed."""

    state: str
    trail: tuple[str, ...] = ()
    typed: Mapping[str, Values] = field(default_factory=dict)
    filed: Mapping[str, Values] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it as it goes to the page and comes back, signed."""
        return {"s": self.state, "t": self.trail, "y": dict(self.typed), "f": dict(self.filed)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Walk:
        """Return what `as_data` gave."""
        return cls(data["s"], tuple(data["t"]), data["y"], data["f"])


@dataclass(frozen=True, slots=True)
class Way:
    """A step out of the present state: who takes it, and why it is not possible now, or ''."""

    step: Step
    by: str
    why_not: str


def begun(document: Document) -> Walk:
    """Return a case in the first state in which cases begin."""
    return Walk(next(state.key for state in document.states if state.is_first))


def form_of(document: Document, walk: Walk) -> f.Form | None:
    """Return the form that is filled in where the case is."""
    key = document.state(walk.state).form
    return document.form(key) if key else None


def typed(walk: Walk, form: f.Form, values: Values) -> Walk:
    """Return the walk with what was typed into a form; emptied fields have no value."""
    kept = {**walk.typed.get(form.key, {}), **values}
    kept |= {one.key: [PRETENDED] for one in form.fields.values() if isinstance(one, f.FileField)}
    whole = {key: value for key, value in kept.items() if value is not None}
    return replace(walk, typed={**walk.typed, form.key: whole})


def judge(form: f.Form, walk: Walk, day: date) -> Judged:
    """Judge what was typed into a form so far."""
    return judged(ready(form, applicants.vocabulary(), day), walk.typed.get(form.key, {}))


def ways(document: Document, walk: Walk, day: date) -> Iterator[Way]:
    """Yield the steps that lead out of where the case is."""
    for step in document.steps:
        if walk.state in step.sources:
            why_not = _why_not(document, walk, step, day)
            yield Way(step, str(TAKERS[step.by]), why_not)


def taken(document: Document, walk: Walk, key: str, day: date) -> Walk:
    """Take a step; a step that is not possible leaves the case where it is."""
    way = next((one for one in ways(document, walk, day) if one.step.key == key), None)
    if way is None or way.why_not:
        return walk
    form = form_of(document, walk)
    filed = dict(walk.filed)
    if way.step.files and form:
        filed[form.key] = judge(form, walk, day).values
    return replace(walk, state=way.step.target, trail=(*walk.trail, key), filed=filed)


def message(document: Document, walk: Walk) -> tuple[str, str]:
    """Return title and text of what the applicant was told at the last step, ('', '') if none."""
    said = document.step(walk.trail[-1]).message if walk.trail else None
    if said is None:
        return "", ""
    places = {"number": "0001", "procedure": str(document.label), "due": "…", "reason": "…"}
    return str(said.title).format(**places), str(said.text).format(**places)


def trail(document: Document, walk: Walk) -> Sequence[str]:
    """Return the labels of the steps taken."""
    return [str(document.step(key).label) for key in walk.trail]


def state_of(document: Document, walk: Walk) -> State:
    """Return the state in which the case is."""
    return document.state(walk.state)


def _why_not(document: Document, walk: Walk, step: Step, day: date) -> str:
    form = form_of(document, walk)
    if step.files and form and not judge(form, walk, day).is_complete:
        return _("The form is not complete.")
    if step.condition.strip():
        verdict = holds_of(document, walk.filed, step.condition, day)
        if verdict is not True:
            return _("This does not hold: %(rule)s") % {"rule": step.condition}
    return ""
