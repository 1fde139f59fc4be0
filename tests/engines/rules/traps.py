"""Rules and rows at which engines differ from each other or from what is right."""

from __future__ import annotations

from datetime import date

from . import invented

NOTHING = dict.fromkeys(invented.USED)
"""A row of which nothing is known."""
TRUTHS = [
    # 0 / 0 is NaN in DuckDB and Spark, and NaN is above everything.
    ("rd(year - 1) / revenue(year - 1) >= 0.03", {"rd__1": 0, "revenue__1": 0}, None),
    ("rd(year - 1) / revenue(year - 1) >= 0.03", {"rd__1": 5, "revenue__1": 0}, None),
    ("rd(year - 1) / revenue(year - 1) < 0.03", {"rd__1": 5, "revenue__1": -100}, True),
    # least(NULL, cap) is the cap.
    ("min(rd(year - 1) * 0.3, 500000) >= 500000", {}, None),
    # CASE takes its ELSE where the condition is unknown.
    ("(abnormal ? 0 : staff) >= 0", {"staff": 5}, None),
    ("!(abnormal ? true : staff > 3)", {"staff": 5}, None),
    # Bare literals are of 32 bits in a database, and so is their product.
    ("(abnormal ? 3000000 : 2000000) * revenue(year - 1) > 0", {"abnormal": True}, None),
    (
        "rd(year - 1) / (abnormal ? 300000000 : 200000000) < 1.0001",
        {"abnormal": True, "rd__1": 3},
        True,
    ),
    # Sums and products beyond 64 bits.
    ("revenue(year - 1) * 20000 > 0", {"revenue__1": invented.LIMIT}, True),
    (
        "revenue(year - 1) * revenue(year - 2) > 0",
        {"revenue__1": 9 * 10**14, "revenue__2": 9 * 10**14},
        True,
    ),
    # What a table's rows do not hold is unknown.
    (
        "table.grade(industry, abnormal, staff) > 0",
        {"industry": "A", "abnormal": False, "staff": 5},
        None,
    ),
    # The end of a text is its end, also after a line break.
    ("industry.matches('1$')", {"industry": "C351\n"}, False),
    ("industry.matches('^.$')", {"industry": "\n"}, False),
    ("size(industry) == 2", {"industry": "é🙂"}, True),
    # Year ends and leap days.
    ("full_years(founded_on, today) >= 2", {"founded_on": date(2024, 2, 29)}, False),
    (
        "full_years(founded_on, date('2026-03-01')) >= 2",
        {"founded_on": date(2024, 2, 29)},
        True,
    ),
    (
        "days_between(founded_on, date('2026-01-01')) == 1",
        {"founded_on": date(2025, 12, 31)},
        True,
    ),
    (
        "days_between(founded_on, date('2024-03-01')) == 1",
        {"founded_on": date(2024, 2, 29)},
        True,
    ),
    # By the calendar of today 1500 was no leap year, by that of its own time it was.
    ("days_between(founded_on, date('1500-03-01')) == 1", {"founded_on": date(1500, 2, 28)}, True),
    ("founded_on == date('0001-01-01')", {"founded_on": date(1, 1, 1)}, True),
    ("founded_on <= today - months(24)", {"founded_on": date(2024, 2, 28)}, True),
    # Unknown decides nothing, and hides nothing that is decided.
    ("abnormal || staff >= 5", {"staff": 5}, True),
    ("abnormal && staff >= 6", {"staff": 5}, False),
    ("abnormal || staff >= 6", {"staff": 5}, None),
    ("has(staff) && !has(abnormal)", {"staff": 5}, True),
]
"""A condition, what is known, and whether it holds."""
HALVES = [("0.005", 1), ("0.004999", 0), ("-0.005", -1), ("2.675", 268), ("1.115", 112)]
"""Yuan and fen; 2.675 and 1.115 are the classical cases where doubles round down."""
