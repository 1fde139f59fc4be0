import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0004_survey'),
        ('parties', '0003_sources_of_facts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('total', models.PositiveSmallIntegerField(default=1)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.membership')),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='closing', to='evaluation.round')),
            ],
            options={
                'verbose_name': 'closing of a round',
                'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total')), ('total__gt', 0)), name='closing_within_bounds')],
            },
        ),
    ]
