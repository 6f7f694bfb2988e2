from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rectify', '0006_turns'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ticket',
            name='asked_on',
            field=models.DateField(verbose_name='期限起算日'),
        ),
    ]
