"""Yearly data that holders of a title owe by 30 April, for as long as it holds."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from lianqiao.core.cases.models import Certificate, Snapshot
from lianqiao.core.parties.actors import Actor
from lianqiao.core.rules import scorecards
from lianqiao.desks.programs.queries import access

UPDATE = "update"
"""The key of the form, in the procedures that ship."""
DUE = (4, 30)
"""工信部企业〔2022〕63号: whoever does not update by 30 April is not prolonged."""


def due_on(on: date) -> date:
    """Return the last day for the data of the year before."""
    return date(on.year, *DUE)


def holders(actor: Actor, on: date) -> QuerySet[Certificate]:
    """Return the certificates on a day whose holders owe data that year, those who owe it first.

    `told_at` is when the data of the year came. Who was granted the title that very year owes
    nothing yet. NotFound but for bureaus; only certificates of one's own office.
    """
    access.require_bureau(actor)
    titles = {card.title for card in scorecards.cards().values() if card.years}
    told = (
        Snapshot.objects.filter(
            filing__case=OuterRef("case"),
            filing__form=UPDATE,
            values__occasion="yearly",
            at__year=on.year,
            at__date__lte=on,
        )
        .order_by()
        .values("filing__case")
        .annotate(last=Max("at"))
        .values("last")
    )
    return (
        Certificate.objects.filter(
            case__office=actor.organization,
            revoked_on=None,
            title__kind__code__in=titles,
            title__valid_from__lt=date(on.year, 1, 1),
            title__valid_to__gte=on,
        )
        .annotate(told_at=Subquery(told), is_told=Exists(told))
        .select_related("title__kind", "title__organization")
        .order_by("is_told", "title__organization__pinyin", "pk")
    )
