"""Yearly reports from lists, and what is asked about in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lianqiao.core.cases import files
from lianqiao.core.errors import Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import record
from lianqiao.core.sheets import Action, read
from lianqiao.desks.programs.centers import operating, services
from lianqiao.desks.programs.centers.imports.yearly import COLUMNS, import_reports, plan_reports
from lianqiao.desks.programs.centers.models import YearlyReport
from lianqiao.desks.programs.centers.plausibility import Deals, doubts, wrong_in
from tests.desks.programs.centers.conftest import book, data

FIGURES = operating.operating().figures
HEADS = [
    "中心名称",
    "报告年度",
    *[one.zh + ("（万元）" if one.is_money else "") for one in FIGURES.values()],
]
NAME = "测试市海洋装备技术创新中心"
PLAIN = dict.fromkeys((one.zh for one in FIGURES.values()), 10)


def line(name=NAME, year=2024, **values):
    cells = PLAIN | values
    return [name, year, *[cells[one.zh] for one in FIGURES.values()]]


def sheet(*rows):
    return read(book(HEADS, *rows), "年报.xlsx", COLUMNS)


def test_money_is_read_in_wan_and_kept_in_yuan(building, officer):
    import_reports(sheet(line(研发经费支出=123.4567)), actor=officer)
    row = YearlyReport.objects.get()
    assert (row.figures["rd_spending"], row.figures["rd_staff"]) == ("1234567", "10")
    entry = Entry.objects.get(kind="programs.center.reported")
    assert (entry.pk, entry.quantities) == (row.entry, {"year": ["2024", "year"]})


def test_a_later_report_of_the_year_restates_the_earlier(building, officer):
    import_reports(sheet(line()), actor=officer)
    again = plan_reports(sheet(line()), actor=officer)
    assert again.counts[Action.UNCHANGED] == 1
    first = YearlyReport.objects.get().entry
    plan = import_reports(sheet(line(授权发明专利数=12)), actor=officer)
    assert [list(row.changes) for row in plan.rows] == [["授权发明专利数"]]
    row = YearlyReport.objects.get()
    assert row.figures["inventions"] == "12"
    assert Entry.objects.get(pk=row.entry).corrects_id == first


def test_each_mistake_of_500_reports_is_named_by_line_and_column(host, officer, lead):
    services.enter_many([data(host, name=f"中心{n}") for n in range(500)], actor=lead)
    rows = [line(f"中心{n}") for n in range(500)]
    rows[7] = line("没有这家")
    rows[99] = line("中心99", 研发人员数=11)
    rows[200] = line("中心200", 发表论文数="若干")
    rows[300] = line("中心300", 2019)
    rows[301] = line("中心299")
    rows[450] = line("中心450", 发表论文数=-1, 技术合同数=1.5)
    plan = plan_reports(sheet(*rows), actor=officer)
    found = {row.line: [one.column for one in row.problems] for row in plan.having(Action.BAD)}
    assert found == {
        9: ["中心名称"],
        101: ["研发人员数"],
        202: ["发表论文数"],
        302: ["报告年度"],
        303: ["报告年度"],
        452: ["发表论文数", "技术合同数"],
    }
    with pytest.raises(Invalid):
        import_reports(sheet(*rows), actor=officer)
    assert not YearlyReport.objects.exists()
    good = [line(f"中心{n}") for n in range(500)]
    assert import_reports(sheet(*good), actor=officer).counts[Action.CREATE] == 500


def test_a_list_of_any_length_takes_as_many_queries(host, officer, lead, django_assert_num_queries):
    services.enter_many([data(host, name=f"中心{n}") for n in range(40)], actor=lead)
    few, many = sheet(line("中心0")), sheet(*[line(f"中心{n}") for n in range(40)])
    for one in (few, many):
        with django_assert_num_queries(3):
            plan_reports(one, actor=officer)


@pytest.mark.parametrize(
    ("code", "before", "now", "is_asked"),
    [
        # The file: rd_spending may rise or fall three times from 500,000 yuan on.
        ("rd_spending", 1_000_000, 3_000_000, False),
        ("rd_spending", 1_000_000, 3_000_001, True),
        ("rd_spending", 3_000_000, 1_000_000, False),
        ("rd_spending", 3_000_000, 999_999, True),
        ("rd_spending", 1_000, 499_999, False),
        ("rd_spending", 1_000, 500_000, True),
        ("rd_spending", 0, 500_000, True),
        ("rd_spending", 500_000, 0, True),
        ("papers", 1, 4, False),
        ("papers", 1, 5, True),
        ("papers", 5, 1, False),
        ("papers", 6, 1, True),
    ],
)
def test_leaps_are_asked_about_at_the_edges_of_the_file(code, before, now, is_asked):
    found = doubts({code: Decimal(now)}, {code: Decimal(before)}, Deals())
    assert [one.code for one in found] == ([code] if is_asked else [])


def test_without_a_year_before_nothing_leaps():
    assert doubts({"papers": Decimal(500)}, None, Deals()) == []


def test_fewer_contracts_than_the_ledger_knows_are_asked_about():
    known = Deals(3, Decimal(900_000))
    exact = {"contracts": Decimal(3), "contract_sum": Decimal(900_000)}
    assert doubts(exact, None, known) == []
    less = {"contracts": Decimal(2), "contract_sum": Decimal("899999.99")}
    assert [one.code for one in doubts(less, None, known)] == ["contracts", "contract_sum"]


def test_the_ledger_is_asked_for_the_hosts_deals_of_the_year(building, host, officer):
    for year, amount in ((2024, "900000"), (2023, "5")):
        record(
            "exchange.match.signed",
            subject=1,
            organization=host.pk,
            quantities={"amount": Decimal(amount), "local": Decimal(1)},
            at=datetime(year, 12, 31, 12, tzinfo=UTC),
        )
    [row] = plan_reports(sheet(line(技术合同成交额=89)), actor=officer).rows
    assert (row.action, len(row.warnings)) == (Action.CREATE, 1)
    [row] = plan_reports(sheet(line(技术合同成交额=90)), actor=officer).rows
    assert row.warnings == []


def test_a_part_is_not_above_its_whole():
    given = {"transformed": Decimal(3), "transformed_here": Decimal(3)}
    assert wrong_in(given) == {}
    assert list(wrong_in(given | {"transformed_here": Decimal(4)})) == ["transformed_here"]


def test_the_procedures_form_asks_for_exactly_these_figures():
    path = operating.FILE.parent.parent / "procedures" / "innovation_center.yaml"
    document = files.read(path.read_bytes())
    asked = {field.key: field.kind for field in document.form("yearly").fields.values()}
    wanted = {code: "money" if one.is_money else "number" for code, one in FIGURES.items()}
    assert wanted.items() <= asked.items()
    assert set(asked) - set(wanted) == {
        "report_year",
        "progress",
        "problems",
        "next_year",
        "major_results",
    }


def test_a_removed_center_reports_no_more(building, officer, lead):
    services.remove(building.pk, actor=lead, reason="停止运行", on=date(2026, 1, 1))
    [row] = plan_reports(sheet(line()), actor=officer).rows
    assert [one.column for one in row.problems] == ["中心名称"]
