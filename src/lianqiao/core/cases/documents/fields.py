"""The fields of a form. What is filed under each is said with its kind.

A value is kept as JSON: texts, numbers as decimal strings ("12.50"), days as ISO dates, choices by
their codes, tables as lists of rows. An empty field has no value at all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Among
from pydantic import PositiveInt

from lianqiao.core.cases.documents.words import Key, Label, Line, Part, Rule


class Check(Part):
    """What must hold of the form once the field is filled, and what is said where it does not."""

    rule: Rule
    message: Label


class Plain(Part):
    """What every field has.

    `visible` and `required` are rules: '' shows always and requires never, 'true' requires always.
    A field that is not visible is neither required nor filed. What `identifies` the applicant is
    hidden from blind reviews; organizations and persons always are.
    """

    key: Key
    label: Label
    help: Label | None = None
    visible: Rule = ""
    required: Rule = ""
    checks: tuple[Check, ...] = ()
    identifies: bool = False


class TextField(Plain):
    """A line of text; a long text where `lines` is above one."""

    kind: Literal["text"] = "text"
    lines: Annotated[int, Among(ge=1, le=40)] = 1
    longest: Annotated[int, Among(ge=1, le=20_000)] = 200


class NumberField(Plain):
    """A number with its unit, as a decimal string; in a rule, a number of that unit.

    Without bounds of its own it goes to a thousand million on either side of 0: what rules reckon
    with must be known beforehand never to overflow.
    """

    kind: Literal["number"] = "number"
    unit: Line = ""
    decimals: Annotated[int, Among(ge=0, le=6)] = 0
    low: Decimal = Decimal(-(10**9))
    high: Decimal = Decimal(10**9)


class MoneyField(Plain):
    """Yuan with two places; `in_wan` asks for 万元 and keeps yuan. In a rule, a number of CNY."""

    kind: Literal["money"] = "money"
    in_wan: bool = False
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(10**11)


class DateField(Plain):
    """A day."""

    kind: Literal["date"] = "date"


class Option(Part):
    """One of the values of a choice."""

    value: Key
    label: Label


class ChoiceField(Plain):
    """One of some options, by its value; several where `many`: then a list of them."""

    kind: Literal["choice"] = "choice"
    options: Annotated[tuple[Option, ...], Among(min_length=1, max_length=200)]
    many: bool = False


class OrganizationField(Plain):
    """An organization: {"name": …, "uscc": … or ""}, with the "id" of one that is on record."""

    kind: Literal["organization"] = "organization"


class PersonField(Plain):
    """A person: {"name": …, "phone": …}, and nothing more of them."""

    kind: Literal["person"] = "person"


class AddressField(Plain):
    """An address: {"region": code of the district, "text": …}."""

    kind: Literal["address"] = "address"


class FileField(Plain):
    """Attached files, as a list of their ids; `endings` narrows what the house takes."""

    kind: Literal["file"] = "file"
    endings: tuple[Line, ...] = ()
    most: Annotated[int, Among(ge=1, le=20)] = 1
    largest_mb: Annotated[int, Among(ge=1, le=20)] = 20


class CalculatedField(Plain):
    """A number that a rule works out of other fields; nobody fills it in."""

    kind: Literal["calculated"] = "calculated"
    formula: Rule
    unit: Line = ""
    decimals: Annotated[int, Among(ge=0, le=6)] = 2


class FactField(Plain):
    """A fact of the applicant, `lag` years before the form's year; shown with its source.

    What the applicant puts in its place is kept beside it, and marked.
    """

    kind: Literal["fact"] = "fact"
    fact: Line
    lag: Annotated[int, Among(ge=0, le=5)] | None = None


class IntellectualPropertyField(Plain):
    """Rights, as a list of {"kind", "number", "name", "granted_on"}."""

    kind: Literal["ip"] = "ip"
    most: PositiveInt = 50


class DeclarationField(Plain):
    """A sentence to be agreed to; in a rule, a truth."""

    kind: Literal["declaration"] = "declaration"


Cell = Annotated[
    TextField | NumberField | MoneyField | DateField | ChoiceField | CalculatedField,
    Among(discriminator="kind"),
]


class TableField(Plain):
    """Rows of some columns. A rule asks for `<key>.rows` and for `<key>.<column>`, its sum.

    Rules in a column speak of the columns of its row alone.
    """

    kind: Literal["table"] = "table"
    columns: Annotated[tuple[Cell, ...], Among(min_length=1, max_length=20)]
    fewest: Annotated[int, Among(ge=0, le=500)] = 0
    most: Annotated[int, Among(ge=1, le=500)] = 100


Field = Annotated[
    TextField
    | NumberField
    | MoneyField
    | DateField
    | ChoiceField
    | OrganizationField
    | PersonField
    | AddressField
    | FileField
    | CalculatedField
    | FactField
    | IntellectualPropertyField
    | DeclarationField
    | TableField,
    Among(discriminator="kind"),
]


class Section(Part):
    """A part of a form under a heading."""

    key: Key
    label: Label
    help: Label | None = None
    visible: Rule = ""
    fields: Annotated[tuple[Field, ...], Among(max_length=200)]


class Form(Part):
    """What is filled in and filed: an application, a plan, a yearly report."""

    key: Key
    label: Label
    help: Label | None = None
    sections: Annotated[tuple[Section, ...], Among(max_length=50)]

    @property
    def fields(self) -> dict[str, Field]:
        """All fields by their keys, in their order."""
        return {field.key: field for section in self.sections for field in section.fields}
