"""The queue keeps the place, says what another reviewer did meanwhile, and offers what was written before."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from rectify_samples import judged

from xunwang.office.campaigns.models import DecisionRow, FindingRow, FindingState
from xunwang.office.people.models import User
from xunwang.office.web.views import review


@pytest.fixture
def queue(office, tmp_path):
    """Five candidates of one website that differ in their place, in the order of the queue."""
    judged(office, tmp_path)
    row = office.rows["东河县政府"].findings.get(indicator="S-hidden")
    for number in range(4):
        row.pk, row.finding_id, row.locator = None, f"more {number}", f"link:{number}"
        row.save(force_insert=True)
    return list(FindingRow.objects.filter(indicator="S-hidden").order_by("pk"))


@pytest.fixture
def reviewers(office):
    first, second = Client(), Client()
    first.force_login(office.user(office.city, "reviewer"))
    second.force_login(office.user(office.city, "supervisor"))
    User.objects.filter(role="reviewer").update(full_name="初审")
    return first, second


def look(client, finding, **asked):
    address = reverse("review", args=[finding.subject.campaign_id])
    return client.get(address, {"f": finding.pk, **asked})


def send(client, page, ruling, **more):
    """What the page's form sends."""
    finding = page.context["current"]
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    sent = {"ruling": ruling, "scope": "one", "seen": seen, **more}
    return client.post(reverse("decide", args=[finding.pk]), sent, follow=True)


def test_what_another_reviewer_ruled_meanwhile_is_not_overruled_unseen(queue, reviewers):
    first, second = reviewers
    page = look(second, queue[0])
    send(first, look(first, queue[0]), "dismissed", reason="正常链接")
    told = send(second, page, "confirmed", scope="alike", reason="我写的理由")
    queue[0].refresh_from_db()

    assert "这一条刚才已由初审处理（认定不属实），您的认定没有记下" in told.content.decode()
    assert queue[0].state == FindingState.DISMISSED
    assert DecisionRow.objects.count() == 1
    assert told.context["current"] == queue[0], "the ruling is shown"
    send(second, told, "confirmed")
    queue[0].refresh_from_db()
    assert queue[0].state == FindingState.CONFIRMED, "seen, it may be overruled"


def test_the_same_ruling_of_two_reviewers_is_kept_once_and_leads_on(queue, reviewers):
    first, second = reviewers
    page = look(second, queue[1])
    send(first, look(first, queue[1]), "confirmed")
    told = send(second, page, "confirmed")

    assert "没有重复记下" in told.content.decode()
    assert told.context["current"] == queue[2]
    assert DecisionRow.objects.count() == 1


def test_a_ruling_leads_to_what_stands_behind_and_back_to_be_corrected(queue, reviewers):
    client = reviewers[0]
    onward = send(client, look(client, queue[2]), "confirmed")
    back = look(client, onward.context["was"])
    again = send(client, back, "dismissed", reason="看错了")

    assert onward.context["current"] == queue[3]
    assert (back.context["current"], back.context["after"]) == (queue[2], queue[3].pk)
    assert again.context["current"] == queue[3]
    assert FindingRow.objects.get(pk=queue[2].pk).state == FindingState.DISMISSED


def test_many_at_once_lead_behind_themselves_and_the_last_to_what_was_skipped(queue, reviewers):
    client = reviewers[0]
    FindingRow.objects.filter(pk__in=[one.pk for one in queue[1:4]]).update(locator="same")
    onward = send(client, look(client, queue[1]), "confirmed", scope="alike")
    last = send(client, onward, "confirmed")

    assert onward.context["current"] == queue[4]
    assert last.context["current"] == queue[0]


def test_the_keys_lead_through_all_of_a_queue_that_is_longer_than_its_list(queue, reviewers, monkeypatch):
    monkeypatch.setattr(review, "SHOWN", 2)
    shown = [look(reviewers[0], one).context for one in queue]

    assert [told["after"] for told in shown] == [*(one.pk for one in queue[1:]), None]
    assert [told["before"] for told in shown] == [None, *(one.pk for one in queue[:-1])]
    assert all(one in told["listed"] for one, told in zip(queue, shown, strict=True))
    assert [told["place"] for told in shown] == [1, 2, 3, 4, 5]


def test_reasons_that_a_reviewer_wrote_before_are_offered_to_that_reviewer(queue, reviewers):
    first, second = reviewers
    for one, reason in zip(queue, ("正常链接", "已备案的子站", "正常链接"), strict=False):
        send(first, look(first, one), "dismissed", reason=reason)

    assert look(first, queue[4]).context["reasons"] == ["正常链接", "已备案的子站"]
    assert look(second, queue[4]).context["reasons"] == []
