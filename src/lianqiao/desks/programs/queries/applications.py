"""An application for a title by its score table: what is filed, and beside it what is on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.documents.fields import FactField, Form
from lianqiao.core.cases.forms.naming import Values, row_of
from lianqiao.core.cases.models import Filing, Snapshot
from lianqiao.core.cases.queries.holding import barred_until
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.language import language
from lianqiao.core.parties.models import Title
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.registry import Registry, registry
from lianqiao.core.rules.subjects import subject
from lianqiao.desks.programs.queries.ladder import Standing, standing_of
from lianqiao.engines.rules import Words, column

APPLICATION = "application"
"""The key of the form that score tables judge."""


@dataclass(frozen=True, slots=True)
class Score:
    """A filing as the table of its title judges it on the day of applying.

    `filed` names the facts that count as filed instead of what is on record. `banned_until` is the
    last day on which a revoked title still stands in the way.
    """

    standing: Standing
    on: date
    filed: Sequence[str]
    banned_until: date | None


def title_of(procedure: str) -> str | None:
    """Return the title with a score table that a version of a procedure grants, if it does."""
    titles = {step.grants.title for step in document(procedure).steps if step.grants}
    return next((code for code in scorecards.LADDER if code in titles), None)


def score(filing: Filing, snapshot: Snapshot | None = None) -> Score | None:
    """Return the score of a snapshot, or of what stands in the form by now.

    What is filed counts before what is on record, and of that what was known when it was handed
    in: a score that was decided on stays as it was. The table is that of the day of the first
    handing in, since a correction asks for nothing that was not asked before.
    """
    code = snapshot.procedure if snapshot else filing.case.procedure
    if filing.form != APPLICATION or (title := title_of(code)) is None:
        return None
    first = filing.snapshots.order_by("number").first()
    on = timezone.localdate(first.at if first else None)
    cards = scorecards.in_force(on, [title])
    if not cards:
        return None
    words = registry()
    known = subject(
        filing.case.organization_id, words.vocabulary, on, known_at=snapshot and snapshot.at
    )
    year = filing.period or (on if first else timezone.localdate()).year
    values = snapshot.values if snapshot else filing.buffer
    stated = stated_in(document(code).form(filing.form), values, words, on.year - year)
    standing = standing_of(
        cards[0],
        {**known.row, **stated},
        words,
        on,
        is_recheck=_held_before(filing.case.organization_id, title, on),
    )
    if standing is None:
        return None
    otherwise = [name for name in stated if stated[name] != known.row.get(name)]
    return Score(
        standing,
        on,
        [_named(name, words, on) for name in otherwise],
        barred_until([title], filing.case.organization_id, on),
    )


def stated_in(form: Form, values: Values, words: Registry, back: int = 0) -> Mapping[str, Any]:
    """Return the columns of rules that a form's facts fill in; `back` years before the day."""
    fields = [one for one in form.fields.values() if isinstance(one, FactField)]
    row = row_of(fields, values, words.vocabulary)
    found = {}
    for one in fields:
        fact = words.vocabulary.facts.get(one.fact)
        if fact is not None and row[one.key] is not None:
            lag = (one.lag or 0) + back if fact.yearly else None
            found[column(fact.name, lag)] = row[one.key]
    return {name: value for name, value in found.items() if name in words.vocabulary.by_column}


def _held_before(organization: int, title: str, on: date) -> bool:
    rows = Title.objects.filter(organization=organization, kind__code=title)
    return rows.filter(valid_from__lt=on, valid_to__gte=on).exists()


def _named(name: str, words: Registry, on: date) -> str:
    fact, lag = words.vocabulary.by_column[name]
    return Words(language(), on).fact_named(fact, lag)
