"""`lianqiao figures read`: files in, figures out; no database is needed."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from lianqiao.site.cli import BARE_COMMANDS

REPORT = "## 市民营经济局\n\n累计兑现资金近35.89亿元，今年以来服务全市企业228家。\n"
KEYS = [
    "value",
    "unit",
    "currency",
    "subject",
    "qualifiers",
    "period",
    "department",
    "place",
    "text",
    "start",
    "end",
]


def printed(*arguments):
    out = io.StringIO()
    call_command("figures", "read", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_gives_every_figure_with_its_place(tmp_path):
    file = tmp_path / "报告.md"
    file.write_text(REPORT, encoding="utf-8")
    money, count = json.loads(printed(file, "--format", "json"))
    assert list(money) == KEYS
    assert (money["value"], money["unit"], money["currency"]) == ("3589000000", "元", "CNY")
    assert (money["subject"], money["qualifiers"]) == ("累计兑现资金", ["nearly", "cumulative"])
    assert (count["value"], count["period"], count["place"]) == ("228", "今年以来", "全市")
    assert {one["department"] for one in (money, count)} == {"市民营经济局"}
    assert REPORT[count["start"] : count["end"]] == count["text"] == "228家"


def test_a_word_file_is_read_like_its_text(tmp_path):
    document = Document()
    document.add_heading("市教育局", level=2)
    document.add_paragraph("近三年新建学校228所。")
    document.save(str(tmp_path / "报告.docx"))
    (found,) = json.loads(printed(tmp_path / "报告.docx", "--format", "json"))
    assert (found["value"], found["period"], found["department"]) == ("228", "近三年", "市教育局")


def test_a_web_page_is_read_like_its_text(tmp_path):
    file = tmp_path / "报告.html"
    file.write_text("<h1>市教育局办好教育</h1><p>新建学校228所。</p>", encoding="utf-8")
    (found,) = json.loads(printed(file, "--format", "json"))
    assert (found["value"], found["department"]) == ("228", "市教育局")


def test_the_table_shows_values_with_their_units(tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    lines = printed(file).splitlines()
    assert lines[1].split()[:3] == ["3,589,000,000", "元", "累计兑现资金"]
    assert lines[2].split()[:2] == ["228", "家"]


def test_a_report_without_figures_is_an_empty_list(tmp_path):
    file = tmp_path / "报告.txt"
    file.write_text("2024年3月5日印发。", encoding="utf-8")
    assert json.loads(printed(file, "--format", "json")) == []


@pytest.mark.parametrize("name", ["没有.txt", "."])
def test_a_file_that_is_not_there(tmp_path, name):
    with pytest.raises(CommandError):
        printed(tmp_path / name)


def test_what_cannot_be_read_says_why(tmp_path):
    file = tmp_path / "坏.docx"
    file.write_bytes(b"no archive")
    with pytest.raises(CommandError):
        printed(file)


def test_no_database_is_started_for_it():
    assert "figures" in BARE_COMMANDS
