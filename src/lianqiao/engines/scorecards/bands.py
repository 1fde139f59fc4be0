"""Bands of a number in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from lianqiao.engines.rules import Expression, Words

from .card import Band, Scale

Texts = Mapping[str, str]
PHRASES: Mapping[str, Mapping[str, str]] = {
    "zh": {">=": "不低于{}", "<": "低于{}", ">": "高于{}", "<=": "不超过{}", "and": "，"},
    "en": {">=": "at least {}", "<": "below {}", ">": "above {}", "<=": "at most {}", "and": ", "},
}


def band_text(scale: Scale, band: Band, measure: Expression, words: Mapping[str, Words]) -> Texts:
    """Return between which values a band lies, in each language."""
    return {
        language: PHRASES[language]["and"].join(
            edge_text(op, edge, measure, speaker) for op, edge in scale.edges(band)
        )
        for language, speaker in words.items()
    }


def edge_text(op: str, edge: Decimal, measure: Expression, speaker: Words) -> str:
    """Return one edge in words, in the measure's unit."""
    return PHRASES[speaker.language][op].format(speaker.plain(edge, measure.tree))
