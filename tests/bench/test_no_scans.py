"""Pages over many findings. No page and no nightly job walks through a table that grows with every inspection, as the database plans its queries."""

import pytest
from bench.scale import asking, filling
from django.db import connection

from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.campaigns.weighing import Listed, broken, keep_sums
from xunwang.office.people.models import AuditEntry, User


@pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="PostgreSQL walks through small tables; `python -m bench.scale` asks a large one",
)
def test_pages_and_nightly_jobs_walk_through_nothing_that_grows(db, capsys):
    filling.fill(sites=6, accounts=4, findings=480)
    asked = [
        one for person in ("province", "auditor") for one in asking.pages(person, asking.paths(), rounds=1)
    ]
    asked += asking.jobs()

    assert {one.name: one.failed for one in asked if one.failed} == {}
    assert {one.name: one.scans for one in asked if one.scans} == {}
    assert sum(one.queries for one in asked) > 300


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL walks through small tables")
def test_the_trail_is_not_walked_for_its_stamps(db, capsys):
    filling.fill(sites=1, accounts=0, findings=8)
    seen, top = User.objects.get(username="auditor"), AuditEntry.objects.order_by("-pk")[:1].get()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=top.at,
            user_name="",
            unit=top.unit,
            action=top.action,
            previous=f"{number:064}",
            hash=f"{number + 1:064}",
        )
        for number in range(1, 4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    (asked,) = asking.pages(seen.username, {"trail": "/audit/"}, rounds=1)
    assert (asked.failed, asked.scans) == ("", ())


def test_findings_that_weigh_are_counted_and_listed_as_they_stand(db, capsys):
    filling.fill(sites=8, accounts=0, findings=160)
    campaign, user = Campaign.objects.first(), User.objects.get(username="province")
    mine = FindingRow.objects.filter(subject__campaign=campaign).order_by("subject", "pk")
    for number, row in enumerate(mine):
        row.indicator, row.weighed = ("D-1.1" if number % 2 else "W-V5"), number % 3 > 0 < number % 7
        row.save()
    for row in campaign.subjects.all():
        keep_sums(row.pk)
    wanted = list(mine.filter(weighed=True))

    listed = Listed(user, campaign)
    assert len(listed) == len(wanted) > 10
    assert [one for start in range(0, len(listed), 4) for one in listed[start : start + 4]] == wanted
    assert listed[len(listed) : len(listed) + 4] == []
    by_name = {name: [row for row in wanted if row.indicator == name] for name in ("D-1.1", "W-V5")}
    assert list(Listed(user, campaign, "D-1.1")[0:99]) == by_name["D-1.1"]
    assert {one.indicator: (one.subjects, one.places) for one in broken(user, campaign)} == {
        name: (len({row.subject_id for row in rows}), len(rows)) for name, rows in by_name.items()
    }
    clerk = User.objects.get(username="clerk")
    below = [row for row in wanted if clerk.unit.holds(row.subject.unit)]
    assert list(Listed(clerk, campaign)[0:99]) == below != wanted
    assert len(Listed(user, Campaign(pk=0))) == 0


def test_a_walk_is_told(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    (told,) = asking._scans(
        [{"sql": "SELECT COUNT(*) FROM campaigns_findingrow WHERE message = 'x'", "time": "0"}]
    )

    assert told.startswith("campaigns_findingrow")
