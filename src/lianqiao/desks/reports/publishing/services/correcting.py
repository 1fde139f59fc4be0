"""Putting a published figure right: the old one stays, the new one stands beside it."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.indicators.queries import Asked
from lianqiao.core.indicators.services import freeze
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.publishing import kinds
from lianqiao.desks.reports.publishing.models import Erratum, Figure
from lianqiao.desks.reports.publishing.queries.reports import answers_for


def add_erratum(figure: int, *, actor: Actor, reason: str) -> Erratum:
    """Count a figure again and let it stand beside the published one, with the reason."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator decides on reports."))
    if not reason.strip():
        raise Invalid(_("Say why."), {"reason": _("Say why.")})
    if not connection.in_atomic_block:
        seal_all()
    with transaction.atomic():
        row = Figure.objects.select_related("report", "frozen__version").filter(pk=figure).first()
        if row is None or not answers_for(row.report, actor):
            raise NotFound(_("There is no such figure."))
        before = row.frozen
        asked = Asked(before.version.code, before.when, before.region)
        [counted] = freeze([asked], actor=actor)
        record(
            kinds.ERRATUM,
            subject=row.report_id,
            actor=actor,
            organization=row.report.publisher_id,
        )
        return Erratum.objects.create(
            figure=row, frozen=counted, reason=reason.strip()[:1000], written_by=actor.user
        )
