import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("letters")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterLimits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('limit', models.PositiveSmallIntegerField(verbose_name='答复期限（工作日）')),
                ('classes', models.JSONField(verbose_name='统计档次（工作日）')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letter_limits', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('box', models.CharField(max_length=100, verbose_name='信箱')),
                ('key', models.CharField(max_length=300)),
                ('source', models.CharField(choices=[('table', '表格导入'), ('site', '网站公开'), ('test', '测试留言')], max_length=8, verbose_name='来源')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('asked_on', models.DateField(db_index=True, verbose_name='留言日期')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('replied', models.BooleanField(default=False, verbose_name='已答复')),
                ('answerer', models.CharField(blank=True, max_length=200, verbose_name='答复单位')),
                ('reply', models.TextField(blank=True, verbose_name='答复内容')),
                ('doubts', models.JSONField(default=list, verbose_name='疑点')),
                ('url', models.CharField(blank=True, max_length=2000, verbose_name='地址')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='people.unit', verbose_name='单位')),
                ('question', models.TextField(blank=True, verbose_name='留言内容')),
            ],
            options={
                'ordering': ['-asked_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'box', 'key'), name='one_letter_a_key')],
            },
        ),
    ]
