"""Papers out: documents of plain blocks as PDF, in the layout of the house."""

from lianqiao.core.prints.blocks import Block, Run, chart, heading, items, paragraph, run, table
from lianqiao.core.prints.printing import pdf

__all__ = ["Block", "Run", "chart", "heading", "items", "paragraph", "pdf", "run", "table"]
