"""Facts of a file in temporary tables, and what the database says of them, all at once.

The dry run and the import take the same way; only the last statement, `WRITE`, is the import's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lianqiao.core.facts.reading import FactFile, FactRow, Said
from lianqiao.core.facts.values import Value

Progress = Callable[[int], None]

BATCH = 5_000
# The reason of a problem is written in the reader's language, with this in place of what differs.
HERE = "{here}"

TABLES = """
DROP TABLE IF EXISTS pg_temp.fact_row, pg_temp.fact_said, pg_temp.fact_problem,
                     pg_temp.fact_known, pg_temp.fact_new, pg_temp.fact_fate;
CREATE TEMP TABLE fact_row (
    line int PRIMARY KEY, uscc text, name text, organization bigint) ON COMMIT DROP;
CREATE TEMP TABLE fact_said (
    line int, heading text, definition text, period_from date, period_to date,
    number numeric(24, 6), text text, day date, truth boolean,
    source text, known_at timestamptz, evidence text) ON COMMIT DROP;
CREATE TEMP TABLE fact_problem (line int, heading text, reason text) ON COMMIT DROP;
"""
COPIES = {
    "fact_row": "COPY fact_row (line, uscc, name) FROM STDIN",
    "fact_said": (
        "COPY fact_said (line, heading, definition, period_from, period_to, number, text, day,"
        " truth, source, known_at, evidence) FROM STDIN"
    ),
    "fact_problem": "COPY fact_problem FROM STDIN",
}
FIND = """
CREATE INDEX ON fact_problem (line);
ANALYZE fact_row; ANALYZE fact_said; ANALYZE fact_problem;
UPDATE fact_row r SET organization = o.id FROM parties_organization o WHERE o.uscc = r.uscc;
UPDATE fact_row r SET organization = o.id
  FROM (SELECT name, min(id) AS id FROM parties_organization
         WHERE name IN (SELECT name FROM fact_row WHERE uscc IS NULL)
         GROUP BY name HAVING count(*) = 1) o
 WHERE r.uscc IS NULL AND o.name = r.name;
"""
STRANGERS = """
INSERT INTO fact_problem
SELECT line, %(uscc)s,
       CASE WHEN uscc IS NULL
                 AND EXISTS (SELECT FROM parties_organization o WHERE o.name = r.name)
            THEN %(several)s ELSE replace(%(unknown)s, %(here)s, coalesce(uscc, name)) END
  FROM fact_row r
 WHERE organization IS NULL AND coalesce(uscc, name) IS NOT NULL
   AND NOT EXISTS (SELECT FROM fact_problem p WHERE p.line = r.line)
"""
KEY = "organization, definition, period_from, period_to, source, known_at"
VALUE = "number, text, day, truth"
TORN = f"""
WITH torn AS (
    SELECT {KEY}, min(line) AS first, max(line) AS last FROM fact_said JOIN fact_row USING (line)
     WHERE organization IS NOT NULL
     GROUP BY {KEY} HAVING count(DISTINCT ROW({VALUE})) > 1)
INSERT INTO fact_problem
SELECT s.line, s.heading,
       replace(%(torn)s, %(here)s, (CASE WHEN s.line = t.first THEN last ELSE first END)::text)
  FROM fact_said s JOIN fact_row r USING (line) JOIN torn t USING ({KEY})
"""  # noqa: S608 -- our own constants
# What the same source said last by then; another word on the very day would make two truths of it.
COMPARE = """
CREATE TEMP TABLE fact_known ON COMMIT DROP AS
SELECT s.*, r.organization,
       CASE WHEN k.known_at IS NULL THEN 'create'
            WHEN ROW(s.number, s.text, s.day, s.truth)
                 IS NOT DISTINCT FROM ROW(k.number, k.text, k.day, k.truth) THEN 'unchanged'
            WHEN k.known_at = s.known_at THEN 'clash'
            ELSE 'update' END AS fate
  FROM fact_said s JOIN fact_row r USING (line)
  LEFT JOIN LATERAL (
       SELECT f.number, f.text, f.day, f.truth, f.known_at FROM parties_fact f
        WHERE f.organization_id = r.organization AND f.definition_id = s.definition
          AND f.period_from = s.period_from AND f.period_to = s.period_to
          AND f.source_id = s.source AND f.known_at <= s.known_at
        ORDER BY f.known_at DESC LIMIT 1) k ON true
 WHERE r.organization IS NOT NULL
"""
CLASHES = """
INSERT INTO fact_problem SELECT line, heading, %(clash)s FROM fact_known WHERE fate = 'clash'
"""
JUDGE = f"""
CREATE TEMP TABLE fact_new ON COMMIT DROP AS
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY {KEY} ORDER BY line) AS mention FROM fact_known k
     WHERE NOT EXISTS (SELECT FROM fact_problem p WHERE p.line = k.line)) first
 WHERE mention = 1 AND fate IN ('create', 'update');
CREATE TEMP TABLE fact_fate ON COMMIT DROP AS
SELECT r.line, coalesce(o.name, nullif(r.name, ''), r.uscc, '') AS label,
       CASE WHEN EXISTS (SELECT FROM fact_problem p WHERE p.line = r.line) THEN 'bad'
            ELSE coalesce(n.fate, 'unchanged') END AS action
  FROM fact_row r
  LEFT JOIN parties_organization o ON o.id = r.organization
  LEFT JOIN (SELECT line, max(fate) AS fate FROM fact_new GROUP BY line) n USING (line)
"""  # noqa: S608 -- our own constants
WRITE = f"""
INSERT INTO parties_fact (organization_id, definition_id, period_from, period_to, {VALUE},
                          source_id, known_at, evidence)
SELECT organization, definition, period_from, period_to, {VALUE}, source, known_at, evidence
  FROM fact_new ORDER BY line, definition
"""  # noqa: S608 -- our own constants


def stage(file: FactFile, progress: Progress) -> None:
    """Copy a file into temporary tables, some thousand rows at a time, and judge it there."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        done = 0
        for batch in _batches(file):
            _copy(cursor, batch)
            done += len(batch)
            progress(done)
        cursor.execute(FIND)
        sentences = _sentences(file)
        for statement in (STRANGERS, TORN, COMPARE, CLASHES, JUDGE):
            cursor.execute(statement, sentences if "%(" in statement else None)


def write() -> None:
    """Make the staged facts that are new the organizations'."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE)


def _sentences(file: FactFile) -> dict[str, str]:
    unknown = _("There is no organization “%(text)s”; enter it first.") % {"text": HERE}
    torn = _("Line %(line)s says otherwise of the same.") % {"line": HERE}
    return {
        "here": HERE,
        "uscc": file.headings["uscc"],
        "several": _("Several organizations bear this name; give the credit code."),
        "unknown": unknown,
        "torn": torn,
        "clash": _("This source said otherwise on that day already; give a later day."),
    }


def _batches(file: FactFile) -> Iterator[list[FactRow]]:
    rest = iter(file)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _copy(cursor: Any, batch: Sequence[FactRow]) -> None:
    lines: dict[str, Iterable[tuple[Any, ...]]] = {
        "fact_row": ((row.line, row.uscc or None, row.name or None) for row in batch),
        "fact_said": (_fact(row.line, said) for row in batch for said in row.said),
        "fact_problem": (
            (row.line, problem.column, problem.reason) for row in batch for problem in row.problems
        ),
    }
    for table, rows in lines.items():
        with cursor.copy(COPIES[table]) as copy:
            for row in rows:
                copy.write_row(row)


def _fact(line: int, said: Said) -> tuple[Any, ...]:
    return (
        line,
        said.heading,
        said.definition,
        f"{said.year}-01-01",
        f"{said.year}-12-31",
        *_columns(said.value),
        said.source,
        said.known_at,
        said.evidence,
    )


def _columns(value: Value) -> tuple[Any, ...]:
    """Return a value in the one of the columns number, text, day, truth that is its own."""
    if isinstance(value, bool):
        return (None, None, None, value)
    if isinstance(value, str):
        return (None, value, None, None)
    return (None, None, value, None) if hasattr(value, "year") else (value, None, None, None)
