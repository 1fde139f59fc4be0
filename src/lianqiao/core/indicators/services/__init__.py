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
    may_report,
    report_figure,
    report_figures,
)

__all__ = [
    "Definition",
    "Figure",
    "begin",
    "define",
    "freeze",
    "may_report",
    "preview",
    "report_figure",
    "report_figures",
    "set_public",
]
