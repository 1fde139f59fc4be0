"""What must be looked at before it goes on: never refused by a program, always by a person."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from lianqiao.desks.reports.opinions import words
from lianqiao.desks.reports.opinions.guard import digest
from lianqiao.desks.reports.opinions.masking import masked
from lianqiao.desks.reports.opinions.models import Opinion, Rules

WORDS, LINK, REPEATED, PRIVATE = "words", "link", "repeated", "private"
HELD = {WORDS, LINK, REPEATED}
REPEATED_WITHIN = timedelta(days=1)
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|cn|net|top|xyz|vip)\b", re.IGNORECASE)


def flags_of(text: str, kept: Rules) -> list[str]:
    """Return what is striking about a text; `HELD` ones wait for an officer."""
    found = {
        WORDS: bool(words.contained(text, kept.words.split())),
        LINK: bool(_LINK.search(text)),
        REPEATED: _is_repeated(text),
        PRIVATE: masked(text) != text,
    }
    return [name for name, is_so in found.items() if is_so]


def _is_repeated(text: str) -> bool:
    same = Opinion.objects.filter(text_sha256=digest(text.strip()))
    return same.filter(received_at__gte=timezone.now() - REPEATED_WITHIN).exists()
