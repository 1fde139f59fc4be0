"""Rules of policies: a documented subset of CEL, three-valued, exact, equal on every backend.

Plain Python, no Django: importable in a notebook. The names listed here are the door; all modules
behind it are private. `docs/rules.md` is the language.
"""

from .closures import Row
from .errors import FactError, RuleError, RulesError
from .expression import Expression, check
from .kinds import BOOL, YUAN, Kind, Type, Unit
from .problems import Position, Problem
from .vocabulary import (
    LIMIT,
    Bracket,
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
    "LIMIT",
    "YUAN",
    "Bracket",
    "Expression",
    "Fact",
    "FactError",
    "Input",
    "Kind",
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
    "check",
    "column",
]
