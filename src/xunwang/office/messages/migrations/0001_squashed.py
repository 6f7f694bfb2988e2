import django.db.models.deletion
import xunwang.office.clock
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("messages")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mail', '邮件'), ('wecom', '企业微信群机器人'), ('dingtalk', '钉钉群机器人'), ('feishu', '飞书群机器人'), ('json', '通用接口（JSON）'), ('webhook', '业务系统推送')], max_length=12, verbose_name='方式')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('sealed', models.TextField()),
                ('hint', models.CharField(max_length=200, verbose_name='地址')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('created_at', models.DateTimeField(default=xunwang.office.clock.now)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='people.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['unit__path', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=40, verbose_name='事项')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reached', models.PositiveSmallIntegerField(default=0, verbose_name='渠道数')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='people.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=40, verbose_name='事项')),
                ('key', models.CharField(max_length=160)),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('text', models.TextField(verbose_name='内容')),
                ('state', models.CharField(choices=[('waiting', '待发送'), ('sent', '已发送'), ('failed', '没有发出')], default='waiting', max_length=8, verbose_name='状态')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('created_at', models.DateTimeField(db_index=True, default=xunwang.office.clock.now, verbose_name='时间')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='sending.channel')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='people.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('channel', 'key'), name='one_message_a_channel_and_key')],
            },
        ),
    ]
