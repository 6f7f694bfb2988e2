import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("registry")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('website', '网站'), ('channel', '频道'), ('account', '新媒体账号'), ('app', '移动应用'), ('system', '业务系统')], max_length=20, verbose_name='类别')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='people.unit', verbose_name='填报单位')),
            ],
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='名录')),
                ('on', models.DateField(verbose_name='生效日期')),
                ('file', models.CharField(max_length=200, verbose_name='文件')),
                ('result', models.CharField(max_length=200, verbose_name='结果')),
                ('at', models.DateTimeField(verbose_name='导入时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('underway', models.CharField(blank=True, choices=[('writing', '正在导入'), ('taking_back', '正在撤销')], max_length=12, verbose_name='进展')),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=1000)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='栏目名称')),
                ('type', models.CharField(blank=True, choices=[('news', 'news'), ('notice', 'notice'), ('policy', 'policy'), ('interpretation', 'interpretation'), ('personnel', 'personnel'), ('plan', 'plan'), ('data', 'data'), ('service_statistics', 'service_statistics'), ('organisation', 'organisation'), ('leaders', 'leaders'), ('overview', 'overview'), ('disclosure', 'disclosure'), ('messages', 'messages'), ('survey', 'survey'), ('interview', 'interview'), ('service', 'service'), ('topic', 'topic'), ('other', 'other')], max_length=30, verbose_name='栏目类型')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='registry.subject')),
                ('is_column', models.BooleanField(default=True, verbose_name='是栏目')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('url', models.CharField(default='', max_length=1000, verbose_name='栏目地址')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'key', 'valid_from'), name='one_word_per_column_and_day')],
            },
        ),
        migrations.CreateModel(
            name='SubjectVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('home', models.CharField(blank=True, max_length=1000, verbose_name='首页地址')),
                ('address_key', models.CharField(blank=True, db_index=True, max_length=1000)),
                ('code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='网站标识码')),
                ('type_name', models.CharField(blank=True, max_length=50, verbose_name='类型')),
                ('site_kind', models.CharField(blank=True, choices=[('portal', '门户网站'), ('department', '部门网站'), ('special', '专业系统')], max_length=20)),
                ('level', models.CharField(blank=True, max_length=50, verbose_name='层级')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='主办单位')),
                ('icp', models.CharField(blank=True, max_length=60, verbose_name='ICP备案号')),
                ('phone', models.CharField(blank=True, max_length=100, verbose_name='联系电话')),
                ('division', models.CharField(blank=True, max_length=12, verbose_name='区划代码')),
                ('platform', models.CharField(blank=True, max_length=50, verbose_name='平台')),
                ('handle', models.CharField(blank=True, max_length=200, verbose_name='账号标识')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='备案日期')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='备注')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('hosts', models.CharField(blank=True, max_length=1000, verbose_name='其他主机')),
                ('rates', models.CharField(blank=True, max_length=500, verbose_name='约定访问速率')),
                ('robots_authorised', models.CharField(blank=True, max_length=200, verbose_name='robots授权')),
                ('police', models.CharField(blank=True, max_length=60, verbose_name='公安备案号')),
                ('kind', models.CharField(max_length=20)),
            ],
            options={
                'ordering': ['subject', 'valid_from'],
                'indexes': [models.Index(fields=['valid_from', 'valid_to'], name='registry_su_valid_f_412170_idx'), models.Index(fields=['kind', 'unit', 'valid_from', 'valid_to', 'site_kind', 'level', 'platform'], name='register_counted')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'valid_from'), name='one_version_a_day'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='version_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('subject',), name='one_open_version'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='version_has_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='LifeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', '开办'), ('changed', '信息变更'), ('renamed', '更名'), ('readdressed', '换址'), ('moved', '划转'), ('merged', '合并'), ('suspended', '临时关停'), ('resumed', '恢复开放'), ('closed', '注销')], max_length=12, verbose_name='事项')),
                ('on', models.DateField(verbose_name='发生日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='关停至')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='报备日期')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='took_over', to='registry.subject')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='registry.subject')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('on')), _connector='OR'), name='closure_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ImportPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='registry.importbatch')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
