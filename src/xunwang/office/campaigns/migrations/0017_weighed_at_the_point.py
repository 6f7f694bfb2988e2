"""Tells of each finding whether it weighed at the monitoring point, as the judgement of the point has it: what another indicator punishes already weighs nothing."""

from typing import Any

from django.db import migrations, models

STATES = [
    ("counts", "自动认定"),
    ("waits", "待人工认定"),
    ("second", "待第二人复核"),
    ("confirmed", "认定属实"),
    ("dismissed", "认定不属实"),
    ("excused", "免予计算"),
    ("mended", "已整改"),
    ("gone", "线索未再出现"),
    ("waived", "已按其他指标计算"),
]
COUNTING = ("counts", "confirmed")
SUM_UP = """
INSERT INTO campaigns_weighedrow (subject_id, indicator, places)
SELECT subject_id, indicator, COUNT(*) FROM campaigns_findingrow WHERE weighed GROUP BY subject_id, indicator
"""
_TOGETHER = 500


def _counts(finding: dict[str, Any]) -> bool:
    sure = finding["certainty"] == "automatic" or finding.get("ruling") == "confirmed"
    return sure and finding.get("ruling") != "dismissed" and not finding.get("waived")


def tell(apps: Any, editor: Any) -> None:
    del editor
    findings = apps.get_model("campaigns", "FindingRow").objects
    findings.filter(at_point=True, state__in=[*COUNTING, "mended"]).update(weighed=True)
    rows = apps.get_model("campaigns", "CampaignSubject").objects.exclude(judgement_at_point=None)
    kept = rows.values_list("pk", "judgement_at_point", "judgement_at_closing")
    for key, point, closing in kept.iterator(chunk_size=20):
        own = findings.filter(subject=key)
        own.filter(source="").update(weighed=False)
        _each(own, [one["id"] for one in point["findings"] if _counts(one)], weighed=True)
        waived = [one["id"] for one in (closing or point)["findings"] if one.get("waived")]
        _each(own.filter(state__in=COUNTING), waived, state="waived")


def _each(rows: Any, keys: list[str], **said: object) -> None:
    for start in range(0, len(keys), _TOGETHER):
        rows.filter(finding_id__in=keys[start : start + _TOGETHER]).update(**said)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0016_weighed_sums")]

    operations = [
        migrations.AlterField(
            model_name="findingrow",
            name="state",
            field=models.CharField(choices=STATES, max_length=12, verbose_name="状态"),
        ),
        migrations.AddField(
            model_name="findingrow", name="weighed", field=models.BooleanField(default=False)
        ),
        migrations.RemoveIndex(model_name="findingrow", name="findings_counted"),
        migrations.AddIndex(
            model_name="findingrow",
            index=models.Index(fields=["subject", "indicator", "weighed"], name="findings_weighed"),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.RunSQL(["DELETE FROM campaigns_weighedrow", SUM_UP], migrations.RunSQL.noop),
    ]
