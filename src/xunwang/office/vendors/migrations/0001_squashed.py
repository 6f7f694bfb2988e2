import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("vendors")

    dependencies = [
        ('campaigns', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='FindingList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor', models.CharField(max_length=100, verbose_name='检查机构')),
                ('file', models.CharField(max_length=200, verbose_name='文件')),
                ('path', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('indicators', models.JSONField(default=dict)),
                ('read', models.PositiveIntegerField(verbose_name='读到')),
                ('taken', models.PositiveIntegerField(verbose_name='列入审核')),
                ('at', models.DateTimeField(verbose_name='导入时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finding_lists', to='campaigns.campaign')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ListedFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('said', models.JSONField(default=dict)),
                ('finding', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='listed', to='campaigns.findingrow')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='vendors.findinglist')),
                ('sheet', models.CharField(blank=True, max_length=100, verbose_name='工作表')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
