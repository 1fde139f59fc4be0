"""A message goes into one e-mail at most: when it did is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Null: not yet."""

    dependencies = [("policies", "0005_guides")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        )
    ]
