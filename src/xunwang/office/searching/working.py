"""Words looked for in the archives of a campaign: one job a run, which goes on from the batch where it was left."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job
from xunwang.office.jobs.queue import Priority, PutBackError, Work, ask, gives_up, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.places import run_at, unreadable
from xunwang.office.searching.models import ArchiveSearch, FoundPage, SearchedRun, SearchState

SEARCH, SEARCH_RUN = "search_archives", "search_run"
MOST_FOUND = 1000
"""Pages told of one run; the search of that run ends there."""
_BATCH = 1000
_AHEAD = 200
"""Runs whose jobs are asked for at once."""
_AGAIN_AFTER = dt.timedelta(seconds=20)


@transaction.atomic
def look_for(campaign: Campaign, words: list[str], *, user: User) -> ArchiveSearch:
    """Has every inspected website of the campaign searched. Raises OfficeError."""
    wanted = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    try:
        door.check_rule(door.TextRule(words=tuple(wanted)))
    except door.RuleError as error:
        raise OfficeError(f"{error}。") from None
    rows = campaign.subjects.filter(run_state=RunState.LOOKED, subject__kind="website").exclude(run_path="")
    if not rows.exists():
        raise OfficeError("这次检查还没有检查完的网站，没有归档可查。")
    search = ArchiveSearch.objects.create(campaign=campaign, words=wanted, user=user, at=clock.now())
    runs = (SearchedRun(search=search, row=row, run_path=row.run_path) for row in rows.order_by("pk"))
    SearchedRun.objects.bulk_create(runs, batch_size=_BATCH)
    log_action("archive.searched", search, user=user, unit=campaign.unit)
    ask(SEARCH, search.pk)
    return search


@handles(SEARCH, Priority.RECHECK)
def _plan(work: Work) -> None:
    """Asks for the jobs of the next runs, until there are none left."""
    waiting = SearchedRun.objects.filter(search=int(work.key), state=SearchState.WAITING)
    for run in waiting.order_by("pk").values_list("pk", flat=True)[:_AHEAD]:
        ask(SEARCH_RUN, run)
    if waiting.count() > _AHEAD:
        ask(SEARCH, work.key, at=timezone.now() + _AGAIN_AFTER)


@handles(SEARCH_RUN, Priority.RECHECK)
def _search(work: Work) -> None:
    run = (
        SearchedRun.objects.select_related("search")
        .filter(pk=int(work.key), state=SearchState.WAITING)
        .first()
    )
    if run is None:
        return
    rule = door.TextRule(words=tuple(run.search.words))
    after = door.SiftMark(run.table, run.at) if run.table else None
    try:
        for batch in door.sift(run_at(run.run_path), rule, after):
            _keep(run, batch, work)
            if run.found >= MOST_FOUND:
                break
            if work.is_over():
                raise PutBackError
    except door.RunError as error:
        _end(run, SearchState.FAILED, work, problem=str(unreadable(run.run_path, error))[:500])
    else:
        _end(run, SearchState.DONE, work)


@gives_up(SEARCH_RUN)
def _leave(job: Job, said: str) -> None:
    """Who asked reads which run was not searched, and why; the search comes to its end without it."""
    SearchedRun.objects.filter(pk=job.key, state=SearchState.WAITING).update(
        state=SearchState.FAILED, problem=said
    )


@transaction.atomic
def _keep(run: SearchedRun, batch: door.Sifted, work: Work) -> None:
    """A batch and how far the run was searched come together, while the job is still ours."""
    work.renew()
    hits = batch.hits[: MOST_FOUND - run.found]
    FoundPage.objects.bulk_create(
        FoundPage(run=run, url=hit.url[:2000], title=hit.title, word=hit.found[:200], excerpt=hit.excerpt)
        for hit in hits
    )
    run.table, run.at = batch.mark.table, batch.mark.at
    run.pages, run.found = run.pages + batch.pages, run.found + len(hits)
    run.save(update_fields=["table", "at", "pages", "found"])


@transaction.atomic
def _end(run: SearchedRun, state: SearchState, work: Work, *, problem: str = "") -> None:
    work.renew()
    run.state, run.problem = state, problem
    run.save(update_fields=["state", "problem"])
