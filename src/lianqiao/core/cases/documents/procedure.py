"""A procedure as a document: what a bureau builds, keeps in version control and gives to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field as Among

from lianqiao.core.cases import procedures
from lianqiao.core.cases.documents.fields import Form, TableField
from lianqiao.core.cases.documents.flow import RESERVED, By, State, Step
from lianqiao.core.cases.documents.reviews import REVIEW, Review, review_flaws
from lianqiao.core.cases.documents.words import Code, Key, Label, Line, Part, Rule


class Document(Part):
    """A whole procedure. `applicants` are the kinds of organization that may apply; `eligible` is
    a rule over their facts that is shown before anything is filled in, and refuses nobody who is
    unknown to it."""

    format: Literal["lianqiao-procedure/1"] = "lianqiao-procedure/1"
    code: Code
    label: Label
    about: Label | None = None
    basis: Line = ""
    applicants: tuple[Key, ...] = ("enterprise",)
    eligible: Rule = ""
    forms: Annotated[tuple[Form, ...], Among(max_length=20)]
    states: Annotated[tuple[State, ...], Among(max_length=60)]
    steps: Annotated[tuple[Step, ...], Among(max_length=200)]
    reviews: Annotated[tuple[Review, ...], Among(max_length=10)] = ()

    def form(self, key: str) -> Form:
        """Return a form by its key, or raise KeyError."""
        return {form.key: form for form in self.forms}[key]

    def state(self, key: str) -> State:
        """Return a state by its key, or raise KeyError."""
        return {state.key: state for state in self.states}[key]

    def step(self, key: str) -> Step:
        """Return a step by its key, or raise KeyError."""
        return {step.key: step for step in self.steps}[key]

    def review(self, key: str) -> Review:
        """Return a review by its key, or raise KeyError."""
        return {review.key: review for review in self.reviews}[key]


def machine(document: Document, number: int) -> procedures.Procedure:
    """Return the states and steps of version `number`, as core/cases moves cases by them."""
    return procedures.Procedure(
        code=f"{document.code}/{number}",
        label=str(document.label),
        states={state.key: str(state.label) for state in document.states},
        first=[state.key for state in document.states if state.is_first],
        transitions=[
            procedures.Transition(
                step.key, str(step.label), step.sources, step.target, step.needs_reason
            )
            for step in document.steps
        ],
        terms={
            state.key: procedures.Term(term.working_days, term.leads_to or "", term.grace)
            for state in document.states
            if (term := state.term)
        },
    )


def flaws(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a document as a whole: the place, and the name of the flaw.

    Names: `twice`, `no_first_state`, `no_such_state`, `no_such_form`, `no_such_step`,
    `not_the_clocks`, `never_reached`, `no_way_out`, `clock_without_term`,
    `files_nothing`, `not_the_applicants`, `granted_by_nobody`, `revoked_by_others`,
    `clock_is_silent`, `reserved`, and those of `review_flaws`.
    """
    yield from _twice("forms", (form.key for form in document.forms))
    yield from _twice("states", (state.key for state in document.states))
    yield from _twice("steps", (step.key for step in document.steps))
    for form in document.forms:
        keys = [field.key for section in form.sections for field in section.fields]
        yield from _twice(f"forms.{form.key}", keys)
        if document.reviews and REVIEW in keys:
            yield f"forms.{form.key}.{REVIEW}", "reserved"
        for field in form.fields.values():
            if isinstance(field, TableField):
                columns = (column.key for column in field.columns)
                yield from _twice(f"forms.{form.key}.{field.key}", columns)
    yield from _twice("reviews", (review.key for review in document.reviews))
    forms = {form.key: form for form in document.forms}
    asked = {state.key: state.review for state in document.states if state.review}
    yield from review_flaws(document.reviews, forms, asked)
    yield from _loose_ends(document)
    yield from _dead_ends(document)


def _twice(place: str, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{place}.{key}", "twice"


def _loose_ends(document: Document) -> Iterator[tuple[str, str]]:
    forms = {form.key for form in document.forms}
    for state in document.states:
        if state.form and state.form not in forms:
            yield f"states.{state.key}.form", "no_such_form"
        yield from _wrongly_led(document, state)
    states = {state.key: state for state in document.states}
    for step in document.steps:
        place = f"steps.{step.key}"
        if step.key in RESERVED:
            yield place, "reserved"
        sources = [states.get(key) for key in step.sources]
        if step.target not in states or None in sources:
            yield place, "no_such_state"
        elif step.files and not all(source and source.form for source in sources):
            yield place, "files_nothing"
        if step.by == By.CLOCK and not all(_leads(states.get(key), step) for key in step.sources):
            yield place, "clock_without_term"
        yield from ((place, flaw) for flaw in _wrong_part(step))


def _wrongly_led(document: Document, state: State) -> Iterator[tuple[str, str]]:
    """Yield where a state says what the clock does, and the clock cannot."""
    steps = {step.key: step for step in document.steps if state.key in step.sources}
    for setting, key in state.missed.items():
        if key not in steps:
            yield f"states.{state.key}.{setting}", "no_such_step"
        elif steps[key].by != By.CLOCK:
            yield f"states.{state.key}.{setting}", "not_the_clocks"


def _leads(state: State | None, step: Step) -> bool:
    return state is not None and step.key in state.missed.values()


def _wrong_part(step: Step) -> Iterator[str]:
    """Yield what a step does that is not of the part of whoever takes it."""
    if step.files and step.by != By.APPLICANT:
        yield "not_the_applicants"
    if step.grants and step.by not in {By.OFFICER, By.LEAD}:
        yield "granted_by_nobody"
    if step.revokes and step.by != By.LEAD:
        yield "revoked_by_others"
    if step.needs_reason and step.by == By.CLOCK:
        yield "clock_is_silent"


def _dead_ends(document: Document) -> Iterator[tuple[str, str]]:
    reached = {state.key for state in document.states if state.is_first}
    if not reached:
        yield "states", "no_first_state"
        return
    while (
        more := {step.target for step in document.steps if reached.intersection(step.sources)}
        - reached
    ):
        reached |= more
    leaving = {key for step in document.steps for key in step.sources}
    for state in document.states:
        if state.key not in reached:
            yield f"states.{state.key}", "never_reached"
        elif not state.is_final and state.key not in leaving:
            yield f"states.{state.key}", "no_way_out"
