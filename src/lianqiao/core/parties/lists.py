"""The code lists and how a row of each file becomes a row of its table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import (
    FactDefinition,
    FactSource,
    Industry,
    Region,
    TechnicalField,
    TitleKind,
    Zone,
)
from lianqiao.core.parties.pinyin import sort_key

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A file of codes; `key` is the column of the table that tells its rows apart."""

    file: str
    model: type[Model]
    columns: tuple[str, ...]
    build: Callable[[Row], Model]
    key: str = "code"

    def read(self, path: Path) -> list[Model]:
        """Return the file's rows, not saved yet. Invalid names the line that is wrong."""
        found: dict[str, Model] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := set(self.columns) - set(reader.fieldnames or ()):
                raise Invalid(
                    _("%(file)s lacks the columns %(columns)s.")
                    % {"file": path.name, "columns": ", ".join(sorted(missing))}
                )
            for row in reader:
                values = {name: (row[name] or "").strip() for name in self.columns}
                code = values[self.columns[0]]
                problem = _("there twice") if code in found else self._problem(values)
                if problem:
                    raise Invalid(
                        _("%(file)s, line %(line)d, “%(code)s”: %(problem)s")
                        % {
                            "file": path.name,
                            "line": reader.line_num,
                            "code": code,
                            "problem": problem,
                        }
                    )
                found[code] = self.build(values)
        return list(found.values())

    def _problem(self, values: Row) -> str:
        """Say what the table would refuse of a row; references are checked for the whole list."""
        row = self.build(values)
        references = {field.name for field in row._meta.concrete_fields if field.is_relation}
        try:
            row.clean_fields(exclude=references)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


def region(row: Row) -> Region:
    """Make a region; its six digits tell its level and what it belongs to.

    >>> qingdao = region({"code": "370200", "name": "青岛市"})
    >>> str(qingdao.level), qingdao.parent_id, qingdao.pinyin
    ('city', '370000', 'qingdaoshi')
    """
    code, name = row["code"], row["name"]
    if code.endswith("0000"):
        level, parent = Region.Level.PROVINCE, None
    elif code.endswith("00"):
        level, parent = Region.Level.CITY, f"{code[:2]}0000"
    else:
        level, parent = Region.Level.COUNTY, f"{code[:4]}00"
    return Region(code=code, name=name, level=level, parent_id=parent, pinyin=sort_key(name))


def industry(row: Row) -> Industry:
    """Make an industry; the length of the code tells its level."""
    code = row["code"]
    levels = {1: Industry.Level.SECTION, 2: Industry.Level.DIVISION}
    return Industry(
        code=code,
        name=row["name"],
        level=levels.get(len(code), Industry.Level.GROUP),
        parent_id=row["parent"] or None,
    )


def zone(row: Row) -> Zone:
    """Make a functional zone."""
    return Zone(code=row["code"], name=row["name"], name_en=row["name_en"], region_id=row["region"])


def fact(row: Row) -> FactDefinition:
    """Make an entry of the fact dictionary."""
    kept = ("name", "type", "unit", "label_zh", "label_en", "definition", "source")
    return FactDefinition(
        **{name: row[name] for name in kept},
        scale=row["scale"] or 0,
        low=row["low"] or None,
        high=row["high"] or None,
        is_yearly=row["yearly"] == "yes",
        can_change=row["changes"] == "yes",
        is_register=row["register"] == "yes",
    )


# In the order of their references.
LISTS = (
    CodeList("regions.csv", Region, ("code", "name"), region),
    CodeList("zones.csv", Zone, ("code", "region", "name", "name_en"), zone),
    CodeList("industries.csv", Industry, ("code", "parent", "name"), industry),
    CodeList(
        "fields.csv", TechnicalField, ("code", "name", "name_en"), lambda row: TechnicalField(**row)
    ),
    CodeList(
        "facts.csv",
        FactDefinition,
        (
            *("name", "type", "unit", "label_zh", "label_en", "definition", "source"),
            *("scale", "low", "high", "yearly", "changes", "register"),
        ),
        fact,
        key="name",
    ),
    CodeList(
        "sources.csv",
        FactSource,
        ("code", "rank", "name", "name_en"),
        lambda row: FactSource(**row),
    ),
    CodeList("titles.csv", TitleKind, ("code", "name", "name_en"), lambda row: TitleKind(**row)),
)
