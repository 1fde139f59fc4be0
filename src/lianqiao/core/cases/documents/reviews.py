"""Reviews of a procedure: what experts score, who they are to be, and how many become one score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field as Among

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.words import Key, Label, Part, Rule, ShortKey

CENT = Decimal("0.01")
FULL = Decimal(100)
FEWEST_TO_TRIM = 3
REVIEW = "review"
"""What the names of reviews in rules begin with."""
IDENTIFYING = frozenset({"organization", "person"})
"""Kinds of field that say who somebody is, whatever else a builder marks."""


class Combine(StrEnum):
    """How the scores of a panel become one.

    `trimmed` leaves out one highest and one lowest, as 去掉一个最高分和一个最低分 does, where at
    least three have scored.
    """

    MEAN = "mean"
    TRIMMED = "trimmed"


COMBINED = {
    Combine.MEAN: _("mean of all scores"),
    Combine.TRIMMED: _("mean without the highest and the lowest score"),
}


class Item(Part):
    """A line of the rubric: what is scored, on which scale, and how much it weighs."""

    key: ShortKey
    label: Label
    help: Label | None = None
    weight: Annotated[Decimal, Among(gt=0, le=1000, decimal_places=2)] = Decimal(1)
    lowest: Annotated[int, Among(ge=-1000, le=1000)] = 0
    highest: Annotated[int, Among(ge=-1000, le=1000)] = 100
    needs_comment: bool = False
    needs_evidence: bool = False


class Point(Part):
    """Points that a rule gives by itself, over all that was filed; experts' scores ignore them."""

    key: ShortKey
    label: Label
    rule: Rule
    points: Annotated[int, Among(ge=1, le=1000)]


class Experts(Part):
    """Who is drawn: how many, of which technical fields ('' of codes is any), blind or not.

    `field_from` is a choice of the form: the label of what was chosen is the technical field.
    A blind review hides what says who applies.
    """

    number: Annotated[int, Among(ge=1, le=15)]
    fields: tuple[Annotated[str, Among(pattern=r"^[A-Z]{2,8}$")], ...] = ()
    field_from: Key | None = None
    blind: bool = False


class Review(Part):
    """A review by experts of the last submitted filing of a form.

    A step's condition may name `review.<key>`, the score from 0 to 100 once all have filed, and
    `review.<key>.done`.
    """

    key: ShortKey
    label: Label
    form: Key
    items: Annotated[tuple[Item, ...], Among(min_length=1, max_length=40)]
    experts: Experts
    working_days: Annotated[int, Among(ge=1, le=250)] = 10
    combine: Combine = Combine.MEAN
    points: Annotated[tuple[Point, ...], Among(max_length=60)] = ()


def weighed(review: Review, scores: Mapping[str, Decimal]) -> Decimal:
    """Return one expert's score from 0 to 100: each item's share of its scale, by weight.

    >>> from lianqiao.core.cases.documents.words import Label
    >>> say = Label(zh="项")
    >>> items = (Item(key="a", label=say, weight=3), Item(key="b", label=say, lowest=1, highest=5))
    >>> one = Review(key="r", label=say, form="f", items=items, experts=Experts(number=1))
    >>> weighed(one, {"a": Decimal(80), "b": Decimal(3)})  # (3 · 80% + 1 · 50%) / 4
    Decimal('72.50')
    """
    whole = sum((item.weight for item in review.items), Decimal(0))
    got = sum((item.weight * _share(item, scores[item.key]) for item in review.items), Decimal(0))
    return (FULL * got / whole).quantize(CENT, ROUND_HALF_UP)


def combined(how: Combine, scores: Sequence[Decimal]) -> Decimal | None:
    """Return the one score of a panel, of 0 to 100 with two places; None where nobody scored.

    >>> combined(Combine.TRIMMED, [Decimal(60), Decimal(80), Decimal(100), Decimal(90)])
    Decimal('85.00')
    """
    kept = sorted(scores)
    if how == Combine.TRIMMED and len(kept) >= FEWEST_TO_TRIM:
        kept = kept[1:-1]
    if not kept:
        return None
    return (sum(kept, Decimal(0)) / len(kept)).quantize(CENT, ROUND_HALF_UP)


def blinded(form: f.Form) -> f.Form:
    """Return the form without what says who applies; columns of tables as well.

    A section or a table of which nothing is left goes with it.
    """
    sections = []
    for section in form.sections:
        fields = tuple(kept for one in section.fields if (kept := _blind(one)))
        if fields:
            sections.append(section.model_copy(update={"fields": fields}))
    return form.model_copy(update={"sections": tuple(sections)})


def without(form: f.Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what was filed only that which a (blinded) form still has."""
    found = {}
    for key, field in form.fields.items():
        if key in values:
            found[key] = values[key]
            if isinstance(field, f.TableField):
                columns = {column.key for column in field.columns}
                found[key] = [
                    {name: value for name, value in row.items() if name in columns}
                    for row in values[key]
                ]
    return found


def review_flaws(
    reviews: Sequence[Review], forms: Mapping[str, f.Form], asked: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with reviews: the place and the name of the flaw.

    `asked` has the review of each state that runs one. Names: `no_such_form`, `no_such_field`,
    `no_scale`, `no_such_review`, `never_asked`.
    """
    for review in reviews:
        place = f"reviews.{review.key}"
        form = forms.get(review.form)
        if form is None:
            yield place, "no_such_form"
        elif review.experts.field_from and not _is_choice(form, review.experts.field_from):
            yield place, "no_such_field"
        if any(item.lowest >= item.highest for item in review.items):
            yield place, "no_scale"
        if review.key not in asked.values():
            yield place, "never_asked"
    known = {review.key for review in reviews}
    yield from ((f"states.{key}", "no_such_review") for key in asked if asked[key] not in known)


def _is_choice(form: f.Form, key: str) -> bool:
    field = form.fields.get(key)
    return isinstance(field, f.ChoiceField) and not field.many


def _share(item: Item, score: Decimal) -> Decimal:
    return (score - item.lowest) / (item.highest - item.lowest)


def _blind(one: f.Field) -> f.Field | None:
    if one.identifies or one.kind in IDENTIFYING:
        return None
    if isinstance(one, f.TableField):
        columns = tuple(column for column in one.columns if not column.identifies)
        return one.model_copy(update={"columns": columns}) if columns else None
    return one
