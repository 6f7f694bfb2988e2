from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reposts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='emergency',
            field=models.BooleanField(default=False, verbose_name='突发事件'),
        ),
    ]
