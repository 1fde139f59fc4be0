"""Whoever has come to work for a bureau judges nothing for it any more."""

from django.db import migrations

FORWARD = """
ALTER FUNCTION cases_conflict(bigint, bigint) RENAME TO cases_kinship;
CREATE FUNCTION cases_conflict(bigint, bigint) RETURNS text LANGUAGE sql STABLE AS $$
    -- Why expert $1 may not judge snapshot $2: 'office', or as cases_kinship says.
    SELECT CASE WHEN EXISTS (
        SELECT FROM parties_membership AS m JOIN cases_expert AS e ON e.user_id = m.user_id
        WHERE e.id = $1 AND m.until IS NULL
            AND m.role IN ('officer', 'team_lead', 'administrator')
    ) THEN 'office' ELSE cases_kinship($1, $2) END
$$;
"""

BACKWARD = """
DROP FUNCTION cases_conflict(bigint, bigint);
ALTER FUNCTION cases_kinship(bigint, bigint) RENAME TO cases_conflict;
"""


class Migration(migrations.Migration):
    """A function."""

    dependencies = [("cases", "0015_given_stays"), ("parties", "0003_sources_of_facts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
