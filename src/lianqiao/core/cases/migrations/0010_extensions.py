"""An applicant may ask for more time; what is asked is moot once the case has moved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION cases_moot_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_extension SET closed_at = now()
    WHERE case_id = NEW.case_id AND closed_at IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER extension_moot AFTER INSERT ON cases_casestep
FOR EACH ROW EXECUTE FUNCTION cases_moot_extension();
"""

BACKWARD = """
DROP TRIGGER extension_moot ON cases_casestep;
DROP FUNCTION cases_moot_extension();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(help_text='as it stood when more time was asked for', verbose_name='due on')),
                ('working_days', models.PositiveSmallIntegerField(verbose_name='working days asked for')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('granted', models.PositiveSmallIntegerField(null=True, verbose_name='working days granted')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('closed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='cases.case')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request for more time',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(models.F('case'), condition=models.Q(('closed_at__isnull', True)), name='extension_one_open'), models.CheckConstraint(condition=models.Q(('working_days__gte', 1), ('working_days__lte', 250), models.Q(('granted__isnull', True), models.Q(('granted__gte', 1), ('granted__lte', 250)), _connector='OR')), name='extension_in_days'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_says_why'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', False), models.Q(('answer', ''), ('closed_by__isnull', True), ('granted__isnull', True)), _connector='OR'), name='extension_answered_when_closed'), models.CheckConstraint(condition=models.Q(('granted__isnull', False), ('closed_by__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='extension_refused_with_reason')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
