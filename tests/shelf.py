"""Code lists and the working calendar, read once into the template: tests take copies of rows.

Hundreds of tests want all of them. Reading the files each time took a sixth of the suite.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

from lianqiao.core.parties.lists import LISTS
from lianqiao.core.parties.models import WorkingDay
from lianqiao.core.parties.services import load_codes

ALL: tuple[type[Model], ...] = (*(one.model for one in LISTS), WorkingDay)


def fill() -> None:
    """Lay by what `lianqiao codes` loads, as the owner; the tables themselves stay empty."""
    load_codes()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA shelf; GRANT USAGE ON SCHEMA shelf TO PUBLIC")
        for model in reversed(ALL):
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE shelf.{table} AS TABLE {table}; DELETE FROM {table}")
        # The numbers of these rows are never given to others: sequences stay where they are.
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA shelf TO PUBLIC")


def take(*models: type[Model]) -> None:
    """Put these lists' rows into their tables; rows that are there already stay."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(_copying(model) for model in models))


def _copying(model: type[Model]) -> str:
    meta = model._meta
    columns = ", ".join(field.column for field in meta.concrete_fields if not field.generated)
    return (
        f"INSERT INTO {meta.db_table} ({columns}) SELECT {columns} FROM shelf.{meta.db_table}"
        " ON CONFLICT DO NOTHING"
    )
