"""Reading figures out of Chinese reports: value, unit, subject, and where they stand.

Plain Python, no Django: importable in a notebook. The names listed here are the door; all
modules behind it are private.

>>> from lianqiao.engines.figures import read_figures
>>> [(str(one.value), one.unit, one.qualifiers) for one in read_figures("累计兑现资金近35.89亿元")]
[('3589000000', '元', ('nearly', 'cumulative'))]
"""

from .figure import Figure
from .qualifiers import QUALIFIERS
from .reading import read_figures
from .rounding import Range, agreeing

__all__ = ["QUALIFIERS", "Figure", "Range", "agreeing", "read_figures"]
