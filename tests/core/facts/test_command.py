"""`lianqiao import_facts`: a long file, and what it refuses."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lianqiao.core.facts.models import FactImport
from lianqiao.core.parties import services
from lianqiao.core.parties.models import Fact, Organization
from lianqiao.core.parties.uscc import check_digit
from tests.core.facts.conftest import CODE, facts

LINES = 10_000
NAMES = ("revenue", "rd_expense", "staff", "leading_product")
COLUMNS = "definition_id, period_from, period_to, number, text, day, truth, source_id, known_at"


def codes_of(count):
    for number in range(count):
        first = f"91370212{number:09d}"
        yield first + check_digit(first)


@pytest.fixture
def city(codes):
    """Enterprises, enough for two years of each in the file."""
    Organization.objects.bulk_create(
        Organization(uscc=code, name=f"青岛第{place}公司", kind="enterprise")
        for place, code in enumerate(codes_of(LINES // 8))
    )


def said():
    """Yield (code, fact, year, value as kept, value as written)."""
    for place, code in enumerate(codes_of(LINES // 8)):
        for year in (2024, 2025):
            for name in NAMES:
                n = 1_000 * place + year
                kept = {"staff": n, "leading_product": f"产品{n}"}.get(name, n * 100)
                written = f"{n // 10_000}.{n % 10_000:04d}" if name in NAMES[:2] else kept
                yield code, name, year, kept, written


def written(folder):
    file = folder / "统计.csv"
    units = dict.fromkeys(NAMES[:2], "万元")
    rows = (
        f"{code},{name},{year},{text},{units.get(name, '')}" for code, name, year, _, text in said()
    )
    file.write_text("信用代码,事实,年度,值,单位\n" + "\n".join(rows) + "\n", encoding="gb18030")
    return file


def test_ten_thousand_lines_are_what_recording_each_says(city, tmp_path, capsys):
    file = written(tmp_path)
    call_command("import_facts", file, source="tax", known_on=date(2026, 3, 31), dry_run=True)
    assert "10,000" in capsys.readouterr().out
    assert not Fact.objects.exists()
    call_command("import_facts", file, source="tax", known_on=date(2026, 3, 31))
    assert Fact.objects.count() == LINES
    expected = {
        (code, name, date(year, 1, 1), date(year, 12, 31), number(kept), text(kept))
        for code, name, year, kept, _written in said()
    }
    found = facts(
        "organization__uscc", "definition_id", "period_from", "period_to", "number", "text"
    )
    assert set(found) == expected
    call_command("import_facts", file, source="tax", known_on=date(2026, 3, 31))
    assert (Fact.objects.count(), FactImport.objects.count()) == (LINES, 1)
    assert_same_as_recorded()


def number(kept):
    return kept if isinstance(kept, int) else None


def text(kept):
    return kept if isinstance(kept, str) else None


def assert_same_as_recorded():
    """The first eighty again, recorded one by one as of another source."""
    ids = dict(Organization.objects.values_list("uscc", "pk"))
    known_at = datetime(2026, 3, 31, tzinfo=ZoneInfo("Asia/Shanghai"))
    for code, name, year, kept, _written in islice(said(), 80):
        period = (date(year, 1, 1), date(year, 12, 31))
        services.record_fact(
            ids[code], name, kept, period=period, source="other", known_at=known_at
        )
    with connection.cursor() as cursor:
        columns = COLUMNS.replace("source_id, ", "")
        cursor.execute(
            f"SELECT organization_id, {columns} FROM parties_fact WHERE source_id = 'other' EXCEPT"
            f" SELECT organization_id, {columns} FROM parties_fact WHERE source_id = 'tax'"
        )
        assert cursor.fetchall() == []


def test_bad_rows_stop_it_unless_they_are_left_out(known, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(f"信用代码,年度,营业收入\n{CODE},2025,5\n{CODE},2024,-5\n{CODE[:-1]}M,2024,1\n")
    with pytest.raises(CommandError, match="3"):
        call_command("import_facts", file, source="tax")
    assert not Fact.objects.exists()
    call_command("import_facts", file, source="tax", without_bad=True)
    assert facts("number") == [(500,)]
    out = capsys.readouterr().out
    assert "营业收入" in out
    assert "统一社会信用代码" in out


@pytest.mark.parametrize("source", ["", "neighbour"])
def test_the_source_must_be_known(known, tmp_path, source):
    file = tmp_path / "a.csv"
    file.write_text(f"信用代码,年度,营业收入\n{CODE},2025,5\n")
    with pytest.raises(CommandError):
        call_command("import_facts", file, source=source)


def test_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_facts", tmp_path / "none.csv", source="")
