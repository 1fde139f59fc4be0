"""A case may go to a newer published version of its own procedure, staying in its state."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_state_of(bearing text, wanted text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT state FROM cases_version AS version
        JOIN cases_definition AS definition ON definition.id = version.definition_id,
        jsonb_array_elements(version.document -> 'states') AS state
    WHERE definition.code = split_part(bearing, '/', 1)
      AND version.number::text = split_part(bearing, '/', 2)
      AND state ->> 'key' = wanted
$$;

CREATE FUNCTION cases_may_rebase(state text, old text, new text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT split_part(old, '/', 1) = split_part(new, '/', 1)
       AND old ~ '/[0-9]+$' AND new ~ '/[0-9]+$'
       AND split_part(new, '/', 2)::int > split_part(old, '/', 2)::int
       AND NOT COALESCE((cases_state_of(old, state) ->> 'is_final')::boolean, false)
       AND NOT COALESCE((cases_state_of(new, state) ->> 'is_final')::boolean, false)
       AND cases_state_of(new, state) IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION cases_allowed_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.procedure <> NEW.procedure THEN
        IF OLD.state <> NEW.state
            OR NOT cases_may_rebase(NEW.state, OLD.procedure, NEW.procedure) THEN
            RAISE EXCEPTION 'a case in % cannot go from % to %',
                OLD.state, OLD.procedure, NEW.procedure
                USING ERRCODE = 'check_violation', CONSTRAINT = 'case_rebase_allowed';
        END IF;
        RETURN NEW;
    END IF;
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
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION cases_allowed_step() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION cases_may_rebase, cases_state_of;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("cases", "0006_scanned_attachments")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
