"""Invented firms with every fact that the score tables ask for, a tenth of them missing."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import duckdb
import numpy as np

from lianqiao.engines.rules import Fact, Type, Vocabulary, check
from lianqiao.engines.scorecards import Card, read_card

ON = date(2026, 6, 30)
MISSING = 0.1
SEED = 20_260_630
TEXTS = {
    "kind": ("enterprise",),
    "size": ("large", "medium", "small", "micro"),
    "rd_body_level": ("国家级", "省级", "市级", "市级以下", "无"),
    "science_award": ("国家级", "省级", "市级", "无"),
}
SPELLED = {Type.BOOL: "BOOLEAN", Type.NUMBER: "BIGINT", Type.TEXT: "VARCHAR"}
UNITS = {"人": "person", "件": "piece", "年": "year"}


def cards() -> list[Card]:
    """Return the tables that ship."""
    folder = files("lianqiao.core.rules").joinpath("data/scorecards")
    paths = sorted(one.name for one in folder.iterdir() if one.name.endswith(".json"))
    return [read_card(json.loads(folder.joinpath(name).read_text("utf-8"))) for name in paths]


def vocabulary() -> Vocabulary:
    """Return the dictionary that ships, as the engine knows it."""
    own = [Fact(name, Type.TEXT) for name in ("kind", "size")]
    told = [_fact(row) for row in _listed("facts.csv")]
    held = [
        Fact(f"title.{row['code'].replace('-', '_')}", Type.BOOL) for row in _listed("titles.csv")
    ]
    facts = (*own, *told, *held)
    return Vocabulary({fact.name: fact for fact in facts})


def _listed(name: str) -> list[dict[str, str]]:
    text = files("lianqiao.core.parties").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _fact(row: dict[str, str]) -> Fact:
    part = 100 if row["unit"] == "%" else 1
    low, high = (Decimal(row[name]) / part if row[name] else None for name in ("low", "high"))
    kind = Type.NUMBER if row["type"] in ("money", "number") else Type(row["type"])
    unit = UNITS.get(row["unit"], row["unit"])
    yearly = row["yearly"] == "yes"
    return Fact(row["name"], kind, unit, int(row["scale"] or 0), low, high, yearly)


def columns(some: list[Card], words: Vocabulary) -> list[str]:
    """Return the columns that the tables read."""
    rules = {rule for card in some for rule in card.rules()}
    return sorted({ref.column for rule in rules for ref in check(rule, words).facts})


def city(count: int, some: list[Card], words: Vocabulary) -> duckdb.DuckDBPyConnection:
    """Make a database whose table `facts` has so many firms."""
    connection, dice = duckdb.connect(), np.random.default_rng(SEED)
    names = columns(some, words)
    made: dict[str, Any] = {"id": np.arange(1, count + 1, dtype=np.int32)}
    for name in names:
        values = _values(words.by_column[name][0], count, dice)
        made[name] = np.where(dice.random(count) < MISSING, None, values)
    spelled = [f"CAST({n} AS {SPELLED[words.by_column[n][0].type]}) AS {n}" for n in names]
    connection.register("made", made)
    connection.execute(f"CREATE TABLE facts AS SELECT id, {', '.join(spelled)} FROM made")
    connection.unregister("made")
    return connection


def _values(fact: Fact, count: int, dice: np.random.Generator) -> Any:
    if fact.type == Type.TEXT:
        return dice.choice(np.array(TEXTS[fact.name], object), count)
    if fact.type == Type.BOOL:
        return (dice.random(count) < 0.3).astype(object)
    if fact.unit == "CNY":
        median = 5e6 if fact.name in ("rd_expense", "net_profit", "equity_raised") else 1e8
        return np.array(dice.lognormal(np.log(median), 0.8, count) * 100, np.int64).astype(object)
    low, high = fact.bounds
    most = min(high, 12 if fact.unit != "person" else 400)
    return dice.integers(low, most + 1, count).astype(object)
