"""A report's Markdown as plain blocks: what a page and a paper are both made of.

HTML in it is text; of links only http and https ones stay. Whatever else Markdown has beyond
headings, paragraphs, lists, tables, quotations and rules is shown as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from lianqiao.core.errors import Invalid
from lianqiao.desks.reports.publishing.references import WHOLE, Reference, read

STYLES = {"strong_open": "strong", "em_open": "emph"}
CLOSED = {"strong_close", "em_close", "link_close"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, or a figure in its place."""

    text: str
    style: str = ""
    href: str = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, quote, list (`items`), table, rule, chart or map."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    rows: list[list[list[Run]]] = field(default_factory=list)
    numbered: bool = False
    reference: Reference | None = None


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text.

    >>> [one.kind for one in blocks("# 一\\n\\n二 **三**\\n\\n- 四")]
    ['heading', 'paragraph', 'items']
    """
    return list(_blocks(_parser().parse(text)))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    parser.inline.ruler.before("text", "house_reference", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    match = WHOLE.match(state.src, state.pos) if state.src.startswith("{{", state.pos) else None
    if match is None:
        return False
    try:
        found = read(match)
    except Invalid:
        return False
    if not silent:
        token = state.push("house_reference", "", 0)
        token.content, token.meta = match[0], {"reference": found}
    state.pos = match.end()
    return True


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end(tokens, place)
        inside = tokens[place + 1 : end]
        match token.type:
            case "heading_open":
                yield Block("heading", _runs(inside), level=int(token.tag[1]))
            case "paragraph_open":
                yield _paragraph(_runs(inside))
            case "bullet_list_open" | "ordered_list_open":
                numbered = token.type.startswith("ordered")
                yield Block("items", rows=list(_items(inside)), numbered=numbered)
            case "table_open":
                yield Block("table", rows=list(_table(inside)))
            case "blockquote_open":
                yield Block("quote", _runs(inside))
            case "hr":
                yield Block("rule")
            case "fence" | "code_block" | "html_block":
                yield Block("paragraph", [Run(token.content, "code")])
        place = end + 1


def _end(tokens: Sequence[Token], place: int) -> int:
    """Return where what opens at a place is closed."""
    depth = 0
    for number in range(place, len(tokens)):
        depth += tokens[number].nesting
        if depth == 0:
            return number
    return len(tokens) - 1


def _paragraph(runs: list[Run]) -> Block:
    """Return a paragraph, or the chart that stands in it alone."""
    [first, *rest] = [run for run in runs if run.reference or run.text.strip()] or [Run("")]
    if not rest and first.reference and first.reference.kind != "figure":
        return Block(first.reference.kind, reference=first.reference)
    return Block("paragraph", runs)


def _items(tokens: Sequence[Token]) -> Iterator[list[list[Run]]]:
    """Yield each item as a row of one cell; lists in lists become items of the outer one."""
    for token in tokens:
        if token.type == "inline":
            yield [_inline(token)]


def _table(tokens: Sequence[Token]) -> Iterator[list[list[Run]]]:
    row: list[list[Run]] = []
    for token in tokens:
        if token.type == "inline":
            row.append(_inline(token))
        elif token.type == "tr_close":
            yield row
            row = []


def _runs(tokens: Sequence[Token]) -> list[Run]:
    return [run for token in tokens if token.type == "inline" for run in _inline(token)]


def _inline(token: Token) -> list[Run]:
    styles: list[str] = []
    runs: list[Run] = []
    href = ""
    for child in token.children or []:
        if child.type in STYLES:
            styles.append(STYLES[child.type])
        elif child.type == "link_open":
            href = _safe(str(child.attrGet("href") or ""))
            styles.append("link")
        elif child.type in CLOSED:
            href = "" if styles and styles.pop() == "link" else href
        else:
            shown = [one for one in styles if one != "link"]
            runs.append(_run(child, shown[-1] if shown else "", href))
    return runs


def _run(token: Token, style: str, href: str) -> Run:
    if token.type == "house_reference":
        return Run(token.content, style, reference=token.meta["reference"])
    if token.type in {"softbreak", "hardbreak"}:
        return Run(" " if token.type == "softbreak" else "\n", style)
    return Run(token.content, "code" if token.type == "code_inline" else style, href)


def _safe(address: str) -> str:
    return address if urlsplit(address).scheme in {"http", "https"} else ""
