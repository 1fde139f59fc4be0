"""Rules of policies: a documented subset of CEL, three-valued, exact, equal on every backend.

Plain Python, no Django: importable in a notebook. The names listed here are the door; all modules
behind it are private. `docs/rules.md` is the language.
"""

from .city import Batch, Counts, Measure, batches, count_city, decide_city
from .closures import Row
from .errors import FactError, RuleError, RulesError
from .expression import Expression, check
from .kinds import BOOL, YUAN, Kind, Type, Unit
from .problems import Position, Problem
from .vocabulary import (
    LAGS,
    LIMIT,
    Bracket,
    Cell,
    Fact,
    Input,
    Parameter,
    Table,
    Vocabulary,
    column,
)
from .vocabulary import Row as TableRow

__all__ = [
    "BOOL",
    "LAGS",
    "LIMIT",
    "YUAN",
    "Batch",
    "Bracket",
    "Cell",
    "Counts",
    "Expression",
    "Fact",
    "FactError",
    "Input",
    "Kind",
    "Measure",
    "Parameter",
    "Position",
    "Problem",
    "Row",
    "RuleError",
    "RulesError",
    "Table",
    "TableRow",
    "Type",
    "Unit",
    "Vocabulary",
    "batches",
    "check",
    "column",
    "count_city",
    "decide_city",
]
