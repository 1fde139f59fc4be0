"""What `make demo` prints: the best matches with reasons, the figures of the day, sign-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import Match, MatchStage
from lianqiao.engines.matching import Pairing
from lianqiao.site.demo.accounts import ACCOUNTS, PASSWORD

HEADS = ("匹配 fit", "需求 need", "成果或能力 answer", "共同的词 shared words")
BEST = 10
WORDS = 4
BANDS = {"likely": "很可能适合", "possible": "可能适合", "weak": "关联较弱"}


def report() -> Iterable[str]:
    """Yield the lines."""
    yield "最佳匹配 The best matches (all invented)"
    yield from _table(
        ("匹配 fit", "需求 need", "成果或能力 answer", "共同的词 shared words"), _best()
    )
    yield ""
    yield "今日数字 The figures of the day"
    yield from _table(("", ""), _figures())
    yield ""
    yield f"登录账号 Sign-ins (password {PASSWORD})"
    yield from _table(("", ""), [(username, f"{zh} {en}") for username, zh, en in ACCOUNTS])


def _figures() -> list[Sequence[str]]:
    figures = queries.figures_of_the_day()
    return [(str(figure.label), f"{figure.value}{figure.unit}") for figure in figures]


def _best() -> list[Sequence[str]]:
    rows = (
        Match.objects.exclude(stage=MatchStage.LAPSED)
        .select_related("need", "result")
        .order_by("-score", "pk")[:BEST]
    )
    return [_line(row, Pairing.from_json(row.explanation)) for row in rows]


def _line(row: Match, pairing: Pairing) -> Sequence[str]:
    words = "、".join(term.term for term in pairing.terms[:WORDS])
    band = f"{BANDS[pairing.band]} {pairing.score:.2f}"
    return band, _cut(row.need.title, 32), _cut(row.result.title, 40), words


def _cut(text: str, width: int) -> str:
    taken = ""
    for character in text:
        if _width(taken + character) > width - 1:
            return taken + "…"
        taken += character
    return taken


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    lines = [row for row in (heads, *rows) if any(row)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(heads))]
    for line in lines:
        cells = (_padded(cell, width) for cell, width in zip(line, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
