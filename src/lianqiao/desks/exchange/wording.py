"""The engine's codes and numbers in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.language import speaks_chinese
from lianqiao.core.money import spoken
from lianqiao.desks.exchange.models import Match, MatchStage
from lianqiao.engines.matching import Pairing, words

STRONGEST = 3
SNIPPET, BEFORE = 140, 30

BANDS = {
    "likely": gettext_lazy("Likely fit"),
    "possible": gettext_lazy("Possible fit"),
    "weak": gettext_lazy("Weak fit"),
}
PARTS = {
    "title": gettext_lazy("Title"),
    "keywords": gettext_lazy("Keywords"),
    "text": gettext_lazy("Text"),
    "field": gettext_lazy("Technical field"),
    "industry": gettext_lazy("Industry"),
    "region": gettext_lazy("Region"),
    "stage": gettext_lazy("Stage"),
    "cooperation": gettext_lazy("Cooperation"),
    "amount": gettext_lazy("Amount"),
}
CODES = {
    "title_shared": gettext_lazy("The need speaks of what the title names"),
    "title_apart": gettext_lazy("The title names nothing that the need speaks of"),
    "keywords_shared": gettext_lazy("The need speaks of its keywords"),
    "keywords_apart": gettext_lazy("None of its keywords occurs in the need"),
    "text_shared": gettext_lazy("Its text answers words of the need"),
    "text_apart": gettext_lazy("The two texts have no telling words in common"),
    "field_same": gettext_lazy("The same technical field"),
    "field_other": gettext_lazy("Another technical field"),
    "industry_same_class": gettext_lazy("The same class of industry"),
    "industry_same_group": gettext_lazy("The same group of industry"),
    "industry_same_division": gettext_lazy("The same division of industry"),
    "industry_same_section": gettext_lazy("The same section of industry"),
    "industry_other": gettext_lazy("Another industry"),
    "region_same_county": gettext_lazy("In the same district"),
    "region_same_city": gettext_lazy("In the same city"),
    "region_same_province": gettext_lazy("In the same province"),
    "region_other": gettext_lazy("In another province"),
    "stage_ready": gettext_lazy("As ripe as asked for"),
    "stage_early": gettext_lazy("Less ripe than asked for"),
    "cooperation_all": gettext_lazy("Every kind of cooperation that is wanted"),
    "cooperation_some": gettext_lazy("Some of the kinds of cooperation wanted"),
    "cooperation_none": gettext_lazy("Other kinds of cooperation than wanted"),
    "amount_meets": gettext_lazy("The budget meets what is asked"),
    "amount_below": gettext_lazy("The budget lies below what is asked"),
}
EXCLUSIONS = {
    "kind_wrong": gettext_lazy("These two are not a need and an offer."),
    "own_listing": gettext_lazy("Both belong to the same organization."),
    "need_expired": gettext_lazy("The need is no longer valid."),
    "result_expired": gettext_lazy("The offer is no longer valid."),
    "stage_too_low": gettext_lazy("It is less ripe than the need insists on."),
    "amounts_apart": gettext_lazy("The budget lies below the least that is asked."),
}
STANDING = {
    MatchStage.PROPOSED: gettext_lazy(
        "The platform proposes this. A service team will look at it; you can already say whether"
        " it fits."
    ),
    MatchStage.TAKEN_UP: gettext_lazy(
        "“%(team)s” has had this in hand since %(day)s and will call both sides."
    ),
    MatchStage.INTRODUCED: gettext_lazy(
        "Both sides were introduced on %(day)s. Each sees the other's contact below."
    ),
    MatchStage.NEGOTIATING: gettext_lazy(
        "Both sides have been negotiating since %(day)s; “%(team)s” stays with them."
    ),
    MatchStage.SIGNED: gettext_lazy("A contract was signed. The match is closed."),
    MatchStage.FAILED: gettext_lazy(
        "It came to nothing on %(day)s: %(reason)s. A team may take it up again."
    ),
    MatchStage.LAPSED: gettext_lazy(
        "This proposal lapsed on %(day)s: others fit better now, or one side was withdrawn."
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground of the score in words: its share of the whole and its own value, 0 to 1."""

    label: str
    sentence: str
    share: float
    value: float


def pairing_of(match: Match) -> Pairing | None:
    """Return what the engine said when the match was proposed."""
    return Pairing.from_json(match.explanation) if match.explanation else None


def reasons(pairing: Pairing) -> list[Reason]:
    """Return the grounds that both sides speak of, the weightiest first."""
    found = [
        Reason(str(PARTS[part.name]), str(CODES[part.code]), part.share, part.value)
        for part in pairing.parts
        if part.value is not None and part.code in CODES
    ]
    return sorted(found, key=lambda reason: -reason.share)


def strongest(match: Match) -> list[str]:
    """Return in a few words what speaks most for a match."""
    pairing = pairing_of(match)
    if pairing is None:
        return []
    common = [term.term for term in pairing.terms[:STRONGEST]]
    shared = [_("Shared words: %(words)s") % {"words": _(", ").join(common)}] if common else []
    structured = [
        reason.sentence for reason in reasons(pairing) if reason.value and not _is_text(reason)
    ]
    return shared + structured[: STRONGEST - 1]


def _is_text(reason: Reason) -> bool:
    return reason.label in {str(PARTS[name]) for name in ("title", "keywords", "text")}


def standing(match: Match) -> str:
    """Say in plain words where a match stands, and what comes next."""
    values = {
        "team": match.team or "",
        "day": date_format(timezone.localtime(match.changed_at), "DATE_FORMAT"),
        "reason": match.get_failure_display(),
    }
    return STANDING[match.stage] % values


def exclusions(pairing: Pairing) -> list[str]:
    """Return why the two can't be brought together, if anything."""
    return [str(EXCLUSIONS[one.code]) for one in pairing.exclusions]


def amounts(low: int | None, high: int | None) -> str:
    """Return a range of amounts in fen; empty where none is named.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     amounts(60_000_000, 150_000_000)
    '60–150 万元'
    """
    if low is not None and high is not None:
        return spoken(high) if low == high else _range(low, high)
    if high is not None:
        return _("up to %(amount)s") % {"amount": spoken(high)}
    if low is not None:
        return _("from %(amount)s") % {"amount": spoken(low)}
    return ""


def _range(low: int, high: int) -> str:
    first, last = spoken(low), spoken(high)
    if not speaks_chinese():
        return f"{first}–{last.removeprefix('CNY ')}"
    number, _space, unit = first.partition(" ")
    return f"{number}–{last}" if last.endswith(f" {unit}") else f"{first}–{last}"


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a text into pieces, each with whether it is marked.

    >>> highlighted("隔膜热收缩", [(0, 2)])
    [('隔膜', True), ('热收缩', False)]
    """
    pieces, at = [], 0
    for first, end in sorted(spans):
        start = max(first, at)
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def places(text: str, query: str) -> list[tuple[int, int]]:
    """Return where words of the query stand in a text, as (start, end)."""
    asked = {word.term for word in words(query)}
    return [(word.start, word.end) for word in words(text) if word.term in asked]


def snippet(text: str, query: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a piece of the text around the query's first word, and the places to mark in it."""
    first = next(iter(places(text, query)), (0, 0))[0]
    start = max(0, first - BEFORE) if first > BEFORE else 0
    piece = text[start : start + SNIPPET]
    piece = ("…" if start else "") + piece + ("…" if start + SNIPPET < len(text) else "")
    return piece, places(piece, query)
