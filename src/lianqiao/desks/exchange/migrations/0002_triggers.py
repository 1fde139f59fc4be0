"""What the database itself holds of the exchange: the outbox of the index, and the two sides."""

from django.db import migrations

FORWARD = """
-- Every change of a listing, by whatever way, is noted for the index in the same transaction.
CREATE FUNCTION exchange_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_indexchange (listing_id) SELECT DISTINCT id FROM changed;
    NOTIFY exchange_index;
    RETURN NULL;
END $$;

CREATE TRIGGER listing_inserted AFTER INSERT ON exchange_listing
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_change();
CREATE TRIGGER listing_updated AFTER UPDATE ON exchange_listing
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_change();
CREATE TRIGGER listing_deleted AFTER DELETE ON exchange_listing
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_change();

-- A match joins a need to something that answers it; a listing never changes sides.
CREATE FUNCTION exchange_match_sides() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT kind FROM exchange_listing WHERE id = NEW.need_id) IS DISTINCT FROM 'need'
       OR (SELECT kind FROM exchange_listing WHERE id = NEW.result_id) = 'need' THEN
        RAISE EXCEPTION 'a match joins a need to a result or capability'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_sides';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_sides BEFORE INSERT OR UPDATE OF need_id, result_id ON exchange_match
    FOR EACH ROW EXECUTE FUNCTION exchange_match_sides();

CREATE FUNCTION exchange_listing_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM exchange_match WHERE need_id = OLD.id OR result_id = OLD.id) THEN
        RAISE EXCEPTION 'a listing with matches keeps its kind'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'listing_keeps_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER listing_keeps_side BEFORE UPDATE OF kind ON exchange_listing
    FOR EACH ROW WHEN ((OLD.kind = 'need') <> (NEW.kind = 'need'))
    EXECUTE FUNCTION exchange_listing_side();

-- A signed match has its contract, and no other match has one; judged when the transaction ends.
CREATE FUNCTION exchange_match_deal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject bigint := CASE TG_TABLE_NAME WHEN 'exchange_deal' THEN
        COALESCE((to_jsonb(NEW) ->> 'match_id')::bigint, (to_jsonb(OLD) ->> 'match_id')::bigint)
        ELSE (to_jsonb(NEW) ->> 'id')::bigint END;
BEGIN
    IF (SELECT stage = 'signed' FROM exchange_match WHERE id = subject)
       IS DISTINCT FROM EXISTS (SELECT FROM exchange_deal WHERE match_id = subject) THEN
        RAISE EXCEPTION 'a signed match has exactly one contract'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_signed_has_deal';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER match_signed_has_deal AFTER INSERT OR UPDATE OF stage ON exchange_match
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exchange_match_deal();
CREATE CONSTRAINT TRIGGER deal_has_signed_match AFTER INSERT OR UPDATE OR DELETE ON exchange_deal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exchange_match_deal();
"""

BACKWARD = """
DROP TRIGGER deal_has_signed_match ON exchange_deal;
DROP TRIGGER match_signed_has_deal ON exchange_match;
DROP TRIGGER listing_keeps_side ON exchange_listing;
DROP TRIGGER match_sides ON exchange_match;
DROP TRIGGER listing_deleted ON exchange_listing;
DROP TRIGGER listing_updated ON exchange_listing;
DROP TRIGGER listing_inserted ON exchange_listing;
DROP FUNCTION exchange_match_deal, exchange_listing_side, exchange_match_sides, exchange_note_change;
"""


class Migration(migrations.Migration):
    """Triggers of the exchange."""

    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
