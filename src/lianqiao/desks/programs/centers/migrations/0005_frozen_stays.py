"""What is frozen stays: no campaign goes back, and none of its assessments changes."""

from django.db import migrations

REFUSED = "USING ERRCODE = 'insufficient_privilege'"
FORWARD = f"""
CREATE FUNCTION centers_campaign_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' AND (TG_OP = 'DELETE' OR NEW.state = 'open' OR OLD.state = 'published'
        OR to_jsonb(NEW) - 'state' - 'published_at' <> to_jsonb(OLD) - 'state' - 'published_at')
    THEN
        RAISE EXCEPTION 'evaluation % is frozen', OLD.id {REFUSED};
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER centers_campaign_goes_on BEFORE UPDATE OR DELETE ON centers_campaign
    FOR EACH ROW EXECUTE FUNCTION centers_campaign_goes_on();

CREATE FUNCTION centers_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    campaigns bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN campaigns := campaigns || OLD.campaign_id; END IF;
    IF TG_OP <> 'DELETE' THEN campaigns := campaigns || NEW.campaign_id; END IF;
    IF EXISTS (SELECT 1 FROM centers_campaign
               WHERE id = ANY (campaigns) AND state <> 'open') THEN
        RAISE EXCEPTION 'the evaluation is frozen' {REFUSED};
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER centers_assessment_stays BEFORE INSERT OR UPDATE OR DELETE ON centers_assessment
    FOR EACH ROW EXECUTE FUNCTION centers_assessment_stays();
"""
BACKWARD = """
DROP TRIGGER centers_assessment_stays ON centers_assessment;
DROP FUNCTION centers_assessment_stays;
DROP TRIGGER centers_campaign_goes_on ON centers_campaign;
DROP FUNCTION centers_campaign_goes_on;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("centers", "0004_evaluations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
