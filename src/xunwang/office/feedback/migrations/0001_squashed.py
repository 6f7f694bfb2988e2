import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("feedback")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(blank=True, max_length=200, verbose_name='网站名称')),
                ('site_code', models.CharField(blank=True, max_length=20, verbose_name='网站标识码')),
                ('page_url', models.CharField(blank=True, max_length=2000, verbose_name='页面地址')),
                ('source', models.CharField(choices=[('national', '全国平台'), ('public', '本级找错入口'), ('other', '其他渠道')], max_length=12, verbose_name='来源')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='编号')),
                ('kind', models.CharField(choices=[('unreachable', '内容无法访问'), ('stale', '信息不更新'), ('inaccurate', '内容不准确'), ('unanswered', '咨询留言不回复'), ('typo', '错别字'), ('false', '虚假伪造内容'), ('other', '其他')], max_length=12, verbose_name='问题类型')),
                ('description', models.TextField(verbose_name='问题描述')),
                ('contact', models.TextField(blank=True)),
                ('contact_hint', models.CharField(blank=True, max_length=60, verbose_name='联系方式')),
                ('received_at', models.DateTimeField(db_index=True, verbose_name='收到时间')),
                ('hand_over_due_on', models.DateField(verbose_name='转办期限')),
                ('due_on', models.DateField(db_index=True, verbose_name='办结期限')),
                ('due_provisional', models.BooleanField(default=False)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='转办时间')),
                ('reply', models.TextField(blank=True, verbose_name='答复内容')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('platform_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='全国平台答复时间')),
                ('truth', models.CharField(blank=True, choices=[('true', '属实'), ('untrue', '不属实')], max_length=8, verbose_name='核实结果')),
                ('machine', models.CharField(blank=True, choices=[('found', '已发现'), ('missed', '没有发现'), ('not_looked', '没有检查过')], max_length=12, verbose_name='机器检查此前')),
                ('closed_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='办结时间')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('subject', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='error_reports', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='error_reports', to='people.unit', verbose_name='承办单位')),
                ('aside', models.CharField(blank=True, choices=[('duplicate', '重复'), ('withdrawn', '撤回')], max_length=12, verbose_name='不计入统计')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('source', 'number'), name='one_report_a_number')],
            },
        ),
        migrations.CreateModel(
            name='PublicForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open', models.BooleanField(default=False, verbose_name='已开通')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='public_form', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('received', '收到'), ('handed_over', '转办'), ('answered', '答复'), ('platform', '全国平台答复'), ('closed', '办结'), ('corrected', '更正核实结果'), ('aside', '移出统计'), ('back', '恢复统计')], max_length=12)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='feedback.errorreport')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='feedback.errorreport')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MissedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(blank=True, max_length=100, verbose_name='指标')),
                ('expected', models.CharField(blank=True, max_length=200, verbose_name='应当发现的文字')),
                ('page', models.CharField(blank=True, max_length=300)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('new', '待复测'), ('found', '已能发现'), ('missed', '仍未发现'), ('unchecked', '未能复测')], default='new', max_length=10, verbose_name='复测结果')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='复测时间')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='missed_case', to='feedback.errorreport')),
                ('kept', models.CharField(blank=True, max_length=300)),
                ('norm', models.CharField(blank=True, max_length=60, verbose_name='指标依据')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
    ]
