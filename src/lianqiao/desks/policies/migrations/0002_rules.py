"""What constraints of one row cannot hold of policies, claims and payments."""

from django.db import migrations

FORWARD = """
-- What counts on a day is one version of a policy at most; without btree_gist, ids as ranges.
ALTER TABLE policies_version ADD CONSTRAINT version_no_overlap EXCLUDE USING gist (
    int8range(policy_id, policy_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (stage = 'published');

-- Claims were judged by it: a published version keeps its words, only its end may come.
CREATE FUNCTION policies_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - ARRAY['stage', 'valid_to', 'changed_at', 'remark'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['stage', 'valid_to', 'changed_at', 'remark'])
       OR NEW.stage NOT IN ('published', 'withdrawn') THEN
        RAISE EXCEPTION 'a published version keeps its words: write a new one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'version_published_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_published_stays BEFORE UPDATE ON policies_version
    FOR EACH ROW WHEN (OLD.stage IN ('published', 'withdrawn'))
    EXECUTE FUNCTION policies_version_stays();

CREATE FUNCTION policies_measure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM policies_version
               WHERE id = COALESCE(NEW.version_id, OLD.version_id)
                 AND stage IN ('published', 'withdrawn')) THEN
        RAISE EXCEPTION 'the measures of a published version stay: write a new version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'version_published_stays';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER measure_published_stays BEFORE INSERT OR UPDATE OR DELETE ON policies_measure
    FOR EACH ROW EXECUTE FUNCTION policies_measure_stays();

-- A claim lives as its case does.
CREATE FUNCTION policies_claim_lives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE policies_claim
    SET is_live = NEW.state NOT IN ('rejected', 'withdrawn', 'lapsed', 'recovered')
    WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_lives AFTER UPDATE OF state ON cases_case
    FOR EACH ROW WHEN (NEW.procedure = 'policies.claim' AND OLD.state <> NEW.state)
    EXECUTE FUNCTION policies_claim_lives();

-- A payment that the bank has confirmed or returned is history.
CREATE FUNCTION policies_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a settled payment stays as it is'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_settled_stays';
END $$;
CREATE TRIGGER payment_settled_stays BEFORE UPDATE ON policies_payment
    FOR EACH ROW WHEN (OLD.state <> 'sent') EXECUTE FUNCTION policies_payment_stays();
"""

BACKWARD = """
DROP TRIGGER payment_settled_stays ON policies_payment;
DROP TRIGGER claim_lives ON cases_case;
DROP TRIGGER measure_published_stays ON policies_measure;
DROP TRIGGER version_published_stays ON policies_version;
ALTER TABLE policies_version DROP CONSTRAINT version_no_overlap;
DROP FUNCTION policies_payment_stays, policies_claim_lives, policies_measure_stays,
    policies_version_stays;
"""


class Migration(migrations.Migration):
    """Triggers and an exclusion."""

    dependencies = [("policies", "0001_initial"), ("cases", "0002_guard")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
