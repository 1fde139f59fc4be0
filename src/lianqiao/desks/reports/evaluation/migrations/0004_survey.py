"""The survey goes in with a ballot, and out as the round is closed; nothing else writes it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

SURVEY = """
CREATE TRIGGER evaluation_question_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_question FOR EACH ROW EXECUTE FUNCTION evaluation_part_guard();

CREATE FUNCTION evaluation_cast(secret text, marks jsonb, answers jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said text := evaluation_cast(secret, marks);
BEGIN
    IF said <> 'cast' THEN
        RETURN said;
    END IF;
    IF EXISTS (SELECT FROM jsonb_object_keys(answers) asked WHERE NOT EXISTS (
            SELECT FROM evaluation_question q JOIN evaluation_group g ON g.round_id = q.round_id
            JOIN evaluation_token t ON t.group_id = g.id
            WHERE t.sha256 = secret AND q.id::text = asked)) THEN
        PERFORM evaluation_refuse('the survey does not ask this');
    END IF;
    INSERT INTO evaluation_surveyanswer (id, question_id, option, text)
        SELECT gen_random_uuid(), a.key::bigint,
            CASE jsonb_typeof(a.value) WHEN 'number' THEN (a.value #>> '{}')::smallint END,
            CASE jsonb_typeof(a.value) WHEN 'string' THEN a.value #>> '{}' ELSE '' END
        FROM jsonb_each(answers) a;
    RETURN said;
END $$;

CREATE FUNCTION evaluation_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked evaluation_question;
    at text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM evaluation_refuse('an answer stays as it was given');
    END IF;
    SELECT * INTO asked FROM evaluation_question
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
    SELECT stage INTO at FROM evaluation_round WHERE id = asked.round_id;
    IF TG_OP = 'DELETE' THEN
        IF at <> 'closed' THEN
            PERFORM evaluation_refuse('the urn is emptied when the round is closed');
        END IF;
        RETURN OLD;
    END IF;
    IF at IS DISTINCT FROM 'voting' THEN
        PERFORM evaluation_refuse('one answers with the ballot');
    END IF;
    IF (CASE asked.kind
            WHEN 'choice' THEN NEW.text = ''
                AND NEW.option BETWEEN 1 AND jsonb_array_length(asked.options)
            ELSE NEW.option IS NULL AND NEW.text <> '' END) IS NOT TRUE THEN
        PERFORM evaluation_refuse('this question is not answered so');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_surveyanswer_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_surveyanswer FOR EACH ROW EXECUTE FUNCTION evaluation_answer_guard();

CREATE FUNCTION evaluation_surveycounted_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Out of the urn only, which is empty once the round is closed.
    IF TG_OP <> 'INSERT' OR NOT EXISTS (SELECT FROM evaluation_question q
            JOIN evaluation_round r ON r.id = q.round_id WHERE q.id = NEW.question_id
            AND r.stage = 'closed' AND EXISTS (
                SELECT FROM evaluation_surveyanswer a WHERE a.question_id = q.id)) THEN
        PERFORM evaluation_refuse('answers are counted as the round is closed, and stay');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_surveycounted_guarded BEFORE INSERT OR UPDATE OR DELETE
    ON evaluation_surveycounted FOR EACH ROW EXECUTE FUNCTION evaluation_surveycounted_guard();
"""
CLOSE = """
ALTER FUNCTION evaluation_close(bigint) RENAME TO evaluation_close_ballots;

CREATE FUNCTION evaluation_close(closed bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    -- Refuses, and locks the round; the urn of ballots before that of answers, as who casts.
    ballots bigint := evaluation_close_ballots(closed);
BEGIN
    -- All questions in one order: nothing joins the answers of one person.
    INSERT INTO evaluation_surveycounted (id, question_id, option, text)
        SELECT gen_random_uuid() AS drawn, a.question_id, a.option, a.text
        FROM evaluation_surveyanswer a JOIN evaluation_question q ON q.id = a.question_id
        WHERE q.round_id = closed ORDER BY drawn;
    SET CONSTRAINTS ALL IMMEDIATE;
    LOCK TABLE evaluation_surveyanswer IN ACCESS EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM evaluation_surveyanswer a JOIN evaluation_question q
            ON q.id = a.question_id WHERE q.round_id <> closed) THEN
        DELETE FROM evaluation_surveyanswer a USING evaluation_question q
            WHERE q.id = a.question_id AND q.round_id = closed;
    ELSE
        TRUNCATE evaluation_surveyanswer;
    END IF;
    RETURN ballots;
END $$;
"""
RIGHTS = """
REVOKE EXECUTE ON FUNCTION evaluation_cast(text, jsonb, jsonb), evaluation_close FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianqiao_app') THEN
        GRANT EXECUTE ON FUNCTION evaluation_cast(text, jsonb, jsonb), evaluation_close
            TO lianqiao_app;
        REVOKE EXECUTE ON FUNCTION evaluation_close_ballots FROM lianqiao_app;
        REVOKE ALL ON evaluation_surveyanswer FROM lianqiao_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON evaluation_surveycounted FROM lianqiao_app;
    END IF;
END $$;
"""
BACKWARD = """
DROP TRIGGER evaluation_question_guarded ON evaluation_question;
DROP TRIGGER evaluation_surveyanswer_guarded ON evaluation_surveyanswer;
DROP TRIGGER evaluation_surveycounted_guarded ON evaluation_surveycounted;
DROP FUNCTION evaluation_answer_guard;
DROP FUNCTION evaluation_surveycounted_guard;
DROP FUNCTION evaluation_cast(text, jsonb, jsonb);
DROP FUNCTION evaluation_close(bigint);
ALTER FUNCTION evaluation_close_ballots(bigint) RENAME TO evaluation_close;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianqiao_app') THEN
        GRANT EXECUTE ON FUNCTION evaluation_close TO lianqiao_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """Questions, two urns, functions, triggers, and rights taken away."""

    dependencies = [
        ('evaluation', '0003_guards_of_ballots'),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='question')),
                ('kind', models.CharField(choices=[('choice', 'One of the options'), ('text', 'Free text')], max_length=6, verbose_name='kind')),
                ('options', models.JSONField(default=list, verbose_name='options')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='evaluation.round')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('option', models.PositiveSmallIntegerField(null=True)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evaluation.question')),
            ],
            options={
                'verbose_name': 'survey answer',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyCounted',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('option', models.PositiveSmallIntegerField(null=True)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evaluation.question')),
            ],
            options={
                'verbose_name': 'counted survey answer',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(models.F('round'), models.F('position'), name='question_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'text'), ('options', [])), models.Q(models.Q(('kind', 'choice')), models.Q(('options', []), _negated=True)), _connector='OR'), name='question_options'),
        ),
        migrations.AddIndex(
            model_name='surveycounted',
            index=models.Index(fields=['question', 'option'], name='survey_counts'),
        ),
        migrations.RunSQL(SURVEY + CLOSE + RIGHTS, BACKWARD),
    ]
