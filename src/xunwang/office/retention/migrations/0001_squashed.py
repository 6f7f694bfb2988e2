import django.db.models.deletion
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("retention")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='RemovedRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=1000)),
                ('rule', models.CharField(max_length=200, verbose_name='规则')),
                ('size', models.BigIntegerField(verbose_name='腾出字节')),
                ('by', models.CharField(max_length=200, verbose_name='操作人')),
                ('at', models.DateTimeField(verbose_name='删除时间')),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='单位')),
                ('name', models.CharField(blank=True, max_length=500, verbose_name='对象')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('gone_at', None)), fields=['at'], name='removals_unfinished')],
            },
        ),
    ]
