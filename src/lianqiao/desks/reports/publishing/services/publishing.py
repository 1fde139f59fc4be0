"""From a draft to a published report: two people, frozen figures."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.indicators.queries import newest
from lianqiao.core.indicators.services import freeze
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.publishing import charts, kinds
from lianqiao.desks.reports.publishing.models import Figure, Report, Stage
from lianqiao.desks.reports.publishing.references import Reference, references, require_known
from lianqiao.desks.reports.publishing.services.writing import locked


@transaction.atomic
def submit(pk: int, *, actor: Actor) -> Report:
    """Hand a report to a second person. Invalid where a reference of it cannot be used."""
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department writes reports."))
    report = locked(pk, actor)
    _require_stage(report, Stage.DRAFT)
    _named(report)
    report.stage, report.note = Stage.SUBMITTED, ""
    report.save()
    record(kinds.SUBMITTED, subject=pk, actor=actor, organization=report.publisher_id)
    return report


@transaction.atomic
def send_back(pk: int, *, actor: Actor, reason: str) -> Report:
    """Give a report back to its author, with the reason."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator decides on reports."))
    if not reason.strip():
        raise Invalid(_("Say why."), {"reason": _("Say why.")})
    report = locked(pk, actor)
    _require_stage(report, Stage.SUBMITTED)
    report.stage, report.note = Stage.DRAFT, reason.strip()[:2000]
    report.save()
    record(kinds.SENT_BACK, subject=pk, actor=actor, organization=report.publisher_id)
    return report


def publish(pk: int, *, actor: Actor) -> Report:
    """Publish a report: its text, its figures with their entries and seal are kept for good.

    Not inside a transaction, as the ledger is sealed first. Conflict where somebody else was
    faster or a record came in meanwhile; NotAllowed for its author.
    """
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator decides on reports."))
    if not connection.in_atomic_block:
        seal_all()
    with transaction.atomic():
        report = locked(pk, actor)
        _require_stage(report, Stage.SUBMITTED)
        if report.author == actor.user:
            raise NotAllowed(_("Who wrote a report does not publish it: ask a second person."))
        found = _named(report)
        figures = [one for one in found if one.kind == "figure"]
        frozen = freeze([one.asked for one in figures], actor=actor)
        Figure.objects.bulk_create(
            Figure(report=report, reference=one.key, frozen=row)
            for one, row in zip(figures, frozen, strict=True)
        )
        report.charts = charts.counted(found)
        report.stage, report.approved_by = Stage.PUBLISHED, actor.user
        report.published_at, report.text_sha256 = timezone.now(), digest(report)
        report.save()
        _record(report, len(figures), actor)
    return report


def digest(report: Report) -> str:
    """Return the fingerprint of a report's texts."""
    return sha256(f"{report.body}\0{report.body_en}".encode()).hexdigest()


def _named(report: Report) -> list[Reference]:
    """Return what both texts name, each once. Invalid where that cannot be."""
    found: dict[Reference, None] = {}
    for text in (report.body, report.body_en):
        named = references(text)
        require_known(text, named, newest({one.code for one in named}))
        found |= dict.fromkeys(named)
    return list(found)


def _require_stage(report: Report, stage: Stage) -> None:
    if report.stage != stage:
        message = _("This report is by now: %(stage)s.") % {"stage": report.get_stage_display()}
        raise Conflict(message)


def _record(report: Report, figures: int, actor: Actor) -> None:
    record(
        kinds.PUBLISHED,
        subject=report.pk,
        actor=actor,
        organization=report.publisher_id,
        quantities={"figures": Decimal(figures)},
        evidence=[Evidence(kinds.REPORT, report.pk, report.text_sha256)],
    )
