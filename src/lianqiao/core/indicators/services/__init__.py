"""What one can do with indicators."""

from lianqiao.core.indicators.services.defining import (
    Definition,
    begin,
    define,
    preview,
    set_public,
)
from lianqiao.core.indicators.services.freezing import freeze
from lianqiao.core.indicators.services.reporting import (
    Figure,
    report_figure,
    report_figures,
)

__all__ = [
    "Definition",
    "Figure",
    "begin",
    "define",
    "freeze",
    "preview",
    "report_figure",
    "report_figures",
    "set_public",
]
