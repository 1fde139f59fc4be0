"""Photos and documents as they are kept: known by their content, without what a camera adds.

A phone writes position, time and its own number into a photo. What is shown to everybody keeps the
picture and how it is turned, nothing else.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from lianqiao.core import files
from lianqiao.core.errors import Invalid

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
HEADS = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}
NAMED = {".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".pdf": PDF}
COLOURS = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs"}
)
"""What a PNG may say beside its critical chunks, which have a capital first."""

MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
"""Zeros and restarts after 0xFF belong to what is drawn."""

ORIENTATION = 0x0112
TURNS = 8
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APP1, _APP2, _APP14, _APP15 = 0xE1, 0xE2, 0xEE, 0xEF


def taken_in(file: UploadedFile[Any]) -> dict[str, Any]:
    """Return what a row keeps of a file. Invalid where name and content differ."""
    files.check(file)
    data = file.read()
    media = next((media for head, media in HEADS.items() if data.startswith(head)), "")
    wanted = NAMED.get(PurePath(file.name or "").suffix.lower(), "")
    if media != wanted:
        message = _("“%(name)s” is not what its name says it is.") % {"name": file.name}
        raise Invalid(message, {"photo": message})
    kept = SimpleUploadedFile(file.name or "", bare(data, media), media)
    return files.described(kept) | {"media": media}


def bare(data: bytes, media: str) -> bytes:
    """Return a picture without what the camera has added; other files as they are."""
    if media == JPEG:
        return b"".join(_jpeg(data))
    return b"".join(_png(data)) if media == PNG else data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield what is of the picture, up to its end: what lies beyond may be another with its own."""
    segments = list(_segments(data))
    turns = (_turn(segment) for marker, segment in segments if marker == _APP1)
    turn = next((one for one in turns if one != 1), 1)
    yield data[:2]
    if turn != 1:
        yield _turned(turn)
    yield from (segment for marker, segment in segments if not _is_added(marker, segment))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its bytes, a scan's together with what is drawn, up to the end."""
    place = 2
    while found := MARKER.search(data, place):
        marker, begun = found[1][0], found.end()
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        place = begun + max(int.from_bytes(data[begun : begun + 2]), 2)
        if marker == _SCAN:
            after = MARKER.search(data, place)
            place = after.start() if after else len(data)
        yield marker, found[0][-2:] + data[begun:place]


def _is_added(marker: int, segment: bytes) -> bool:
    """Colour profiles and Adobe's mark change how the picture looks; they stay."""
    if marker in {_APP1, _COMMENT}:
        return True
    if marker == _APP2:
        return not segment[4:].startswith(b"ICC_PROFILE\0")
    return _APP2 < marker <= _APP15 and marker != _APP14


def _turn(segment: bytes) -> int:
    """Return how an Exif segment says the picture is turned, 1 to 8; 1 where it does not say."""
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not segment[4:].startswith(b"Exif\0\0") or order is None:
        return 1
    try:
        [start] = struct.unpack_from(f"{order}I", tiff, 4)
        [count] = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, _type, _count, value = struct.unpack_from(
                f"{order}HHIH", tiff, start + 2 + 12 * number
            )
            if tag == ORIENTATION:
                return value if 1 <= value <= TURNS else 1
    except struct.error:
        pass  # Broken metadata turns nothing.
    return 1


def _turned(turn: int) -> bytes:
    """Return an Exif segment that says how a picture is turned, and nothing else."""
    directory = struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turn, 0, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + directory
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    place, name = 8, b""
    while place + 12 <= len(data) and name != b"IEND":
        size, name = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if name[:1].isupper() or name in COLOURS:
            yield data[place : place + 12 + size]
        place += 12 + size
