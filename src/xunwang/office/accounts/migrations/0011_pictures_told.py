"""Widens the packed counts of each month by a fifth number: posts of which is told whether they have pictures."""

from array import array
from collections import defaultdict
from sys import byteorder

from django.db import migrations
from django.db.models import Count

DAYS, BEFORE, NOW = 31, 4, 5
SUBJECTS = 500


def widen(apps, schema_editor):
    months, posts = apps.get_model("accounts", "PublishedMonth"), apps.get_model("accounts", "Post")
    subjects = list(months.objects.order_by("subject_id").values_list("subject_id", flat=True).distinct())
    for start in range(0, len(subjects), SUBJECTS):
        some = subjects[start : start + SUBJECTS]
        told = defaultdict(dict)
        counted = posts.objects.filter(subject__in=some, day__isnull=False, pictures__isnull=False).order_by()
        for subject, day, number in counted.values_list("subject_id", "day").annotate(Count("pk")):
            told[subject, day.replace(day=1)][day.day - 1] = number
        rows = list(months.objects.filter(subject__in=some))
        for row in rows:
            row.counts = widened(bytes(row.counts), told[row.subject_id, row.month])
        months.objects.bulk_update(rows, ["counts"], batch_size=SUBJECTS)


def widened(packed, told):
    """The counts with a fifth number each day: no more than there are posts, since what several ways in show counts once."""
    before, after = array("H", packed), array("H")
    if byteorder == "big":
        before.byteswap()
    for day in range(DAYS):
        numbers = before[day * BEFORE : (day + 1) * BEFORE]
        after.extend([*numbers, min(told.get(day, 0), numbers[0])])
    if byteorder == "big":
        after.byteswap()
    return after.tobytes()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_tried'),
    ]

    operations = [
        migrations.RunPython(widen, migrations.RunPython.noop, elidable=True),
    ]
