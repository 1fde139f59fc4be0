"""Paid claims whose condition did not hold, or holds no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Fact
from lianqiao.desks.policies.judging import judge
from lianqiao.desks.policies.models import Claim, Decision, Verdict
from lianqiao.desks.policies.queries.claims import visible_claims

MOST = 200

CORRECTED = _("By the facts known now it did not qualify")
LESS = _("By the facts known now it was due less")
ENDED = _("It has ceased to qualify since")


@dataclass(frozen=True, slots=True)
class Broken:
    """A paid claim, what is wrong with it, and the amount by the facts known now, in fen."""

    claim: Claim
    reason: Promise
    amount: int | None


def broken(actor: Actor) -> Sequence[Broken]:
    """Return paid claims of an actor's office to look at again, the latest first.

    Only those are judged anew of whose enterprise a fact became known after the claim was opened,
    or whom the newest run no longer finds; 200 at most.
    """
    if not actor.is_bureau:
        return []
    rows = _suspects(actor).select_related("case", "organization", "measure__version")
    found = (_looked_at(row) for row in rows.order_by("-case__changed_at", "-pk")[:MOST])
    return [one for one in found if one is not None]


def _suspects(actor: Actor) -> QuerySet[Claim]:
    newer = Fact.objects.filter(
        organization=OuterRef("organization"), known_at__gt=OuterRef("case__opened_at")
    )
    decided = Decision.objects.filter(
        organization=OuterRef("organization"),
        measure__code=OuterRef("measure_code"),
        measure__version__policy=OuterRef("policy"),
        verdict=Verdict.QUALIFIES,
    )
    rows = visible_claims(actor).filter(case__state="paid")
    rows = rows.annotate(
        has_ended=Q(Exists(decided.filter(until__isnull=False)))
        & ~Q(Exists(decided.filter(until__isnull=True)))
    )
    return rows.filter(Q(Exists(newer)) | Q(has_ended=True))


def _looked_at(claim: Claim) -> Broken | None:
    [now] = judge([claim.measure], organization=claim.organization_id, on=claim.reference_date)
    if now.verdict is not True:
        return Broken(claim, CORRECTED, None)
    if now.amount is not None and now.amount < (claim.granted or 0):
        return Broken(claim, LESS, now.amount)
    return Broken(claim, ENDED, now.amount) if claim.has_ended else None
