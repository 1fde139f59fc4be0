"""Judging a text, and opening it to everybody."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import kinds
from lianqiao.desks.reports.statements.models import Claim, Outcome, Reading, State, Text, Verdict
from lianqiao.desks.reports.statements.queries.judging import UNDECIDED, judged

QUANTITIES = {
    "agrees": Outcome.AGREES,
    "differs": Outcome.DIFFERS,
    "only_reported": Outcome.REPORTED,
    "no_records": Outcome.UNKNOWN,
}
BATCH = 1_000
KEPT = ["outcome", "found", "agrees", "period", "reason"]


@transaction.atomic
def judge(pk: int, *, actor: Actor) -> Counter[str]:
    """Hold a text against the ledger as it is now; return how many figures have each outcome."""
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department holds texts against the ledger."))
    text = Text.objects.select_for_update().defer("body").get(pk=pk)
    if text.reading != Reading.DONE:
        raise Conflict(_("The text is still being read."))
    return keep_verdicts(text, actor)


def keep_verdicts(text: Text, actor: Actor) -> Counter[str]:
    """Judge all claims of a locked text, keep what came of it, and return the outcomes' counts."""
    counts, last = Counter[str](), 0
    rows = text.claims.order_by("pk")
    while claims := list(rows.filter(pk__gt=last)[:BATCH]):
        keep(text, claims)
        counts.update(one.outcome for one in claims)
        last = claims[-1].pk
    text.judged_at = timezone.now()
    text.save(update_fields=["judged_at"])
    record(
        kinds.CHECKED,
        subject=text.pk,
        actor=actor,
        organization=actor.organization,
        quantities={name: Decimal(counts[outcome]) for name, outcome in QUANTITIES.items()},
    )
    return counts


def keep(text: Text, claims: list[Claim]) -> None:
    """Judge some claims of a text; a verdict that is not the last one is kept beside it."""
    verdicts, now = judged(text, claims), timezone.now()
    before = {one.pk: _said(one) for one in claims}
    for claim in claims:
        verdict = verdicts.get(claim.pk, UNDECIDED)
        for name in KEPT:
            setattr(claim, name, getattr(verdict, name))
    Claim.objects.bulk_update(claims, KEPT)
    changed = [one for one in claims if _said(one) != before[one.pk]]
    Verdict.objects.bulk_create([_row(one, now) for one in changed])


def _said(claim: Claim) -> tuple[object, ...]:
    return claim.outcome, claim.found, claim.period


def _row(claim: Claim, at: datetime) -> Verdict:
    return Verdict(
        claim=claim,
        outcome=claim.outcome,
        found=claim.found,
        indicator_id=claim.indicator_id,
        period=claim.period,
        at=at,
    )


@transaction.atomic
def publish(pk: int, *, actor: Actor, is_public: bool) -> None:
    """Open a text with its verdicts to everybody, or close it again.

    Conflict while something is only proposed: what a machine takes for likely is no verdict of
    the city's.
    """
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator opens a text to everybody."))
    text = Text.objects.select_for_update().defer("body").get(pk=pk)
    if is_public and text.reading != Reading.DONE:
        raise Conflict(_("The text is still being read."))
    if is_public and text.claims.filter(state=State.PROPOSED).exists():
        raise Conflict(_("Confirm what is proposed first; then the text can be opened."))
    if text.is_public == is_public:
        return
    text.is_public = is_public
    text.save(update_fields=["is_public"])
    kind = kinds.OPENED if is_public else kinds.CLOSED
    record(kind, subject=pk, actor=actor, organization=actor.organization)
