import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("reposts")

    dependencies = [
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('url', models.CharField(blank=True, max_length=1000, verbose_name='原文链接')),
                ('titles', models.JSONField(default=list, verbose_name='认可的其他标题')),
                ('urls', models.JSONField(default=list, verbose_name='认可的其他链接')),
                ('text', models.TextField(blank=True, verbose_name='正文')),
                ('limits', models.JSONField(verbose_name='时限')),
                ('issued', models.DateTimeField(verbose_name='下发时间')),
                ('cancelled', models.CharField(blank=True, max_length=300, verbose_name='撤销原因')),
                ('matched_at', models.DateTimeField(null=True, verbose_name='核对时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('emergency', models.BooleanField(default=False, verbose_name='突发事件')),
            ],
            options={
                'ordering': ['-issued', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('platform', models.CharField(max_length=50, verbose_name='平台')),
                ('due', models.DateTimeField(verbose_name='时限')),
                ('provisional', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', '未到时限'), ('done', '按时转载'), ('late', '超时转载'), ('missed', '未转载'), ('unseen', '无法核对')], default='waiting', max_length=10, verbose_name='情况')),
                ('done', models.DateTimeField(null=True, verbose_name='转载时间')),
                ('how', models.CharField(blank=True, max_length=10)),
                ('found_title', models.CharField(blank=True, max_length=300)),
                ('found_url', models.CharField(blank=True, max_length=1000)),
                ('word', models.CharField(blank=True, max_length=300, verbose_name='人工核对说明')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='reposts.order')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repost_tasks', to='registry.subject')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('day_only', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['unit__path', 'platform', 'name', 'pk'],
                'indexes': [models.Index(fields=['order', 'state'], name='reposts_tas_order_i_09b5b7_idx')],
                'constraints': [models.UniqueConstraint(fields=('order', 'subject'), name='one_task_of_an_order')],
            },
        ),
    ]
