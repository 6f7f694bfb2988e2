from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="secrecycheck",
            name="passed",
            field=models.BooleanField(default=True, verbose_name="可以公开"),
        ),
    ]
