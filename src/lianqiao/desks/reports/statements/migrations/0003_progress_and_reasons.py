"""How far a text has been read, and whether a note is for everybody."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0002_append_only'),
        ('statements', '0002_body_stays'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='is_remark_public',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='text',
            name='read_to',
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='text',
            name='reading',
            field=models.CharField(choices=[('waiting', 'Being read'), ('done', 'Read'), ('stopped', 'Stopped'), ('failed', 'Could not be read')], default='waiting', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('is_remark_public', False), models.Q(('remark', ''), _negated=True), _connector='OR'), name='claim_public_remark_says_something'),
        ),
    ]
