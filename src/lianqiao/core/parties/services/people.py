"""People: who they are for an organization, and the keys they give to programs."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, explained
from lianqiao.core.parties.actors import ANYONE, BUREAU_ROLES, Actor, Role
from lianqiao.core.parties.models import ApiToken, Membership, User
from lianqiao.core.parties.permissions import is_administrator, manages_members

TOKEN_PREFIX = "lq_"  # noqa: S105 -- lets people and secret scanners know one when they see it


@transaction.atomic
def create_user(
    username: str, *, password: str | None = None, name: str = "", email: str = ""
) -> User:
    """Create a person who can sign in; without a password, only by a city's own sign-on."""
    with explained({"parties_user_username_key": Conflict(_("This sign-in name is taken."))}):
        return User.objects.create_user(username, email=email, password=password, display_name=name)


@transaction.atomic
def add_membership(user: int, organization: int, role: Role) -> Membership:
    """Make a person something for an organization; pages use `enrol`, which asks who acts."""
    bureau = _("Officers, team leads and administrators exist in bureaus only.")
    refusals = {
        "membership_once": Conflict(_("This person is a member already.")),
        "membership_bureau_role": Invalid(bureau, {"role": bureau}),
    }
    with explained(refusals), transaction.atomic():
        return Membership.objects.create(user_id=user, organization_id=organization, role=role)


@transaction.atomic
def enrol(*, actor: Actor, username: str, role: str) -> Membership:
    """Take a person with a sign-in into the actor's organization; for owners and administrators."""
    if actor.organization is None or not manages_members(actor):
        raise NotAllowed(_("Only an owner or administrator takes in members."))
    # An administrator of one bureau is one of the house: a bureau's owner makes none.
    if role in BUREAU_ROLES and not is_administrator(actor):
        only = _("Only an administrator gives this role.")
        raise Invalid(only, {"role": only})
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        nobody = _("Nobody signs in as “%(username)s”.") % {"username": username}
        raise Invalid(nobody, {"username": nobody})
    if role not in Role.values:
        raise Invalid(_("There is no such role."), {"role": _("There is no such role.")})
    return add_membership(user.pk, actor.organization, Role(role))


@transaction.atomic
def end_membership(*, actor: Actor, membership: int) -> None:
    """End a membership of the actor's organization today; its tokens stop working."""
    row = (
        Membership.objects.select_for_update()
        .filter(pk=membership, organization=actor.organization, until__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such member of your organization."))
    if not manages_members(actor) and row.pk != actor.membership:
        raise NotAllowed(_("Only an owner or administrator ends the membership of others."))
    row.until = timezone.localdate()
    row.save(update_fields=["until"])
    row.tokens.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


@transaction.atomic
def issue_token(*, actor: Actor, label: str) -> str:
    """Return a new API token of the actor's membership. It is shown once and never again."""
    if actor.membership is None:
        raise NotAllowed(_("Only a member of an organization can have a token."))
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        membership_id=actor.membership, digest=_digest(token), label=label.strip()[:80]
    )
    return token


@transaction.atomic
def revoke_token(*, actor: Actor, token: int) -> None:
    """Let a token of the actor's own membership work no more."""
    found = ApiToken.objects.filter(
        pk=token, membership=actor.membership, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    if not found:
        raise NotFound(_("There is no such token of yours."))


def identify(token: str) -> Actor:
    """Return who acts with this API token; ANYONE if it is unknown, revoked or its member left."""
    today = timezone.localdate()
    row = (
        ApiToken.objects.select_related("membership")
        .filter(
            digest=_digest(token),
            revoked_at__isnull=True,
            membership__until__isnull=True,
            membership__user__is_active=True,
        )
        .first()
    )
    if row is None:
        return ANYONE
    if row.last_used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=today)
    return _actor(row.membership)


def actor_of(user: User, membership: int | None = None) -> Actor:
    """Return a signed-in person in the membership asked for, else in his first living one."""
    rows = list(user.memberships.filter(until__isnull=True).order_by("pk"))
    chosen = next((row for row in rows if row.pk == membership), rows[0] if rows else None)
    return _actor(chosen) if chosen else Actor(user=user.pk)


def _actor(row: Membership) -> Actor:
    return Actor(
        user=row.user_id,
        membership=row.pk,
        organization=row.organization_id,
        role=Role(row.role),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
