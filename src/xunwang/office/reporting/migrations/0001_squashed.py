import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("reporting")

    dependencies = [
        ('campaigns', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('form', models.CharField(choices=[('rectification', '整改报告'), ('self_check', '自查报告'), ('quarter', '季度检查情况'), ('supervision', '政府网站监管年度报表'), ('work', '政府网站工作年度报表'), ('other', '其他材料')], max_length=20, verbose_name='材料')),
                ('demand', models.TextField(blank=True, verbose_name='报送要求')),
                ('issued_on', models.DateField(verbose_name='下发日期')),
                ('due_on', models.DateField(verbose_name='截止日')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_requests', to='campaigns.campaign')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_requests', to='people.unit')),
                ('period_start', models.DateField(blank=True, null=True, verbose_name='所属时期')),
            ],
            options={
                'ordering': ['-issued_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'title'), name='one_request_a_title')],
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='查看时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports_owed', to='people.unit')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressees', to='reporting.reportrequest')),
                ('again_by', models.DateField(blank=True, null=True, verbose_name='重报截止日')),
            ],
            options={
                'ordering': ['unit__path'],
                'constraints': [models.UniqueConstraint(fields=('request', 'unit'), name='one_addressee_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='文件名')),
                ('kind', models.CharField(max_length=100)),
                ('path', models.CharField(max_length=300)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('text', models.TextField(blank=True, verbose_name='说明')),
                ('on', models.DateField(verbose_name='报送日期')),
                ('at', models.DateTimeField(verbose_name='报送时间')),
                ('returned', models.TextField(blank=True, verbose_name='退回原因')),
                ('sites', models.PositiveIntegerField(blank=True, null=True, verbose_name='网站总数')),
                ('sites_checked', models.PositiveIntegerField(blank=True, null=True, verbose_name='检查网站数')),
                ('accounts', models.PositiveIntegerField(blank=True, null=True, verbose_name='账号总数')),
                ('accounts_checked', models.PositiveIntegerField(blank=True, null=True, verbose_name='检查账号数')),
                ('addressee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='reporting.addressee')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]
