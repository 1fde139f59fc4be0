"""Papers in: the text of a file, what it says of itself, and the values that stand in it."""

from lianqiao.desks.policies.papers.files import read_paper
from lianqiao.desks.policies.papers.particulars import Particulars, particulars
from lianqiao.desks.policies.papers.values import Kind, Value, values

__all__ = ["Kind", "Particulars", "Value", "particulars", "read_paper", "values"]
