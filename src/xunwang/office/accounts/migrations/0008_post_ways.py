from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_shown_by_sites'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='way',
            field=models.CharField(blank=True, default='', max_length=30, verbose_name='来源'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='post',
            name='folded',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='post',
            name='links',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
    ]
