import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

from xunwang.office.deadlines.migrations._years import OFF, SOURCES, WORKED
from xunwang.office.steps import replaced


def make_keys(apps, schema_editor):
    """At once and not at the end, when the table has its other name."""
    while schema_editor.deferred_sql:
        schema_editor.execute(schema_editor.deferred_sql.pop(0), None)


def fill(apps, schema_editor):
    years, days = apps.get_model("deadlines", "CalendarYear"), apps.get_model("deadlines", "CalendarDay")
    for year, (confirmed, source) in SOURCES.items():
        years.objects.create(year=year, confirmed=confirmed, source=source)
        off = [(text, False, "放假") for text in OFF[year]]
        worked = [(text, True, "调休上班") for text in WORKED[year]]
        days.objects.bulk_create(
            days(day=dt.date.fromisoformat(f"{year}-{text}"), works=works, note=note) for text, works, note in off + worked
        )


class Migration(migrations.Migration):
    """The tables begin under the names that they had before, after which PostgreSQL named their keys, and are then called as they are: every office has the same names."""

    initial = True
    replaces = replaced("deadlines")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('works', models.BooleanField(verbose_name='上班')),
                ('note', models.CharField(blank=True, max_length=60, verbose_name='说明')),
            ],
            options={
                'db_table': 'rectify_calendarday',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('confirmed', models.BooleanField(default=False, verbose_name='已确认')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='依据')),
            ],
            options={
                'db_table': 'rectify_calendaryear',
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='ReminderRhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(verbose_name='到期前')),
                ('unread_after', models.PositiveSmallIntegerField(verbose_name='未查看')),
                ('every', models.PositiveSmallIntegerField(verbose_name='逾期后每隔')),
                ('escalated_after', models.PositiveSmallIntegerField(verbose_name='提请督办')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to='people.unit')),
            ],
            options={
                'db_table': 'rectify_reminderrhythm',
            },
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
        migrations.AlterModelTable('CalendarDay', None),
        migrations.AlterModelTable('CalendarYear', None),
        migrations.AlterModelTable('ReminderRhythm', None),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
