"""The figures of a request are of a quarter or a year of its own; until now they were of the one in which it was issued."""

import datetime as dt

from django.db import migrations, models


def _as_before(apps, schema_editor):
    requests = apps.get_model("reporting", "ReportRequest").objects
    for one in requests.filter(form="quarter"):
        one.period_start = dt.date(one.issued_on.year, 3 * ((one.issued_on.month - 1) // 3) + 1, 1)
        one.save(update_fields=["period_start"])
    for one in requests.filter(form__in=["supervision", "work"]):
        # the report of a year is asked for in its December at the earliest
        one.period_start = dt.date(one.issued_on.year - (one.issued_on.month < 12), 1, 1)
        one.save(update_fields=["period_start"])


class Migration(migrations.Migration):

    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reportrequest",
            name="period_start",
            field=models.DateField(blank=True, null=True, verbose_name="所属时期"),
        ),
        migrations.RunPython(_as_before, migrations.RunPython.noop),
    ]
