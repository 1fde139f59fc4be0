"""Members and the keys they give to programs."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties import queries, services
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import ApiToken, Membership, User
from tests import cast


def test_token_identifies_its_member_and_is_not_kept(enterprise_owner):
    token = services.issue_token(actor=enterprise_owner.actor, label="ERP")
    row = ApiToken.objects.get()
    assert token not in {row.digest, row.label}
    assert row.last_used_on is None
    assert services.identify(token) == enterprise_owner.actor
    row.refresh_from_db()
    assert row.last_used_on is not None


def test_unknown_token_is_nobody(db):
    assert services.identify("lq_guess") == ANYONE
    assert services.identify("") == ANYONE


def test_revoked_token_works_no_more(enterprise_owner, other_owner):
    token = services.issue_token(actor=enterprise_owner.actor, label="ERP")
    row = queries.tokens_of(enterprise_owner.actor).get()
    with pytest.raises(NotFound):
        services.revoke_token(actor=other_owner.actor, token=row.pk)
    services.revoke_token(actor=enterprise_owner.actor, token=row.pk)
    assert services.identify(token) == ANYONE
    assert not queries.tokens_of(enterprise_owner.actor)


def test_token_of_somebody_locked_out_works_no_more(enterprise_owner):
    token = services.issue_token(actor=enterprise_owner.actor, label="ERP")
    enterprise_owner.user.is_active = False
    enterprise_owner.user.save()
    assert services.identify(token) == ANYONE


def test_tokens_are_for_members(citizen):
    for actor in (citizen.actor, ANYONE):
        with pytest.raises(NotAllowed):
            services.issue_token(actor=actor, label="x")
        assert not queries.tokens_of(actor)
        assert not queries.members_of(actor)


def test_who_left_acts_no_more(enterprise_owner, enterprise_member):
    token = services.issue_token(actor=enterprise_member.actor, label="x")
    services.end_membership(
        actor=enterprise_owner.actor, membership=enterprise_member.actor.membership
    )
    assert services.identify(token) == ANYONE
    assert not services.actor_of(enterprise_member.user).is_known
    assert [row.user for row in queries.members_of(enterprise_owner.actor)] == [
        enterprise_owner.user
    ]


def test_who_may_end_a_membership(enterprise_owner, enterprise_member, other_owner):
    with pytest.raises(NotFound):
        services.end_membership(
            actor=other_owner.actor, membership=enterprise_owner.actor.membership
        )
    with pytest.raises(NotAllowed):
        services.end_membership(
            actor=enterprise_member.actor, membership=enterprise_owner.actor.membership
        )
    services.end_membership(
        actor=enterprise_member.actor, membership=enterprise_member.actor.membership
    )


def test_back_again_after_leaving(enterprise_member, enterprise):
    services.end_membership(
        actor=enterprise_member.actor, membership=enterprise_member.actor.membership
    )
    services.add_membership(enterprise_member.user.pk, enterprise.pk, Role.OWNER)
    assert services.actor_of(enterprise_member.user).role == Role.OWNER


def test_owner_takes_in_a_member(enterprise_owner, enterprise_member, citizen, enterprise):
    services.enrol(actor=enterprise_owner.actor, username=citizen.user.username, role="member")
    assert services.actor_of(citizen.user).organization == enterprise.pk
    with pytest.raises(Conflict):
        services.enrol(actor=enterprise_owner.actor, username=citizen.user.username, role="owner")
    with pytest.raises(NotAllowed):
        services.enrol(actor=enterprise_member.actor, username="x", role="member")


@pytest.mark.parametrize(
    ("username", "role"), [("nobody", "member"), (None, "king"), (None, "officer")]
)
def test_refused_members(enterprise_owner, citizen, username, role):
    with pytest.raises(Invalid):
        services.enrol(
            actor=enterprise_owner.actor, username=username or citizen.user.username, role=role
        )


@pytest.mark.parametrize("role", ["officer", "team_lead", "administrator"])
def test_the_owner_of_a_bureau_makes_nobody_an_administrator(bureau, citizen, role):
    owner = cast.actor(Role.OWNER, bureau)
    with pytest.raises(Invalid):
        services.enrol(actor=owner, username=citizen.user.username, role=role)
    assert not services.actor_of(citizen.user).is_known


def test_administrator_takes_in_an_officer(administrator, citizen):
    services.enrol(actor=administrator.actor, username=citizen.user.username, role="officer")
    assert services.actor_of(citizen.user).role == Role.OFFICER


def test_acting_in_the_membership_asked_for(enterprise_owner, other_owner):
    second = services.add_membership(
        enterprise_owner.user.pk, other_owner.organization.pk, Role.MEMBER
    )
    assert services.actor_of(enterprise_owner.user) == enterprise_owner.actor
    chosen = services.actor_of(enterprise_owner.user, second.pk)
    assert (chosen.organization, chosen.role) == (other_owner.organization.pk, Role.MEMBER)
    # A foreign membership is never used.
    foreign = services.actor_of(enterprise_owner.user, other_owner.actor.membership)
    assert foreign == enterprise_owner.actor


def test_sign_in_names_are_unique(citizen):
    with pytest.raises(Conflict), transaction.atomic():
        services.create_user(citizen.user.username)


def test_database_holds_bureau_roles(enterprise, citizen):
    with pytest.raises(IntegrityError, match="bureaus only"), transaction.atomic():
        Membership.objects.create(user=citizen.user, organization=enterprise, role="officer")
    cast.organization()


def test_the_first_administrator_is_made_on_the_server(db, monkeypatch):
    from django.core.management import CommandError, call_command

    from lianqiao.core.parties.management.commands import administrator as command

    monkeypatch.setattr(command, "getpass", lambda: "Qingdao-2026-first")
    call_command("administrator", "zhang", bureau="某市科学技术局")
    actor = services.actor_of(User.objects.get(username="zhang"))
    assert actor.role == Role.ADMINISTRATOR
    with pytest.raises(CommandError):
        call_command("administrator", "zhang", bureau="某市科学技术局")
    monkeypatch.setattr(command, "getpass", lambda: "12345")
    with pytest.raises(CommandError):
        call_command("administrator", "li", bureau="某市科学技术局")
    assert not User.objects.filter(username="li").exists()
