"""Terms that run out: what is due soon is said, what was missed lapses."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lianqiao.core.cases.bulk import Move, move_cases
from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.telling import tell, warn

DAYS_BEFORE = 3
THEIRS = ("correction", "consent", "returned", "recovering")
"""States in which it is the enterprise's turn."""
OURS = ("submitted", "objected")
"""States in which it is the office's."""


@transaction.atomic
def lapse_missed(*, on: date) -> int:
    """End the claims whose term the enterprise has missed; free the money set aside for them."""
    steps = {state: term.leads_to for state, term in CLAIM.terms.items() if term.leads_to}
    cases = Case.objects.filter(procedure=CLAIM.code, state__in=steps, due_on__lt=on)
    # Locked before it is decided on: the enterprise may act at this very moment.
    rows = list(cases.select_for_update(of=("self",)).order_by("pk"))
    claims = list(Claim.objects.filter(case__in=rows).select_related("case"))
    move_cases([Move(case.pk, steps[case.state]) for case in rows], actor=ANYONE)
    budgets.free(claims)
    tell([claim.pk for claim in claims])
    return len(rows)


@transaction.atomic
def remind(*, on: date) -> int:
    """Remind of what is due within three working days, once for each term.

    The owner where it is the enterprise's turn, the officer where it is the office's.
    """
    until, _is_provisional = deadline(on, DAYS_BEFORE)
    cases = Case.objects.filter(
        procedure=CLAIM.code,
        state__in=THEIRS + OURS,
        due_on__range=(on, until),
        reminded_on__isnull=True,
    )
    keys = list(
        cases.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    )
    Case.objects.filter(pk__in=keys).update(reminded_on=on)
    for states, write in ((THEIRS, tell), (OURS, warn)):
        claims = Claim.objects.filter(case__in=keys, case__state__in=states)
        write(list(claims.values_list("pk", flat=True)))
    return len(keys)
