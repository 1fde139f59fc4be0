"""What a new round begins with."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from lianqiao.desks.reports.evaluation.models import (
    Choice,
    Group,
    Item,
    Judged,
    Question,
    Round,
    Stratum,
)

COPIED = {
    Stratum: ("code", "name", "kind", "region_id", "seats", "weight"),
    Item: ("position", "name", "help", "weight"),
    Choice: ("position", "label", "points"),
    Question: ("position", "text", "kind", "options"),
}


def begin(row: Round) -> None:
    """Fill a new round as the last one of its office was, the first one with plain choices."""
    last = Round.objects.filter(office=row.office_id).exclude(pk=row.pk).first()
    if last is None:
        _plain(row)
        return
    for model, names in COPIED.items():
        old = model._default_manager.filter(round=last).order_by("pk")
        new = [
            model(round=row, **dict(zip(names, one, strict=True)))
            for one in old.values_list(*names)
        ]
        model._default_manager.bulk_create(new)
    for group in last.groups.prefetch_related("judged"):
        made = Group.objects.create(round=row, position=group.position, name=group.name)
        judged = [
            Judged(round=row, group=made, department_id=one.department_id)
            for one in group.judged.all()
        ]
        Judged.objects.bulk_create(judged)


def _plain(row: Round) -> None:
    words = (_("Very satisfied"), _("Satisfied"), _("Fair"), _("Dissatisfied"))
    for at, (word, points) in enumerate(zip(words, (100, 80, 60, 0), strict=True), 1):
        Choice.objects.create(round=row, position=at, label=word, points=points)
    Item.objects.create(round=row, position=1, name=_("Work as a whole"), weight=Decimal(1))
    Group.objects.create(round=row, position=1, name=_("Group %(number)s") % {"number": 1})
