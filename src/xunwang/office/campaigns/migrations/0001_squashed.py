import django.db.models.deletion
import xunwang.office.clock
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("campaigns")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('period_start', models.DateField(verbose_name='起始日期')),
                ('period_end', models.DateField(verbose_name='截止日期')),
                ('norm', models.CharField(max_length=60, verbose_name='指标依据')),
                ('as_of', models.DateField(verbose_name='监测时间点')),
                ('closing_on', models.DateField(blank=True, null=True, verbose_name='通报截止日')),
                ('released', models.BooleanField(default=False, verbose_name='已公布')),
                ('point_closed_at', models.DateTimeField(blank=True, null=True, verbose_name='定稿时间')),
                ('created_at', models.DateTimeField(default=xunwang.office.clock.now)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='people.unit', verbose_name='组织单位')),
                ('drawn', models.JSONField(default=dict)),
                ('paused', models.BooleanField(default=False, verbose_name='暂停')),
                ('registered', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-as_of', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name'), name='one_campaign_of_a_name'), models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='period_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='CampaignSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.JSONField()),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('home', models.CharField(blank=True, max_length=1000, verbose_name='首页地址')),
                ('run_path', models.CharField(blank=True, max_length=1000)),
                ('manifest_sha256', models.CharField(blank=True, max_length=64)),
                ('verdict_at_point', models.CharField(blank=True, choices=[('pass', '合格'), ('fail', '不合格'), ('undecided', '暂不作结论')], max_length=12, verbose_name='监测时间点结论')),
                ('verdict_at_closing', models.CharField(blank=True, choices=[('pass', '合格'), ('fail', '不合格'), ('undecided', '暂不作结论')], max_length=12, verbose_name='截止日结论')),
                ('score_at_point', models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                ('score_at_closing', models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                ('score_complete', models.BooleanField(default=False)),
                ('sample_points', models.BooleanField(default=False, verbose_name='示例分值')),
                ('notes', models.JSONField(default=list)),
                ('judgement_at_point', models.JSONField(null=True)),
                ('judgement_at_closing', models.JSONField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='campaigns.campaign')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('judged_as_of', models.DateField(blank=True, null=True)),
                ('notified', models.BooleanField(default=False)),
                ('pages_done', models.PositiveIntegerField(default=0)),
                ('pages_total', models.PositiveIntegerField(blank=True, null=True)),
                ('rechecks', models.JSONField(default=list)),
                ('run_problem', models.TextField(blank=True)),
                ('run_state', models.CharField(blank=True, choices=[('', '未开始'), ('waiting', '排队'), ('looking', '检查中'), ('looked', '已检查'), ('failed', '没有查成')], default='', max_length=10, verbose_name='检查进度')),
                ('lent_on', models.DateField(blank=True, null=True, verbose_name='采用巡查结果')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['campaign', 'verdict_at_point', 'unit'], name='verdicts_counted')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'subject'), name='one_row_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='CircularVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('layout', models.CharField(max_length=60, verbose_name='版式')),
                ('header', models.JSONField()),
                ('returned', models.BooleanField(default=False, verbose_name='外部修改后交回')),
                ('made_at', models.DateTimeField(verbose_name='时间')),
                ('sealed_at', models.DateTimeField(blank=True, null=True, verbose_name='封存时间')),
                ('seal', models.CharField(blank=True, max_length=64, verbose_name='封存校验值')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='campaigns.campaign')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('public_key', models.CharField(blank=True, max_length=32, verbose_name='公开页面编号')),
                ('public_since', models.DateTimeField(blank=True, null=True, verbose_name='公开时间')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='one_version_of_a_number'), models.UniqueConstraint(condition=models.Q(('seal', ''), _negated=True), fields=('campaign',), name='one_sealed_circular'), models.UniqueConstraint(condition=models.Q(('public_key', ''), _negated=True), fields=('public_key',), name='one_circular_a_public_key')],
            },
        ),
        migrations.CreateModel(
            name='FindingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding_id', models.CharField(db_index=True, max_length=40)),
                ('indicator', models.CharField(max_length=40, verbose_name='指标')),
                ('locator', models.CharField(max_length=1000)),
                ('url', models.CharField(max_length=2000, verbose_name='地址')),
                ('parent', models.CharField(blank=True, max_length=2000, verbose_name='所在页面')),
                ('message', models.TextField(verbose_name='问题')),
                ('excerpt', models.TextField(blank=True, verbose_name='摘录')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='实测')),
                ('threshold', models.CharField(blank=True, max_length=200, verbose_name='标准')),
                ('certainty', models.CharField(choices=[('automatic', 'automatic'), ('candidate', 'candidate')], max_length=12)),
                ('state', models.CharField(choices=[('counts', '自动认定'), ('waits', '待人工认定'), ('second', '待第二人复核'), ('confirmed', '认定属实'), ('dismissed', '认定不属实'), ('excused', '免予计算'), ('mended', '已整改'), ('gone', '线索未再出现'), ('waived', '已按其他指标计算'), ('short', '属实，处数未达标准')], max_length=12, verbose_name='状态')),
                ('first_seen', models.DateTimeField(verbose_name='首次发现')),
                ('last_seen', models.DateTimeField(verbose_name='最近发现')),
                ('at_point', models.BooleanField(default=False)),
                ('evidence_file', models.CharField(blank=True, max_length=300)),
                ('evidence_offset', models.BigIntegerField(null=True)),
                ('evidence_length', models.BigIntegerField(null=True)),
                ('evidence_sha256', models.CharField(blank=True, max_length=64)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='campaigns.campaignsubject')),
                ('run_path', models.CharField(blank=True, max_length=1000)),
                ('source', models.CharField(blank=True, default='', max_length=300, verbose_name='来源')),
                ('weighed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['indicator', 'pk'],
                'indexes': [models.Index(fields=['state', 'subject'], name='findings_by_state'), models.Index(fields=['subject', 'indicator', 'weighed'], name='findings_weighed')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'finding_id'), name='one_row_a_finding')],
            },
        ),
        migrations.CreateModel(
            name='OutcomeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('when', models.CharField(choices=[('point', '监测时间点'), ('closing', '通报截止日')], max_length=10)),
                ('indicator', models.CharField(max_length=40, verbose_name='指标')),
                ('outcome', models.CharField(choices=[('found', '发现问题'), ('unchecked', '未能检查'), ('met', '符合'), ('not_applicable', '不适用')], max_length=20, verbose_name='结果')),
                ('reason', models.TextField(blank=True, verbose_name='原因')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='实测')),
                ('threshold', models.CharField(blank=True, max_length=200, verbose_name='标准')),
                ('points', models.DecimalField(decimal_places=4, max_digits=9, null=True, verbose_name='分值')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='campaigns.campaignsubject')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'when', 'indicator'), name='one_outcome_an_indicator')],
            },
        ),
        migrations.CreateModel(
            name='EntryRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=40, verbose_name='指标')),
                ('outcome', models.CharField(choices=[('found', '发现问题'), ('unchecked', '未能检查'), ('met', '符合'), ('not_applicable', '不适用')], max_length=20, verbose_name='结果')),
                ('points', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='分值')),
                ('reason', models.CharField(max_length=500, verbose_name='依据')),
                ('proof', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('withdrawn', models.BooleanField(default=False, verbose_name='已撤回')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='campaigns.campaignsubject')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['indicator', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WeighedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=40, verbose_name='指标')),
                ('places', models.PositiveIntegerField(verbose_name='处数')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='weighed', to='campaigns.campaignsubject')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['subject', 'indicator', 'places'], name='sums_added_up')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'indicator'), name='one_sum_an_indicator')],
            },
        ),
        migrations.CreateModel(
            name='CampaignFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('circular', '通报'), ('attachment', '附件'), ('report', '单站报告'), ('draw', '抽样底册')], max_length=20, verbose_name='种类')),
                ('label', models.CharField(max_length=200, verbose_name='名称')),
                ('path', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='campaigns.campaign')),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='campaigns.campaignsubject')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='campaigns.circularversion')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'path'), name='one_row_a_file')],
            },
        ),
        migrations.CreateModel(
            name='DecisionRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ruling', models.CharField(choices=[('confirmed', '认定属实'), ('dismissed', '认定不属实'), ('excused', '免予计算'), ('second', '请第二人复核')], max_length=12, verbose_name='认定')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('played', models.BooleanField(default=False, verbose_name='演示代入')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='campaigns.findingrow')),
                ('excused_until', models.DateField(blank=True, null=True, verbose_name='免予计算至')),
                ('proof', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('excused_until__isnull', False), ('ruling', 'excused')), models.Q(models.Q(('ruling', 'excused'), _negated=True), ('excused_until', None)), _connector='OR'), name='only_an_excuse_has_an_end')],
            },
        ),
    ]
