import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import TruncDate

from xunwang.inspector.model import SHANGHAI


def tell_turns(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tickets = apps.get_model("rectify", "Ticket").objects.using(schema_editor.connection.alias)
    tickets.update(asked_on=F("issued_on"))
    answered = tickets.annotate(first=TruncDate("answered_at", tzinfo=SHANGHAI))
    answered.filter(first__gt=F("due_on")).update(was_late=True)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_outside_identity'),
        ('rectify', '0005_reminder_rhythm'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='ticket',
            name='one_ticket_a_unit_and_campaign',
        ),
        migrations.AddField(
            model_name='ticket',
            name='asked_on',
            field=models.DateField(null=True, verbose_name='期限起算日'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='was_late',
            field=models.BooleanField(default=False, verbose_name='曾逾期回复'),
        ),
        migrations.AddField(
            model_name='ticketitem',
            name='told_unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='上次责任单位'),
        ),
        migrations.RunPython(tell_turns, migrations.RunPython.noop, elidable=True),
    ]
