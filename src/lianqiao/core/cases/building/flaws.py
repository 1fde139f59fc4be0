"""What keeps a draft from being published, all of it, each at its place in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from lianqiao.core.cases.building.speaking import of_all_forms, sentences
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.procedure import Document, flaws
from lianqiao.core.cases.documents.words import Label
from lianqiao.core.cases.forms.reviewed import named_reviews
from lianqiao.core.cases.forms.rules import rule_flaws
from lianqiao.core.cases.problems import Problem, shape_problems
from lianqiao.core.cases.services.telling import unknown_places
from lianqiao.engines.rules import RuleError, Vocabulary, check

FLAWS: Mapping[str, Promise] = {
    "twice": gettext_lazy("Another one beside it has the same key."),
    "no_first_state": gettext_lazy("No state is one in which cases begin."),
    "no_such_state": gettext_lazy("It leads from or to a state that is not there."),
    "no_such_form": gettext_lazy("The form that is filled in here is not there."),
    "no_such_step": gettext_lazy(
        "The step of a missed deadline or correction does not lead out of this state."
    ),
    "not_the_clocks": gettext_lazy(
        "The step of a missed deadline or correction must be one of the clock."
    ),
    "never_reached": gettext_lazy("No case can ever get here."),
    "no_way_out": gettext_lazy("No step leads out of here, and it is not an end."),
    "clock_without_term": gettext_lazy(
        "The clock takes this step, but not every state before it has a deadline or a missed "
        "correction that leads to it."
    ),
    "files_nothing": gettext_lazy("It files a form, but a state before it has none."),
    "not_the_applicants": gettext_lazy("Only a step of the applicant files a form."),
    "clock_is_silent": gettext_lazy("The clock takes this step and can give no reason."),
    "granted_by_nobody": gettext_lazy(
        "A title is granted by an officer or a team lead, never by the applicant or the clock."
    ),
    "revoked_by_others": gettext_lazy("A title is taken back by a team lead alone."),
    "no_such_field": gettext_lazy("The form has no choice of this key for the technical field."),
    "no_scale": gettext_lazy("The lowest score of an item must be below its highest."),
    "no_such_review": gettext_lazy("The review that runs here is not there."),
    "never_asked": gettext_lazy("No state has this review."),
    "reserved": gettext_lazy("This key is the house's own; choose another."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a draft is held against: facts of applicants, codes of titles, earlier versions."""

    facts: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    titles: Collection[str] = ()
    earlier: Sequence[Document] = ()


def problems_of(draft: Mapping[str, Any], known: Known, day: date) -> list[Problem]:
    """Return all that is wrong with a draft, without what is said twice; [] can be published."""
    try:
        document = Document.model_validate(draft)
    except ValidationError as error:
        return list(dict.fromkeys([*shape_problems(error), *_of_sound_forms(draft, known, day)]))
    found = (
        *_of_document(document),
        *(one for form in document.forms for one in _of_form(document, form, known, day)),
        *_of_eligible(document, known),
        *_of_steps(document, known),
        *_of_points(document, known),
        *(one for earlier in known.earlier for one in _of_kinds(document, earlier)),
    )
    return list(dict.fromkeys(found))


def _of_sound_forms(draft: Mapping[str, Any], known: Known, day: date) -> Iterator[Problem]:
    """Rules of forms that can be read although something else cannot."""
    forms = draft.get("forms")
    for number, one in enumerate(forms if isinstance(forms, list) else ()):
        try:
            form = f.Form.model_validate(one)
        except ValidationError:
            continue
        yield from _rules_of(form, f"forms/{number}", known, day)


def _of_document(document: Document) -> Iterator[Problem]:
    if not document.states:
        yield Problem("states", _("There are no states yet."))
        return
    for place, name in flaws(document):
        yield Problem(_found(document, place), str(FLAWS[name]))


def _of_form(document: Document, form: f.Form, known: Known, day: date) -> Iterator[Problem]:
    yield from _rules_of(form, f"forms/{document.forms.index(form)}", known, day)


def _rules_of(form: f.Form, place: str, known: Known, day: date) -> Iterator[Problem]:
    for at, error in rule_flaws(form, known.facts, day):
        _forms, _form, *rest = at.split(".")
        for sentence in sentences(error):
            yield Problem(_in_form(form, place, rest), sentence)
    for at, one in _each_field(form, place):
        if isinstance(one, f.FactField) and one.fact not in known.facts.facts:
            yield Problem(at, _("There is no fact “%(fact)s”.") % {"fact": one.fact})


def _of_eligible(document: Document, known: Known) -> Iterator[Problem]:
    for sentence in _checked(document.eligible, known.facts):
        yield Problem("", _("Who may apply: %(problem)s") % {"problem": sentence})


def _of_steps(document: Document, known: Known) -> Iterator[Problem]:
    forms = of_all_forms([list(form.fields.values()) for form in document.forms], known.facts)
    words = Vocabulary({**forms.facts, **named_reviews(document.reviews)})
    for number, step in enumerate(document.steps):
        place = f"steps/{number}"
        for sentence in _checked(step.condition, words):
            yield Problem(place, sentence)
        if step.message:
            yield from _of_message(place, step.message.title, step.message.text)
        if step.grants and step.grants.title not in known.titles:
            said = {"title": step.grants.title}
            yield Problem(place, _("There is no title “%(title)s”.") % said)


def _of_points(document: Document, known: Known) -> Iterator[Problem]:
    """Points are reckoned of what was filed alone, so their rules name no review."""
    words = of_all_forms([list(form.fields.values()) for form in document.forms], known.facts)
    for number, review in enumerate(document.reviews):
        for place, point in enumerate(review.points):
            for sentence in _checked(point.rule, words):
                yield Problem(f"reviews/{number}/points/{place}", sentence)


def _of_message(place: str, *labels: Label) -> Iterator[Problem]:
    for text in (text for label in labels for text in (label.zh, label.en)):
        for name in unknown_places(text):
            said = {"name": f"{{{name}}}" if name else "{"}
            yield Problem(place, _("No message can fill in %(name)s.") % said)


def _of_kinds(document: Document, earlier: Document) -> Iterator[Problem]:
    """What was filed under a key must stay readable, so a key never changes its kind."""
    message = _("A published version has this key for a field of another kind; take a new key.")
    before = {form.key: form for form in earlier.forms}
    for number, form in enumerate(document.forms):
        if form.key in before:
            old = dict(_kinds(before[form.key]))
            for keys, kind in _kinds(form):
                if old.get(keys, kind) != kind:
                    yield Problem(_in_form(form, f"forms/{number}", keys), message)


def _kinds(form: f.Form) -> Iterator[tuple[tuple[str, ...], tuple[str, bool]]]:
    """Yield the shape of what is filed under each key of a form, and under each column."""
    for one in form.fields.values():
        yield (one.key,), _kind(one)
        if isinstance(one, f.TableField):
            yield from (((one.key, column.key), _kind(column)) for column in one.columns)


def _kind(one: f.Field) -> tuple[str, bool]:
    return one.kind, isinstance(one, f.ChoiceField) and one.many


def _checked(rule: str, words: Vocabulary) -> Iterator[str]:
    if not rule.strip():
        return
    try:
        check(rule, words)
    except RuleError as error:
        yield from sentences(error)


def _each_field(form: f.Form, place: str) -> Iterator[tuple[str, f.Field]]:
    for n, section in enumerate(form.sections):
        for m, one in enumerate(section.fields):
            yield f"{place}/sections/{n}/fields/{m}", one


def _found(document: Document, place: str) -> str:
    """Turn a place by keys ("steps.submit") into the place in the document ("steps/0")."""
    top, *rest = place.split(".")
    if not rest:
        return top
    parts: Sequence[Any] = getattr(document, top)
    number = _index(parts, rest[0])
    if number is None:
        return top
    here = f"{top}/{number}"
    return _in_form(document.forms[number], here, rest[1:]) if top == "forms" else here


def _in_form(form: f.Form, place: str, keys: Sequence[str]) -> str:
    if not keys:
        return place
    for at, one in _each_field(form, place):
        if one.key == keys[0]:
            columns = one.columns if isinstance(one, f.TableField) else ()
            number = _index(columns, keys[1]) if keys[1:] else None
            return at if number is None else f"{at}/columns/{number}"
    number = _index(form.sections, keys[0])
    return place if number is None else f"{place}/sections/{number}"


def _index(parts: Sequence[Any], key: str) -> int | None:
    return next((number for number, one in enumerate(parts) if one.key == key), None)
