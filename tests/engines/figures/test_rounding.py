"""What a written figure agrees with: bounds worked out by hand, and rounding as a second method."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.engines.figures import agreeing, read_figures


def bounds(text):
    [figure] = read_figures(text)
    return agreeing(figure)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("汇集惠企政策信息2.8万条", ["27950", "28000", "28049"], ["27949", "28050"]),
        ("累计兑现资金35.89亿元", ["3588500000", "3589499999.99"], ["3588499999", "3589500000"]),
        ("发放补助1021.15万元", ["10211450", "10211500"], ["10211400", "10211550"]),
        ("成功对接459项", ["459"], ["458", "460", "457"]),
        ("征集成果3200余项", ["3200", "3299"], ["3199", "3300"]),
        ("征集企业需求近900项", ["850", "899", "900"], ["849", "901"]),
        ("应用在50多个场站", ["50", "59"], ["49", "60"]),
        ("平台累计浏览量超880万次", ["8800000", "8899999"], ["8799999", "8900000"]),
        ("前期的融资是300余万元", ["3000000", "3999999"], ["2999999", "4000000"]),
        ("实有经营主体同比增长9.67%", ["9.665", "9.6749"], ["9.66", "9.675"]),
        ("贡献了全市近70%的进出口", ["65", "70"], ["64.9", "70.1"]),
        ("贡献了全市61.9%的税收", ["61.85", "61.94"], ["61.8", "61.95"]),
        ("增加学位约19.73万个", ["197250", "197349"], ["197200", "197400"]),
        ("满意率达到八成", ["75", "84"], ["74", "85"]),
    ],
)
def test_what_a_written_figure_agrees_with(text, inside, outside):
    found = bounds(text)
    assert all(Decimal(value) in found for value in inside)
    assert not any(Decimal(value) in found for value in outside)


@given(st.integers(1, 10**9), st.integers(0, 2))
def test_a_number_agrees_with_how_it_is_written(number, decimals):
    """The other way round: what rounds to the text agrees with it, whatever the decimals."""
    shown = (Decimal(number) / 10_000).quantize(Decimal(1).scaleb(-2), ROUND_HALF_UP)
    written = f"{shown:f}".rstrip("0").rstrip(".")
    if not Decimal(written):
        return
    assert Decimal(number) in bounds(f"兑现资金{written}万元")
