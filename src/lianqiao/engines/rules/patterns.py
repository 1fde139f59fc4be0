"""The patterns that `matches` may look for: what every backend finds alike, in linear time.

A pattern is a row of pieces (a letter, `.`, a class like `[A-Z0-9]` or `\\d`), each once or a
bounded number of times (`?`, `{3}`, `{1,4}`), with `^` and `$` at the ends. No groups, no `|`, no
`*` or `+`: they make engines go back over a text, and each spells them in its own way. Many
repeats of unsure number do so too, and are bounded together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_REPEATS = 100
MOST_SIGNS = 1000
MOST_WAYS = 1000
"""Choices of how often each piece is found, all multiplied: an engine may try them one by one."""
PIECE = re.compile(
    r"""(?: (?P<digit>\\d) | \\(?P<escaped>[.^$*+?()\[\]{}|\\/-]) | (?P<any>\.)
          | \[(?P<negated>\^?)(?P<class>(?:[^\]\[\\^]|\\[\]\[\\^-]|\\d)+)\]
          | (?P<plain>[^\\.^$*+?()\[\]{}|]) )
        (?: (?P<optional>\?) | \{(?P<least>[0-9]{1,3})(?:,(?P<most>[0-9]{1,3}))?\} )?""",
    re.VERBOSE,
)


END = re.compile(r"(?<!\\)(?:\\\\)*\$\Z")
"""A last `$` that no backslash escapes; two backslashes are one that is looked for."""


class PatternError(ValueError):
    """Why a pattern is refused: the part that cannot be used."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs of some ranges (all others where `negated`), `least` to `most` times.

    `ranges` are pairs of code points, both included. The first and the last piece of a row may be
    an `anchor`, `^` or `$`, which has no ranges.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    negated: bool = False
    least: int = 1
    most: int = 1
    anchor: str = ""


def pieces(pattern: str) -> tuple[Piece, ...]:
    """Return the pieces of `pattern`.

    Raises:
        PatternError: it holds something else.

    >>> [piece.most for piece in pieces(r"^[A-Z]{2}\\d?$")]
    [1, 2, 1, 1]
    """
    starts, ends = pattern.startswith("^"), END.search(pattern) is not None
    inner = pattern[starts : len(pattern) - ends]
    found, place, signs, ways = [], 0, 0, 1
    while place < len(inner):
        piece = PIECE.match(inner, place)
        if piece is None:
            raise PatternError(inner[place : place + 10])
        found.append(_piece(piece))
        place = piece.end()
        signs, ways = signs + found[-1].most, ways * (found[-1].most - found[-1].least + 1)
        if signs > MOST_SIGNS or ways > MOST_WAYS:
            raise PatternError(piece.group())
    head = (Piece(anchor="^"),) if starts else ()
    tail = (Piece(anchor="$"),) if ends else ()
    return (*head, *found, *tail)


def _piece(found: re.Match[str]) -> Piece:
    least = 0 if found["optional"] else int(found["least"] or 1)
    most = 1 if found["optional"] else int(found["most"] or least)
    if least > most or most > MOST_REPEATS or most == 0:
        raise PatternError(found.group())
    if found["any"]:
        return Piece(((10, 10),), True, least, most)
    if found["digit"]:
        return Piece(((48, 57),), False, least, most)
    if found["class"]:
        return Piece(_ranges(found["class"]), bool(found["negated"]), least, most)
    sign = ord(found["escaped"] or found["plain"])
    return Piece(((sign, sign),), False, least, most)


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for part in re.finditer(r"(\\d)|((?:\\.|[^\\-]))-((?:\\.|[^\\-]))|(\\.|.)", text, re.DOTALL):
        if part[1]:
            found.append((48, 57))
        elif part[2]:
            low, high = ord(part[2][-1]), ord(part[3][-1])
            if low > high or part[3] == "\\d":
                raise PatternError(part.group())
            found.append((low, high))
        else:
            sign = ord(part[4][-1])
            found.append((sign, sign))
    return tuple(found)


def spelled(row: tuple[Piece, ...], form: str) -> str:
    """Spell pieces as a regular expression: `form` is `{:c}`-like for a code point's escape.

    Python, RE2 (DuckDB), PostgreSQL and Java (Spark) differ in their escapes and in what `$` and
    `.` mean; ranges of code points they all understand.
    """
    return "".join(_spelled(piece, form) for piece in row)


def _spelled(piece: Piece, form: str) -> str:
    if piece.anchor:
        return piece.anchor
    ranges = "".join(_range(low, high, form) for low, high in piece.ranges)
    repeat = "" if piece.least == piece.most == 1 else f"{{{piece.least},{piece.most}}}"
    return f"[{'^' * piece.negated}{ranges}]{repeat}"


def _range(low: int, high: int, form: str) -> str:
    first = form.format(low)
    return first if low == high else f"{first}-{form.format(high)}"
