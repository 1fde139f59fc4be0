"""The empty lists that a bureau fills in, and the list of what is wrong in a filled one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO

from django.utils.translation import gettext as _

from lianqiao.core import sheets
from lianqiao.core.facts.columns import IN_COLUMN, columns
from lianqiao.core.parties.models import FactDefinition, FactSource
from lianqiao.core.sheets import Column

FORMS = ("long", "wide")
WAN = "万元"
OF_LONG = ("uscc", "name", "fact", "year", "value", "unit", "source", "known_on", "evidence")
OF_WIDE = ("uscc", "name", "year", "source", "known_on", "evidence")
EXAMPLES = {"fact": "营业收入", "value": "1280.5", "unit": WAN}

BAD_ROWS = (
    Column("line", "行号", "Line", str),
    Column("name", "名称", "Name", str),
    Column("column", "列", "Column", str),
    Column("reason", "原因", "Reason", str),
)


def write(form: str, file: IO[bytes]) -> None:
    """Write the template of a form into a file."""
    definitions = list(FactDefinition.objects.all())
    sources = list(FactSource.objects.all())
    found = {column.name: column for column in columns(definitions, sources)}
    if form == "long":
        shown = [replace(found[name], example=_example(found[name])) for name in OF_LONG]
    else:
        shown = [found[name] for name in OF_WIDE]
        shown += [_with_unit(found[IN_COLUMN + one.name], one) for one in definitions]
    sheets.template(shown, _lists(definitions, sources), file)


def _example(column: Column) -> str:
    return EXAMPLES.get(column.name, column.example)


def _with_unit(column: Column, definition: FactDefinition) -> Column:
    unit = written_in(definition)
    if not unit:
        return column
    return replace(column, zh=f"{column.zh}（{unit}）", en=f"{column.en} ({unit})")


def written_in(definition: FactDefinition) -> str:
    """Return the unit that a template asks for: money in ten thousands of yuan."""
    return WAN if definition.type == FactDefinition.Type.MONEY else definition.unit


def _lists(
    definitions: Sequence[FactDefinition], sources: Iterable[FactSource]
) -> dict[str, Iterable[tuple[str, str]]]:
    return {
        _("Facts"): [(one.name, _described(one)) for one in definitions],
        _("Sources"): [(one.code, str(one)) for one in sources],
    }


def _described(definition: FactDefinition) -> str:
    unit = written_in(definition) or definition.get_type_display()
    return f"{definition}（{unit}）"
