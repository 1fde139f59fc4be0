"""Charts and a schematic map as SVG, each with its table under it."""

from lianqiao.core.charts.drawing import bars, columns, funnel
from lianqiao.core.charts.tiles import tile_map

__all__ = ["bars", "columns", "funnel", "tile_map"]
