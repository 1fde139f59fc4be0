"""Numbers that people read aloud: each kind of paper has its own sequence."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE policies_number_zc;
CREATE SEQUENCE policies_number_ss;
CREATE SEQUENCE policies_number_gs;
CREATE SEQUENCE policies_number_fk;
"""

BACKWARD = """
DROP SEQUENCE policies_number_zc, policies_number_ss, policies_number_gs, policies_number_fk;
"""


class Migration(migrations.Migration):
    """Four sequences."""

    dependencies = [("policies", "0002_rules")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
