"""Points that rules give by themselves, beside the scores of experts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building.speaking import of_all_forms, said
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.reviews import Review
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.filed import filed, holds_of
from lianqiao.core.cases.queries.versions import document


@dataclass(frozen=True, slots=True)
class Given:
    """A point that a rule gives or not (None: what was filed does not tell), with its sentence."""

    label: str
    rule: str
    points: int
    verdict: bool | None


def points_of(case: Case, review: Review, today: date) -> list[Given]:
    """Return the points that rules give of what was filed last, each with what it asks."""
    values = {key: snapshot.values for key, snapshot in filed(case).items()}
    return given_of(document(case.procedure), values, review, today)


def given_of(
    procedure: Document, values: Mapping[str, Values], review: Review, today: date
) -> list[Given]:
    """Return the points that rules give of values by form."""
    fields = [list(form.fields.values()) for form in procedure.forms]
    words = of_all_forms(fields, applicants.vocabulary())
    return [
        Given(
            str(point.label),
            said(point.rule, words, today).sentence or point.rule,
            point.points,
            holds_of(procedure, values, point.rule, today),
        )
        for point in review.points
    ]
