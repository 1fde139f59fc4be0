"""An invented vocabulary, and strategies for rules over it and rows of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from lianqiao.engines.rules import (
    LIMIT,
    Bracket,
    Fact,
    Input,
    Parameter,
    Table,
    TableRow,
    Type,
    Vocabulary,
)

ON = date(2026, 2, 28)
FACTS = (
    Fact("revenue", Type.NUMBER, "CNY", scale=2, yearly=True, zh="营业收入", en="revenue"),
    Fact("rd", Type.NUMBER, "CNY", scale=2, low=0, yearly=True, zh="研发费用", en="R&D expense"),
    Fact("staff", Type.NUMBER, "person", low=0, zh="职工人数", en="staff"),
    Fact("share", Type.NUMBER, "%", scale=6, low=0, high=1, zh="市场份额", en="market share"),
    Fact("growth", Type.NUMBER, "%", scale=6, zh="增长率", en="growth"),
    Fact("title.high_tech", Type.BOOL, changes=False, zh="高新技术企业", en="high-tech enterprise"),
    Fact("abnormal", Type.BOOL, zh="经营异常", en="abnormal listing"),
    Fact("industry", Type.TEXT, zh="行业", en="industry"),
    Fact("founded_on", Type.DATE, changes=False, zh="成立日期", en="founded on"),
    Fact("certified_on", Type.DATE, zh="认定日期", en="certified on"),
)
FLOOR = Parameter(
    "floor",
    Type.NUMBER,
    ((date(2020, 1, 1), Decimal("2000000")), (date(2026, 1, 1), Decimal("3000000"))),
    unit="CNY",
)
RATE = Table(
    "rate",
    (Input(Type.NUMBER, "CNY"),),
    (
        (
            date(2020, 1, 1),
            (
                TableRow((Bracket(None, Decimal(50_000_000)),), Decimal("0.06")),
                TableRow((Bracket(Decimal(50_000_000), Decimal(200_000_000)),), Decimal("0.04")),
                TableRow((Bracket(Decimal(200_000_000), None),), Decimal("0.03")),
            ),
        ),
    ),
)
GRADE = Table(
    "grade",
    (Input(Type.TEXT), Input(Type.BOOL), Input(Type.NUMBER, "person")),
    (
        (
            date(2020, 1, 1),
            (
                TableRow((frozenset({"C351", "C352"}), True, None), Decimal(300_000)),
                TableRow((None, None, Bracket(Decimal(20), Decimal(300))), Decimal(100_000)),
            ),
        ),
    ),
    unit="CNY",
)
VOCABULARY = Vocabulary(
    {fact.name: fact for fact in FACTS}, {"floor": FLOOR}, {"rate": RATE, "grade": GRADE}
)

MONEY = st.sampled_from(
    ["revenue(year - 1)", "revenue(year - 2)", "rd(year - 1)", "rd(year)", "param.floor"]
)
PURE = st.sampled_from(["share", "growth", "table.rate(revenue(year - 1))", "size(industry)"])
TEXTS = ["", "C351", "C352", "工业互联网", "a'b\\c\"", "C3511\n", "İ🙂", "%_", "c351"]
DAYS = [
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2025, 12, 31),
    date(2000, 1, 1),
    date(1949, 10, 1),
]
ORDERS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
NUMERALS = st.sampled_from(["0", "1", "3", "0.03", "20000000", "-2.5", "100", "0.000001", "7"])


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def filled(draw, shape: str, part: st.SearchStrategy[str]) -> str:
    """Draw as many parts as the shape has places, which stand in it once each, and no more."""
    return shape.format(*(draw(part) for _ in range(shape.count("{"))))


SHAPES = [
    "{0}",
    "({0} + {1})",
    "({0} - {1})",
    "min({0}, {1}, 500000)",
    "max({0}, {1})",
    "({0} * 0.3)",
    "({0} / 7)",
    "-{0}",
    "round({0} * 0.123, 2)",
    "round({0} / 3, 0)",
    "floor({0} / 3)",
    "(abnormal ? {0} : {1})",
]


@st.composite
def amounts(draw, depth: int = 2) -> str:
    """Sums of money."""
    if depth == 0:
        return draw(MONEY)
    shape = draw(st.sampled_from(SHAPES))
    return filled(draw, shape, amounts(depth - 1))


ratios = st.deferred(
    lambda: st.one_of(
        PURE,
        st.tuples(MONEY, MONEY).map(lambda p: f"{p[0]} / {p[1]}"),
        st.tuples(PURE, PURE).map(lambda p: f"({p[0]} + {p[1]})"),
        st.just("staff / max(staff, 10)"),
    )
)
dates = st.sampled_from(
    [
        "founded_on",
        "certified_on",
        "today",
        "today - years(3)",
        "today - months(36)",
        "today - days(60)",
    ]
    + [f"date('{day}')" for day in DAYS]
)
spans = st.tuples(st.sampled_from(["full_years", "days_between"]), dates, dates).map(
    lambda p: f"{p[0]}({p[1]}, {p[2]})"
)
literal_texts = st.sampled_from(TEXTS).map(quoted)
patterns = st.sampled_from(
    ["^C[0-9]{2}", "[0-9]{3}$", "工.互", "^[^C]", r"\\d?1", "C351$", "[a-z]"]
)
leaves = st.deferred(
    lambda: st.one_of(
        st.tuples(amounts(), ORDERS, NUMERALS | amounts()).map(" ".join),
        st.tuples(ratios, ORDERS, NUMERALS).map(" ".join),
        st.tuples(st.just("staff"), ORDERS, NUMERALS).map(" ".join),
        st.tuples(dates, ORDERS, dates).map(" ".join),
        st.tuples(spans, ORDERS, NUMERALS).map(" ".join),
        st.tuples(st.just("industry"), st.sampled_from(["==", "!="]), literal_texts).map(" ".join),
        st.lists(literal_texts, min_size=1, max_size=3).map(
            lambda t: f"industry in [{', '.join(t)}]"
        ),
        st.tuples(st.sampled_from(["startsWith", "endsWith", "contains"]), literal_texts).map(
            lambda p: f"industry.{p[0]}({p[1]})"
        ),
        patterns.map(lambda p: f"industry.matches('{p}')"),
        st.sampled_from(
            [
                "title.high_tech",
                "abnormal",
                "has(revenue(year - 1))",
                "has(industry)",
                "true",
                "false",
                "staff in [0, 7, 300]",
                "table.grade(industry, abnormal, staff) >= 100000",
                "title.high_tech == abnormal",
                "title.high_tech != true",
                "founded_on.getFullYear() > 2023",
            ]
        ),
    )
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} && {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} || {p[1]})"),
        inner.map(lambda a: f"!({a})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
    ),
    max_leaves=6,
)
numbers = st.sampled_from(
    [0, 1, -1, 7, 300, 2_000_000_00, 20_000_000_00, LIMIT, -LIMIT, 49, 50, 51]
)


def _column(fact: Fact):
    match fact.type:
        case Type.NUMBER:
            low, high = fact.bounds
            return (numbers | st.integers(low, high)).filter(lambda n: low <= n <= high)
        case Type.BOOL:
            return st.booleans()
        case Type.DATE:
            return st.sampled_from(DAYS) | st.dates(date(1900, 1, 1), date(2100, 12, 31))
    return st.sampled_from(TEXTS) | st.text(
        st.characters(exclude_characters="\0", codec="utf-8"), max_size=4
    )


USED = {
    **{f"revenue__{lag}": FACTS[0] for lag in (1, 2)},
    **{f"rd__{lag}": FACTS[1] for lag in (0, 1)},
    **{fact.name.replace(".", "__"): fact for fact in FACTS[2:]},
}
"""The columns of the invented city."""
columns = {name: _column(fact) for name, fact in USED.items()}
rows = st.fixed_dictionaries({name: st.none() | column for name, column in columns.items()})

SQL_TYPES = {"number": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR", "date": "DATE"}


def create_table() -> str:
    """Return the statement that makes a table `facts` for rows of the invented city."""
    columns = ", ".join(f'"{n}" {SQL_TYPES[f.type]}' for n, f in USED.items())
    return f"CREATE TEMP TABLE facts (id INT, {columns})"


def fill(execute_many, mark: str, rows) -> None:
    """Insert rows, numbered from 0, into the table."""
    marks = ", ".join([mark] * (len(USED) + 1))
    values = [[n, *(row[name] for name in USED)] for n, row in enumerate(rows)]
    execute_many(f"INSERT INTO facts VALUES ({marks})", values)
