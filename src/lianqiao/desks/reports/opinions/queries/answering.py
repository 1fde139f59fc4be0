"""Who answers for what an opinion is about."""

from __future__ import annotations

from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.opinions.subjects import About


def answering(about: About) -> int | None:
    """Return the department that answers for a thing: whose ledger entry about it is the newest."""
    bureaus = Organization.objects.filter(kind=Organization.Kind.BUREAU).values("pk")
    entries = Entry.objects.filter(
        subject_type=about.type, subject_id=about.id or 0, organization_id__in=bureaus
    )
    return entries.order_by("-pk").values_list("organization_id", flat=True).first()
