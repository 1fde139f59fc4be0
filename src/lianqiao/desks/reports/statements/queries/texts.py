"""Which texts and claims an actor may see."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.queries import in_force
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements.finding import Finder, Proposal, Wording
from lianqiao.desks.reports.statements.models import Claim, Outcome, State, Text, Verdict

PAST = 20


def texts(actor: Actor, words: str = "", year: int | None = None) -> QuerySet[Text]:
    """Return the texts that the actor may see, with counts of each outcome, without bodies."""
    rows = Text.objects.all() if actor.is_bureau else Text.objects.filter(is_public=True)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(source__icontains=words))
    if year is not None:
        rows = rows.filter(year=year)
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


def progress(pk: int) -> tuple[int, int]:
    """Return how many characters of a text have been read, and of how many."""
    return Text.objects.filter(pk=pk).values_list("read_to", Length("body")).get()


def claim_for(actor: Actor, pk: int) -> Claim:
    """Return one claim with its text. NotFound where there is none for this actor."""
    rows = Claim.objects.select_related("text", "indicator").defer("text__body")
    row = rows.filter(pk=pk, text__in=texts(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("There is no such claim, or it is not open to you."))
    return _shown(row, actor)


def claims_of(
    text: Text, actor: Actor, *, outcome: str = "", within: tuple[int, int] | None = None
) -> Iterator[Claim]:
    """Yield the claims of a text in its order: of one outcome, of one stretch, or all."""
    rows = text.claims.select_related("indicator").order_by("start")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if within:
        rows = rows.filter(start__gte=within[0], start__lt=within[1])
    for claim in rows.iterator():
        yield _shown(claim, actor)


def _shown(claim: Claim, actor: Actor) -> Claim:
    """Take from a claim what is not open to everybody: notes, values of indicators that are not."""
    if not actor.is_bureau:
        claim.remark = claim.remark if claim.is_remark_public else ""
        if claim.indicator and not claim.indicator.is_public:
            claim.found = claim.agrees = claim.indicator = None
    return claim


def past_verdicts(claim: Claim, actor: Actor) -> list[Verdict]:
    """Return what the ledger said to a claim over time, the newest first; for departments."""
    return list(claim.verdicts.select_related("indicator")[:PAST]) if actor.is_bureau else []


def wording_of(claim: Claim) -> Wording:
    """Return what a text says of a figure, as indicators are sought by it."""
    is_rank = "rank" in claim.qualifiers
    return Wording(claim.subject, claim.unit, claim.department, claim.is_change, is_rank)


def proposals_for(claim: Claim, actor: Actor) -> list[Proposal]:
    """Return the indicators that a claim may speak of."""
    return Finder(list(in_force(actor))).proposals(wording_of(claim))


def summary(text: Text) -> list[dict[str, object]]:
    """Return how many figures of a text have each outcome, those not looked at yet last."""
    counts = {one: getattr(text, one.value) for one in Outcome}
    rows = [{"code": str(one), "label": one.label, "count": count} for one, count in counts.items()]
    passed = text.claims.filter(state=State.NONE).count()
    return [*rows, {"code": "none", "label": State.NONE.label, "count": passed}]
