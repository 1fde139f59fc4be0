"""A verdict that was given is neither changed nor removed, nor is a text that has one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER statements_verdict_kept BEFORE DELETE ON statements_verdict
    FOR EACH ROW EXECUTE FUNCTION statements_verdict_stays();
"""
BACKWARD = "DROP TRIGGER statements_verdict_kept ON statements_verdict;"


class Migration(migrations.Migration):
    """A trigger."""

    dependencies = [("statements", "0003_progress_and_reasons")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
