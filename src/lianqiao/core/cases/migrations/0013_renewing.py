"""A revocation may bar its holder from a new application until a day."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_corrections_missed"),
        ("parties", "0003_sources_of_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="barred_until",
            field=models.DateField(null=True, verbose_name="no new application until"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("barred_until__isnull", True), ("revoked_on__isnull", False), _connector="OR"
                ),
                name="certificate_bars_once_revoked",
            ),
        ),
    ]
