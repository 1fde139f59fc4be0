"""What the HTTP API of the exchange takes and gives. Amounts are in yuan."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema

from lianqiao.core.schemas import Id, text
from lianqiao.desks.exchange.models import (
    Confidentiality,
    Cooperation,
    FailureReason,
    IntellectualProperty,
    Listing,
    ListingKind,
    Match,
    MatchStage,
    Maturity,
    MisfitReason,
)
from lianqiao.desks.exchange.services.listings import Draft, Right
from lianqiao.desks.exchange.services.matches import Contract
from lianqiao.engines.matching import Pairing

FEN = 100
MOST_YUAN = Decimal(10) ** 13


Short, Code, Long = text(200), text(10), text(20_000)
Word, Number, Comment = text(40), text(64), text(500)
Yuan = Annotated[Decimal, Field(ge=0, lt=MOST_YUAN, decimal_places=2)]
PageNumber = Annotated[int, Field(ge=1, le=50)]


class Party(Schema):
    """An organization by its number and name."""

    id: int
    name: str
    is_invented: bool


class RightIn(Schema):
    """An intellectual property right."""

    kind: IntellectualProperty.Kind
    title: Short
    number: Word = ""


class ListingIn(Schema):
    """A listing to be written. Codes are those of GB/T 2260, GB/T 4754-2017 and our fields."""

    kind: ListingKind
    title: Short
    text: Long = ""
    reference: Number = ""
    keywords: list[Word] = Field(default=[], max_length=20)
    field: Code | None = None
    industry: Code | None = None
    region: Code | None = None
    stage: Maturity | None = None
    readiness: int | None = Field(None, ge=1, le=9)
    cooperation: list[Cooperation] = Field(default=[], max_length=5)
    amount_low: Yuan | None = None
    amount_high: Yuan | None = None
    valid_until: date | None = None
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    rights: list[RightIn] = Field(default=[], max_length=20)

    def draft(self) -> Draft:
        """Return it as the service wants it."""
        values = self.dict()
        return Draft(
            **values
            | {
                "stage": values["stage"] or "",
                "amount_low": fen(self.amount_low),
                "amount_high": fen(self.amount_high),
                "rights": [Right(one.kind, one.title, one.number) for one in self.rights],
            }
        )


class ListingChange(ListingIn):
    """A listing to be changed; `version` is the one that was read."""

    version: int = Field(ge=1, lt=2**31)


class ListingOut(Schema):
    """A listing as its reader may see it."""

    id: int
    kind: ListingKind
    title: str
    text: str
    organization: Party
    keywords: list[str]
    field: str | None
    industry: str | None
    region: str | None
    stage: str
    readiness: int | None
    cooperation: list[str]
    amount_low: Decimal | None
    amount_high: Decimal | None
    valid_until: date | None
    status: str
    confidentiality: str
    published_at: datetime | None
    version: int

    @classmethod
    def of(cls, row: Listing) -> ListingOut:
        """Make it of a row."""
        names = (
            "id", "kind", "title", "text", "organization", "keywords", "stage", "readiness",
            "cooperation", "valid_until", "status", "confidentiality", "published_at", "version",
        )  # fmt: skip
        return cls(
            **{name: getattr(row, name) for name in names},
            field=row.field_id,
            industry=row.industry_id,
            region=row.region_id,
            amount_low=yuan(row.amount_low),
            amount_high=yuan(row.amount_high),
        )


class ListingPage(Schema):
    """A page of a search: how many in all, and how they spread over the facets."""

    total: int
    page: int
    pages: int
    facets: dict[str, dict[str, int]]
    listings: list[ListingOut]


class PartOut(Schema):
    """A ground of a score: its value from 0 to 1 and its share in the whole."""

    name: str
    value: float | None
    share: float
    code: str


class TermOut(Schema):
    """A word of both texts and its share."""

    term: str
    share: float


class MatchOut(Schema):
    """A match: both sides, its score (the probability of a fit) and where it stands."""

    id: int
    need: int
    result: int
    need_title: str
    result_title: str
    score: float
    band: str
    stage: MatchStage
    team: str | None
    proposed_at: datetime
    changed_at: datetime

    @classmethod
    def values_of(cls, row: Match) -> dict[str, object]:
        """Return the values of a row."""
        return {
            "id": row.pk,
            "need": row.need_id,
            "result": row.result_id,
            "need_title": row.need.title,
            "result_title": row.result.title,
            "score": row.score,
            "band": row.band,
            "stage": row.stage,
            "team": row.team.name if row.team else None,
            "proposed_at": row.proposed_at,
            "changed_at": row.changed_at,
        }

    @classmethod
    def of(cls, row: Match) -> MatchOut:
        """Make it of a row."""
        return cls(**cls.values_of(row))


class MatchDetail(MatchOut):
    """A match with the reasons for it."""

    parts: list[PartOut]
    terms: list[TermOut]
    exclusions: list[str]

    @classmethod
    def explained(cls, row: Match, pairing: Pairing | None) -> MatchDetail:
        """Make it of a row and what the engine said."""
        return cls(
            **cls.values_of(row),
            parts=[PartOut.from_orm(part) for part in pairing.parts] if pairing else [],
            terms=[TermOut.from_orm(term) for term in pairing.terms] if pairing else [],
            exclusions=[one.code for one in pairing.exclusions] if pairing else [],
        )


class MatchPage(Schema):
    """A page of matches."""

    total: int
    page: int
    matches: list[MatchOut]


class VerdictIn(Schema):
    """What somebody says of a proposal; a 'no' needs a reason."""

    fits: bool
    reason: MisfitReason | None = None
    comment: Comment = ""


class TakeUpIn(Schema):
    """Which team takes a match up."""

    team: Id
    note: Long = ""


class StepIn(Schema):
    """What is remarked of a step."""

    note: Long = ""


class FailIn(StepIn):
    """Why a match came to nothing."""

    reason: FailureReason


class SignIn(StepIn):
    """A signed contract."""

    kind: Cooperation
    amount: Yuan
    signed_on: date
    lands_locally: bool
    number: Number = ""

    def contract(self) -> Contract:
        """Return it as the service wants it."""
        return Contract(
            kind=self.kind,
            amount=fen(self.amount) or 0,
            signed_on=self.signed_on,
            lands_locally=self.lands_locally,
            number=self.number,
        )


def fen(value: Decimal | None) -> int | None:
    """Return yuan in fen."""
    return None if value is None else int(value * FEN)


def yuan(value: int | None) -> Decimal | None:
    """Return fen in yuan."""
    return None if value is None else (Decimal(value) / FEN).quantize(Decimal("0.01"))
