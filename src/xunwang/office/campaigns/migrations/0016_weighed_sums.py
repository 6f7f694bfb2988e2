"""Keeps how many findings weigh against a subject, indicator by indicator: pages of a large campaign counted millions of them."""

import django.db.models.deletion
from django.db import migrations, models

WEIGHED = ("counts", "confirmed", "mended")
SUM_UP = """
INSERT INTO campaigns_weighedrow (subject_id, indicator, places)
SELECT subject_id, indicator, COUNT(*) FROM campaigns_findingrow WHERE at_point AND state IN %s GROUP BY subject_id, indicator
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0015_mended_and_gone")]

    operations = [
        migrations.CreateModel(
            name="WeighedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=40, verbose_name="指标")),
                ("places", models.PositiveIntegerField(verbose_name="处数")),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weighed",
                        to="campaigns.campaignsubject",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddIndex(
            model_name="weighedrow",
            index=models.Index(fields=["subject", "indicator", "places"], name="sums_added_up"),
        ),
        migrations.AddConstraint(
            model_name="weighedrow",
            constraint=models.UniqueConstraint(fields=("subject", "indicator"), name="one_sum_an_indicator"),
        ),
        migrations.RunSQL(SUM_UP % (WEIGHED,), migrations.RunSQL.noop),
    ]
