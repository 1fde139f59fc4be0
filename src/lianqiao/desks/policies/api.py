"""HTTP API of the policies desk: the same services and queries as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from ninja.responses import codes_4xx
from pydantic import AwareDatetime

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.api import Token
from lianqiao.core.rules.registry import registry
from lianqiao.core.schemas import Refused, text
from lianqiao.desks.policies.forms.finder import ENTERED, LONGEST, NOT_KNOWN
from lianqiao.desks.policies.queries import deciding, finding, mine, reading
from lianqiao.desks.policies.queries.feed import feed
from lianqiao.desks.policies.schemas import (
    DecideIn,
    DecisionsOut,
    FeedOut,
    FindIn,
    FindOut,
    MineOut,
    PolicyOut,
    VersionOut,
)

router = Router(auth=Token(), tags=["policies"])
Number = Annotated[int, Path(ge=1, lt=2**63)]
Cursor = text(80)
PageSize = Annotated[int, Query(ge=1, le=100)]
Answer = Any


def _answers(good: Any) -> dict[Any, Any]:
    return {200: good, codes_4xx: Refused}


@router.get("/policies", response=_answers(FeedOut), summary="What was published and withdrawn")
def changed(
    request: HttpRequest,
    updated_since: AwareDatetime | None = None,
    after: Cursor = "",  # type: ignore[valid-type]
    limit: PageSize = 50,
) -> Answer:
    """Read versions in the order of their changes; `after` of a page asks for the next."""
    found = feed(since=updated_since, after=after, limit=limit)
    return FeedOut(
        versions=[VersionOut.of(row) for row in found.versions],
        after=found.after,
        until=found.until,
    )


@router.get("/policies/mine", response=_answers(MineOut), summary="What you qualify for")
def my_policies(request: HttpRequest) -> Answer:
    """Judge all measures in force for the token's organization; nothing is left out."""
    return MineOut.of(mine.mine(request.auth, timezone.localdate()))


@router.post(
    "/policies/decide", response=_answers(DecisionsOut), summary="Decide for many enterprises"
)
def decide(request: HttpRequest, payload: DecideIn) -> Answer:
    """Decide measures for up to 1,000 credit codes on the facts on record (bureaus)."""
    return DecisionsOut.values_of(
        deciding.decide(
            request.auth,
            codes=payload.codes,
            measures=payload.measures,
            on=payload.on or timezone.localdate(),
        )
    )


@router.post("/policies/find", response=_answers(FindOut), summary="Find what fits some facts")
def find(request: HttpRequest, payload: FindIn) -> Answer:
    """Judge all measures in force on the facts given, which are not kept."""
    found = finding.find(_texts(payload.facts), timezone.localdate())
    question = found.question
    if question and question.form.errors:
        problems = {name: errors[0] for name, errors in question.form.errors.items()}
        raise Invalid(_("A fact cannot be read."), problems)
    return FindOut.of(found, list(payload.facts))


@router.get("/policies/{number}", response=_answers(PolicyOut), summary="Read a policy")
def read(request: HttpRequest, number: Number) -> Answer:
    """Return a policy as it counts today, with its full text."""
    return PolicyOut.of(reading.current_version(request.auth, number))


def _texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return facts as the finder's form reads them: money in 10,000 yuan, yes and no."""
    known = registry().vocabulary.by_column
    return {
        column: _text(value, known[column][0].unit if column in known else "")
        for column, value in facts.items()
    }


def _text(value: Any, unit: str) -> str:
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit != "CNY":
        return str(value)
    try:
        return f"{Decimal(str(value)) / ENTERED[unit]:f}"[:LONGEST]
    except ArithmeticError:
        # No number: the form says so.
        return str(value)
