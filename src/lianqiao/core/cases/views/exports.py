"""What an office takes away: lists of all that was filed, files, statistics, deadlines."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core import charts, sheets
from lianqiao.core.cases import archives, calendars, exports
from lianqiao.core.cases.models import Attachment, Snapshot
from lianqiao.core.cases.procedures import family
from lianqiao.core.cases.queries import deadlines, queue
from lianqiao.core.cases.queries import statistics as stages
from lianqiao.core.parties.http import ActingRequest

BATCH = 500


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the queue as it is narrowed, with every field that was filed."""
    found = queue.read(request.actor)
    wanted = queue.CaseFilter.from_query(request.GET.dict())
    asked = {
        code: one
        for code, one in found.items()
        if not wanted.procedure or family(code) == wanted.procedure
    }
    cases = queue.cases(request.actor, wanted, found, timezone.localdate())
    fields = exports.fields_of(asked)
    rows = exports.rows(cases, found, fields)
    return sheets.download(form, "cases", exports.columns(fields), rows)


@require_safe
def export_files(request: ActingRequest) -> HttpResponseBase:
    """Hand out the files that were submitted in the cases of the queue as it is narrowed."""
    found = queue.read(request.actor)
    wanted = queue.CaseFilter.from_query(request.GET.dict())
    cases = queue.cases(request.actor, wanted, found, timezone.localdate())
    answer = StreamingHttpResponse(
        archives.zipped(_submitted(list(cases.values_list("pk", flat=True)))),
        content_type="application/zip",
    )
    day = f"{timezone.localdate():%Y%m%d}"
    answer.headers["Content-Disposition"] = f'attachment; filename="cases-{day}.zip"'
    return answer


@require_safe
def statistics(request: ActingRequest) -> HttpResponse:
    """Show how long cases stay in each state, and how many are late."""
    found = queue.read(request.actor)
    rows = stages.stages(request.actor, found, timezone.localdate())
    groups: dict[str, list[stages.Stage]] = {}
    for row in rows:
        groups.setdefault(row.label, []).append(row)
    context = {"groups": [(label, of, _chart(label, of)) for label, of in groups.items()]}
    return render(request, "cases/queue/statistics.html", context)


@require_safe
def calendar(request: ActingRequest) -> HttpResponse:
    """Give the address of the actor's own calendar."""
    token = deadlines.token_of(request.actor)
    url = request.build_absolute_uri(reverse("cases:calendar_file", args=[token]))
    return render(request, "cases/queue/calendar.html", {"url": url})


@require_safe
@never_cache
def calendar_file(request: ActingRequest, token: str) -> HttpResponse:
    """Hand out the days that wait for whom this address was made."""
    reader = deadlines.reader_of(token)

    def link(case: int) -> str:
        return request.build_absolute_uri(reverse("cases:case", args=[case]))

    whole = calendars.calendar(_("Deadlines of cases"), deadlines.deadlines(reader, link))
    return HttpResponse(whole, content_type="text/calendar; charset=utf-8")


def _submitted(cases: list[int]) -> Iterator[Attachment]:
    """Yield what snapshots name: never what an applicant is only filling in; nothing refused."""
    rows = Attachment.objects.filter(filing__case__in=cases).select_related("filing__case")
    ready = rows.filter(scan__in=[Attachment.Scan.NONE, Attachment.Scan.CLEAN])
    last = _named_in_snapshots(cases)
    named = ready.order_by("filing__case", "pk").iterator(BATCH)
    yield from (one for one in named if one.pk in last)


def _named_in_snapshots(cases: list[int]) -> set[int]:
    snapshots = Snapshot.objects.filter(filing__case__in=cases)
    return {
        pk
        for values in snapshots.values_list("values", flat=True).iterator(BATCH)
        for value in values.values()
        if isinstance(value, list)
        for pk in value
        if isinstance(pk, int)
    }


def _chart(label: str, rows: list[stages.Stage]) -> object:
    drawn = [
        {"state": row.state_label, "days": round(row.median, 1)}
        for row in rows
        if row.median is not None
    ]
    if not drawn:
        return ""
    heads = {"state": _("Status"), "days": _("Median days")}
    title = _("%(procedure)s: median days in each state") % {"procedure": label}
    return charts.bars(drawn, "days", "state", title=title, heads=heads)
