"""Entries by the hundred thousand, as varied as those of a city's desk."""

from __future__ import annotations

import psycopg

# The server makes them up: recording each would measure recording again.
FILL = """
INSERT INTO ledger_entry (happened_at, kind, subject_type, subject_id, organization_id, department,
    region, actor_user, actor_membership, quantities, evidence, corrects, withdrawn, salt)
SELECT now() - random() * interval '300 days', 'exchange.' || CASE mod(n, 3)
        WHEN 0 THEN 'match.proposed' WHEN 1 THEN 'match.signed' ELSE 'listing.closed' END,
    'exchange.match', n / 4, mod(n, 5000), 'exchange', '3702' || lpad(mod(n, 12)::text, 2, '0'),
    mod(n, 700), mod(n, 900),
    CASE mod(n, 3)
        WHEN 0 THEN jsonb_build_object(
            'score', jsonb_build_array(random()::numeric(5, 4)::text, '1'))
        WHEN 1 THEN jsonb_build_object(
            'amount', jsonb_build_array(mod(n * 137::bigint, 100000000) || '.50', 'CNY'),
            'local', jsonb_build_array('1', '1'))
        ELSE '{}' END,
    CASE mod(n, 10) WHEN 0 THEN jsonb_build_array(jsonb_build_array(
        'exchange.deal', n, encode(sha256(n::text::bytea), 'hex'))) ELSE '[]' END,
    NULL, false, decode(md5(random()::text || n), 'hex')
FROM generate_series(1, %s) n
"""


def fill(superuser: str, count: int) -> None:
    """Add entries."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(FILL, [count])
        connection.execute("VACUUM ANALYZE ledger_entry")
