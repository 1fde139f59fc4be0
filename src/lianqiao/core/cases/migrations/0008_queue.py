from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_rebasing'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['office', 'due_on', 'changed_at', 'id'], name='case_of_office'),
        ),
    ]
