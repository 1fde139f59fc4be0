"""Lists of claims: an office's queue, an enterprise's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Column, day, number, text
from lianqiao.desks.policies.models import Appeal, Claim
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.queries.claims import visible_claims
from lianqiao.desks.policies.queries.grounds import to_look_at

Groups = Mapping[str, tuple[Promise, Sequence[str]]]

OFFICE: Groups = {
    "decide": (_("To decide"), ("submitted", "objected")),
    "theirs": (_("With the enterprise"), ("correction", "consent", "returned", "recovering")),
    "direct": (_("Direct grants"), ("listed", "announced")),
    "paying": (_("To be paid"), ("approved", "in_payment")),
    "paid": (_("Paid"), ("paid",)),
    "over": (_("Over"), ("rejected", "withdrawn", "lapsed", "recovered")),
}
OWN: Groups = {
    "yours": (
        _("Your turn"),
        ("draft", "correction", "consent", "returned", "recovering"),
    ),
    "running": (
        _("Under way"),
        ("submitted", "announced", "objected", "approved", "in_payment"),
    ),
    "paid": (_("Paid"), ("paid",)),
    "over": (_("Over"), ("rejected", "withdrawn", "lapsed", "recovered")),
}
LONGEST = 100

COLUMNS = (
    Column("number", "申报编号", "Claim number", text(40)),
    Column("organization", "单位", "Organization", text(200)),
    Column("uscc", "统一社会信用代码", "Credit code", text(18)),
    Column("policy", "政策", "Policy", text(200)),
    Column("measure", "事项", "Measure", text(200)),
    Column("period", "期间", "Period", text(7)),
    Column("state", "状态", "Status", text(40)),
    Column("amount", "测算金额（元）", "Computed (yuan)", number(2)),
    Column("granted", "核定金额（元）", "Granted (yuan)", number(2)),
    Column("due", "办理期限", "Due on", day),
)


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What a list of claims is narrowed to; `group` is one of the tabs, '' for all."""

    group: str = ""
    q: str = ""
    measure: int = 0
    is_mine: bool = False
    is_again: bool = False

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> ClaimFilter:
        """Read what a list is narrowed to; what makes no sense counts as not given."""
        measure = parameters.get("measure", "")[:9]
        return cls(
            parameters.get("group", ""),
            parameters.get("q", "").replace("\x00", "").strip()[:LONGEST],
            int(measure) if measure.isascii() and measure.isdigit() else 0,
            parameters.get("mine") == "1",
            parameters.get("again") == "1",
        )


def groups(actor: Actor) -> Groups:
    """Return the tabs that make sense to an actor."""
    return OFFICE if actor.is_bureau else OWN


def open_claims(actor: Actor) -> QuerySet[Claim]:
    """Return what an actor's list is made of: an office does not see what is not handed in."""
    rows = visible_claims(actor)
    return rows.exclude(case__state="draft") if actor.is_bureau else rows


def claims(actor: Actor, wanted: ClaimFilter) -> QuerySet[Claim]:
    """Return the claims of a list, what is due first on top."""
    rows = _narrowed(actor, wanted)
    if wanted.group in (known := groups(actor)):
        rows = rows.filter(case__state__in=known[wanted.group][1])
    return rows.select_related(
        "case__officer", "organization", "measure", "policy", "measure__version"
    ).order_by(F("case__due_on").asc(nulls_last=True), "-case__changed_at", "pk")


def counts(actor: Actor, wanted: ClaimFilter) -> list[tuple[str, Promise, int]]:
    """Return (group, label, how many) for the tabs; one query."""
    rows = _narrowed(actor, wanted).values_list("case__state").annotate(Count("pk")).order_by()
    found = dict(rows)
    return [
        (name, label, sum(found.get(state, 0) for state in states))
        for name, (label, states) in groups(actor).items()
    ]


def measures(actor: Actor) -> list[tuple[int, str]]:
    """Return the measures for which there are claims, to choose from."""
    rows = open_claims(actor).values_list("measure", "measure__title").distinct()
    return list(rows.order_by("measure__title", "measure"))


def open_appeals(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals that an office has to decide, or that an enterprise waits for."""
    rows = Appeal.objects.filter(claim__in=visible_claims(actor), case__state="filed")
    return rows.select_related("case", "claim__organization", "claim__measure").order_by(
        "case__due_on", "pk"
    )


def export_rows(actor: Actor, wanted: ClaimFilter) -> Iterator[list[Any]]:
    """Yield a list's rows in the order of `COLUMNS`."""
    for one in claims(actor, wanted).iterator(1_000):
        yield [
            one.case.number,
            one.organization.name,
            one.organization.uscc,
            one.measure.version.title,
            one.measure.title,
            one.period,
            CLAIM.states[one.case.state],
            None if one.amount is None else yuan(one.amount),
            None if one.granted is None else yuan(one.granted),
            one.case.due_on,
        ]


def _narrowed(actor: Actor, wanted: ClaimFilter) -> QuerySet[Claim]:
    rows = open_claims(actor)
    if wanted.q:
        rows = rows.filter(
            Q(case__number__icontains=wanted.q)
            | Q(organization__name__icontains=wanted.q)
            | Q(measure__title__icontains=wanted.q)
        )
    if wanted.measure:
        rows = rows.filter(measure=wanted.measure)
    if wanted.is_mine:
        rows = rows.filter(case__officer=actor.user)
    if wanted.is_again and actor.is_bureau:
        rows = to_look_at(rows)
    return rows
