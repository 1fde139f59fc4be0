"""The text of a file as a policy's HTML of few tags."""

from __future__ import annotations

from typing import IO

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, TooLarge
from lianqiao.core.papers import read_html
from lianqiao.desks.policies import richtext

LONGEST = 400_000


def read_paper(file: IO[bytes], name: str) -> str:
    """Return a file's text as clean HTML; its form follows from its name.

    TooLarge beyond the limits; Invalid for what can't be read: a scan, a password, a damage.
    """
    html = richtext.clean(read_html(file, name)).strip()
    if not html:
        raise Invalid(_("There is no text in this file."))
    if len(html) > LONGEST:
        raise TooLarge(_("The text is longer than a policy's; split it into several."))
    return html
