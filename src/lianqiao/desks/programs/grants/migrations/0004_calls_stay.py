"""A published call stays; its topics stay within its money; of a topic no more is promised."""

from django.db import migrations

REFUSED = "USING ERRCODE = 'insufficient_privilege'"
FORWARD = f"""
CREATE FUNCTION grants_call_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'decided' OR NEW.state = 'draft'
        OR to_jsonb(NEW) - 'state' - 'closes_on' <> to_jsonb(OLD) - 'state' - 'closes_on' THEN
        RAISE EXCEPTION 'call % is published and stays', OLD.id {REFUSED};
    END IF;
    IF NEW.closes_on <> OLD.closes_on AND NOT EXISTS (SELECT FROM grants_extension e
        WHERE e.call_id = NEW.id AND e.old = OLD.closes_on AND e.new = NEW.closes_on) THEN
        RAISE EXCEPTION 'no extension tells the new day of call %', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_call_stays BEFORE UPDATE OR DELETE ON grants_call
    FOR EACH ROW EXECUTE FUNCTION grants_call_stays();
CREATE TRIGGER grants_extension_append_only BEFORE UPDATE OR DELETE ON grants_extension
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION grants_topic_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.call_id ELSE NEW.call_id END;
    standing text;
BEGIN
    SELECT state INTO standing FROM grants_call WHERE id = here FOR NO KEY UPDATE;
    IF standing <> 'draft' OR TG_OP = 'UPDATE' AND NEW.call_id <> OLD.call_id THEN
        RAISE EXCEPTION 'the topics of call % are published and stay', here {REFUSED};
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER grants_topic_stays BEFORE INSERT OR UPDATE OR DELETE ON grants_topic
    FOR EACH ROW EXECUTE FUNCTION grants_topic_stays();

CREATE FUNCTION grants_topics_within_call() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here bigint := CASE WHEN TG_TABLE_NAME = 'grants_call' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE (to_jsonb(NEW) ->> 'call_id')::bigint END;
BEGIN
    IF (SELECT sum(budget) FROM grants_topic WHERE call_id = here)
        > (SELECT budget FROM grants_call WHERE id = here) THEN
        RAISE EXCEPTION 'the topics of call % have more money than the call', here
            USING ERRCODE = 'check_violation', CONSTRAINT = 'topics_within_call';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_topics_within_call AFTER INSERT OR UPDATE ON grants_topic
    FOR EACH ROW EXECUTE FUNCTION grants_topics_within_call();
CREATE TRIGGER grants_call_holds_topics AFTER UPDATE OF budget ON grants_call
    FOR EACH ROW EXECUTE FUNCTION grants_topics_within_call();

CREATE FUNCTION grants_promised(here bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(granted), 0) FROM (
        SELECT granted FROM grants_project WHERE topic_id = here AND state <> 'lapsed'
        UNION ALL
        SELECT granted FROM grants_application a WHERE topic_id = here
            AND NOT EXISTS (SELECT FROM grants_project p WHERE p.case_id = a.case_id)
    ) AS promised
$$;
CREATE FUNCTION grants_topic_money_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Who gives of a topic waits here for who was first, and then sees what he gave.
    PERFORM FROM grants_topic WHERE id = NEW.topic_id FOR NO KEY UPDATE;
    IF grants_promised(NEW.topic_id)
        > (SELECT budget FROM grants_topic WHERE id = NEW.topic_id) THEN
        RAISE EXCEPTION 'topic % has not so much money', NEW.topic_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_money_kept';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_application_within_topic AFTER UPDATE OF granted ON grants_application
    FOR EACH ROW WHEN (NEW.granted IS NOT NULL) EXECUTE FUNCTION grants_topic_money_kept();
CREATE TRIGGER grants_new_application_within_topic AFTER INSERT ON grants_application
    FOR EACH ROW WHEN (NEW.granted IS NOT NULL) EXECUTE FUNCTION grants_topic_money_kept();
CREATE TRIGGER grants_project_within_topic AFTER INSERT OR UPDATE OF granted ON grants_project
    FOR EACH ROW EXECUTE FUNCTION grants_topic_money_kept();

CREATE FUNCTION grants_application_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.topic_id) <> (OLD.case_id, OLD.topic_id) THEN
        RAISE EXCEPTION 'application % stays with its topic', OLD.id {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_application_stays BEFORE UPDATE ON grants_application
    FOR EACH ROW EXECUTE FUNCTION grants_application_stays();
"""
TRIGGERS = {
    "grants_call": ("call_stays", "call_holds_topics"),
    "grants_extension": ("extension_append_only",),
    "grants_topic": ("topic_stays", "topics_within_call"),
    "grants_application": (
        "application_within_topic",
        "new_application_within_topic",
        "application_stays",
    ),
    "grants_project": ("project_within_topic",),
}
FUNCTIONS = (
    "call_stays",
    "topic_stays",
    "topics_within_call",
    "topic_money_kept",
    "promised",
    "application_stays",
)
BACKWARD = "".join(
    f"DROP TRIGGER grants_{name} ON {table};" for table, names in TRIGGERS.items() for name in names
) + "".join(f"DROP FUNCTION grants_{name};" for name in FUNCTIONS)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("grants", "0003_money_holds"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
