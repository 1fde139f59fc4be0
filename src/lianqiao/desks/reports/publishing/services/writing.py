"""Writing a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.publishing.models import Report, Stage
from lianqiao.desks.reports.publishing.queries.reports import answers_for

LONGEST = 300_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it is written."""

    title: str
    body: str
    year: int
    title_en: str = ""
    body_en: str = ""
    is_invented: bool = False


@transaction.atomic
def save(draft: Draft, *, actor: Actor, report: int | None = None, expected: int = 0) -> Report:
    """Begin a report, or keep a change of one that is a draft.

    `expected` is the revision that the change was made from: Conflict where it is another one by
    now, or the report is no draft any more.
    """
    _require(draft, actor)
    if report is None:
        return Report.objects.create(
            publisher_id=actor.organization, author=actor.user, **asdict(draft)
        )
    row = locked(report, actor)
    if row.stage != Stage.DRAFT or (expected and row.revision != expected):
        raise Conflict(_("Somebody else has changed this report meanwhile; look at it again."))
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    # Whoever wrote last cannot be the one who publishes, even in a draft that another began.
    row.author = actor.user
    row.revision += 1
    row.save()
    return row


def locked(pk: int, actor: Actor) -> Report:
    """Return a report that nobody else changes meanwhile. NotFound for another department's."""
    row = Report.objects.select_for_update().filter(pk=pk).first()
    if row is None or not answers_for(row, actor):
        raise NotFound(_("There is no such report, or it is not open to you."))
    return row


def _require(draft: Draft, actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department writes reports."))
    for text in (draft.body, draft.body_en):
        if len(text) > LONGEST:
            raise TooLarge(
                _("A report has at most %(most)s characters.") % {"most": f"{LONGEST:,}"}
            )
    wrong = {}
    if not draft.title.strip():
        wrong["title"] = _("Give it a title.")
    if not draft.body.strip() or "\0" in draft.body + draft.body_en:
        wrong["body"] = _("Write something.")
    if not FIRST_YEAR <= draft.year <= LAST_YEAR:
        wrong["year"] = _("Write a year.")
    if wrong:
        raise Invalid(_("The report cannot be kept like this."), wrong)
