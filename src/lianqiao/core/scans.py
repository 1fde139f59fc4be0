"""Scanning attached files for viruses, where the installation names a scanner.

`FILE_SCANNER` is the dotted name of a function that takes an open file and its SHA-256 and returns
a `Verdict`; it is asked again while it says `pending`::

    def scan(file: File, sha256: str) -> Verdict: ...
"""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Verdict(StrEnum):
    """What a scanner says of a file; `none` where there is no scanner."""

    NONE = "none"
    PENDING = "pending"
    CLEAN = "clean"
    BAD = "bad"


def scan(file: File[Any], sha256: str) -> Verdict:
    """Ask the scanner about a file, and leave it rewound. One that fails lets nothing pass."""
    if not settings.FILE_SCANNER:
        return Verdict.NONE
    try:
        said = Verdict(import_string(settings.FILE_SCANNER)(file, sha256))
    except Exception:
        logger.exception("the scanner for viruses failed")
        said = Verdict.PENDING
    file.seek(0)
    return said
