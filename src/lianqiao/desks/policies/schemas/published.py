"""Policies as the HTTP API gives them. Amounts are in yuan."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema

from lianqiao.core.money import yuan
from lianqiao.desks.policies.models import Level, Measure, Route, Stage, Version


def in_yuan(fen: int | None) -> Decimal | None:
    """Return fen in yuan."""
    return None if fen is None else yuan(fen)


class MeasureOut(Schema):
    """One thing that a policy grants; its rules are texts of the rule language."""

    id: int
    code: str
    title: str
    summary: str
    route: Route
    condition: str
    payout: str
    cap: Decimal | None
    opens_on: date | None
    closes_on: date | None
    office: str
    address: str
    telephone: str

    @classmethod
    def of(cls, row: Measure) -> MeasureOut:
        """Make it of a row."""
        names = (
            "code", "title", "summary", "route", "condition", "payout", "opens_on", "closes_on",
            "office", "address", "telephone",
        )  # fmt: skip
        values = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, cap=in_yuan(row.cap), **values)


class VersionOut(Schema):
    """A version of a policy: what it says from a day to a day, and what it grants."""

    id: int
    version: int
    number: int
    stage: Stage
    title: str
    issuer: str
    document_number: str
    level: Level
    region: str | None
    topics: list[str]
    audience: list[str]
    office: str
    interpretation: str
    published_on: date | None
    valid_from: date | None
    valid_to: date | None
    replaced_by: int | None
    is_invented: bool
    changed_at: datetime
    measures: list[MeasureOut]

    @classmethod
    def values_of(cls, row: Version) -> dict[str, object]:
        """Return the values of a row; `id` is the policy's."""
        names = (
            "number", "stage", "title", "issuer", "document_number", "level", "topics", "audience",
            "interpretation", "published_on", "valid_from", "valid_to", "changed_at",
        )  # fmt: skip
        return {name: getattr(row, name) for name in names} | {
            "id": row.policy_id,
            "version": row.pk,
            "region": row.region_id,
            "office": str(row.policy.office),
            "replaced_by": row.policy.replaced_by_id,
            "is_invented": row.policy.is_invented,
            "measures": [MeasureOut.of(one) for one in row.measures.all()],
        }

    @classmethod
    def of(cls, row: Version) -> VersionOut:
        """Make it of a row."""
        return cls(**cls.values_of(row))


class PolicyOut(VersionOut):
    """A policy as it counts today, with its full text as clean HTML."""

    text: str

    @classmethod
    def of(cls, row: Version) -> PolicyOut:
        """Make it of a row."""
        return cls(text=row.text, **cls.values_of(row))


class FeedOut(Schema):
    """A page of the feed; `after` leads to the next one, `until` is where to ask from next time."""

    versions: list[VersionOut]
    after: str | None
    until: datetime
