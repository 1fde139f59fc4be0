"""How a need and an offer stand to each other in codes and numbers: a value in [0, 1] each.

Each part gives a value and a code for it; the value is None where one side says nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from .codes import industry_line, region_line, shared_depth
from .documents import Document

Finding = tuple[float | None, str]

_REGIONS = {1: "region_same_province", 2: "region_same_city", 3: "region_same_county"}
_INDUSTRIES = {
    1: "industry_same_section",
    2: "industry_same_division",
    3: "industry_same_group",
    4: "industry_same_class",
}
_LEVELS_OF_READINESS = 8  # steps from 1 to 9


def field(need: Document, offer: Document) -> Finding:
    """Compare the technical fields."""
    if not need.field or not offer.field:
        return None, "field_unknown"
    return (1.0, "field_same") if need.field == offer.field else (0.0, "field_other")


def industry(need: Document, offer: Document) -> Finding:
    """Compare the industries, by how far down the classification they agree."""
    if not need.industry or not offer.industry:
        return None, "industry_unknown"
    (section, digits), (other, others) = map(_section_and_digits, (need.industry, offer.industry))
    shared = shared_depth(industry_line(digits), industry_line(others))
    depth = shared + 1 if shared else int(section == other != "")
    return depth / len(_INDUSTRIES), _INDUSTRIES.get(depth, "industry_other")


def _section_and_digits(code: str) -> tuple[str, str]:
    """Take the section's letter off, which many write and many don't."""
    return (code[0], code[1:]) if code[0].isalpha() else ("", code)


def region(need: Document, offer: Document) -> Finding:
    """Compare the places, by how far down they agree."""
    if not need.region or not offer.region:
        return None, "region_unknown"
    depth = shared_depth(region_line(need.region), region_line(offer.region))
    return depth / len(_REGIONS), _REGIONS.get(depth, "region_other")


def stage(need: Document, offer: Document) -> Finding:
    """Compare the maturity offered with the least that is wanted."""
    if need.stage is None or offer.stage is None:
        return None, "stage_unknown"
    lacking = max(0, need.stage - offer.stage)
    return 1 - lacking / _LEVELS_OF_READINESS, "stage_early" if lacking else "stage_ready"


def cooperation(need: Document, offer: Document) -> Finding:
    """Compare the kinds of contract: what part of those wanted is offered."""
    if not need.cooperation or not offer.cooperation:
        return None, "cooperation_unknown"
    value = len(need.cooperation & offer.cooperation) / len(need.cooperation)
    code = "all" if value == 1 else "some" if value else "none"
    return value, f"cooperation_{code}"


def amount(need: Document, offer: Document) -> Finding:
    """Compare what is paid at most with what is asked at least."""
    if need.amount_high is None or offer.amount_low is None:
        return None, "amount_unknown"
    if need.amount_high >= offer.amount_low:
        return 1.0, "amount_meets"
    return need.amount_high / offer.amount_low, "amount_below"


STRUCTURED: dict[str, Callable[[Document, Document], Finding]] = {
    "field": field,
    "industry": industry,
    "region": region,
    "stage": stage,
    "cooperation": cooperation,
    "amount": amount,
}
