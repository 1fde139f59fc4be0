"""Subjects, qualifiers, periods, departments and places; expected by reading."""

from __future__ import annotations

import pytest

from lianqiao.engines.figures import read_figures

SUBJECTS = {
    "新建改扩建学校228所": ["新建改扩建学校"],
    "完成183所农村薄弱幼儿园改造": ["完成农村薄弱幼儿园改造"],
    "全市托育机构增至812家": ["全市托育机构"],
    "其中，专任教师达1568人": ["专任教师"],
    "新打造2家县域次中心、31家特色卫生院": ["新打造县域次中心", "新打造特色卫生院"],
    "申报中小企业78家，累计达205家": ["申报中小企业", "申报中小企业"],
    "地区生产总值1.6万亿元，按不变价格计算，比上年增长5.7%": ["地区生产总值", "地区生产总值增长"],
    "贡献了全市61.9%的税收，近70%的进出口": ["贡献了全市税收", "贡献了全市进出口"],
    "办理时限由20天压缩至5天": ["办理时限", "办理时限"],
    "推进疫苗免费接种工作，免费接种2.09万人": ["推进疫苗免费接种工作免费接种"],
    "征集成果3200余项；位居全省第一": ["征集成果", "位居全省"],
}
SUBJECTS |= {
    "一季度GDP同比增长5.3%，二季度增长4.7%": ["GDP同比增长", "GDP增长"],
    "二氧化硫、氨氮排放量分别下降10.5%、10.8%": ["二氧化硫、氨氮排放量分别下降"] * 2,
    "常住人口105万人，占全省人口的8.97%": ["常住人口", "常住人口占全省人口"],
    "城镇登记失业率控制在4.2%以内": ["城镇登记失业率"],
    "拥有省级重点(优势、特色)专业23个": ["省级重点(优势、特色)专业"],
    "23个学科进入B类以上": ["学科进入B类以上"],
    "一是现有教职工1900人；二是建有2个实验室": ["教职工", "实验室"],
    "全市35户90人享受低保": ["全市享受低保", "全市享受低保"],
    "专利占全市41%，占全省36%": ["专利占全市", "专利占全省"],
    "多层住宅加装电梯500台": ["多层住宅加装电梯"],
    "新华社北京1月17日电（记者甲）生产总值130万亿元": ["生产总值"],
}
QUALIFIERS = {
    "近70%的进出口": ("nearly", "ratio"),
    "约19.73万个": ("about",),
    "累计对接企业600余家次": ("over", "cumulative"),
    "浏览量超880万次": ("over",),
    "不足50人": ("under",),
    "新增企业35家": ("new",),
    "新获批工程21项": ("new",),
    "人均收入6万元": ("each",),
    "每千人口医师数3.9人": ("each",),
    "同比增长9.67%": ("growth",),
    "收入实现300%增长": ("growth",),
    "价格下降2.1%": ("decline",),
    "签约率达到79.2%": ("ratio",),
    "70%以上员工": ("over", "ratio"),
    "500人左右": ("about",),
    "排名全省第3位": ("rank",),
    "约增15%": ("about", "growth"),
    "比重上升到16.3%": ("ratio",),
    "市场主体增加到276万户": (),
    "创新平台35个": (),
    "第一产业增加值512亿元": (),
}
PERIODS = {
    "今年以来，新建学校228所": "今年以来",
    "近三年新建学校228所": "近三年",
    "1至10月份，民营经济贡献了61.9%的税收": "1至10月份",
    "2024年，全市新增企业35家": "2024年",
    "2024年上半年新增企业35家": "2024年上半年",
    "截至11月底，入库企业35家": "截至11月底",
    "“十四五”期间建成学校35所": "“十四五”期间",
    "资金每年增长10%": "每年",
    "比2023年增长10%": "",
    "新增企业35家": "",
}


@pytest.mark.parametrize("text", SUBJECTS)
def test_subject(text):
    assert [one.subject for one in read_figures(text)] == SUBJECTS[text]


@pytest.mark.parametrize("text", QUALIFIERS)
def test_qualifiers(text):
    (found,) = read_figures(text)
    assert found.qualifiers == QUALIFIERS[text]


@pytest.mark.parametrize("text", PERIODS)
def test_period(text):
    (found,) = read_figures(text)
    assert found.period == PERIODS[text]


def test_departments_come_from_headings_until_a_title_ends_them():
    text = (
        "# 年度报告\n\n共35家。\n\n## 市教育局办好教育\n\n### 成效\n\n新建学校228所。\n\n"
        "## 市卫生健康委厚植底色\n\n改造769个。\n\n# 另一篇\n\n投资3亿元。\n"
    )
    departments = [one.department for one in read_figures(text)]
    assert departments == ["", "市教育局", "市卫生健康委", ""]


def test_plain_lines_are_headings_too():
    text = "一、市科技局\n新获批工程21项。\n二、市民政局\n新增床位35张。\n"
    assert [one.department for one in read_figures(text)] == ["市科技局", "市民政局"]


def test_a_title_without_department_takes_it_from_the_text_below():
    text = "# 转化的密码\n\n近日，市科技局发布办法。目前技术创新中心达1156家。\n"
    assert [one.department for one in read_figures(text)] == ["市科技局"]


def test_new_patterns_and_layouts_look_like_no_office():
    text = "# 构建发展新格局\n\n共35家。\n\n# 受委托开展工作\n\n共36家。\n"
    assert [one.department for one in read_figures(text)] == ["", ""]


def test_place():
    places = [one.place for one in read_figures("全市新建学校5所，其中青岛市崂山区2所。")]
    assert places == ["全市", "崂山区"]
