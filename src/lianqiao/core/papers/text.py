"""The text of a file as lines, its headings marked as Markdown marks them.

>>> plain_lines("<h2>市教育局</h2><p>新建<b>学校</b>228所</p>")
'## 市教育局\\n新建学校228所\\n'
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from lianqiao.core.errors import Invalid
from lianqiao.core.papers.files import decoded, joined, pdf_text, read_html
from lianqiao.core.sheets.limits import check_size
from lianqiao.core.terminal import width

AS_WRITTEN = {".txt", ".md", ".markdown"}
HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
BLOCKS = {*HEADINGS, "p", "li", "tr", "div", "br", "table", "ul", "ol", "blockquote", "hr"}
CELLS = {"td", "th"}
# A line broken in the source of a page is no space in Chinese.
BROKEN = re.compile(r"\s*\n\s*")


def read_text(file: IO[bytes], name: str) -> str:
    """Return a file's text: Markdown and plain text as written, others as lines.

    TooLarge beyond the limits; Invalid for what can't be read.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in AS_WRITTEN:
        check_size(file)
        text = decoded(file.read())
    elif suffix == ".pdf":
        check_size(file)
        text = _printed(pdf_text(file))
    else:
        text = plain_lines(read_html(file, name))
    if not text.strip():
        raise Invalid(_("There is no text in this file."))
    return text


def _printed(lines: str) -> str:
    """Return paragraphs, a line each; a line of less than half the widest is one of its own."""
    widest = max((width(line) for line in lines.splitlines()), default=0)
    return "".join(f"{one}\n" for one in joined(lines, shortest=widest // 2))


def plain_lines(html: str) -> str:
    """Return the words alone, a line for each block, a tab after each cell."""
    if not html.strip():
        return ""
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="section")
    except (etree.ParserError, ValueError) as error:
        raise Invalid(_("There is no text in this file.")) from error
    for node in root.iter(etree.Element):
        _mark(node)
    lines = (line.strip(" ") for line in root.text_content().split("\n"))
    return "".join(f"{line}\n" for line in lines if line.strip())


def _mark(node: etree._Element) -> None:
    """Write a block's end and a heading's mark into the text of a tree."""
    tag = str(node.tag)
    text, tail = BROKEN.sub("", node.text or ""), BROKEN.sub("", node.tail or "")
    node.text = HEADINGS.get(tag, "") + text
    node.tail = ("\n" if tag in BLOCKS else "\t" if tag in CELLS else "") + tail
