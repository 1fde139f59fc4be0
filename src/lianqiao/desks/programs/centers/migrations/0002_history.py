"""A center changes by its events only, one change for each; who left the register stays out."""

from django.db import migrations

REFUSED = "USING ERRCODE = 'insufficient_privilege'"
FORWARD = f"""
CREATE FUNCTION centers_center_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'center % is on record and stays there', OLD.id {REFUSED};
    END IF;
    IF OLD.stage IN ('removed', 'merged') THEN
        RAISE EXCEPTION 'center % has left the register', OLD.id {REFUSED};
    END IF;
    IF NEW.told IS NOT DISTINCT FROM OLD.told OR NOT EXISTS (
        SELECT 1 FROM centers_event WHERE center_id = NEW.id AND entry = NEW.told) THEN
        RAISE EXCEPTION 'no event tells this change of center %', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER centers_center_stays BEFORE UPDATE OR DELETE ON centers_center
    FOR EACH ROW EXECUTE FUNCTION centers_center_stays();
CREATE TRIGGER centers_event_append_only BEFORE UPDATE OR DELETE ON centers_event
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
BACKWARD = """
DROP TRIGGER centers_event_append_only ON centers_event;
DROP TRIGGER centers_center_stays ON centers_center;
DROP FUNCTION centers_center_stays;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("centers", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
