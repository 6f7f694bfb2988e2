"""Words looked for in the archives of a campaign: asked for on a page, worked off run by run, told to those who run the campaign."""

import datetime as dt

import pytest
from django.urls import reverse
from office_samples import judgement

from xunwang.inspector import model
from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.model import SHANGHAI, Attempt, Page, PageRow, Reach
from xunwang.office.campaigns.models import RunState
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import claim, perform, work_off
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.searching.models import ArchiveSearch, FoundPage, SearchedRun
from xunwang.office.searching.working import look_for

NOW = dt.datetime(2026, 3, 31, tzinfo=SHANGHAI)
PAGES, BATCH = 12, 3


def run_of(folder, site):
    """A closed run of twelve pages in four batches; every second page shows the word."""
    home = site.versions.get().home
    writer = RunWriter.create(
        folder, f"run-{site.pk}", model.Subject(id=str(site.pk), name="某", home=home), {}, NOW
    )
    attempt = Attempt(at=NOW, reach=Reach.OK, status=200)
    for number in range(PAGES):
        page = Page(
            url=f"{home}{number}.html", title="通知", text="原质监局负责" if number % 2 else "市场监管局"
        )
        writer.append_page(PageRow(page, f"{home}{number}", 1, None, attempt, None))
        if number % BATCH == BATCH - 1:
            writer.sync()
    writer.close(NOW, stats=Stats())
    return writer.path


@pytest.fixture
def city(office, settings, tmp_path):
    settings.RUNS_FOLDER = tmp_path
    office.sites = [
        office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/"),
        office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/"),
    ]
    office.checked = office.campaign(office.city, office.sites)
    for site in office.sites:
        record_judgement(office.checked, judgement(site, model.Verdict.PASS), run_path=run_of(tmp_path, site))
    office.checked.subjects.update(run_state=RunState.LOOKED)
    return office


def test_words_are_found_in_every_run_and_shown_to_those_who_run_the_campaign(city, client):
    client.force_login(city.boss)
    asked = client.post(reverse("archive_searches", args=[city.checked.pk]), {"words": "质监局\n\n质监局\n"})
    search = ArchiveSearch.objects.get()
    before = client.get(asked.url).content.decode()
    work_off()
    shown = client.get(asked.url).content.decode()

    assert search.words == ["质监局"]
    assert "还有 2 个没有查完" in before
    assert "2 个网站的 12 个页面有所找的词语" in shown
    assert "原质监局负责" in shown
    assert {run.pages for run in search.runs.all()} == {PAGES}
    assert AuditEntry.objects.filter(action="archive.searched").count() == 1
    assert "质监局" in client.get(reverse("archive_searches", args=[city.checked.pk])).content.decode()


def test_a_search_that_is_put_back_goes_on_and_finds_each_page_once(city, monkeypatch):
    look_for(city.checked, ["质监局"], user=city.boss)
    perform(claim())
    monkeypatch.setattr(queue.Work, "is_over", lambda _: True)
    slices = 0
    while (work := claim()) is not None:
        perform(work)
        slices += 1

    assert slices == 2 * (PAGES // BATCH + 1)
    assert FoundPage.objects.count() == PAGES
    assert FoundPage.objects.values("url").distinct().count() == PAGES
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def test_a_worker_that_lost_its_job_keeps_nothing(city):
    look_for(city.checked, ["质监局"], user=city.boss)
    perform(claim())
    work = claim()
    Job.objects.filter(pk=work.job.pk).update(fence=work.job.fence + 1)
    perform(work)

    assert not FoundPage.objects.exists()
    assert not SearchedRun.objects.exclude(pages=0).exists()


def test_a_run_that_cannot_be_read_is_named_and_the_others_are_searched(city, client):
    search = look_for(city.checked, ["质监局"], user=city.boss)
    broken = search.runs.first()
    SearchedRun.objects.filter(pk=broken.pk).update(run_path="gone")
    work_off()
    client.force_login(city.boss)
    shown = client.get(reverse("archive_search", args=[search.pk])).content.decode()

    assert "没有查成的归档" in shown
    assert broken.row.name in shown
    assert "1 个网站的 6 个页面" in shown


@pytest.mark.parametrize("words", [[], ["  "], ["字" * 101]])
def test_words_that_cannot_be_looked_for_are_refused(city, words):
    with pytest.raises(OfficeError):
        look_for(city.checked, words, user=city.boss)
    assert not ArchiveSearch.objects.exists()


def test_nothing_inspected_is_nothing_to_search(city):
    city.checked.subjects.update(run_state=RunState.WAITING)
    with pytest.raises(OfficeError, match="没有归档可查"):
        look_for(city.checked, ["质监局"], user=city.boss)


def test_others_see_neither_the_search_nor_its_form(city, client):
    search = look_for(city.checked, ["质监局"], user=city.boss)
    for unit, role in ((city.county, Role.UNIT_CLERK), (city.stranger, Role.SUPERVISOR)):
        client.force_login(city.user(unit, role))
        assert client.get(reverse("archive_search", args=[search.pk])).status_code in {403, 404}
        assert client.post(
            reverse("archive_searches", args=[city.checked.pk]), {"words": "词"}
        ).status_code in {403, 404}
    assert ArchiveSearch.objects.count() == 1
