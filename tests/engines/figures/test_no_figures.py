"""Numbers that count nothing: days, names, document numbers, telephones, lists, terms, bounds."""

from __future__ import annotations

import pytest

from lianqiao.engines.figures import read_figures

NO_FIGURES = (
    "2024年3月5日印发",
    "二〇二四年十二月三十一日",
    "2019—2024年，1至10月份，前三季度，10月底",
    "会议于2024-03-05 08:30召开，2024.3.5发布，9时30分结束",
    "本报12月11日讯，20世纪90年代以来",
    "近三年、过去五年、未来3个月、三年行动计划、3年建设期满",
    "青岛第五十八中学、青岛二中、第39中学、三甲医院",
    "第三批名单、第十四届全国人大四次会议、第12条第3款",
    "青政发〔2023〕15号、令第588号、国办函（2024）7号",
    "咨询电话：0532-82661234，手机13812345678，热线12345，400-123-4567",
    "(0532)85911234转8001",
    "1. 总体要求\n2、主要任务\n（3）保障措施\n2.1 目标\n一、背景",
    "江西路16号，地铁6号线，A座3楼，10号楼2单元",
    "C919、5G、PM2.5、H1N1、COVID-19、GB/T 4754-2017",
    "工业4.0，2.0版，5A级景区，30万吨级码头，百万级订单，世界500强",
    "65岁以上老年人，3-6岁儿童",
    "24小时服务热线，15天内办结，有效期3年",
    "国内一家公司，一批成果，一系列政策，进一步，统一，一次性，一站式",
    "明确一个总目标、四个主攻方向，坚持五个统筹，推进八大行动",
    "落实“两个确立”，发布“32条”措施，建设“三个中心”",
    "几十家企业，数百名志愿者，三五家单位，上百亿级产业",
    "三次产业比例为3.1:33.6:63.3，比分2:1",
    "见 https://example.org/2024/35家 或 office35@example.org",
    "6222021234567890123456",
    "三亚市、四川省、六安、九江，千方百计，百年老店，万众一心",
    "增长率居全国前列，进入前10名",
)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_nothing_is_read(text):
    assert [one.text for one in read_figures(text)] == []


def test_a_figure_beside_a_date_is_read_alone():
    text = "2024年3月5日，根据青政发〔2023〕15号文件向35家企业拨付500万元，电话0532-82661234。"
    assert [one.text for one in read_figures(text)] == ["35家", "500万元"]
