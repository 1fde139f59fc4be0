"""A round with as many volunteers, seats and ballots as asked for, made by the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

GROUPS, DEPARTMENTS, ITEMS, STRATA = 4, 10, 5, 10
POINTS = (100, 80, 60, 0)
VOLUNTEERS = f"""
INSERT INTO evaluation_volunteer (round_id, stratum_id, number, name, phone, employer,
    identity_hmac, identity_tail, age_band, is_registered, state, reason, applied_at)
SELECT %s, (%s::bigint[])[1 + mod(n, {STRATA})], n, '志愿者', '', '',
    encode(sha256(n::text::bytea), 'hex'), '0000', '30-39', true, 'accepted', '', now()
FROM generate_series(1, %s) n
"""
BALLOTS = """
INSERT INTO evaluation_ballot (id, group_id, stratum_id, scores)
SELECT gen_random_uuid(), t.group_id, t.stratum_id, (
    SELECT jsonb_object_agg(j.department_id, (
        SELECT jsonb_object_agg(i.id, CASE WHEN random() < 0.9
            THEN (%s::bigint[])[1 + floor(random() * random() * 4)::int] END)
        FROM evaluation_item i WHERE i.round_id = %s AND t.sha256 <> ''))
    FROM evaluation_judged j WHERE j.group_id = t.group_id)
FROM evaluation_token t
"""


def round_of(volunteers: int) -> Any:
    """Make a round with its parts and its volunteers, the roll closed and the seed entered."""
    from django.db import connection
    from django.utils import timezone

    from lianqiao.desks.reports.evaluation.models import Round, Stage

    now = timezone.now()
    row = Round.objects.create(
        year=2026, name="评议", office=_bureau(0), stage=Stage.ENROLLING, seed_source="彩票",
        seed_like="0 0 0 0 0",
        enrol_until=now - timedelta(days=9), seed_on=timezone.localdate(now - timedelta(days=3)),
        vote_from=now - timedelta(days=2), vote_until=now + timedelta(days=1),
    )  # fmt: skip
    strata = _parts(row, volunteers // (STRATA * GROUPS))
    with connection.cursor() as cursor:
        cursor.execute(VOLUNTEERS, [row.pk, strata, volunteers])
    return row


def vote(superuser: str, row: Any) -> None:
    """Fill the urn as the superuser, past the guards, and end the vote."""
    choices = list(row.choices.values_list("pk", flat=True))
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(BALLOTS, [choices, row.pk])
        connection.execute("UPDATE evaluation_token SET is_spent = true")
        connection.execute("UPDATE evaluation_round SET vote_until = now() - interval '1 second'")
        connection.execute("VACUUM ANALYZE evaluation_ballot, evaluation_token")


def _parts(row: Any, seats: int) -> list[int]:
    from lianqiao.desks.reports.evaluation.models import Choice, Group, Item, Judged, Stratum

    for at in range(1, GROUPS + 1):
        group = Group.objects.create(round=row, position=at, name=f"第{at}组")
        for number in range(DEPARTMENTS):
            department = _bureau(at * 100 + number)
            Judged.objects.create(round=row, group=group, department=department)
    for at in range(1, ITEMS + 1):
        Item.objects.create(round=row, position=at, name=f"项目{at}", weight="0.2")
    for at, points in enumerate(POINTS, 1):
        Choice.objects.create(round=row, position=at, label=str(points), points=points)
    return [
        Stratum.objects.create(
            round=row, code=f"s{at}", name=f"类别{at}", kind="residents", seats=seats, weight="0.1"
        ).pk
        for at in range(STRATA)
    ]


def _bureau(number: int) -> Any:
    from lianqiao.core.parties.services import OrganizationData, create_organization

    data = OrganizationData(name=f"测试市第{number}局", kind="bureau")
    return create_organization(data)
