"""The cast is what its names say."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("enterprise_owner", Role.OWNER, "enterprise"),
        ("enterprise_member", Role.MEMBER, "enterprise"),
        ("other_owner", Role.OWNER, "enterprise"),
        ("institute", Role.OWNER, "institute"),
        ("bank", Role.OWNER, "bank"),
        ("officer", Role.OFFICER, "bureau"),
        ("team_lead", Role.TEAM_LEAD, "bureau"),
        ("administrator", Role.ADMINISTRATOR, "bureau"),
    ],
)
def test_role_and_organization(name, role, kind, request):
    player = request.getfixturevalue(name)
    assert player.actor.role == role
    assert player.organization.kind == kind
    assert player.actor.acts_for(player.organization.pk)


def test_owner_and_member_share_an_enterprise(enterprise_owner, enterprise_member, other_owner):
    assert enterprise_owner.organization == enterprise_member.organization
    assert Organization.objects.count() == 2


def test_citizen_is_signed_in_but_belongs_nowhere(citizen):
    assert citizen.actor.user == citizen.user.pk
    assert not citizen.actor.is_known
    assert isinstance(citizen.client, Client)
    assert citizen.client.session["_auth_user_id"] == str(citizen.user.pk)
