"""What is known of all enterprises on a day, in columns: copied from PostgreSQL into DuckDB.

No row passes through Python. The columns hold what `subjects.subject` says of one organization.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
from django.db import connection as postgres
from django.utils import timezone
from psycopg import sql

from lianqiao.core.parties.models import OWN_WORD, FactDefinition, TitleKind
from lianqiao.core.rules import sizes
from lianqiao.core.rules.registry import OWN_FACTS, title_fact, vocabulary
from lianqiao.core.rules.subjects import MUNICIPALITIES, sections
from lianqiao.engines.rules import Fact, Vocabulary, column

SQL_TYPES = {"number": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR", "date": "DATE"}
VALUE_OF = {"number": "number", "bool": "truth", "text": "text", "date": "day"}

MEMORY = "1500MB"


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an empty database; what outgrows its share of memory goes to a folder that is dropped.

    Left to itself DuckDB takes four fifths of the machine, each time, and then the working folder.
    """
    with tempfile.TemporaryDirectory(prefix="lianqiao-city-") as folder, duckdb.connect() as city:
        city.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder}'")
        yield city


def load_city(
    connection: duckdb.DuckDBPyConnection,
    columns: Collection[str],
    vocabulary: Vocabulary,
    on: date,
    *,
    known_at: datetime | None = None,
    organizations: Collection[int] | None = None,
) -> int:
    """Make the table `facts` of all enterprises, or of those among some; return their number.

    It has `id INTEGER` and the `columns` of the vocabulary, as `subject` knows them for one.
    """
    wanted = set(columns)
    if "size" in wanted:
        wanted |= {"industry", "industry_section", *sizes.MEASURES.values()}
    known = {name: vocabulary.by_column[name][0] for name in sorted(wanted)}
    own = _own_expressions()
    names = {name: fact for name, fact in known.items() if name not in own}
    with tempfile.TemporaryDirectory(prefix="lianqiao-city-") as folder:
        facts, subjects = Path(folder) / "facts.csv", Path(folder) / "subjects.csv"
        _copy(_facts_query(names, on, known_at or timezone.now(), organizations), facts)
        _copy(_subjects_query(on, organizations), subjects)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE subjects AS {_read(subjects, SUBJECT)}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE known AS {_read(facts, KNOWN)}")
    connection.execute(_pivot(known, own, _register_columns(names)))
    connection.execute("DROP TABLE known; DROP TABLE subjects")
    return int(connection.execute("SELECT count(*) FROM facts").fetchall()[0][0])


def count_subjects() -> int:
    """Return how many organizations `load_city` loads where none are named."""
    with postgres.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT count(*) FROM parties_organization o WHERE {}").format(_subjects(None))
        )
        return int(cursor.fetchone()[0])


SUBJECT = {
    **{"id": "INTEGER", "kind": "VARCHAR", "region": "VARCHAR", "zone": "VARCHAR"},
    **{"industry": "VARCHAR", "founded_on": "DATE", "titles": "VARCHAR"},
}
KNOWN = {
    **{"id": "INTEGER", "name": "VARCHAR", "period_from": "DATE", "rank": "INTEGER"},
    **{"known_at": "VARCHAR", "number": "DECIMAL(38, 6)", "text": "VARCHAR"},
    **{"day": "DATE", "truth": "BOOLEAN", "fact": "BIGINT", "is_own": "BOOLEAN"},
}


MISSING = uuid4().hex[:12]
"""What stands for a missing value on the way; DuckDB takes it for missing also within quotes."""


def _read(path: Path, types: Mapping[str, str]) -> str:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    form = f"""nullstr='{MISSING}', delim=',', quote='"', escape='"', auto_detect=false"""
    return f"SELECT * FROM read_csv('{path}', header=false, columns={{{columns}}}, {form})"  # noqa: S608


def _copy(query: sql.Composed, path: Path) -> None:
    """Let PostgreSQL write a query's rows into a file, without holding them."""
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, NULL {})").format(
        query, sql.Literal(MISSING)
    )
    with postgres.cursor() as cursor, path.open("wb") as file, cursor.copy(statement) as rows:
        for block in rows:
            file.write(block)


def _facts_query(
    names: Mapping[str, Fact],
    on: date,
    known_at: datetime,
    organizations: Collection[int] | None,
) -> sql.Composed:
    """Ask for what any source said of the wanted facts, with the column it belongs to."""
    return sql.SQL(
        """
        SELECT f.organization_id,
               CASE WHEN d.is_yearly
                    THEN d.name || '__' || ({year} - extract(year FROM f.period_from))
                    ELSE d.name END,
               f.period_from, s.rank, to_char(f.known_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'),
               f.number * 10 ^ (d.scale - 2 * (d.type = 'money' OR d.unit = '%')::int),
               f.text, f.day, f.truth, f.id,
               coalesce(s.rank >= (SELECT rank FROM parties_factsource WHERE code = {own}), false)
          FROM parties_fact f
          JOIN parties_factdefinition d ON d.name = f.definition_id
          JOIN parties_factsource s ON s.code = f.source_id
          JOIN parties_organization o ON o.id = f.organization_id
         WHERE f.definition_id = ANY({names}) AND f.known_at <= {known} AND f.period_from <= {on}
           AND (NOT d.is_yearly OR (f.period_from = date_trunc('year', f.period_from)::date
                AND f.period_to = (date_trunc('year', f.period_from) + '1 year - 1 day')::date))
           AND NOT (d.is_register AND f.period_to < {on})
           AND {subjects}
        """
    ).format(
        own=sql.Literal(OWN_WORD),
        year=sql.Literal(on.year),
        names=sql.Literal(sorted({fact.name for fact in names.values()})),
        known=sql.Literal(known_at),
        on=sql.Literal(on),
        subjects=_subjects(organizations),
    )


def _subjects_query(on: date, organizations: Collection[int] | None) -> sql.Composed:
    return sql.SQL(
        """
        SELECT o.id, o.kind, o.region_id, o.zone_id, o.industry_id, o.founded_on,
               (SELECT string_agg(k.code, ',') FROM parties_title t
                  JOIN parties_titlekind k ON k.id = t.kind_id
                 WHERE t.organization_id = o.id AND {on} BETWEEN t.valid_from AND t.valid_to)
          FROM parties_organization o WHERE {subjects}
        """
    ).format(on=sql.Literal(on), subjects=_subjects(organizations))


def _subjects(organizations: Collection[int] | None) -> sql.Composable:
    everybody = sql.SQL("o.kind <> 'bureau'")
    if organizations is None:
        return everybody
    some = sql.SQL("o.id = ANY({})").format(sql.Literal(list(organizations)))
    return sql.SQL("{} AND {}").format(everybody, some)


def _register_columns(names: Mapping[str, Fact]) -> set[str]:
    wanted = {fact.name for fact in names.values()}
    registers = FactDefinition.objects.filter(is_register=True, pk__in=wanted)
    found = set(registers.values_list("name", flat=True))
    return {name for name, fact in names.items() if fact.name in found}


def _pivot(known: Mapping[str, Fact], own: Mapping[str, str], registers: set[str]) -> str:
    """Return the statement that turns what is known into a row for each subject."""
    told = {name: fact for name, fact in known.items() if name not in own and name != "size"}
    wide = [f", {_newest_value(name, fact)} AS {name}" for name, fact in told.items()]
    complete = {name: f"coalesce({name}, FALSE)" for name in registers}
    read = {name: name for name in told} | complete | dict(own)
    columns = [f", {read[name]} AS {name}" for name in known if name != "size"]
    size = ", " + _size_expression() if "size" in known else ""
    return f"""
        CREATE OR REPLACE TABLE facts AS
        WITH newest AS (
            SELECT * FROM known QUALIFY row_number() OVER (
                PARTITION BY id, name
                ORDER BY is_own, period_from DESC, rank, known_at DESC, fact DESC) = 1
        ), wide AS (
            SELECT id{"".join(wide)} FROM newest GROUP BY id
        ), joined AS (
            SELECT s.id{"".join(columns)} FROM subjects s LEFT JOIN wide USING (id)
        )
        SELECT *{size} FROM joined ORDER BY id
    """  # noqa: S608 -- names come from the vocabulary and are plain identifiers


def _newest_value(name: str, fact: Fact) -> str:
    value = f"any_value({VALUE_OF[fact.type]}) FILTER (name = '{name}')"
    return f"CAST({value} AS {SQL_TYPES[fact.type]})"


def _own_expressions() -> dict[str, str]:
    """Return how each column that the register of organizations knows is read."""
    cases = " ".join(f"WHEN '{code}' THEN '{top}'" for code, top in sections().items())
    own = {column(fact.name): f"s.{column(fact.name)}" for fact in OWN_FACTS}
    provinces = ", ".join(f"'{code}'" for code in MUNICIPALITIES)
    own["city"] = (
        f"CASE WHEN left(s.region, 2) IN ({provinces}) THEN left(s.region, 2) || '0000'"
        " ELSE left(s.region, 4) || '00' END"
    )
    own["industry_section"] = f"CASE s.industry {cases} END" if cases else "NULL"
    for code in TitleKind.objects.values_list("code", flat=True):
        held = f"list_contains(string_split(s.titles, ','), '{code}')"
        own[column(title_fact(code))] = f"coalesce({held}, FALSE)"
    return own


def _size_expression() -> str:
    """Return the size as a choice by industry: large, medium, small where all lines are reached."""
    cases = []
    for band in sizes.BANDS:
        letters = [f"industry_section = '{code}'" for code in band.codes if code.isalpha()]
        codes = [f"starts_with(industry, '{code}')" for code in band.codes if code.isdigit()]
        reached = [
            " AND ".join(f"{column} >= {lines[place]}" for column, lines in band.lines())
            for place in range(len(sizes.CLASSES))
        ]
        chosen = "'micro'"
        for name, test in reversed(list(zip(sizes.CLASSES, reached, strict=True))):
            chosen = f"CASE ({test}) WHEN TRUE THEN '{name}' WHEN FALSE THEN {chosen} END"
        cases.append(f"WHEN {' OR '.join([*letters, *codes])} THEN {chosen}")
    return f"CASE {' '.join(cases)} END AS size"


def sizes_of(organizations: Collection[int], on: date) -> dict[int, str]:
    """Return the size of each of these organizations of which it is known on a day."""
    with opened() as city:
        load_city(city, {"size"}, vocabulary(), on, organizations=organizations)
        found = city.execute("SELECT id, size FROM facts WHERE size IS NOT NULL").fetchall()
    return dict(found)
