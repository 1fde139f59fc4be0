"""Rules of policies: a documented subset of CEL, three-valued, exact, equal on every backend.

Plain Python, no Django: importable in a notebook. The names listed here are the door; all modules
behind it are private. `docs/rules.md` is the language.
"""

from .change import Change
from .changes import what_would_change
from .city import Batch, Counts, batches, count_city, decide_city, lowered
from .closures import Row
from .columnar import TYPES as COLUMN_TYPES
from .columnar import expressions
from .errors import FactError, RuleError, RulesError
from .explaining import Explained, Plan, Verdict, planned
from .expression import Expression, check
from .kinds import BOOL, TEXT, YUAN, Kind, Type, Unit
from .numerals import unit_name
from .problems import Position, Problem
from .questions import Inquiry, Options, Question, best_question, inquiry, may_lack, options
from .rowing import sheet_of, terms_of
from .rows import Block, Line, RowError, RowWriter, Sheet, Term
from .spark import decide_on_spark
from .sweep import Measure
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
from .words import Words

__all__ = [
    "BOOL",
    "COLUMN_TYPES",
    "LAGS",
    "LIMIT",
    "TEXT",
    "YUAN",
    "Batch",
    "Block",
    "Bracket",
    "Cell",
    "Change",
    "Counts",
    "Explained",
    "Expression",
    "Fact",
    "FactError",
    "Input",
    "Inquiry",
    "Kind",
    "Line",
    "Measure",
    "Options",
    "Parameter",
    "Plan",
    "Position",
    "Problem",
    "Question",
    "Row",
    "RowError",
    "RowWriter",
    "RuleError",
    "RulesError",
    "Sheet",
    "Table",
    "TableRow",
    "Term",
    "Type",
    "Unit",
    "Verdict",
    "Vocabulary",
    "Words",
    "batches",
    "best_question",
    "check",
    "column",
    "count_city",
    "decide_city",
    "decide_on_spark",
    "expressions",
    "inquiry",
    "lowered",
    "may_lack",
    "options",
    "planned",
    "sheet_of",
    "terms_of",
    "unit_name",
    "what_would_change",
]
