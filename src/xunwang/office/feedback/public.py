"""Error reports that the public hands in on a page of this office, and what it is told of them. Nobody is asked for a name."""

import datetime as dt
import re
import secrets
import unicodedata
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from msgspec import structs

from xunwang.inspector.door import resolve
from xunwang.inspector.door.privacy import masked
from xunwang.inspector.model import Record
from xunwang.office import clock, periods
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import captcha, pictures
from xunwang.office.feedback.flooding import Doing, count, refuse_guessing, use_up
from xunwang.office.feedback.models import (
    ErrorKind,
    ErrorReport,
    PublicForm,
    ReportPicture,
    Source,
    Step,
)
from xunwang.office.feedback.service import keep_contact, note, set_deadlines
from xunwang.office.feedback.sites import Found, Sites, bare_host
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.people.audit import PUBLIC, log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import place_of

SHORTEST, LONGEST = 6, 1000
LONGEST_CONTACT = 100
LONGEST_ADDRESS = 2000
_ADDRESS = re.compile(
    r"https?://(?:[^\s/?#:@\\]+\.[^\s/?#:@.\\]{2,}|\d+(?:\.\d+){3}|\[[0-9a-f:.]+\])\.?(?::\d{1,5})?(?:[/?#]|$)",
    re.IGNORECASE,
)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_NUMBER_LENGTH = 12


class Handed(Record, frozen=True):
    """What the form said, as it was written; `pictures` are painted anew already."""

    site_code: str
    page_url: str
    kind: str
    description: str
    contact: str = ""
    pictures: tuple[bytes, ...] = ()


class Told(Record, frozen=True):
    """What whoever has the number may know: no word of the report itself."""

    number: str
    site: str
    received: dt.date
    due: dt.date
    state: str
    reply: str = ""


def is_open() -> bool:
    """Whether any unit of this office takes reports from the public."""
    return PublicForm.objects.filter(open=True).exists()


def site_of(code: str, url: str) -> Found:
    """The registered website of today that the page belongs to, else that of the code."""
    rows = SubjectVersion.objects.on(clock.today()).select_related("unit")
    host, wanted = bare_host(url), Q()
    if code:
        wanted |= Q(code__iexact=code)
    if host:
        wanted |= Q(home__icontains=host) | Q(hosts__icontains=host)
    return Sites(rows.filter(wanted) if wanted else ()).find(code, url)


def taker(site: SubjectVersion | None) -> Unit | None:
    """Who gets the report: the nearest unit at or above the website's that takes any; for unknown websites the highest."""
    opened = [form.unit for form in PublicForm.objects.filter(open=True).select_related("unit")]
    if site is not None:
        opened = [unit for unit in opened if unit.holds(site.unit)]
        return max(opened, key=lambda unit: unit.depth, default=None)
    return min(opened, key=lambda unit: (unit.depth, unit.path), default=None)


def answered(sealed: str, answer: str, place: str) -> captcha.Ticket:
    """The ticket that was answered rightly; a wrong answer uses it up. Raises OfficeError."""
    ticket = captcha.opened(sealed)
    refuse_guessing(place)
    if not captcha.right(ticket, answer):
        use_up(ticket)
        count(place, Doing.WRONG)
        raise OfficeError("验证题答错了，请回答新的一题。")
    return ticket


@transaction.atomic
def take(handed: Handed, ticket: captcha.Ticket, place: str) -> ErrorReport:
    """Takes the report in. Raises OfficeError; then nothing is kept."""
    _refuse_empty(handed)
    code = unicodedata.normalize("NFKC", handed.site_code).strip().lower()
    handed = structs.replace(handed, page_url=address_of(handed.page_url), site_code=code[:20])
    found = site_of(handed.site_code, handed.page_url)
    unit = taker(found.site)
    if unit is None:
        raise OfficeError("这个网站的找错不在本入口受理，请从该网站页脚的“我为政府网站找错”提交。")
    if not use_up(ticket):
        raise OfficeError("这道验证题已经用过，找错可能已经提交成功；要再提交，请回答新的一题。")
    count(place, Doing.SENT_IN_WORDS if ticket.in_words else Doing.SENT)
    report = _report(handed, unit, found.site)
    report.save()
    for body in handed.pictures:
        pictures.keep(report, body)
    note(report, Step.RECEIVED, f"公众在找错入口提交。{found.doubt}", user=None)
    log_action("error_report.received", report, user=None, unit=unit, nobody=PUBLIC)
    return report


def _refuse_empty(handed: Handed) -> None:
    length = len(handed.description.strip())
    if not SHORTEST <= length <= LONGEST:
        raise OfficeError(f"“问题描述”应有 {SHORTEST} 到 {LONGEST} 个字，现在有 {length} 个字。")
    if handed.kind not in ErrorKind.values:
        raise OfficeError("请选择问题类型。")
    if len(handed.page_url) > LONGEST_ADDRESS:
        raise OfficeError(f"“页面地址”太长，应不超过 {LONGEST_ADDRESS} 个字符。")
    if not handed.page_url and not handed.site_code:
        raise OfficeError("请填写有问题的页面地址。")
    if len(handed.contact) > LONGEST_CONTACT:
        raise OfficeError(f"“联系方式”应不超过 {LONGEST_CONTACT} 个字。")
    if len(handed.pictures) > pictures.MOST_PICTURES:
        raise OfficeError(f"一次最多上传 {pictures.MOST_PICTURES} 张图片。")


def address_of(written: str) -> str:
    """The page as a browser opens it; people leave http:// out. Empty for nothing. Raises OfficeError for what is no address."""
    if not written:
        return ""
    text = unicodedata.normalize("NFKC", written)
    full = text if re.match(r"https?://", text, re.IGNORECASE) else f"http://{text}"
    address = resolve(full, full) if _ADDRESS.match(full) else None
    if address is None or len(address) > LONGEST_ADDRESS:
        raise OfficeError(
            "“页面地址”应是完整的网址，类似 http://www.example.gov.cn/a.html，请从浏览器的地址栏复制。"
        )
    return address


def _report(handed: Handed, unit: Unit, site: SubjectVersion | None) -> ErrorReport:
    report = ErrorReport(
        unit=unit,
        subject=site.subject if site else None,
        site_name=site.name if site else "",
        site_code=site.code if site else handed.site_code,
        page_url=handed.page_url,
        source=Source.PUBLIC,
        number="".join(secrets.choice(_SIGNS) for _ in range(_NUMBER_LENGTH)),
        kind=handed.kind,
        description=masked(handed.description.strip()),
        received_at=clock.now(),
    )
    keep_contact(report, handed.contact)
    set_deadlines(report, calendar())
    return report


def told(written: str) -> Told:
    """What became of the report with that number; case, blanks and dashes do not matter. Raises OfficeError."""
    number = re.sub(r"[\s-]", "", written).upper()
    report = ErrorReport.objects.filter(source=Source.PUBLIC, number=number).first() if number else None
    if report is None:
        raise OfficeError(f"没有这个查询码，请核对提交时给出的 {_NUMBER_LENGTH} 位查询码。")
    return Told(
        report.number,
        report.site_name or "（未登记的网站）",
        timezone.localdate(report.received_at),
        report.due_on,
        _state(report),
        report.reply if report.closed_at else "",
    )


def _state(report: ErrorReport) -> str:
    if report.aside:
        return f"已办结（{report.get_aside_display()}）"
    if report.closed_at:
        return f"已办结，经核实{report.get_truth_display()}"
    return "正在办理" if report.handed_over_at else "已收到，等待转办"


@transaction.atomic
def open_form(unit: Unit, *, wanted: bool, by: User) -> None:
    """Opens or closes the unit's page for the public."""
    PublicForm.objects.update_or_create(unit=unit, defaults={"open": wanted})
    log_action("error_report.form", unit, user=by, unit=unit, data={"result": "开通" if wanted else "关闭"})


def forget_pictures(today: dt.date) -> int:
    """Drops pictures of reports that were closed long enough ago; gives their number."""
    old = ReportPicture.objects.filter(
        report__closed_at__date__lt=today - dt.timedelta(days=periods.kept(periods.PICTURES))
    )
    kept: Sequence[ReportPicture] = list(old)
    for one in kept:
        place = place_of(one.path)
        if place is not None:
            place.unlink()
        one.delete()
    return len(kept)


@repeats("feedback_forget", every=dt.timedelta(hours=6))
def _forget(work: Work) -> None:
    del work
    forget_pictures(clock.today())
