"""What changed from one version of an indicator to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lianqiao.core.indicators.models import Scope, Version
from lianqiao.core.indicators.periods import PeriodKind
from lianqiao.core.indicators.queries import history
from lianqiao.core.ledger import wording as ledger
from lianqiao.core.ledger.kinds import quantity_label
from lianqiao.core.parties.actors import Actor

LISTS = {"periods": PeriodKind, "scopes": Scope}
LEFT_OUT = frozenset({"id", "indicator", "number", "recorded_at", "recorded_by"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same, as it was and as it is."""

    label: str
    before: str
    now: str


def before(version: Version, actor: Actor) -> Version | None:
    """Return the version before one, as far as the actor may see it."""
    rows = history(version.code, actor).filter(number__lt=version.number)
    return rows.first()


def differences(earlier: Version, later: Version) -> Iterator[Difference]:
    """Yield what a later version says otherwise, in the fields' order."""
    for field in Version._meta.concrete_fields:
        was, now = _said(earlier, field.name), _said(later, field.name)
        if field.name not in LEFT_OUT and was != now:
            yield Difference(capfirst(str(field.verbose_name)), was, now)


def _said(version: Version, name: str) -> str:
    value = getattr(version, name)
    if name == "aggregate":
        return str(version.get_aggregate_display())
    if name == "quantity" and value:
        return str(quantity_label(value))
    if name in {"kinds", "ends"}:
        return _("; ").join(f"{ledger.kind(kind)} ({kind})" for kind in value)
    if name in LISTS:
        return _("; ").join(str(LISTS[name](one).label) for one in value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
