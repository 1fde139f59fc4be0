"""Who may see which listings and matches: every other query starts from these."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor
from lianqiao.core.parties.models import Membership
from lianqiao.desks.exchange.models import (
    Confidentiality,
    Listing,
    ListingKind,
    Match,
    MatchStage,
    ServiceTeam,
    Status,
)


def audiences(actor: Actor) -> list[str]:
    """Return the degrees of confidentiality that an actor may read of others' listings."""
    if actor.is_bureau:
        return list(Confidentiality.values)
    if actor.is_known:
        return [Confidentiality.PUBLIC, Confidentiality.MEMBERS]
    return [Confidentiality.PUBLIC]


def visible(actor: Actor) -> QuerySet[Listing]:
    """Listings that an actor may read: published ones for his eyes, and all of his own."""
    published = Q(status=Status.PUBLISHED, confidentiality__in=audiences(actor))
    if actor.is_bureau:
        published |= Q(status__in=[Status.PAUSED, Status.CLOSED])
    if actor.organization is not None:
        published |= Q(organization_id=actor.organization)
    return Listing.objects.filter(published)


def listing(actor: Actor, pk: int) -> Listing:
    """Return one listing with what its page shows, or NotFound."""
    row = (
        visible(actor)
        .select_related("organization", "field", "industry", "region")
        .prefetch_related("rights", "attachments")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such listing, or it is not open to you."))
    return row


def own(actor: Actor) -> QuerySet[Listing]:
    """Listings of the actor's organization, drafts included."""
    if actor.organization is None:
        return Listing.objects.none()
    return Listing.objects.filter(organization_id=actor.organization)


def own_with_matches(actor: Actor) -> QuerySet[Listing]:
    """Own listings, the last changed first, each with `match_count` that its owner may see."""
    return (
        own(actor)
        .select_related("field", "region")
        .annotate(match_count=_matches_on("need") + _matches_on("result"))
        .order_by("-updated_at", "-pk")
    )


def _matches_on(side: str) -> Coalesce:
    rows = (
        Match.objects.filter(**{side: OuterRef("pk")})
        .exclude(stage=MatchStage.LAPSED)
        .order_by()
        .values(side)
    )
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def own_by_status(actor: Actor) -> dict[str, int]:
    """How many listings of the actor's organization have each status."""
    return dict(own(actor).order_by().values_list("status").annotate(Count("pk")))


def own_for_update(actor: Actor, pk: int) -> Listing:
    """Lock and return a listing of the actor's organization, or NotFound."""
    row = own(actor).select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such listing of your organization."))
    return row


def visible_matches(actor: Actor) -> QuerySet[Match]:
    """Matches that an actor may see: the bureau all; a party those whose other side it may read.

    Matches under way stay visible to both their parties whatever becomes of the listings.
    """
    if actor.is_bureau:
        return Match.objects.all()
    if actor.organization is None:
        return Match.objects.none()
    mine = actor.organization
    open_to_me = [Confidentiality.PUBLIC, Confidentiality.MEMBERS]
    under_way = ~Q(stage__in=[MatchStage.PROPOSED, MatchStage.LAPSED])
    other = {
        side: Q(**{f"{side}__status": Status.PUBLISHED, f"{side}__confidentiality__in": open_to_me})
        for side in ("need", "result")
    }
    return Match.objects.filter(
        (Q(need__organization_id=mine) & (other["result"] | under_way))
        | (Q(result__organization_id=mine) & (other["need"] | under_way))
    )


def match(actor: Actor, pk: int) -> Match:
    """Return one match with both sides, or NotFound."""
    row = (
        visible_matches(actor)
        .select_related(
            "need__organization",
            "result__organization",
            "need__field",
            "result__field",
            "need__region",
            "result__region",
            "team",
            "officer",
            "deal",
        )
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such match, or it is not open to you."))
    return row


def match_for_update(actor: Actor, pk: int) -> Match:
    """Lock and return a match for an officer's step; parties may look but not step."""
    if not actor.is_bureau:
        match(actor, pk)
        raise NotAllowed(_("Only a service team moves a match on."))
    row = (
        Match.objects.select_for_update(of=("self",))
        .select_related("need", "result", "team")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such match."))
    return row


def matches_of(actor: Actor, row: Listing) -> QuerySet[Match]:
    """Matches of a listing that the actor may see, best first, with the other side."""
    side = "need" if row.kind == ListingKind.NEED else "result"
    return (
        visible_matches(actor)
        .filter(**{side: row})
        .exclude(stage=MatchStage.LAPSED)
        .select_related(
            "need__organization", "result__organization", "need__region", "result__region", "team"
        )
        .order_by("-score", "pk")
    )


def teams(actor: Actor) -> QuerySet[ServiceTeam]:
    """Return all teams of a lead's or administrator's bureau."""
    rows = ServiceTeam.objects.filter(organization_id=actor.organization).order_by("name")
    return rows.prefetch_related("fields", "members") if actor.leads else rows.none()


def officers_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the actor's bureau's officers as (membership, name)."""
    rows = Membership.objects.filter(
        organization_id=actor.organization, role__in=BUREAU_ROLES, until__isnull=True
    ).select_related("user")
    return [(row.pk, str(row.user)) for row in rows.order_by("pk")]


def teams_of(actor: Actor) -> QuerySet[ServiceTeam]:
    """Active teams in which the actor serves; a lead acts for any of the bureau's."""
    teams = ServiceTeam.objects.filter(is_active=True)
    if not actor.is_bureau:
        return teams.none()
    if actor.leads:
        return teams.filter(organization_id=actor.organization)
    return teams.filter(members__membership_id=actor.membership).distinct()
