"""What the database itself holds of cases: no step that no procedure has; steps stay."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_allowed_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_allowedstep
        WHERE procedure = NEW.procedure AND target = NEW.state
          AND source = CASE TG_OP WHEN 'INSERT' THEN '' ELSE OLD.state END
    ) THEN
        RAISE EXCEPTION 'procedure % has no such step to %', NEW.procedure, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_step_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_begins BEFORE INSERT ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_allowed_step();
CREATE TRIGGER case_moves BEFORE UPDATE OF state, procedure ON cases_case
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.procedure <> NEW.procedure)
    EXECUTE FUNCTION cases_allowed_step();

CREATE FUNCTION cases_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the steps of a case are append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'case_step_append_only';
END $$;
CREATE TRIGGER case_step_append_only BEFORE UPDATE OR DELETE ON cases_casestep
    FOR EACH ROW EXECUTE FUNCTION cases_step_stays();
"""

BACKWARD = """
DROP TRIGGER case_step_append_only ON cases_casestep;
DROP TRIGGER case_moves ON cases_case;
DROP TRIGGER case_begins ON cases_case;
DROP FUNCTION cases_step_stays, cases_allowed_step;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
