"""The closed roll and the drawn panel, as everybody can have them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import CharField
from django.db.models.functions import Cast, Collate

from lianqiao.desks.reports.evaluation.models import Panelist, Round, Volunteer

ROLL_HEAD, PANEL_HEAD = "stratum,number\n", "stratum,number,group,place\n"
CHUNK = 5_000
# Byte by byte, as `sort` and every programming language have it.
_CODE = Collate(Cast("stratum__code", CharField()), "C")
_DRAWN_CODE = Collate(Cast("volunteer__stratum__code", CharField()), "C")


def roll(row: Round) -> Iterator[str]:
    """Yield the lines of the roll: stratum and number of all who were accepted, sorted."""
    found = Volunteer.objects.filter(round=row, state=Volunteer.State.ACCEPTED)
    found = found.order_by(_CODE, "number")
    yield ROLL_HEAD
    for code, number in found.values_list("stratum__code", "number").iterator(CHUNK):
        yield f"{code},{number}\n"


def panel(row: Round) -> Iterator[str]:
    """Yield the lines of the panel: stratum, number, group, place in the stratum's draw."""
    found = Panelist.objects.filter(round=row).order_by(_DRAWN_CODE, "rank")
    fields = ("volunteer__stratum__code", "volunteer__number", "group__position", "rank")
    yield PANEL_HEAD
    for line in found.values_list(*fields).iterator(CHUNK):
        yield ",".join(map(str, line)) + "\n"


def roll_digest(row: Round) -> str:
    """Return the SHA-256 of the roll, in hex."""
    total = sha256()
    for line in roll(row):
        total.update(line.encode())
    return total.hexdigest()
