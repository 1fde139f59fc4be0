"""The score of an application that is only pretended: of what was typed, with nothing on record."""

from __future__ import annotations

from django.utils import timezone

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.registry import registry
from lianqiao.desks.programs.queries.applications import APPLICATION, stated_in
from lianqiao.desks.programs.queries.ladder import Standing, standing_of


def score_of(document: Document, form: str, values: Values) -> Standing | None:
    """Return what the table in force today gives for a form; None where no table judges it."""
    titles = {step.grants.title for step in document.steps if step.grants}
    title = next((code for code in scorecards.LADDER if code in titles), None)
    today = timezone.localdate()
    cards = scorecards.in_force(today, [title]) if title and form == APPLICATION else []
    if not cards:
        return None
    words = registry()
    blank = dict.fromkeys(words.vocabulary.by_column)
    row = blank | stated_in(document.form(form), values, words)
    return standing_of(cards[0], row, words, today, is_recheck=False)
