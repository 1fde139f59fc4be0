"""Write the tables of docs/rules.md: problems, bounds, and the cases of CEL that are left out.

    python -m tools.rules_doc

The cases are those of ../shared/data/cel-spec; without that folder their table stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lianqiao.engines.rules import LAGS, LIMIT, calls, patterns, reading
from lianqiao.engines.rules.problems import SENTENCES
from lianqiao.engines.rules.program import WIDEST
from tests.engines.rules import conformance

TARGET = Path(__file__).parent.parent / "docs" / "rules.md"
HOLE = re.compile(r"\{(\w+)\}")


def problems() -> Iterator[tuple[str, ...]]:
    """Yield each problem: its code, and its sentence in English and Chinese."""
    yield "code", "in English", "in Chinese"
    for code, (zh, en) in SENTENCES.items():
        yield f"`{code}`", *(HOLE.sub(_hole, text) for text in (en, zh))


def _hole(found: re.Match[str]) -> str:
    return "" if found[1] == "near" else "…"


def bounds() -> Iterator[tuple[str, ...]]:
    """Yield what a rule may have at most."""
    yield "of a rule", "at most"
    yield "characters", f"{reading.MOST_CHARACTERS:,}"
    yield "parts (operators, names, literals)", f"{reading.MOST_NODES:,}"
    yield "levels of nesting", f"{reading.DEEPEST}"
    yield "characters of a literal text, with its quotes", f"{reading.LONGEST_TEXT}"
    yield "digits of a literal number, and its decimals", f"{reading.LONGEST_NUMBER}"
    yield "repeats of a piece of a pattern", f"{patterns.MOST_REPEATS}"
    yield "signs that a pattern finds", f"{patterns.MOST_SIGNS:,}"
    yield "ways to repeat its pieces, multiplied", f"{patterns.MOST_WAYS:,}"
    yield "decimals of `round`", f"{calls.MOST_DIGITS}"
    yield "years back", f"{LAGS}"
    yield "a number in a column (yuan in fen, shares in millionths)", f"{LIMIT:,}"
    yield "digits of a calculation", f"{len(str(WIDEST)) - 1}"


def cases() -> Iterator[tuple[str, ...]]:
    """Yield how many cases run, and how many are left out for each reason."""
    reasons = Counter(case.left_out for case in conformance.cases())
    run = reasons.pop("")
    yield "conformance cases", "number"
    yield "run, with CEL's answer", f"{run:,}"
    yield "left out", f"{reasons.total():,}"
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f"– {reason}", f"{count:,}"


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as a table; the first is its head."""
    head, *body = rows
    lines = (head, ("---",) * len(head), *body)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


PARTS = {"problems": problems, "bounds": bounds, "conformance": cases}


def written(text: str) -> str:
    """Return the page with its tables as they should be."""
    for name, rows in PARTS.items():
        if name == "conformance" and not conformance.FOLDER.is_dir():
            continue
        start = f"<!-- {name}: written by tools/rules_doc.py -->\n"
        before, after = text.split(start)
        _, rest = after.split("<!-- end -->", 1)
        text = f"{before}{start}{table(rows())}<!-- end -->{rest}"
    return text


def main() -> None:
    """Write the tables."""
    TARGET.write_text(written(TARGET.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
