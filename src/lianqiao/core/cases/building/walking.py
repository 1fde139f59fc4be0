"""A pretended case that walks through a draft: nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building.flow import TAKERS
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.flow import By, State, Step
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.reviews import FULL, Review
from lianqiao.core.cases.forms import Judged, judged, ready
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.queries.filed import judged_of
from lianqiao.core.cases.queries.points import Given, given_of
from lianqiao.engines.rules import Explained

PRETENDED = 1
"""The id of a file that nobody attached: file fields count as filled in."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a pretended case is: its state, the steps taken, what was typed and what was filed.

    `scores` are pretended scores of experts by review, of 0 to 100.
    """

    state: str
    trail: tuple[str, ...] = ()
    typed: Mapping[str, Values] = field(default_factory=dict)
    filed: Mapping[str, Values] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it as it goes to the page and comes back, signed."""
        kept = {"s": self.state, "t": self.trail, "y": dict(self.typed), "f": dict(self.filed)}
        return kept | {"r": dict(self.scores)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Walk:
        """Return what `as_data` gave."""
        return cls(data["s"], tuple(data["t"]), data["y"], data["f"], data["r"])


@dataclass(frozen=True, slots=True)
class Way:
    """A step out of the present state: who takes it, and why it is not possible now, or ''.

    `why` explains its condition part by part.
    """

    step: Step
    by: str
    why_not: str
    why: Explained | None = None

    @property
    def is_applicants(self) -> bool:
        """Whether the applicant takes it."""
        return self.step.by == By.APPLICANT


@dataclass(frozen=True, slots=True)
class Scored:
    """A review of what was filed: the points that rules give, and a pretended score of experts."""

    review: Review
    points: Sequence[Given]
    is_running: bool
    score: str

    @property
    def given(self) -> int:
        """Points given."""
        return sum(one.points for one in self.points if one.verdict)

    @property
    def most(self) -> int:
        """Points that could be given."""
        return sum(one.points for one in self.points)


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
            yield _way(document, walk, step, day)


def scored(document: Document, walk: Walk, day: date) -> list[Scored]:
    """Return the reviews whose form has been filed."""
    running = document.state(walk.state).review
    return [
        Scored(
            review,
            given_of(document, walk.filed, review, day),
            review.key == running,
            walk.scores.get(review.key, ""),
        )
        for review in document.reviews
        if review.form in walk.filed
    ]


def with_scores(document: Document, walk: Walk, typed: Mapping[str, str]) -> Walk:
    """Return the walk with the scores that were typed; what is no score of 0 to 100 is none."""
    sound = {
        review.key: text
        for review in document.reviews
        if _score(text := typed.get(review.key, walk.scores.get(review.key, ""))) is not None
    }
    return replace(walk, scores=sound)


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


def _way(document: Document, walk: Walk, step: Step, day: date) -> Way:
    form, by = form_of(document, walk), str(TAKERS[step.by])
    if step.files and form and not judge(form, walk, day).is_complete:
        return Way(step, by, _("The form is not complete."))
    if not step.condition.strip():
        return Way(step, by, "")
    scores = {key: _score(text) for key, text in walk.scores.items()}
    found = judged_of(document, walk.filed, step.condition, day, scores=scores)
    rule = {"rule": step.condition}
    why_not = "" if found.verdict is True else _("This does not hold: %(rule)s") % rule
    return Way(step, by, why_not, found.tree())


def _score(text: str) -> Decimal | None:
    try:
        score = Decimal(text)
    except InvalidOperation:
        return None
    return score if score.is_finite() and 0 <= score <= FULL else None
