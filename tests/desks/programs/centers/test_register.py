"""A center's life: each change is told, the ledger knows it, and the database holds the rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.models import Center, Event
from tests.cast import organization
from tests.desks.programs.centers.conftest import data

LATER = timezone.localdate() + timedelta(days=90)


def kinds_of(row) -> list[str]:
    rows = Entry.objects.filter(subject_type="programs.center", subject_id=row.pk)
    return [one.removeprefix("programs.center.") for one in rows.values_list("kind", flat=True)]


def test_construction_takes_three_years_from_its_approval(building):
    assert (building.approved_on, building.build_until) == (date(2023, 6, 1), date(2026, 6, 1))
    assert (building.stage, building.grade) == ("building", "")
    assert kinds_of(building) == ["approved"]


def test_only_who_leads_approves_and_a_name_is_borne_once(host, officer, building, lead):
    with pytest.raises(NotAllowed):
        services.approve(data(host, name="另一中心"), actor=officer)
    with pytest.raises(Conflict):
        services.approve(data(host), actor=lead)


@pytest.mark.parametrize("grade", ["qualified", "good", "excellent"])
def test_qualified_and_better_enters_the_register(building, lead, grade):
    row = services.grade(
        building.pk, grade, actor=lead, points=Decimal("71.5"), valid_to=date(2028, 12, 31)
    )
    assert (row.stage, row.grade) == ("registered", grade)
    entry = Entry.objects.get(kind="programs.center.graded")
    assert entry.quantities == {"points": ["71.5", "1"]}


def test_not_qualified_does_not_enter(building, registered, host, lead):
    other = services.approve(data(host, name="未达标中心"), actor=lead)
    assert services.grade(other.pk, "unqualified", actor=lead).stage == "building"
    with pytest.raises(Conflict):
        services.grade(registered.pk, "unqualified", actor=lead)
    with pytest.raises(Invalid):
        services.grade(registered.pk, "superb", actor=lead)


def test_names_hosts_and_heads_change_with_their_history(registered, officer, lead):
    other = organization(name="青岛远洋装备有限公司", region="370214")
    services.rename(registered.pk, "测试市深海装备技术创新中心", actor=officer)
    services.change_leader(registered.pk, "李敏", actor=officer)
    with pytest.raises(NotAllowed):
        services.change_host(registered.pk, other.pk, actor=officer, reason="重组")
    services.change_host(registered.pk, other.pk, actor=lead, reason="依托单位重组")
    row = Center.objects.get(pk=registered.pk)
    assert (row.name, row.leader, row.host, row.region_id) == (
        "测试市深海装备技术创新中心",
        "李敏",
        other,
        "370214",
    )
    told = [(one.what, one.old, one.new) for one in row.events.order_by("pk")]
    assert told[-3:] == [
        ("renamed", "测试市海洋装备技术创新中心", "测试市深海装备技术创新中心"),
        ("leader_changed", "王建国", "李敏"),
        ("host_changed", "青岛深蓝装备有限公司", "青岛远洋装备有限公司"),
    ]
    assert kinds_of(row)[-3:] == ["renamed", "leader_changed", "host_changed"]


def test_things_are_put_right_or_the_center_is_removed(registered, lead):
    with pytest.raises(Invalid):
        services.rectify(registered.pk, timezone.localdate(), actor=lead, reason="未报年报")
    row = services.rectify(registered.pk, LATER, actor=lead, reason="未报年报", given="unqualified")
    assert (row.stage, row.rectify_by, row.grade) == ("rectifying", LATER, "unqualified")
    later = services.rectify(registered.pk, LATER + timedelta(days=30), actor=lead, reason="延期")
    assert later.rectify_by == LATER + timedelta(days=30)
    row = services.rectified(registered.pk, actor=lead, reason="复核通过")
    assert (row.stage, row.rectify_by, row.grade) == ("registered", None, "qualified")
    with pytest.raises(Invalid):
        services.remove(registered.pk, actor=lead, reason=" ")
    assert services.remove(registered.pk, actor=lead, reason="停止运行").stage == "removed"


def test_who_left_the_register_stays_out_and_its_name_is_free(registered, host, lead):
    services.remove(registered.pk, actor=lead, reason="停止运行")
    with pytest.raises(Conflict):
        services.grade(registered.pk, "excellent", actor=lead)
    again = services.approve(data(host), actor=lead)
    assert again.pk != registered.pk


def test_a_merged_center_goes_on_in_the_other(registered, host, lead):
    other = services.approve(data(host, name="测试市船舶技术创新中心"), actor=lead)
    row = services.merge(registered.pk, other.pk, actor=lead, reason="同一依托单位")
    assert (row.stage, row.merged_into) == ("merged", other)
    with pytest.raises(Conflict):
        services.merge(other.pk, other.pk, actor=lead, reason="同一依托单位")


def test_the_database_lets_no_change_pass_untold(registered):
    rows = Center.objects.filter(pk=registered.pk)
    entry = registered.events.first().entry
    for values in ({"leader": "某人"}, {"told": None}, {"told": entry}, {"told": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    for change in (rows.delete, Event.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_lets_no_removed_center_come_back(registered, lead):
    services.remove(registered.pk, actor=lead, reason="停止运行")
    entry = Event.objects.create(center=registered, what="rectified", on=date(2026, 7, 1), entry=-1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Center.objects.filter(pk=registered.pk).update(
            stage="registered", ended_on=None, told=entry.entry
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"stage": "registered", "grade": ""}, "center_registered_is_qualified"),
        ({"stage": "registered", "grade": "unqualified"}, "center_registered_is_qualified"),
        ({"grade": "superb"}, "center_grade_known"),
        ({"stage": "lost"}, "center_stage_known"),
        ({"stage": "removed"}, "center_ended_on_a_day"),
        ({"stage": "rectifying"}, "center_rectifies_by_a_day"),
        ({"build_until": date(2023, 1, 1)}, "center_days_ordered"),
    ],
)
def test_the_database_holds_what_stages_mean(building, values, constraint):
    Event.objects.create(center=building, what="graded", on=date(2026, 6, 1), entry=-1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Center.objects.filter(pk=building.pk).update(told=-1, **values)
