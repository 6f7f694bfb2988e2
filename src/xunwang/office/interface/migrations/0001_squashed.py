import django.db.models.deletion
import xunwang.office.clock
from django.conf import settings
from django.db import migrations, models

from xunwang.office.steps import replaced


class Migration(migrations.Migration):
    initial = True
    replaces = replaced("interface")

    dependencies = [
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='系统名称')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=8)),
                ('scopes', models.JSONField(default=list, verbose_name='用途')),
                ('expires_on', models.DateField(verbose_name='有效期至')),
                ('created_at', models.DateTimeField(default=xunwang.office.clock.now, verbose_name='新建时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='最近使用')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='token', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interface_tokens', to='people.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['unit__path', 'pk'],
            },
        ),
    ]
