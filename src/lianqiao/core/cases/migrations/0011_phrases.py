"""Phrases that the officers of an office write with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_extensions'),
        ('parties', '0003_sources_of_facts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='name of the phrase')),
                ('text', models.TextField(max_length=2000, verbose_name='phrase')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.organization')),
            ],
            options={
                'verbose_name': 'phrase',
                'ordering': ['label', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('office'), models.F('label'), name='phrase_named_once'), models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='phrase_says_something')],
            },
        ),
    ]
