"""A rule over what was last filed in a case, outside any form."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianqiao.core.cases import applicants
from lianqiao.core.cases.forms.naming import named, row_of
from lianqiao.core.cases.models import Case, Snapshot
from lianqiao.core.cases.queries.versions import document
from lianqiao.engines.rules import Fact, Vocabulary, check, planned


def filed(case: Case) -> dict[str, Snapshot]:
    """Return the last snapshot of each form of a case, by the form's key; of years the latest."""
    rows = Snapshot.objects.filter(filing__case=case).select_related("filing")
    return {row.filing.form: row for row in rows.order_by("filing__period", "number")}


def holds(case: Case, rule: str, today: date) -> bool | None:
    """Judge a rule of a step over all that was filed; None where that does not tell."""
    found = document(case.procedure)
    last, words = filed(case), applicants.vocabulary()
    facts: dict[str, Fact] = {}
    row: dict[str, Any] = {}
    for form in found.forms:
        fields = list(form.fields.values())
        facts |= named(fields, words)
        values = last[form.key].values if form.key in last else {}
        row |= row_of(fields, values, words)
    return planned(check(rule, Vocabulary(facts)), None, today).judge(row).verdict
