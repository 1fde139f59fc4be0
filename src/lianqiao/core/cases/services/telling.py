"""Telling the applicant what happened, in the procedure's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import Formatter

from django.utils import translation
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import flow
from lianqiao.core.cases.models import (
    Case,
    CaseStep,
    Certificate,
    Correction,
    Extension,
    Message,
)
from lianqiao.core.cases.queries.grace import missed_step
from lianqiao.core.cases.queries.versions import document

CHINESE = "zh-hans"
TITLE = 200
PLACES = frozenset({"number", "procedure", "due", "reason"})


def unknown_places(text: str, known: frozenset[str] = PLACES) -> Iterator[str]:
    """Yield the names in braces that nothing fills in; '' for a brace that is not closed.

    How a name is to be written (`{due:>99}`, `{due!r}`) is nothing that a message may say.
    """
    try:
        places = [
            f"{name}{f'!{turn}' if turn else ''}{f':{form}' if form else ''}"
            for _text, name, form, turn in Formatter().parse(text)
            if name is not None
        ]
    except ValueError:
        yield ""
        return
    yield from (place for place in places if place not in known)


def tell(case: Case, message: flow.Message, step: CaseStep) -> Message:
    """Keep a message for the applicant; it is written in Chinese, the language of the office."""
    title, text = worded(case, message, due=case.due_on, reason=step.reason)
    return Message.objects.create(case=case, step=step, title=title[:TITLE], text=text)


def worded(case: Case, message: flow.Message, *, due: date | None, reason: str) -> tuple[str, str]:
    """Return title and text of a message with what stands in braces filled in."""
    said = {
        "number": case.number,
        "procedure": document(case.procedure).label.zh,
        "due": due.isoformat() if due else "",
        "reason": reason,
    }
    return message.title.zh.format(**said), message.text.zh.format(**said)


def tell_of_correction(case: Case, made: Correction) -> None:
    """Tell the applicant what is to be put right, and by when."""
    with translation.override(CHINESE):
        title = _("Please put right by %(day)s what is named here") % {"day": made.due_on}
        step = missed_step(case)
        missed = _("If nothing comes by then, the case goes on by “%(step)s”.")
        after = f"\n\n{missed % {'step': step.label.zh}}" if step else ""
        _keep(case, title, f"{made.text}{after}")


def tell_of_withdrawal(case: Case) -> None:
    """Tell the applicant that nothing needs to be put right any more."""
    with translation.override(CHINESE):
        title = _("The request for correction has been withdrawn")
        _keep(case, title, _("Nothing needs to be changed; your case goes on."))


def tell_of_extension(case: Case, row: Extension) -> None:
    """Tell the applicant what the office says to a request for more time."""
    with translation.override(CHINESE):
        if row.is_refused:
            title = _("More time is not granted; the term ends on %(day)s") % {"day": row.due_on}
        else:
            title = _("More time is granted: the term ends on %(day)s") % {"day": case.due_on}
        _keep(case, title, row.answer or _("Please do by then what your case asks of you."))


def tell_of_revocation(row: Certificate) -> None:
    """Tell the holder that a certificate counts no longer, with the reason."""
    with translation.override(CHINESE):
        title = _("Certificate %(number)s has been revoked") % {"number": row.number}
        _keep(row.case, title, row.reason)


def remind(case: Case, day: date, today: date) -> None:
    """Remind the applicant of a day by which something is to be done, or that it has passed."""
    said = {"number": case.number, "day": day}
    with translation.override(CHINESE):
        if day < today:
            title = _("Case %(number)s: the term ended on %(day)s") % said
            text = _("What you were asked for is still missing; the office decides how to go on.")
        else:
            title = _("Case %(number)s: the term ends on %(day)s") % said
            text = _("Please do by then what your case asks of you.")
        _keep(case, title, text)


def say(case: Case, title: str, text: str) -> None:
    """Keep a message of a desk's own for the applicant."""
    _keep(case, title, text)


def _keep(case: Case, title: str, text: str) -> None:
    Message.objects.create(case=case, title=title[:TITLE], text=text)
