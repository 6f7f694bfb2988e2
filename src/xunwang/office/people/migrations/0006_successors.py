"""A post that was handed over is another person's account; the one before says who has it now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0005_outside_identity")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="successor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="predecessors",
                to=settings.AUTH_USER_MODEL, verbose_name="接任人",
            ),
        ),
    ]
