"""Charts: one width whatever the names, a bar for each row, whole names in the table."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from lianqiao.core.charts import bars, funnel, pairs

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
    assert re.findall(r'<svg[^>]* width="(\d+)"', chart) == ["620", "340"]


def test_a_name_too_long_is_cut_in_the_drawing_and_whole_in_the_table():
    chart = drawn(LONG)
    assert texts(chart)[0].endswith("…")
    assert f">{LONG}<" in chart


def test_rows_of_one_name_get_a_bar_each():
    chart = drawn("同名政策", "同名政策", "另一项")
    assert [one.rstrip("\u200b") for one in texts(chart)[:3]] == ["同名政策", "同名政策", "另一项"]
    assert texts(chart)[3:6] == ["10", "9", "8"]
    assert chart.count(">同名政策<") == 2 + 2  # in the table, and the first in both drawings


def months(**values):
    rows = [{"month": month, "before": month, "now": None} for month in range(1, 13)]
    rows[0] |= {"now": 3_000_000} | values
    heads = {"month": "月份", "before": "2025", "now": "2026"}
    return str(pairs(rows, "month", "before", "now", title="图", heads=heads))


def test_two_years_stand_month_by_month_side_by_side():
    chart = months()
    wide = chart.split("only-narrow", maxsplit=1)[0]
    drawn = [one for one in texts(wide) if one.isdigit()]
    assert [one for one in drawn if int(one) <= 12 and one != "0"] == [
        str(month) for month in range(1, 13)
    ]
    assert {"2025", "2026"} <= set(drawn)  # the legend
    assert wide.count('opacity="0.4"') >= 12
    assert chart.count(">–<") == 11  # months to come, in the table


def test_large_values_are_written_as_readers_like_them():
    with translation.override("zh-hans"):
        assert "300万" in texts(months())
    with translation.override("en"):
        assert "3M" in texts(months())
