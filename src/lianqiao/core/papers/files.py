"""The text of a DOCX, HTML, PDF or plain file as HTML of few tags."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _
from docx import Document
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lianqiao.core.errors import Invalid, TooLarge
from lianqiao.core.sheets.limits import check_archive, check_size
from lianqiao.core.terminal import width

MOST_PAGES = 300
# A page of print has hundreds of characters; a scan has none, or a stamp's few.
LEAST_ON_A_PAGE = 25
OLE = b"\xd0\xcf\x11\xe0"
ENCODINGS = ("utf-8-sig", "gb18030")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零\d]+[章条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
)
CHAPTER = re.compile(r"第[一二三四五六七八九十百零\d]+章|[一二三四五六七八九十]+、")
LONGEST_HEADING = 40
ENDS = "。；：;:"

# Some printers write radicals for the characters that look like them: U+2F08 for 人.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS |= dict(
    zip(
        map(
            ord,
            "\u2ea0\u2e9f\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed8\u2ed9"
            "\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee8\u2ee9\u2eec"
            "\u2eee\u2ef0\u2ef3\u2f3e",
        ),
        "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户",
        strict=True,
    )
)


def read_html(file: IO[bytes], name: str) -> str:
    """Return a file's text as HTML that is not clean yet; its form follows from its name.

    TooLarge beyond the limits; Invalid for what can't be read: a scan, a password, a damage.
    """
    check_size(file)
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise Invalid(_("Only DOCX, PDF, HTML and text files are taken. Save the paper as DOCX."))
    return reader(file)


def _docx(file: IO[bytes]) -> str:
    content = file.read()
    if content.startswith(OLE):
        raise Invalid(
            _("This is an old Word file, or one with a password. Save it as DOCX without one.")
        )
    check_archive(io.BytesIO(content))
    try:
        document = Document(io.BytesIO(content))
        return "".join(_docx_blocks(document))
    except (Invalid, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise _damaged() from error


def _docx_blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            rows = (
                "".join(f"<td>{escape(cell.text)}</td>" for cell in row.cells) for row in block.rows
            )
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        elif text := block.text.strip():
            style = (block.style.name or "") if block.style is not None else ""
            is_heading = style.startswith(("Heading", "Title", "标题"))
            yield f"<h2>{escape(text)}</h2>" if is_heading else paragraph(text)


def _html(file: IO[bytes]) -> str:
    content = file.read()
    named = CHARSET.search(content[:2_000])
    text = decoded(content, named[1].decode("ascii") if named else "")
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise Invalid(_("There is no text in this file.")) from error
    for node in root.xpath("//script|//style|//nav|//header|//footer|//form|//noscript"):
        node.drop_tree()
    found = root.xpath("//h1")
    heading = f"<h2>{escape(found[0].text_content().strip())}</h2>" if found else ""
    body = _article(root)
    for node in body.iter("h1"):
        node.tag = "h2"
    return str(heading * (not body.xpath(".//h2")) + lxml_html.tostring(body, encoding="unicode"))


def _article(root: Any) -> Any:
    """Return the element whose own paragraphs hold most text: menus and margins hold little."""
    weights: dict[Any, int] = {}
    for node in root.iter("p"):
        parent = node.getparent()
        weights[parent] = weights.get(parent, 0) + len(node.text_content())
    if not weights:
        return root.find("body") if root.find("body") is not None else root
    return max(weights, key=lambda node: weights[node])


def pdf_text(file: IO[bytes]) -> str:
    """Return the lines of a PDF as they stand on its pages."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Invalid(_("This PDF has a password. Save it without one."))
        if len(reader.pages) > MOST_PAGES:
            raise TooLarge(_("More than %(limit)d pages.") % {"limit": MOST_PAGES})
        pages = [page.extract_text().translate(RADICALS) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    if sum(len("".join(page.split())) for page in pages) < LEAST_ON_A_PAGE * len(pages):
        raise Invalid(
            _("This PDF is a scan: it holds pictures, no text. Take the Word file it was made of.")
        )
    return "\n".join(pages)


def _pdf(file: IO[bytes]) -> str:
    return "".join(map(paragraph, joined(pdf_text(file))))


def _text(file: IO[bytes]) -> str:
    lines = decoded(file.read()).splitlines()
    return "".join(paragraph(line.strip()) for line in lines if line.strip())


def joined(text: str, *, shortest: int = 0) -> Iterator[str]:
    """Yield paragraphs of lines that print has broken: a line that ends no sentence goes on.

    A line shorter than `shortest` columns was not broken: it is a title, and ends there.
    """
    whole, last = "", ""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if re.fullmatch(r"[-—\s]*\d{1,3}[-—\s]*", line):  # a page's number
            continue
        if whole and (_ends(whole, line) or width(last) < shortest):
            yield whole
            whole = ""
        whole += line
        last = line
    if whole:
        yield whole


def _ends(whole: str, following: str) -> bool:
    return whole[-1] in ENDS or bool(ARTICLE.match(following)) or _stands_alone(whole)


def paragraph(text: str) -> str:
    """Return a line as HTML: a short one that begins a chapter is a heading."""
    is_heading = len(text) <= LONGEST_HEADING and text[-1] not in ENDS and CHAPTER.match(text)
    tag = "h2" if is_heading else "p"
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _stands_alone(line: str) -> bool:
    """Whether a line is a document number, a date or a chapter's heading."""
    is_short = len(line) <= LONGEST_HEADING // 2
    return bool(re.search(r"号$|日$", line) and is_short) or bool(CHAPTER.match(line) and is_short)


def decoded(content: bytes, named: str = "") -> str:
    """Return text in the encoding that is named, in UTF-8 or in GB 18030."""
    for encoding in (*filter(None, [named]), *ENCODINGS):
        try:
            return content.decode("gb18030" if encoding.lower() in {"gb2312", "gbk"} else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _damaged()


def _damaged() -> Invalid:
    return Invalid(_("The file can't be read: it is damaged, or not what its name says."))


READERS: Mapping[str, Callable[[IO[bytes]], str]] = {
    ".docx": _docx,
    ".doc": _docx,
    ".wps": _docx,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".txt": _text,
}
