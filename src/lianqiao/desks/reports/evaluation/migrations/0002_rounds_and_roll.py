"""A round goes forward only; what the draw and the vote rest on stays as it was."""

from django.db import migrations

PARTS = ("stratum", "group", "judged", "item", "choice")
FORWARD = """
CREATE FUNCTION evaluation_refuse(said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION evaluation_is_open(pk bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    -- Locked against whoever closes the roll meanwhile.
    RETURN coalesce((SELECT stage IN ('preparing', 'enrolling') FROM evaluation_round
        WHERE id = pk FOR SHARE), true);
END $$;

CREATE FUNCTION evaluation_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stages text[] := ARRAY['preparing', 'enrolling', 'frozen', 'drawn', 'voting', 'closed',
        'published'];
    before int := array_position(stages, OLD.stage::text);
    after int;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF before > 2 THEN
            PERFORM evaluation_refuse('a round whose roll is closed stays');
        END IF;
        RETURN OLD;
    END IF;
    after := array_position(stages, NEW.stage::text);
    IF after < before THEN
        PERFORM evaluation_refuse('a round goes forward only');
    END IF;
    IF before > 2 AND (NEW.year, NEW.name, NEW.office_id, NEW.enrol_until, NEW.smallest,
            NEW.seed_source, NEW.seed_like, NEW.seed_on, NEW.roll_sha256, NEW.frozen_at, NEW.frozen_by,
            NEW.last_number, NEW.is_invented)
        IS DISTINCT FROM (OLD.year, OLD.name, OLD.office_id, OLD.enrol_until, OLD.smallest,
            OLD.seed_source, OLD.seed_like, OLD.seed_on, OLD.roll_sha256, OLD.frozen_at, OLD.frozen_by,
            OLD.last_number, OLD.is_invented) THEN
        PERFORM evaluation_refuse('the roll of this round is closed');
    END IF;
    IF OLD.seed <> '' AND (NEW.seed, NEW.seed_evidence, NEW.seeded_at, NEW.seeded_by)
        IS DISTINCT FROM (OLD.seed, OLD.seed_evidence, OLD.seeded_at, OLD.seeded_by) THEN
        PERFORM evaluation_refuse('a seed is entered once');
    END IF;
    IF before > 4 AND (NEW.vote_from, NEW.vote_until)
        IS DISTINCT FROM (OLD.vote_from, OLD.vote_until) THEN
        PERFORM evaluation_refuse('while one votes the terms stay');
    END IF;
    IF before < 3 AND after > 2 THEN
        PERFORM evaluation_require_whole(NEW);
    END IF;
    IF OLD.seed = '' AND NEW.seed <> '' AND (after < 3 OR NEW.seeded_at IS NULL
        OR (NEW.seeded_at AT TIME ZONE 'Asia/Shanghai')::date < NEW.seed_on) THEN
        PERFORM evaluation_refuse('the seed does not exist yet');
    END IF;
    IF OLD.seed = '' AND NEW.seed <> '' AND regexp_replace(NEW.seed, '[0-9]', '0', 'g')
        <> regexp_replace(NEW.seed_like, '[0-9]', '0', 'g') THEN
        PERFORM evaluation_refuse('the seed is written as it was promised');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION evaluation_require_whole(round evaluation_round) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(weight) FROM evaluation_stratum WHERE round_id = round.id)
            IS DISTINCT FROM 1
        OR (SELECT sum(weight) FROM evaluation_item WHERE round_id = round.id)
            IS DISTINCT FROM 1 THEN
        PERFORM evaluation_refuse('weights add up to 1 when the roll is closed');
    END IF;
    IF round.frozen_at IS NULL OR round.frozen_by IS NULL OR round.seed_on IS NULL OR
        (round.frozen_at AT TIME ZONE 'Asia/Shanghai')::date >= round.seed_on THEN
        PERFORM evaluation_refuse('the roll is closed before the seed can be known');
    END IF;
END $$;
CREATE TRIGGER evaluation_round_guarded BEFORE UPDATE OR DELETE ON evaluation_round
    FOR EACH ROW EXECUTE FUNCTION evaluation_round_guard();

CREATE FUNCTION evaluation_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND NOT evaluation_is_open(OLD.round_id))
        OR (TG_OP <> 'DELETE' AND NOT evaluation_is_open(NEW.round_id)) THEN
        PERFORM evaluation_refuse('what is judged, and by whom, stays once the roll is closed');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION evaluation_volunteer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Name, telephone and the like may be erased at any time, and by what one is known.
        IF (NEW.round_id, NEW.stratum_id, NEW.number, NEW.age_band, NEW.state)
            IS NOT DISTINCT FROM (OLD.round_id, OLD.stratum_id, OLD.number, OLD.age_band, OLD.state)
            AND NEW.identity_hmac IN (OLD.identity_hmac, 'erased-' || OLD.number) THEN
            RETURN NEW;
        END IF;
        IF NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number THEN
            PERFORM evaluation_refuse('a volunteer keeps his number');
        END IF;
    END IF;
    IF NOT evaluation_is_open(CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END) THEN
        PERFORM evaluation_refuse('the roll of this round is closed');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER evaluation_volunteer_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_volunteer FOR EACH ROW EXECUTE FUNCTION evaluation_volunteer_guard();

CREATE FUNCTION evaluation_panelist_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM evaluation_refuse('who was drawn stays drawn');
    END IF;
    SELECT CASE WHEN stage = 'frozen' AND seed <> '' THEN 'drawing' ELSE stage END INTO at
        FROM evaluation_round WHERE id = NEW.round_id;
    IF TG_OP = 'INSERT' THEN
        IF at <> 'drawing' OR NEW.has_voted OR NEW.letter_sha256 IS NOT NULL THEN
            PERFORM evaluation_refuse('one draws once, between the seed and the letters');
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.round_id, NEW.group_id, NEW.volunteer_id, NEW.rank)
        IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.group_id, OLD.volunteer_id, OLD.rank) THEN
        PERFORM evaluation_refuse('who was drawn stays drawn');
    END IF;
    IF NEW.letter_sha256 IS DISTINCT FROM OLD.letter_sha256 AND at <> 'drawn' THEN
        PERFORM evaluation_refuse('letters are made before one votes');
    END IF;
    IF NEW.has_voted <> OLD.has_voted AND (OLD.has_voted OR at <> 'voting') THEN
        PERFORM evaluation_refuse('who has voted has voted');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_panelist_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_panelist FOR EACH ROW EXECUTE FUNCTION evaluation_panelist_guard();
CREATE TRIGGER evaluation_look_append_only BEFORE UPDATE OR DELETE ON evaluation_look
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
""" + "".join(
    f"""
CREATE TRIGGER evaluation_{part}_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_{part} FOR EACH ROW EXECUTE FUNCTION evaluation_part_guard();
"""
    for part in PARTS
)
GUARDED = ("round", "volunteer", "panelist", *PARTS)
BACKWARD = "".join(
    f"DROP TRIGGER evaluation_{name}_guarded ON evaluation_{name};" for name in GUARDED
) + """
DROP TRIGGER evaluation_look_append_only ON evaluation_look;
DROP FUNCTION evaluation_round_guard;
DROP FUNCTION evaluation_part_guard;
DROP FUNCTION evaluation_volunteer_guard;
DROP FUNCTION evaluation_panelist_guard;
DROP FUNCTION evaluation_require_whole;
DROP FUNCTION evaluation_is_open;
DROP FUNCTION evaluation_refuse;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("evaluation", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
