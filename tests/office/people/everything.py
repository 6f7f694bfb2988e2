"""One row at least of everything that an office writes down, for units that may see it and for strangers."""

import datetime as dt

from office_samples import JANUARY, POINT, SEEN, finding, judgement

from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.alerts.models import Alert, AlertPlan
from xunwang.office.campaigns import recording, service
from xunwang.office.campaigns.models import CircularVersion, EntryRow
from xunwang.office.cross.models import Assignment, CrossCheck, Rating
from xunwang.office.deadlines.models import ReminderRhythm
from xunwang.office.desk.models import Manuscript
from xunwang.office.duty.models import (
    DutyPlan,
    MachineLook,
    PatrolLook,
    PatrolRound,
    PatrolShot,
    Shift,
    Training,
    TrainingPaper,
)
from xunwang.office.feedback.models import ErrorReport, MissedCase, PublicForm, ReportPicture
from xunwang.office.filing.models import Filing
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.letters.models import Letter, LetterLimits
from xunwang.office.mandates import service as mandates
from xunwang.office.mandates.models import Mandate
from xunwang.office.messages.models import Channel, ChannelKind, Message, Occasion
from xunwang.office.orphans.models import Orphan
from xunwang.office.people.roles import Role
from xunwang.office.proofing.models import Term
from xunwang.office.publishing.models import Catalogue, StatedTotal
from xunwang.office.rectify.models import ToleranceLine
from xunwang.office.reporting.models import Addressee, ReportRequest, Submission
from xunwang.office.reposts.models import Order, Task
from xunwang.office.searching.models import ArchiveSearch
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.vendors.models import FindingList, ListedFinding
from xunwang.office.watch.models import (
    AgreedDay,
    PlannedClosure,
    StatusPage,
    VantagePoint,
    WatchedAddress,
    WatchedDay,
)


def ordered_to_repost(office):
    order = Order.objects.create(unit=office.city, title="要闻", limits=[], issued=SEEN)
    Task.objects.create(
        order=order, subject=office.county_site, unit=office.county, name="东河", platform="网站", due=SEEN
    )


def watched(office, site):
    """Everything that watching and duty write down about a site and its unit."""
    WatchedDay.objects.create(subject=site, home="http://www.a.gov.cn/", point="本机", day=POINT)
    AgreedDay.objects.create(subject=site, home="http://www.a.gov.cn/", day=POINT)
    WatchedAddress.objects.create(subject=site, kind="system", name="大厅", url="http://b.gov.cn/")
    VantagePoint.objects.create(unit=site.unit, name=f"{site.unit}线路", hash="")
    StatusPage.objects.create(unit=site.unit)
    AlertPlan.objects.create(unit=site.unit)
    DutyPlan.objects.create(unit=site.unit)
    Shift.objects.create(unit=site.unit, day=POINT, people="甲", leader="乙")
    somebody = office.user(office.city, Role.SUPERVISOR)
    patrol = PatrolRound.objects.create(unit=site.unit, user=somebody, begun_at=SEEN)
    PatrolLook.objects.create(round=patrol, subject=site, name="网站", at=SEEN, ok=True)
    PatrolShot.objects.create(round=patrol, subject=site, at=SEEN)
    MachineLook.objects.create(subject=site, day=POINT)
    drill = Training.objects.create(
        unit=site.unit, kind="drill", on=POINT, title="演练", people=9, by=somebody
    )
    TrainingPaper.objects.create(training=drill, name="方案.pdf", path="a.pdf", sha256="")
    Alert.objects.create(unit=site.unit, key=str(site.pk), severity=1, title="打不开", begun_at=SEEN)
    PlannedClosure.objects.create(
        subject=site, start=SEEN, end=SEEN + dt.timedelta(hours=1), reason="搬迁", proof="批复",
        entered_by=office.user(office.city, Role.SUPERVISOR),
    )  # fmt: skip


def papers(office):
    """Texts on two desks, and reports asked for."""
    for unit in (office.city, office.county):
        by = office.user(unit, Role.UNIT_CLERK)
        Manuscript.objects.create(unit=unit, title="通知", text="正文", made_by=by, changed_at=SEEN)
    asked = ReportRequest.objects.create(
        unit=office.city, title="自查", form="self_check", issued_on=JANUARY, due_on=POINT,
        issued_by=office.user(office.city, Role.SUPERVISOR),
    )  # fmt: skip
    for unit in (office.county, office.park):
        owing = Addressee.objects.create(request=asked, unit=unit)
        Submission.objects.create(
            addressee=owing, name="a.pdf", path="a", size=1, sha256="a", on=POINT, at=SEEN,
            user=office.user(unit, Role.UNIT_CLERK),
        )  # fmt: skip


def ordered_from_above(office):
    """An order to the city, its part for the county, and the lines that both are held against."""
    boss = office.user(office.city, Role.SUPERVISOR)
    told = mandates.Told("省政府办公厅", "1号", "专项清理", "", JANUARY, 200)
    paper = mandates.Kept("来文.pdf", "application/pdf", "a.pdf", 1, "")
    order = mandates.receive(told, user=boss, files=[paper])
    Mandate.objects.filter(pk=order.pk).update(due_on=JANUARY)
    order.refresh_from_db()
    mandates.hand_down(order, [office.county, office.park], 3, "", user=boss)
    for unit in (office.city, office.county, office.stranger):
        ToleranceLine.objects.create(unit=unit)
        ReminderRhythm.objects.create(unit=unit, before=[1], unread_after=2, every=3, escalated_after=3)
        Occasion.objects.create(unit=unit, topic="test", key=f"{unit.pk}", title="提醒", at=SEEN)


def paperwork(office):
    ordered_from_above(office)
    for site in (office.county_site, office.foreign_site):
        by = office.user(site.unit, Role.UNIT_CLERK)
        SelfCheck.objects.create(subject=site, unit=site.unit, name="网站", norm="cn-2019", user=by, at=SEEN)
        Orphan.objects.create(
            kind="unfiled", host=f"{site.pk}", url="http://a.b.gov.cn/", unit=site.unit, first_on=JANUARY
        )
    ordered_to_repost(office)
    papers(office)


def what_the_public_says(office):
    for unit in (office.county, office.stranger):
        report = ErrorReport(unit=unit, source="public", number=unit.name, kind="typo", received_at=SEEN)
        report.hand_over_due_on = report.due_on = JANUARY
        report.save()
        ReportPicture.objects.create(report=report, path="none.jpg", size=1, sha256="")
        PublicForm.objects.create(unit=unit, open=True)
        MissedCase.objects.create(report=report)
        Letter.objects.create(
            unit=unit, box="市长信箱", key="1", source="table", title="咨询", asked_on=JANUARY
        )
        LetterLimits.objects.create(unit=unit, limit=7, classes=[1, 5])
        Term.objects.create(
            unit=unit, kind="word", text="义渡", at=SEEN, user=office.user(unit, Role.UNIT_CLERK)
        )
    clerk = office.user(office.city, Role.SUPERVISOR)
    for site in (office.county_site, office.foreign_site):
        Catalogue.objects.create(subject=site, name="目录.xlsx", by=clerk, at=SEEN)
        StatedTotal.objects.create(subject=site, first=JANUARY, last=POINT, number=9, by=clerk, at=SEEN)
    row = office.checked.subjects.first()
    search = ArchiveSearch.objects.create(campaign=office.checked, words=["旧称"], user=clerk, at=SEEN)
    run = search.runs.create(row=row, run_path="a")
    run.hits.create(url="http://a.b.gov.cn/", word="旧称", excerpt="旧称")
    row.published_columns.create(name="要闻", type="news", items=0, undated=0)


def inspected(office, folder):
    """A campaign of the city over a site of its county and a site of its park, with one file for all."""
    office.county_site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    office.park_site = office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/")
    office.foreign_site = office.website(office.stranger, "某市政府", "http://www.mou.gov.cn/")
    office.checked = office.campaign(office.city, [office.county_site, office.park_site])
    for site in (office.county_site, office.park_site):
        recording.record_judgement(
            office.checked, judgement(site, model.Verdict.FAIL, finding(site)), run_path=folder
        )
    office.checked.folder.mkdir(parents=True)
    path = office.checked.folder / "circular.docx"
    path.write_bytes(b"words")
    service.add_file(office.checked, path, kind="circular", label="通报", user=None)
    for number, sealed in enumerate(("", "seal"), 1):
        CircularVersion.objects.create(
            campaign=office.checked, number=number, layout="standard", header={}, made_at=SEEN, seal=sealed,
            sealed_at=SEEN if sealed else None,
        )  # fmt: skip


def looked_at_by_others(office):
    """What people entered, rated and brought in beside the judgements of the campaign."""
    for row in office.checked.subjects.all():
        who = office.user(office.city, Role.REVIEWER)
        EntryRow.objects.create(
            subject=row, indicator="D-2.1", outcome="found", reason="看到", user=who, at=SEEN
        )
    check = CrossCheck.objects.create(
        campaign=office.checked, seed="1", percent=20, due_on=JANUARY, made_at=SEEN
    )
    for row in office.checked.subjects.all():
        unit = office.park if row.unit == office.county else office.county
        assignment = Assignment.objects.create(check_of=check, row=row, unit=unit)
        Rating.objects.create(assignment=assignment, finding=row.findings.get())
    handed = FindingList.objects.create(
        campaign=office.checked, vendor="某公司", file="a.xlsx", path="a", sha256="", read=1, taken=1, at=SEEN
    )
    ListedFinding.objects.create(list=handed, row=2)


def between_units(office):
    """Filings on their way up, channels with something to tell, tokens of other systems."""
    for unit, above in ((office.county, office.city), (office.city, office.province)):
        Filing.objects.create(
            unit=unit, matter="opening", subject_kind="website", name="新网站", on=JANUARY, reason="新开办",
            holder=above, filed_on=JANUARY, due_on=JANUARY,
        )  # fmt: skip
    for unit in (office.city, office.county, office.stranger):
        channel = Channel.objects.create(unit=unit, kind=ChannelKind.MAIL, name="邮箱", hint="…")
        Message.objects.create(unit=unit, channel=channel, topic="test", key="1", title="提醒", text="内容")
        until = clock.today() + dt.timedelta(days=9)
        by = office.user(office.city, Role.ADMINISTRATOR)
        tokens.issue(unit, "系统", role=Role.UNIT_CLERK, scopes=[Scope.TICKETS], expires_on=until, by=by)
