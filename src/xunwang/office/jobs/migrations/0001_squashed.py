import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("jobs")

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=100)),
                ('payload', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', '排队'), ('running', '进行中'), ('done', '已完成'), ('failed', '未完成')], default='queued', max_length=10)),
                ('due_at', models.DateTimeField()),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('again', models.BooleanField(default=False)),
                ('stage', models.CharField(blank=True, max_length=300)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('hosts', models.JSONField(default=list)),
                ('priority', models.SmallIntegerField(default=0)),
                ('dated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['state', '-priority', 'due_at'], name='jobs_job_state_f02a59_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('kind', 'key'), name='one_open_job_of_a_kind_and_key')],
            },
        ),
        migrations.CreateModel(
            name='HostHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=255, unique=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='jobs.job')),
            ],
        ),
    ]
