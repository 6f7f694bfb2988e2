import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("accounts")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=1000, verbose_name='订阅地址')),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed', to='registry.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('saved', '保存的平台数据'), ('capture', '书签采集'), ('list', '发文清单'), ('entry', '人工登记')], max_length=10, verbose_name='种类')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='文件名')),
                ('path', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('seen', models.DateTimeField(verbose_name='数据时间')),
                ('proof', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(verbose_name='提交时间')),
                ('withdrawn', models.CharField(blank=True, max_length=300, verbose_name='撤回原因')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='registry.subject')),
            ],
            options={
                'ordering': ['-seen', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Interface',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(max_length=30)),
                ('sealed', models.TextField()),
                ('server', models.CharField(blank=True, max_length=300, verbose_name='接口地址')),
                ('at', models.DateTimeField(verbose_name='设定时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='interface', to='registry.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='评估日期')),
                ('norm', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('active', '正常更新'), ('slow', '更新偏少'), ('silent', '超期未更新'), ('zombie', '僵尸账号'), ('empty', '空壳账号'), ('usable', '使用正常'), ('broken', '无法正常使用'), ('unseen', '未能检查')], max_length=10, verbose_name='情况')),
                ('last', models.DateField(null=True, verbose_name='最近一次更新')),
                ('silent', models.PositiveIntegerField(null=True, verbose_name='未更新天数')),
                ('longest_gap', models.PositiveIntegerField(null=True, verbose_name='最长间隔')),
                ('week_posts', models.PositiveIntegerField()),
                ('month_posts', models.PositiveIntegerField()),
                ('quarter_posts', models.PositiveIntegerField()),
                ('found', models.JSONField(default=dict)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='registry.subject')),
                ('near', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-silent'], name='accounts_st_state_b3a107_idx')],
            },
        ),
        migrations.CreateModel(
            name='CaptureKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(verbose_name='生成时间')),
                ('used', models.DateTimeField(null=True, verbose_name='最近使用')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='capture_key', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('counts', models.BinaryField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_months', to='registry.subject')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'subject'], name='published_by_month')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'month'), name='one_row_a_month')],
            },
        ),
        migrations.CreateModel(
            name='ShownBySite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_path', models.CharField(max_length=300)),
                ('read_at', models.DateTimeField()),
                ('shown', models.JSONField(null=True)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown_accounts', to='registry.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(max_length=30, verbose_name='来源')),
                ('seen', models.DateTimeField(verbose_name='时间')),
                ('unread', models.TextField(blank=True, verbose_name='未能读取的原因')),
                ('complete_since', models.DateTimeField(null=True)),
                ('posts', models.PositiveIntegerField(verbose_name='发布数')),
                ('shown_name', models.CharField(blank=True, max_length=300, verbose_name='平台显示名称')),
                ('certified_body', models.CharField(blank=True, max_length=300, verbose_name='认证主体')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='registry.subject')),
                ('material', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='accounts.material')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('certified', models.BooleanField(null=True, verbose_name='平台认证')),
                ('downloads', models.BooleanField(null=True, verbose_name='能否下载')),
                ('interacts', models.BooleanField(null=True, verbose_name='互动功能')),
                ('opens', models.BooleanField(null=True, verbose_name='能否打开、使用')),
                ('remark', models.CharField(blank=True, max_length=1000, verbose_name='情况说明')),
            ],
            options={
                'ordering': ['-seen', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('material', None)), fields=('subject', 'way', 'seen'), name='one_look_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('published', models.DateTimeField(null=True, verbose_name='发布时间')),
                ('day', models.DateField(null=True)),
                ('day_only', models.BooleanField(default=False)),
                ('pinned', models.BooleanField(default=False)),
                ('original', models.BooleanField(null=True)),
                ('url', models.CharField(blank=True, max_length=1000, verbose_name='地址')),
                ('text', models.TextField(blank=True)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='registry.subject')),
                ('material', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.material')),
                ('pictures', models.PositiveIntegerField(null=True)),
                ('way', models.CharField(blank=True, max_length=30, verbose_name='来源')),
                ('folded', models.CharField(blank=True, max_length=300)),
                ('links', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-published', '-pk'],
                'indexes': [models.Index(fields=['subject', 'day'], name='post_by_day')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'key'), name='one_row_a_post')],
            },
        ),
    ]
