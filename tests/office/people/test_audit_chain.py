import pytest
from django.db import IntegrityError, transaction

from xunwang.office.people.audit import broken_entries, log_action, seal
from xunwang.office.people.models import AuditEntry, TrailHead


@pytest.fixture
def trail(office):
    user = office.user(office.city, "supervisor")
    return [
        log_action("campaign.released", office.city, user=user, data={"n": number}) for number in range(4)
    ]


def test_a_whole_trail_verifies_and_each_row_continues_the_last(trail):
    assert broken_entries() == []
    assert [entry.previous for entry in trail[1:]] == [entry.hash for entry in trail[:-1]]


@pytest.mark.parametrize(
    "change",
    [
        {"user_name": "别人"},
        {"data": {"n": 9}},
        {"action": "finding.decided"},
        {"target_label": "别处"},
        {"user": None},
    ],
)
def test_any_changed_word_of_a_row_shows(trail, change):
    AuditEntry.objects.filter(pk=trail[1].pk).update(**change)

    assert broken_entries() == [trail[1].pk]


def test_a_row_changed_with_its_hash_breaks_the_next_one(trail):
    forged = AuditEntry.objects.get(pk=trail[1].pk)
    forged.hash = "f" * 64
    forged.save()

    assert broken_entries() == [trail[1].pk, trail[2].pk]


def test_a_removed_row_shows_at_its_follower(trail):
    AuditEntry.objects.filter(pk=trail[1].pk).delete()

    assert broken_entries() == [trail[2].pk]


def act(office, trail):
    return log_action("campaign.released", office.city, user=trail[0].user)


def test_rows_removed_from_the_end_show_then_and_after_the_next_act(office, trail):
    AuditEntry.objects.filter(pk__gte=trail[2].pk).delete()
    assert broken_entries() == [trail[1].pk]

    follower = act(office, trail)
    assert broken_entries() == [follower.pk]


def test_a_row_put_at_the_end_by_hand_shows_however_well_it_is_sealed(office, trail):
    forged = AuditEntry.objects.get(pk=trail[3].pk)
    forged.pk, forged.previous, forged.data = None, trail[3].hash, {"n": 9}
    forged.hash = seal(forged, "sha256")
    forged.save(force_insert=True)
    assert broken_entries() == [forged.pk]

    follower = act(office, trail)
    assert broken_entries() == [follower.pk]


@pytest.mark.parametrize("forged", [{"seal": "f" * 64}, None])
def test_an_end_that_was_moved_without_the_key_shows(office, trail, forged):
    AuditEntry.objects.filter(pk__gt=trail[1].pk).delete()
    if forged is None:
        TrailHead.objects.all().delete()
    else:
        TrailHead.objects.update(entry=trail[1].pk, hash=trail[1].hash, **forged)
    assert broken_entries() == [trail[1].pk]

    follower = act(office, trail)
    assert broken_entries() == [follower.pk]


def test_a_trail_that_was_emptied_shows(office, trail):
    AuditEntry.objects.all().delete()

    assert broken_entries()


def test_two_rows_cannot_follow_the_same_row(trail):
    twin = AuditEntry.objects.get(pk=trail[3].pk)
    twin.pk, twin.hash = None, "e" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_an_act_that_is_undone_leaves_no_trace(office):
    with transaction.atomic():
        log_action("campaign.released", office.city, user=office.user(office.city, "supervisor"))
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == 0


def test_an_unknown_act_is_refused(office):
    with pytest.raises(ValueError, match="known name"):
        log_action("something.else", office.city, user=office.user(office.city, "auditor"))
