"""How a listing lies in the index of tantivy.

One field of words holds title, keywords and text together: one list of postings for each term,
so a search reads a third of what three fields would make it read. A title's terms count more
because they are written into it more than once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import tantivy

from .codes import industry_line, region_line
from .documents import Document
from .tokens import tokenize

# Times that a field's terms are written: chosen by `bench.matching.train` on labels.
REPEATS = {"title": 2, "keywords": 1, "text": 1}

# Code fields: each value that a listing can be found by.
CODES: dict[str, Callable[[Document], Sequence[str]]] = {
    "kind": lambda document: [document.kind],
    "field": lambda document: [document.field] if document.field else [],
    "industry": lambda document: industry_line(document.industry),
    "region": lambda document: region_line(document.region),
    "cooperation": lambda document: sorted(document.cooperation),
    "audience": lambda document: [document.audience],
}

NO_LIMIT = 2**62
NUMBERS: dict[str, Callable[[Document], int | None]] = {
    "id": lambda document: document.id,
    "stage": lambda document: document.stage,
    "owner": lambda document: document.owner,
    "amount_low": lambda document: document.amount_low or 0,
    "amount_high": lambda document: (
        NO_LIMIT if document.amount_high is None else document.amount_high
    ),
    "valid_until": lambda document: (document.valid_until or date.max).toordinal(),
}


def build() -> tantivy.Schema:
    """Return the schema; any change of it makes old folders unreadable (they are rebuilt)."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    for name in CODES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("source", stored=True)
    return builder.build()


SCHEMA = build()


def entry(document: Document) -> tantivy.Document:
    """Return a listing in the form that tantivy takes."""
    values = tantivy.Document()
    values.add_text("words", words(document))
    values.add_bytes("source", document.to_json().encode())
    for name, codes in CODES.items():
        for code in codes(document):
            values.add_text(name, code)
    for name, number in NUMBERS.items():
        if (value := number(document)) is not None:
            values.add_integer(name, value)
    return values


def words(document: Document) -> str:
    """Return all terms of a listing, those of weighty fields repeated."""
    terms: list[str] = []
    for name, text in document.texts().items():
        terms.extend(tokenize(text) * REPEATS[name])
    return " ".join(terms)
