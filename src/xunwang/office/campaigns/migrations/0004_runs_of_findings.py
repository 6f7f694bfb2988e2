from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    subject = apps.get_model("campaigns", "CampaignSubject")
    finding = apps.get_model("campaigns", "FindingRow")
    run = subject.objects.filter(pk=OuterRef("subject_id")).values("run_path")[:1]
    finding.objects.filter(run_path="").update(run_path=Subquery(run))
    judged = subject.objects.exclude(run_path="")
    judged.filter(run_state="").update(run_state="looked")
    for row in judged.filter(judged_as_of=None).select_related("campaign").iterator():
        row.judged_as_of = row.campaign.as_of
        row.save(update_fields=["judged_as_of"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_runs_and_excuses")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
