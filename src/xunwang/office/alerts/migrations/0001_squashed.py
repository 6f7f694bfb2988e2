import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("alerts")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
        ('sending', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quiet_from', models.TimeField(default=datetime.time(22, 0), verbose_name='免打扰开始')),
                ('quiet_to', models.TimeField(default=datetime.time(7, 0), verbose_name='免打扰结束')),
                ('digest_at', models.TimeField(default=datetime.time(8, 30), verbose_name='每日汇总时间')),
                ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='无人确认时多少分钟后升级')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sending.channel')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sending.channel')),
                ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sending.channel')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='alert_plan', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='类别')),
                ('key', models.CharField(max_length=200)),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, '提示'), (2, '重要'), (3, '紧急')], verbose_name='级别')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('text', models.TextField(verbose_name='内容')),
                ('begun_at', models.DateTimeField(db_index=True, verbose_name='发生时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复时间')),
                ('acked_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('digested_on', models.DateField(blank=True, null=True)),
                ('acked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='people.unit', verbose_name='单位')),
                ('ending', models.CharField(blank=True, max_length=100)),
                ('members', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-begun_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('key',), name='one_open_alert_of_a_key')],
            },
        ),
        migrations.CreateModel(
            name='BrowserTrouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('machine', models.CharField(max_length=100, verbose_name='服务器')),
                ('kind', models.CharField(max_length=12, verbose_name='情况')),
                ('hour', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('machine', 'kind', 'hour'), name='one_count_an_hour')],
            },
        ),
    ]
