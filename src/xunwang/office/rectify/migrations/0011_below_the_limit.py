from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rectify', '0010_noted_days'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ticketitem',
            name='state',
            field=models.CharField(choices=[('open', '待整改'), ('mended', '已整改'), ('still', '复查仍存在'), ('unseen', '未能复查'), ('lifted', '已撤销'), ('accepted', '人工确认已整改'), ('below', '余下处数低于标准')], default='open', max_length=10, verbose_name='状态'),
        ),
    ]
