"""From text to a plain form: cel-python's parser, hedged against hostile texts.

Everything that is CEL but not of the language (`%`, indexing, maps, objects, bytes, null, unsigned
numbers) is refused here, with its place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from celpy.celparser import CELParseError, CELParser
from lark import Token, Tree

from .errors import RuleError
from .problems import Position, Problem

MOST_CHARACTERS = 10_000
MOST_NODES = 500
DEEPEST = 40
LONGEST_TEXT = 400
LONGEST_NUMBER = 18

Value = bool | Decimal | str
Branch = Tree[Token]


@dataclass(frozen=True, slots=True)
class Form:
    """An operator or function over its arguments, a name, or a literal value.

    `op` is the operator itself (`&&`, `?:`, `>=`), `call`, `method` (its receiver first), `name`,
    `list` or `literal`; `name` the dotted name or the function's.
    """

    op: str
    at: Position
    args: tuple[Form, ...] = ()
    name: str = ""
    value: Value = False


TOKENS = re.compile(
    r"""(?P<comment>//[^\n]*)
      | (?P<triple>\"{3}|'{3})
      | (?P<text>[rR]?(?:"(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+'))
      | (?P<quote>["'])
      | (?P<number>\d[\w.]*)
      | (?P<open>[(\[{?!]|(?<![\w)\]])-) | (?P<close>[)\]}])""",
    re.VERBOSE,
)
"""Read once from left to right, without going back: what follows may trust the text's shape."""
TRUTHS = re.compile(rf"{TOKENS.pattern} | (?P<truth>\b(?:true|false)\b)", re.VERBOSE)


def read(source: str) -> Form:
    """Return the form of `source`.

    Raises:
        RuleError: it is too long, too deep, not CEL, or CEL outside of the language.
    """
    _guard(source)
    try:
        tree = CELParser().parse(source)
    except CELParseError as error:
        line = error.line if error.line and error.line > 0 else source.count("\n") + 1
        column = error.column if error.column and error.column > 0 else len(source) + 1
        before = sum(len(text) + 1 for text in source.split("\n")[: line - 1])
        start = min(before + column - 1, len(source))
        _refuse("syntax", Position(line, column, start, len(source)))
    return _Reader(source).form(tree, 0)


def _guard(source: str) -> None:
    start = Position(1, 1, 0, len(source))
    if len(source) > MOST_CHARACTERS:
        _refuse("too_long", start, most=MOST_CHARACTERS)
    if not source.strip():
        _refuse("empty", start)
    depth = 0
    for found in TOKENS.finditer(source):
        at = _position(source, found.start(), found.end())
        kind, text = found.lastgroup, found.group()
        if kind in ("triple", "quote"):
            _refuse("not_in_language" if kind == "triple" else "open_text", at, what=text)
        if kind == "text" and text[0] in "rR" and text[-2] == "\\":
            _refuse("escape", at)  # The parser would see another end of it.
        if kind == "text" and len(text) > LONGEST_TEXT:
            _refuse("text_too_long", at, most=LONGEST_TEXT)
        if kind == "number" and len(text) > 2 * LONGEST_NUMBER:
            _refuse("number_too_long", at, most=LONGEST_NUMBER)
        depth += (kind == "open") - (kind == "close" and depth > 0)
        if depth > 10 * DEEPEST:
            _refuse("too_deep", at, most=DEEPEST)


def _position(source: str, start: int, end: int) -> Position:
    line = source.count("\n", 0, start) + 1
    return Position(line, start - source.rfind("\n", 0, start), start, end)


def _refuse(code: str, at: Position, **params: object) -> NoReturn:
    raise RuleError((Problem(code, at, params),))


PASSED = {
    *("expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication"),
    *("unary", "member", "primary", "paren_expr"),
}
BINARY = {"relation", "addition", "multiplication"}
OPERATORS = {
    **{"relation_lt": "<", "relation_le": "<=", "relation_gt": ">", "relation_ge": ">="},
    **{"relation_eq": "==", "relation_ne": "!=", "relation_in": "in", "addition_add": "+"},
    **{"addition_sub": "-", "multiplication_mul": "*", "multiplication_div": "/"},
    **{"conditionalor": "||", "conditionaland": "&&"},
}
FOREIGN = {
    **{"multiplication_mod": "%", "member_index": "[]", "member_object": "{}", "map_lit": "{}"},
    **{"dot_ident": ".name", "dot_ident_arg": ".name()"},
}
Maker = Callable[["_Reader", Branch, int], Form]


class _Reader:
    """Turns the parser's tree into forms, counting what it makes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.made = 0
        self.last = Position(1, 1, 0, len(source))
        self.truths = (one.span() for one in TRUTHS.finditer(source) if one["truth"])

    def form(self, tree: Branch, depth: int) -> Form:
        while tree.data in PASSED and len(tree.children) == 1:
            tree = _branch(tree.children[0])
        at = self.place(tree)
        self.made += 1
        if self.made > MOST_NODES:
            _refuse("too_many", at, most=MOST_NODES)
        if depth > DEEPEST:
            _refuse("too_deep", at, most=DEEPEST)
        if tree.data in FOREIGN:
            _refuse("not_in_language", at, what=FOREIGN[tree.data])
        return MAKERS[tree.data](self, tree, depth + 1)

    def place(self, tree: Branch) -> Position:
        # The parser gives what holds only `true` or `false` no place: its neighbour's must do.
        start, end = (getattr(tree.meta, name, None) for name in ("start_pos", "end_pos"))
        if start is not None and end is not None:
            self.last = _position(self.source, start, end)
        return self.last

    def conditional(self, tree: Branch, depth: int) -> Form:
        at = self.place(tree)
        args = tuple(self.form(_branch(child), depth) for child in tree.children)
        return Form("?:", at, args)

    def chain(self, tree: Branch, depth: int) -> Form:
        """Read `a && b && c` as one form of three, without a frame for each."""
        at, op, items = self.place(tree), tree.data, []
        while tree.data == op and len(tree.children) == 2:
            left, right = (_branch(child) for child in tree.children)
            items.append(right)
            tree = left
        forms = [self.form(item, depth) for item in (tree, *reversed(items))]
        return Form(OPERATORS[op], at, tuple(forms))

    def binary(self, tree: Branch, depth: int) -> Form:
        """Read `a - b + c` from the left, without a frame for each."""
        at, found = self.place(tree), []
        while tree.data in BINARY and len(tree.children) == 2:
            head, right = (_branch(child) for child in tree.children)
            if head.data in FOREIGN:
                _refuse("not_in_language", at, what=FOREIGN[head.data])
            found.append((OPERATORS[head.data], right, self.place(tree)))
            tree = _branch(head.children[0])
            while tree.data in PASSED and len(tree.children) == 1:
                tree = _branch(tree.children[0])
        if depth + len(found) > DEEPEST:
            _refuse("too_deep", at, most=DEEPEST)
        form = self.form(tree, depth)
        for op, right, place in reversed(found):
            form = Form(op, place, (form, self.form(right, depth)))
        return form

    def unary(self, tree: Branch, depth: int) -> Form:
        at = self.place(tree)
        head, inner = (_branch(child) for child in tree.children)
        op = "!" if head.data == "unary_not" else "negate"
        return Form(op, at, (self.form(inner, depth),))

    def name(self, tree: Branch, depth: int) -> Form:
        return Form("name", self.place(tree), name=str(tree.children[0]))

    def dotted(self, tree: Branch, depth: int) -> Form:
        at = self.place(tree)
        left = self.form(_branch(tree.children[0]), depth)
        if left.op != "name":
            _refuse("not_in_language", at, what=f".{tree.children[1]}")
        return Form("name", at, name=f"{left.name}.{tree.children[1]}")

    def call(self, tree: Branch, depth: int) -> Form:
        at, name = self.place(tree), str(tree.children[0])
        return Form("call", at, self.listed(tree.children[1:], depth), name)

    def method(self, tree: Branch, depth: int) -> Form:
        at, name = self.place(tree), str(tree.children[1])
        receiver = self.form(_branch(tree.children[0]), depth)
        args = self.listed(tree.children[2:], depth)
        return Form("method", at, (receiver, *args), name)

    def listing(self, tree: Branch, depth: int) -> Form:
        return Form("list", self.place(tree), self.listed(tree.children, depth))

    def listed(self, children: list[Branch | Token], depth: int) -> tuple[Form, ...]:
        return tuple(
            self.form(_branch(item), depth)
            for given in children
            for item in _branch(given).children
        )

    def literal(self, tree: Branch, depth: int) -> Form:
        at, token = self.place(tree), tree.children[0]
        assert isinstance(token, Token)
        text = str(token)
        match token.type:
            case "BOOL_LIT":
                # Nor these themselves; they are read in the order in which they stand.
                start, end = next(self.truths, (at.start, at.end))
                self.last = _position(self.source, start, end)
                return Form("literal", self.last, value=text == "true")
            case "STRING_LIT":
                return Form("literal", at, value=_text(text, at))
            case "INT_LIT" | "FLOAT_LIT":
                return Form("literal", at, value=_number(text, at))
        _refuse("not_in_language", at, what=text)


MAKERS: dict[str, Maker] = {
    "expr": _Reader.conditional,
    "conditionalor": _Reader.chain,
    "conditionaland": _Reader.chain,
    "relation": _Reader.binary,
    "addition": _Reader.binary,
    "multiplication": _Reader.binary,
    "unary": _Reader.unary,
    "ident": _Reader.name,
    "member_dot": _Reader.dotted,
    "ident_arg": _Reader.call,
    "member_dot_arg": _Reader.method,
    "list_lit": _Reader.listing,
    "literal": _Reader.literal,
}


def _branch(child: Branch | Token) -> Branch:
    assert isinstance(child, Tree)
    return child


def _number(text: str, at: Position) -> Decimal:
    try:
        value = Decimal(int(text, 16)) if "x" in text.lower() else Decimal(text)
    except InvalidOperation:
        _refuse("number_too_long", at, most=LONGEST_NUMBER)
    _, digits, exponent = value.as_tuple()
    shift = exponent if isinstance(exponent, int) else 0
    if max(len(digits) + max(shift, 0), -shift) > LONGEST_NUMBER:
        _refuse("number_too_long", at, most=LONGEST_NUMBER)
    return value


ESCAPES = re.compile(r"\\(?:[abfnrtv\"'`?\\]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4})")


def _text(literal: str, at: Position) -> str:
    if literal[0] in "rR":
        value = literal[2:-1]
    else:
        body = literal[1:-1]
        if "\\" in ESCAPES.sub("", body):
            _refuse("escape", at)
        value = ESCAPES.sub(lambda found: _unescaped(found.group()), body)
    if "\0" in value or any(0xD800 <= ord(c) < 0xE000 for c in value):
        _refuse("escape", at)
    return value


def _unescaped(escape: str) -> str:
    if escape[1] in "`?":
        return escape[1]
    return str(ast.literal_eval(f'"{escape.replace("X", "x")}"'))
