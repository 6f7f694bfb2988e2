import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("filing")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('matter', models.CharField(choices=[('opening', '开办'), ('change', '变更'), ('urgent', '应急关停'), ('cancelling', '注销')], max_length=12, verbose_name='事项')),
                ('subject_kind', models.CharField(choices=[('website', '网站'), ('channel', '频道'), ('account', '新媒体账号'), ('app', '移动应用'), ('system', '业务系统')], max_length=20, verbose_name='类别')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('said', models.JSONField(default=dict)),
                ('was', models.JSONField(default=dict)),
                ('on', models.DateField(verbose_name='发生日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='关停至')),
                ('reason', models.TextField(verbose_name='事由')),
                ('proof', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('waiting', '审核中'), ('returned', '退回补正'), ('approved', '已办结'), ('withdrawn', '已撤回')], db_index=True, default='waiting', max_length=10, verbose_name='状态')),
                ('filed_on', models.DateField(verbose_name='报备日期')),
                ('due_on', models.DateField(verbose_name='报备截止日')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='截止日待确认')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='待审核单位')),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='people.unit', verbose_name='申报单位')),
            ],
            options={
                'ordering': ['-filed_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('on')), _connector='OR'), name='filed_closure_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'returned'])), fields=('subject', 'matter'), name='one_open_filing_of_a_matter')],
            },
        ),
        migrations.CreateModel(
            name='FilingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('kind', models.CharField(choices=[('filed', '申报'), ('passed', '同意并上报'), ('approved', '同意并办结'), ('returned', '退回补正'), ('withdrawn', '撤回')], max_length=10, verbose_name='办理')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='filing.filing')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='补正截止日')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='截止日待确认')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='重新申报日期')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
