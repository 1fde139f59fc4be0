"""Lists of promises and of progress: a dry run, all or nothing, and the same twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.sheets import Action, read
from lianqiao.desks.reports.commitments import imports, services
from lianqiao.desks.reports.commitments.columns import LIST, PROGRESS, PROMISES
from lianqiao.desks.reports.commitments.models import Commitment, Progress
from lianqiao.desks.reports.commitments.queries import Wanted, exported, follow, listed
from lianqiao.desks.reports.commitments.services import Reached
from tests.desks.reports.commitments.conftest import LAOSHAN, TODAY, YEAR

HEADS = [
    "年度",
    "序号",
    "实事名称",
    "承诺内容",
    "目标值",
    "单位",
    "完成时限",
    "实施地点",
    "责任部门",
]
ROW = [
    YEAR,
    1,
    "新增托位",
    "新增托位30个。",
    30,
    "个",
    f"{YEAR}年12月31日",
    "金家岭站点（崂山区，10）；夏庄站点(城阳区) 礼阳路1号",
    "",
]
PROGRESS_HEADS = ["年度", "序号", "日期", "本次完成", "实施地点", "说明"]
PROGRESS_ROW = [YEAR, 1, date(YEAR, 3, 1), 7, "金家岭站点", "首批"]


def book(heads, *rows) -> BytesIO:
    made = Workbook()
    for row in (heads, *rows):
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    file.seek(0)
    return file


def promises(*rows):
    return read(book(HEADS, *rows), "实事.xlsx", PROMISES)


def progress(*rows):
    return read(book(PROGRESS_HEADS, *rows), "进度.xlsx", PROGRESS)


def with_(row, **values):
    heads = HEADS if len(row) == len(HEADS) else PROGRESS_HEADS
    return [values.get(head, cell) for head, cell in zip(heads, row, strict=True)]


def actions(plan):
    return [row.action for row in plan.rows]


def test_a_list_of_promises_becomes_drafts(town):
    done = imports.import_promises(promises(ROW), actor=town.officer.actor)
    assert actions(done) == [Action.CREATE]
    row = Commitment.objects.get()
    assert (row.department, row.stage, row.target) == (town.health, "draft", 30)
    assert [(one.name, one.region_id, one.target, one.address) for one in row.places.all()] == [
        ("金家岭站点", LAOSHAN, 10, ""),
        ("夏庄站点", "370214", None, "礼阳路1号"),
    ]


def test_the_same_twice_changes_nothing_and_another_value_changes_the_draft(town):
    actor = town.officer.actor
    imports.import_promises(promises(ROW), actor=actor)
    assert actions(imports.plan_promises(promises(ROW), actor)) == [Action.UNCHANGED]
    other = promises(with_(ROW, 目标值=40))
    [row] = imports.plan_promises(other, actor).rows
    assert (row.action, list(row.changes)) == (Action.UPDATE, ["目标值"])
    imports.import_promises(other, actor=actor)
    assert Commitment.objects.get().target == 40


def test_what_is_published_is_not_changed_by_a_list(town):
    town.published()
    [row] = imports.plan_promises(promises(ROW), town.officer.actor).rows
    assert row.action == Action.BAD


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (with_(ROW, 目标值="三十"), "目标值"),
        (with_(ROW, 目标值=0), "目标值"),
        (with_(ROW, 完成时限=f"{YEAR}-01-01"), "完成时限"),
        (with_(ROW, 实施地点="金家岭站点"), "实施地点"),
        (with_(ROW, 实施地点="金家岭站点（月球区）"), "实施地点"),
        (with_(ROW, 实施地点="金家岭站点（崂山区，十）"), "实施地点"),
        (with_(ROW, 实施地点="金家岭站点（崂山区，sNaN）"), "实施地点"),
        (with_(ROW, 实施地点="金家岭站点（崂山区，31）"), "实施地点"),
        (with_(ROW, 实施地点="一站（崂山区）；一站（城阳区）"), "实施地点"),
        (with_(ROW, 责任部门="测试市教育局"), ""),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_half_imported(town, row, column):
    sheet = promises(with_(ROW, 序号=2), row)
    plan = imports.plan_promises(sheet, town.officer.actor)
    assert actions(plan) == [Action.CREATE, Action.BAD]
    assert (plan.rows[1].line, plan.rows[1].problems[0].column) == (3, column)
    with pytest.raises(Invalid):
        imports.import_promises(sheet, actor=town.officer.actor)
    assert not Commitment.objects.exists()


def test_the_same_number_twice_in_a_file_is_a_slip(town):
    plan = imports.plan_promises(promises(ROW, ROW), town.officer.actor)
    assert actions(plan) == [Action.CREATE, Action.BAD]
    assert "2" in plan.rows[1].problems[0].reason


def test_only_a_department_reads_lists(town, enterprise_owner):
    with pytest.raises(NotAllowed):
        imports.read_promises(book(HEADS, ROW), "x.xlsx", enterprise_owner.actor)
    with pytest.raises(NotAllowed):
        imports.read_progress(book(PROGRESS_HEADS), "x.xlsx", enterprise_owner.actor)


def test_what_is_exported_comes_in_again_and_changes_nothing(town):
    town.published(begins_on=date(YEAR, 2, 1), promise_en="Thirty places.")
    town.draft(number=2)
    rows = list(exported(listed(Wanted(YEAR), TODAY)))
    assert rows[0][:4] == [YEAR, "测试市卫生健康委", 1, "新增普惠托位"]
    sheet = read(book([one.zh for one in LIST], *rows), "x.xlsx", PROMISES)
    assert actions(imports.plan_promises(sheet, town.officer.actor)) == [Action.UNCHANGED]
    assert list(sheet.ignored) == ["已完成", "完成比例", "状态", "完成日期"]


def test_a_list_of_progress_adds_entries_once(town):
    row = town.published()
    actor = town.officer.actor
    assert actions(imports.import_progress(progress(PROGRESS_ROW), actor=actor)) == [Action.CREATE]
    made = Progress.objects.get()
    assert (made.commitment, made.amount, made.on) == (row, Decimal(7), date(YEAR, 3, 1))
    assert (made.place.name, made.note) == ("金家岭站点", "首批")
    assert actions(imports.import_progress(progress(PROGRESS_ROW), actor=actor)) == [
        Action.UNCHANGED
    ]
    assert Progress.objects.count() == 1


@pytest.mark.parametrize("undo", ["correct", "withdraw"])
def test_a_list_does_not_bring_back_what_was_put_right_since(town, undo):
    row, actor = town.published(), town.officer.actor
    imports.import_progress(progress(PROGRESS_ROW), actor=actor)
    wrong = Progress.objects.get()
    if undo == "correct":
        right = Reached(Decimal(5), wrong.on)
        services.correct(wrong.pk, right, actor=actor, reason="多报了")
    else:
        services.withdraw(wrong.pk, actor=actor, reason="报错了")
    again = imports.import_progress(progress(PROGRESS_ROW), actor=actor)
    assert actions(again) == [Action.UNCHANGED]
    assert follow(row, TODAY).standing.reached == (5 if undo == "correct" else 0)


def test_the_same_list_twice_at_once_adds_its_entries_once(committed_town):
    committed_town.published()

    def send(_time):
        try:
            return actions(
                imports.import_progress(progress(PROGRESS_ROW), actor=committed_town.officer.actor)
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(send, range(2)))
    assert sorted(done) == [[Action.CREATE], [Action.UNCHANGED]]
    assert Progress.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        with_(PROGRESS_ROW, 序号=9),
        with_(PROGRESS_ROW, 实施地点="别处"),
        with_(PROGRESS_ROW, 日期="不知道"),
        with_(PROGRESS_ROW, 本次完成=-1),
        with_(PROGRESS_ROW, 日期=date(YEAR - 1, 1, 1)),
    ],
)
def test_bad_progress_is_named_and_none_is_taken_in(town, row):
    town.published()
    sheet = progress(with_(PROGRESS_ROW, 说明="好"), row)
    with pytest.raises(Invalid):
        imports.import_progress(sheet, actor=town.officer.actor)
    assert not Progress.objects.exists()
    assert imports.plan_progress(sheet, town.officer.actor).rows[1].action == Action.BAD


def test_the_way_through_the_pages(town):
    client = town.officer.client
    for what, heads, row in (
        ("promises", HEADS, ROW),
        ("progress", PROGRESS_HEADS, PROGRESS_ROW),
    ):
        file = book(heads, row)
        file.name = "表.xlsx"
        assert client.get(reverse("commitments:import", args=[what])).status_code == 200
        sent = client.post(reverse("commitments:import", args=[what]), {"file": file})
        assert sent.status_code == 302
        assert client.get(sent["location"]).status_code == 200
        confirm = reverse("commitments:import_confirm", args=[what])
        assert client.post(confirm).status_code == 302
        template = client.get(reverse("commitments:import_template", args=[what]))
        assert load_workbook(BytesIO(b"".join(template))).worksheets
        if what == "promises":
            made = Commitment.objects.get()
            services.submit(made.pk, actor=town.officer.actor)
            services.publish(made.pk, actor=town.lead.actor)
    assert Progress.objects.count() == 1


def test_a_plan_takes_a_constant_number_of_queries(town, django_assert_max_num_queries):
    rows = [with_(ROW, 序号=number) for number in range(1, 41)]
    imports.import_promises(promises(*rows[:20]), actor=town.officer.actor)
    with django_assert_max_num_queries(6):
        imports.plan_promises(promises(*rows), town.officer.actor)
