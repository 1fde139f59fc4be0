"""Ballots go in by one function and out by one other; nothing else writes them, whoever asks."""

from django.db import migrations

CAST = """
CREATE FUNCTION evaluation_strangers(ballots_group bigint, scores jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_each(scores) d(department, marks), jsonb_each(d.marks) m(item, choice)
        WHERE NOT EXISTS (SELECT FROM evaluation_judged j
                WHERE j.group_id = ballots_group AND j.department_id::text = d.department)
            OR NOT EXISTS (SELECT FROM evaluation_item i
                JOIN evaluation_group g ON g.round_id = i.round_id
                WHERE g.id = ballots_group AND i.id::text = m.item)
            OR m.choice <> 'null' AND NOT EXISTS (SELECT FROM evaluation_choice c
                JOIN evaluation_group g ON g.round_id = c.round_id
                WHERE g.id = ballots_group AND to_jsonb(c.id) = m.choice)
    )
$$;

CREATE FUNCTION evaluation_voting(ballots_group bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    of evaluation_round;
BEGIN
    -- Locked against whoever closes the round meanwhile.
    SELECT r.* INTO of FROM evaluation_round r JOIN evaluation_group g ON g.round_id = r.id
        WHERE g.id = ballots_group FOR SHARE OF r;
    RETURN CASE
        WHEN of.stage IN ('closed', 'published') OR clock_timestamp() >= of.vote_until THEN 'late'
        WHEN of.stage IS DISTINCT FROM 'voting' OR clock_timestamp() < of.vote_from THEN 'early'
        ELSE 'open'
    END;
END $$;

CREATE FUNCTION evaluation_cast(secret text, marks jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    token evaluation_token;
    at text;
BEGIN
    SELECT * INTO token FROM evaluation_token WHERE sha256 = secret;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    -- The round before its token, as whoever closes it does: neither waits for the other.
    at := evaluation_voting(token.group_id);
    SELECT * INTO token FROM evaluation_token WHERE sha256 = secret FOR UPDATE;
    IF token.is_spent THEN
        RETURN 'spent';
    END IF;
    IF at <> 'open' THEN
        RETURN at;
    END IF;
    INSERT INTO evaluation_ballot (id, group_id, stratum_id, scores)
        VALUES (gen_random_uuid(), token.group_id, token.stratum_id, marks);
    UPDATE evaluation_token SET is_spent = true WHERE sha256 = secret;
    RETURN 'cast';
END $$;

CREATE FUNCTION evaluation_ballot_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM evaluation_refuse('a ballot stays as it was cast');
    ELSIF TG_OP = 'DELETE' THEN
        IF (SELECT r.stage FROM evaluation_round r JOIN evaluation_group g ON g.round_id = r.id
                WHERE g.id = OLD.group_id) <> 'closed' THEN
            PERFORM evaluation_refuse('the urn is emptied when the round is closed');
        END IF;
        RETURN OLD;
    ELSIF evaluation_voting(NEW.group_id) <> 'open' THEN
        PERFORM evaluation_refuse('one does not vote now');
    ELSIF evaluation_strangers(NEW.group_id, NEW.scores) THEN
        PERFORM evaluation_refuse('the ballot names what it does not judge');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_ballot_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_ballot FOR EACH ROW EXECUTE FUNCTION evaluation_ballot_guard();
"""
TOKENS = """
CREATE FUNCTION evaluation_token_spends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.sha256, NEW.group_id, NEW.stratum_id)
            IS DISTINCT FROM (OLD.sha256, OLD.group_id, OLD.stratum_id)
        OR (OLD.is_spent AND NOT NEW.is_spent) THEN
        PERFORM evaluation_refuse('a token is spent once, and stays what it is');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_token_spent BEFORE UPDATE ON evaluation_token
    FOR EACH ROW EXECUTE FUNCTION evaluation_token_spends();

CREATE FUNCTION evaluation_token_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM evaluation_round r WHERE r.stage <> 'drawn' AND r.id IN (
            SELECT g.round_id FROM evaluation_group g
            WHERE g.id IN (SELECT DISTINCT t.group_id FROM touched t))) THEN
        PERFORM evaluation_refuse('tokens are struck after the draw and before one votes');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER evaluation_token_struck AFTER INSERT ON evaluation_token
    REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION evaluation_token_guard();
CREATE TRIGGER evaluation_token_voided AFTER DELETE ON evaluation_token
    REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION evaluation_token_guard();
"""
CLOSE = """
CREATE FUNCTION evaluation_close(closed bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of evaluation_round;
    ballots bigint;
    seat bigint;
BEGIN
    SELECT * INTO of FROM evaluation_round WHERE id = closed FOR UPDATE;
    IF of.stage IS DISTINCT FROM 'voting' OR clock_timestamp() < of.vote_until THEN
        PERFORM evaluation_refuse('a round is closed once, after the last second of voting');
    END IF;
    -- In the order of the new keys, which come from the machine's source of randomness.
    INSERT INTO evaluation_counted (id, group_id, stratum_id, scores)
        SELECT gen_random_uuid() AS drawn, b.group_id, b.stratum_id, b.scores
        FROM evaluation_ballot b JOIN evaluation_group g ON g.id = b.group_id
        WHERE g.round_id = closed ORDER BY drawn;
    GET DIAGNOSTICS ballots = ROW_COUNT;
    IF ballots <> (SELECT count(*) FROM evaluation_token t
            JOIN evaluation_group g ON g.id = t.group_id
            WHERE g.round_id = closed AND t.is_spent) THEN
        PERFORM evaluation_refuse('there are not as many ballots as spent tokens');
    END IF;
    UPDATE evaluation_round SET stage = 'closed' WHERE id = closed;
    -- A table is not emptied while a check of its rows is still to come.
    SET CONSTRAINTS ALL IMMEDIATE;
    LOCK TABLE evaluation_ballot IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM evaluation_ballot b JOIN evaluation_group g ON g.id = b.group_id
            WHERE g.round_id <> closed) THEN
        DELETE FROM evaluation_ballot b USING evaluation_group g
            WHERE g.id = b.group_id AND g.round_id = closed;
    ELSE
        -- The file goes, not only the rows in it.
        TRUNCATE evaluation_ballot;
    END IF;
    -- All anew within this transaction: neither its number nor a row's place says who came when.
    FOR seat IN SELECT id FROM evaluation_panelist WHERE round_id = closed
        ORDER BY gen_random_uuid()
    LOOP
        UPDATE evaluation_panelist SET has_voted = has_voted WHERE id = seat;
    END LOOP;
    UPDATE evaluation_token t SET is_spent = t.is_spent FROM evaluation_group g
        WHERE g.id = t.group_id AND g.round_id = closed;
    RETURN ballots;
END $$;

CREATE FUNCTION evaluation_counted_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR NOT EXISTS (SELECT FROM evaluation_round r
            JOIN evaluation_group g ON g.round_id = r.id
            WHERE g.id = NEW.group_id AND r.stage = 'voting'
                AND clock_timestamp() >= r.vote_until) THEN
        PERFORM evaluation_refuse('ballots are counted as the round is closed, and stay');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_counted_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_counted FOR EACH ROW EXECUTE FUNCTION evaluation_counted_guard();

CREATE FUNCTION evaluation_result_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR (SELECT stage FROM evaluation_round WHERE id = NEW.round_id)
            <> 'closed' THEN
        PERFORM evaluation_refuse('results are written once, when the round is closed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_result_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_result FOR EACH ROW EXECUTE FUNCTION evaluation_result_guard();
"""
RIGHTS = """
REVOKE EXECUTE ON FUNCTION evaluation_cast, evaluation_close FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianqiao_app') THEN
        GRANT EXECUTE ON FUNCTION evaluation_cast, evaluation_close TO lianqiao_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON evaluation_ballot, evaluation_counted
            FROM lianqiao_app;
        REVOKE UPDATE, TRUNCATE ON evaluation_token FROM lianqiao_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON evaluation_result FROM lianqiao_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER evaluation_ballot_guarded ON evaluation_ballot;
DROP TRIGGER evaluation_token_spent ON evaluation_token;
DROP TRIGGER evaluation_token_struck ON evaluation_token;
DROP TRIGGER evaluation_token_voided ON evaluation_token;
DROP TRIGGER evaluation_counted_guarded ON evaluation_counted;
DROP TRIGGER evaluation_result_guarded ON evaluation_result;
DROP FUNCTION evaluation_cast;
DROP FUNCTION evaluation_close;
DROP FUNCTION evaluation_voting;
DROP FUNCTION evaluation_strangers;
DROP FUNCTION evaluation_ballot_guard;
DROP FUNCTION evaluation_token_spends;
DROP FUNCTION evaluation_token_guard;
DROP FUNCTION evaluation_counted_guard;
DROP FUNCTION evaluation_result_guard;
"""


class Migration(migrations.Migration):
    """Functions, triggers, and rights taken away."""

    dependencies = [("evaluation", "0002_rounds_and_roll")]
    operations = [migrations.RunSQL(CAST + TOKENS + CLOSE + RIGHTS, BACKWARD)]
