"""Telling enterprises by e-mail where their claims stand: after the commit, in the background."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import send_mass_mail
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership
from lianqiao.desks.policies.models import Claim

Mail = tuple[str, str, str, list[str]]


def tell(claims: Sequence[int]) -> None:
    """Let the worker write to the owners of these claims once this transaction is committed."""
    if claims:
        # By name: the task's module imports the services that tell.
        app.configure_task("policies.write_to_owners", queue="policies").defer(claims=list(claims))


def write(claims: Iterable[int]) -> int:
    """Write to the owners of these claims, one e-mail for a claim; return how many."""
    rows = list(
        Claim.objects.filter(pk__in=claims).select_related("case", "measure", "organization")
    )
    owners: dict[int, list[str]] = {}
    for organization, email in Membership.objects.filter(
        organization__in=[row.organization_id for row in rows],
        role=Role.OWNER,
        until__isnull=True,
        user__is_active=True,
    ).values_list("organization", "user__email"):
        if email:
            owners.setdefault(organization, []).append(email)
    mails = [
        _mail(row, owners[row.organization_id]) for row in rows if row.organization_id in owners
    ]
    return send_mass_mail(mails)


def _mail(claim: Claim, owners: list[str]) -> Mail:
    words = {
        "number": claim.case.number,
        "state": claim.case.state_label,
        "measure": claim.measure.title,
        "organization": claim.organization.name,
    }
    lines = [
        _("%(organization)s: your claim to “%(measure)s” is now at “%(state)s”.") % words,
        _("Sign in to read the reason and see what to do."),
    ]
    if claim.case.due_on:
        lines.insert(1, _("The term ends on %(day)s.") % {"day": date_format(claim.case.due_on)})
    subject = _("Claim %(number)s: %(state)s") % words
    return subject, "\n\n".join(lines), settings.DEFAULT_FROM_EMAIL, owners
