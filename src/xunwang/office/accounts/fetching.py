"""Every night the feeds and interfaces of accounts are asked once, so that the standing of the morning knows what was published."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.accounts.access import accesses
from xunwang.office.accounts.keeping import keep_facts
from xunwang.office.accounts.models import Feed, Look
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import PutBackError, Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.looking import looking_settings, rows_from_the_loop
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject
from xunwang.office.uploads import scratch

_BATCH = 40


@repeats("accounts.fetch", every=dt.timedelta(hours=1))
def fetch_today(work: Work) -> None:
    """Asks for every account that was not asked today, some at a time; an interrupted night goes on where it stood.

    What did not answer is a look that says so, and is asked again tomorrow.
    """
    waiting = _waiting()
    for start in range(0, len(waiting), _BATCH):
        if work.is_over():
            raise PutBackError
        work.tell("读取账号数据", start, len(waiting))
        try:
            _fetch(waiting[start : start + _BATCH], lambda _: work.renew())
        except door.StoppedError:
            raise PutBackError from None


def _waiting() -> list[SubjectVersion]:
    """Accounts with a feed or credentials of which the office itself has not had a look today."""
    today = clock.today()
    midnight = dt.datetime.combine(today, dt.time(), SHANGHAI)
    looks = Look.objects.filter(material=None, seen__gte=midnight, seen__lt=midnight + dt.timedelta(days=1))
    seen = looks.values("subject")
    rows = SubjectVersion.objects.on(today).filter(
        Q(subject__feed__isnull=False) | Q(subject__interface__isnull=False)
    )
    return list(rows.exclude(subject__in=seen).select_related("subject__unit").order_by("subject_id"))


def _fetch(versions: Sequence[SubjectVersion], tell: door.Telling) -> None:
    """The runs go with the moment: nothing is found by them, and an inspection asks for itself."""
    keys = [version.subject_id for version in versions]
    feeds = dict(Feed.objects.filter(subject__in=keys).values_list("subject_id", "address"))
    interfaces = _interfaces(versions)
    asked = [
        door.AccountInspection(
            subject=inspector_subject(version),
            feed=feeds.get(version.subject_id),
            access=interfaces.get(version.subject_id),
        )
        for version in versions
    ]
    settings = structs.replace(looking_settings(), proof=False, posts_archived=0)
    with scratch() as folder, rows_from_the_loop():
        runs = door.inspect_accounts(
            asked, folder, settings, reading_day=clock.today(), clock=clock.local_now, tell=tell
        )
        keep_facts(
            (version.subject, fact)
            for version, run in zip(versions, runs, strict=True)
            for fact in door.account_facts_of_run(run)
        )


def _interfaces(versions: Sequence[SubjectVersion]) -> dict[object, door.Access]:
    """Credentials that the office's key no longer opens are left to those who entered them: the feeds are asked all the same."""
    try:
        return accesses(version.subject for version in versions)
    except OfficeError:
        return {}
