"""What is sent back may get a deadline of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("reporting", "0002_period_of_figures")]

    operations = [
        migrations.AddField(
            model_name="addressee",
            name="again_by",
            field=models.DateField(blank=True, null=True, verbose_name="重报截止日"),
        ),
    ]
