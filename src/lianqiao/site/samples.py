"""Invented figures for the style page."""

from __future__ import annotations

from django.utils.safestring import SafeString

from lianqiao.core.charts import bars, columns, funnel, tile_map

FIELDS = (("新材料", 34), ("先进制造与自动化", 28), ("电子信息", 19), ("资源与环境", 7))
STAGES = (("推荐", 120), ("接手", 64), ("引荐", 41), ("洽谈", 22), ("签约", 14))
DISTRICTS = (
    ("370202", "市南区", 9),
    ("370203", "市北区", 6),
    ("370211", "黄岛区", 21),
    ("370212", "崂山区", 30),
    ("370213", "李沧区", 0),
    ("370214", "城阳区", 17),
    ("370215", "即墨区", 12),
    ("370281", "胶州市", 8),
    ("370283", "平度市", 2),
    ("370285", "莱西市", 1),
)


def charts() -> list[SafeString]:
    """Return one chart of each kind."""
    count, heads = "count", {"name": "领域", "count": "需求（条）"}
    months = [
        {"month": f"{month}月", "count": month * 3 + 4 * side, "side": ("需求", "成果")[side]}
        for month in range(1, 12)
        for side in (0, 1)
    ]
    return [
        bars(
            [{"name": n, count: c, "url": "#tables"} for n, c in FIELDS],
            count,
            "name",
            title="需求按领域",
            heads=heads,
        ),
        columns(
            months,
            "month",
            count,
            title="每月发布",
            heads={"month": "月份", "count": "条", "side": "类别"},
            color="side",
        ),
        funnel(
            [{"name": n, count: c} for n, c in STAGES],
            count,
            "name",
            title="对接进程",
            heads={"name": "阶段", "count": "对"},
        ),
        tile_map(
            [{"code": k, "label": n, "value": v, "url": "#tables"} for k, n, v in DISTRICTS],
            title="签约按区市",
            heads=("区市", "签约"),
        ),
    ]
