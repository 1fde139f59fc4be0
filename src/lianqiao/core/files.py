"""Files that people attach: their limits and fingerprints."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, TooLarge

MAX_BYTES = 20 * 1024 * 1024
# What an office exchanges. Nothing that a browser would run in our name (HTML, SVG).
ALLOWED = frozenset(
    [
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".csv",
        ".ppt",
        ".pptx",
        ".wps",
        ".et",
        ".ofd",
        ".txt",
        ".jpg",
        ".jpeg",
        ".png",
        ".zip",
    ]
)


def check(file: UploadedFile[Any]) -> None:
    """Refuse a file that is too large or of a kind that is not taken."""
    if (file.size or 0) > MAX_BYTES:
        raise TooLarge(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024}
        )
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in ALLOWED:
        message = _("Files of the kind “%(suffix)s” are not taken.") % {"suffix": suffix}
        raise Invalid(message, {"file": message})


def digest(file: UploadedFile[Any]) -> str:
    """Return the SHA-256 of a file, in hex, and leave it rewound."""
    total = hashlib.sha256()
    for chunk in file.chunks():
        total.update(chunk)
    file.seek(0)
    return total.hexdigest()


def described(file: UploadedFile[Any]) -> dict[str, Any]:
    """Return what a row keeps of an attached file: `file`, `name`, `size` and `sha256`."""
    return {
        "file": file,
        "name": (file.name or "")[:200],
        "size": file.size or 0,
        "sha256": digest(file),
    }
