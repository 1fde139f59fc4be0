"""Who did not want to be published is not published later."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION opinions_consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'opinion % is published only as its author allowed', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER opinions_opinion_consent BEFORE UPDATE ON opinions_opinion
    FOR EACH ROW WHEN (NEW.may_publish AND NOT OLD.may_publish)
    EXECUTE FUNCTION opinions_consent_stays();
"""
BACKWARD = """
DROP TRIGGER opinions_opinion_consent ON opinions_opinion;
DROP FUNCTION opinions_consent_stays;
"""


class Migration(migrations.Migration):
    """A trigger."""

    dependencies = [("opinions", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
