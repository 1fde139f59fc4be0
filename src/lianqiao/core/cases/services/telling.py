"""Telling the applicant what happened, in the procedure's own words."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from lianqiao.core.cases.documents import flow
from lianqiao.core.cases.models import Case, CaseStep, Message
from lianqiao.core.cases.queries.versions import document

PLACES = frozenset({"number", "procedure", "due", "reason"})


def unknown_places(text: str) -> Iterator[str]:
    """Yield the names in braces that no message can fill in; '' for a brace that is not closed."""
    try:
        names = [name for _text, name, _form, _turn in Formatter().parse(text) if name is not None]
    except ValueError:
        yield ""
        return
    yield from (name for name in names if name not in PLACES)


def tell(case: Case, message: flow.Message, step: CaseStep) -> Message:
    """Keep a message for the applicant; it is written in Chinese, the language of the office."""
    said = {
        "number": case.number,
        "procedure": document(case.procedure).label.zh,
        "due": case.due_on.isoformat() if case.due_on else "",
        "reason": step.reason,
    }
    return Message.objects.create(
        case=case,
        step=step,
        title=message.title.zh.format(**said)[:200],
        text=message.text.zh.format(**said),
    )
