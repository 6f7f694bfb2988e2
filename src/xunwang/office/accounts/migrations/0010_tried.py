from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_all_findings'),
    ]

    operations = [
        migrations.AddField(
            model_name='look',
            name='certified',
            field=models.BooleanField(null=True, verbose_name='平台认证'),
        ),
        migrations.AddField(
            model_name='look',
            name='downloads',
            field=models.BooleanField(null=True, verbose_name='能否下载'),
        ),
        migrations.AddField(
            model_name='look',
            name='interacts',
            field=models.BooleanField(null=True, verbose_name='互动功能'),
        ),
        migrations.AddField(
            model_name='look',
            name='opens',
            field=models.BooleanField(null=True, verbose_name='能否打开、使用'),
        ),
        migrations.AddField(
            model_name='look',
            name='remark',
            field=models.CharField(blank=True, max_length=1000, verbose_name='情况说明'),
        ),
        migrations.AlterField(
            model_name='standing',
            name='state',
            field=models.CharField(choices=[('active', '正常更新'), ('slow', '更新偏少'), ('silent', '超期未更新'), ('zombie', '僵尸账号'), ('empty', '空壳账号'), ('usable', '使用正常'), ('broken', '无法正常使用'), ('unseen', '未能检查')], max_length=10, verbose_name='情况'),
        ),
    ]
