"""Counting who looks: a number a day, nothing of the person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lianqiao.desks.policies.models import Views


@transaction.atomic
def count_view(*, policy: int) -> None:
    """Count one more view of a policy today."""
    today = timezone.localdate()
    row, _is_new = Views.objects.get_or_create(policy_id=policy, day=today)
    Views.objects.filter(pk=row.pk).update(count=F("count") + 1)
