import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_published_months'),
        ('registry', '0003_life'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShownBySite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run_path', models.CharField(max_length=300)),
                ('read_at', models.DateTimeField()),
                ('shown', models.JSONField(null=True)),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown_accounts', to='registry.subject')),
            ],
        ),
    ]
