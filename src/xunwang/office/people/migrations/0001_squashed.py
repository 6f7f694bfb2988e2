import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("people")

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('level', models.CharField(choices=[('nation', '国家'), ('province', '省级'), ('city', '市级'), ('county', '县级'), ('department', '部门'), ('park', '园区'), ('township', '乡镇街道'), ('village', '村社区')], default='department', max_length=20, verbose_name='层级')),
                ('path', models.CharField(max_length=250, unique=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='成立日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='SetupCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64)),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='TrailHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('seal', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=64, unique=True, verbose_name='账号')),
                ('full_name', models.CharField(blank=True, max_length=64, verbose_name='姓名')),
                ('role', models.CharField(choices=[('supervisor', '主管人员'), ('inspector', '检查人员'), ('reviewer', '审核人员'), ('unit_clerk', '填报人员'), ('unit_leader', '单位负责人'), ('auditor', '审计人员'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='people.unit', verbose_name='单位')),
                ('locked_until', models.DateTimeField(blank=True, null=True, verbose_name='锁定至')),
                ('must_change', models.BooleanField(default=False, verbose_name='须改密码')),
                ('password_set_at', models.DateTimeField(blank=True, null=True, verbose_name='密码设定时间')),
                ('second_factor', models.TextField(blank=True)),
                ('second_step', models.BigIntegerField(default=0)),
                ('session_key', models.CharField(blank=True, max_length=40)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('outside', models.CharField(blank=True, default='', max_length=600)),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to=settings.AUTH_USER_MODEL, verbose_name='接任人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=250)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(db_index=True)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='former_paths', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'until'), name='one_former_path_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user_name', models.CharField(max_length=64, verbose_name='操作人')),
                ('action', models.CharField(max_length=64, verbose_name='操作')),
                ('target', models.CharField(max_length=120, verbose_name='对象')),
                ('target_label', models.CharField(max_length=300, verbose_name='对象名称')),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
