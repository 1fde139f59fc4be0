"""Amounts, percentages and days that stand in a text, each with the words around it.

>>> [(one.kind.value, one.value) for one in values("按研发费用的10%补助，最高100万元。")]
[('percent', Decimal('0.10')), ('amount', 100000000)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.policies.papers.numerals import HAN, number

MOST = 300
AROUND = 24
UNITS = {"亿": 10_000_000_000, "万": 1_000_000, "": 100}
LARGEST = Decimal(10) ** 13
NUMBER = rf"\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d{{1,6}})?|\d{{1,12}}(?:\.\d{{1,6}})?|[{HAN}]{{1,12}}"
PATTERN = re.compile(
    rf"(?P<day>(?P<y>\d{{4}})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日)"
    rf"|(?P<year>\d{{4}})年度"
    rf"|(?P<percent>\d{{1,4}}(?:\.\d{{1,6}})?)\s*[%％]"
    rf"|百分之(?P<percent_zh>\d{{1,4}}(?:\.\d{{1,6}})?|[{HAN}]{{1,6}})"
    rf"|(?P<amount>{NUMBER})\s*(?P<unit>亿|万)?元"
)


class Kind(TextChoices):
    """What a value is."""

    AMOUNT = "amount", _("Amount")
    PERCENT = "percent", _("Percentage")
    DAY = "day", _("Day")
    YEAR = "year", _("Year")


@dataclass(frozen=True, slots=True)
class Value:
    """A value found at a place of the text: fen, share, day or year; `before` and `after` it."""

    at: int
    kind: Kind
    value: int | Decimal | date
    written: str
    before: str
    after: str


def values(text: str) -> list[Value]:
    """Return the first three hundred values of a text, in their order."""
    return list(_limited(text))


def _limited(text: str) -> Iterator[Value]:
    found = 0
    for match in PATTERN.finditer(text):
        read = _read(match)
        if read is None:
            continue
        start, end = match.span()
        before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
        after = text[end : end + AROUND].partition("\n")[0]
        yield Value(start, *read, match[0], before, after)
        found += 1
        if found == MOST:
            return


def _read(match: re.Match[str]) -> tuple[Kind, int | Decimal | date] | None:
    if match["day"]:
        try:
            return Kind.DAY, date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return None
    if match["year"]:
        return Kind.YEAR, int(match["year"])
    if percent := match["percent"] or match["percent_zh"]:
        return Kind.PERCENT, _decimal(percent).scaleb(-2)
    fen = _decimal(match["amount"]) * UNITS[match["unit"] or ""]
    return (Kind.AMOUNT, int(fen)) if 0 < fen < LARGEST else None


def _decimal(written: str) -> Decimal:
    plain = written.replace(",", "").replace("，", "")
    return Decimal(number(plain)) if plain[0] in HAN else Decimal(plain)
