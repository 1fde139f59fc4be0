"""Facts from files: both forms, units, bad rows, and that a second time changes nothing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.facts.models import FactImport
from lianqiao.core.facts.reading import Given
from lianqiao.core.facts.services import imports
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties import queries, services
from lianqiao.core.parties.models import Fact
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.sheets import Action
from tests import cast
from tests.core.facts.conftest import CODE, TAX, facts, plan, problems, run

pytestmark = pytest.mark.usefixtures("known")
LONG = "统一社会信用代码,指标,年度,值,来源,获知日期\n"
SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))


def test_a_row_for_each_fact(known):
    done = run(
        LONG
        + f"{CODE},营业收入,2024年度,1280500.25,税务部门,2025-05-31\n"
        + f"{CODE},staff,2024,120,统计部门,2025年6月1日\n"
        + f"{CODE},Leading product,,隔膜,,\n"
    )
    assert (done.facts, done.organizations, done.counts[Action.CREATE]) == (3, 1, 3)
    columns = ("definition_id", "period_from", "period_to", "number", "text", "source_id")
    # What is not by year is of the year in which it became known.
    assert facts(*columns) == [
        ("revenue", *YEAR_2024, 128_050_025, None, "tax"),
        ("staff", *YEAR_2024, 120, None, "statistics"),
        ("leading_product", date(2026, 1, 1), date(2026, 12, 31), None, "隔膜", "tax"),
    ]
    assert [moment.astimezone(SHANGHAI) for (moment,) in facts("known_at")] == [
        datetime(2025, 5, 31, tzinfo=SHANGHAI),
        datetime(2025, 6, 1, tzinfo=SHANGHAI),
        datetime(2026, 3, 31, tzinfo=SHANGHAI),
    ]
    assert facts("evidence", "organization_id")[1] == ("表.csv:3", known.pk)


def test_a_column_for_each_fact():
    head = "信用代码,年份,营业收入（亿元）,主导产品市场占有率（%）,上市日期,"
    head += "列入经营异常名录,主导产品,市场\n"
    done = run(head + f"{CODE},2025,1.5,12.5%,2020/3/1,否,隔膜,x\n{CODE},2024,,,,,,\n")
    assert done.ignored == ["市场"]
    assert (done.counts[Action.CREATE], done.counts[Action.UNCHANGED]) == (1, 1)
    found = facts("definition_id", "number", "day", "truth", "text")
    assert found == [
        ("abnormal_listing", None, None, False, None),
        ("leading_product", None, None, None, "隔膜"),
        ("listed_on", None, date(2020, 3, 1), None, None),
        ("market_share", Decimal("12.5"), None, None, None),
        ("revenue", 15_000_000_000, None, None, None),
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "kept"),
    [
        ("营业收入", "1.25", "125"),
        ("营业收入（元）", "1.25", "125"),
        ("营业收入（千元）", "1.25", "125000"),
        ("营业收入（万元）", "0.000001", "1"),
        ("营业收入 (单位：亿元) *", "12.34", "123400000000"),
        ("Revenue (CNY)", "1", "100"),
        ("首台（套）合同额（万元）", "3", "3000000"),
        ("首台（套）合同额", "3", "300"),
        ("职工总数（人）", '"1,200"', "1200"),
        ("职工总数（万人）", "0.0012", "12"),
        ("市场占有率,主导产品市场占有率", ",0.05", "0.05"),
        ("节能量（万吨标准煤）", "0.05", "500"),
    ],
)
def test_units_are_converted_exactly(heading, cell, kept):
    run(f"信用代码,年度,{heading}\n{CODE},2025,{cell}\n")
    assert [number for (number,) in facts("number")] == [Decimal(kept)]


def test_units_of_rows():
    run(
        f"信用代码,指标,年度,值,单位\n{CODE},营业收入,2025,2,万元\n"
        f"{CODE},研发费用总额（万元）,2025,3,\n{CODE},实缴税金,2025,4,元\n"
    )
    assert [number for (number,) in facts("number")] == [2_000_000, 3_000_000, 400]


@pytest.mark.parametrize("heading", ["营业收入（吨）", "营业收入（不含税）", "主导产品（件）"])
def test_a_heading_with_another_unit_is_refused(heading):
    with pytest.raises(Invalid):
        plan(f"信用代码,年度,{heading}\n{CODE},2025,1\n")


def test_a_workbook_says_what_it_shows():
    """Percentages as they are shown, and no noise of binary fractions."""
    book = Workbook()
    sheet = book.active
    sheet.append(["信用代码", "年度", "主导产品市场占有率", "营业收入（万元）", "列入经营异常名录"])
    sheet.append([CODE, 2025, 0.125, 0.1 + 0.2, True])
    sheet["C2"].number_format = "0.0%"
    file = io.BytesIO()
    book.save(file)
    imports.import_facts(file, "表.xlsx", actor=OPERATOR, given=TAX)
    assert facts("number", "truth") == [
        (None, True),
        (Decimal("12.5"), None),
        (300_000, None),
    ]


BAD = {
    "credit code": (f"{CODE[:-1]}M,营业收入,2024,1,,", "统一社会信用代码"),
    "nobody": ("91370212MA3TEXT00M,营业收入,2024,1,,", "统一社会信用代码"),
    "no code": (",营业收入,2024,1,,", "统一社会信用代码"),
    "fact": (f"{CODE},销售额,2024,1,,", "指标"),
    "unit": (f"{CODE},营业收入（吨）,2024,1,,", "指标"),
    "no fact": (f"{CODE},,2024,1,,", "指标"),
    "no year": (f"{CODE},营业收入,,1,,", "年度"),
    "year": (f"{CODE},营业收入,24,1,,", "年度"),
    "year to come": (f"{CODE},营业收入,2027,1,,", "年度"),
    "no value": (f"{CODE},营业收入,2024,,,", "值"),
    "number": (f"{CODE},营业收入,2024,许多,,", "值"),
    "no finite number": (f"{CODE},营业收入,2024,NaN,,", "值"),
    "below": (f"{CODE},营业收入,2024,-1,,", "值"),
    "above": (f"{CODE},主导产品市场占有率,2024,101,,", "值"),
    "decimals": (f"{CODE},营业收入,2024,1.234,,", "值"),
    "half a person": (f"{CODE},职工总数,2024,1.5,,", "值"),
    "truth": (f"{CODE},列入经营异常名录,2024,也许,,", "值"),
    "date": (f"{CODE},上市日期,2024,2024-02-30,,", "值"),
    "long text": (f"{CODE},主导产品,2024,{'长' * 401},,", "值"),
    "source": (f"{CODE},营业收入,2024,1,邻居,", "来源"),
    "day": (f"{CODE},营业收入,2024,1,,昨天", "获知日期"),
    "day to come": (f"{CODE},营业收入,2024,1,,2099-01-01", "获知日期"),
}


@pytest.mark.parametrize(("row", "column"), BAD.values(), ids=BAD.keys())
def test_bad_rows_name_line_column_and_reason(row, column):
    good = f"{CODE},营业收入,2023,7,,\n"
    outcome = plan(LONG + good + row + "\n")
    [(line, heading, reason)] = problems(outcome)
    assert (line, heading) == (3, column)
    assert reason
    assert outcome.counts[Action.BAD] == outcome.counts[Action.CREATE] == 1
    with pytest.raises(Invalid, match="3"):
        run(LONG + good + row + "\n")
    assert not Fact.objects.exists()
    run(LONG + good + row + "\n", without_bad=True)
    assert facts("number") == [(700,)]


def test_all_bad_rows_can_be_taken_home():
    text = LONG + "".join(f"{row}\n" for row, _column in BAD.values())
    rows = imports.bad_rows(io.BytesIO(text.encode()), "表.csv", actor=OPERATOR, given=TAX)
    assert [line for line, *_rest in rows] == list(range(2, 2 + len(BAD)))
    assert [column for _line, _name, column, _reason in rows] == [one for _, one in BAD.values()]


def test_a_row_is_taken_whole_or_not_at_all():
    text = f"信用代码,年度,营业收入,职工总数\n{CODE},2025,5,-3\n{CODE},2024,5,3\n"
    assert problems(plan(text))[0][:2] == (2, "职工总数")
    run(text, without_bad=True)
    assert facts("period_from", "number") == [(date(2024, 1, 1), 500), (date(2024, 1, 1), 3)]


def test_who_says_it_must_be_said():
    text = f"信用代码,年度,营业收入\n{CODE},2025,5\n"
    assert problems(plan(text, Given()))[0][:2] == (2, "来源")


def test_rows_that_contradict_each_other_name_each_other():
    rows = [f"{CODE},营业收入,2024,{value},,\n" for value in (1, 2, 1)]
    found = problems(plan(LONG + "".join(rows)))
    assert [(line, column) for line, column, _reason in found] == [(2, "值"), (3, "值"), (4, "值")]
    assert "4" in found[0][2]
    assert "2" in found[1][2]
    same = run(LONG + rows[0] + rows[2])
    assert (same.facts, same.counts[Action.UNCHANGED]) == (1, 1)


def test_names_that_several_bear():
    for code in ("91370212MA3TEXT00M", None):
        cast.organization(name="青岛乙研究院", uscc=code or "")
    [(_line, _column, reason)] = problems(plan("名称,年度,营业收入\n青岛乙研究院,2025,1\n"))
    with translation.override("en"):
        assert problems(plan("名称,年度,营业收入\n青岛乙研究院,2025,1\n"))[0][2].startswith(
            "Several"
        )
    assert reason


@pytest.mark.parametrize(
    "head",
    ["年度,营业收入", "信用代码,年度,利息", "信用代码,指标,年度", "信用代码,指标,值,营业收入"],
)
def test_files_of_neither_form(head):
    with pytest.raises(Invalid):
        plan(head + "\n1,2,3,4\n")


def test_a_second_time_changes_nothing():
    text = LONG + f"{CODE},营业收入,2024,1,,\n{CODE},职工总数,2024,12,统计部门,2025-06-01\n"
    assert run(text).counts[Action.CREATE] == 2
    before = facts("pk", "number", "known_at")
    again = run(text)
    assert (again.facts, again.counts[Action.UNCHANGED]) == (0, 2)
    assert not again.does_something
    assert facts("pk", "number", "known_at") == before
    assert FactImport.objects.count() == Entry.objects.filter(kind="facts.imported").count() == 1


def test_a_later_word_of_a_source_stands_beside_the_earlier():
    text = LONG + f"{CODE},营业收入,2024,%s,,%s\n"
    run(text % (1, "2025-01-31"))
    assert run(text % (2, "2025-02-28")).counts[Action.UPDATE] == 1
    # What was known before stays known; a second time it is known already.
    assert run(text % (1, "2025-01-31")).counts[Action.UNCHANGED] == 1
    assert problems(plan(text % (3, "2025-02-28")))[0][:2] == (2, "值")
    assert run(text % (5, "2025-01-15")).counts[Action.CREATE] == 1
    at = datetime(2025, 2, 10, tzinfo=UTC)
    organization = Fact.objects.first().organization_id
    assert queries.facts_of(organization, known_at=at).get().number == 100
    assert queries.facts_of(organization).get().number == 200


def test_without_a_day_it_is_known_from_now_on():
    text = f"信用代码,年度,营业收入\n{CODE},2025,5\n"
    assert run(text, Given("tax")).facts == 1
    assert run(text, Given("tax")).facts == 0
    assert run(text.replace("5\n", "6\n"), Given("tax")).counts[Action.UPDATE] == 1


def test_one_entry_in_the_ledger_with_numbers_only():
    bad = f"{CODE},营业收入,2024,-1,,\n"
    run(LONG + f"{CODE},营业收入,2023,1,,\n{CODE},职工总数,2024,3,,\n" + bad, without_bad=True)
    entry = Entry.objects.get(kind="facts.imported")
    counted = {name: value for name, (value, _unit) in entry.quantities.items()}
    assert counted == {"rows": "3", "facts": "2", "organizations": "1", "left_out": "1"}
    kept = FactImport.objects.get()
    assert entry.subject_id == kept.pk
    assert entry.evidence == [["facts.import", kept.pk, kept.sha256]]


def test_bureaus_alone_import(enterprise_owner, citizen, officer):
    text = f"信用代码,年度,营业收入\n{CODE},2025,5\n"
    for person in (enterprise_owner, citizen):
        with pytest.raises(NotFound):
            run(text, actor=person.actor)
        with pytest.raises(NotFound):
            plan(text, actor=person.actor)
    assert run(text, actor=officer.actor).facts == 1


def test_an_import_is_kept_with_what_it_brought():
    with pytest.raises(IntegrityError, match="fact_import_brings_facts"), transaction.atomic():
        FactImport.objects.create(
            file_name="x", sha256="", rows=1, left_out=0, facts=0, organizations=0
        )


def test_equal_to_recording_one_by_one_in_constant_queries():
    organizations = [cast.organization() for _ in range(30)]
    lines = [(one, year, 100 * one.pk + year) for one in organizations for year in (2023, 2024)]
    head = "名称,年度,营业收入（元）,职工总数\n"

    def text(some):
        return head + "".join(f"{one.name},{year},{n}.5,{n}\n" for one, year, n in some)

    with CaptureQueriesContext(connection) as few:
        plan(text(lines[:2]))
    with CaptureQueriesContext(connection) as many:
        run(text(lines))
    # A savepoint, the facts, the import and its entry; not one for each row.
    assert len(many) < len(few) + 10
    columns = ("definition_id", "period_from", "period_to", "number", "source_id", "known_at")
    brought = {(one.pk, *row) for one in organizations for row in of(one, columns)}
    known_at = datetime(2026, 3, 31, tzinfo=SHANGHAI)
    for organization, year, n in lines:
        other = cast.organization(name=f"{organization.name}乙 {year}")
        period = (date(year, 1, 1), date(year, 12, 31))
        for name, value in (("revenue", 100 * n + 50), ("staff", n)):
            services.record_fact(
                other.pk, name, value, period=period, source="tax", known_at=known_at
            )
        assert {(organization.pk, *row) for row in of(other, columns)} <= brought
    assert len(brought) == 2 * len(lines)


def of(organization, columns):
    return organization.facts.values_list(*columns)


def test_the_examples_of_the_docs_are_good_files():
    cast.organization(uscc="91370212MA3TEXT00M")
    page = Path(__file__).parents[3] / "docs" / "facts.md"
    examples = [
        block for block in page.read_text().split("```")[1::2] if block.startswith("\n统一")
    ]
    found = [plan(example.strip() + "\n", Given("tax", date(2026, 5, 31))) for example in examples]
    assert [(one.facts, one.bad, one.ignored) for one in found] == [(3, 0, []), (9, 0, [])]


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ("营业收入（万元）,3,", 3_000_000),
        ("营业收入（万元）,3,万元", 3_000_000),
        ("营业收入（元）,3,万元", None),
        ("营业收入（万元）,3,元", None),
    ],
)
def test_a_unit_behind_the_name_and_one_in_its_column_have_to_agree(known, cells, kept):
    found = plan(f"统一社会信用代码,年度,指标,值,单位\n{CODE},2025,{cells}\n")
    assert found.bad == (kept is None)
    if kept is None:
        assert [place for _line, place, _why in problems(found)] == ["单位"]
    else:
        run(f"统一社会信用代码,年度,指标,值,单位\n{CODE},2025,{cells}\n")
        assert facts("number") == [(kept,)]


def test_decimals_of_money_are_told_in_yuan(known):
    found = plan(f"统一社会信用代码,年度,营业收入\n{CODE},2025,12.345\n")
    [(_line, _column, reason)] = problems(found)
    assert reason == "“营业收入”最多保留 2 位小数。"
