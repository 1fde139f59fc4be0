"""A checked rule in Chinese and English words, each part by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from . import numerals
from .kinds import Type
from .tree import (
    Arithmetic,
    Call,
    Clock,
    Compare,
    Conditional,
    FactRef,
    Literal,
    Logic,
    Lookup,
    Member,
    Node,
    Not,
    ParameterRef,
    facts,
    walk,
)
from .vocabulary import Fact

YEARS = {
    "zh": ("本年度", "上年度", "前年度"),
    "en": ("this year's", "last year's", "the year before last's"),
}
OPERATORS: Mapping[str, Mapping[str, str]] = {
    "zh": {"==": "为", "!=": "不为", "<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"},
    "en": {"==": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above",
           ">=": "is at least"},
}  # fmt: skip
DATE_OPERATORS: Mapping[str, Mapping[str, str]] = {
    "zh": {**OPERATORS["zh"], "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"},
    "en": {**OPERATORS["en"], "<": "is before", "<=": "is not after", ">": "is after",
           ">=": "is not before"},
}  # fmt: skip
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
PHRASES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "share": "{0}占{1}的比例",
        "per": "{0}除以{1}",
        "part": "{0}的{1}",
        "*": "{0}×{1}",
        "+": "{0}与{1}之和",
        "-": "{0}减{1}",
        "min": "{list}中的较小者",
        "max": "{list}中的较大者",
        "capped": "{0}，最高{1}",
        "round": "{0}",
        "floor": "{0}（取整）",
        "full_years": "从{0}到{1}的整年数",
        "days_between": "从{0}到{1}的天数",
        "getFullYear": "{0}的年份",
        "size": "{0}的字数",
        "lookup": "按“{name}”确定的标准",
        "today": "基准日",
        "year": "基准年",
        "yes": "{0}：是",
        "no": "{0}：否",
        "title": "为{0}",
        "no_title": "不为{0}",
        "has": "{0}已有记录",
        "has_not": "{0}没有记录",
        "in": "{0}为{1}之一",
        "not_in": "{0}不是{1}中的任何一个",
        "startsWith": "{0}以{1}开头",
        "endsWith": "{0}以{1}结尾",
        "contains": "{0}包含{1}",
        "matches": "{0}符合样式{1}",
        "not": "并非“{0}”",
        "compare": "{0}{op}{1}",
        "choice": "若{0}，则{1}；否则{2}",
        "unknown": "未知",
        "true": "是",
        "false": "否",
        "always": "不设条件",
        "never": "任何情况都不符合",
        "all": "须同时符合",
        "any": "符合其一即可",
        "either": "两种情况",
        "comma": "、",
        "and": "且",
        "or": "或",
        "group": "（{0}）",
    },
    "en": {
        "share": "the share of {0} in {1}",
        "per": "{0} divided by {1}",
        "part": "{1} of {0}",
        "*": "{0} × {1}",
        "+": "the sum of {0} and {1}",
        "-": "{0} less {1}",
        "min": "the least of {list}",
        "max": "the greatest of {list}",
        "capped": "{0}, at most {1}",
        "round": "{0}",
        "floor": "{0} (whole)",
        "full_years": "full years from {0} to {1}",
        "days_between": "days from {0} to {1}",
        "getFullYear": "the year of {0}",
        "size": "the length of {0}",
        "lookup": "the rate by “{name}”",
        "today": "the reference date",
        "year": "the reference year",
        "yes": "{0}: yes",
        "no": "{0}: no",
        "title": "is a {0}",
        "no_title": "is no {0}",
        "has": "{0} is on record",
        "has_not": "{0} is not on record",
        "in": "{0} is one of {1}",
        "not_in": "{0} is none of {1}",
        "startsWith": "{0} begins with {1}",
        "endsWith": "{0} ends with {1}",
        "contains": "{0} contains {1}",
        "matches": "{0} is of the form {1}",
        "not": "not: {0}",
        "compare": "{0} {op} {1}",
        "choice": "if {0}, then {1}; otherwise {2}",
        "unknown": "unknown",
        "true": "yes",
        "false": "no",
        "always": "no condition",
        "never": "nobody qualifies",
        "all": "all of these",
        "any": "one of these",
        "either": "one of two cases",
        "comma": ", ",
        "and": " and ",
        "or": " or ",
        "group": "({0})",
    },
}
LANGUAGES = ("zh", "en")


class Words:
    """Speaks of nodes in one language, as they stand on one day."""

    def __init__(self, language: str, on: date) -> None:
        self.language = language
        self.on = on
        self.phrases = PHRASES[language]

    def say(self, phrase: str, *parts: str, **named: str) -> str:
        return self.phrases[phrase].format(*parts, **named)

    def leaf(self, node: Node, negated: bool) -> str:
        """Return a condition that has no parts as one sentence without a full stop."""
        match node:
            case Literal(value):
                return self.say("never" if bool(value) is negated else "always")
            case FactRef() if node.fact.name.startswith("title."):
                return self.say("no_title" if negated else "title", self.fact(node))
            case FactRef():
                return self.say("no" if negated else "yes", self.fact(node))
            case ParameterRef(parameter):
                label = self._label(parameter.zh, parameter.en, parameter.name)
                return self.say("no" if negated else "yes", label)
            case Not(item):
                return self.leaf(item, not negated)
            case Logic(op, items):
                word = "and" if (op == "&&") is not negated else "or"
                return self.phrases[word].join(self._grouped(item, negated) for item in items)
            case Conditional() if negated:
                return self.say("not", self.term(node))
            case Compare(op, left, right):
                return self.compared(OPPOSITE[op] if negated else op, left, right)
            case Member(item, values):
                listed = self.phrases["comma"].join(self.value(one, item) for one in values)
                if len(values) == 1:
                    return self._joined(
                        "!=" if negated else "==", item, self.value(values[0], item)
                    )
                return self.say("not_in" if negated else "in", self.term(item), listed)
            case Call("has", args):
                return self.say("has_not" if negated else "has", self.term(args[0]))
            case Call(name, args):
                said = self.say(name, self.term(args[0]), self.value(args[1], args[0]))
                return self.say("not", said) if negated else said
        return self.term(node)

    def _grouped(self, node: Node, negated: bool) -> str:
        said = self.leaf(node, negated)
        return self.say("group", said) if isinstance(node, Logic) else said

    def compared(self, op: str, left: Node, right: Node) -> str:
        if not facts(left) and facts(right):
            turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            left, right, op = right, left, turned.get(op, op)
        return self._joined(op, left, self.value(right, left))

    def _joined(self, op: str, left: Node, right: str) -> str:
        operators = DATE_OPERATORS if left.kind.type == Type.DATE else OPERATORS
        return self.say("compare", self.term(left), right, op=operators[self.language][op])

    def payout(self, node: Node) -> str:
        """Return an amount of yuan in words."""
        if isinstance(node, Literal):
            assert isinstance(node.value, Fraction)
            return numerals.money(node.value, self.language)
        match node:
            case Conditional(test, then, other):
                return self.say("choice", self._test(test), self.payout(then), self.payout(other))
            case Arithmetic("+", left, right):
                return self.say("+", self.payout(left), self.payout(right))
        return self.term(node)

    def _test(self, node: Node) -> str:
        said = self.leaf(node, False)
        return f"it {said}" if said.startswith(("is a ", "is no ")) else said

    def term(self, node: Node) -> str:
        """Return a value in words: a fact's name, a calculation."""
        match node:
            case FactRef():
                return self.fact(node)
            case Literal() | ParameterRef():
                return self.value(node, node)
            case Clock(name):
                return self.say(name)
            case Arithmetic(op, left, right):
                return self._calculated(op, left, right)
            case Conditional(test, then, other):
                said = (self._test(test), self.term(then), self.term(other))
                return self.say("choice", *said)
            case Lookup(table, _):
                return self.say("lookup", name=self._label(table.zh, table.en, table.name))
            case Call("min" | "max" as name, args):
                return self._extreme(name, args)
            case Call("days" | "months" | "years", _):
                return self.value(node, node)
            case Call(name, args):
                return self.say(name, *(self.term(arg) for arg in args))
        return self.say("group", self.leaf(node, False))

    def _calculated(self, op: str, left: Node, right: Node) -> str:
        if op == "/":
            alike = left.kind.unit == right.kind.unit and not isinstance(right, Literal)
            return self.say("share" if alike else "per", self.term(left), self.term(right))
        if op == "*" and (isinstance(left, Literal) or is_choice_of_rates(left)):
            left, right = right, left
        if op == "*" and isinstance(right, Conditional) and is_choice_of_rates(right):
            # Each case with its own amount reads better than a choice of bare numbers.
            cases = (self._calculated(op, left, rate) for rate in (right.then, right.other))
            return self.say("choice", self._test(right.test), *cases)
        if op == "*" and is_part(right):
            return self.say("part", self.term(left), self.part(right))
        return self.say(op, self.term(left), self.term(right))

    def part(self, node: Node) -> str:
        if isinstance(node, Literal) and isinstance(node.value, Fraction):
            return numerals.share(node.value, self.language)
        return self.term(node)

    def _extreme(self, name: str, args: tuple[Node, ...]) -> str:
        plain = [arg for arg in args if isinstance(arg, Literal | ParameterRef)]
        rest = [arg for arg in args if arg not in plain]
        if name == "min" and len(plain) == 1 and len(rest) == 1:
            return self.say("capped", self.term(rest[0]), self.value(plain[0], rest[0]))
        said = self.phrases["comma"].join(self.value(arg, args[0]) for arg in args)
        return self.say(name, list=said)

    def fact(self, ref: FactRef) -> str:
        return self.fact_named(ref.fact, ref.lag)

    def fact_named(self, fact: Fact, lag: int | None) -> str:
        """Return a fact with its year, in words."""
        label = self._label(fact.zh, fact.en, fact.name)
        if lag is None:
            return label
        known = YEARS[self.language]
        if lag < len(known):
            year = known[lag]
        else:
            year = (
                f"{self.on.year - lag}年度"
                if self.language == "zh"
                else (f"{self.on.year - lag}'s")
            )
        return f"{year}{'' if self.language == 'zh' else ' '}{label}"

    def _label(self, zh: str, en: str, name: str) -> str:
        return (zh if self.language == "zh" else en) or name

    def value(self, node: Node, beside: Node) -> str:
        """Return a plain value as it is written beside another; else the node's words."""
        match node:
            case Literal(value):
                return self.plain(value, beside)
            case ParameterRef(parameter):
                known = self.plain(parameter.on(self.on), node)
                return f"{self._label(parameter.zh, parameter.en, parameter.name)} ({known})"
            case Clock("today"):
                return numerals.day(self.on, self.language)
            case Call("days" | "months" | "years", _):
                return numerals.day(shifted(node, self.on), self.language)
        return self.term(node)

    def plain(self, value: object, beside: Node) -> str:
        """Return a value of a node in its unit, or its name."""
        if value is None:
            return self.phrases["unknown"]
        if isinstance(value, bool):
            return self.phrases["true" if value else "false"]
        if isinstance(value, str):
            fact = beside.fact if isinstance(beside, FactRef) else None
            return f"“{fact.named(value, self.language) if fact else value}”"
        if isinstance(value, date):
            return numerals.day(value, self.language)
        assert isinstance(value, Fraction | Decimal | int)
        return numerals.figure(unit_of(beside))(Fraction(value), self.language)


def is_choice_of_rates(node: Node) -> bool:
    """Tell whether a node chooses between two plain numbers."""
    plain = (Literal, ParameterRef)
    return isinstance(node, Conditional) and all(
        isinstance(one, plain) for one in (node.then, node.other)
    )


def is_part(node: Node) -> bool:
    """Tell whether a factor reads as a share: a number below 1, or a rate by a table."""
    if isinstance(node, Literal):
        return isinstance(node.value, Fraction) and 0 < node.value < 1
    return isinstance(node, Lookup) and not node.kind.unit


def unit_of(node: Node) -> str:
    """Return the unit in which a number is shown; `%` for a share of like things."""
    unit = "" if node.kind.unit is None else str(node.kind.unit)
    if unit:
        return unit
    parts = list(walk(node))
    percent = any(isinstance(one, FactRef) and one.fact.unit == "%" for one in parts)
    ratio = any(
        isinstance(one, Arithmetic)
        and one.op == "/"
        and one.left.kind.unit == one.right.kind.unit
        and not isinstance(one.right, Literal)
        for one in parts
    )
    parameter = isinstance(node, ParameterRef) and node.parameter.unit == "%"
    return "%" if percent or ratio or parameter else ""


def shifted(node: Node, on: date) -> date:
    """Return the date of `today - years(3)` and the like."""
    from .lowering import Lowering

    return Lowering(on).plain_date(node)
