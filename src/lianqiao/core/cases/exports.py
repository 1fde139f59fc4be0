"""All that was filed in many cases, as one list: a column for each field that any version had.

A column is known by its id, "<procedure>.<form>.<field>", which stands behind its label and never
changes: spreadsheets that an office builds on an export go on working when a version adds fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from lianqiao.core.cases import applicants
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.rights import columns_of
from lianqiao.core.cases.forms.wording import NamedFile, Names, in_words
from lianqiao.core.cases.models import Attachment, Case, Snapshot
from lianqiao.core.cases.procedures import family
from lianqiao.core.parties.models import Region
from lianqiao.core.sheets import Column, day, text

BATCH = 500
Key = tuple[str, str, str]
"""Code of the procedure, form, field."""
FIXED = (
    Column("number", "办件编号", "Case number", text(40)),
    Column("procedure", "事项", "Procedure", text(300)),
    Column("version", "版本", "Version", text(40)),
    Column("organization", "单位", "Organization", text(200)),
    Column("uscc", "统一社会信用代码", "Credit code", text(18)),
    Column("state", "状态", "Status", text(200)),
    Column("opened", "立项日期", "Opened", day),
    Column("due", "办理期限", "Due on", day),
    Column("officer", "经办人", "Officer", text(200)),
)


def fields_of(documents: Mapping[str, Document]) -> dict[Key, f.Field]:
    """Return every field that a version has or had, as its newest version has it, in its order.

    Fields that were dropped stand behind those that are still asked for.
    """
    found: dict[Key, f.Field] = {}
    for code, document in sorted(documents.items(), key=_newest_first):
        for form in document.forms:
            for key, field in form.fields.items():
                found.setdefault((family(code), form.key, key), field)
    return found


def columns(fields: Mapping[Key, f.Field]) -> list[Column]:
    """Return the columns of an export: those of the case, then one for each field."""
    return [*FIXED, *(_column(key, field) for key, field in fields.items())]


def rows(
    cases: QuerySet[Case], documents: Mapping[str, Document], fields: Mapping[Key, f.Field]
) -> Iterator[list[Any]]:
    """Yield a row for each case, in the order of `columns`; of yearly forms the latest year."""
    regions = dict(Region.objects.values_list("code", "name"))
    words = applicants.vocabulary()
    for batch in _batches(cases.iterator(BATCH)):
        filed, files = _filed(batch), _files(batch)
        names = Names(regions, files, words)
        for case in batch:
            values = filed.get(case.pk, {})
            code = family(case.procedure)
            yield [
                *_fixed(case, documents[case.procedure]),
                *(
                    _cell(one, values.get(form, {}).get(key), names) if of == code else None
                    for (of, form, key), one in fields.items()
                ),
            ]


def _newest_first(one: tuple[str, Document]) -> tuple[str, int]:
    code, _slash, number = one[0].partition("/")
    return code, -int(number)


def _column(key: Key, field: f.Field) -> Column:
    code, unit = ".".join(key), _unit(field)
    zh, en = field.label.zh, field.label.en or field.label.zh
    return Column(code, f"{zh}{unit} [{code}]", f"{en}{unit} [{code}]", text(32_000))


def _unit(field: f.Field) -> str:
    match field:
        case f.MoneyField():
            return "（元）"
        case f.NumberField() | f.CalculatedField() if field.unit:
            return f"（{field.unit}）"
    return ""


def _fixed(case: Case, document: Document) -> Sequence[Any]:
    state = next((str(one.label) for one in document.states if one.key == case.state), case.state)
    return (
        case.number,
        str(document.label),
        case.procedure,
        case.organization.name,
        case.organization.uscc,
        state,
        case.opened_at,
        case.due_on,
        str(case.officer or ""),
    )


def _cell(field: f.Field, value: Any, names: Names) -> Any:
    """Numbers and sums stay numbers, so that a spreadsheet reckons with them."""
    if value in (None, "", [], {}):
        return None
    match field:
        case f.NumberField() | f.MoneyField() | f.CalculatedField():
            return Decimal(value)
        case f.FileField():
            return "、".join(names.files[pk].name for pk in value if pk in names.files)
    if columns_ := columns_of(field):
        return "\n".join(
            " | ".join(in_words(cell, row.get(cell.key), names) for cell in columns_)
            for row in value
        )
    return in_words(field, value, names)


def _filed(batch: Sequence[Case]) -> dict[int, dict[str, Mapping[str, Any]]]:
    """Return what was last filed, by case and form; one query."""
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    snapshots = Snapshot.objects.filter(filing__case__in=batch).order_by("filing__period", "number")
    for case, form, values in snapshots.values_list("filing__case", "filing__form", "values"):
        found.setdefault(case, {})[form] = values
    return found


def _files(batch: Sequence[Case]) -> dict[int, NamedFile]:
    rows_ = Attachment.objects.filter(filing__case__in=batch).values_list("pk", "name", "size")
    return {pk: NamedFile(pk, name, size) for pk, name, size in rows_}


def _batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    rest = iter(cases)
    while batch := list(islice(rest, BATCH)):
        yield batch
