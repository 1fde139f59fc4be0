"""Words of the exchange in templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from lianqiao.core.money import spoken
from lianqiao.desks.exchange import wording
from lianqiao.desks.exchange.models import Cooperation, Listing, Match
from lianqiao.engines.matching import Pairing

register = template.Library()
register.filter("money", spoken)
register.filter("reasons", wording.strongest)


@register.filter
def amounts(listing: Listing) -> str:
    """Return a listing's budget or price in words."""
    return wording.amounts(listing.amount_low, listing.amount_high)


@register.filter
def band(match: Match) -> str:
    """Return a match's band in words."""
    return str(wording.BANDS.get(match.band, match.band))


@register.filter
def cooperation(listing: Listing) -> list[str]:
    """Return the kinds of cooperation wanted, in words."""
    return [str(Cooperation(code).label) for code in listing.cooperation]


@register.simple_tag
def marked(pairing: Pairing | None, listing: Listing, side: str, field: str) -> SafeString:
    """Return a listing's title or text with the words marked that carried the score."""
    text = getattr(listing, field)
    spans = [
        (span.start, span.end)
        for term in (pairing.terms if pairing else ())
        for span in getattr(term, side)
        if span.field == field
    ]
    return _marks(text, spans)


@register.simple_tag
def snippet(listing: Listing, query: str) -> SafeString:
    """Return a piece of a listing's text around the first word of the query, words marked."""
    return _marks(*wording.snippet(listing.text, query))


@register.simple_tag
def found_title(listing: Listing, query: str) -> SafeString:
    """Return a listing's title with the words of the query marked."""
    return _marks(listing.title, wording.places(listing.title, query))


def _marks(text: str, spans: list[tuple[int, int]]) -> SafeString:
    return format_html_join(
        "",
        "{}{}{}",
        (
            (SafeString("<mark>"), piece, SafeString("</mark>")) if is_marked else ("", piece, "")
            for piece, is_marked in wording.highlighted(text, spans)
        ),
    )
