"""A policy's text: HTML of few tags, and the plain markup in which officials write it.

>>> to_html("## 第一条\\n\\n支持研发。\\n\\n- 甲\\n- 乙")
'<h2>第一条</h2><p>支持研发。</p><ul><li>甲</li><li>乙</li></ul>'
>>> to_markup('<h2>第一条</h2><p>支持研发。</p>')
'## 第一条\\n\\n支持研发。'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import nh3
from lxml import html as lxml_html

TAGS = {
    "a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
BLOCKS = re.compile(r"<(p|h[1-6]|ul|ol|li|table|div|br)\b", re.IGNORECASE)
SIMPLE = {"p", "h2", "h3", "ul", "li"}
HEADINGS = {"# ": "h2", "## ": "h2", "### ": "h3"}
MARKS = {"h2": "## ", "h3": "### ", "li": "- ", "p": ""}
BREAK = re.compile(r"<(?:/p|/h[1-6]|/li|/tr|br)\s*/?>", re.IGNORECASE)


def clean(html: str) -> str:
    """Return HTML without scripts, styles, pictures and whatever else a policy does not need."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def to_html(written: str) -> str:
    """Return what was written, as HTML: pasted HTML is cleaned, plain lines become paragraphs."""
    if BLOCKS.search(written):
        return clean(written).strip()
    return clean("".join(_blocks(written)))


def to_markup(html: str) -> str:
    """Return HTML as an official writes it; HTML that plain lines can't tell stays as it is."""
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    if any(node.tag not in SIMPLE or node.attrib for node in root.iterdescendants()):
        return html
    lines = [MARKS[node.tag] + (node.text or "") for node in root.iter(*MARKS)]
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(lines))


def to_plain(html: str) -> str:
    """Return the words alone, a line for each paragraph."""
    lines = nh3.clean(BREAK.sub("\n", html), tags=set())
    return "\n".join(filter(None, (line.strip() for line in lxml_text(lines).splitlines())))


def lxml_text(escaped: str) -> str:
    """Return text without its entities."""
    if not escaped.strip():
        return ""
    return str(lxml_html.fragment_fromstring(escaped, create_parent="div").text_content())


def _blocks(written: str) -> Iterator[str]:
    items: list[str] = []
    for line in written.replace("\r\n", "\n").split("\n"):
        text = line.strip()
        if text.startswith("- "):
            items.append(f"<li>{escape(text[2:], quote=False)}</li>")
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        if text:
            yield _block(text)
    if items:
        yield f"<ul>{''.join(items)}</ul>"


def _block(text: str) -> str:
    for mark, tag in HEADINGS.items():
        if text.startswith(mark):
            return f"<{tag}>{escape(text[len(mark) :], quote=False)}</{tag}>"
    return f"<p>{escape(text, quote=False)}</p>"
