"""What is wrong with a rule, where, and what to do: in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a rule's text: line and column from 1, characters `start` to `end` from 0."""

    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Problem:
    """One thing wrong: a code of `SENTENCES`, its place, and what the sentence speaks of."""

    code: str
    at: Position
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return the sentence in `zh` or `en`, without the place."""
        zh, en = SENTENCES[self.code]
        return (zh if language == "zh" else en).format(**self.params)

    def __str__(self) -> str:
        return f"{self.at.line}:{self.at.column}: {self.text()}"


SENTENCES = {
    "syntax": (
        "此处读不懂，请检查括号、引号和运算符",
        "this cannot be read: check brackets, quotes and operators",
    ),
    "empty": ("规则为空", "the rule is empty"),
    "too_long": ("规则超过 {most} 个字符", "the rule is longer than {most} characters"),
    "too_deep": ("嵌套超过 {most} 层", "nested deeper than {most} levels"),
    "too_many": ("规则超过 {most} 个部分", "the rule has more than {most} parts"),
    "open_text": ("引号没有闭合", "this quote is not closed"),
    "text_too_long": ("文本超过 {most} 个字符", "this text is longer than {most} characters"),
    "number_too_long": ("数字超过 {most} 位", "this number has more than {most} digits"),
    "escape": (
        "文本中有不能使用的转义符或字符",
        "the text holds an escape or sign that cannot be used",
    ),
    "not_in_language": ("规则语言不包括“{what}”", "'{what}' is not part of the rules language"),
    "unknown_name": ("没有名为“{name}”的事实或参数{near}", "nothing is named '{name}'{near}"),
    "unknown_function": ("没有名为“{name}”的函数{near}", "no function is named '{name}'{near}"),
    "which_year": (
        "“{name}”按年度记录，请写明年度，如 {name}(year - 1)",
        "'{name}' is known by year: say which, as in {name}(year - 1)",
    ),
    "not_yearly": ("“{name}”不按年度记录", "'{name}' is not known by year"),
    "lag": (
        "年度应写成 year - 1 的形式，最早为 year - {most}",
        "write the year as year - 1, at most year - {most}",
    ),
    "type_mismatch": (
        "此处应为{wanted_zh}，实为{found_zh}",
        "{wanted} is needed here, this is {found}",
    ),
    "unit_mismatch": ("单位不同：{left} 与 {right}", "the units differ: {left} and {right}"),
    "no_order": (
        "文本和是非不能比较大小，只能用 ==、!= 或 in",
        "texts and truths have no order: use ==, != or in",
    ),
    "argument_count": ("“{name}”需要 {wanted} 个参数", "'{name}' takes {wanted} arguments"),
    "literal_needed": ("“{name}”此处需要写明的值", "'{name}' needs a plain value here"),
    "fact_needed": ("has 只能用于事实", "has asks about a fact"),
    "list_needed": (
        "in 的右边应为列表，如 ['A', 'B']",
        "the right of 'in' is a list, as in ['A', 'B']",
    ),
    "list_alone": ("列表只能放在 in 的右边", "a list stands only at the right of 'in'"),
    "bad_date": ("“{text}”不是日期，应如 2026-01-31", "'{text}' is no date: write 2026-01-31"),
    "no_such_day": (
        "此日期早于公元 1 年或晚于 9999 年",
        "this date lies before the year 1 or after 9999",
    ),
    "no_date_arithmetic": (
        "日期事实不能加减，请改动另一边，如 founded_on <= today - years(3)",
        "a date fact cannot be shifted: shift the other side, as in founded_on <= today - years(3)",
    ),
    "span_alone": (
        "days、months、years 只能与日期相加减",
        "days, months and years are only added to or taken from a date",
    ),
    "pattern": (
        "matches 的样式只能由文字、字符组和有限次数组成：{why}",
        "a pattern is made of letters, classes and bounded repeats: {why}",
    ),
    "digits": ("round 的小数位数应为 0 到 6", "round takes 0 to 6 digits"),
    "never": ("此条件永远不成立", "this can never be true"),
    "always": ("此条件永远成立，后面的部分不起作用", "this is always true: the rest has no effect"),
    "too_wide": (
        "此处计算可能超过 38 位数，请改写得简单些",
        "this calculation can exceed 38 digits: write it more simply",
    ),
    "tangled": (
        "此处嵌套的选择过多，请拆成几条规则或使用表格",
        "too many choices within choices: split the rule, or use a table",
    ),
    "no_value_on": ("“{name}”在 {day} 没有值", "'{name}' has no value on {day}"),
    "division_by_zero": ("除以零", "this divides by zero"),
}
