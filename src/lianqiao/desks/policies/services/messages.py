"""Telling organizations of policies: one message for a version, read on the page or by e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Membership
from lianqiao.desks.policies.models import Message, Reason, Run, Subscription, Version
from lianqiao.desks.policies.queries import messages as queries

Row = tuple[int, int, str]
FITNESS = [Reason.QUALIFIES.value, Reason.NO_LONGER.value, Reason.UNCLEAR.value]


@transaction.atomic
def notify(rows: Iterable[Row]) -> int:
    """Tell organizations of versions: (organization, version, reason); return how many are new.

    Reasons of one version come together in one message, those of an older version that nobody
    has read yet among them. Said again, a reason changes nothing. One statement, however many.
    """
    told = sorted(set(rows))
    if not told:
        return 0
    organizations, versions, reasons = zip(*told, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            NOTIFY,
            {
                "organizations": list(organizations),
                "versions": list(versions),
                "reasons": list(reasons),
                "fitness": FITNESS,
            },
        )
        return int(cursor.rowcount)


def notify_published(row: Version) -> int:
    """Tell who follows a policy that was published, what it replaces, or one of its topics."""
    about = [pk for pk in (row.policy_id, row.replaces_id) if pk]
    by_topic = Q(policy=None) & (Q(topics=[]) | Q(topics__overlap=row.topics))
    reason = Case(
        When(policy=row.policy_id, then=Value(Reason.CHANGED)),
        When(policy=None, then=Value(Reason.TOPIC)),
        default=Value(Reason.REPLACES),
    )
    found = _subscriptions().filter(Q(policy__in=about) | by_topic).annotate(reason=reason)
    return notify((pk, row.pk, why) for pk, why in found.values_list("organization", "reason"))


def notify_withdrawn(row: Version) -> int:
    """Tell who follows a policy that it counts no more."""
    found = _subscriptions().filter(policy=row.policy_id).values_list("organization", flat=True)
    return notify((pk, row.pk, Reason.WITHDRAWN) for pk in found)


def notify_run(run: Run) -> int:
    """Tell organizations that have members which policies they newly qualify for, or no longer.

    Another amount, or another version with the same measure, is no news.
    """
    with connection.cursor() as cursor:
        cursor.execute(RUN, {"run": run.pk, "day": run.reference_date})
        rows = cursor.fetchall()
    return notify(rows)


@transaction.atomic
def mark_read(*, actor: Actor, message: int) -> Message:
    """Note that an organization has read a message, and return it; NotFound if it is another's."""
    row = queries.inbox(actor).select_for_update(of=["self"]).filter(pk=message).first()
    if row is None:
        raise NotFound(_("There is no such message."))
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Note that an organization has read all its messages; return how many it had not."""
    unread = queries.inbox(actor).filter(read_at=None).order_by("version_id")
    # Locked in the order in which `notify` writes.
    locked = list(unread.select_for_update(of=["self"]).values_list("pk", flat=True))
    return Message.objects.filter(pk__in=locked).update(read_at=timezone.now())


def _subscriptions() -> QuerySet[Subscription]:
    """Return the subscriptions of people who are still members."""
    living = Membership.objects.filter(
        organization=OuterRef("organization"), user=OuterRef("user"), until=None
    )
    return Subscription.objects.filter(Exists(living)).order_by("pk")


NOTIFY = """
    WITH news AS (
        SELECT organization, version, array_agg(DISTINCT reason) AS reasons
          FROM unnest(%(organizations)s::bigint[], %(versions)s::bigint[], %(reasons)s::varchar[])
               AS told (organization, version, reason)
         GROUP BY organization, version
    ), unread AS (
        SELECT m.id, n.organization, n.version
          FROM news n
          JOIN policies_version v ON v.id = n.version
          JOIN policies_version o ON o.policy_id = v.policy_id AND o.number < v.number
          JOIN policies_message m ON m.organization_id = n.organization AND m.version_id = o.id
         WHERE m.read_at IS NULL
         ORDER BY m.organization_id, m.version_id FOR UPDATE OF m
    ), older AS (
        UPDATE policies_message m SET read_at = now() FROM unread u WHERE m.id = u.id
     RETURNING u.organization, u.version, m.reasons
    ), together AS (
        SELECT organization, version, unnest(reasons) AS reason FROM news
         UNION
        SELECT n.organization, n.version, kept.reason
          FROM older JOIN news n USING (organization, version),
               unnest(older.reasons) AS kept (reason)
         WHERE NOT (kept.reason = ANY(%(fitness)s) AND n.reasons && %(fitness)s::varchar[])
    )
    INSERT INTO policies_message AS m (organization_id, version_id, reasons, at)
    SELECT organization, version, array_agg(reason), now() FROM together
     GROUP BY organization, version ORDER BY organization, version
        ON CONFLICT (organization_id, version_id) DO UPDATE
       SET at = now(), read_at = NULL, mailed_at = NULL,
           reasons = excluded.reasons || (
               SELECT coalesce(array_agg(r), '{}') FROM unnest(m.reasons) AS kept (r)
                WHERE m.read_at IS NULL AND r <> ALL(excluded.reasons)
                  AND NOT (r = ANY(%(fitness)s) AND excluded.reasons && %(fitness)s::varchar[]))
     WHERE NOT m.reasons @> excluded.reasons
"""
"""A word on fitness takes the place of one before it that nobody has read."""

RUN = """
    WITH said AS (
        SELECT d.organization_id, v.policy_id, m.code, d.verdict = 'true' AS fits, d.since_id
          FROM policies_decision d
          JOIN policies_measure m ON m.id = d.measure_id
          JOIN policies_version v ON v.id = m.version_id
         WHERE %(run)s IN (d.since_id, d.until_id)
           AND EXISTS (SELECT FROM parties_membership p
                        WHERE p.organization_id = d.organization_id AND p.until IS NULL)
    ), compared AS (
        SELECT organization_id, policy_id,
               coalesce(bool_or(fits) FILTER (WHERE since_id = %(run)s), false) AS now,
               coalesce(bool_or(fits) FILTER (WHERE since_id <> %(run)s), false) AS before,
               bool_or(since_id = %(run)s AND NOT fits) AS unclear
          FROM said GROUP BY organization_id, policy_id, code
    )
    SELECT DISTINCT c.organization_id, counting.id,
           CASE WHEN c.now THEN 'qualifies' WHEN c.unclear THEN 'unclear' ELSE 'no_longer' END
      FROM compared c, LATERAL (
               SELECT v.id FROM policies_version v
                WHERE v.policy_id = c.policy_id AND v.stage IN ('published', 'withdrawn')
                  AND v.valid_from <= %(day)s
                ORDER BY v.valid_from DESC, v.number DESC LIMIT 1
           ) AS counting
     WHERE c.now <> c.before
"""
"""Measures by their code, which stays through versions; told of the version that counts now."""
