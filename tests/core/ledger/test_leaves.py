"""The form of a leaf, written out from docs/ledger.md and held against the code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256, shake_256

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.core.ledger import leaves
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import Evidence

FIELDS = [
    "id",
    "recorded_at",
    "happened_at",
    "kind",
    "subject_type",
    "subject_id",
    "organization_id",
    "department",
    "region",
    "actor_user",
    "actor_membership",
    "quantities",
    "evidence",
    "corrects",
    "withdrawn",
]


def documented(texts, salt):
    """The leaf as docs/ledger.md says, steps 3 and 4."""
    stream, hashes = shake_256(salt).digest(16 * len(FIELDS)), b""
    for place, (name, text) in enumerate(zip(FIELDS, texts, strict=True)):
        own = stream[16 * place : 16 * place + 16]
        hashes += sha256(own + name.encode() + b"\0" + text.encode()).digest()
    return sha256(b"\0" + hashes).digest()


def moment(value):
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def compact(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaf_of(number):
    query = f"SELECT {leaves.SELECT} FROM ledger_entry e WHERE id = {number}"
    with connection.cursor() as cursor:
        [cells] = leaves.copied(cursor, query, {})
    return leaves.leaf(cells)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {
            "quantities": {"size": Decimal("-0.5"), "paid": Decimal("1205000.00")},
            "region": "370212",
        },
        {"evidence": [Evidence("test.file", 4, "ab" * 32), Evidence('文件\t\n\\"x"', 5)]},
        {"at": timezone.now().replace(microsecond=0)},
        {"at": timezone.now().replace(microsecond=120_000) - timedelta(days=20_000)},
        {"organization": 7, "department": "科技局"},
    ],
)
def test_a_leaf_is_as_documented(db, officer, write, values):
    entry = Entry.objects.get(pk=write(actor=officer.actor, **values)[0])
    texts = [
        str(entry.pk),
        moment(entry.recorded_at),
        moment(entry.happened_at),
        entry.kind,
        entry.subject_type,
        str(entry.subject_id),
        str(entry.organization_id or ""),
        entry.department,
        entry.region,
        str(entry.actor_user),
        str(entry.actor_membership),
        compact(entry.quantities),
        compact(entry.evidence),
        "",
        "false",
    ]
    assert leaf_of(entry.pk) == documented(texts, bytes(entry.salt))


names = st.text("abcxyz_", min_size=1, max_size=12)
amounts = st.decimals(allow_nan=False, allow_infinity=False).map(lambda one: format(one, "f"))
quantities = st.dictionaries(names, st.tuples(amounts, st.sampled_from(["CNY", "1", "h"])))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(quantities | anything)
def test_short_cuts_for_json_give_what_the_long_way_gives(value):
    written = json.dumps(value, ensure_ascii=False).encode()
    assert leaves._json(written) == compact(value).encode()


@given(st.datetimes(min_value=datetime(1000, 1, 1)))
def test_times_are_written_alike(value):
    shown = str(value) + "+00" if value.microsecond == 0 else f"{value}".rstrip("0") + "+00"
    assert leaves._time(shown.encode()).decode() == value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_salts_are_drawn_from_the_entrys(db, write):
    one, other = (bytes(Entry.objects.get(pk=number).salt) for number in write(2))
    assert len(set(leaves.salts(one) + leaves.salts(other))) == 2 * len(FIELDS)
