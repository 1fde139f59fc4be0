"""What figures count, as Chinese reports write it: money, shares, measures, classifiers."""

from __future__ import annotations


def _words(written: str) -> list[str]:
    return written.split()


CURRENCIES = {
    "元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
SHARES = ("%", "‰", "个百分点", "百分点", "倍")
TIMES = ("年", "个月", "个季度", "周", "天", "个工作日", "工作日", "小时", "分钟", "毫秒", "秒")
MEASURES = _words(
    """
    平方公里 平方千米 平方米 公顷 亩 立方米 海里 公里 千米 毫米 厘米 米 吨标准煤 吨 公斤 斤
    千克 毫克 微克 克 毫升 升 标准箱 标箱 TEU 千瓦时 兆瓦时 千瓦 兆瓦 吉瓦 瓦 摄氏度 ℃ °C
    分贝 微克/立方米 毫克/升 GB TB PB MB Mbps Gbps MW kW GW kWh km kg mm cm
    """
)
RATES = _words(
    """
    元/平方米 元/平方公里 元/人 元/月 元/年 元/吨 元/亩 元/公斤 元/斤 元/小时 元/天 元/人次 元/餐
    元/千瓦时 公里/小时 吨/年 吨/日 吨/天 吨/公顷 公斤/亩 立方米/日 立方米/天 人/平方公里
    """
)
# What things, people and acts are counted in. 级, 号, 线, 路, 楼 are names, never counts.
CLASSIFIERS = _words(
    """
    人次 家次 户次 项次 件次 台次 剂次 例次 课次 场次 批次 班次 车次 航次 艘次 架次 人天
    学时 课时 台套 台(套) 人(次) 人（次） 台（套） 个 家
    户 名 人 位 所 项 件 条 次 场 批 套 台 辆 艘 架
    座 处 栋 幢 间 张 份 本 册 篇 部 支 只 头 匹 株 棵 例 剂 门 节 席 股 笔 宗 起 种 类
    款 枚 粒 根 片 块 盏 眼 集 幅 首 则 对 组 列 字 页 卷 箱 瓶 袋 盒 期 届 轮 岁 分 度 床
    村 镇 县 市
    """
)
# One Chinese digit before these mostly makes a word (一度, 三分, 两级); they need Arabic digits.
ONLY_ARABIC = frozenset("位份本部头门节股单起类根片块首则对组列字页期届轮分度村镇县市")

UNITS = sorted(
    {*CURRENCIES, *SHARES, *TIMES, *MEASURES, *RATES, *CLASSIFIERS},
    key=lambda unit: (-len(unit), unit),
)
