"""Forms as data: what was typed, read; what rules say of it; what is shown of it."""

from lianqiao.core.cases.forms.judging import Judged, judged
from lianqiao.core.cases.forms.rules import Ready, ready

__all__ = ["Judged", "Ready", "judged", "ready"]
