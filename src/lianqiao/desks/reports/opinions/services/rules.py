"""How opinions are taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.reports.opinions.models import Arrival, Rules, Spent

KEPT = timedelta(days=1)


@transaction.atomic
def change_rules(*, actor: Actor, **values: Any) -> Rules:
    """Change the rules. NotFound for everybody but administrators."""
    if not is_administrator(actor):
        raise NotFound(_("There is no such page."))
    wrong = Invalid(_("These rules would not work."))
    with explained({"opinion_rules_sensible": wrong}), transaction.atomic():
        return Rules.objects.update_or_create(pk=1, defaults=values)[0]


def forget_arrivals() -> int:
    """Forget addresses and challenges of before yesterday; return how many."""
    before = timezone.now() - KEPT
    arrivals = Arrival.objects.filter(at__lt=before).delete()[0]
    return arrivals + Spent.objects.filter(at__lt=before).delete()[0]
