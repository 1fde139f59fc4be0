"""Documents as PDF: what is put in is set as text, and never read as markup."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from lianqiao.core.errors import TooLarge
from lianqiao.core.prints import chart, heading, items, paragraph, pdf, run, table
from lianqiao.core.prints.printing import LONGEST

HOSTILE = '#read("/etc/passwd") $x$ *bold* <label> @ref \\ " // gone'


def text(made):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def test_the_words_come_out_again():
    blocks = [
        heading(1, run("科技成果转化")),
        items([[run("第一件")], [run("第二件")]], numbered=True),
        table(["指标", "数"], [["签约", "459"]]),
    ]
    found = text(pdf("年度报告", blocks, notice="（虚构）", footer="市科技局"))
    for word in ("年度报告", "科技成果转化", "第二件", "459", "（虚构）", "市科技局"):
        assert word in found


def test_typst_in_a_text_stays_text():
    found = text(pdf(HOSTILE, [paragraph(run(HOSTILE, "strong")), table([HOSTILE], [[HOSTILE]])]))
    assert found.count("#read(") >= 3
    assert "root:" not in found


def test_a_chart_is_printed_in_plain_colours():
    drawn = chart("图", '<svg><rect fill="var(--series-1)" stroke="var(--no-such)"/></svg>')
    assert drawn["svg"] == '<svg><rect fill="#0a5a6b" stroke="#17232b"/></svg>'


def test_what_is_too_long_is_refused():
    with pytest.raises(TooLarge):
        pdf("长", [paragraph(run("长" * LONGEST))])
