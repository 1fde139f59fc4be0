"""A guide may come after its policy: it explains the words, and changes none that count."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION policies_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - ARRAY[{free}]) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{free}])
       OR NEW.stage NOT IN ('published', 'withdrawn') THEN
        RAISE EXCEPTION 'a published version keeps its words: write a new one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'version_published_stays';
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = "'stage', 'valid_to', 'changed_at', 'remark'"


class Migration(migrations.Migration):
    """The same trigger, with two columns more that may change."""

    dependencies = [("policies", "0004_find_and_replace")]
    operations = [
        migrations.RunSQL(
            FUNCTION.format(free=f"{BEFORE}, 'interpretation', 'terms'"),
            FUNCTION.format(free=BEFORE),
        )
    ]
