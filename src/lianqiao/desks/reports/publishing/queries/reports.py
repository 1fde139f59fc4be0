"""Which reports there are for whom, and what one may do with them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.queries import document as proof_of
from lianqiao.core.ledger import roots
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.reports.publishing.models import Figure, Report, Stage


def reports(actor: Actor) -> QuerySet[Report]:
    """Return published reports; for a department also those that it is writing."""
    found = Report.objects.select_related("publisher")
    if actor.role == Role.ADMINISTRATOR:
        return found
    open_to = Q(stage=Stage.PUBLISHED)
    if actor.is_bureau:
        open_to |= Q(publisher=actor.organization)
    return found.filter(open_to)


def report_for(actor: Actor, pk: int) -> Report:
    """Return one report. NotFound where there is none for this actor."""
    row = reports(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such report, or it is not open to you."))
    return row


def figure_for(actor: Actor, pk: int) -> Figure:
    """Return a figure of a report. NotFound where there is none for this actor."""
    rows = Figure.objects.select_related("report", "frozen__version", "proof")
    row = rows.filter(pk=pk, report__in=reports(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("There is no such figure."))
    return row


def may_write(report: Report, actor: Actor) -> bool:
    """Whether this actor may change the text now."""
    return answers_for(report, actor) and report.stage == Stage.DRAFT


def may_publish(report: Report, actor: Actor) -> bool:
    """A team lead who has not written it publishes what was submitted."""
    decides = actor.leads and answers_for(report, actor)
    return decides and report.stage == Stage.SUBMITTED and report.author != actor.user


def answers_for(report: Report, actor: Actor) -> bool:
    """Its own department's people act on a report, an administrator on every one."""
    own = actor.is_bureau and actor.acts_for(report.publisher_id)
    return own or actor.role == Role.ADMINISTRATOR


def document(report: Report) -> dict[str, Any]:
    """Return a published report with the proofs of all its figures, as plain data for JSON."""
    figures = report.figures.select_related(
        "frozen__version", "frozen__numerator__version", "frozen__denominator__version"
    )
    return {
        "title": report.title,
        "year": report.year,
        "publisher": report.publisher.name,
        "published_at": roots.timestamp(report.published_at) if report.published_at else None,
        "text_sha256": report.text_sha256,
        "text": report.body,
        "text_en": report.body_en,
        "commitments": {
            key: rows for key, rows in report.charts.items() if key.startswith("commitments ")
        },
        "figures": [{"reference": one.reference, **proof_of(one.frozen)} for one in figures],
    }
