"""Papers in: the text of a DOCX, PDF, HTML or plain file, as HTML or as lines."""

from lianqiao.core.papers.files import joined, read_html
from lianqiao.core.papers.text import plain_lines, read_text

__all__ = ["joined", "plain_lines", "read_html", "read_text"]
