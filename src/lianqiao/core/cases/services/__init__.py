"""What can be done with cases."""

from lianqiao.core.cases.services.laying import lay_down, lay_down_procedures
from lianqiao.core.cases.services.moving import assign, move, open_case, term_of

__all__ = ["assign", "lay_down", "lay_down_procedures", "move", "open_case", "term_of"]
