"""Claims and appeals as an actor may see them."""

from __future__ import annotations

import hashlib
import json

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.policies.models import Appeal, Claim
from lianqiao.desks.policies.queries import access

WITH = ("case__officer", "organization", "measure__version", "policy__office", "notice")


def visible_claims(actor: Actor) -> QuerySet[Claim]:
    """Claims of the actor's office, of any office for an administrator, or of his organization."""
    if is_administrator(actor):
        return Claim.objects.all()
    if actor.is_bureau:
        return Claim.objects.filter(case__office_id=actor.organization)
    if not actor.is_known:
        return Claim.objects.none()
    return Claim.objects.filter(organization_id=actor.organization).exclude(case__state="listed")


def claim(actor: Actor, case: int) -> Claim:
    """Return one claim by its case, or NotFound."""
    row = visible_claims(actor).select_related(*WITH).filter(case=case).first()
    if row is None:
        raise NotFound(_("There is no such claim, or it is not open to you."))
    return row


def locked_claim(case: int) -> Claim:
    """Lock a claim with its case; permission is asked before."""
    rows = Claim.objects.select_for_update(of=("case", "self"))
    return rows.select_related("case", "measure__version", "policy", "organization").get(case=case)


def own_claim(actor: Actor, case: int, *, owner: bool = False) -> Claim:
    """Lock and return a claim of the actor's own organization; `owner` only its owner may.

    NotFound for strangers, NotAllowed for an office and, where only owners may, for members.
    """
    claim(actor, case)
    row = locked_claim(case)
    if not actor.acts_for(row.organization_id):
        raise NotAllowed(_("Only the enterprise itself does this."))
    if owner and actor.role != Role.OWNER:
        raise NotAllowed(_("Only the owner does this: it binds the enterprise."))
    return row


def office_claim(actor: Actor, case: int) -> Claim:
    """Lock and return a claim for the office in charge. NotFound for strangers."""
    claim(actor, case)
    row = locked_claim(case)
    if not works_on(actor, row):
        raise NotAllowed(_("Only the office in charge does this."))
    return row


def works_on(actor: Actor, row: Claim) -> bool:
    """Belongs to the office in charge, or is an administrator."""
    return access.answers_for(actor, row.policy.office_id)


def appeal(actor: Actor, case: int) -> Appeal:
    """Return one appeal by its case, or NotFound."""
    rows = Appeal.objects.filter(claim__in=visible_claims(actor), case=case)
    row = rows.select_related(
        "case", "claim__case", "claim__organization", "claim__policy", "claim__measure__version"
    ).first()
    if row is None:
        raise NotFound(_("There is no such appeal, or it is not open to you."))
    return row


def fingerprint(row: Claim) -> str:
    """Return what tells that somebody else has changed the claim since it was shown."""
    typed = [row.statement, row.account_holder, row.account_bank, row.account_number]
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()[:16]
