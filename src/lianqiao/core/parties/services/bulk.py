"""Entering very many organizations with what is known of them, by COPY instead of row by row.

Rows go into temporary tables, are checked there all at once, and from there into their own:
constraints, foreign keys and triggers hold as for any other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, explained
from lianqiao.core.parties.services.organizations import OrganizationData, refusals

Value = Decimal | int | bool | str | date


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source says of an organization (by its credit code) for a calendar year.

    Money in fen, shares in percent, as `record_fact` takes them.
    """

    uscc: str
    name: str
    year: int
    source: str
    value: Value
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A title that an organization (by its credit code) holds from a day to a day."""

    uscc: str
    kind: str
    valid_from: date
    valid_to: date
    granted_by: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each came in."""

    organizations: int = 0
    facts: int = 0
    titles: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        """Return both together."""
        return Loaded(
            self.organizations + other.organizations,
            self.facts + other.facts,
            self.titles + other.titles,
        )

    def quantities(self) -> dict[str, Decimal]:
        """Return them as the ledger keeps numbers."""
        return {name: Decimal(value) for name, value in asdict(self).items()}


@transaction.atomic
def load_organizations(
    *,
    organizations: Sequence[OrganizationData],
    facts: Iterable[Stated] = (),
    titles: Iterable[Held] = (),
) -> Loaded:
    """Enter organizations, each with a credit code, and what is known of them.

    One whose code is there already stays as it is, and nothing is added to what is known of it.
    Invalid for a fact that the dictionary does not take, and for names that no list has.
    """
    with explained(refusals()), transaction.atomic():
        _do(STAGE)
        _copy("staged_organization", map(_organization, organizations))
        _copy("staged_fact", map(_fact, facts))
        _copy("staged_title", map(_title, titles))
        _refuse(UNFIT_FACTS)
        _refuse(UNFIT_TITLES)
        loaded = Loaded(*(_do(statement) for statement in (ENTER, STATE, GRANT)))
        _do(UNSTAGE)
    return loaded


def _do(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


COLUMNS = (
    "uscc, name, name_en, pinyin, kind, region_id, zone_id, industry_id, founded_on, address, "
    "contact_name, contact_phone, contact_email, is_invented"
)
STAGE = f"""
    CREATE TEMP TABLE staged_organization ON COMMIT DROP AS
        SELECT {COLUMNS} FROM parties_organization WITH NO DATA;
    CREATE TEMP TABLE staged_fact (uscc text, name text, year int, source text, value text,
        known_at timestamptz) ON COMMIT DROP;
    CREATE TEMP TABLE staged_title (uscc text, kind text, valid_from date, valid_to date,
        granted_by text) ON COMMIT DROP;
    CREATE TEMP TABLE entered (id bigint, uscc text) ON COMMIT DROP;
"""  # noqa: S608 -- our own constants
UNSTAGE = "DROP TABLE staged_organization, staged_fact, staged_title, entered"

# What `check_value` asks of one value, of all of them: a number within its bounds and decimals.
UNFIT_FACTS = r"""
    WITH said AS (
        SELECT s.name, s.source, s.value, d.type, d.low, d.high, r.code,
               d.scale - 2 * hundredths::int AS decimals,
               CASE WHEN d.type = 'money' THEN 100 ELSE 1 END AS part,
               CASE WHEN s.value ~ '^-?[0-9]+(\.[0-9]+)?$' THEN s.value::numeric END AS number
          FROM staged_fact s
          LEFT JOIN (SELECT *, type = 'money' OR unit = '%' AS hundredths
                       FROM parties_factdefinition) d ON d.name = s.name
          LEFT JOIN parties_factsource r ON r.code = s.source
    )
    SELECT name, value FROM said
     WHERE type IS NULL OR code IS NULL OR NOT CASE
               WHEN type IN ('number', 'money') THEN
                    number IS NOT NULL AND number = round(number, decimals)
                    AND number >= coalesce(low * part, '-Infinity')
                    AND number <= coalesce(high * part, 'Infinity')
                    AND abs(number) < 1e18
               WHEN type = 'bool' THEN value IN ('true', 'false')
               WHEN type = 'date' THEN value ~ '^\d{4}-\d{2}-\d{2}$'
               ELSE length(value) <= 400 END
     LIMIT 1
"""
UNFIT_TITLES = """
    SELECT kind, granted_by FROM staged_title s
     WHERE NOT EXISTS (SELECT FROM parties_titlekind k WHERE k.code = s.kind) LIMIT 1
"""
ENTER = f"""
    WITH new AS (
        INSERT INTO parties_organization ({COLUMNS}, created_at)
        SELECT {COLUMNS}, now() FROM staged_organization
        ON CONFLICT (uscc) DO NOTHING RETURNING id, uscc
    )
    INSERT INTO entered SELECT id, uscc FROM new
"""  # noqa: S608 -- our own constants
STATE = """
    INSERT INTO parties_fact (organization_id, definition_id, period_from, period_to, source_id,
                              known_at, evidence, number, truth, day, text)
    SELECT o.id, s.name, make_date(s.year, 1, 1), make_date(s.year, 12, 31), s.source,
           s.known_at, '',
           CASE WHEN d.type IN ('number', 'money') THEN s.value::numeric END,
           CASE WHEN d.type = 'bool' THEN s.value::boolean END,
           CASE WHEN d.type = 'date' THEN s.value::date END,
           CASE WHEN d.type = 'text' THEN s.value END
      FROM staged_fact s
      JOIN entered o USING (uscc)
      JOIN parties_factdefinition d ON d.name = s.name
"""
GRANT = """
    INSERT INTO parties_title (organization_id, kind_id, valid_from, valid_to, granted_by, number)
    SELECT o.id, k.id, s.valid_from, s.valid_to, s.granted_by, ''
      FROM staged_title s JOIN entered o USING (uscc) JOIN parties_titlekind k ON k.code = s.kind
"""
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
BLOCK = 5_000


def _copy(table: str, lines: Iterable[str]) -> None:
    rest = iter(lines)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        while block := list(islice(rest, BLOCK)):
            copy.write("".join(block))


def _refuse(query: str) -> None:
    """Raise Invalid if the query finds something that the lists do not take."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        if found := cursor.fetchone():
            said = {"name": found[0], "value": found[1]}
            raise Invalid(_("The lists take no “%(name)s” with “%(value)s”.") % said)


def _organization(data: OrganizationData) -> str:
    values = data.columns()
    return _line(*(values[name] for name in COLUMNS.split(", ")))


def _fact(one: Stated) -> str:
    return _line(one.uscc, one.name, one.year, one.source, one.value, one.known_at)


def _title(one: Held) -> str:
    return _line(one.uscc, one.kind, one.valid_from, one.valid_to, one.granted_by)


def _line(*values: object) -> str:
    """Return a line as COPY reads it."""
    return "\t".join(map(_cell, values)) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
