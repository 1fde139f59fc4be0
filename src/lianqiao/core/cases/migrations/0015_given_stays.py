"""What was given stays as it was given; nobody judges whom he has come to belong to."""

from django.db import migrations

# Of each table the columns that may ever change.
CHANGING = {
    "cases_case": (
        "procedure",
        "state",
        "organization_id",
        "officer_id",
        "changed_at",
        "due_on",
        "due_is_provisional",
        "reminded_on",
    ),
    "cases_certificate": ("revoked_on", "revoked_by_id", "reason", "barred_until"),
    "cases_message": ("read_at",),
    "cases_correction": ("met_by_id", "withdrawn_at", "missed_at"),
    "cases_runningnumber": ("last",),
}
# Of each table when a row changes no more, or not so.
CLOSED = {
    "cases_certificate": "OLD.barred_until IS NOT NULL OR OLD.revoked_on IS NOT NULL"
    " AND (NEW.revoked_on, NEW.reason) IS DISTINCT FROM (OLD.revoked_on, OLD.reason)",
    "cases_correction": "COALESCE(OLD.met_by_id::text, OLD.withdrawn_at::text, OLD.missed_at::text)"
    " IS NOT NULL",
    "cases_runningnumber": "NEW.last < OLD.last",
}

FORWARD = """
CREATE FUNCTION cases_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV THEN
        RAISE EXCEPTION '% on % is refused: what was given stays', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION cases_stays({", ".join(f"'{one}'" for one in columns)});
"""
    for table, columns in CHANGING.items()
) + "".join(
    f"""
CREATE TRIGGER {table}_closed BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION cases_stays('');
"""
    for table, when in CLOSED.items()
) + """
CREATE FUNCTION cases_opinion_unbiased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_assignment WHERE id = NEW.assignment_id
            AND cases_conflict(expert_id, snapshot_id) <> ''
    ) THEN
        RAISE EXCEPTION 'the expert of assignment % has come to belong to who applies',
            NEW.assignment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_without_conflict';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_unbiased BEFORE INSERT ON cases_opinion
    FOR EACH ROW EXECUTE FUNCTION cases_opinion_unbiased();
"""

BACKWARD = (
    "DROP TRIGGER opinion_unbiased ON cases_opinion; DROP FUNCTION cases_opinion_unbiased;"
    + "".join(f"DROP TRIGGER {table}_closed ON {table};" for table in CLOSED)
    + "".join(f"DROP TRIGGER {table}_stays ON {table};" for table in CHANGING)
    + "DROP FUNCTION cases_stays;"
)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("cases", "0014_office_views_digests")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
