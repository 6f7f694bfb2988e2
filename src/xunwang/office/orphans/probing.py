"""Looks at addresses outside the register: does the site still answer, and with what."""

import datetime as dt
import re

from django.db.models import Max, Q

from xunwang.inspector import door
from xunwang.inspector.model import Page, Reach, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.jobs.ticking import repeats
from xunwang.office.looking import looking_settings
from xunwang.office.orphans.gathering import Sight, gather, registered_hosts
from xunwang.office.orphans.models import Answer, Orphan, OrphanKind, OrphanState
from xunwang.office.orphans.telling import governmental, guess
from xunwang.office.rectify.checking import checks
from xunwang.office.rectify.models import ItemState
from xunwang.office.registry.identity import bare
from xunwang.office.registry.models import SubjectVersion

LOOK = "orphans.look"
NOW = "orphans.now"
_AGAIN = dt.timedelta(days=7)
_GONE_STATUSES = frozenset({404, 410})
_NAME_SHARED = 4
"""Signs of a website's name that have to stand on a page for it to be the same website."""


@repeats("orphans.daily", every=dt.timedelta(hours=12))
def _daily(_work: Work) -> None:
    ask_for_looks()


@handles(NOW)
def _gather_and_look(work: Work) -> None:
    """What is done every few hours and every day, when somebody wants to see it at once."""
    gather(work)
    ask_for_looks()


def ask_for_looks() -> None:
    """Cancelled websites become orphans to be looked at, excuses that ran out end, and what was not looked at for a week is."""
    _list_cancelled()
    today = clock.today()
    over = Orphan.objects.filter(state=OrphanState.IGNORED, ignored_until__lt=today)
    over.update(state=OrphanState.OPEN, ignored_until=None)
    now = clock.now()
    late = Q(looked_at=None) | Q(looked_at__lt=now - _AGAIN) | Q(looked_at__gt=now + _AGAIN)
    for orphan in Orphan.objects.exclude(state__in=[OrphanState.FOREIGN, OrphanState.IGNORED]).filter(late):
        ask(LOOK, orphan.pk, hosts=[orphan.host])


def _list_cancelled() -> None:
    """Websites that left the register; those whose address another entry goes on with are none."""
    today, hosts = clock.today(), registered_hosts()
    ended = SubjectVersion.objects.filter(kind=SubjectKind.WEBSITE, subject__orphans=None)
    ended = ended.exclude(home="").filter(valid_to__lte=today)
    last = ended.values("subject").annotate(day=Max("valid_to"))
    open_ = set(SubjectVersion.objects.on(today).values_list("subject_id", flat=True))
    for subject, day in last.values_list("subject", "day"):
        version = ended.filter(subject=subject, valid_to=day).select_related("unit", "subject").get()
        host = door.host_of(version.home)
        if subject in open_ or bare(host) in hosts:
            continue
        Orphan.objects.create(
            kind=OrphanKind.CANCELLED,
            host=bare(host),
            url=version.home,
            unit=version.unit,
            placed=True,
            why=f"名录中“{version.name}”已于 {day} 注销",
            subject=version.subject,
            first_on=day,
        )


@handles(LOOK)
def _look(work: Work) -> None:
    look(Orphan.objects.select_related("unit", "subject").get(pk=work.key))


def look(orphan: Orphan) -> Orphan:
    """One look at the address; what came of it stays with the orphan, and so does what the register says by now. Raises OfficeError."""
    hosts = registered_hosts()
    if bare(orphan.host) in hosts:
        return _settle(orphan, "已在名录中登记或正在报备")
    try:
        seen = door.glance(orphan.url, looking_settings(), clock.local_now)
    except door.FetchError as error:
        raise OfficeError(f"{error}。") from error
    final = seen.attempt.final_url
    if final and bare(door.host_of(final)) != orphan.host and bare(door.host_of(final)) in hosts:
        return _settle(orphan, f"打开后转到已登记的 {door.host_of(final)}")
    orphan.answer, orphan.answer_why = _answer(orphan, seen)
    orphan.title = ((seen.page.title if seen.page else None) or orphan.title)[:300]
    orphan.looked_at = clock.now()
    _follow(orphan)
    orphan.save()
    return orphan


def _answer(orphan: Orphan, seen: door.Glance) -> tuple[Answer, str]:
    attempt = seen.attempt
    if attempt.reach is Reach.DNS or (attempt.reach is Reach.HTTP and attempt.status in _GONE_STATUSES):
        return Answer.GONE, "域名已不能解析" if attempt.reach is Reach.DNS else f"返回 {attempt.status}"
    if attempt.reach is not Reach.OK or seen.page is None:
        return (
            Answer.UNREAD,
            f"返回 {attempt.status}"
            if attempt.reach is Reach.HTTP
            else attempt.detail or attempt.reach.value,
        )
    if orphan.kind == OrphanKind.CANCELLED and not _same_site(orphan, seen.page):
        return Answer.OTHER, f"现在的标题是“{(seen.page.title or '')[:60]}”"
    return Answer.LIVE, ""


def _same_site(orphan: Orphan, page: Page) -> bool:
    """Whether the page is still that of the cancelled website: by its code, else by its name."""
    version = SubjectVersion.objects.filter(subject=orphan.subject).order_by("-valid_from").first()
    if version is None:
        return False
    if version.code and page.marks.site_code:
        return version.code == page.marks.site_code
    shown = re.sub(r"\s+", "", f"{page.title or ''}{page.masthead or ''}{page.marks.organiser or ''}")
    names = [re.sub(r"(?:官方|门户)?网站?$", "", name) for name in (version.name, version.organiser) if name]
    return any(len(name) >= _NAME_SHARED and name in shown for name in names)


def _follow(orphan: Orphan) -> None:
    """State and guess after a look: what is gone is settled, what came back is open again, a title may say whose it is. Does not save."""
    if orphan.state == OrphanState.OPEN and orphan.answer == Answer.GONE:
        orphan.state, orphan.reason = OrphanState.SETTLED, orphan.answer_why
    elif orphan.state == OrphanState.SETTLED and orphan.answer in {Answer.LIVE, Answer.OTHER}:
        orphan.state, orphan.reason = OrphanState.OPEN, ""
    if not orphan.placed and orphan.title and governmental(orphan.host):
        sight = Sight()
        found = guess(orphan.host, [orphan.title], orphan.unit.path, sight.known, sight.domains)
        if found:
            orphan.unit_id, orphan.placed, orphan.why = found.unit, True, found.why[:300]


def _settle(orphan: Orphan, why: str) -> Orphan:
    if orphan.state != OrphanState.OURS:
        orphan.state, orphan.ignored_until = OrphanState.SETTLED, None
    orphan.reason, orphan.looked_at, orphan.answer = why[:500], clock.now(), Answer.GONE
    orphan.answer_why = why
    orphan.save()
    return orphan


@checks("R-unfiled")
@checks("R-cancelled")
def _checked(finding: FindingRow) -> ItemState:
    """Mended when the register knows the host by now, or nothing is there any more."""
    orphan = finding.orphans.select_related("unit", "subject").first()
    if orphan is None:
        return ItemState.UNSEEN
    look(orphan)
    if orphan.answer == Answer.GONE:
        Orphan.objects.filter(pk=orphan.pk).update(state=OrphanState.SETTLED)
        return ItemState.MENDED
    return ItemState.UNSEEN if orphan.answer == Answer.UNREAD else ItemState.STILL
