"""The roots of each seal's blocks of leaves; seals from before have none and are hashed whole."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER ledger_tree_append_only BEFORE UPDATE OR DELETE ON ledger_tree
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_tree_no_truncate BEFORE TRUNCATE ON ledger_tree
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
ALTER TABLE ledger_tree ENABLE ALWAYS TRIGGER ledger_tree_append_only;
ALTER TABLE ledger_tree ENABLE ALWAYS TRIGGER ledger_tree_no_truncate;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lianqiao_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_tree FROM lianqiao_app;
    END IF;
END $$;
"""
BACKWARD = (
    "DROP TRIGGER ledger_tree_append_only ON ledger_tree;"
    " DROP TRIGGER ledger_tree_no_truncate ON ledger_tree;"
)


class Migration(migrations.Migration):
    """A table that takes new rows and nothing else."""

    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Tree",
            fields=[
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="tree",
                        serialize=False,
                        to="ledger.seal",
                    ),
                ),
                ("blocks", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
