"""Full-text search over terms; a version names the policy that it replaces."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What search looks for, and which policy a version takes the place of."""

    dependencies = [
        ('parties', '0002_rules'),
        ('policies', '0003_claim_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy', verbose_name='replaces'),
        ),
        migrations.AddField(
            model_name='version',
            name='terms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, editable=False, size=None),
        ),
        migrations.AddIndex(
            model_name='version',
            index=django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='version_terms'),
        ),
    ]
