from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _list_findings(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A standing kept one sentence for each indicator, now it keeps all of them."""
    standings = apps.get_model("accounts", "Standing")
    rows = standings.objects.exclude(found={}).only("pk", "found").order_by("pk")
    changed = []
    for row in rows.iterator(chunk_size=1_000):
        row.found = {name: [said] for name, said in row.found.items() if isinstance(said, str)}
        changed.append(row)
    standings.objects.bulk_update(changed, ["found"], batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_post_ways")]

    operations = [migrations.RunPython(_list_findings, migrations.RunPython.noop)]
