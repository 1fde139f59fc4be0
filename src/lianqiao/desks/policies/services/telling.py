"""Telling people by e-mail where claims stand: after the commit, in the background."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.core.mail import get_connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.services.letters import Letter, send_all

Addresses = Mapping[int, list[str]]


def tell(claims: Sequence[int]) -> None:
    """Let the worker write to the owners of these claims once this transaction is committed."""
    _later("policies.write_to_owners", claims)


def warn(claims: Sequence[int]) -> None:
    """Let the worker write to who reviews these claims, or leads the office where nobody does."""
    _later("policies.write_to_office", claims)


def write_to_owners(claims: Iterable[int]) -> int:
    """Write to the owners of these claims, one e-mail for a claim; return how many."""
    rows = _claims(claims)
    owners = _addresses({row.organization_id for row in rows}, Role.OWNER)
    return _send((row, owners.get(row.organization_id, [])) for row in rows)


def write_to_office(claims: Iterable[int]) -> int:
    """Write to the officer of each claim, or to the team leads of its office."""
    rows = _claims(claims)
    leads = _addresses({row.policy.office_id for row in rows}, Role.TEAM_LEAD)
    return _send((row, _reviewers(row, leads)) for row in rows)


def _later(task: str, claims: Sequence[int]) -> None:
    if claims:
        # By name: the tasks' module imports the services that tell.
        app.configure_task(task, queue="policies").defer(claims=list(claims))


def _claims(claims: Iterable[int]) -> list[Claim]:
    rows = Claim.objects.filter(pk__in=claims).order_by("pk")
    return list(rows.select_related("case__officer", "measure", "organization", "policy"))


def _addresses(organizations: set[int], role: Role) -> Addresses:
    found: dict[int, list[str]] = defaultdict(list)
    members = Membership.objects.filter(
        organization__in=organizations, role=role, until__isnull=True, user__is_active=True
    ).exclude(user__email="")
    for organization, email in members.values_list("organization", "user__email"):
        found[organization].append(email)
    return found


def _reviewers(row: Claim, leads: Addresses) -> list[str]:
    officer = row.case.officer
    if officer and officer.is_active and officer.email:
        return [officer.email]
    return leads.get(row.policy.office_id, [])


def _send(letters: Iterable[tuple[Claim, list[str]]]) -> int:
    with get_connection() as connection:
        return send_all((_mail(claim, to) for claim, to in letters if to), connection)


def _mail(claim: Claim, to: list[str]) -> Letter:
    words = {
        "number": claim.case.number,
        "state": claim.case.state_label,
        "measure": claim.measure.title,
        "organization": claim.organization.name,
    }
    lines = [
        _("%(organization)s: the claim to “%(measure)s” is now at “%(state)s”.") % words,
        _("Sign in to read the reason and see what to do."),
    ]
    if claim.case.due_on:
        lines.insert(1, _("The term ends on %(day)s.") % {"day": date_format(claim.case.due_on)})
    subject = _("Claim %(number)s: %(state)s") % words
    return subject, "\n\n".join(lines), settings.DEFAULT_FROM_EMAIL, to
