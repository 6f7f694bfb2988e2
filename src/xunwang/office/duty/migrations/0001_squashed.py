import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("duty")

    dependencies = [
        ('campaigns', '0001_squashed'),
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(default='every-2h', max_length=40, verbose_name='巡查要求')),
                ('begins', models.TimeField(default=datetime.time(8, 30), verbose_name='交接班时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_plans', to='people.unit')),
                ('since', models.DateField(default=datetime.date(2000, 1, 1), verbose_name='从哪天起')),
                ('whole', models.BooleanField(default=True, verbose_name='只有查完全部网站才算一次')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'since'), name='one_duty_plan_a_unit_and_day')],
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='PatrolRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(db_index=True, verbose_name='开始时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='备注')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='people.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due', models.PositiveIntegerField(blank=True, null=True, verbose_name='应查网站数')),
            ],
            options={
                'ordering': ['-begun_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('drill', '应急演练'), ('training', '业务培训')], max_length=10, verbose_name='类别')),
                ('on', models.DateField(verbose_name='日期')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('people', models.PositiveIntegerField(verbose_name='参加人数')),
                ('text', models.TextField(blank=True, verbose_name='内容和总结')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='people.unit')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('people', models.CharField(max_length=100, verbose_name='值班人员')),
                ('leader', models.CharField(max_length=50, verbose_name='带班领导')),
                ('phone', models.CharField(blank=True, max_length=50, verbose_name='值班电话')),
                ('handover', models.TextField(blank=True, verbose_name='交接事项')),
                ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='交班时间')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='接班时间')),
                ('changed', models.TextField(blank=True, verbose_name='调班')),
                ('handed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='people.unit')),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'day'), name='one_shift_a_unit_and_day')],
            },
        ),
        migrations.CreateModel(
            name='MachineLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(db_index=True, verbose_name='日期')),
                ('run_path', models.CharField(blank=True, max_length=500)),
                ('findings', models.JSONField(default=list)),
                ('new', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, max_length=500, verbose_name='未能检查的原因')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machine_looks', to='registry.subject')),
                ('told', models.JSONField(default=list)),
                ('at', models.DateTimeField(null=True, verbose_name='时间')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'day'), name='one_machine_look_a_subject_and_day')],
            },
        ),
        migrations.CreateModel(
            name='PatrolLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='网站名称')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('ok', models.BooleanField(verbose_name='正常')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='发现的问题')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.subject')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='duty.patrolround')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='patrol_looks', to='campaigns.findingrow')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'subject'), name='one_look_a_round_and_site')],
            },
        ),
        migrations.CreateModel(
            name='PatrolShot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(blank=True, max_length=300)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='没有截图的原因')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shots', to='duty.patrolround')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.subject')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'subject'), name='one_shot_a_round_and_site')],
            },
        ),
        migrations.CreateModel(
            name='TrainingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('path', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='duty.training')),
            ],
        ),
    ]
