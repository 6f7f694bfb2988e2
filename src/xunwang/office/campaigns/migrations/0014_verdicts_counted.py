from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_registered_totals")]

    operations = [
        migrations.AddIndex(
            model_name="campaignsubject",
            index=models.Index(fields=["campaign", "verdict_at_point", "unit"], name="verdicts_counted"),
        ),
    ]
