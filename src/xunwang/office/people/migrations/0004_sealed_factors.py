from django.db import migrations, models

from xunwang.office.sealing import seal, unseal


def seal_factors(apps, _schema):
    _write(apps, seal)


def unseal_factors(apps, _schema):
    _write(apps, unseal)


def _write(apps, change):
    users = apps.get_model("people", "User").objects
    for pk, secret in users.exclude(second_factor="").values_list("pk", "second_factor"):
        users.filter(pk=pk).update(second_factor=change(secret))


class Migration(migrations.Migration):
    dependencies = [("people", "0003_entering")]

    operations = [
        migrations.AlterField(model_name="user", name="second_factor", field=models.TextField(blank=True)),
        migrations.RunPython(seal_factors, unseal_factors),
    ]
