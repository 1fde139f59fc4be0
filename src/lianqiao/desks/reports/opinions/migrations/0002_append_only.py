"""Steps and looks take new rows and nothing else; what was said stays as it was said."""

from django.db import migrations

TABLES = ("opinions_step", "opinions_look")
FORWARD = """
CREATE FUNCTION opinions_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text IS DISTINCT FROM OLD.text
        OR NEW.received_at IS DISTINCT FROM OLD.received_at
        OR NEW.receipt_sha256 IS DISTINCT FROM OLD.receipt_sha256
        OR (OLD.state = 'answered' AND NEW.state = 'answered'
            AND (NEW.answer IS DISTINCT FROM OLD.answer
                 OR (OLD.rating IS NOT NULL AND NEW.rating IS DISTINCT FROM OLD.rating))) THEN
        RAISE EXCEPTION 'opinion % stays as it was said and answered', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinions_opinion_stays BEFORE UPDATE ON opinions_opinion
    FOR EACH ROW EXECUTE FUNCTION opinions_stays_as_said();
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES) + """
DROP TRIGGER opinions_opinion_stays ON opinions_opinion;
DROP FUNCTION opinions_stays_as_said;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("opinions", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
