"""Organizations by what people call them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lianqiao.core.parties.models import Organization


def organizations_named(names: Iterable[str]) -> list[int]:
    """Return the keys of the organizations of some names; a name that several bear tells nobody."""
    wanted = [name.strip() for name in names]
    rows = Organization.objects.exclude(kind=Organization.Kind.BUREAU).filter(name__in=wanted)
    found: dict[str, list[int]] = defaultdict(list)
    for name, pk in rows.order_by("pk").values_list("name", "pk"):
        found[name].append(pk)
    return [keys[0] for keys in found.values() if len(keys) == 1]
