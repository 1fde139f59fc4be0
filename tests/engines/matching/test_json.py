"""What goes to JSON comes back the same."""

from hypothesis import given
from hypothesis import strategies as st

from lianqiao.engines.matching import Document, Exclusion, Pairing, Part, SharedTerm, Span

CODES = st.frozensets(st.text(max_size=5), max_size=3)
NUMBERS = st.none() | st.integers(0, 2**50)
DOCUMENTS = st.builds(
    Document,
    id=st.integers(0, 2**50),
    keywords=st.lists(st.text(), max_size=3).map(tuple),
    stage=st.none() | st.integers(1, 9),
    cooperation=CODES,
    firm=CODES,
    amount_low=NUMBERS,
    amount_high=NUMBERS,
    owner=NUMBERS,
    valid_until=st.none() | st.dates(),
)
SHARES = st.floats(0, 1)
SPANS = st.lists(st.builds(Span), max_size=2).map(tuple)
PAIRINGS = st.builds(
    Pairing,
    score=SHARES,
    parts=st.lists(
        st.builds(Part, value=st.none() | SHARES, weight=SHARES, share=SHARES), max_size=3
    ).map(tuple),
    terms=st.lists(st.builds(SharedTerm, share=SHARES, need=SPANS, result=SPANS), max_size=3).map(
        tuple
    ),
    exclusions=st.lists(st.builds(Exclusion), max_size=2).map(tuple),
    verdict=st.none() | st.booleans(),
)


@given(DOCUMENTS)
def test_documents(document):
    assert Document.from_json(document.to_json()) == document
    assert Document.from_json(document.to_json().encode()) == document


@given(PAIRINGS)
def test_pairings(pairing):
    assert Pairing.from_json(pairing.to_json()) == pairing
