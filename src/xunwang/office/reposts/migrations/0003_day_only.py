from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reposts', '0002_emergency'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='day_only',
            field=models.BooleanField(default=False),
        ),
    ]
