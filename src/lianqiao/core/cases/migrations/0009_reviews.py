"""Experts, panels and opinions, and what the database itself holds of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION cases_conflict(bigint, bigint) RETURNS text LANGUAGE sql STABLE AS $$
    -- Why expert $1 may not judge snapshot $2: 'applicant', 'partner' or ''.
    WITH home AS (
        SELECT organization_id AS id, name FROM cases_affiliation
        WHERE expert_id = $1 AND (until IS NULL OR until >= current_date)
        UNION ALL
        SELECT m.organization_id, '' FROM parties_membership AS m
        JOIN cases_expert AS e ON e.user_id = m.user_id WHERE e.id = $1 AND m.until IS NULL
    ), known AS (
        SELECT o.id, COALESCE(o.name, home.name) AS name, COALESCE(o.uscc, '') AS uscc
        FROM home LEFT JOIN parties_organization AS o ON o.id = home.id
    ), applied AS (
        SELECT c.id AS pk, o.id, o.name FROM cases_snapshot AS s
        JOIN cases_filing AS f ON f.id = s.filing_id JOIN cases_case AS c ON c.id = f.case_id
        JOIN parties_organization AS o ON o.id = c.organization_id WHERE s.id = $2
    ), named AS (
        SELECT value ->> 'name' AS name, value ->> 'uscc' AS uscc
        FROM applied JOIN cases_filing AS f ON f.case_id = applied.pk
        JOIN cases_snapshot AS s ON s.filing_id = f.id, jsonb_each(s.values)
        WHERE jsonb_typeof(value) = 'object' AND value ? 'uscc'
    )
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM known, applied WHERE known.id = applied.id OR known.name = applied.name
        ) THEN 'applicant'
        WHEN EXISTS (
            SELECT FROM known, named WHERE named.name = known.name
                OR (named.uscc <> '' AND named.uscc = known.uscc)
                OR named.name IN (
                    SELECT name FROM parties_formername WHERE organization_id = known.id)
        ) THEN 'partner'
        ELSE '' END
$$;

CREATE FUNCTION cases_assignment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.snapshot_id <> (SELECT snapshot_id FROM cases_panel WHERE id = NEW.panel_id) THEN
        RAISE EXCEPTION 'an assignment is about the snapshot of its panel'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_of_panel';
    END IF;
    IF cases_conflict(NEW.expert_id, NEW.snapshot_id) <> '' THEN
        RAISE EXCEPTION 'expert % belongs to the applicant or a partner', NEW.expert_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_without_conflict';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_fits BEFORE INSERT ON cases_assignment
    FOR EACH ROW EXECUTE FUNCTION cases_assignment_fits();

CREATE FUNCTION cases_assignment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.panel_id, NEW.snapshot_id, NEW.expert_id, NEW.place)
        <> (OLD.panel_id, OLD.snapshot_id, OLD.expert_id, OLD.place)
        OR (NEW.state <> OLD.state AND NOT (
            (OLD.state = 'asked' AND NEW.state IN ('opened', 'recused', 'released'))
            OR (OLD.state = 'opened' AND NEW.state IN ('recused', 'released'))
            OR (OLD.state = 'opened' AND NEW.state = 'filed'
                AND EXISTS (SELECT FROM cases_opinion WHERE assignment_id = NEW.id)))) THEN
        RAISE EXCEPTION 'an assignment cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_step_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_moves BEFORE UPDATE ON cases_assignment
    FOR EACH ROW EXECUTE FUNCTION cases_assignment_moves();

CREATE FUNCTION cases_opinion_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM cases_assignment AS a JOIN cases_panel AS p ON p.id = a.panel_id
        WHERE a.id = NEW.assignment_id AND a.state = 'opened' AND p.closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'assignment % is not open', NEW.assignment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'opinion_of_opened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opinion_fits BEFORE INSERT ON cases_opinion
    FOR EACH ROW EXECUTE FUNCTION cases_opinion_fits();

CREATE FUNCTION cases_panel_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.snapshot_id, NEW.review, NEW.number, NEW.seed, NEW.wanted)
        <> (OLD.snapshot_id, OLD.review, OLD.number, OLD.seed, OLD.wanted)
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at) THEN
        RAISE EXCEPTION 'a panel stays as it was drawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'panel_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER panel_stays BEFORE UPDATE OR DELETE ON cases_panel
    FOR EACH ROW EXECUTE FUNCTION cases_panel_stays();
CREATE TRIGGER opinion_append_only BEFORE UPDATE OR DELETE ON cases_opinion
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER itemscore_append_only BEFORE UPDATE OR DELETE ON cases_itemscore
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""

BACKWARD = """
DROP TRIGGER itemscore_append_only ON cases_itemscore;
DROP TRIGGER opinion_append_only ON cases_opinion;
DROP TRIGGER panel_stays ON cases_panel;
DROP TRIGGER opinion_fits ON cases_opinion;
DROP TRIGGER assignment_moves ON cases_assignment;
DROP TRIGGER assignment_fits ON cases_assignment;
DROP FUNCTION cases_panel_stays, cases_opinion_fits, cases_assignment_moves,
    cases_assignment_fits, cases_conflict(bigint, bigint);
"""


class Migration(migrations.Migration):
    """Tables and their triggers."""

    dependencies = [
        ("cases", "0008_queue"),
        ("ledger", "0002_append_only"),
        ("parties", "0003_sources_of_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="organization")),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "affiliation",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "to be opened"),
                            ("opened", "under review"),
                            ("filed", "filed"),
                            ("recused", "recused"),
                            ("released", "released by the office"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="reason")),
                ("draft", models.JSONField(default=dict)),
                ("told_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "assignment",
                "ordering": ["panel", "place"],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "most",
                    models.PositiveSmallIntegerField(default=5, verbose_name="reviews at once"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="takes part")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "expert",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=24)),
                ("score", models.DecimalField(decimal_places=2, max_digits=7)),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                (
                    "evidence",
                    models.TextField(blank=True, max_length=2000, verbose_name="evidence"),
                ),
            ],
            options={
                "verbose_name": "score of an item",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="opinion")),
                ("filed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "opinion of an expert",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("review", models.CharField(max_length=24)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("wanted", models.PositiveSmallIntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("pool", models.JSONField()),
                ("left_out", models.JSONField(default=dict)),
                ("due_on", models.DateField(verbose_name="due on")),
                ("due_is_provisional", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                ("drawn_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "panel of experts",
                "ordering": ["snapshot", "review", "number"],
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organization",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="expert",
            name="fields",
            field=models.ManyToManyField(blank=True, related_name="+", to="parties.technicalfield"),
        ),
        migrations.AddField(
            model_name="expert",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expert",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="cases.expert",
            ),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="affiliations",
                to="cases.expert",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="assignment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinion",
                to="cases.assignment",
            ),
        ),
        migrations.AddField(
            model_name="itemscore",
            name="opinion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="cases.opinion",
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="drawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="panels",
                to="cases.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="cases.panel",
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(("most__gt", 0)), name="expert_takes_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), ("organization__isnull", False)),
                    models.Q(("organization__isnull", True), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="affiliation_names_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                models.F("expert"),
                models.F("organization"),
                models.F("name"),
                condition=models.Q(("until__isnull", True)),
                name="affiliation_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 0), ("score__lte", 100)),
                name="opinion_score_of_hundred",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemscore",
            constraint=models.UniqueConstraint(
                models.F("opinion"), models.F("item"), name="item_scored_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.UniqueConstraint(
                models.F("snapshot"), models.F("review"), models.F("number"), name="panel_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(("number", 2), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="panel_second_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ["asked", "opened"])),
                fields=["expert"],
                name="assignment_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                models.F("snapshot"), models.F("expert"), name="assignment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                models.F("panel"), models.F("place"), name="assignment_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["opened", "filed"]), _negated=True),
                    ("opened_at__isnull", False),
                    _connector="OR",
                ),
                name="assignment_opened_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["recused", "released"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="assignment_given_back_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("ended_at__gte", models.F("asked_at")),
                    _connector="OR",
                ),
                name="assignment_ends_later",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
