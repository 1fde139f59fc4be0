"""Floods stay out: each challenge counts once, each address has its share of an hour."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, TooMany, explained
from lianqiao.desks.reports.opinions import guard
from lianqiao.desks.reports.opinions.models import Arrival, Rules, Spent

SLOW_SECONDS = 20
SLOW_AN_HOUR = 3
HOUR = 60 * 60


def let_in(proof: guard.Proof, kept: Rules) -> None:
    """Count an arrival in the caller's transaction, or refuse it."""
    guard.require_work(proof, SLOW_SECONDS)
    _within_limit(proof, kept)
    twice = Conflict(_("This form was sent already."))
    with explained({"opinions_spent_pkey": twice}), transaction.atomic():
        Spent.objects.create(challenge_sha256=guard.digest(proof.challenge))


def _within_limit(proof: guard.Proof, kept: Rules) -> None:
    origin = guard.origin(proof.origin)
    with connection.cursor() as cursor:
        # Two at once from one address: the second counts the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [origin])
    since = timezone.now() - timedelta(hours=1)
    come = Arrival.objects.filter(origin=origin, at__gte=since)
    if proof.is_slow:
        come = come.filter(is_slow=True)
    if come.count() >= (SLOW_AN_HOUR if proof.is_slow else kept.an_hour):
        said = _("Too many opinions come from your address; try again in an hour.")
        raise TooMany(said, HOUR)
    Arrival.objects.create(origin=origin, is_slow=proof.is_slow)
