"""The day of a correction moves while it is provisional, when a notice comes in; else it stays."""

from django.db import migrations

KEPT = "'met_by_id', 'withdrawn_at', 'missed_at'"
MOVING = f"{KEPT}, 'due_on', 'due_is_provisional'"
STAYS = """
DROP TRIGGER cases_correction_stays ON cases_correction;
CREATE TRIGGER cases_correction_stays BEFORE UPDATE OR DELETE ON cases_correction
    FOR EACH ROW EXECUTE FUNCTION cases_stays({});
"""
FORWARD = (
    STAYS.format(MOVING)
    + f"""
CREATE TRIGGER cases_correction_due BEFORE UPDATE ON cases_correction
    FOR EACH ROW WHEN (NOT OLD.due_is_provisional) EXECUTE FUNCTION cases_stays({KEPT});
"""
)
BACKWARD = "DROP TRIGGER cases_correction_due ON cases_correction;" + STAYS.format(KEPT)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("cases", "0016_officers_do_not_judge")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
