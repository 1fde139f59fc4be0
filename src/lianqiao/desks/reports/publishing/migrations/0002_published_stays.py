"""What is published stays as it is; figures and errata take new rows and nothing else."""

from django.db import migrations

TABLES = ("publishing_figure", "publishing_erratum")
FORWARD = """
CREATE FUNCTION publishing_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'published' THEN
        RAISE EXCEPTION 'report % is published and stays as it is', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER publishing_report_published_stays BEFORE UPDATE OR DELETE ON publishing_report
    FOR EACH ROW EXECUTE FUNCTION publishing_report_stays();
CREATE FUNCTION publishing_figures_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM publishing_report WHERE id = NEW.report_id) = 'published' THEN
        RAISE EXCEPTION 'report % is published and takes no further figure', NEW.report_id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publishing_figure_whole BEFORE INSERT ON publishing_figure
    FOR EACH ROW EXECUTE FUNCTION publishing_figures_are_whole();
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES) + """
DROP TRIGGER publishing_figure_whole ON publishing_figure;
DROP FUNCTION publishing_figures_are_whole;
DROP TRIGGER publishing_report_published_stays ON publishing_report;
DROP FUNCTION publishing_report_stays;
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("publishing", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
