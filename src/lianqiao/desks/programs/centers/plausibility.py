"""What is asked about in a yearly report: leaps against the year before, and the deals on record.

A doubt hinders nothing: the applicant explains it, the officer judges it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lianqiao.desks.programs.centers.operating import Figure, Figures, operating


@dataclass(frozen=True, slots=True)
class Deals:
    """Technology contracts of a host that the ledger knows of a year: how many, of what sum."""

    count: int = 0
    sum: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that is asked about, and why."""

    code: str
    text: str


def doubts(now: Figures, before: Figures | None, deals: Deals) -> list[Doubt]:
    """Return what is asked about in a report, in the order of its figures.

    `before` is None where there is no report of the year before.
    """
    found = [*_leaps(now, before or {}), *_unlike(now, deals)]
    order = {code: place for place, code in enumerate(operating().figures)}
    return sorted(found, key=lambda one: order[one.code])


def wrong_in(now: Figures) -> dict[str, str]:
    """Return what cannot be in a report, by figure: below 0, not whole, a part above its whole."""
    known = operating()
    wrong = {}
    for code, value in now.items():
        places = 2 if known.figures[code].is_money else 0
        if value < 0 or value != round(value, places):
            wrong[code] = _("A number of at least 0; what is counted is whole.")
    for part, whole in known.parts.items():
        if part in now and whole in now and now[part] > now[whole]:
            said = _("More than “%(whole)s” (%(value)s).")
            wrong[part] = said % {"whole": known.figures[whole], "value": shown(whole, now[whole])}
    return wrong


def _leaps(now: Figures, before: Figures) -> Iterator[Doubt]:
    for code, figure in operating().figures.items():
        if code in now and code in before:
            text = _leap(figure, now[code], before[code])
            if text:
                yield Doubt(code, text)


def _leap(figure: Figure, now: Decimal, before: Decimal) -> str:
    if max(now, before) < figure.floor:
        return ""
    values = {
        "figure": figure,
        "before": shown(figure.code, before),
        "now": shown(figure.code, now),
    }
    if now > before * figure.jump:
        said = _("%(figure)s: from %(before)s to %(now)s, over %(times)s times the year before.")
        return said % {**values, "times": figure.jump}
    if now * figure.drop < before:
        said = _("%(figure)s: from %(before)s to %(now)s, below 1/%(times)s of the year before.")
        return said % {**values, "times": figure.drop}
    return ""


def _unlike(now: Figures, deals: Deals) -> Iterator[Doubt]:
    for code, known in (("contracts", Decimal(deals.count)), ("contract_sum", deals.sum)):
        if code in now and now[code] < known:
            said = _("%(figure)s: %(now)s reported, but the ledger knows %(known)s signed here.")
            yield Doubt(
                code,
                said
                % {
                    "figure": operating().figures[code],
                    "now": shown(code, now[code]),
                    "known": shown(code, known),
                },
            )


def shown(code: str, value: Decimal) -> str:
    """Return a figure as a person reads it: money in 10,000 yuan, counts as they are."""
    if operating().figures[code].is_money:
        return _("%(value)s × 10,000 CNY") % {"value": f"{value / 10_000:,.2f}"}
    return f"{value:,.0f}"
