import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("rectify")

    dependencies = [
        ('campaigns', '0001_squashed'),
        ('deadlines', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('issued', '待整改'), ('answered', '已回复，待复查'), ('reopened', '退回整改'), ('closed', '已办结')], db_index=True, default='issued', max_length=10, verbose_name='状态')),
                ('issued_on', models.DateField(verbose_name='下发日期')),
                ('due_days', models.PositiveSmallIntegerField(verbose_name='整改期限（工作日）')),
                ('first_day_counts', models.BooleanField(default=False, verbose_name='下发当日计入')),
                ('due_on', models.DateField(db_index=True, verbose_name='整改截止日')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='截止日待确认')),
                ('demand', models.TextField(blank=True, verbose_name='整改要求')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='首次回复')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='campaigns.campaign')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.unit', verbose_name='填报单位')),
                ('asked_on', models.DateField(verbose_name='期限起算日')),
                ('was_late', models.BooleanField(default=False, verbose_name='曾逾期回复')),
            ],
            options={
                'ordering': ['-issued_on', 'unit__path', 'pk'],
                'indexes': [models.Index(fields=['campaign', 'unit'], name='tickets_by_unit')],
            },
        ),
        migrations.CreateModel(
            name='ToleranceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(default=12, verbose_name='统计月数')),
                ('failed', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='不合格对象')),
                ('late', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='逾期整改')),
                ('repeated', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='重复发生的问题')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tolerance', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='TicketEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('kind', models.CharField(choices=[('issued', '下发'), ('opened', '查看'), ('downloaded', '下载'), ('receipt', '登记签收'), ('phone', '电话联系'), ('talk', '当面沟通'), ('reminded', '提醒'), ('escalated', '提请负责人督办'), ('answered', '回复'), ('checked', '复查'), ('reopened', '退回'), ('extended', '延期'), ('recounted', '重算期限'), ('appealed', '申诉'), ('appeal_decided', '申诉处理'), ('measure', '处理措施'), ('lifted', '撤销问题'), ('closed', '办结')], max_length=20, verbose_name='事项')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='rectify.ticket')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField(blank=True, null=True, verbose_name='发生日期')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TicketItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '待整改'), ('mended', '已整改'), ('still', '复查仍存在'), ('unseen', '未能复查'), ('lifted', '已撤销'), ('accepted', '人工确认已整改'), ('below', '余下处数低于标准')], default='open', max_length=10, verbose_name='状态')),
                ('answer', models.TextField(blank=True, verbose_name='整改情况')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='复查时间')),
                ('repeated', models.BooleanField(default=False, verbose_name='重复发生')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticket_items', to='campaigns.findingrow')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='rectify.ticket')),
                ('told_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='上次责任单位')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'finding'), name='one_item_a_finding')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('near', '整改将到期'), ('unread', '整改通知未查看'), ('late', '整改已逾期'), ('escalated', '整改逾期提请负责人督办'), ('by_hand', '催办')], max_length=12, verbose_name='事项')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reached', models.PositiveSmallIntegerField(default=0, verbose_name='渠道数')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='rectify.ticket')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'key'), name='one_reminder_an_occasion')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='文件名')),
                ('kind', models.CharField(max_length=100)),
                ('path', models.CharField(max_length=300)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='rectify.ticket')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='rectify.ticketevent')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('text', models.TextField(verbose_name='申诉理由')),
                ('accepted', models.BooleanField(null=True, verbose_name='申诉成立')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('reason', models.TextField(blank=True, verbose_name='处理意见')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='rectify.ticketitem')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted', None)), fields=('item',), name='one_open_appeal_an_item')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('notice', '书面督办'), ('criticism', '通报批评'), ('interview', '约谈'), ('closing', '责令关停或注销'), ('accountability', '移交问责')], max_length=20, verbose_name='措施')),
                ('decided_on', models.DateField(verbose_name='决定日期')),
                ('reason', models.TextField(verbose_name='事由')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='文号')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='rectify.ticket')),
                ('basis', models.TextField(blank=True, verbose_name='依据')),
                ('detail', models.TextField(blank=True, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='限期')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rectify.attachment')),
            ],
            options={
                'ordering': ['decided_on', 'pk'],
            },
        ),
    ]
