from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("duty", "0004_round_due")]

    operations: ClassVar = [
        migrations.AddField(model_name="machinelook", name="told", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="machinelook",
            name="at",
            field=models.DateTimeField(null=True, verbose_name="时间"),
        ),
    ]
