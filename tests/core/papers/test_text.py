"""Files as lines: what was a heading stays one, what was a paragraph is a line."""

from __future__ import annotations

import doctest
import io

import pytest
from docx import Document

from lianqiao.core.errors import Invalid, TooLarge
from lianqiao.core.papers import joined, plain_lines, read_text
from lianqiao.core.papers import text as text_module
from lianqiao.core.papers.files import RADICALS
from lianqiao.core.sheets.limits import LARGEST_FILE


def test_markdown_and_text_come_as_written():
    written = "# 市教育局\r\n\n新建学校228所。 \n"
    assert read_text(io.BytesIO(written.encode()), "页面.md") == written
    assert read_text(io.BytesIO(written.encode("gb18030")), "页面.txt") == written


def test_a_word_file_keeps_headings_and_cells():
    document = Document()
    document.add_heading("市教育局", level=1)
    document.add_paragraph("新建学校228所。")
    grid = document.add_table(rows=1, cols=2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "幼儿园", "183所"
    file = io.BytesIO()
    document.save(file)
    text = read_text(io.BytesIO(file.getvalue()), "报告.docx")
    assert text == "## 市教育局\n新建学校228所。\n幼儿园\t183所\t\n"


def test_a_page_broken_in_its_source_is_whole_again():
    page = (
        "<html><body><h2>市民政局</h2><p>新增床位\n  35<b>张</b>，\n入住率80%。</p></body></html>"
    )
    text = read_text(io.BytesIO(page.encode()), "页面.html")
    assert text == "## 市民政局\n新增床位35张，入住率80%。\n"


def test_the_example_of_the_docstring_runs():
    assert doctest.testmod(text_module).failed == 0


def test_comments_and_entities():
    assert plain_lines("<p>甲&amp;乙<!-- 35家 --></p><ul><li>一</li><li>二</li></ul>") == (
        "甲&乙\n一\n二\n"
    )


@pytest.mark.parametrize("name", ["空.md", "空.txt", "空.html", "图.gif"])
def test_what_holds_no_text_is_refused(name):
    with pytest.raises(Invalid):
        read_text(io.BytesIO(b"  \n "), name)


def test_a_file_beyond_the_limit_is_refused():
    with pytest.raises(TooLarge):
        read_text(io.BytesIO(b"a" * (LARGEST_FILE + 1)), "大.txt")


def test_radicals_that_printers_write_are_read_as_the_characters_they_look_like():
    written = "\u2ed8岛\u2f88总数突破2万\u2f3e，\u2ed3期服务28.5万\u2f08"
    assert written.translate(RADICALS) == "青岛舟总数突破2万户，长期服务28.5万人"


def test_a_short_line_of_print_is_a_title_where_that_is_asked_for():
    broken = "今年以来，全市教育系统深化教育改革，近三年新建学校\n228所。"
    lines = f"市教育局办好教育\n{broken}\n市民政局\n新增"
    assert list(joined(lines, shortest=25)) == [
        "市教育局办好教育",
        broken.replace("\n", ""),
        "市民政局",
        "新增",
    ]
    assert len(list(joined(lines))) == 2
