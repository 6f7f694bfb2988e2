from pathlib import Path

from django.conf import settings
from django.db import migrations


def shorten(apps, schema_editor):
    """Folders of runs inside the office's own folder are named from there."""
    head = f"{Path(settings.RUNS_FOLDER).absolute()}/"
    for row in apps.get_model("campaigns", "CampaignSubject").objects.exclude(run_path="").iterator():
        row.run_path = row.run_path.removeprefix(head)
        row.rechecks = [one.removeprefix(head) for one in row.rechecks]
        row.save(update_fields=["run_path", "rechecks"])
    for row in apps.get_model("campaigns", "FindingRow").objects.filter(run_path__startswith=head).iterator():
        row.run_path = row.run_path.removeprefix(head)
        row.save(update_fields=["run_path"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_circular_versions")]
    operations = [migrations.RunPython(shorten, migrations.RunPython.noop, elidable=True)]
