"""The seals' roots outside the database: a file that only grows, one line for each seal.

Whoever can rewrite the database can rewrite its seals too; not what others have copied from here.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict
from lianqiao.core.ledger.models import Seal

# Two numbers, a time and two hashes; no line is longer.
LONGEST = 250


def roots_file() -> Path:
    """Where the roots are published beside the database."""
    return Path(settings.DATA_DIR) / "ledger" / "roots.txt"


def timestamp(moment: datetime) -> str:
    """Return RFC 3339 in UTC with microseconds, as leaves have it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line(seal: Seal) -> bytes:
    """Return a seal's line: number, size, time, root and chain, parted by blanks."""
    root, chain = bytes(seal.root).hex(), bytes(seal.chain).hex()
    return f"{seal.number} {seal.size} {timestamp(seal.sealed_at)} {root} {chain}\n".encode()


def publish(path: Path) -> None:
    """Append the seals that the file lacks, also those that a crash kept from it.

    Conflict if the file does not end with a seal of this database: then one of the two was
    changed, or an older backup was restored, and nothing is written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        last, torn = _end(file)
        number = _number(last)
        if last and last != b"".join(map(line, Seal.objects.filter(number=number))):
            raise _foreign(number)
        seals = Seal.objects.filter(number__gt=number).order_by("number")
        missing = b"".join(line(seal) for seal in seals.iterator())
        if not missing.startswith(torn):
            raise _foreign(number + 1)
        file.write(missing[len(torn) :])
        file.flush()
        os.fsync(file.fileno())


def is_published(seal: Seal, path: Path) -> bool:
    """Tell whether the file has a seal's line; looked for by its number, however long it is."""
    wanted = line(seal)
    if not path.exists():
        return False
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            start, found = _line_from(file, middle)
            if not found or _number(found) > seal.number:
                high = middle
            elif _number(found) < seal.number:
                low = start + len(found)
            else:
                return found == wanted
    return False


def _line_from(file: IO[bytes], place: int) -> tuple[int, bytes]:
    """Return the first line that begins at a place or after it, and where it does."""
    file.seek(max(0, place - 1))
    if place:
        file.readline()
    return file.tell(), file.readline()


def _end(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return the last whole line, and what a crash left of the one after it."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - 2 * LONGEST))
    *lines, torn = file.read().splitlines(keepends=True) or [b""]
    if torn.endswith(b"\n"):
        return torn, b""
    return (lines[-1] if lines else b""), torn


def _number(last: bytes) -> int:
    number = last.partition(b" ")[0]
    return int(number) if number.isdigit() else 0


def _foreign(number: int) -> Conflict:
    return Conflict(
        _(
            "Line %(number)d of the published roots is not that of seal %(number)d, so no further "
            "roots were published. Run “lianqiao ledger verify”; docs/ledger.md says what to do."
        )
        % {"number": number}
    )
