"""A rule of a draft while it is being written: what it says, what is wrong with it, what it may
name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from lianqiao.core.cases.building.editing import Draft, part, parts_of
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.reviews import Review
from lianqiao.core.cases.forms.naming import named
from lianqiao.core.cases.forms.reviewed import named_reviews
from lianqiao.core.cases.forms.rules import TRUE
from lianqiao.core.language import language
from lianqiao.engines.rules import (
    BOOL,
    Fact,
    Kind,
    RuleError,
    Type,
    Unit,
    Vocabulary,
    Words,
    check,
    planned,
    unit_name,
)

FIELD: TypeAdapter[f.Field] = TypeAdapter(f.Field)
ALL, EARLIER = frozenset({"required", "check"}), frozenset({"visible", "formula"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says in one sentence, or what is wrong with it."""

    sentence: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a rule may use: its label, and the unit or type of its value."""

    name: str
    label: str
    kind: str
    choices: Sequence[tuple[str, str]] = field(default_factory=tuple)


def said(
    text: str, words: Vocabulary, day: date, *, is_number: bool = False, unit: str = ""
) -> Said:
    """Say what a rule means or why it cannot be used; nothing for an empty one."""
    if not text.strip():
        return Said()
    expects = Kind(Type.NUMBER, Unit.read(unit) if unit else None) if is_number else BOOL
    try:
        rule = check(text, words, expects)
        planned(TRUE if is_number else rule, rule if is_number else None, day)
        if is_number:
            return Said(_("This works out a number."))
        return Said(Words(language(), day).leaf(rule.tree, False))
    except RuleError as error:
        return Said(problems=tuple(sentences(error)))


def sentences(error: RuleError) -> Iterator[str]:
    """Yield what is wrong with a rule, each with its place in the text."""
    for one in error.problems:
        told = {"line": one.at.line, "column": one.at.column, "problem": one.text(language())}
        yield _("Line %(line)d, column %(column)d: %(problem)s") % told


def vocabulary(draft: Draft, place: str, setting: str, facts: Vocabulary) -> Vocabulary:
    """Return what a rule may name: of a part of a draft, in one of its settings.

    Settings: `eligible` (of the whole), `condition` (of a step), `rule` (of a review's points),
    `visible`, `required`, `check`, `formula`. `facts` are those that are known of applicants.
    """
    if setting == "eligible":
        return facts
    if setting in {"condition", "rule"}:
        filed = of_all_forms(sound_forms(draft), facts)
        reviews = sound_reviews(draft) if setting == "condition" else []
        return Vocabulary({**filed.facts, **named_reviews(reviews)})
    above, _slash, number = place.rpartition("/")
    if above.endswith("/columns"):
        earlier, whole = _cut(parts_of(draft, above), int(number))
    elif above.endswith("/sections"):
        earlier, whole = _before(draft, f"{place}/fields/0")
    else:
        earlier, whole = _before(draft, place)
    return Vocabulary(named(_sound(whole if setting in ALL else earlier), facts))


def of_all_forms(forms: Sequence[Sequence[f.Field]], facts: Vocabulary) -> Vocabulary:
    """Return what the condition of a step may name: all that is filed in a case."""
    found: dict[str, Fact] = {}
    for fields in forms:
        found |= named(fields, facts)
    return Vocabulary(found)


def sound_forms(draft: Draft) -> list[list[f.Field]]:
    """Return the fields of each form that can be read; others are left out."""
    return [
        _sound([one for section in _list(form, "sections") for one in _list(section, "fields")])
        for form in _list(draft, "forms")
    ]


def sound_reviews(draft: Draft) -> list[Review]:
    """Return the reviews that can be read; others are left out."""
    found = []
    for one in _list(draft, "reviews"):
        try:
            found.append(Review.model_validate(one))
        except ValidationError:
            continue
    return found


def names(words: Vocabulary) -> list[Name]:
    """Return what may be named, as a page lists it."""
    is_chinese = language() == "zh"
    return [
        Name(
            fact.name,
            fact.zh if is_chinese else fact.en,
            _kind(fact),
            [(code, fact.named(code, language())) for code, _zh, _en in fact.choices],
        )
        for fact in words.facts.values()
    ]


def _kind(fact: Fact) -> str:
    match fact.type:
        case Type.NUMBER:
            return unit_name(fact.unit, language()) if fact.unit else _("plain number")
        case Type.DATE:
            return _("date")
        case Type.BOOL:
            return _("yes or no")
    return _("written text")


def _before(draft: Draft, place: str) -> tuple[list[Any], list[Any]]:
    """Return the fields that stand before a place in its form, and all of the form."""
    _forms, form, _sections, section, _fields, number = place.split("/")
    sections = _list(part(draft, f"forms/{form}"), "sections")
    whole = [one for each in sections for one in _list(each, "fields")]
    ahead = sum(len(_list(each, "fields")) for each in sections[: int(section)]) + int(number)
    return whole[:ahead], whole


def _cut(parts: list[Any], number: int) -> tuple[list[Any], list[Any]]:
    return parts[:number], parts


def _sound(parts: Sequence[Any]) -> list[f.Field]:
    found = []
    for one in parts:
        try:
            found.append(FIELD.validate_python(one))
        except ValidationError:
            continue
    return found


def _list(inside: Mapping[str, Any], name: str) -> list[Any]:
    found = inside.get(name)
    return found if isinstance(found, list) else []
