"""docs/rules.md says what is: its examples are read, its tables are those of the code."""

from __future__ import annotations

import re
from itertools import product

import pytest

from lianqiao.engines.rules import BOOL, YUAN, RuleError, check, planned
from tools import rules_doc

from . import conformance, invented

PAGE = rules_doc.TARGET.read_text(encoding="utf-8")
SPOKEN = {"true": True, "false": False, "unknown": None}


def examples(name: str) -> list[str]:
    blocks = re.findall(rf"^```{name}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("source", examples("cel"))
def test_conditions_of_the_page_are_rules(source):
    assert check(source, invented.VOCABULARY).kind == BOOL


@pytest.mark.parametrize("source", examples("cel yuan"))
def test_payouts_of_the_page_are_rules(source):
    assert check(source, invented.VOCABULARY, YUAN).kind.fits(YUAN)


@pytest.mark.parametrize("source", examples("cel refused"))
def test_what_the_page_calls_refused_is_refused_for_that(source):
    with pytest.raises(RuleError) as caught:
        check(source, invented.VOCABULARY)
    assert [problem.code for problem in caught.value.problems] == [source.split("// ")[1]]


def test_examples_are_found():
    assert [len(examples(f"cel{name}")) for name in ("", " yuan", " refused")] > [5, 2, 10]


def kleene() -> list[list[str]]:
    rows = re.findall(r"^\| ((?:true|false|unknown) \|.*) \|$", PAGE, re.MULTILINE)
    return [row.split(" | ") for row in rows]


def test_the_page_has_all_pairs_of_truths():
    assert [tuple(row[:2]) for row in kleene()] == list(product(SPOKEN, repeat=2))


@pytest.mark.parametrize("row", kleene())
def test_truths_of_the_page(row):
    one, other, *wanted = (SPOKEN[word] for word in row)
    facts = {"abnormal": one, "title__high_tech": other}
    sources = ("abnormal && title.high_tech", "abnormal || title.high_tech", "!abnormal")
    found = [
        planned(check(source, invented.VOCABULARY), None, invented.ON).judge(facts).verdict
        for source in sources
    ]
    assert found == wanted


def test_the_tables_are_up_to_date():
    assert rules_doc.written(PAGE) == PAGE, "run: python -m tools.rules_doc"
    if not conformance.FOLDER.is_dir():
        pytest.skip("CEL's conformance cases (../shared/data/cel-spec) are not on this machine")
