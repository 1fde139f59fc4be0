"""The list of entries: a page of it, and all of it as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import TooLarge
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries.entries import entries, shown
from lianqiao.core.ledger.queries.filters import EntryFilter
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Column, text

ON_A_PAGE = 50
# Django asks the database for so many at a time.
CHUNK = 2_000
# A workbook is built before its first byte is sent, which takes a minute for so many.
MOST_IN_XLSX = 200_000

COLUMNS = tuple(
    Column(name, chinese, english, text(200))
    for name, chinese, english in (
        ("id", "编号", "Number"),
        ("recorded_at", "记录时间", "Recorded"),
        ("happened_at", "发生时间", "Happened"),
        ("kind", "事项代码", "Kind code"),
        ("kind_label", "事项", "Kind"),
        ("subject_type", "对象类型", "Subject type"),
        ("subject_id", "对象编号", "Subject number"),
        ("organization_id", "单位编号", "Organization number"),
        ("organization_name", "单位", "Organization"),
        ("department_label", "部门", "Department"),
        ("region", "地区代码", "Region code"),
        ("region_name", "地区", "Region"),
        ("quantities", "数量", "Quantities"),
        ("corrects", "更正的条目", "Corrects"),
        ("withdrawn", "撤回", "Withdrawn"),
        ("seal", "封存批次", "Seal"),
    )
)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries, newest first; `older` and `newer` are the numbers that the next pages start at."""

    entries: list[Entry]
    count: int
    older: int | None
    newer: int | None


def page_of(
    actor: Actor, wanted: EntryFilter, *, before: int | None = None, after: int | None = None
) -> EntryPage:
    """Return a page: the newest entries, or those next to a number.

    By number and not by offset, so that the last page comes as fast as the first.
    """
    return paged(wanted.apply(entries(actor)), before=before, after=after)


def paged(
    found: QuerySet[Entry], *, before: int | None = None, after: int | None = None
) -> EntryPage:
    """Return a page of some entries, as `page_of` does."""
    rows = shown(found)
    if after is not None:
        page = list(rows.filter(pk__gt=after).order_by("pk")[: ON_A_PAGE + 1])
        newer, older = len(page) > ON_A_PAGE, True
        page = page[:ON_A_PAGE][::-1]
    else:
        page = list(_before(rows, before).order_by("-pk")[: ON_A_PAGE + 1])
        newer, older = before is not None, len(page) > ON_A_PAGE
        page = page[:ON_A_PAGE]
    return EntryPage(
        page,
        found.count(),
        page[-1].pk if page and older else None,
        page[0].pk if page and newer else None,
    )


def export_columns() -> tuple[Column, ...]:
    """Return the columns of an export."""
    return COLUMNS


def export_rows(actor: Actor, wanted: EntryFilter, form: str) -> Iterator[list[Any]]:
    """Return the rows of an export, oldest first. TooLarge for a workbook of very many."""
    rows = wanted.apply(entries(actor))
    if form == "xlsx" and rows[MOST_IN_XLSX : MOST_IN_XLSX + 1].exists():
        raise TooLarge(
            _("A workbook takes at most %(count)s entries. Narrow the list, or take it as CSV.")
            % {"count": f"{MOST_IN_XLSX:,}"}
        )
    return exported(rows)


def _before(rows: QuerySet[Entry], before: int | None) -> QuerySet[Entry]:
    return rows if before is None else rows.filter(pk__lt=before)


def exported(rows: QuerySet[Entry]) -> Iterator[list[Any]]:
    """Return the rows of an export of some entries, oldest first."""
    for entry in shown(rows).order_by("pk").iterator(CHUNK):
        quantities = [f"{name}: {amount}" for name, amount in entry.shown_quantities]
        yield [
            entry.pk,
            entry.recorded_at,
            entry.happened_at,
            entry.kind,
            entry.kind_label,
            entry.subject_type,
            entry.subject_id,
            entry.organization_id,
            entry.organization_name,
            entry.department_label,
            entry.region,
            entry.region_name,
            "; ".join(quantities),
            entry.corrects_id,
            _("yes") if entry.withdrawn else "",
            entry.seal_number,
        ]
