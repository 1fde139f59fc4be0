"""A text comes in, and is kept as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, TooLarge, explained
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import kinds
from lianqiao.desks.reports.statements.models import Text
from lianqiao.desks.reports.statements.services.reading import read

LONGEST = 10_000_000
AT_ONCE = 200_000
"""Longer texts are read in the background."""

ON_A_PAGE = 6_000


@dataclass(frozen=True, slots=True)
class Given:
    """A text as somebody hands it in."""

    title: str
    body: str
    year: int
    published_on: date
    source: str = ""
    is_invented: bool = False


def enter(given: Given, *, actor: Actor) -> Text:
    """Keep a text and read it; a long one is read in the background.

    Invalid without title or text, TooLarge beyond ten million characters, Conflict for a text
    that was entered already.
    """
    _require(given, actor)
    digest = sha256(given.body.encode()).hexdigest()
    known = Conflict(_("This text was entered already."))
    with explained({"text_entered_once": known}), transaction.atomic():
        text = Text.objects.create(
            title=given.title.strip(),
            body=given.body,
            year=given.year,
            published_on=given.published_on,
            source=given.source,
            is_invented=given.is_invented,
            sha256=digest,
            pages=list(_pages(given.body)),
            entered_by=actor.user,
        )
        record(kinds.ENTERED, subject=text.pk, actor=actor, organization=actor.organization)
        if len(given.body) <= AT_ONCE:
            return read(text.pk, actor=actor)
    return text


def _require(given: Given, actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department enters texts."))
    wrong = {}
    if not given.title.strip():
        wrong["title"] = _("Give it a title.")
    if not given.body.strip() or "\0" in given.body:
        wrong["body"] = _("There is no text in this file.")
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        wrong["year"] = _("Write a year.")
    if wrong:
        raise Invalid(_("The text cannot be entered like this."), wrong)
    if len(given.body) > LONGEST:
        raise TooLarge(_("A text has at most %(most)s characters.") % {"most": f"{LONGEST:,}"})


def _pages(body: str) -> Iterator[int]:
    """Yield where pages begin: after a line or a sentence, or in the midst of an endless one."""
    start = 0
    while start < len(body):
        yield start
        if start + ON_A_PAGE >= len(body):
            return
        ends = (body.rfind(end, start + ON_A_PAGE // 2, start + ON_A_PAGE) for end in "\n。")
        start = next((end + 1 for end in ends if end > 0), start + ON_A_PAGE)
