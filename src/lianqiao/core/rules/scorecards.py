"""The score tables of titles: one place to ask for them, whichever desk asks.

They ship as files, one for each title and rule; an old and a new one of a title stand side by side,
each in force from a day to a day, as certificates of the old rule still run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from lianqiao.core.rules.registry import Registry
from lianqiao.engines.rules import RuleError
from lianqiao.engines.scorecards import Card, Judge, read_card

FOLDER = Path(__file__).parent / "data" / "scorecards"

LADDER = ("tech-sme", "innovative-sme", "specialized-sme", "little-giant")
"""Codes of the titles in the order in which a firm climbs: the first two stand side by side."""


@lru_cache
def cards() -> Mapping[str, Card]:
    """Return every score table that ships, by code, those of a lower title first."""
    found = [read_card(json.loads(path.read_text("utf-8"))) for path in FOLDER.glob("*.json")]
    found.sort(key=lambda card: (LADDER.index(card.title), card.valid_from, card.code))
    return MappingProxyType({card.code: card for card in found})


def in_force(on: date, titles: Iterable[str] = LADDER) -> list[Card]:
    """Return the tables by which firms that apply on a day are judged."""
    wanted = set(titles)
    return [card for card in cards().values() if card.title in wanted and card.in_force(on)]


def granted_under(title: str, granted_on: date) -> Card | None:
    """Return the table by which a title was granted on a day; None before the first that ships."""
    return next(iter(in_force(granted_on, [title])), None)


@lru_cache(maxsize=64)
def judge_of(card: Card, on: date, words: Registry) -> Judge | None:
    """Return a table ready to judge on a day; None where the dictionary lacks a fact of it."""
    try:
        return Judge(card, words.vocabulary, on)
    except RuleError:
        # A city's own dictionary may have dropped it, or one of before an upgrade not have it yet.
        return None
