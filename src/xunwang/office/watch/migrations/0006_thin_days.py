from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watch', '0005_added_at_of_points'),
    ]

    operations = [
        migrations.AddField(
            model_name='watchedday',
            name='thin',
            field=models.BooleanField(default=False),
        ),
    ]
