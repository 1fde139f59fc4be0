"""The steps of procedures as rows, so that the database itself refuses every other step."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from lianqiao.core.cases.models import AllowedStep
from lianqiao.core.cases.procedures import Procedure, procedures


@transaction.atomic
def lay_down(*wanted: Procedure) -> None:
    """Write the steps of some procedures. What was once allowed stays: cases came that way."""
    steps = {step for rules in wanted for step in _steps(rules)}
    known = AllowedStep.objects.filter(procedure__in=[rules.code for rules in wanted])
    missing: Iterable[tuple[str, str, str]] = steps - set(
        known.values_list("procedure", "source", "target")
    )
    AllowedStep.objects.bulk_create(
        AllowedStep(procedure=code, source=source, target=target)
        for code, source, target in sorted(missing)
    )


def lay_down_procedures() -> None:
    """Write the steps of all procedures that desks declare in code."""
    lay_down(*procedures())


def _steps(rules: Procedure) -> list[tuple[str, str, str]]:
    begun = [(rules.code, "", state) for state in rules.first]
    return begun + [
        (rules.code, source, step.target) for step in rules.transitions for source in step.sources
    ]
