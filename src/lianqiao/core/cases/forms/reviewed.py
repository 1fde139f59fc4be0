"""What the condition of a step may name of reviews: their scores, and whether they are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lianqiao.core.cases.documents.reviews import REVIEW, Review
from lianqiao.engines.rules import Fact, Type, column


def named_reviews(reviews: Iterable[Review]) -> dict[str, Fact]:
    """Return `review.<key>`, from 0 to 100, and `review.<key>.done` of each review."""
    found = [fact for review in reviews for fact in _facts(review)]
    return {fact.name: fact for fact in found}


def row_of_reviews(
    reviews: Iterable[Review], scores: Mapping[str, Decimal | None]
) -> dict[str, Any]:
    """Return the columns of scores by key; a review that is not done has none."""
    row: dict[str, Any] = {}
    for review in reviews:
        number, done = _facts(review)
        score = scores.get(review.key)
        row[column(number.name)] = None if score is None else number.stored(score)
        row[column(done.name)] = done.stored(score is not None)
    return row


def _facts(review: Review) -> tuple[Fact, Fact]:
    name, zh = f"{REVIEW}.{review.key}", review.label.zh
    en = review.label.en or zh
    return (
        Fact(name, Type.NUMBER, "", 2, low=Decimal(0), high=Decimal(100), zh=zh, en=en),
        Fact(f"{name}.done", Type.BOOL, zh=f"{zh}完成", en=f"{en} done"),
    )
