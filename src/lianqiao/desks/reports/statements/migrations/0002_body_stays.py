"""What a published text says cannot be changed afterwards, nor what the ledger said to it."""

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
CREATE FUNCTION statements_verdict_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'verdict % stays as it was given', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER statements_verdict_stays BEFORE UPDATE ON statements_verdict
    FOR EACH ROW EXECUTE FUNCTION statements_verdict_stays();
"""
BACKWARD = """
DROP TRIGGER statements_verdict_stays ON statements_verdict;
DROP FUNCTION statements_verdict_stays;
DROP TRIGGER statements_text_body_stays ON statements_text;
DROP FUNCTION statements_body_stays;
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = [("statements", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
