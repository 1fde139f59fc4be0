"""Charts and a schematic map as SVG, each with its table under it."""

from lianqiao.core.charts.drawing import bars, columns, funnel, pairs, whiskers
from lianqiao.core.charts.tiles import ELSEWHERE, district_map, is_on_map, tile_map
from lianqiao.core.charts.timelines import Mark, timeline

__all__ = [
    "ELSEWHERE",
    "Mark",
    "bars",
    "columns",
    "district_map",
    "funnel",
    "is_on_map",
    "pairs",
    "tile_map",
    "timeline",
    "whiskers",
]
