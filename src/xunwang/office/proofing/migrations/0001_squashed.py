import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("proofing")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('word', '专名和用语'), ('office', '职务'), ('ignored', '不再提示'), ('lost', '易主域名')], max_length=10, verbose_name='类别')),
                ('text', models.CharField(max_length=100, verbose_name='文字')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='职务')),
                ('right', models.CharField(blank=True, max_length=100, verbose_name='建议')),
                ('since', models.DateField(blank=True, null=True, verbose_name='任职日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('person', models.CharField(blank=True, max_length=100, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='people.unit', verbose_name='单位')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'ordering': ['text', 'since', 'pk'],
                'indexes': [models.Index(fields=['unit', 'kind'], name='terms_of_unit')],
            },
        ),
    ]
