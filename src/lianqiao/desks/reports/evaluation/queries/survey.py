"""What a round's survey found: options as counts, texts for the office alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation.models import Question, Round, Stage, SurveyCounted
from lianqiao.desks.reports.evaluation.queries.composition import told
from lianqiao.desks.reports.evaluation.queries.seeing import managed

OVER = (Stage.CLOSED, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Option:
    """An option and how many chose it; None where it is withheld."""

    label: str
    count: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A question's answers: `total` is None where they are fewer than the round's `smallest`.

    A question that is answered in free text has no options, and its texts are not here.
    """

    question: Question
    total: int | None
    options: list[Option]

    @property
    def is_withheld(self) -> bool:
        """Whether something of it is not told."""
        return self.total is None or any(one.count is None for one in self.options)


def surveyed(row: Round) -> list[Surveyed]:
    """Return what a closed round's survey found, in two queries; empty where nothing was asked.

    Counts below `smallest` are withheld, and others until none can be reckoned from the total.
    """
    rows = Question.objects.filter(round=row).order_by("position")
    answered = SurveyCounted.objects.filter(question__round=row).order_by()
    questions = {one.pk: one for one in rows}
    if not questions:
        return []
    counts: dict[int, dict[int | None, int]] = defaultdict(dict)
    for question, option, count in answered.values_list("question", "option").annotate(Count("pk")):
        counts[question][option] = count
    return [_surveyed(one, counts[pk], row.smallest) for pk, one in questions.items()]


def texts(actor: Actor, pk: int, question: int) -> tuple[Question, QuerySet[SurveyCounted]]:
    """Return the texts that answer a question, mixed, after the close, for the round's office.

    NotFound for everybody else, and before.
    """
    own = Question.objects.filter(kind=Question.Kind.TEXT, round=pk).select_related("round")
    found = own.filter(round__in=managed(actor).filter(stage__in=OVER), pk=question).first()
    if found is None:
        raise NotFound(_("There is no such page."))
    # The keys are random, and newer than the urn's.
    return found, SurveyCounted.objects.filter(question=found).order_by("pk")


def lines(found: list[Surveyed]) -> Iterator[dict[str, Any]]:
    """Yield a line for each option, and one for each question answered in free text."""
    for one in found:
        for option in one.options or [Option("", one.total, None)]:
            yield {
                "question": one.question.text,
                "option": option.label or None,
                "is_withheld": option.count is None,
                "count": option.count,
                "share": None if option.share is None else f"{option.share:.1f}",
            }


def _surveyed(question: Question, counts: dict[int | None, int], smallest: int) -> Surveyed:
    total = sum(counts.values())
    each = [counts.get(place, 0) for place, _label in enumerate(question.options, 1)]
    shown = told(each, smallest)
    options = [
        Option(label, count, None if count is None else 100 * count / total)
        for label, count in zip(question.options, shown, strict=True)
    ]
    return Surveyed(question, total if total >= smallest else None, options)
