"""What people decide about an orphan. What is ours goes into the review of a campaign of its own and from there into a ticket."""

import datetime as dt
from collections.abc import Iterable

import msgspec
from django.db import transaction

from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.campaigns.bringing import Brought, bring, campaign_for
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.orphans.gathering import Pointer, Sight
from xunwang.office.orphans.models import Answer, Orphan, OrphanKind, OrphanState
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject
from xunwang.office.registry.sheet import RegisterRow
from xunwang.office.registry.unentered import knows_unentered
from xunwang.office.registry.values import RowError, parse_address

LONGEST = dt.timedelta(days=366)
_INDICATORS = {OrphanKind.UNFILED: "R-unfiled", OrphanKind.CANCELLED: "R-cancelled"}


@transaction.atomic
def ours(orphan: Orphan, unit: Unit, text: str, *, user: User) -> None:
    """The unit has to file it or take it off: a candidate in the review, which decides. Raises OfficeError."""
    orphan = _undecided(orphan)
    if not user.unit.holds(unit):
        raise OfficeError("只能归到本单位或下级单位。")
    if orphan.answer not in {Answer.LIVE, Answer.OTHER}:
        raise OfficeError("最近一次没有看到这个地址能打开，请先点“现在看一次”。")
    orphan.unit, orphan.placed = unit, True
    row = _row(_campaign(user), orphan)
    found = Brought(
        _INDICATORS[OrphanKind(orphan.kind)],
        orphan.url,
        _message(orphan),
        f"名录核对 {clock.today()}",
        parent=next((one.page for one in orphan.traces.exclude(page="")), ""),
        excerpt=orphan.title,
    )
    orphan.finding = bring(row, found, clock.now()) or row.findings.get(
        indicator=found.indicator, url=found.url
    )
    _decide(orphan, OrphanState.OURS, text, user)


def _message(orphan: Orphan) -> str:
    if orphan.kind == OrphanKind.CANCELLED:
        told = "，内容已不是原网站，可能被他人使用" if orphan.answer == Answer.OTHER else ""
        return f"{orphan.why}，{orphan.host} 仍能打开{told}"
    linking = orphan.traces.exclude(subject=None).values("subject").distinct().count()
    told = f"，{linking} 个网站链接到它" if linking else ""
    return f"{orphan.host} 能打开，名录和报备中都没有{told}，最早见于 {orphan.first_on}"


@transaction.atomic
def not_ours(orphan: Orphan, text: str, *, user: User) -> None:
    """It belongs to nobody below; it is not asked about again. Raises OfficeError."""
    if not text:
        raise OfficeError("请写明它归谁、怎样核实的。")
    _decide(_undecided(orphan), OrphanState.FOREIGN, text, user)


@transaction.atomic
def ignore(orphan: Orphan, until: dt.date, text: str, *, user: User) -> None:
    """Left alone until the end of a day. Raises OfficeError."""
    if not text:
        raise OfficeError("请写明暂不处理的理由。")
    if not clock.today() <= until <= clock.today() + LONGEST:
        raise OfficeError("暂不处理的截止日应在今天之后、一年之内。")
    orphan = _undecided(orphan)
    orphan.ignored_until = until
    _decide(orphan, OrphanState.IGNORED, text, user)


@transaction.atomic
def place(orphan: Orphan, unit: Unit, text: str, *, user: User) -> None:
    """Somebody knows whose it is, which neither links nor titles tell; it stays open. Raises OfficeError."""
    orphan = _undecided(orphan)
    if not user.unit.holds(unit):
        raise OfficeError("只能归到本单位或下级单位。")
    if not text:
        raise OfficeError("请写明怎样知道它归这个单位。")
    orphan.unit, orphan.placed, orphan.why = unit, True, f"{user.shown_name}核实：{text}"[:300]
    orphan.save(update_fields=["unit", "placed", "why"])
    said = {"result": "改主办单位", "reason": text[:200], "unit": unit.name}
    log_action("orphan.decided", orphan, user=user, unit=unit, data=said)


@transaction.atomic
def reopen(orphan: Orphan, *, user: User) -> None:
    """Takes a decision back, as long as the review has not got it. Raises OfficeError."""
    orphan = Orphan.objects.select_for_update().get(pk=orphan.pk)
    if orphan.state not in {OrphanState.FOREIGN, OrphanState.IGNORED}:
        raise OfficeError("只有“不归本地”和“暂不处理”的可以重新核实。")
    orphan.ignored_until = None
    _decide(orphan, OrphanState.OPEN, "", user)


def _undecided(orphan: Orphan) -> Orphan:
    fresh = Orphan.objects.select_for_update().get(pk=orphan.pk)
    if fresh.state != OrphanState.OPEN:
        raise OfficeError(f"“{fresh.host}”现在是“{fresh.get_state_display()}”，不能再处理。")
    return fresh


def _decide(orphan: Orphan, state: OrphanState, text: str, user: User) -> None:
    orphan.state, orphan.reason = state, text[:500]
    orphan.decided_by, orphan.decided_at = user, clock.now()
    orphan.save()
    said = {"result": state.label, "reason": text[:200] or None, "unit": orphan.unit.name}
    log_action("orphan.decided", orphan, user=user, unit=orphan.unit, data=said)


def _campaign(user: User) -> Campaign:
    """The year's campaign of register matters."""
    year = clock.today().year
    return campaign_for(f"{year}年名录核对", (dt.date(year, 1, 1), dt.date(year, 12, 31)), user=user)


@knows_unentered
def _judged() -> dict[str, Subject]:
    """What stands or stood in the review because somebody said that it is ours."""
    rows = Orphan.objects.filter(finding__isnull=False).select_related("subject__unit")
    return {one.host: one.subject for one in rows if one.subject}


def _row(campaign: Campaign, orphan: Orphan) -> CampaignSubject:
    """The orphan as a subject of the campaign. One that was never registered is a subject without a version: the register has no entry of it."""
    if orphan.subject is None:
        orphan.subject = Subject.objects.create(kind=model.SubjectKind.WEBSITE, unit=orphan.unit)
    subject = orphan.subject
    name = orphan.title or orphan.host
    told = model.Subject(id=str(subject.pk), name=name[:200], home=orphan.url)
    fields = {"unit": orphan.unit, "name": name[:200], "home": orphan.url, "run_state": RunState.LOOKED}
    row, _ = CampaignSubject.objects.get_or_create(
        campaign=campaign, subject=subject, defaults=fields | {"row": msgspec.to_builtins(told)}
    )
    return row


@transaction.atomic
def tell(address: str, told: str, *, user: User) -> Orphan:
    """Somebody heard of an address that no website links to. Raises OfficeError."""
    if not told:
        raise OfficeError("请写明从哪里知道这个地址。")
    try:
        url, _ = parse_address(address)
    except RowError as error:
        raise OfficeError(str(error)) from None
    told_by = f"{user.shown_name}：{told}"
    orphan = Sight().take(Pointer(url, "", clock.today(), told_by=told_by), otherwise=user.unit)
    if orphan is None:
        raise OfficeError(f"“{address}”已在名录或正在办理的报备中，或者是新媒体平台的地址，不用登记。")
    log_action("orphan.told", orphan, user=user, unit=orphan.unit, data={"text": f"{url}，{told}"[:200]})
    return orphan


@transaction.atomic
def take_listed(rows: Iterable[RegisterRow], file: str, *, user: User) -> int:
    """Rows of a national list that our register lacks become orphans, told by that list; gives their number."""
    sight, taken = Sight(), 0
    for row in rows:
        if not row.home:
            continue
        told = f"{file} 第{row.row}行“{row.name}”"
        pointer = Pointer(row.home, row.name, clock.today(), told_by=told)
        taken += sight.take(pointer, otherwise=user.unit) is not None
    log_action("orphan.listed", user.unit, user=user, data={"file": file, "entries": taken})
    return taken
