"""Turn plain words into a query. There is no syntax, so nothing that is typed can be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import tantivy

from .filters import Filters
from .schema import SCHEMA
from .tokens import carries_meaning, tokenize

# More terms cost time and find nothing better; fewer lose (CSL and STARD: 32 terms lose 0.005
# of nDCG@10 on questions in plain words, 16 lose 0.05).
MOST_TERMS = 64
# BM25+: a term that occurs at all is worth this much of its rarity, however long the text. Else
# a short listing with one of the words stands before an abstract with all of them (+0.003 nDCG@10
# on keywords and on STARD among 100,000 documents; 0.15 to 0.6 do about the same).
PRESENCE = 0.3

Query = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
Rarity = Callable[[str], float]  # how much a term tells: its inverse document frequency


def plain(text: str, rarity: Rarity, filters: Filters) -> Query:
    """Return the query for what somebody typed; nothing typed finds everything."""
    if not text.strip():
        return _filtered(Query.all_query(), filters)
    return weighted(Counter(tokenize(text)), rarity, filters)


def weighted(terms: Mapping[str, float], rarity: Rarity, filters: Filters) -> Query:
    """Return a query for weighted terms, reduced to those that tell most.

    At least one term that carries meaning must occur: else 'battery' (电池) would count every
    listing with one of its characters. Single characters only help to order.
    """
    kept = most_telling(terms, rarity)
    if not kept:
        return Query.empty_query()
    single = [_term(term, weight) for term, weight in kept.items() if not carries_meaning(term)]
    telling = {term: weight for term, weight in kept.items() if carries_meaning(term)}
    if not telling:
        return _filtered(_any(single), filters)
    meaning = [_term(term, weight) for term, weight in telling.items()]
    present = [_presence(term, weight * rarity(term)) for term, weight in telling.items()]
    clauses = [(MUST, _any(meaning + present)), *((SHOULD, query) for query in single)]
    return _filtered(Query.boolean_query(clauses), filters)


def most_telling(
    terms: Mapping[str, float], rarity: Rarity, most: int = MOST_TERMS
) -> dict[str, float]:
    """Return the terms with the greatest weight times rarity; equal ones in order of the term."""
    if len(terms) <= most:
        return dict(terms)
    ranked = sorted(terms, key=lambda term: (-terms[term] * rarity(term), term))
    return {term: terms[term] for term in ranked[:most]}


def _term(term: str, weight: float) -> Query:
    query = Query.term_query(SCHEMA, "words", term, index_option="freq")
    return query if weight == 1 else Query.boost_query(query, weight)


def _presence(term: str, worth: float) -> Query:
    query = Query.term_query(SCHEMA, "words", term, index_option="basic")
    return Query.const_score_query(query, PRESENCE * worth)


def _any(queries: list[Query]) -> Query:
    return Query.boolean_query([(SHOULD, query) for query in queries])


def _filtered(query: Query, filters: Filters) -> Query:
    conditions = [(MUST, condition) for condition in filters.queries()]
    return Query.boolean_query([(MUST, query), *conditions]) if conditions else query
