"""A text with its marks as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lianqiao.core.errors import TooLarge
from lianqiao.core.indicators.wording import number
from lianqiao.core.language import language
from lianqiao.core.parties.actors import Actor
from lianqiao.core.prints import Block, Run, heading, paragraph, run, table
from lianqiao.core.prints import pdf as set_pdf
from lianqiao.desks.reports.statements.models import Claim, Text
from lianqiao.desks.reports.statements.queries import page_of, summary
from lianqiao.desks.reports.statements.queries.pages import Paragraph

MOST_PAGES = 60


def pdf(text: Text, actor: Actor) -> bytes:
    """Return a text as it reads, each figure marked with what the ledger says to it.

    TooLarge for texts that no one prints.
    """
    pages = len(text.pages)
    if pages > MOST_PAGES:
        raise TooLarge(_("This text is too long for a PDF; take the list of its figures."))
    counts = table(
        [_("Verdict"), _("Figures")], [(one["label"], one["count"]) for one in summary(text)]
    )
    body = (block for page in range(pages) for block in _blocks(page_of(text, page + 1, actor)))
    return set_pdf(
        text.title,
        [counts, *body],
        subtitle=f"{text.source} · {text.published_on.isoformat()}".strip(" ·"),
        notice=_("All data in this text are invented.") if text.is_invented else "",
        footer=_("Held against the ledger"),
        language=language(),
    )


def _blocks(page: Iterable[Paragraph]) -> Iterator[Block]:
    for one in page:
        runs = _runs(one)
        yield heading(one.level, *runs) if one.level else paragraph(*runs)


def _runs(one: Paragraph) -> list[Run]:
    return [
        run(piece.text, piece.note.claim.outcome, said(piece.note.claim))
        if piece.note
        else run(piece.text)
        for piece in one.pieces
    ]


def said(claim: Claim) -> str:
    """Return the verdict of a claim in a few words."""
    label = claim.get_outcome_display() if claim.outcome else claim.get_state_display()
    if claim.found is None or claim.outcome == "agrees":
        return str(label)
    return _("%(verdict)s: %(value)s") % {"verdict": label, "value": number(claim.found)}
