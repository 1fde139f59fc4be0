"""A project goes on and never back; its money adds up; what is met, decided or paid stays."""

from django.db import migrations

REFUSED = "USING ERRCODE = 'insufficient_privilege'"


def _named(name: str) -> str:
    return f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'"


FORWARD = f"""
CREATE FUNCTION grants_project_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'project % is on record and stays there', OLD.id {REFUSED};
    END IF;
    IF OLD.state IN ('accepted', 'ended', 'lapsed') THEN
        RAISE EXCEPTION 'project % is closed', OLD.id {REFUSED};
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('awarded', 'awarded'), ('awarded', 'running'),
        ('awarded', 'lapsed'), ('running', 'running'), ('running', 'accepted'),
        ('running', 'ended')) THEN
        RAISE EXCEPTION 'project % cannot go from % to %', OLD.id, OLD.state, NEW.state {REFUSED};
    END IF;
    IF (NEW.case_id, NEW.topic_id, NEW.number, NEW.host_id, NEW.awarded_on, NEW.is_invented)
        IS DISTINCT FROM
        (OLD.case_id, OLD.topic_id, OLD.number, OLD.host_id, OLD.awarded_on, OLD.is_invented)
        OR NEW.granted > OLD.granted THEN
        RAISE EXCEPTION 'what project % was awarded stays', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_project_goes_on BEFORE UPDATE OR DELETE ON grants_project
    FOR EACH ROW EXECUTE FUNCTION grants_project_goes_on();

CREATE FUNCTION grants_money_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    project grants_project;
BEGIN
    SELECT * INTO project FROM grants_project WHERE id =
        CASE WHEN TG_TABLE_NAME = 'grants_project' THEN (to_jsonb(NEW) ->> 'id')::bigint
             ELSE (to_jsonb(NEW) ->> 'project_id')::bigint END;
    IF project.starts_on IS NULL THEN RETURN NULL; END IF;
    IF NOT EXISTS (SELECT FROM grants_budgetline WHERE project_id = project.id
        HAVING sum(granted) = project.granted AND sum(own) = project.own) THEN
        RAISE EXCEPTION 'the budget of project % is not its money', project.id
            {_named("project_budget_adds_up")};
    END IF;
    IF NOT EXISTS (SELECT FROM grants_installment WHERE project_id = project.id
        HAVING sum(amount) = project.granted) THEN
        RAISE EXCEPTION 'the installments of project % are not its grant', project.id
            {_named("project_installments_add_up")};
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grants_project_adds_up AFTER INSERT OR UPDATE ON grants_project
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_money_adds_up();
CREATE CONSTRAINT TRIGGER grants_budget_adds_up AFTER INSERT OR UPDATE ON grants_budgetline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_money_adds_up();
CREATE CONSTRAINT TRIGGER grants_installments_add_up AFTER INSERT OR UPDATE ON grants_installment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grants_money_adds_up();

CREATE FUNCTION grants_budget_by_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.project_id, NEW.cost) <> (OLD.project_id, OLD.cost)
        OR NEW.change_id IS NULL OR NEW.change_id IS NOT DISTINCT FROM OLD.change_id
        OR NOT EXISTS (SELECT FROM grants_budgetchange c WHERE c.id = NEW.change_id
            AND c.project_id = NEW.project_id AND c.state = 'made') THEN
        RAISE EXCEPTION 'no change was made of budget line %', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_budget_by_change BEFORE UPDATE OR DELETE ON grants_budgetline
    FOR EACH ROW EXECUTE FUNCTION grants_budget_by_change();

CREATE FUNCTION grants_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'asked' THEN
        RAISE EXCEPTION 'budget change % is decided', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_change_stays BEFORE UPDATE OR DELETE ON grants_budgetchange
    FOR EACH ROW EXECUTE FUNCTION grants_change_stays();

CREATE FUNCTION grants_milestone_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.met_on IS NOT NULL
        OR (NEW.project_id, NEW.position, NEW.title, NEW.target, NEW.due_on)
        <> (OLD.project_id, OLD.position, OLD.title, OLD.target, OLD.due_on) THEN
        RAISE EXCEPTION 'milestone % is agreed and stays', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_milestone_stays BEFORE UPDATE OR DELETE ON grants_milestone
    FOR EACH ROW EXECUTE FUNCTION grants_milestone_stays();

CREATE FUNCTION grants_installment_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    met date;
    standing text;
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.paid_on IS NOT NULL
        OR (NEW.project_id, NEW.position, NEW.milestone_id, NEW.due_on) IS DISTINCT FROM
        (OLD.project_id, OLD.position, OLD.milestone_id, OLD.due_on)) THEN
        RAISE EXCEPTION 'installment % is agreed or paid, and stays', OLD.id {REFUSED};
    END IF;
    IF NEW.milestone_id IS NOT NULL THEN
        SELECT met_on INTO met FROM grants_milestone
            WHERE id = NEW.milestone_id AND project_id = NEW.project_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the milestone is of another project' {REFUSED};
        END IF;
    END IF;
    IF NEW.paid_on IS NULL THEN RETURN NEW; END IF;
    SELECT state INTO standing FROM grants_project WHERE id = NEW.project_id;
    IF standing NOT IN ('running', 'accepted') THEN
        RAISE EXCEPTION 'project % gets no money', NEW.project_id
            {_named("installment_of_running_project")};
    END IF;
    IF coalesce(NEW.due_on, met, 'infinity') > NEW.paid_on THEN
        RAISE EXCEPTION 'installment % is not due yet', NEW.id {_named("installment_once_due")};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_installment_is_due BEFORE INSERT OR UPDATE OR DELETE ON grants_installment
    FOR EACH ROW EXECUTE FUNCTION grants_installment_is_due();

CREATE FUNCTION grants_payback_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.paid_on IS NOT NULL
        OR (NEW.project_id, NEW.amount, NEW.reason) <> (OLD.project_id, OLD.amount, OLD.reason) THEN
        RAISE EXCEPTION 'payback % stays', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_payback_stays BEFORE UPDATE OR DELETE ON grants_payback
    FOR EACH ROW EXECUTE FUNCTION grants_payback_stays();
"""
TRIGGERS = {
    "grants_project": ("project_goes_on", "project_adds_up"),
    "grants_budgetline": ("budget_adds_up", "budget_by_change"),
    "grants_installment": ("installments_add_up", "installment_is_due"),
    "grants_budgetchange": ("change_stays",),
    "grants_milestone": ("milestone_stays",),
    "grants_payback": ("payback_stays",),
}
FUNCTIONS = (
    "project_goes_on",
    "money_adds_up",
    "budget_by_change",
    "change_stays",
    "milestone_stays",
    "installment_is_due",
    "payback_stays",
)
BACKWARD = "".join(
    f"DROP TRIGGER grants_{name} ON {table};" for table, names in TRIGGERS.items() for name in names
) + "".join(f"DROP FUNCTION grants_{name};" for name in FUNCTIONS)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("grants", "0002_projects")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
