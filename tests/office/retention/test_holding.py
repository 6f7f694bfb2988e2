"""Which archives may go, and what holds those that may not."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from django.utils import timezone
from office_samples import POINT, SEEN, closed_run

from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, CircularVersion, DecisionRow, FindingRow, Word
from xunwang.office.people.roles import Role
from xunwang.office.periods import PERIODS
from xunwang.office.places import noted, run_at
from xunwang.office.rectify.models import Appeal, Ticket
from xunwang.office.registry.service import close_subject
from xunwang.office.retention.lots import Lot, examine, lots, size_of
from xunwang.office.searching.models import ArchiveSearch, SearchedRun


def free(lot):
    return {one.path for one in examine(lot) if one.free}


def holds(old, run):
    return next(one.holds for one in examine(old.lot) if one.path == noted(run))


def test_what_is_settled_long_ago_and_followed_by_a_newer_inspection_may_go(old):
    assert free(old.lot) == {noted(old.run), noted(old.clean)}
    assert free(Lot(old.office.city, old.newer)) == set()
    assert size_of([noted(old.run)]) == sum(one.stat().st_size for one in old.run.rglob("*") if one.is_file())


def waits(old):
    FindingRow.objects.filter(pk=old.finding.pk).update(state="waits")


def counts_without_ticket(old):
    old.ticket.items.all().delete()
    FindingRow.objects.filter(pk=old.finding.pk).update(state="counts")


def open_again(old):
    Ticket.objects.filter(pk=old.ticket.pk).update(state="reopened")


def appealed(old):
    clerk = old.office.user(old.office.county, Role.UNIT_CLERK)
    Appeal.objects.create(item=old.ticket.items.get(), user=clerk, at=SEEN, text="不是我们的栏目")


def excused(old):
    FindingRow.objects.filter(pk=old.finding.pk).update(state="excused")
    reviewer = old.office.user(old.office.city, Role.REVIEWER)
    DecisionRow.objects.create(
        finding=old.finding, ruling=Word.EXCUSED, user=reviewer, at=SEEN, excused_until=clock.today()
    )


@pytest.mark.parametrize(
    ("happen", "said"),
    [
        (waits, "有问题等待认定"),
        (counts_without_ticket, "认定的问题没有办结整改"),
        (open_again, "整改通知还没有办结"),
        (appealed, "申诉还没有处理"),
        (excused, "免予计算还没有到期"),
    ],
)
def test_an_open_finding_holds_the_archive_that_it_points_at(old, happen, said):
    happen(old)

    assert said in holds(old, old.run)
    assert free(old.lot) == {noted(old.clean)}


def version(old, **fields):
    return CircularVersion.objects.create(
        campaign=old.campaign, number=1, layout="county", header={}, made_at=SEEN, **fields
    )


def settled_days_ago(old, days):
    moment = timezone.now() - dt.timedelta(days=days)
    Campaign.objects.filter(pk=old.campaign.pk).update(point_closed_at=moment)
    old.campaign.refresh_from_db()


def searched(old):
    by = old.office.user(old.office.city, Role.SUPERVISOR)
    search = ArchiveSearch.objects.create(campaign=old.campaign, words=["词"], user=by, at=SEEN)
    SearchedRun.objects.create(search=search, row=old.park, run_path=noted(old.clean))


def unsettled(old):
    Campaign.objects.filter(pk=old.campaign.pk).update(point_closed_at=None)
    old.campaign.refresh_from_db()


@pytest.mark.parametrize(
    ("happen", "said"),
    [
        (unsettled, "监测时间点还没有定稿"),
        (lambda old: settled_days_ago(old, 1094), "保留期到"),
        (version, "通报已起草，还没有封存"),
        (lambda old: version(old, seal="x", sealed_at=SEEN), "封存的通报以它为依据，永久保留"),
        (searched, "正在检查或查找归档"),
    ],
)
def test_what_a_campaign_still_says_or_does_holds_all_that_it_rests_on(old, happen, said):
    happen(old)

    assert free(old.lot) == set()
    assert all(any(one.startswith(said) for one in holds(old, run)) for run in (old.run, old.clean))


def test_the_period_ends_with_its_last_day(old):
    settled_days_ago(old, 1095)
    assert len(free(old.lot)) == 2


def test_a_sealed_circular_lets_go_only_after_years_that_somebody_set_and_never_while_it_is_public(
    old, settings
):
    sealed = version(old, seal="x", sealed_at=timezone.now() - dt.timedelta(days=11 * 366))
    settings.KEEP = {**settings.KEEP, "circulars": 10}
    assert free(old.lot) == {noted(old.run), noted(old.clean)}
    assert {one.period for one in examine(old.lot)} == {"circulars"}

    CircularVersion.objects.filter(pk=sealed.pk).update(public_key="k")
    assert free(old.lot) == set()
    settings.KEEP = {**settings.KEEP, "circulars": 12}
    CircularVersion.objects.filter(pk=sealed.pk).update(public_key="")
    assert free(old.lot) == set()


def test_the_newest_inspection_of_a_website_in_the_register_stays(old):
    old.newer.subjects.update(run_path="")
    assert "这是名录里的该对象最近一次检查" in holds(old, old.run)

    close_subject(old.office.county_site, POINT, user=None)
    assert free(old.lot) == {noted(old.run)}


def test_another_campaign_that_rests_on_the_same_archive_holds_it(old):
    old.newer.subjects.filter(name=old.park.name).update(run_path=noted(old.clean))

    assert "检查“后来的检查”也以它为依据" in holds(old, old.clean)


def test_so_does_one_that_rests_on_it_as_on_what_was_asked_again(old):
    """Named by nothing of its own campaign any more, and long since written."""
    superseded, _ = closed_run(old.run.parent, "superseded")
    aged(superseded, 31)
    assert noted(superseded) in free(old.lot)
    old.newer.subjects.filter(name=old.county.name).update(rechecks=[noted(superseded)])

    assert holds(old, superseded) == ("检查“后来的检查”也以它为依据",)


def aged(run, days):
    then = time.time() - days * 86_400
    for one in run.iterdir():
        os.utime(one, (then, then))


def test_what_no_result_names_goes_a_month_after_it_was_written_last(old):
    """Looked at anew before the point was closed: the first run is named by nothing any more."""
    superseded, _ = closed_run(old.run.parent, "superseded")
    aged(superseded, 29)
    version(old, seal="x", sealed_at=SEEN)
    assert holds(old, superseded)[0].startswith("保留期到")
    assert len(holds(old, superseded)) == 1

    aged(superseded, 31)
    assert free(old.lot) == {noted(superseded)}
    unsettled(old)
    assert "监测时间点还没有定稿" in holds(old, superseded)


def test_the_runs_of_a_re_check_stay_with_their_ticket(old, settings):
    again, _ = closed_run(settings.RUNS_FOLDER / f"{old.campaign.pk}-recheck-{old.ticket.pk}", "again")
    assert noted(again) in free(old.lot)

    open_again(old)
    assert "整改通知还没有办结" in holds(old, again)


def test_runs_of_patrols_and_self_checks_are_listed_only_when_they_were_left_behind(old, settings):
    left, _ = closed_run(settings.RUNS_FOLDER / "patrol" / "x", "left")
    aged(left, 40)
    others = next(one for one in lots() if one.campaign is None)
    assert free(others) == {noted(left)}
    assert others.unit == old.office.province


def test_runs_outside_the_data_folder_and_foreign_folders_are_never_listed(old, settings):
    foreign = settings.RUNS_FOLDER / "人放在这里的" / "run"
    foreign.mkdir(parents=True)
    (foreign / "run.json").write_text("{}")
    old.campaign.subjects.filter(pk=old.park.pk).update(run_path=str(old.office.run))

    listed = {one.path for lot in lots() for one in examine(lot)}
    assert run_at(noted(old.run)).is_dir()
    assert not any(path.startswith(("/", "人")) for path in listed)


def test_a_unit_sees_its_own_and_the_lots_below(old):
    assert [one.key for one in lots(old.office.city)] == [str(old.campaign.pk), str(old.newer.pk)]
    assert [one.key for one in lots(old.office.county)] == []


@pytest.mark.parametrize("period", PERIODS.values(), ids=lambda one: one.key)
def test_the_page_of_settings_tells_every_period_as_it_holds(period):
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text()
    (line,) = [one for one in page.splitlines() if one.startswith(f"| `{period.variable}` |")]
    _, _, usual, bounds, goes, said, _ = (part.strip() for part in line.split("|"))

    assert usual == period.shown(period.usual)
    assert bounds.replace(" 年", "") == period.bounds
    assert goes == ("由人" if period.by_act else "自动")
    assert all(one in said for one in (period.what, period.since, period.because))
