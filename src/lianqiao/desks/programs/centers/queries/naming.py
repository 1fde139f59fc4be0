"""Organizations and centers by what people call them."""

from __future__ import annotations

from django.db.models import Q

from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs.centers.models import ENDED, Center


def organization_named(text: str) -> int | None:
    """Return the key of the one organization of a name or credit code; None for none or several."""
    rows = Organization.objects.exclude(kind=Organization.Kind.BUREAU)
    found = rows.filter(Q(name=text.strip()) | Q(uscc=text.strip().upper()))[:2]
    keys = [one.pk for one in found]
    return keys[0] if len(keys) == 1 else None


def center_named(text: str) -> int | None:
    """Return the key of the center that bears a name now; None where there is none."""
    rows = Center.objects.exclude(stage__in=ENDED).filter(name=text.strip())
    return rows.values_list("pk", flat=True).first()
