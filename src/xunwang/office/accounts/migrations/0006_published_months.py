from array import array
from collections import defaultdict
from sys import byteorder

import django.db.models.deletion
from django.db import migrations, models

NUMBERS = ("posts", "with_pictures", "original", "told_original")


def pack(apps, schema_editor):
    """Packs the counts by day that are there already: 31 days of four numbers of two bytes, the smaller first."""
    days, months = apps.get_model("accounts", "PublishedDay"), apps.get_model("accounts", "PublishedMonth")
    packed = defaultdict(lambda: array("H", bytes(31 * len(NUMBERS) * 2)))
    for subject, day, *numbers in days.objects.order_by().values_list("subject_id", "day", *NUMBERS).iterator():
        start = (day.day - 1) * len(NUMBERS)
        packed[subject, day.replace(day=1)][start : start + len(NUMBERS)] = array("H", [min(n, 65_535) for n in numbers])
    if byteorder == "big":
        for counts in packed.values():
            counts.byteswap()
    rows = [months(subject_id=subject, month=month, counts=counts.tobytes()) for (subject, month), counts in packed.items()]
    months.objects.bulk_create(rows, batch_size=2000)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_standing_near'),
        ('registry', '0003_life'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('counts', models.BinaryField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_months', to='registry.subject')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'subject'], name='published_by_month')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'month'), name='one_row_a_month')],
            },
        ),
        migrations.RunPython(pack, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name='PublishedDay'),
        migrations.RemoveIndex(model_name='post', name='accounts_po_day_e632dc_idx'),
        migrations.AddIndex(model_name='post', index=models.Index(fields=['subject', 'day'], name='post_by_day')),
    ]
