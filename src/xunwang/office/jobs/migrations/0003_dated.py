import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Jobs say by which clock they wait; those that wait already are dated by the moment of the upgrade."""

    dependencies = [("jobs", "0002_hosts_and_priorities")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="dated_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
