"""What constraints of one row cannot hold: bureau roles, titles, facts."""

from django.db import migrations

FORWARD = """
-- Officers, team leads and administrators exist in bureaus only, from both sides.
CREATE FUNCTION parties_bureau_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.role IN ('officer', 'team_lead', 'administrator') AND
       (SELECT kind FROM parties_organization WHERE id = NEW.organization_id) <> 'bureau' THEN
        RAISE EXCEPTION 'role % exists in bureaus only', NEW.role
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_bureau_role';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_bureau_role BEFORE INSERT OR UPDATE ON parties_membership
    FOR EACH ROW EXECUTE FUNCTION parties_bureau_role();

CREATE FUNCTION parties_bureau_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM parties_membership WHERE organization_id = OLD.id
               AND role IN ('officer', 'team_lead', 'administrator')) THEN
        RAISE EXCEPTION 'an organization with bureau roles stays a bureau'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_bureau_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organization_bureau_stays BEFORE UPDATE OF kind ON parties_organization
    FOR EACH ROW WHEN (OLD.kind = 'bureau' AND NEW.kind <> 'bureau')
    EXECUTE FUNCTION parties_bureau_stays();

-- The same title of the same organization never overlaps; without btree_gist, ids as ranges.
ALTER TABLE parties_title ADD CONSTRAINT title_no_overlap EXCLUDE USING gist (
    int8range(organization_id, organization_id, '[]') WITH &&,
    int8range(kind_id, kind_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
);

-- Facts are kept by when they became known: what was once known is never rewritten.
CREATE FUNCTION parties_fact_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are append-only: record what is known now as a new fact'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'fact_append_only';
END $$;
CREATE TRIGGER fact_append_only BEFORE UPDATE ON parties_fact
    FOR EACH ROW EXECUTE FUNCTION parties_fact_stays();
"""

BACKWARD = """
DROP TRIGGER fact_append_only ON parties_fact;
ALTER TABLE parties_title DROP CONSTRAINT title_no_overlap;
DROP TRIGGER organization_bureau_stays ON parties_organization;
DROP TRIGGER membership_bureau_role ON parties_membership;
DROP FUNCTION parties_fact_stays, parties_bureau_stays, parties_bureau_role;
"""


class Migration(migrations.Migration):
    """Triggers and an exclusion."""

    dependencies = [("parties", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
