from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def tell_kinds(apps, _editor):
    subjects = apps.get_model("registry", "Subject").objects.filter(pk=OuterRef("subject"))
    apps.get_model("registry", "SubjectVersion").objects.update(kind=Subquery(subjects.values("kind")))


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_life")]

    operations = [
        migrations.AddField(
            model_name="subjectversion",
            name="kind",
            field=models.CharField(max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="subjectversion",
            index=models.Index(
                fields=["kind", "unit", "valid_from", "valid_to", "site_kind", "level", "platform"],
                name="register_counted",
            ),
        ),
        migrations.AlterField(
            model_name="subjectversion",
            name="subject",
            field=models.ForeignKey(
                db_index=False, on_delete=models.CASCADE, related_name="versions", to="registry.subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectversion",
            constraint=models.CheckConstraint(condition=~Q(kind=""), name="version_has_a_kind"),
        ),
    ]
