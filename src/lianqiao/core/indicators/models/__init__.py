"""Indicators, what departments report themselves, and figures as they were published."""

from lianqiao.core.indicators.models.definitions import Aggregate, Indicator, Scope, Version
from lianqiao.core.indicators.models.frozen import Frozen
from lianqiao.core.indicators.models.reported import Reported

__all__ = ["Aggregate", "Frozen", "Indicator", "Reported", "Scope", "Version"]
