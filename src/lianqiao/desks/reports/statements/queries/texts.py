"""Which texts and claims an actor may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.queries import in_force
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements.finding import Finder, Proposal, Wording
from lianqiao.desks.reports.statements.models import Claim, Outcome, State, Text


def texts(actor: Actor) -> QuerySet[Text]:
    """Return the texts that the actor may see, with counts of each outcome, without bodies."""
    rows = Text.objects.all() if actor.is_bureau else Text.objects.filter(is_public=True)
    counts = {
        outcome.value: Count("claims", filter=Q(claims__outcome=outcome)) for outcome in Outcome
    }
    found = rows.defer("body").annotate(figures=Count("claims"), **counts)
    return found.order_by("-published_on", "-pk")


def text_for(actor: Actor, pk: int) -> Text:
    """Return one text. NotFound where there is none for this actor."""
    row = texts(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such text, or it is not open to you."))
    return row


def claim_for(actor: Actor, pk: int) -> Claim:
    """Return one claim with its text. NotFound where there is none for this actor."""
    rows = Claim.objects.select_related("text", "indicator").defer("text__body")
    row = rows.filter(pk=pk, text__in=texts(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("There is no such claim, or it is not open to you."))
    return row


def proposals_for(claim: Claim, actor: Actor) -> list[Proposal]:
    """Return the indicators that a claim may speak of."""
    wording = Wording(claim.subject, claim.unit, claim.department, claim.is_change)
    return Finder(list(in_force(actor))).proposals(wording)


def summary(text: Text) -> list[dict[str, object]]:
    """Return how many figures of a text have each outcome, those not looked at yet last."""
    counts = {one: getattr(text, one.value) for one in Outcome}
    rows = [{"code": str(one), "label": one.label, "count": count} for one, count in counts.items()]
    passed = text.claims.filter(state=State.NONE).count()
    return [*rows, {"code": "none", "label": State.NONE.label, "count": passed}]
