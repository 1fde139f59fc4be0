"""Why an opinion is not accepted is counted; an answer is mailed once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opinions', '0003_consent_stays'),
        ('parties', '0003_sources_of_facts'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='opinion',
            name='hidden_for',
            field=models.CharField(blank=True, choices=[('abuse', 'Insult or threat'), ('advertising', 'Advertising'), ('repeated', 'Sent several times'), ('elsewhere', "No matter of this city's offices"), ('unclear', 'Cannot be understood'), ('private', 'Private matters of others'), ('other', 'Other reason')], max_length=12, verbose_name='why not accepted'),
        ),
        migrations.RunSQL(
            "UPDATE opinions_opinion SET hidden_for = 'other' WHERE state = 'hidden';"
            " SET CONSTRAINTS ALL IMMEDIATE;",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_for__in', ['abuse', 'advertising', 'repeated', 'elsewhere', 'unclear', 'private', 'other']), ('state', 'hidden')), models.Q(models.Q(('state', 'hidden'), _negated=True), ('hidden_for', '')), _connector='OR'), name='opinion_hidden_for_a_cause'),
        ),
    ]
