"""The ledger's tables take new rows and nothing else, whoever asks."""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_seal", "ledger_sealedentry")

FORWARD = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'A correction is a new entry that names the one it corrects.';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
"""
    for table in TABLES
) + """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianqiao_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry, ledger_seal, ledger_sealedentry
            FROM lianqiao_app;
        -- Number and time of recording are given by the database, never by the application.
        REVOKE INSERT ON ledger_entry FROM lianqiao_app;
        GRANT INSERT (happened_at, kind, subject_type, subject_id, organization_id, department,
            region, actor_user, actor_membership, quantities, evidence, corrects, withdrawn, salt)
            ON ledger_entry TO lianqiao_app;
    END IF;
END $$;
"""

BACKWARD = "".join(
    f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"
    for table in TABLES
) + "DROP FUNCTION ledger_refuse;"


class Migration(migrations.Migration):
    """Triggers, and rights taken away."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
