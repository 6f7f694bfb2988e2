"""Tells what was mended from what was never proven: both were called mended once a later judgement no longer made them."""

from django.db import migrations, models

LIFTED = ("dismissed", "excused")


def tell_apart(apps, schema_editor):
    rows = apps.get_model("campaigns", "FindingRow").objects.filter(state="mended", source="")
    rulings = apps.get_model("campaigns", "DecisionRow").objects.exclude(ruling="second")
    last = rulings.filter(finding=models.OuterRef("pk")).order_by("-at", "-pk").values("ruling")[:1]
    ruled = rows.annotate(last=models.Subquery(last))
    for word in LIFTED:
        ruled.filter(last=word).update(state=word)
    ruled.filter(last=None, certainty="candidate").update(state="gone")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_verdicts_counted")]

    operations = [
        migrations.AlterField(
            model_name="findingrow",
            name="state",
            field=models.CharField(
                choices=[
                    ("counts", "自动认定"),
                    ("waits", "待人工认定"),
                    ("second", "待第二人复核"),
                    ("confirmed", "认定属实"),
                    ("dismissed", "认定不属实"),
                    ("excused", "免予计算"),
                    ("mended", "已整改"),
                    ("gone", "线索未再出现"),
                ],
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
