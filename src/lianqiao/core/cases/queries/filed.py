"""A rule over what was last filed in a case, outside any form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lianqiao.core.cases import applicants
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.naming import Values, named, row_of
from lianqiao.core.cases.forms.reviewed import named_reviews, row_of_reviews
from lianqiao.core.cases.models import Case, Snapshot
from lianqiao.core.cases.queries.reviews import review_scores
from lianqiao.core.cases.queries.versions import document
from lianqiao.engines.rules import Fact, Verdict, Vocabulary, check, planned


def filed(case: Case) -> dict[str, Snapshot]:
    """Return the last snapshot of each form of a case, by the form's key; of years the latest."""
    rows = Snapshot.objects.filter(filing__case=case).select_related("filing")
    return {row.filing.form: row for row in rows.order_by("filing__period", "number")}


def holds(case: Case, rule: str, today: date) -> bool | None:
    """Judge a rule of a step over all that was filed; None where that does not tell."""
    return judged_rule(case, rule, today).verdict


def judged_rule(case: Case, rule: str, today: date) -> Verdict:
    """Return what a rule of a step says of all that was filed, and why."""
    last = filed(case)
    values = {key: snapshot.values for key, snapshot in last.items()}
    scores = review_scores(case, last)
    return judged_of(document(case.procedure), values, rule, today, scores=scores)


def holds_of(
    procedure: Document, values: Mapping[str, Values], rule: str, today: date
) -> bool | None:
    """Judge a rule of a step over values by form; None where they do not tell."""
    return judged_of(procedure, values, rule, today).verdict


def judged_of(
    procedure: Document,
    values: Mapping[str, Values],
    rule: str,
    today: date,
    *,
    scores: Mapping[str, Decimal | None] | None = None,
) -> Verdict:
    """Return what a rule of a step says of values by form and of scores by review, and why."""
    words = applicants.vocabulary()
    facts: dict[str, Fact] = named_reviews(procedure.reviews)
    row: dict[str, Any] = row_of_reviews(procedure.reviews, scores or {})
    for form in procedure.forms:
        fields = list(form.fields.values())
        facts |= named(fields, words)
        row |= row_of(fields, values.get(form.key, {}), words)
    return planned(check(rule, Vocabulary(facts)), None, today).judge(row)
