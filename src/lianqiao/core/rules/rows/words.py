"""What the rows of a rule are called: facts in groups, operators, years, units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianqiao.core.language import language
from lianqiao.core.rules.rows.sent import ORDER
from lianqiao.engines.rules import Fact, Line, Parameter, Table, Type, unit_name

Option = tuple[str, str | Promise]
Group = tuple[str | Promise, list[Option]]
GroupOf = Callable[[Fact], str]

YEARS: Sequence[Option] = (
    ("0", gettext_lazy("this year")),
    ("1", gettext_lazy("last year")),
    ("2", gettext_lazy("the year before last")),
    ("3", gettext_lazy("three years back")),
    ("4", gettext_lazy("four years back")),
    ("5", gettext_lazy("five years back")),
)
LOOK_NAMES = {
    "value": pgettext_lazy("look at a fact", "itself"),
    "share": pgettext_lazy("look at a fact", "as a share of"),
    "sum": pgettext_lazy("look at a fact", "together with"),
    "less": pgettext_lazy("look at a fact", "less"),
    "age": pgettext_lazy("look at a fact", "full years since"),
}
NUMBER_NAMES = {
    ">=": gettext_lazy("is at least"),
    ">": gettext_lazy("is above"),
    "<=": gettext_lazy("is at most"),
    "<": gettext_lazy("is below"),
    "==": gettext_lazy("is exactly"),
    "!=": gettext_lazy("is other than"),
}
DAY_NAMES = {
    ">=": gettext_lazy("is on or after"),
    ">": gettext_lazy("is after"),
    "<=": gettext_lazy("is on or before"),
    "<": gettext_lazy("is before"),
    "==": gettext_lazy("is exactly"),
    "!=": gettext_lazy("is other than"),
}
NAMES = {
    "is": gettext_lazy("holds"),
    "not": gettext_lazy("does not hold"),
    "in": gettext_lazy("is one of"),
    "out": gettext_lazy("is none of"),
    "starts": gettext_lazy("begins with one of"),
    "known": gettext_lazy("is on record"),
    "unknown": gettext_lazy("is not on record"),
}
BLOCKS: Sequence[Option] = (
    ("all", gettext_lazy("All of these hold")),
    ("any", gettext_lazy("At least one of these holds")),
    ("none", gettext_lazy("None of these holds")),
)


def op_name(op: str, fact: Fact, line: Line) -> str | Promise:
    """Return how a comparison is called beside a fact."""
    if op not in ORDER:
        return NAMES[op]
    is_day = fact.type == Type.DATE and line.look == "value"
    return DAY_NAMES[op] if is_day else NUMBER_NAMES[op]


def unit_label(unit: str) -> str:
    """Return the unit in which a number is typed."""
    labels = {"CNY": _("10,000 yuan"), "%": "%"}
    return labels.get(unit) or unit_name(unit, language())


def label(one: Fact | Parameter | Table) -> str:
    """Return a name in the reader's language."""
    return (one.zh if language() == "zh" else one.en) or one.name


def fact_groups(facts: Iterable[Fact], group_of: GroupOf | None = None) -> list[Group]:
    """Return facts to choose from by the group that each is in; by default as facts of parties."""
    said = group_of or of_parties
    groups: dict[str, list[Option]] = {}
    for fact in facts:
        groups.setdefault(said(fact), []).append((fact.name, _with_unit(fact)))
    return [(name, sorted(some, key=lambda one: str(one[1]))) for name, some in groups.items()]


def of_parties(fact: Fact) -> str:
    """Return the group of a party's fact: titles, yes or no, yearly figures, others."""
    if fact.name.startswith("title."):
        return _("Titles")
    if fact.type == Type.BOOL:
        return _("Marks and registers")
    if fact.yearly:
        return _("Figures by year")
    return _("The enterprise itself")


def _with_unit(fact: Fact) -> str:
    unit = "" if fact.type != Type.NUMBER else unit_label(fact.unit)
    return f"{label(fact)} ({unit})" if unit else label(fact)
