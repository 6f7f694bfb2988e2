import django.db.models.deletion
from django.db import migrations, models


def cut_up(apps, _editor):
    """What an import wrote so far is its only piece."""
    batches = apps.get_model("registry", "ImportBatch").objects.filter(undone_at=None).exclude(written={})
    pieces = apps.get_model("registry", "ImportPiece").objects
    for batch in batches.order_by("pk").iterator(chunk_size=1):
        pieces.create(batch=batch, written=batch.written)


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_counted_by_kind")]

    operations = [
        migrations.CreateModel(
            name="ImportPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("written", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="registry.importbatch",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(cut_up, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="importbatch", name="written"),
        migrations.AddField(
            model_name="importbatch",
            name="underway",
            field=models.CharField(
                blank=True,
                choices=[("writing", "正在导入"), ("taking_back", "正在撤销")],
                default="",
                max_length=12,
                verbose_name="进展",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="importbatch",
            name="heard_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
