"""What one can ask of indicators."""

from lianqiao.core.indicators.queries.behind import is_behind
from lianqiao.core.indicators.queries.definitions import (
    by_number,
    districts,
    history,
    in_force,
    newest,
    period_shown,
    reported,
    reported_periods,
    reported_within,
    source_of,
    version_of,
)
from lianqiao.core.indicators.queries.modified import modified
from lianqiao.core.indicators.queries.overview import Line, change, overview
from lianqiao.core.indicators.queries.proofs import Check, checked, document, frozen
from lianqiao.core.indicators.queries.series import by_month, by_region
from lianqiao.core.indicators.queries.tables import year_table
from lianqiao.core.indicators.queries.values import (
    Asked,
    Value,
    entries_behind,
    known_versions,
    newest_seal,
    require_asked,
    rounded,
    value,
    values,
)

__all__ = [
    "Asked",
    "Check",
    "Line",
    "Value",
    "by_month",
    "by_number",
    "by_region",
    "change",
    "checked",
    "districts",
    "document",
    "entries_behind",
    "frozen",
    "history",
    "in_force",
    "is_behind",
    "known_versions",
    "modified",
    "newest",
    "newest_seal",
    "overview",
    "period_shown",
    "reported",
    "reported_periods",
    "reported_within",
    "require_asked",
    "rounded",
    "source_of",
    "value",
    "values",
    "version_of",
    "year_table",
]
