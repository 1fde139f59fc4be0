"""Values, units and places in sentences of other reports; what is expected was read by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lianqiao.engines.figures import read_figures

BULLETIN = "全年地区生产总值16719.46亿元，比上年增长5.7%；年末常住人口1044.25万人。"
SENTENCES = {
    # statistical bulletins
    BULLETIN: [
        ("16719.46亿元", "1671946000000", "元"),
        ("5.7%", "5.7", "%"),
        ("1044.25万人", "10442500", "人"),
    ],
    "货物进出口总额1.2万亿元，实际使用外资63.4亿美元，下降2.1%。": [
        ("1.2万亿元", "1200000000000", "元"),
        ("63.4亿美元", "6340000000", "美元"),
        ("2.1%", "2.1", "%"),
    ],
    "规模以上工业企业营业收入同比增长-3.2%，研发投入强度提高0.35个百分点。": [
        ("-3.2%", "-3.2", "%"),
        ("0.35个百分点", "0.35", "个百分点"),
    ],
    "粮食总产量312.6万吨，播种面积48.5万公顷，发电量达186.3亿千瓦时。": [
        ("312.6万吨", "3126000", "吨"),
        ("48.5万公顷", "485000", "公顷"),
        ("186.3亿千瓦时", "18630000000", "千瓦时"),
    ],
    # work reports
    "全年新增高新技术企业一千二百余家，总数突破8,000家，位居全省第一。": [
        ("一千二百余家", "1200", "家"),
        ("8,000家", "8000", "家"),
        ("第一", "1", "位"),
    ],
    "百分之九十五以上的事项一网通办，近八成事项当日办结，千分之三需补正。": [
        ("百分之九十五", "95", "%"),
        ("八成", "80", "%"),
        ("千分之三", "3", "‰"),
    ],
    "办理时限由20个工作日压缩至5个工作日，发放补贴三百二十万元。": [
        ("20个工作日", "20", "个工作日"),
        ("5个工作日", "5", "个工作日"),
        ("三百二十万元", "3200000", "元"),
    ],
    "给予10至20万元奖励，惠及3-5家企业。": [
        ("10", "100000", "元"),
        ("20万元", "200000", "元"),
        ("3", "3", "家"),
        ("5家", "5", "家"),
    ],
    # hospitals
    "门诊量128.6万人次，平均住院日6.8天，完成手术3万余例，床位1500张。": [
        ("128.6万人次", "1286000", "人次"),
        ("6.8天", "6.8", "天"),
        ("3万余例", "30000", "例"),
        ("1500张", "1500", "张"),
    ],
    # schools
    "学校现有在校生２．３万余人，专任教师1568人，新建三所实验室、两座场馆。": [
        ("２．３万余人", "23000", "人"),
        ("1568人", "1568", "人"),
        ("三所", "3", "所"),
        ("两座", "2", "座"),
    ],
    "十余名学生获奖，上千名校友捐款二点八亿元，创历史新高。": [
        ("十余名", "10", "名"),
        ("千名", "1000", "名"),
        ("二点八亿元", "280000000", "元"),
    ],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_figure_of_a_sentence_is_read_exactly(sentence):
    found = [(one.text, one.value, one.unit) for one in read_figures(sentence)]
    assert found == [(text, Decimal(value), unit) for text, value, unit in SENTENCES[sentence]]


def test_values_are_written_plainly():
    values = [str(one.value) for one in read_figures("投资1.50亿元，建成2.8万个，占30.0%")]
    assert values == ["150000000", "28000", "30"]


def test_money_names_its_currency():
    found = read_figures("到账35.89亿元，其中外资2亿美元，涉及3家")
    assert [one.currency for one in found] == ["CNY", "USD", ""]


def test_a_column_that_breaks_off_leaves_a_figure_without_unit():
    found = read_figures("汇集惠企政策信息2.8万\n\n获批资金2.1\n")
    assert [(one.value, one.unit) for one in found] == [
        (Decimal(28000), ""),
        (Decimal("2.1"), ""),
    ]
