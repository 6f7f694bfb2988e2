from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proofing', '0001_terms'),
    ]

    operations = [
        migrations.AlterField(
            model_name='term',
            name='kind',
            field=models.CharField(choices=[('word', '专名和用语'), ('office', '职务'), ('ignored', '不再提示'), ('lost', '易主域名')], max_length=10, verbose_name='类别'),
        ),
    ]
