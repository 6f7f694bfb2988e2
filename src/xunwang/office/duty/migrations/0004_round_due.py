from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("duty", "0003_patrol_shots")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="patrolround",
            name="due",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="应查网站数"),
        ),
    ]
