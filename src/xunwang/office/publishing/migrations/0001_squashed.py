import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("publishing")

    dependencies = [
        ('campaigns', '0001_squashed'),
        ('people', '0001_squashed'),
        ('registry', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_path', models.CharField(max_length=1000)),
                ('name', models.CharField(max_length=200, verbose_name='栏目')),
                ('type', models.CharField(max_length=24, verbose_name='类型')),
                ('url', models.CharField(max_length=2000, verbose_name='地址')),
                ('items', models.PositiveIntegerField(verbose_name='条数')),
                ('undated', models.PositiveIntegerField(verbose_name='没有日期的条数')),
                ('static', models.BooleanField(default=False)),
                ('unread', models.CharField(blank=True, max_length=300)),
                ('days', models.JSONField(default=list)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_columns', to='campaigns.campaignsubject')),
                ('repeated', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Catalogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('entries', models.JSONField(default=list)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='catalogue', to='registry.subject')),
            ],
        ),
        migrations.CreateModel(
            name='StatedTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='起始日期')),
                ('last', models.DateField(verbose_name='截止日期')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                ('number', models.PositiveIntegerField(verbose_name='上报数')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='差异原因')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stated_totals', to='registry.subject')),
            ],
            options={
                'ordering': ['subject', 'first', 'last', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'first', 'last', 'kind'), name='one_stated_total')],
            },
        ),
        migrations.CreateModel(
            name='HeldCatalogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_path', models.CharField(max_length=1000)),
                ('kept_at', models.DateTimeField(verbose_name='目录时间')),
                ('mentions', models.JSONField(default=list)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='held_catalogue', to='campaigns.campaignsubject')),
            ],
        ),
    ]
