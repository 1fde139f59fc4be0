"""What a published text says cannot be changed afterwards."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION statements_body_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body IS DISTINCT FROM OLD.body OR NEW.sha256 <> OLD.sha256 THEN
        RAISE EXCEPTION 'the text of % stays as it was published', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statements_text_body_stays BEFORE UPDATE OF body, sha256 ON statements_text
    FOR EACH ROW EXECUTE FUNCTION statements_body_stays();
"""
BACKWARD = """
DROP TRIGGER statements_text_body_stays ON statements_text;
DROP FUNCTION statements_body_stays;
"""


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("statements", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
