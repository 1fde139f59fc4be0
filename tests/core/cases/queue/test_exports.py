"""What an office takes away: stable columns over versions, files, statistics, a calendar."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from lianqiao.core.cases.models import Attachment, Case, Filing, Snapshot
from lianqiao.core.cases.queries import queue
from lianqiao.core.cases.queries.statistics import stages
from lianqiao.core.cases.services import ask_correction, move
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership
from tests.cast import organization, person
from tests.core.cases import small

STAFF, TURNOVER = "small.application.staff", "small.application.turnover"


def sheet(who, **query) -> list[dict]:
    answer = who.client.get(reverse("cases:export", args=["xlsx"]), query)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.active.iter_rows(values_only=True)
    ids = [text.partition("[")[2].rstrip("]") or text for text in head]
    assert len(ids) == len(set(ids))
    return [dict(zip(ids, row, strict=True)) for row in rows]


def form(*fields):
    basics = {"key": "basics", "label": small.label("基本情况"), "fields": list(fields)}
    return {"key": "application", "label": small.label("申请表"), "sections": [basics]}


@pytest.fixture
def next_version(small_version, bureau):
    """A version that asks for turnover in place of staff."""
    money = {"kind": "money", "key": "turnover", "label": small.label("营业收入")}
    steps = [step | {"condition": ""} for step in small.document()["steps"]]
    return small.published(bureau, 2, forms=[form(money)], steps=steps)


def test_columns_are_the_union_over_versions_and_numbers_stay_numbers(
    handed_in, next_version, officer
):
    other = person(Role.OWNER, organization())
    small.submitted(next_version, other, turnover="12345678.90")
    rows = {row["small.application.product"]: row for row in sheet(officer)}
    assert rows["阀门"][STAFF] == 12
    assert rows["阀门"][TURNOVER] is None
    assert rows[None][TURNOVER] == pytest.approx(12345678.90)
    assert rows[None][STAFF] is None


def test_it_is_narrowed_as_on_screen_and_never_has_what_is_not_handed_in(
    small_version, handed_in, officer
):
    owner = person(Role.OWNER, organization())
    draft = small.opened(small_version, owner)
    Filing.objects.create(case=draft, form="application", buffer={"product": "秘密"})
    Filing.objects.filter(pk=handed_in.filing_id).update(buffer={"product": "后来改的"})
    [row] = sheet(officer)
    assert row["small.application.product"] == "阀门"
    assert sheet(officer, state="granted") == []


def test_it_is_for_the_office_alone(handed_in, enterprise_owner, client):
    stranger = person(Role.OFFICER, organization(kind="bureau"))
    assert sheet(stranger) == []
    for name in ("export", "export_files"):
        url = reverse(f"cases:{name}", args=["xlsx"] if name == "export" else [])
        for browser in (enterprise_owner.client, client):
            assert browser.get(url).status_code == 404


def test_files_come_as_an_archive_without_what_was_not_submitted(handed_in, officer):
    kept, loose = (
        Attachment.objects.create(
            filing=handed_in.filing,
            field="plan",
            name=name,
            size=len(content),
            sha256=str(len(content)).zfill(64),
            file=ContentFile(content, name="plan.pdf"),
        )
        for name, content in (("../方案.pdf", b"%PDF-1"), ("草稿.pdf", b"%PDF-12"))
    )
    # A later snapshot names one of them, as a form with a field of files would.
    Snapshot.objects.create(
        filing=handed_in.filing,
        number=2,
        procedure=handed_in.procedure,
        values={"plan": [kept.pk]},
        sha256="2" * 64,
        at=timezone.now(),
    )
    answer = officer.client.get(reverse("cases:export_files"))
    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    [name] = archive.namelist()
    number = handed_in.filing.case.number
    assert name == f"{number}/application/plan/{kept.pk}-_方案.pdf"
    assert archive.read(name) == b"%PDF-1"
    assert archive.testzip() is None
    assert str(loose.pk) not in name.split("/")[-1].split("-")


def test_statistics_have_the_share_that_is_late(small_version, handed_in, officer):
    other = person(Role.OWNER, organization())
    late = small.submitted(small_version, other, product="泵", staff="5").filing.case_id
    Case.objects.filter(pk=late).update(due_on=timezone.localdate() - timedelta(1))
    [submitted] = [row for row in _stages(officer) if row.state == "submitted"]
    assert (submitted.now, submitted.late, submitted.late_share) == (2, 1, 50)
    assert (submitted.through, submitted.median) == (0, None)
    assert officer.client.get(reverse("cases:statistics")).status_code == 200


def test_statistics_have_the_median_stay(small_version, officer):
    """Three cases that were submitted for 2, 4 and 9 days have 4 as their median."""
    begun = timezone.now() - timedelta(days=30)
    for days in (2, 4, 9):
        owner = person(Role.OWNER, organization())
        case = small.opened(small_version, owner)
        move(case.pk, "submit", actor=owner.actor, at=begun)
        end = begun + timedelta(days=days)
        move(case.pk, "refuse", actor=officer.actor, reason="不符", at=end)
    [submitted] = [row for row in _stages(officer) if row.state == "submitted"]
    assert (submitted.through, submitted.median) == (3, 4)


def _stages(officer):
    return stages(officer.actor, queue.read(officer.actor), timezone.localdate())


def _calendar(answer) -> dict[str, str]:
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]): event.decoded("dtstart").isoformat() for event in events}


def address(who) -> str:
    url: str = who.client.get(reverse("cases:calendar")).context["url"]
    return url


def test_deadlines_are_read_as_a_calendar_without_signing_in(
    handed_in, small_case, officer, enterprise_owner, other_owner, client
):
    url = address(officer)
    days = _calendar(client.get(url))
    small_case.refresh_from_db()
    assert days == {f"case-{small_case.pk}@lianqiao": small_case.due_on.isoformat()}
    made = ask_correction(handed_in.filing_id, ["staff"], "改", working_days=5, actor=officer.actor)
    asked = {f"correction-{made.pk}@lianqiao": made.due_on.isoformat()}
    assert _calendar(client.get(url)) == asked
    assert _calendar(client.get(address(enterprise_owner))) == asked
    assert _calendar(client.get(address(other_owner))) == {}


def test_a_calendars_address_cannot_be_guessed_and_ends_with_the_membership(officer, client):
    url = address(officer)
    assert client.get(url.replace(".ics", "x.ics")).status_code == 404
    Membership.objects.filter(user=officer.user).update(until=timezone.localdate())
    assert client.get(url).status_code == 404
    assert client.get(reverse("cases:calendar")).status_code == 404
