"""What must hold of what is written down, in sentences at its fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR
from lianqiao.core.indicators.queries import districts
from lianqiao.desks.reports.commitments.models.commitments import DIGITS, PLACES

if TYPE_CHECKING:
    from lianqiao.desks.reports.commitments.services.declaring import Draft, Spot

LONGEST = {"title": 120, "title_en": 200, "promise": 2000, "promise_en": 4000, "unit": 16}
LARGEST_NUMBER = 999
MOST_PLACES = 200


def require(draft: Draft) -> None:
    """Raise Invalid with all that is wrong in a draft, by field."""
    wrong = _texts(draft)
    if not FIRST_YEAR <= draft.year <= LAST_YEAR:
        wrong["year"] = _("Write a year.")
    elif draft.due_on <= draft.starts:
        wrong["due_on"] = _("It is due after it begins.")
    if not 1 <= draft.number <= LARGEST_NUMBER:
        wrong["number"] = _("A number from 1 to %(most)d.") % {"most": LARGEST_NUMBER}
    if not fits(draft.target) or draft.target <= 0:
        wrong["target"] = amount_sentence()
    if wrong:
        raise Invalid(_("The commitment cannot be kept like this."), wrong)


def places_known() -> frozenset[str]:
    """Return where a place may lie: the city and its districts."""
    return frozenset([settings.CITY, *districts().values_list("pk", flat=True)])


def require_places(
    spots: Sequence[Spot], target: Decimal, known: frozenset[str] | None = None
) -> None:
    """Raise Invalid where a place lacks a name, lies elsewhere, or all have too much to do.

    `known` is `places_known()` where many are looked at.
    """
    known = places_known() if known is None else known
    own = [spot.target for spot in spots if spot.target is not None]
    said = ""
    if len(spots) > MOST_PLACES:
        said = _("A commitment names at most %(most)d places.") % {"most": MOST_PLACES}
    elif not all(spot.name.strip() and "\0" not in spot.name + spot.address for spot in spots):
        said = _("Each place has a name.")
    elif len({spot.name.strip() for spot in spots}) < len(spots):
        said = _("Two places of a commitment bear different names.")
    elif not {spot.region for spot in spots} <= known:
        said = _("Each place lies in a district of the city.")
    elif not all(fits(one) and one > 0 for one in own):
        said = amount_sentence()
    elif sum(own, Decimal(0)) > target:
        said = _("The places' own targets come to more than the target.")
    if said:
        raise Invalid(said, {"places": said})


def fits(value: Decimal) -> bool:
    """Whether the database holds a number as it is."""
    exponent = value.as_tuple().exponent
    whole = DIGITS - PLACES
    return isinstance(exponent, int) and exponent >= -PLACES and value.adjusted() < whole


def amount_sentence() -> str:
    """Say what an amount looks like."""
    return _("A number above 0 with at most %(places)d decimal places.") % {"places": PLACES}


def require_said(texts: Iterable[str], field: str, longest: int) -> None:
    """Raise Invalid unless something is said, and not too much."""
    for text in texts:
        if not text.strip() or "\0" in text or len(text) > longest:
            message = _("Say why, in at most %(most)d characters.") % {"most": longest}
            raise Invalid(message, {field: message})


def _texts(draft: Draft) -> dict[str, str]:
    wrong = {}
    for name, longest in LONGEST.items():
        text = getattr(draft, name)
        if "\0" in text or len(text) > longest:
            wrong[name] = _("At most %(most)d characters.") % {"most": longest}
        elif not text.strip() and not name.endswith("_en"):
            wrong[name] = _("Write something.")
    return wrong
