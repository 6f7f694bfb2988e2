from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def seal_what_is_there(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The end of a trail that was written before there was a seal on it."""
    from xunwang.office.people.audit import seal_of_end  # noqa: PLC0415  # Django must be set up first

    last = apps.get_model("people", "AuditEntry").objects.order_by("pk").last()
    if last is not None:
        sealed = seal_of_end(last.pk, last.hash)
        apps.get_model("people", "TrailHead").objects.create(pk=1, entry=last.pk, hash=last.hash, seal=sealed)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("entry", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
    ]
