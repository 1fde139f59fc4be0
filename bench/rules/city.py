"""An invented city for measurements: enterprises in columns, some of their facts missing.

The file it starts from holds yuan and shares as DECIMAL, as a bureau's export would; the table
holds fen and millionths as BIGINT, as the engine wants its columns. Always the same city.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from lianqiao.engines.rules import Fact, Type, Vocabulary, column

ON = date(2026, 6, 30)
MISSING = 0.1
"""The share of facts that nobody knows."""
MONEY = (
    *("revenue", "main_revenue", "rd_expense", "net_profit", "tax_paid", "total_assets"),
    *("liabilities", "loan_interest", "rent_paid", "export_value", "equipment_invested"),
)
COUNTS = ("staff", "rd_staff", "patents", "graduates_hired", "standards_led", "niche_years")
SHARES = ("market_share", "local_share")
DAYS = ("founded_on", "registered_on", "certified_on")
FLAGS = ("abnormal", "dishonest", "accident", "exports", "listed")
TEXTS = {"district": 10, "section": 20}
# Median in yuan and spread (log-normal) of each sum of money.
SIZES = {
    "revenue": (8e6, 1.8), "main_revenue": (6e6, 1.8), "rd_expense": (3e5, 1.9),
    "net_profit": (4e5, 2.0), "tax_paid": (2e5, 1.9), "total_assets": (9e6, 1.9),
    "liabilities": (4e6, 1.9), "loan_interest": (6e4, 1.7), "rent_paid": (1.2e5, 1.5),
    "export_value": (5e5, 2.2), "equipment_invested": (4e5, 2.1),
}  # fmt: skip


def vocabulary() -> Vocabulary:
    """Return the facts of the invented city as the engine knows them."""
    facts = [
        *(Fact(name, Type.NUMBER, "CNY", scale=2, low=_least(name), yearly=True) for name in MONEY),
        *(Fact(n, Type.NUMBER, "person" if "staff" in n else "piece", low=0) for n in COUNTS),
        *(Fact(name, Type.NUMBER, "%", scale=6, low=0, high=1) for name in SHARES),
        *(Fact(name, Type.DATE) for name in DAYS),
        *(Fact(name, Type.BOOL) for name in FLAGS),
        *(Fact(name, Type.TEXT) for name in TEXTS),
    ]
    return Vocabulary(facts={fact.name: fact for fact in facts})


def _least(name: str) -> int | None:
    return None if name == "net_profit" else 0


def columns() -> Mapping[str, str]:
    """Return each column's name as the engine spells it, by the fact's name."""
    return {name: column(name, 1 if name in MONEY else None) for name in _names()}


def _names() -> tuple[str, ...]:
    return (*MONEY, *COUNTS, *SHARES, *DAYS, *FLAGS, *TEXTS)


def made(path: Path, enterprises: int, missing: float = MISSING) -> Path:
    """Make a database with the city in its table `facts`."""
    source = path.with_suffix(".parquet")
    write_source(source, enterprises, missing)
    with opened(path) as connection:
        load(connection, source)
    source.unlink()
    return path


def opened(path: Path | str, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database that draws no bars between the tables."""
    connection = duckdb.connect(str(path), read_only=read_only)
    connection.execute("SET enable_progress_bar = false")
    return connection


def write_source(path: Path, enterprises: int, missing: float = MISSING) -> None:
    """Write the city as a bureau would export it."""
    spelled = columns()
    sums = [f"exp(ln({SIZES[n][0]}) + {SIZES[n][1]} * g())::DECIMAL(18,2)" for n in MONEY]
    counts = ["(exp(1.5 + 1.4 * g()))::BIGINT"] * len(COUNTS)
    shares = ["least(abs(0.05 * g()), 1)::DECIMAL(9,6)"] * len(SHARES)
    days = ["(DATE '2000-01-01' + (random() * 9500)::INT)"] * len(DAYS)
    flags = ["(random() < 0.15)"] * len(FLAGS)
    texts = [f"chr(65 + (random() * {size - 1})::INT)" for size in TEXTS.values()]
    values = zip(_names(), (*sums, *counts, *shares, *days, *flags, *texts), strict=True)
    wanted = ", ".join(
        f"CASE WHEN random() >= {missing} THEN {value} END AS {spelled[name]}"
        for name, value in values
    )
    with opened(":memory:") as connection:
        # A normal deviate, close enough, from twelve even ones.
        deviate = " + ".join(["random()"] * 12)
        connection.execute(f"CREATE MACRO g() AS ({deviate} - 6)")
        connection.execute("SELECT setseed(0.2026)")
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT range::INT AS id, {wanted} FROM range({enterprises}))"
            f" TO '{path}' (FORMAT parquet)"
        )


def load(connection: duckdb.DuckDBPyConnection, source: Path) -> None:
    """Load the city into a table `facts`, sums in fen and shares in millionths."""
    spelled = columns()
    scaled = {
        **dict.fromkeys(MONEY, "* 100)::BIGINT"),
        **dict.fromkeys(SHARES, "* 1000000)::BIGINT"),
    }
    wanted = ", ".join(
        f"({spelled[name]} {scaled[name]} AS {spelled[name]}" if name in scaled else spelled[name]
        for name in _names()
    )
    connection.execute(f"CREATE TABLE facts AS SELECT id, {wanted} FROM '{source}'")
