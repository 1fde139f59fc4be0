"""Judging a text, and opening it to everybody."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import kinds
from lianqiao.desks.reports.statements.models import Claim, Outcome, Reading, Text
from lianqiao.desks.reports.statements.queries.judging import judged

QUANTITIES = {
    "agrees": Outcome.AGREES,
    "differs": Outcome.DIFFERS,
    "only_reported": Outcome.REPORTED,
    "no_records": Outcome.UNKNOWN,
}
BATCH = 1_000
KEPT = ["outcome", "found", "agrees", "period"]


@transaction.atomic
def judge(pk: int, *, actor: Actor) -> Counter[str]:
    """Hold a text against the ledger as it is now; return how many figures have each outcome."""
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department holds texts against the ledger."))
    text = Text.objects.select_for_update().defer("body").get(pk=pk)
    if text.reading != Reading.DONE:
        raise Conflict(_("The text is still being read."))
    counts = keep_verdicts(text)
    record(
        kinds.CHECKED,
        subject=text.pk,
        actor=actor,
        organization=actor.organization,
        quantities={name: Decimal(counts[outcome]) for name, outcome in QUANTITIES.items()},
    )
    return counts


def keep_verdicts(text: Text) -> Counter[str]:
    """Judge all claims of a text and keep what came of it; return the outcomes' counts."""
    claims, counts = list(text.claims.all()), Counter[str]()
    for start in range(0, len(claims), BATCH):
        some = claims[start : start + BATCH]
        counts += _kept(text, some)
    text.judged_at = timezone.now()
    text.save(update_fields=["judged_at"])
    return counts


def _kept(text: Text, claims: list[Claim]) -> Counter[str]:
    verdicts, counts = judged(text, claims), Counter[str]()
    for claim in claims:
        verdict = verdicts.get(claim.pk)
        claim.outcome = verdict.outcome if verdict else ""
        claim.found = verdict.found if verdict else None
        claim.agrees = verdict.agrees if verdict else None
        claim.period = verdict.period if verdict else ""
        counts[claim.outcome] += 1
    Claim.objects.bulk_update(claims, KEPT)
    return counts


@transaction.atomic
def publish(pk: int, *, actor: Actor, is_public: bool) -> None:
    """Open a text with its verdicts to everybody, or close it again."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator opens a text to everybody."))
    Text.objects.filter(pk=pk).update(is_public=is_public)
