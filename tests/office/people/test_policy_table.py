"""Role x object: who reaches what. Every policy must say the same in `may` and in `visible`."""

import datetime as dt
import functools
import inspect

import pytest
from office_samples import JANUARY, POINT, SEEN, finding, judgement

from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.accounts.policies import (
    CAPTURE_KEYS,
    FEEDS,
    INTERFACES,
    LOOKS,
    MATERIALS,
    POSTS,
    PUBLISHED_MONTHS,
    SHOWN_BY_SITES,
    STANDINGS,
)
from xunwang.office.alerts.models import Alert, AlertPlan
from xunwang.office.alerts.policies import ALERTS
from xunwang.office.alerts.policies import PLANS as ALERT_PLANS
from xunwang.office.campaigns import recording, service
from xunwang.office.campaigns.models import CircularVersion, EntryRow
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, ENTRIES, FILES, FINDINGS, VERSIONS
from xunwang.office.cross.models import Assignment, CrossCheck, Rating
from xunwang.office.cross.policies import ASSIGNMENTS, CROSS_CHECKS, RATINGS
from xunwang.office.deadlines.models import ReminderRhythm
from xunwang.office.deadlines.policies import RHYTHMS
from xunwang.office.desk.models import Manuscript
from xunwang.office.desk.policies import MANUSCRIPTS
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
from xunwang.office.duty.policies import (
    DUTY_PLANS,
    MACHINE_LOOKS,
    PAPERS,
    PATROL_LOOKS,
    ROUNDS,
    SHIFTS,
    SHOTS,
    TRAININGS,
)
from xunwang.office.feedback.models import ErrorReport, MissedCase, PublicForm, ReportPicture
from xunwang.office.feedback.policies import CASES, ERROR_REPORTS, PICTURES, PUBLIC_FORMS
from xunwang.office.filing.models import Filing
from xunwang.office.filing.policies import FILINGS
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.interface.policies import TOKENS
from xunwang.office.letters.models import Letter, LetterLimits
from xunwang.office.letters.policies import LETTER_LIMITS, LETTERS
from xunwang.office.mandates import service as mandates
from xunwang.office.mandates.models import Mandate
from xunwang.office.mandates.policies import MANDATE_FILES, MANDATES
from xunwang.office.messages.models import Channel, ChannelKind, Message, Occasion
from xunwang.office.messages.policies import CHANNELS, MESSAGES, OCCASIONS
from xunwang.office.orphans.models import Orphan
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.policy import AUDIT, UNITS, USERS, Action
from xunwang.office.people.roles import RUNNERS, Role
from xunwang.office.proofing.models import Term
from xunwang.office.proofing.policies import TERMS
from xunwang.office.publishing.models import Catalogue, StatedTotal
from xunwang.office.publishing.policies import CATALOGUES, PUBLISHED, STATED
from xunwang.office.rectify import issuing
from xunwang.office.rectify.models import ToleranceLine
from xunwang.office.rectify.policies import (
    ATTACHMENTS,
    MEASURES,
    REMINDERS,
    TICKETS,
    TOLERANCE_LINES,
)
from xunwang.office.registry.models import Column, ImportBatch, LifeEvent
from xunwang.office.registry.policies import BATCHES, COLUMNS, EVENTS, SUBJECTS
from xunwang.office.reporting.models import Addressee, ReportRequest, Submission
from xunwang.office.reporting.policies import ADDRESSEES, REQUESTS, SUBMISSIONS
from xunwang.office.reposts.models import Order, Task
from xunwang.office.reposts.policies import ORDERS, TASKS
from xunwang.office.retention.models import RemovedRun
from xunwang.office.retention.policies import REMOVED_RUNS
from xunwang.office.searching.models import ArchiveSearch
from xunwang.office.searching.policies import FOUND_PAGES, SEARCHED_RUNS, SEARCHES
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.selfcheck.policies import SELF_CHECKS
from xunwang.office.stamping.models import TrailStamp
from xunwang.office.stamping.policies import STAMPS
from xunwang.office.vendors.models import FindingList, ListedFinding
from xunwang.office.vendors.policies import FINDING_LISTS, LISTED_FINDINGS
from xunwang.office.watch.models import (
    AgreedDay,
    PlannedClosure,
    StatusPage,
    VantagePoint,
    WatchedAddress,
    WatchedDay,
)
from xunwang.office.watch.policies import (
    ADDRESSES,
    AGREED_DAYS,
    CLOSURES,
    POINTS,
    STATUS_PAGES,
    WATCHED_DAYS,
)

POLICIES = [
    ENTRIES,
    FILINGS,
    ASSIGNMENTS,
    CROSS_CHECKS,
    RATINGS,
    FEEDS,
    INTERFACES,
    STANDINGS,
    PUBLISHED_MONTHS,
    SHOWN_BY_SITES,
    CAPTURE_KEYS,
    LOOKS,
    MATERIALS,
    POSTS,
    UNITS,
    USERS,
    AUDIT,
    SUBJECTS,
    EVENTS,
    COLUMNS,
    BATCHES,
    CAMPAIGNS,
    CAMPAIGN_SUBJECTS,
    FINDINGS,
    FILES,
    VERSIONS,
    TICKETS,
    ATTACHMENTS,
    CHANNELS,
    MESSAGES,
    ORDERS,
    TASKS,
    WATCHED_DAYS,
    AGREED_DAYS,
    ADDRESSES,
    POINTS,
    STATUS_PAGES,
    CLOSURES,
    ALERTS,
    ALERT_PLANS,
    DUTY_PLANS,
    SHIFTS,
    ROUNDS,
    PATROL_LOOKS,
    SHOTS,
    TRAININGS,
    PAPERS,
    MACHINE_LOOKS,
    ERROR_REPORTS,
    TOKENS,
    PICTURES,
    PUBLIC_FORMS,
    CASES,
    LETTERS,
    LETTER_LIMITS,
    PUBLISHED,
    CATALOGUES,
    STATED,
    REMINDERS,
    RHYTHMS,
    SELF_CHECKS,
    TERMS,
    REQUESTS,
    ADDRESSEES,
    SUBMISSIONS,
    MANUSCRIPTS,
    ORPHANS,
    MANDATES,
    MANDATE_FILES,
    OCCASIONS,
    MEASURES,
    TOLERANCE_LINES,
    FINDING_LISTS,
    LISTED_FINDINGS,
    STAMPS,
    REMOVED_RUNS,
    SEARCHES,
    SEARCHED_RUNS,
    FOUND_PAGES,
]


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


@pytest.fixture
def city(office, tmp_path):
    """A campaign of the city over a site of its county and a site of its park, with one file for all."""
    office.county_site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    office.park_site = office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/")
    office.foreign_site = office.website(office.stranger, "某市政府", "http://www.mou.gov.cn/")
    office.checked = office.campaign(office.city, [office.county_site, office.park_site])
    for site in (office.county_site, office.park_site):
        recording.record_judgement(
            office.checked, judgement(site, model.Verdict.FAIL, finding(site)), run_path=tmp_path
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
    LifeEvent.objects.create(subject=office.county_site, kind="opened", on=JANUARY, at=SEEN)
    Column.objects.create(subject=office.county_site, key="k", url="http://k/", valid_from=JANUARY)
    ImportBatch.objects.create(unit=office.county, kind="website", on=JANUARY, file="名录", at=SEEN)
    for site in (office.county_site, office.foreign_site):
        watched(office, site)
    what_the_public_says(office)
    paperwork(office)
    head = log_action("account.created", office.stranger, user=None, unit=office.stranger)
    for number, unit in enumerate((office.city, office.county, office.stranger)):
        RemovedRun.objects.create(unit=unit, path=f"1/{number}", rule="", size=0, by="", at=SEEN)
    TrailStamp.objects.create(day=POINT, entry=head, hash=head.hash, authority="", answer=b"", at=SEEN)
    return office


def of_every_role(test):
    """Asks for one role after the other in the same city, which takes longer to build than to ask."""

    @functools.wraps(test)
    def asked(**given):
        for role in Role:
            test(role=role, **given)

    said = inspect.signature(test)
    rest = [one for name, one in said.parameters.items() if name != "role"]
    asked.__signature__ = said.replace(parameters=rest)
    return asked


def places(city):
    return city.province, city.city, city.county, city.stranger


@pytest.fixture
def rows_of(city):
    """All rows of a model, asked for once: with everybody there, nothing changes while one role after the other looks at them."""
    for unit in places(city):
        for role in Role:
            city.user(unit, role)
    return functools.cache(lambda kind: list(kind.objects.all()))


@pytest.mark.parametrize("released", [False, True])
@of_every_role
def test_what_may_be_viewed_is_what_is_visible(city, role, released, rows_of):
    if released and not city.checked.released:
        service.release(city.checked, user=None)
    for unit in places(city):
        user = city.user(unit, role)
        for policy in POLICIES:
            seen = {row.pk for row in policy.visible(user)}
            allowed = {row.pk for row in rows_of(policy.model) if policy.may(user, Action.VIEW, row)}
            assert seen == allowed, (policy, unit.name)


@pytest.mark.parametrize("released", [False, True])
@of_every_role
def test_of_the_campaigns_that_somebody_sees_the_same_subjects_are_counted(city, role, released):
    if released:
        service.release(city.checked, user=None)
    for unit in places(city):
        user = city.user(unit, role)
        campaigns = list(CAMPAIGNS.visible(user))
        seen = CAMPAIGN_SUBJECTS.visible(user).filter(campaign__in=campaigns)
        assert set(CAMPAIGN_SUBJECTS.of_campaigns(user, campaigns)) == set(seen), unit.name


@of_every_role
def test_the_stranger_sees_nothing_of_the_city(city, role):
    service.release(city.checked, user=None)
    user = city.user(city.stranger, role)

    assert {subject.pk for subject in SUBJECTS.visible(user)} == {city.foreign_site.pk}
    assert not any(policy.visible(user) for policy in (CAMPAIGNS, CAMPAIGN_SUBJECTS, FINDINGS, FILES))
    assert {row.unit_id for row in [*CHANNELS.visible(user), *MESSAGES.visible(user)]} <= {city.stranger.pk}
    assert {unit.pk for unit in UNITS.visible(user)} == {city.stranger.pk}


@of_every_role
def test_before_the_release_only_those_who_run_the_campaign_see_it(city, role):
    assert CAMPAIGNS.visible(city.user(city.city, role)).exists() == (role in RUNNERS)
    assert not CAMPAIGNS.visible(city.user(city.county, role)).exists()
    assert FINDINGS.visible(city.user(city.city, role)).count() == (2 if role in RUNNERS else 0)


@of_every_role
def test_only_a_sealed_circular_leaves_those_who_run_the_campaign(city, role):
    service.release(city.checked, user=None)

    assert [row.number for row in VERSIONS.visible(city.user(city.county, role))] == [2]
    own = {row.number for row in VERSIONS.visible(city.user(city.city, role))}
    assert own == ({1, 2} if role in RUNNERS else {2})
    sealed = city.checked.versions.get(number=2)
    assert VERSIONS.may(city.user(city.city, role), Action.RELEASE, sealed) == (role is Role.SUPERVISOR)
    assert not VERSIONS.may(city.user(city.county, role), Action.CHANGE, sealed)


@of_every_role
def test_after_the_release_a_unit_sees_its_own_part(city, role):
    service.release(city.checked, user=None)
    user = city.user(city.county, role)

    assert CAMPAIGNS.visible(user).count() == 1
    assert [row.name for row in CAMPAIGN_SUBJECTS.visible(user)] == ["东河县政府"]
    assert {row.subject.name for row in FINDINGS.visible(user)} == {"东河县政府"}
    assert FILES.visible(user).count() == 1


@of_every_role
def test_only_reviewers_and_supervisors_of_the_running_unit_decide(city, role):
    service.release(city.checked, user=None)
    row = city.checked.subjects.get(name="东河县政府").findings.get()

    may = role in {Role.SUPERVISOR, Role.REVIEWER}
    assert FINDINGS.may(city.user(city.city, role), Action.DECIDE, row) == may
    assert FINDINGS.may(city.user(city.province, role), Action.DECIDE, row) == may
    assert not FINDINGS.may(city.user(city.county, role), Action.DECIDE, row)


@of_every_role
def test_what_a_superior_released_is_only_read(city, role):
    service.release(city.checked, user=None)
    user = city.user(city.county, role)

    assert CAMPAIGNS.may(user, Action.VIEW, city.checked)
    assert not CAMPAIGNS.may(user, Action.CHANGE, city.checked)
    assert not CAMPAIGNS.may(user, Action.RELEASE, city.checked)


@of_every_role
def test_the_trail_is_for_auditors_of_the_subtree(city, role):
    visible = AUDIT.visible(city.user(city.city, role))

    assert visible.exists() == (role is Role.AUDITOR)
    assert not visible.filter(unit=city.stranger).exists()
    assert not any(
        AUDIT.may(city.user(city.city, role), Action.CHANGE, row) for row in AuditEntry.objects.all()
    )


@pytest.fixture
def told(city):
    """The county and the park were told to mend their sites; nothing is released."""
    issuing.issue(city.checked, user=city.user(city.city, Role.SUPERVISOR))
    return {ticket.unit.name: ticket for ticket in city.checked.tickets.all()}


@of_every_role
def test_a_unit_sees_and_answers_its_own_ticket_and_no_other(city, told, role):
    own, other = told["东河县"], told["南山园区"]
    user = city.user(city.county, role)
    answers = role in {Role.UNIT_CLERK, Role.UNIT_LEADER}

    assert list(TICKETS.visible(user)) == [own]
    assert TICKETS.may(user, Action.ANSWER, own) == answers
    assert not TICKETS.may(user, Action.ANSWER, other)
    assert not any(TICKETS.may(user, action, own) for action in (Action.CHANGE, Action.DECIDE))
    assert [row.subject.name for row in FINDINGS.visible(user)] == ["东河县政府"]


@of_every_role
def test_those_above_drive_a_ticket_and_never_answer_it(city, told, role):
    for unit in (city.city, city.province):
        user = city.user(unit, role)
        assert TICKETS.may(user, Action.CHANGE, told["东河县"]) == (role in {Role.SUPERVISOR, Role.INSPECTOR})
        assert TICKETS.may(user, Action.DECIDE, told["东河县"]) == (role in {Role.SUPERVISOR, Role.REVIEWER})
        assert not TICKETS.may(user, Action.ANSWER, told["东河县"])
    assert not TICKETS.visible(city.user(city.stranger, role)).exists()


@of_every_role
def test_an_order_is_answered_by_its_unit_and_sent_back_by_the_one_above(city, role):
    order = Mandate.objects.get(parent=None)
    part = order.parts.get(unit=city.county)
    managers = {Role.SUPERVISOR, Role.INSPECTOR}
    above, below = city.user(city.city, role), city.user(city.county, role)

    assert MANDATES.may(above, Action.CHANGE, order) == (role in managers)
    assert MANDATES.may(above, Action.DECIDE, part) == (role in managers)
    assert MANDATES.may(below, Action.ANSWER, part) == (
        role in managers | {Role.UNIT_CLERK, Role.UNIT_LEADER}
    )
    assert not MANDATES.may(below, Action.DECIDE, part)
    assert not MANDATES.may(above, Action.ANSWER, part)
    assert [row.unit for row in MANDATES.visible(below)] == [city.county]


def test_a_stopped_account_reaches_nothing(city):
    user = city.user(city.city, Role.SUPERVISOR)
    user.is_active = False

    assert not any(policy.visible(user).exists() for policy in POLICIES)


def test_a_cross_check_shows_a_unit_only_what_is_in_its_own_hands(city):
    clerk = city.user(city.county, Role.UNIT_CLERK)
    (mine,) = ASSIGNMENTS.visible(clerk)
    assert mine.row.unit == city.park
    assert ASSIGNMENTS.may(clerk, Action.ANSWER, mine)
    assert [one.assignment for one in RATINGS.visible(clerk)] == [mine]
    assert not CROSS_CHECKS.visible(city.user(city.county, Role.SUPERVISOR)).exists()
    above = city.user(city.city, Role.SUPERVISOR)
    assert ASSIGNMENTS.visible(above).count() == 2
    assert not ASSIGNMENTS.may(above, Action.ANSWER, mine)
