"""An import works out what it will write before it holds anybody off; what changed in between is seen all the same."""

import datetime as dt

import pytest
from django.db import connection
from office_samples import JANUARY, MARCH

from xunwang.office.people.models import Unit
from xunwang.office.registry import life
from xunwang.office.registry.importing import import_register, preview
from xunwang.office.registry.life import Turn
from xunwang.office.registry.models import ImportBatch, Subject, SubjectVersion
from xunwang.office.registry.undoing import undo
from xunwang.office.registry.workbooks import write_rows

EAST = {"name": "东河县政府", "home": "http://www.donghe.gov.cn/", "code": "1304000009"}
WEST = {"name": "西河县政府", "home": "http://www.xihe.gov.cn/", "organiser": "新设局"}


@pytest.fixture
def person(office):
    return office.user(office.city, "supervisor")


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        path = tmp_path / "import.xlsx"
        write_rows("website", path, rows)
        return path

    return write


class Meanwhile:
    """Does something once, right after the register was read for the plan."""

    def __init__(self, act):
        self.act, self.done, self.writes_before = act, False, 0

    def __call__(self, execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if not self.done and sql.startswith("SELECT") and '"registry_subjectversion"."address_key"' in sql:
            self.done = True
            self.act()
        return found


def test_a_turn_between_plan_and_writing_is_seen(office, person, sheet):
    import_register(sheet(EAST), "website", office.city, person, JANUARY)
    subject = Subject.objects.get()
    later = Turn(MARCH + dt.timedelta(days=1))
    meanwhile = Meanwhile(lambda: life.change(subject, later, user=person, name="东河县人民政府"))
    with connection.execute_wrapper(meanwhile):
        report = import_register(sheet(EAST | {"phone": "1"}), "website", office.city, person, MARCH)

    assert meanwhile.done
    assert report.rejected == 1
    assert "已有登记变动" in str(report.problems[0])
    assert list(subject.versions.order_by("valid_from").values_list("name", "phone")) == [
        ("东河县政府", ""),
        ("东河县人民政府", ""),
    ]


def test_nothing_is_written_before_the_last_moment(office, person, sheet):
    """Neither while an import is worked out nor for a look at what it would do; new units come with the rows."""
    before = Unit.objects.count()

    def told():
        return Unit.objects.count() - before, SubjectVersion.objects.count(), ImportBatch.objects.count()

    seen = []
    path = sheet(EAST, WEST)
    with connection.execute_wrapper(Meanwhile(lambda: seen.append(told()))):
        looked = preview(path, "website", office.city, JANUARY, create_units=True)
    assert told() == (0, 0, 0)
    with connection.execute_wrapper(Meanwhile(lambda: seen.append(told()))):
        report = import_register(path, "website", office.city, person, JANUARY, create_units=True)

    assert seen == [(0, 0, 0)] * 2
    assert told() == (1, 2, 1)
    assert looked == report
    made = Unit.objects.get(name="新设局")
    assert made.path == f"{office.city.path}{made.pk:06d}/"
    assert Subject.objects.get(unit=made).versions.get().unit == made


def test_an_import_of_before_is_still_taken_back(office, person, sheet):
    """Its record names new versions by their keys, also those of new subjects."""
    import_register(sheet(EAST), "website", office.city, person, JANUARY)
    import_register(sheet(EAST | {"name": "东河县人民政府"}, WEST), "website", office.city, person, MARCH)
    batch = ImportBatch.objects.first()
    begun = SubjectVersion.objects.filter(valid_from=MARCH).values_list("pk", flat=True)
    piece = batch.pieces.get()
    written = {name: value for name, value in piece.written.items() if name != "begun"}
    piece.written = written | {"new": list(begun)}
    piece.save()

    undo(batch, user=person)

    version = SubjectVersion.objects.get()
    assert (version.name, version.valid_to) == ("东河县政府", None)
