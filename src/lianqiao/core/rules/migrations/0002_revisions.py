"""Every change of what is known of an organization is noted in the transaction that makes it."""

from django.db import migrations, models

WATCHED = {"parties_fact": "organization_id", "parties_title": "organization_id",
           "parties_organization": "id"}  # fmt: skip
EVENTS = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}

FUNCTION = """
CREATE FUNCTION rules_note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rules_revision (organization_id, transaction)
    SELECT DISTINCT {column}, pg_current_xact_id()::text::bigint FROM changed;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER rules_note_{event}_{side} AFTER {event} ON {table}
    REFERENCING {side} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION rules_note_{table}();
"""
TRIGGERS = [
    {"table": table, "event": event, "side": side}
    for table in WATCHED
    for event, sides in EVENTS.items()
    for side in sides
]
FORWARD = "".join(
    [
        *(FUNCTION.format(table=table, column=column) for table, column in WATCHED.items()),
        *(TRIGGER.format(**one) for one in TRIGGERS),
    ]
)
BACK = "".join(
    f"DROP FUNCTION rules_note_{table}() CASCADE;" for table in WATCHED
)


class Migration(migrations.Migration):
    """The outbox of changes, for runs over what changed alone."""

    dependencies = [("rules", "0001_initial"), ("parties", "0003_sources_of_facts")]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.organization",
                    ),
                ),
            ],
            options={"verbose_name": "revision"},
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
