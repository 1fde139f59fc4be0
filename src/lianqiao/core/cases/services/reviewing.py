"""What an expert does: declare, open or recuse, keep a draft, file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.cases import followers, kinds
from lianqiao.core.cases.documents.reviews import Item, Review, combined, weighed
from lianqiao.core.cases.models import Assignment, ItemScore, Opinion, Panel
from lianqiao.core.cases.queries.candidates import conflict
from lianqiao.core.cases.queries.reviewing import assignment_for
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.drawing import give_back, locked_panel, refill
from lianqiao.core.errors import Conflict, Invalid, explained
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor

State = Assignment.State
LONGEST = {"score": 12, "comment": 2000, "evidence": 2000}
LONGEST_OPINION = 5000
BIASED = gettext_lazy(
    "You belong to the applicant, a partner or a bureau by now: declare the conflict instead."
)
Typed = Mapping[str, Mapping[str, str]]
"""What was typed for each item: {item: {"score", "comment", "evidence"}}; under "" the opinion as
a whole, as its "comment"."""


@transaction.atomic
def open_papers(assignment: int, *, actor: Actor) -> Assignment:
    """Declare to have no conflict of interest; the papers open."""
    row, panel = _locked(assignment, actor)
    if row.state == State.OPENED:
        return row
    _require(row, State.ASKED)
    if conflict(row):
        raise Conflict(BIASED)
    row.state, row.opened_at = State.OPENED, timezone.now()
    row.save(update_fields=["state", "opened_at"])
    _note(kinds.DECLARED, panel, actor)
    return row


@transaction.atomic
def recuse(assignment: int, *, actor: Actor, reason: str, today: date | None = None) -> Assignment:
    """Declare a conflict of interest, with a reason; the next of the draw follows, if one can.

    It is never too late before filing: what is hidden may still be recognized.
    """
    row, panel = _locked(assignment, actor)
    _require(row, State.ASKED, State.OPENED)
    give_back(row, State.RECUSED, reason)
    _note(kinds.RECUSED, panel, actor)
    refill(panel, today or timezone.localdate())
    return row


@transaction.atomic
def keep(assignment: int, *, actor: Actor, typed: Typed) -> Assignment:
    """Keep what is typed, whole or not, right or not; only the expert reads it."""
    row, _panel = _locked(assignment, actor)
    _require(row, State.OPENED)
    row.draft = cleaned(typed)
    row.save(update_fields=["draft"])
    return row


@transaction.atomic
def file(assignment: int, *, actor: Actor, typed: Typed) -> Opinion:
    """File an opinion for good. Invalid names each score or text that is missing or wrong."""
    row, panel = _locked(assignment, actor)
    _require(row, State.OPENED)
    review = document(panel.snapshot.procedure).review(panel.review)
    texts = cleaned(typed)
    scores = _scores(review, texts)
    now = timezone.now()
    with explained({"opinion_without_conflict": Conflict(BIASED)}), transaction.atomic():
        made = Opinion.objects.create(
            assignment=row,
            score=weighed(review, scores),
            comment=texts.get("", {}).get("comment", ""),
            filed_at=now,
        )
    ItemScore.objects.bulk_create(
        ItemScore(
            opinion=made,
            item=item.key,
            score=scores[item.key],
            comment=texts[item.key].get("comment", ""),
            evidence=texts[item.key].get("evidence", ""),
        )
        for item in review.items
    )
    row.state, row.ended_at, row.draft = State.FILED, now, {}
    row.save()
    _note(kinds.FILED, panel, actor)
    _tell_if_done(panel, review)
    return made


def cleaned(typed: Typed) -> dict[str, dict[str, str]]:
    """Return what was typed as the database can keep it."""
    return {
        key: {
            name: text.replace("\x00", "").strip()[: LONGEST_OPINION if not key else longest]
            for name, longest in LONGEST.items()
            if (text := parts.get(name, ""))
        }
        for key, parts in typed.items()
    }


def _locked(assignment: int, actor: Actor) -> tuple[Assignment, Panel]:
    panel = locked_panel(assignment_for(actor, assignment).panel_id)
    return Assignment.objects.select_for_update(of=("self",)).get(pk=assignment), panel


def _tell_if_done(panel: Panel, review: Review) -> None:
    rows = Opinion.objects.filter(assignment__panel=panel, assignment__state=State.FILED)
    scores = list(rows.order_by("pk").values_list("score", flat=True))
    if len(scores) >= panel.wanted and (score := combined(review.combine, scores)) is not None:
        followers.tell_reviewed(panel.snapshot.filing.case, panel.review, score)


def _require(row: Assignment, *states: Assignment.State) -> None:
    if row.state in states:
        return
    if row.state == State.ASKED:
        raise Conflict(_("Declare first that you may judge this; the papers open then."))
    raise Conflict(_("This review is not open any more: %(state)s.") % {"state": row})


def _scores(review: Review, texts: Mapping[str, Mapping[str, str]]) -> dict[str, Decimal]:
    scores, wrong = {}, {}
    for item in review.items:
        parts = texts.get(item.key, {})
        score = _score(item, parts.get("score", ""))
        if score is None:
            said = {"lowest": item.lowest, "highest": item.highest}
            wrong[f"{item.key}.score"] = (
                _("Give a number from %(lowest)s to %(highest)s, with two decimals at most.") % said
            )
        else:
            scores[item.key] = score
        if item.needs_comment and not parts.get("comment"):
            wrong[f"{item.key}.comment"] = _("Say why.")
        if item.needs_evidence and not parts.get("evidence"):
            wrong[f"{item.key}.evidence"] = _("Name where in the papers this is to be seen.")
    if wrong:
        raise Invalid(_("This cannot be filed yet: what is missing is named below."), wrong)
    return scores


def _score(item: Item, text: str) -> Decimal | None:
    try:
        number = Decimal(text)
        fits = item.lowest <= number <= item.highest and number == round(number, 2)
    except (InvalidOperation, ValueError):
        return None
    return number if fits else None


def _note(kind: str, panel: Panel, actor: Actor) -> None:
    case = panel.snapshot.filing.case
    record(kind, subject=case.pk, actor=actor, organization=case.organization_id)
