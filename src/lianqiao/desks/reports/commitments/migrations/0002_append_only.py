"""A published promise changes by amendments only; progress takes new rows and nothing else."""

from django.db import migrations

TABLES = ("commitments_amendment", "commitments_progress", "commitments_attachment")
REFUSED = "USING ERRCODE = 'insufficient_privilege'"
FORWARD = f"""
CREATE FUNCTION commitments_commitment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only the amendment's own trigger comes here at a second depth.
    IF OLD.stage = 'published' AND (TG_OP = 'DELETE' OR pg_trigger_depth() < 2) THEN
        RAISE EXCEPTION 'commitment % is published and stays as it is', OLD.id {REFUSED};
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER commitments_commitment_stays BEFORE UPDATE OR DELETE ON commitments_commitment
    FOR EACH ROW EXECUTE FUNCTION commitments_commitment_stays();

CREATE FUNCTION commitments_amendment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_at := transaction_timestamp();
    IF NOT EXISTS (
        SELECT 1 FROM commitments_commitment WHERE id = NEW.commitment_id
            AND stage = 'published' AND target = NEW.old_target AND unit = NEW.old_unit
            AND due_on = NEW.old_due_on
    ) THEN
        RAISE EXCEPTION 'the amendment does not begin with what commitment % says',
            NEW.commitment_id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitments_amendment_fits BEFORE INSERT ON commitments_amendment
    FOR EACH ROW EXECUTE FUNCTION commitments_amendment_fits();

CREATE FUNCTION commitments_amendment_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE commitments_commitment
        SET target = NEW.target, unit = NEW.unit, due_on = NEW.due_on
        WHERE id = NEW.commitment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER commitments_amendment_counts AFTER INSERT ON commitments_amendment
    FOR EACH ROW EXECUTE FUNCTION commitments_amendment_counts();

CREATE FUNCTION commitments_amended_now(amendment bigint, commitment bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM commitments_amendment
        WHERE id = amendment AND commitment_id = commitment AND made_at = transaction_timestamp())
$$;
CREATE FUNCTION commitments_place_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN owners := owners || OLD.commitment_id; END IF;
    IF TG_OP <> 'DELETE' THEN owners := owners || NEW.commitment_id; END IF;
    IF NOT EXISTS (SELECT 1 FROM commitments_commitment
                   WHERE id = ANY (owners) AND stage = 'published') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF commitments_amended_now(NEW.added_by_id, NEW.commitment_id) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.dropped_by_id IS NULL
            AND to_jsonb(NEW) - 'dropped_by_id' = to_jsonb(OLD) - 'dropped_by_id'
            AND commitments_amended_now(NEW.dropped_by_id, NEW.commitment_id) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'places of a published commitment change by an amendment' {REFUSED};
END $$;
CREATE TRIGGER commitments_place_stays BEFORE INSERT OR UPDATE OR DELETE ON commitments_place
    FOR EACH ROW EXECUTE FUNCTION commitments_place_stays();

CREATE FUNCTION commitments_progress_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := transaction_timestamp();
    IF NOT EXISTS (SELECT 1 FROM commitments_commitment
                   WHERE id = NEW.commitment_id AND stage = 'published') THEN
        RAISE EXCEPTION 'commitment % is not published', NEW.commitment_id {REFUSED};
    END IF;
    IF NEW.place_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM commitments_place
        WHERE id = NEW.place_id AND commitment_id = NEW.commitment_id) THEN
        RAISE EXCEPTION 'place % is not of commitment %', NEW.place_id, NEW.commitment_id {REFUSED};
    END IF;
    IF NEW.corrects IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM commitments_progress
        WHERE id = NEW.corrects AND commitment_id = NEW.commitment_id AND NOT withdrawn) THEN
        RAISE EXCEPTION 'entry % cannot be corrected here', NEW.corrects {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitments_progress_fits BEFORE INSERT ON commitments_progress
    FOR EACH ROW EXECUTE FUNCTION commitments_progress_fits();

CREATE FUNCTION commitments_files_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT recorded_at FROM commitments_progress WHERE id = NEW.progress_id)
        IS DISTINCT FROM transaction_timestamp() THEN
        RAISE EXCEPTION 'entry % takes no further file', NEW.progress_id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitments_files_whole BEFORE INSERT ON commitments_attachment
    FOR EACH ROW EXECUTE FUNCTION commitments_files_are_whole();
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES) + """
DROP TRIGGER commitments_files_whole ON commitments_attachment;
DROP FUNCTION commitments_files_are_whole;
DROP TRIGGER commitments_progress_fits ON commitments_progress;
DROP FUNCTION commitments_progress_fits;
DROP TRIGGER commitments_place_stays ON commitments_place;
DROP FUNCTION commitments_place_stays;
DROP FUNCTION commitments_amended_now;
DROP TRIGGER commitments_amendment_counts ON commitments_amendment;
DROP FUNCTION commitments_amendment_counts;
DROP TRIGGER commitments_amendment_fits ON commitments_amendment;
DROP FUNCTION commitments_amendment_fits;
DROP TRIGGER commitments_commitment_stays ON commitments_commitment;
DROP FUNCTION commitments_commitment_stays;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("commitments", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
