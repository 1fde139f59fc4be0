"""A rule over what was last filed in a case, outside any form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lianqiao.core.cases import applicants
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.naming import Values, named, row_of
from lianqiao.core.cases.models import Case, Snapshot
from lianqiao.core.cases.queries.versions import document
from lianqiao.engines.rules import Fact, Vocabulary, check, planned


def filed(case: Case) -> dict[str, Snapshot]:
    """Return the last snapshot of each form of a case, by the form's key; of years the latest."""
    rows = Snapshot.objects.filter(filing__case=case).select_related("filing")
    return {row.filing.form: row for row in rows.order_by("filing__period", "number")}


def holds(case: Case, rule: str, today: date) -> bool | None:
    """Judge a rule of a step over all that was filed; None where that does not tell."""
    values = {key: snapshot.values for key, snapshot in filed(case).items()}
    return holds_of(document(case.procedure), values, rule, today)


def holds_of(
    procedure: Document, values: Mapping[str, Values], rule: str, today: date
) -> bool | None:
    """Judge a rule of a step over values by form; None where they do not tell."""
    words = applicants.vocabulary()
    facts: dict[str, Fact] = {}
    row: dict[str, Any] = {}
    for form in procedure.forms:
        fields = list(form.fields.values())
        facts |= named(fields, words)
        row |= row_of(fields, values.get(form.key, {}), words)
    return planned(check(rule, Vocabulary(facts)), None, today).judge(row).verdict
