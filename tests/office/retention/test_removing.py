"""The act that removes archives: written down first, only what was seen, and never more."""

import datetime as dt
import re
import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from xunwang.cli import retention
from xunwang.office import environment, periods
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.places import noted
from xunwang.office.retention import removing
from xunwang.office.retention.lots import examine
from xunwang.office.retention.models import RemovedRun


def remove(old, user=None):
    return removing.let_go(old.lot, removing.mark_of(examine(old.lot)), user=user, by="命令行")


def test_an_archive_that_went_says_when_by_which_rule_and_by_whom(old, client):
    administrator = old.office.user(old.office.city, Role.ADMINISTRATOR)
    rows = remove(old, administrator)
    queue.work_off()
    entry = AuditEntry.objects.get(action="archive.removed")
    client.force_login(old.office.user(old.office.city, Role.REVIEWER))
    frame = client.get(reverse("archive", args=[old.finding.pk])).content.decode()
    body = client.get(reverse("archive_body", args=[old.finding.pk]))
    FindingRow.objects.filter(pk=old.finding.pk).update(parent="http://www.donghe.gov.cn/")
    above = client.get(reverse("archive_body", args=[old.finding.pk]), {"parent": "1"})

    assert {(row.path, row.name) for row in rows} == {
        (noted(old.run), "任一网站"),
        (noted(old.clean), "任一网站"),
    }
    assert not old.run.exists()
    assert not old.run.parent.exists()
    assert (entry.user, entry.unit, entry.data["archives"]) == (administrator, old.office.city, 2)
    assert entry.data["size"] == sum(row.size for row in rows) > 0
    assert broken_entries() == []
    said = f"按“检查归档保留 1095 天，从定稿、最后一件整改办结和最后一次申诉处理算起”的规则删除，操作人：{administrator.shown_name}"
    assert body.status_code == 410
    assert said in body.content.decode()
    assert (above.status_code, above.content) == (410, body.content)
    assert said in frame
    assert re.search(r"已于 \d{4}-\d\d-\d\d \d\d:\d\d ", frame)


def test_an_archive_that_somebody_took_away_is_told_in_words_of_the_office(old, client):
    removing.erase(noted(old.run))
    client.force_login(old.office.user(old.office.city, Role.REVIEWER))
    body = client.get(reverse("archive_body", args=[old.finding.pk]))

    assert body.status_code == 410
    assert "没有这份检查归档，也没有删除它的记录" in body.content.decode()


def test_the_command_tells_whose_archives_may_go_and_how_much_comes_free(old):
    said = retention._line(retention._told(old.lot)).replace("\xa0", " ")

    assert re.search(r"：可以删除 2 份（东河县政府、南山园区网，腾出 [1-9][\d.]* KB），不能删除 0 份$", said)


def test_what_changed_since_it_was_seen_removes_nothing(old):
    seen = removing.mark_of(examine(old.lot))
    FindingRow.objects.filter(pk=old.finding.pk).update(state="waits")
    with pytest.raises(OfficeError, match="与刚才列出的不同"):
        removing.let_go(old.lot, seen, user=None, by="命令行")

    assert old.run.is_dir()
    assert not RemovedRun.objects.exists()
    assert not AuditEntry.objects.filter(action="archive.removed").exists()


def test_an_act_that_is_not_kept_removes_no_file(old, monkeypatch):
    def refuses(*_, **__):
        raise OfficeError("没有写进操作记录")

    monkeypatch.setattr(removing, "log_action", refuses)
    with pytest.raises(OfficeError, match="没有写进操作记录"):
        remove(old)
    removing.finish()

    assert old.run.is_dir()
    assert not RemovedRun.objects.exists()


def test_what_broke_off_goes_on_by_itself(old):
    remove(old)
    (old.run / "manifest.json").unlink()  # half of it is gone already
    queue.Job.objects.all().delete()
    removing._go_on(None)
    queue.work_off()

    assert not old.run.exists()
    assert not old.clean.exists()
    assert not RemovedRun.objects.filter(gone_at=None).exists()
    assert removing.finish() == 0


def test_an_archive_that_was_put_back_by_hand_is_shown_and_may_go_again(old, client, settings):
    aside = shutil.copytree(old.run, settings.RUNS_FOLDER.parent / "aside")
    remove(old)
    removing.finish()
    assert not old.run.exists()
    shutil.copytree(aside, old.run)
    client.force_login(old.office.user(old.office.city, Role.REVIEWER))

    assert client.get(reverse("archive_body", args=[old.finding.pk])).status_code == 200
    assert [one.path for one in examine(old.lot)] == [noted(old.run)]
    remove(old)
    removing.finish()
    assert not old.run.exists()


@pytest.mark.parametrize("path", ["/etc", "../uploads", "1/../../uploads", "", "."])
def test_nothing_outside_the_folder_of_runs_is_ever_erased(old, settings, path):
    kept = settings.RUNS_FOLDER.parent / "uploads"
    kept.mkdir()
    with pytest.raises(OfficeError, match="没有删除"):
        removing.erase(path)

    assert kept.is_dir()
    assert old.run.is_dir()


def test_a_folder_that_cannot_go_is_told_and_tried_again(old):
    """A link in the place of a run is no folder of ours."""
    remove(old)
    shutil.rmtree(old.clean)
    old.clean.symlink_to(old.office.run)
    queue.work_off()
    failed = queue.Job.objects.get(kind=removing.REMOVE)

    assert failed.state == "failed"
    assert "有归档没有删掉" in failed.problem
    assert old.office.run.is_dir()
    assert RemovedRun.objects.filter(gone_at=None).count() == 1
    old.clean.unlink()
    removing._go_on(None)
    queue.work_off()
    assert not RemovedRun.objects.filter(gone_at=None).exists()


def test_an_administrator_sees_and_removes_and_nobody_else(old, client):
    place = reverse("retention_lot", args=[old.campaign.pk])
    for role, status in ((Role.REVIEWER, 403), (Role.AUDITOR, 200), (Role.ADMINISTRATOR, 200)):
        client.force_login(old.office.user(old.office.city, role))
        assert client.get(reverse("retention")).status_code == status
        shown = client.get(place)
        assert shown.status_code == status
        assert ("删除这 2 份归档" in shown.content.decode()) == (role == Role.ADMINISTRATOR)
        if role == Role.AUDITOR:
            assert client.post(place, {"sure": "yes"}).status_code == 403
    mark = re.search(r'name="mark" value="(\w+)"', shown.content.decode())[1]
    client.force_login(old.office.user(old.office.county, Role.ADMINISTRATOR))
    assert client.post(place, {"mark": mark, "sure": "yes"}).status_code == 404
    client.force_login(old.office.user(old.office.city, Role.ADMINISTRATOR))
    assert "请先勾选" in client.post(place, {"mark": mark}, follow=True).content.decode()
    assert not RemovedRun.objects.exists()

    done = client.post(place, {"mark": mark, "sure": "yes"}, follow=True).content.decode()
    assert "2 份归档正在由后台删除" in done
    assert "有 2 份归档的文件还在删除" in client.get(reverse("retention")).content.decode()


@pytest.mark.parametrize("period", periods.PERIODS.values(), ids=lambda one: one.key)
def test_a_period_that_would_take_evidence_away_stops_the_start(period, monkeypatch):
    for written in (str(period.least), str(period.most), str(period.usual)):
        monkeypatch.setenv(period.variable, written)
        assert environment.lasting(period) == int(written)
    for written in (str(period.least - 1), str(period.most + 1), "-1", "一年", "7.5"):
        monkeypatch.setenv(period.variable, written)
        with pytest.raises(ImproperlyConfigured) as told:
            environment.lasting(period)
        said = str(told.value)
        assert all(
            one in said for one in (period.variable, written, period.bounds, period.unit, period.because)
        )


def test_workers_go_by_the_periods_that_are_set(office, settings):
    from xunwang.office.watch.models import WatchedDay  # noqa: PLC0415
    from xunwang.office.watch.thinning import thin_out  # noqa: PLC0415

    site, today = office.website(office.county, "甲", "http://a.example.gov.cn/"), dt.date(2026, 3, 31)
    for days in (101, 99):
        WatchedDay.objects.create(
            subject=site, home="http://a.example.gov.cn/", day=today - dt.timedelta(days=days), visits=b"\x90"
        )
    thin_out(today)
    assert WatchedDay.objects.count() == 2

    settings.KEEP = {**settings.KEEP, "visits": 100}
    thin_out(today)
    assert [(today - one.day).days for one in WatchedDay.objects.all()] == [99]
