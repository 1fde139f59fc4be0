"""What is kept of a photo: the picture, not what the camera wrote into it."""

from __future__ import annotations

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianqiao.core.errors import Invalid
from lianqiao.desks.reports.commitments.pictures import JPEG, PNG, bare, taken_in
from tests.desks.reports.commitments.conftest import png

SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00picture\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int, order: str = ">") -> bytes:
    """Exif as a phone writes it: how the picture is turned, and where it was taken."""
    mark = b"MM" if order == ">" else b"II"
    head = mark + struct.pack(f"{order}HI", 42, 8)
    turned = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    position = struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    directory = struct.pack(f"{order}H", 2) + turned + position + b"\0\0\0\0"
    return segment(0xE1, b"Exif\0\0" + head + directory + b"GPS 36.1N 120.4E")


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + SCAN


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_keeps_how_it_is_turned_and_loses_where_it_was_taken(order):
    kept = bare(jpeg(segment(0xE0, b"JFIF\0"), exif(6, order), segment(0xFE, b"me")), JPEG)
    assert b"GPS" not in kept
    assert b"me" not in kept
    assert kept.endswith(SCAN)
    assert segment(0xE0, b"JFIF\0") in kept
    assert bare(kept, JPEG) == kept
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in kept


def test_colours_stay():
    profile, adobe = segment(0xE2, b"ICC_PROFILE\0\1\1x"), segment(0xEE, b"Adobe")
    plain = jpeg(profile, adobe)
    assert bare(jpeg(profile, segment(0xE2, b"MPF\0x"), adobe, segment(0xED, b"8BIM")), JPEG) == (
        plain
    )
    assert bare(plain, JPEG) == plain


def test_what_follows_the_picture_goes():
    """A phone puts a film there, or a second picture with a position of its own."""
    behind = b"\xff\xd8" + exif(1) + SCAN + b"ftypmp42 GPS"
    assert bare(jpeg() + behind, JPEG) == jpeg()
    assert bare(png() + b"\0\0\0\x04abCdGPS.\0\0\0\0", PNG) == png()


def test_between_the_scans_of_a_picture_tables_stay_and_remarks_go():
    table, second = segment(0xC4, b"huff\xff\xd9man"), b"\xff\xda\x00\x02a\xff\x00b\xff\xd0c"
    first = b"\xff\xda\x00\x02begun"
    made = b"\xff\xd8" + first + exif(3) + table + second + b"\xff\xd9"
    assert b"GPS" not in bare(made, JPEG)
    assert bare(made, JPEG).endswith(first + table + second + b"\xff\xd9")


def test_bytes_that_fill_hide_nothing():
    assert b"GPS" not in bare(jpeg(b"\xff" + exif(1)), JPEG)


def test_a_drawing_keeps_only_what_is_known_to_be_of_the_picture():
    colours = (b"sRGB", b"\0")
    assert bare(png(colours, (b"caBX", b"made by me")), PNG) == png(colours)


@pytest.mark.parametrize(
    "broken", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x00", jpeg(segment(0xE1, b"Exif\0\0MM"))]
)
def test_broken_photos_break_nothing(broken):
    assert bare(broken, JPEG).startswith(b"\xff\xd8")


def test_a_drawing_loses_its_remarks():
    assert bare(png((b"tEXt", b"Author\0me"), (b"eXIf", b"GPS")), PNG) == png()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.jpg", png()),
        ("a.pdf", b"MZ"),
        ("a.txt", png()),
        ("a.svg", b"<svg/>"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name, data):
    with pytest.raises(Invalid):
        taken_in(SimpleUploadedFile(name, data))


def test_a_document_is_kept_as_it_is():
    kept = taken_in(SimpleUploadedFile("说明.docx", b"PK\3\4"))
    assert (kept["media"], kept["file"].read(), kept["size"]) == ("", b"PK\3\4", 4)
