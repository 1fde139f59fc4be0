"""The files of many cases as one ZIP archive, made while it is being sent: nothing is kept."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator

from lianqiao.core.cases.models import Attachment

PIECE = 64 * 1024


def zipped(files: Iterable[Attachment]) -> Iterator[bytes]:
    """Yield an archive in pieces: "<case>/<form>/<field>/<number>-<name>" for each file.

    Files are stored as they are: most are packed already.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for one in files:
            yield from _file(archive, sink, one)
    yield sink.taken()


def _file(archive: zipfile.ZipFile, sink: _Sink, one: Attachment) -> Iterator[bytes]:
    info = zipfile.ZipInfo(_place(one), date_time=one.added_at.timetuple()[:6])
    info.file_size = one.size
    with one.file.open("rb") as source, archive.open(info, "w") as target:
        while piece := source.read(PIECE):
            target.write(piece)
            yield sink.taken()
    yield sink.taken()


def _place(one: Attachment) -> str:
    """Return a file's path in the archive; no name leads out of it."""
    name = re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", one.name).strip(". ") or "file"
    case = re.sub(r"[^\w.-]", "_", one.filing.case.number)
    return f"{case}/{one.filing.form}/{one.field}/{one.pk}-{name}"


class _Sink:
    """What an archive is written into: it hands on and forgets, and cannot be wound back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece until it is taken."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Have nothing to do."""

    def close(self) -> None:
        """Have nothing to do either."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole
