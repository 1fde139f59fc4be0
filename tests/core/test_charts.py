"""Charts: one width whatever the names, a bar for each row, whole names in the table."""

from __future__ import annotations

import re

import pytest

from lianqiao.core.charts import bars, funnel

HEADS = {"name": "名称", "count": "数量"}
LONG = "Information transmission, software and information technology services"


def drawn(*names, draw=bars):
    rows = [{"name": name, "count": 10 - place} for place, name in enumerate(names)]
    return str(draw(rows, "count", "name", title="图", heads=HEADS))


def texts(chart):
    return re.findall(r"<text[^>]*>([^<]*)<", chart)


@pytest.mark.parametrize(
    "name", ["业", "制造业", "关于降低小微企业场所成本的若干措施", LONG, "长" * 80]
)
@pytest.mark.parametrize("draw", [bars, funnel])
def test_a_chart_is_as_wide_as_any_other(name, draw):
    chart = drawn(name, "乙", draw=draw)
    assert re.search(r'<svg[^>]* width="(\d+)"', chart).group(1) == "620"


def test_a_name_too_long_is_cut_in_the_drawing_and_whole_in_the_table():
    chart = drawn(LONG)
    assert texts(chart)[0].endswith("…")
    assert f">{LONG}<" in chart


def test_rows_of_one_name_get_a_bar_each():
    chart = drawn("同名政策", "同名政策", "另一项")
    assert [one.rstrip("\u200b") for one in texts(chart)[:3]] == ["同名政策", "同名政策", "另一项"]
    assert texts(chart)[3:] == ["10", "9", "8"]
    assert chart.count(">同名政策<") == 2 + 1  # in the table, and the first in the drawing
