from django.db import migrations


def make(apps, schema_editor):
    """On PostgreSQL an earlier step took this index away together with another of the same column; new offices have it already."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS one_open_version ON registry_subjectversion (subject_id) WHERE valid_to IS NULL"
        )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_squashed")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
