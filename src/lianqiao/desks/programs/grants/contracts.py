"""What a contract agrees on, and what is wrong in it before anybody signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.money import spoken
from lianqiao.desks.programs.grants.costs import (
    NOTHING,
    Budget,
    indirect_base,
    most_indirect,
    totals,
)
from lianqiao.desks.programs.grants.models import Cost

Wrong = tuple[str, str]
"""The part of the contract, and the sentence."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone to be reached by a day."""

    title: str
    target: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """An installment in fen: due with the milestone of a number (from 1), or from a day on."""

    amount: int
    milestone: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """All that is agreed on of a project."""

    starts_on: date
    ends_on: date
    budget: Budget
    milestones: Sequence[Planned]
    installments: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the award and its call ask of a contract: fen, per cent of all money, months."""

    granted: int
    least_own: int
    longest_months: int


def wrong_in(contract: Contract, terms: Terms) -> dict[str, str]:
    """Return what is wrong in a contract, by its parts: days, budget, milestones, installments."""
    found = [
        *_days(contract, terms),
        *wrong_in_budget(contract.budget, terms.least_own),
        *_budget(contract.budget, terms.granted),
        *_milestones(contract),
        *_installments(contract, terms.granted),
    ]
    return dict(reversed(found))


def wrong_in_budget(budget: Budget, least_own: int) -> Iterator[Wrong]:
    """Yield what is wrong in a budget by itself: indirect costs, the share of own funds."""
    indirect = budget.get(Cost.INDIRECT, NOTHING)[0]
    most = most_indirect(indirect_base(budget))
    if indirect > most:
        said = _("Indirect costs of the grant are %(is)s; at most %(most)s are possible here.")
        yield "budget", said % {"is": spoken(indirect), "most": spoken(most)}
    granted, own = totals(budget)
    if own * 100 < (granted + own) * least_own:
        said = _("Own funds must be at least %(percent)d per cent of all money.")
        yield "budget", said % {"percent": least_own}


def _days(contract: Contract, terms: Terms) -> Iterator[Wrong]:
    if contract.ends_on <= contract.starts_on:
        yield "ends_on", _("The end comes after the beginning.")
    elif months_between(contract.starts_on, contract.ends_on) > terms.longest_months:
        said = _("At most %(months)d months, as the call says.")
        yield "ends_on", said % {"months": terms.longest_months}


def _budget(budget: Budget, granted: int) -> Iterator[Wrong]:
    planned = totals(budget)[0]
    if planned != granted:
        said = _("The budget plans %(planned)s of the grant, which is %(granted)s.")
        yield "budget", said % {"planned": spoken(planned), "granted": spoken(granted)}


def _milestones(contract: Contract) -> Iterator[Wrong]:
    if not contract.milestones:
        yield "milestones", _("Name at least one milestone.")
    for number, one in enumerate(contract.milestones, start=1):
        if not contract.starts_on <= one.due_on <= contract.ends_on:
            said = _("Milestone %(number)d lies outside the days of the project.")
            yield "milestones", said % {"number": number}


def _installments(contract: Contract, granted: int) -> Iterator[Wrong]:
    planned = sum(one.amount for one in contract.installments)
    if planned != granted:
        said = _("The installments come to %(planned)s; the grant is %(granted)s.")
        yield "installments", said % {"planned": spoken(planned), "granted": spoken(granted)}
    for number, one in enumerate(contract.installments, start=1):
        if one.amount <= 0 or (one.milestone is None) == (one.due_on is None):
            said = _("Installment %(number)d needs a sum, and either a milestone or a day.")
            yield "installments", said % {"number": number}
        elif one.milestone is not None and not 1 <= one.milestone <= len(contract.milestones):
            said = _("Installment %(number)d names a milestone that is not there.")
            yield "installments", said % {"number": number}


def months_between(start: date, end: date) -> int:
    """Return how many months two days span, a begun one counted whole.

    >>> months_between(date(2026, 1, 1), date(2027, 12, 31))
    24
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (end.day >= start.day)
