"""From a draft to what counts: submitted by one person, published by another, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Measure, Policy, Route, Stage, Version
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.services import budgets, messages, opened
from lianqiao.desks.policies.services.measures import CONTACT

NEEDED = {
    "title": gettext_lazy("Title"),
    "issuer": gettext_lazy("Issuer"),
    "text": gettext_lazy("Full text"),
    "valid_from": gettext_lazy("Valid from"),
}


@transaction.atomic
def submit(*, actor: Actor, version: int) -> Version:
    """Hand a draft to the second person; Invalid names what is still missing."""
    row = opened.open_draft(actor, version)
    _refuse_incomplete(row)
    row.stage, row.remark = Stage.SUBMITTED, ""
    row.submitted_at, row.submitted_by_id = timezone.now(), actor.user
    row.save(update_fields=["stage", "remark", "submitted_at", "submitted_by", "changed_at"])
    _note("policies.version.submitted", row, actor, count=row.measures.count())
    return row


@transaction.atomic
def send_back(*, actor: Actor, version: int, reason: str) -> Version:
    """Return a submitted version to its author, who reads the reason."""
    row = _submitted(actor, version)
    row.stage, row.remark = Stage.DRAFT, opened.require_reason(reason)
    row.save(update_fields=["stage", "remark", "changed_at"])
    _note("policies.version.returned", row, actor)
    return row


@transaction.atomic
def approve(*, actor: Actor, version: int, remark: str = "") -> Version:
    """Publish what another person has submitted.

    The version before it ends on the day before this one begins, so does a policy whose place
    it takes; the money of each measure is laid down year by year.
    """
    row = _submitted(actor, version)
    if actor.user in {row.drafted_by_id, row.submitted_by_id}:
        raise NotAllowed(_("A second person approves: not the one who wrote or submitted it."))
    _close_before(row.policy, row)
    row.stage, row.remark = Stage.PUBLISHED, remark.strip()
    row.published_on = row.published_on or timezone.localdate()
    row.approved_at, row.approved_by_id = timezone.now(), actor.user
    overlap = Conflict(_("Another version of this policy counts in these days already."))
    with explained({"version_no_overlap": overlap}), transaction.atomic():
        row.save()
    if row.replaces_id:
        _take_the_place(actor, row)
    measures = list(row.measures.all())
    for measure in measures:
        measure.version = row
        for year in years(measure):
            budgets.ensure(measure=measure, year=year)
    _note("policies.version.published", row, actor, count=len(measures))
    messages.notify_published(row)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, version: int, reason: str) -> Version:
    """End a published version today; claims that were judged by it keep it."""
    row = access.version_for_update(actor, version)
    if row.stage != Stage.PUBLISHED:
        raise Conflict(_("Only a published version can be withdrawn."))
    last = max(row.valid_from, timezone.localdate())
    row.stage, row.remark = Stage.WITHDRAWN, opened.require_reason(reason)
    row.valid_to = min(row.valid_to or last, last)
    row.save(update_fields=["stage", "remark", "valid_to", "changed_at"])
    _note("policies.version.withdrawn", row, actor)
    messages.notify_withdrawn(row)
    return row


@transaction.atomic
def write_guide(*, actor: Actor, version: int, text: str) -> Version:
    """Explain a policy in plain words, also once it is published: no word that counts changes."""
    row = access.version_for_update(actor, version)
    if not text.strip():
        message = _("Write what the policy is about in plain words.")
        raise Invalid(message, {"text": message})
    row.interpretation = text.strip()
    row.terms = opened.words_of(row)
    row.save(update_fields=["interpretation", "terms", "changed_at"])
    _note("policies.version.explained", row, actor)
    return row


def years(measure: Measure) -> Iterable[int]:
    """Return the years in which a measure's money is spent: those of its window, or of now."""
    version = measure.version
    first = measure.opens_on or version.valid_from or timezone.localdate()
    last = measure.closes_on or max(first, timezone.localdate())
    return range(first.year, last.year + 1)


def _submitted(actor: Actor, version: int) -> Version:
    row = access.version_for_update(actor, version)
    if row.stage != Stage.SUBMITTED:
        raise Conflict(
            _("This version is “%(stage)s” by now; nothing waits for a second person.")
            % {"stage": row.get_stage_display()}
        )
    return row


def _refuse_incomplete(row: Version) -> None:
    missing = {
        name: _("“%(field)s” is needed before this is submitted.") % {"field": label}
        for name, label in NEEDED.items()
        if not getattr(row, name)
    }
    measures = list(row.measures.all())
    if not measures:
        missing["measures"] = _("Add at least one measure, be it for information only.")
    for place, measure in enumerate(measures):
        for name in CONTACT:
            if not getattr(measure, name):
                missing[f"measures.{place}.{name}"] = _(
                    "“%(measure)s”: each measure names its office, address and telephone."
                ) % {"measure": measure.title}
        if measure.route == Route.DIRECT and not (measure.condition and measure.payout):
            missing[f"measures.{place}.condition"] = _(
                "“%(measure)s”: a direct grant needs a condition and a formula of its amount."
            ) % {"measure": measure.title}
    if missing:
        raise Invalid(_("The policy is not complete yet."), missing)


def _close_before(policy: Policy, row: Version) -> None:
    """End what counts so far on the day before; a version that begins later stands in the way."""
    begins = row.valid_from
    others = policy.versions.select_for_update().filter(stage=Stage.PUBLISHED).order_by("pk")
    later = others.filter(valid_from__gte=begins).first()
    if later is not None:
        raise Conflict(
            _("Version %(number)d begins on %(day)s; this one must begin after that.")
            % {"number": later.number, "day": date_format(later.valid_from)}
        )
    for other in others.filter(_reaches(begins)):
        _end(other, begins - timedelta(days=1))


def _take_the_place(actor: Actor, row: Version) -> None:
    old = access.policy_for_update(actor, row.replaces_id)
    old.replaced_by = row.policy
    old.save(update_fields=["replaced_by"])
    begins = row.valid_from
    for other in old.versions.select_for_update().filter(
        _reaches(begins), stage=Stage.PUBLISHED, valid_from__lt=begins
    ):
        _end(other, begins - timedelta(days=1))


def _reaches(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def _end(version: Version, last: date) -> None:
    version.valid_to = last
    version.save(update_fields=["valid_to", "changed_at"])


def _note(kind: str, row: Version, actor: Actor, *, count: int | None = None) -> None:
    record(
        kind,
        subject=row.pk,
        actor=actor,
        organization=row.policy.office_id,
        region=row.region_id,
        quantities={} if count is None else {"measures": Decimal(count)},
    )
