from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_lent_results")]

    operations = [
        migrations.AddIndex(
            model_name="findingrow",
            index=models.Index(
                fields=["subject", "indicator", "at_point", "state"], name="findings_counted"
            ),
        ),
    ]
