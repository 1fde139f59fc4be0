"""The language against the conformance cases of CEL, wherever it claims to be CEL."""

from __future__ import annotations

import pytest

from . import conformance

ALL, LEAST = 2456, 220


@pytest.fixture(scope="module")
def cases() -> tuple[conformance.Case, ...]:
    if not conformance.FOLDER.is_dir():
        pytest.skip("CEL's conformance cases (../shared/data/cel-spec) are not on this machine")
    return tuple(conformance.cases())


def test_every_case_that_is_not_left_out_gives_what_cel_gives(cases):
    run = [case for case in cases if not case.left_out]
    wrong = [
        (str(case), case.source, found, wanted)
        for case in run
        if (found := conformance.outcome(case)) != (wanted := conformance.wanted(case))
        or type(found) is not type(wanted)
    ]
    assert wrong == []
    assert len(cases) == ALL
    assert len(run) >= LEAST


def test_an_error_of_cel_is_a_refusal(cases):
    """Where CEL stops at run time, this language names the place beforehand."""
    failing = [c for c in cases if not c.left_out and c.expected[0] == conformance.ERROR]
    assert len(failing) >= 20
    assert all(conformance.refusal(case) for case in failing)


def test_a_case_left_out_for_its_text_is_refused_or_right(cases):
    """What the language has not of CEL, it never answers in another way."""
    read = set(conformance.REFUSALS.values()) | {reason for _, reason in conformance.SIGNS}
    differing = [
        (str(case), case.source, found)
        for case in cases
        if case.left_out in read - {conformance.CONTAINER} and case.plainly_bound
        if (found := conformance.outcome(case)) is not None and found != conformance.wanted(case)
    ]
    assert differing == []
