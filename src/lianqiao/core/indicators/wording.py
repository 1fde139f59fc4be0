"""Indicators in words: how they are counted, where, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lianqiao.core.indicators.conditions import DAYS, checked
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.queries import Value
from lianqiao.core.language import language, speaks_chinese
from lianqiao.core.ledger import wording as ledger
from lianqiao.core.ledger.kinds import quantity_label
from lianqiao.core.parties.models import Region, Zone
from lianqiao.engines.rules import Words

WAN, YI = Decimal(10_000), Decimal(100_000_000)


def place(region: str) -> str:
    """Return a region's or zone's name; '' where there is none of this code."""
    code = region or settings.CITY
    model: Any = Region if code.isdigit() else Zone
    found = model.objects.filter(pk=code).first()
    return str(found) if found else (_("City") if code == settings.CITY else "")


def no_such_place(region: str) -> str:
    """Say that there is no such region."""
    return _("There is no region “%(text)s”.") % {"text": region}


def how(version: Version) -> list[str]:
    """Say in sentences how a figure comes about."""
    if version.is_reported:
        return [_("The department reports it from a system of its own; it is not counted here.")]
    if version.aggregate == Aggregate.RATIO:
        said = _("“%(numerator)s” divided by “%(denominator)s”, times %(factor)s.")
        names = {"numerator": version.numerator_id, "denominator": version.denominator_id}
        return [said % {**names, "factor": format(version.factor.normalize(), "f")}]
    kinds = _("; ").join(ledger.kind(kind) for kind in version.kinds)
    lines = [
        _("%(aggregate)s: %(kinds)s")
        % {"aggregate": version.get_aggregate_display(), "kinds": kinds}
    ]
    if version.quantity:
        lines.append(_("Quantity: %(name)s") % {"name": quantity_label(version.quantity)})
    if version.condition:
        lines.append(_("Where: %(condition)s") % {"condition": condition_in_words(version)})
    if version.ends:
        ends = _("; ").join(ledger.kind(kind) for kind in version.ends)
        lines.append(_("Until: %(kinds)s") % {"kinds": ends})
    return lines


def condition_in_words(version: Version) -> str:
    """Return a condition as a sentence in the reader's language."""
    return meaning(version.kinds, version.condition)


def meaning(kinds: Sequence[str], condition: str) -> str:
    """Return a condition over entries of some kinds as a sentence. Invalid where it is none."""
    return Words(language(), DAYS[-1]).leaf(checked(kinds, condition).tree, False)


def number(value: Decimal | None) -> str:
    """Return a value with its thousands parted, and no zeros at its end.

    >>> number(Decimal("8800000.000000")), number(Decimal("66.666667"))
    ('8,800,000', '66.67')
    """
    if value is None:
        return "–"
    shown = f"{value.quantize(Decimal('0.01')):,f}"
    return shown.rstrip("0").rstrip(".")


def short(value: Decimal | None) -> str:
    """Return a large value as Chinese readers like it: 880万, 35.89亿.

    >>> short(Decimal(8_800_000)), short(Decimal(3_589_000_000)), short(Decimal(459))
    ('880万', '35.89亿', '459')
    """
    if value is None or not speaks_chinese():
        return number(value)
    for step, name in ((YI, "亿"), (WAN, "万")):
        if abs(value) >= step:
            return f"{number(value / step)}{name}"
    return number(value)


def ranked(values: Sequence[Value]) -> list[dict[str, Any]]:
    """Return districts with their rank, in their order; those of one value share a rank."""
    names = dict(
        Region.objects.filter(pk__in=[one.region for one in values]).values_list("pk", "name")
    )
    rows: list[dict[str, Any]] = []
    known = [one for one in values if one.value is not None]
    for position, one in enumerate(known, start=1):
        same = rows and rows[-1]["value"] == one.value
        rank = rows[-1]["rank"] if same else position
        rows.append(
            {"rank": rank, "name": names[one.region], "code": one.region, "value": one.value}
        )
    return rows
