"""Tells of places that are proven and too few to break their indicator: they weigh nothing, neither on the pages nor in the circular.

Whether a score is whole is again what it was at the monitoring point, beside which it is shown."""

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
    ("short", "属实，处数未达标准"),
]
COUNTING = ("counts", "confirmed")
SUM_UP = """
INSERT INTO campaigns_weighedrow (subject_id, indicator, places)
SELECT subject_id, indicator, COUNT(*) FROM campaigns_findingrow WHERE weighed GROUP BY subject_id, indicator
"""
_TOGETHER = 500


def tell(apps: Any, editor: Any) -> None:
    del editor
    findings = apps.get_model("campaigns", "FindingRow").objects
    rows = apps.get_model("campaigns", "CampaignSubject").objects.exclude(judgement_at_point=None)
    for row in rows.only("judgement_at_point", "judgement_at_closing").iterator(chunk_size=20):
        rows.filter(pk=row.pk).update(score_complete=row.judgement_at_point["score_complete"])
        short = [one for one in (row.judgement_at_point, row.judgement_at_closing) if one and _mark(one)]
        if short:
            row.save(update_fields=["judgement_at_point", "judgement_at_closing"])
        own = findings.filter(subject=row.pk)
        own.update(weighed=False)
        _each(own, [one["id"] for one in row.judgement_at_point["findings"] if _weighs(one)], weighed=True)
        last = (row.judgement_at_closing or row.judgement_at_point)["findings"]
        _each(own.filter(state__in=COUNTING), [one["id"] for one in last if one.get("short")], state="short")


def _mark(judgement: dict[str, Any]) -> bool:
    """Marks the findings that are too few; older judgements say how many are needed by a threshold that is a number beside a number."""
    found = False
    for outcome in judgement["outcomes"]:
        needed, value = outcome.get("threshold"), outcome.get("value")
        own = [one for one in judgement["findings"] if one["indicator"] == outcome["indicator"] and _weighs(one)]
        if isinstance(needed, int) and isinstance(value, int) and len(own) < needed:
            found = found or bool(own)
            for one in own:
                one["short"] = True
    return found


def _weighs(finding: dict[str, Any]) -> bool:
    sure = finding["certainty"] == "automatic" or finding.get("ruling") == "confirmed"
    is_lifted = finding.get("ruling") == "dismissed" or finding.get("waived") or finding.get("short")
    return sure and not is_lifted


def _each(rows: Any, keys: list[str], **said: object) -> None:
    for start in range(0, len(keys), _TOGETHER):
        rows.filter(finding_id__in=keys[start : start + _TOGETHER]).update(**said)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0017_weighed_at_the_point")]

    operations = [
        migrations.AlterField(
            model_name="findingrow",
            name="state",
            field=models.CharField(choices=STATES, max_length=12, verbose_name="状态"),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.RunSQL(["DELETE FROM campaigns_weighedrow", SUM_UP], migrations.RunSQL.noop),
    ]
