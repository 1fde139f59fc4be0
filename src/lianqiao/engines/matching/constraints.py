"""What makes a pair impossible, however well the texts agree.

>>> mine = Document(id=1, kind="need", title="", text="", owner=5)
>>> [one.code for one in exclusions(mine, Document(2, "result", "", "", owner=5), None)]
['own_listing']
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .documents import Document
from .pairing import Exclusion

Rule = Callable[[Document, Document, date | None], bool]


def _wrong_kind(need: Document, offer: Document, _: date | None) -> bool:
    return not need.is_need or offer.is_need


def _own_listing(need: Document, offer: Document, _: date | None) -> bool:
    return need.owner is not None and need.owner == offer.owner


def _need_expired(need: Document, _: Document, today: date | None) -> bool:
    return _expired(need, today)


def _result_expired(_: Document, offer: Document, today: date | None) -> bool:
    return _expired(offer, today)


def _expired(listing: Document, today: date | None) -> bool:
    return today is not None and listing.valid_until is not None and listing.valid_until < today


def _stage_too_low(need: Document, offer: Document, _: date | None) -> bool:
    if "stage" not in need.firm or need.stage is None or offer.stage is None:
        return False
    return offer.stage < need.stage


def _amounts_apart(need: Document, offer: Document, _: date | None) -> bool:
    if need.amount_high is None or offer.amount_low is None:
        return False
    return need.amount_high < offer.amount_low


RULES: dict[str, Rule] = {
    "kind_wrong": _wrong_kind,
    "own_listing": _own_listing,
    "need_expired": _need_expired,
    "result_expired": _result_expired,
    "stage_too_low": _stage_too_low,
    "amounts_apart": _amounts_apart,
}


def exclusions(need: Document, offer: Document, today: date | None) -> tuple[Exclusion, ...]:
    """Return every reason why the two can't be brought together; without a day none expires."""
    return tuple(Exclusion(code) for code, rule in RULES.items() if rule(need, offer, today))
