"""Objections to names on a public notice: anybody's, each decided with an answer."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.services import move
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.desks.policies.models import Claim, Objection
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.telling import tell

SHORTEST, LONGEST = 10, 2_000
MOST_IN_AN_HOUR = 30


@transaction.atomic
def raise_objection(*, notice: int, claim: int, text: str, contact: str = "") -> Objection:
    """Object to a name on a notice that is open; the claim waits until it is decided.

    The text and the contact stay with the office; the ledger only says that there was one.
    """
    found = Claim.objects.filter(pk=claim, notice=notice).values_list("case", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such name on this notice."))
    row = queries.locked_claim(found)
    _require_open(row)
    _require_text(text)
    _require_calm(notice)
    objection = Objection.objects.create(
        claim=row, text=text.strip(), contact=contact.strip()[:120]
    )
    if row.case.state == "announced":
        move(row.case_id, "object", actor=ANYONE)
    return objection


@transaction.atomic
def decide(*, actor: Actor, objection: int, is_upheld: bool, answer: str) -> Objection:
    """Uphold an objection: the claim is rejected and its money free. Or dismiss it: it goes on.

    A claim goes on only when its last open objection is dismissed.
    """
    found = Objection.objects.filter(pk=objection).values_list("claim__case", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such objection."))
    claim = queries.office_claim(actor, found)
    if not answer.strip():
        said = _("Give the reason: the other side will read it.")
        raise Invalid(said, {"answer": said})
    open_ones = {one.pk: one for one in claim.objections.filter(decided_at__isnull=True)}
    if objection not in open_ones:
        raise Conflict(_("This objection is decided already."))
    # Upheld, the claim is over, and with it whatever else was said against it.
    decided = list(open_ones.values()) if is_upheld else [open_ones[objection]]
    for one in decided:
        one.decided_at, one.decided_by_id = timezone.now(), actor.user
        one.is_upheld, one.answer = is_upheld, answer.strip()
        one.save()
    if is_upheld:
        move(claim.case_id, "uphold", actor=actor, reason=answer)
        budgets.free([claim])
        tell([claim.pk])
    elif len(open_ones) == 1:
        _go_on(claim, actor, answer)
    return next(one for one in decided if one.pk == objection)


def _go_on(claim: Claim, actor: Actor, answer: str) -> None:
    move(claim.case_id, "dismiss", actor=actor, reason=answer)
    if claim.notice and claim.notice.closed_at:
        move(claim.case_id, "clear", actor=actor)
        tell([claim.pk])


def _require_open(claim: Claim) -> None:
    notice = claim.notice
    is_over = notice is None or notice.closed_at or timezone.localdate() > notice.ends_on
    if is_over or claim.case.state not in {"announced", "objected"}:
        raise Invalid(_("The days for objections to this name are over."))


def _require_text(text: str) -> None:
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        said = _("Say in %(least)d to %(most)d characters what is wrong and how one can see it.")
        sentence = said % {"least": SHORTEST, "most": LONGEST}
        raise Invalid(sentence, {"text": sentence})


def _require_calm(notice: int) -> None:
    """Keep a flood from stopping every name on a notice, whatever addresses it comes from."""
    since = timezone.now() - timedelta(hours=1)
    if Objection.objects.filter(claim__notice=notice, at__gte=since).count() >= MOST_IN_AN_HOUR:
        raise Conflict(_("Too many objections have come within the hour; try again later."))
