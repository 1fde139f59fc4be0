"""A certificate on paper: who holds which title for how long, its number, and a QR code that opens
the page that checks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

import qrcode
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from lianqiao.core import prints
from lianqiao.core.language import language
from lianqiao.core.prints import Block

PAGE = 60
"""Modules that a page is wide where a QR code is drawn on it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a certificate. `url` is the page that checks it, '' before there is one."""

    title: str
    holder: str
    uscc: str
    office: str
    number: str
    valid_from: date
    valid_to: date
    issued_on: date
    text: str = ""
    url: str = ""
    notice: str = ""


def pdf(paper: Paper) -> bytes:
    """Return a certificate as PDF."""
    printed = formats.date_format(timezone.localdate())
    footer = _("Printed on %(day)s; what counts is the page that the code opens.")
    return prints.pdf(
        paper.title,
        list(_blocks(paper)),
        subtitle=paper.number,
        notice=paper.notice,
        footer=footer % {"day": printed} if paper.url else "",
        language=language(),
    )


def _blocks(paper: Paper) -> Iterator[Block]:
    yield prints.heading(1, prints.run(paper.holder))
    if paper.text:
        yield prints.paragraph(prints.run(paper.text))
    rows = [
        (_("Title held"), paper.title),
        (_("Holder"), paper.holder),
        (_("Credit code"), paper.uscc or "–"),
        (_("Certificate number"), paper.number),
        (_("Valid"), f"{_day(paper.valid_from)} – {_day(paper.valid_to)}"),
        (_("Granted by"), paper.office),
        (_("Issued on"), _day(paper.issued_on)),
    ]
    yield prints.table(["", ""], rows, numbers=0)
    if paper.url:
        yield prints.chart(_("Check this certificate"), qr(paper.url))
        yield prints.paragraph(prints.run(paper.url, "code"))


def qr(url: str) -> str:
    """Return a QR code as SVG, small at the left of a page's width; its error correction is M.

    >>> qr("https://example.org/").count("<svg")
    1
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(url)
    lines = code.get_matrix()
    size = len(lines)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, line in enumerate(lines)
        for x, is_dark in enumerate(line)
        if is_dark
    )
    width = max(PAGE, size) * 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {size}">'
        f"<desc>{escape(url)}</desc>"
        f'<path d="{path}" fill="#17232b"/></svg>'
    )


def _day(day: date) -> str:
    return formats.date_format(day)
