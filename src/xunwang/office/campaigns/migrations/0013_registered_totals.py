from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0012_findings_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='registered',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='campaignfile',
            name='kind',
            field=models.CharField(choices=[('circular', '通报'), ('attachment', '附件'), ('report', '单站报告'), ('draw', '抽样底册')], max_length=20, verbose_name='种类'),
        ),
    ]
