import django.db.models.deletion
import xunwang.office.clock
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("watch")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlannedClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(verbose_name='开始时间')),
                ('end', models.DateTimeField(verbose_name='结束时间')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('proof', models.CharField(max_length=200, verbose_name='依据')),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn', models.BooleanField(default=False, verbose_name='已撤销')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='registry.subject')),
                ('paper', models.CharField(blank=True, max_length=300)),
                ('paper_name', models.CharField(blank=True, max_length=200, verbose_name='依据文件')),
                ('paper_sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-start', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='planned_closure_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='WatchedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('home', models.CharField(max_length=1000, verbose_name='首页地址')),
                ('point', models.CharField(max_length=60, verbose_name='监测点')),
                ('day', models.DateField(db_index=True, verbose_name='日期')),
                ('visits', models.BinaryField()),
                ('opened', models.PositiveSmallIntegerField(default=0)),
                ('down', models.PositiveSmallIntegerField(default=0)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_days', to='registry.subject')),
                ('address', models.CharField(blank=True, max_length=45)),
                ('thin', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['day', 'point', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'day', 'point', 'home'), name='one_row_a_subject_day_point_home')],
            },
        ),
        migrations.CreateModel(
            name='StatusPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.BooleanField(default=False, verbose_name='公开')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='status_page', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='VantagePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('hash', models.CharField(max_length=64)),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='最近交来')),
                ('visits', models.PositiveIntegerField(default=0, verbose_name='交来次数')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vantage_points', to='people.unit')),
                ('rhythm', models.DurationField(blank=True, null=True, verbose_name='交来间隔')),
                ('added_at', models.DateTimeField(default=xunwang.office.clock.now, verbose_name='登记时间')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AgreedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('home', models.CharField(max_length=1000, verbose_name='首页地址')),
                ('day', models.DateField(db_index=True, verbose_name='日期')),
                ('counted', models.PositiveSmallIntegerField(default=0)),
                ('failed', models.PositiveSmallIntegerField(default=0)),
                ('untold', models.PositiveSmallIntegerField(default=0)),
                ('closed', models.PositiveSmallIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
                ('tail', models.PositiveSmallIntegerField(default=0)),
                ('tail_since', models.DateTimeField(null=True)),
                ('tail_points', models.PositiveSmallIntegerField(default=0)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreed_days', to='registry.subject')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'home', 'day'), name='one_agreed_day_a_subject_home')],
            },
        ),
        migrations.CreateModel(
            name='WatchedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('system', '业务系统'), ('column', '重点栏目')], max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('url', models.CharField(max_length=1000, verbose_name='网址')),
                ('active', models.BooleanField(default=True, verbose_name='监测中')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_addresses', to='registry.subject')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'url'), name='one_watched_address_a_subject_url')],
            },
        ),
    ]
