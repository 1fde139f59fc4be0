"""The index ranks by BM25+: checked against the formula written out by hand."""

import math
from collections import Counter

import pytest

from lianqiao.engines.matching import Document, Index, tokenize
from lianqiao.engines.matching.queries import PRESENCE, most_telling

# Short, so that tantivy's rounding of lengths (exact up to 40 terms) plays no part.
TEXTS = {1: "alpha beta beta", 2: "beta gamma", 3: "alpha alpha alpha delta", 4: "锂电池"}
K1, B = 1.2, 0.75


def by_hand(query, text):
    texts = {key: Counter(tokenize(one)) for key, one in TEXTS.items()}
    average = sum(sum(terms.values()) for terms in texts.values()) / len(texts)
    score = 0.0
    for term, asked in Counter(tokenize(query)).items():
        having = sum(term in terms for terms in texts.values())
        count = texts[text][term]
        long = 1 - B + B * sum(texts[text].values()) / average
        rarity = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        present = PRESENCE if count and len(term) > 1 else 0
        score += asked * rarity * (count * (K1 + 1) / (count + K1 * long) + present)
    return score


@pytest.fixture
def plain(tmp_path):
    index = Index(tmp_path)
    with index.writer() as writer:
        writer.add_all(Document(key, "result", "", text) for key, text in TEXTS.items())
    return index


@pytest.mark.parametrize("query", ["alpha", "beta gamma", "alpha beta beta", "锂电池", "电池"])
def test_scores(plain, query):
    hits = plain.search(query).hits
    assert hits
    for hit in hits:
        assert hit.score == pytest.approx(by_hand(query, hit.id), rel=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_most_telling_terms_stay():
    rarity = {"a": 1.0, "b": 5.0, "c": 2.0, "d": 2.0}.__getitem__
    terms = {"a": 3.0, "b": 1.0, "c": 1.0, "d": 1.0}
    assert most_telling(terms, rarity, most=3) == {"b": 1.0, "a": 3.0, "c": 1.0}
    assert most_telling(terms, rarity, most=9) == terms
