import datetime as dt

from django.db import migrations

from xunwang.office.rectify.migrations._years import OFF, SOURCES, WORKED


def fill(apps, schema_editor):
    year_model = apps.get_model("rectify", "CalendarYear")
    day_model = apps.get_model("rectify", "CalendarDay")
    for year, (confirmed, source) in SOURCES.items():
        year_model.objects.create(year=year, confirmed=confirmed, source=source)
        off = [(text, False, "放假") for text in OFF[year]]
        worked = [(text, True, "调休上班") for text in WORKED[year]]
        day_model.objects.bulk_create(
            day_model(day=dt.date.fromisoformat(f"{year}-{text}"), works=works, note=note)
            for text, works, note in off + worked
        )


class Migration(migrations.Migration):
    dependencies = [("rectify", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
