"""Role x object: who reaches what. Every policy must say the same in `may` and in `visible`."""

import functools
import inspect

import pytest
from everything import (
    between_units,
    inspected,
    looked_at_by_others,
    paperwork,
    watched,
    what_the_public_says,
)
from office_samples import JANUARY, POINT, SEEN

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
from xunwang.office.alerts.policies import ALERTS
from xunwang.office.alerts.policies import PLANS as ALERT_PLANS
from xunwang.office.campaigns import service
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, ENTRIES, FILES, FINDINGS, VERSIONS
from xunwang.office.cross.policies import ASSIGNMENTS, CROSS_CHECKS, RATINGS
from xunwang.office.deadlines.policies import RHYTHMS
from xunwang.office.desk.policies import MANUSCRIPTS
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
from xunwang.office.feedback.policies import CASES, ERROR_REPORTS, PICTURES, PUBLIC_FORMS
from xunwang.office.filing.policies import FILINGS
from xunwang.office.interface.policies import TOKENS
from xunwang.office.letters.policies import LETTER_LIMITS, LETTERS
from xunwang.office.mandates.models import Mandate
from xunwang.office.mandates.policies import MANDATE_FILES, MANDATES
from xunwang.office.messages.policies import CHANNELS, MESSAGES, OCCASIONS
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.policy import AUDIT, UNITS, USERS, Action
from xunwang.office.people.roles import RUNNERS, Role
from xunwang.office.proofing.policies import TERMS
from xunwang.office.publishing.policies import CATALOGUES, PUBLISHED, STATED
from xunwang.office.rectify import issuing
from xunwang.office.rectify.policies import (
    ATTACHMENTS,
    MEASURES,
    REMINDERS,
    TICKETS,
    TOLERANCE_LINES,
)
from xunwang.office.registry.models import Column, ImportBatch, LifeEvent
from xunwang.office.registry.policies import BATCHES, COLUMNS, EVENTS, SUBJECTS
from xunwang.office.reporting.policies import ADDRESSEES, REQUESTS, SUBMISSIONS
from xunwang.office.reposts.policies import ORDERS, TASKS
from xunwang.office.retention.models import RemovedRun
from xunwang.office.retention.policies import REMOVED_RUNS
from xunwang.office.searching.policies import FOUND_PAGES, SEARCHED_RUNS, SEARCHES
from xunwang.office.selfcheck.policies import SELF_CHECKS
from xunwang.office.stamping.models import TrailStamp
from xunwang.office.stamping.policies import STAMPS
from xunwang.office.vendors.policies import FINDING_LISTS, LISTED_FINDINGS
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


@pytest.fixture
def city(office, tmp_path):
    """An office that holds some of everything."""
    inspected(office, tmp_path)
    looked_at_by_others(office)
    between_units(office)
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
