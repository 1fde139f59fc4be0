"""Amounts in words, and places in one cell of a list: 夏庄站点（城阳区，3）；韩家站点（城阳区）."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.regions import Finder

if TYPE_CHECKING:
    from lianqiao.desks.reports.commitments.models import Place

WRITTEN = re.compile(r"([^（()）]{1,80})[（(]([^（()）]{1,60})[)）]([^（()）]{0,200})")
PARTED = re.compile(r"[；;\n]")
COMMA = re.compile(r"[，,]")
Read = tuple[str, str, str, Decimal | None]
"""Name, code of the district, address, own target."""


def read_places(text: str, find: Finder) -> list[Read]:
    """Read a cell. Invalid, naming the place, where one cannot be read.

    >>> read_places("夏庄站点（城阳区，3）礼阳路1号；", lambda name: "370214")
    [('夏庄站点', '370214', '礼阳路1号', Decimal('3'))]
    """
    return [_read(part.strip(), find) for part in PARTED.split(text) if part.strip()]


def written_places(places: Iterable[Place]) -> str:
    """Write places as `read_places` reads them."""
    return "；".join(_written(place) for place in places)


def amount(value: Decimal) -> str:
    """Return an amount with its thousands parted, exact, without zeros at its end.

    >>> amount(Decimal("1200.5000")), amount(Decimal("30.0000"))
    ('1,200.5', '30')
    """
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def plain(value: Decimal) -> Decimal:
    """Return a number without zeros at its end, as one writes it.

    >>> plain(Decimal("200.0000")), plain(Decimal("0.50"))
    (Decimal('200'), Decimal('0.5'))
    """
    return Decimal(f"{value.normalize():f}")


def _read(part: str, find: Finder) -> Read:
    match = WRITTEN.fullmatch(part)
    if match is None:
        said = _("“%(part)s”: write a place as name (district, own target) address.")
        raise Invalid(said % {"part": part[:40]})
    name, inside, address = match.groups()
    district, *rest = COMMA.split(inside)
    try:
        target = Decimal(rest[0].strip()) if rest else None
    except InvalidOperation as error:
        said = _("“%(part)s”: the own target is no number.")
        raise Invalid(said % {"part": part[:40]}) from error
    return name.strip(), find(district.strip()), address.strip(), target


def _written(place: Place) -> str:
    target = f"，{place.target.normalize():f}" if place.target else ""
    return f"{place.name}（{place.region.name}{target}）{place.address}"
