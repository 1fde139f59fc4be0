"""HTTP API of the exchange: the same services and queries as the pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Path, Router, Status
from ninja.responses import codes_4xx

from lianqiao.core.parties.api import Token
from lianqiao.core.schemas import Refused
from lianqiao.desks.exchange import queries, wording
from lianqiao.desks.exchange.models import ListingKind, MatchStage, Maturity
from lianqiao.desks.exchange.queries import board
from lianqiao.desks.exchange.schemas import (
    Code,
    FailIn,
    ListingChange,
    ListingIn,
    ListingOut,
    ListingPage,
    MatchDetail,
    MatchOut,
    MatchPage,
    PageNumber,
    Short,
    SignIn,
    StepIn,
    TakeUpIn,
    VerdictIn,
)
from lianqiao.desks.exchange.services import listings, matches, verdicts

ON_A_PAGE = 20
router = Router(auth=Token(), tags=["exchange"])
Number = Annotated[int, Path(ge=1, lt=2**63)]
Answer = Any


def _answers(good: Any, status: int = 200) -> dict[Any, Any]:
    return {status: good, codes_4xx: Refused}


@router.get("/listings", response=_answers(ListingPage), summary="Search published listings")
def search(  # noqa: PLR0917 -- the parameters of the address
    request: HttpRequest,
    q: Short = "",
    kind: ListingKind | None = None,
    field: Code = "",
    industry: Code = "",
    region: Code = "",
    stage: Maturity | None = None,
    page: PageNumber = 1,
) -> Answer:
    """Find by words and codes, best first; without words, newest first."""
    wanted = queries.Wanted(
        q, kind or "", field.strip(), industry.strip(), region.strip(), stage or "", page
    )
    found = queries.search(request.auth, wanted)
    return {
        "total": found.total,
        "page": page,
        "pages": found.pages,
        "facets": found.counts,
        "listings": [ListingOut.of(row) for row in found.listings],
    }


@router.post("/listings", response=_answers(ListingOut, 201), summary="Write a draft")
def write(request: HttpRequest, payload: ListingIn) -> Answer:
    """Save a new draft of the token's organization."""
    row = listings.write(actor=request.auth, draft=payload.draft())
    return Status(201, _listing(request, row.pk))


@router.get("/listings/{number}", response=_answers(ListingOut), summary="Read a listing")
def read(request: HttpRequest, number: Number) -> Answer:
    """Return a listing that the asker may read."""
    return _listing(request, number)


@router.put("/listings/{number}", response=_answers(ListingOut), summary="Change a listing")
def change(request: HttpRequest, number: Number, payload: ListingChange) -> Answer:
    """Change an own listing; 409 if somebody has changed it since `version` was read."""
    draft = ListingIn(**payload.dict(exclude={"version"})).draft()
    listings.write(actor=request.auth, draft=draft, listing=number, version=payload.version)
    return _listing(request, number)


@router.post("/listings/{number}/publish", response=_answers(ListingOut), summary="Publish")
def publish(request: HttpRequest, number: Number) -> Answer:
    """Show an own draft or paused listing to its readers."""
    listings.publish(actor=request.auth, listing=number)
    return _listing(request, number)


@router.post("/listings/{number}/pause", response=_answers(ListingOut), summary="Pause")
def pause(request: HttpRequest, number: Number) -> Answer:
    """Take an own listing out of search for a while."""
    listings.pause(actor=request.auth, listing=number)
    return _listing(request, number)


@router.post("/listings/{number}/close", response=_answers(ListingOut), summary="Close")
def close(request: HttpRequest, number: Number) -> Answer:
    """End an own listing."""
    listings.close(actor=request.auth, listing=number)
    return _listing(request, number)


@router.get(
    "/listings/{number}/matches", response=_answers(list[MatchOut]), summary="Its best matches"
)
def matches_of(request: HttpRequest, number: Number) -> Answer:
    """Return the twenty best matches of a listing, of those that the asker may see."""
    row = queries.listing(request.auth, number)
    return [MatchOut.of(one) for one in queries.matches_of(request.auth, row)[:ON_A_PAGE]]


@router.get("/matches", response=_answers(MatchPage), summary="Matches that you may see")
def list_matches(
    request: HttpRequest,
    stage: MatchStage | None = None,
    page: PageNumber = 1,
) -> Answer:
    """Return the matches of the own listings; the bureau sees all."""
    found = board.matches(request.auth, board.MatchFilter(stage=stage or ""))
    rows = Paginator(found, ON_A_PAGE).get_page(page)
    return {
        "total": rows.paginator.count,
        "page": rows.number,
        "matches": [MatchOut.of(row) for row in rows],
    }


@router.get("/matches/{number}", response=_answers(MatchDetail), summary="A match and its reasons")
def read_match(request: HttpRequest, number: Number) -> Answer:
    """Return a match with what carried its score."""
    return _match(request, number)


@router.post(
    "/matches/{number}/verdict", response=_answers(MatchDetail), summary="Say whether it fits"
)
def judge(request: HttpRequest, number: Number, payload: VerdictIn) -> Answer:
    """Keep what the own organization says of a match; it moves this pair."""
    verdicts.judge(
        actor=request.auth,
        match=number,
        fits=payload.fits,
        reason=payload.reason or "",
        comment=payload.comment,
    )
    return _match(request, number)


@router.post("/matches/{number}/take-up", response=_answers(MatchDetail), summary="Take up")
def take_up(request: HttpRequest, number: Number, payload: TakeUpIn) -> Answer:
    """Make a proposal a team's work (officers)."""
    matches.take_up(actor=request.auth, match=number, team=payload.team, note=payload.note)
    return _match(request, number)


@router.post("/matches/{number}/introduce", response=_answers(MatchDetail), summary="Introduce")
def introduce(request: HttpRequest, number: Number, payload: StepIn) -> Answer:
    """Note that the two sides have met (officers)."""
    matches.introduce(actor=request.auth, match=number, note=payload.note)
    return _match(request, number)


@router.post("/matches/{number}/negotiate", response=_answers(MatchDetail), summary="Negotiate")
def negotiate(request: HttpRequest, number: Number, payload: StepIn) -> Answer:
    """Note that the two sides negotiate (officers)."""
    matches.negotiate(actor=request.auth, match=number, note=payload.note)
    return _match(request, number)


@router.post("/matches/{number}/sign", response=_answers(MatchDetail), summary="Sign")
def sign(request: HttpRequest, number: Number, payload: SignIn) -> Answer:
    """Close a match with its contract (officers)."""
    contract = payload.contract()
    matches.sign(actor=request.auth, match=number, contract=contract, note=payload.note)
    return _match(request, number)


@router.post("/matches/{number}/fail", response=_answers(MatchDetail), summary="Fail")
def fail(request: HttpRequest, number: Number, payload: FailIn) -> Answer:
    """Close a match without a contract (officers)."""
    matches.fail(actor=request.auth, match=number, reason=payload.reason, note=payload.note)
    return _match(request, number)


def _listing(request: HttpRequest, number: int) -> ListingOut:
    return ListingOut.of(queries.listing(request.auth, number))


def _match(request: HttpRequest, number: int) -> MatchDetail:
    row = queries.match(request.auth, number)
    return MatchDetail.explained(row, wording.pairing_of(row))
