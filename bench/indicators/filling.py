"""Entries of two years by the million, of forty kinds, and a hundred indicators over them."""

from __future__ import annotations

import psycopg

KINDS = [f"bench.kind{number}" for number in range(40)]
DISTRICTS = [f"3702{number:02d}" for number in (2, 3, 11, 12, 13, 14, 15, 81, 83, 85)]

FILL = """
INSERT INTO ledger_entry (happened_at, kind, subject_type, subject_id, organization_id, department,
    region, quantities, evidence, withdrawn, salt)
SELECT timestamptz '2024-01-01 00:00+08' + random() * interval '731 days',
    'bench.kind' || mod(n, 40), 'bench.thing', mod(n * 7919::bigint, 500000), mod(n, 20000),
    'bench', (%(districts)s::text[])[1 + floor(random() * 10)::int],
    jsonb_build_object('amount', jsonb_build_array(mod(n * 137::bigint, 100000000) || '.50', 'CNY'),
        'local', jsonb_build_array(mod(n, 2)::text, '1')),
    '[]', false, decode(md5(n::text), 'hex')
FROM generate_series(1, %(count)s) n
"""
CORRECT = """
INSERT INTO ledger_entry (happened_at, kind, subject_type, subject_id, organization_id, department,
    region, quantities, evidence, withdrawn, corrects, salt)
SELECT happened_at, kind, subject_type, subject_id, organization_id, department,
    region, quantities, evidence, withdrawn, id, salt
FROM ledger_entry WHERE mod(id, 1000) = 0
"""


def fill(superuser: str, count: int) -> None:
    """Add entries, one in a thousand of them corrected."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET synchronous_commit TO off")
        connection.execute(FILL, {"districts": DISTRICTS, "count": count})
        connection.execute(CORRECT)
        connection.execute("VACUUM ANALYZE ledger_entry")


def lay_down() -> list[str]:
    """Declare the kinds and lay a hundred indicators down; return their codes."""
    from lianqiao.core.indicators.models import Aggregate
    from lianqiao.core.indicators.services import Definition, define
    from lianqiao.core.ledger.kinds import Kind, declare
    from lianqiao.core.parties.actors import Actor, Role
    from lianqiao.core.parties.models import Organization

    quantities = {"amount": "CNY", "local": "1"}
    declare(*(Kind(kind, kind, "bench.thing", "bench", quantities) for kind in KINDS))
    bureau = Organization.objects.create(name="bench", kind=Organization.Kind.BUREAU)
    actor = Actor(organization=bureau.pk, role=Role.ADMINISTRATOR)
    shapes = (
        {"aggregate": Aggregate.COUNT},
        {"aggregate": Aggregate.SUM, "quantity": "amount"},
        {"aggregate": Aggregate.COUNT, "condition": "amount >= 50000000 && local == 1"},
    )
    codes = [f"bench.figure{number}" for number in range(100)]
    for number, code in enumerate(codes):
        kind, shape = KINDS[number % len(KINDS)], shapes[number % len(shapes)]
        define(code, Definition(code, bureau.pk, kinds=[kind], **shape), actor=actor)
    return codes
