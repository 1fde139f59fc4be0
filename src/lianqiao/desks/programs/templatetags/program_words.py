"""Words of score tables in templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from lianqiao.core.language import language
from lianqiao.engines.rules import Change
from lianqiao.engines.scorecards import Line, Rung, Score

register = template.Library()


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """Return a text of both languages in the reader's."""
    return texts.get(language(), "")


@register.filter
def named(part: Any) -> str:
    """Return the name of a part of a table in the reader's language."""
    return str(part.zh if language() == "zh" else part.en)


@register.filter
def points(score: Score) -> str:
    """Return points, or between which they are."""
    return str(score.low) if score.is_known else f"{score.low}–{score.high}"


@register.filter
def in_words(change: Change, on: date) -> str:
    """Return a change in words."""
    return change.text(language(), on)


@register.filter
def standing_in(line: Line) -> list[Rung]:
    """Return the bands in which a firm stands, or may stand."""
    rungs = [rung for way in line.ways for rung in way.rungs]
    held = [rung for rung in rungs if rung.holds]
    return held or [rung for rung in rungs if rung.holds is None]


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping has for a key."""
    return mapping.get(key)
