"""Setting a document with typst: the layout is ours, every word of it comes in as data.

The Chinese font comes from a wheel, as a bare server has none.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import manimgx_fonts_cjk
import typst
from django.utils.translation import gettext as _

from lianqiao.core.errors import TooLarge
from lianqiao.core.prints.blocks import Block

LONGEST = 4_000_000
"""Characters of a document's data: some thousand pages."""


def pdf(
    title: str,
    blocks: Sequence[Block],
    *,
    subtitle: str = "",
    notice: str = "",
    footer: str = "",
    language: str = "zh",
) -> bytes:
    """Return a document as PDF. `notice` stands in a frame under the title.

    TooLarge for what would be more than some thousand pages.
    """
    data = {
        "title": title,
        "subtitle": subtitle,
        "notice": notice,
        "footer": footer,
        "lang": language[:2],
        "blocks": list(blocks),
    }
    written = json.dumps(data, ensure_ascii=False)
    if len(written) > LONGEST:
        raise TooLarge(_("This is too long to be printed at once; take it as a list instead."))
    # An empty folder as root: nothing of the server can be read by a document.
    with tempfile.TemporaryDirectory() as root:
        made: Any = typst.compile(
            _layout(),  # type: ignore[misc]  # its stubs know no bytes
            root=root,
            font_paths=[str(_fonts())],
            ignore_system_fonts=True,
            sys_inputs={"data": written},
        )
    assert isinstance(made, bytes)  # noqa: S101 -- PDF is one file
    return made


@cache
def _layout() -> bytes:
    return files("lianqiao.core.prints").joinpath("house.typ").read_bytes()


def _fonts() -> Path:
    return Path(manimgx_fonts_cjk.__file__).parent
