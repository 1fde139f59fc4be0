"""Facts name their source by rank; the dictionary learns bounds, years and registers."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def first_source(apps, schema_editor):
    """Give the facts that are there a source: the last one, as nobody ranked them."""
    if not apps.get_model("parties", "Fact").objects.exists():
        return
    apps.get_model("parties", "FactSource").objects.get_or_create(
        code="other", defaults={"rank": 10, "name": "其他", "name_en": "Other"}
    )


class Migration(migrations.Migration):
    """What was the source's text becomes the evidence."""

    dependencies = [("parties", "0002_rules")]
    operations = [
        migrations.CreateModel(
            name="FactSource",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
            ],
            options={
                "verbose_name": "source of facts",
                "verbose_name_plural": "sources of facts",
                "ordering": ["rank"],
            },
        ),
        migrations.AddConstraint(
            model_name="factsource",
            constraint=models.UniqueConstraint(models.F("rank"), name="fact_source_rank_unique"),
        ),
        migrations.RunPython(first_source, migrations.RunPython.noop),
        migrations.RenameField("fact", "source", "evidence"),
        migrations.AlterField(
            "fact",
            "evidence",
            models.CharField(blank=True, max_length=200, verbose_name="evidence"),
        ),
        migrations.AddField(
            "fact",
            "source",
            models.ForeignKey(
                default="other",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.factsource",
                verbose_name="source",
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("fact", "fact_known_once"),
        migrations.AddConstraint(
            "fact",
            models.UniqueConstraint(
                models.F("organization"),
                models.F("definition"),
                models.F("period_from"),
                models.F("period_to"),
                models.F("source"),
                models.F("known_at"),
                name="fact_known_once",
            ),
        ),
        migrations.AddField(
            "factdefinition",
            "scale",
            models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(6)],
                verbose_name="decimals",
            ),
        ),
        migrations.AddField(
            "factdefinition",
            "low",
            models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="least"
            ),
        ),
        migrations.AddField(
            "factdefinition",
            "high",
            models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="most"
            ),
        ),
        migrations.AddField(
            "factdefinition",
            "is_yearly",
            models.BooleanField(default=True, verbose_name="by year"),
        ),
        migrations.AddField(
            "factdefinition",
            "can_change",
            models.BooleanField(default=True, verbose_name="an organization can change it"),
        ),
        migrations.AddField(
            "factdefinition",
            "is_register",
            models.BooleanField(default=False, verbose_name="complete register"),
        ),
    ]
