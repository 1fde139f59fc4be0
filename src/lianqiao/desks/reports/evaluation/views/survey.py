"""The survey: its fields on the ballot, what it found, and its texts for the office."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core.charts import bars
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Column, download, text
from lianqiao.desks.reports.evaluation.models import Question
from lianqiao.desks.reports.evaluation.queries import results, survey
from lianqiao.desks.reports.evaluation.queries.survey import Surveyed
from lianqiao.desks.reports.evaluation.services.casting import LONGEST_ANSWER, Answers
from lianqiao.desks.reports.opinions.masking import masked

ON_A_PAGE = 50
COLUMNS = (
    Column("question", "问题", "Question", text(200)),
    Column("option", "选项", "Option", text(80)),
    Column("count", "回答数", "Answers", text(10)),
    Column("share", "占比（%）", "Share in %", text(10)),
    Column("is_withheld", "不公开", "Withheld", text(5)),
)
_NAME = re.compile(r"q([1-9][0-9]{0,17})", re.ASCII)
_PLACE = re.compile(r"[0-9]{1,4}", re.ASCII)


@require_safe
def file(request: ActingRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand out the survey's counts as CSV or XLSX; no text stands in it."""
    said = results.findings_for(request.actor, pk)
    if not said.survey:
        raise NotFound(_("There is no such page."))
    rows = (
        [str(int(value)) if isinstance(value, bool) else value for value in map(line.get, _HEADS)]
        for line in survey.lines(said.survey)
    )
    return download(form, f"evaluation-{pk}-survey", COLUMNS, rows)


@never_cache
@require_safe
def texts(request: ActingRequest, pk: int, question: int) -> HttpResponse:
    """Show the office what was written, mixed and without numbers of persons."""
    asked, rows = survey.texts(request.actor, pk, question)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    said = [masked(one.text) for one in page]
    context = {"question": asked, "round": asked.round, "page": page, "texts": said}
    return render(request, "evaluation/results/texts.html", context)


def answers_of(posted: QueryDict, questions: Sequence[Question]) -> Answers:
    """Read {question: option or text} from a form's fields. Invalid for what is no answer."""
    kinds = {one.pk: one.kind for one in questions}
    answers: dict[int, int | str] = {}
    for name, value in posted.items():
        if not (read := _NAME.fullmatch(name)) or not value:
            continue
        pk, given = int(read[1]), str(value)
        if kinds.get(pk) == Question.Kind.TEXT:
            answers[pk] = given
        elif pk not in kinds or not _PLACE.fullmatch(given):
            raise Invalid(_("The ballot names what it does not judge; open it anew."))
        elif place := int(given):
            answers[pk] = place
    return answers


def fields(questions: Sequence[Question], posted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the survey's questions as the ballot shows them, with what is answered so far."""
    return [_field(one, str(posted.get(f"q{one.pk}", ""))) for one in questions]


def charts(found: Sequence[Surveyed]) -> list[tuple[Surveyed, Any]]:
    """Return each question with a chart of those options that may be told."""
    return [(one, _chart(one)) for one in found]


_HEADS = [column.name for column in COLUMNS]


def _field(one: Question, given: str) -> dict[str, Any]:
    options = [(str(at), label) for at, label in enumerate(one.options, 1)]
    return {
        "name": f"q{one.pk}",
        "question": one,
        "options": [(key, label, key == given) for key, label in options],
        "longest": LONGEST_ANSWER,
        "given": given,
        "shown": dict(options).get(given, "" if one.options else given.strip()),
    }


def _chart(one: Surveyed) -> Any:
    rows = [
        {"option": f"{option.label} · {option.count}", "share": round(option.share, 1)}
        for option in one.options
        if option.count is not None and option.share is not None
    ]
    if not rows:
        return ""
    heads = {"option": _("Option · answers"), "share": _("Share in %")}
    return bars(rows, "share", "option", title=_("Share in %"), heads=heads)
