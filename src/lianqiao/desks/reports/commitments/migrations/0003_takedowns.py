"""A file that was published by mistake goes for good: its withdrawal stays, it does not come back."""

import django.db.models.deletion
from django.db import migrations, models


REFUSED = "USING ERRCODE = 'insufficient_privilege'"
FORWARD = f"""
CREATE FUNCTION commitments_takedown_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_at := transaction_timestamp();
    IF NOT EXISTS (
        SELECT 1 FROM commitments_attachment a JOIN commitments_progress p ON p.id = a.progress_id
        WHERE p.commitment_id = NEW.commitment_id AND a.sha256 = NEW.sha256) THEN
        RAISE EXCEPTION 'commitment % has no file %', NEW.commitment_id, NEW.sha256 {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitments_takedown_fits BEFORE INSERT ON commitments_takedown
    FOR EACH ROW EXECUTE FUNCTION commitments_takedown_fits();
CREATE TRIGGER commitments_takedown_append_only BEFORE UPDATE OR DELETE ON commitments_takedown
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION commitments_gone_stays_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM commitments_takedown t JOIN commitments_progress p USING (commitment_id)
        WHERE p.id = NEW.progress_id AND t.sha256 = NEW.sha256) THEN
        RAISE EXCEPTION 'file % was withdrawn', NEW.sha256 {REFUSED};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitments_gone_stays_gone BEFORE INSERT ON commitments_attachment
    FOR EACH ROW EXECUTE FUNCTION commitments_gone_stays_gone();
"""
BACKWARD = """
DROP TRIGGER commitments_gone_stays_gone ON commitments_attachment;
DROP FUNCTION commitments_gone_stays_gone;
DROP TRIGGER commitments_takedown_append_only ON commitments_takedown;
DROP TRIGGER commitments_takedown_fits ON commitments_takedown;
DROP FUNCTION commitments_takedown_fits;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(max_length=1000, verbose_name='reason')),
                ('made_by', models.BigIntegerField()),
                ('made_at', models.DateTimeField(editable=False, null=True)),
                ('entry', models.BigIntegerField(unique=True)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='commitments.commitment')),
            ],
            options={
                'verbose_name': 'withdrawal of a file',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(models.F('commitment'), models.F('sha256'), name='commitment_takedown_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='commitment_takedown_with_reason')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
