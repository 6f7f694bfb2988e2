"""What a campaign, its tickets and its draw are worth when the tree and the register move on."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from office_samples import MARCH, POINT, judgement
from rectify_samples import judged

from xunwang.inspector.model import SubjectKind, Verdict
from xunwang.office import clock
from xunwang.office.accounts import capturing
from xunwang.office.campaigns import recording
from xunwang.office.campaigns import service as campaigns
from xunwang.office.campaigns.creating import create, drawn_again
from xunwang.office.campaigns.draw_sheet import NAME, kept_candidates
from xunwang.office.campaigns.letterhead import Draft, header_of
from xunwang.office.campaigns.planning import Plan, Share, choose
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, FINDINGS
from xunwang.office.errors import OfficeError
from xunwang.office.people import invitations, tree
from xunwang.office.people.models import add_unit
from xunwang.office.people.policy import Action
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.registry import life

RUN = Path("run")
DRAFT = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县",), POINT)


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    office.website(office.park, "某系统", "http://xt.gov.cn/", site_kind="")  # of a kind that no norm knows
    return office


def test_who_ran_a_campaign_keeps_all_of_it_when_a_unit_moves_away(city):
    campaigns.close_point(city.checked, user=city.boss)
    (ticket,) = issuing.issue(city.checked, user=city.boss)
    before = header_of(city.checked, DRAFT)
    elsewhere = add_unit("示例省", "province")

    tree.move(city.county, elsewhere, user=city.boss)

    city.checked.refresh_from_db()
    assert header_of(city.checked, DRAFT) == before
    assert CAMPAIGN_SUBJECTS.visible(city.boss).filter(campaign=city.checked).count() == 2
    assert FINDINGS.visible(city.boss).filter(subject__unit=city.county).exists()
    assert TICKETS.may(city.boss, Action.CHANGE, ticket)
    new_superior = city.user(elsewhere, "supervisor")
    assert TICKETS.may(new_superior, Action.VIEW, ticket)
    assert not TICKETS.may(new_superior, Action.CHANGE, ticket)


def test_a_unit_with_something_open_is_not_closed(city):
    issuing.issue(city.checked, user=city.boss)
    life.move(city.county_site, city.park, life.Turn(clock.today()), user=city.boss)

    with pytest.raises(OfficeError, match="未办结的整改通知 1 份"):
        tree.close(city.county, clock.today(), user=city.boss)


def test_what_failed_last_is_drawn_whatever_came_in_between(office):
    for number in range(12):
        office.website(office.county, f"网站{number}", f"http://w{number}.gov.cn/")
    boss = office.user(office.city, "supervisor")
    failing = office.website(office.county, "不合格网站", "http://bad.gov.cn/")
    first = office.campaign(office.city, [failing])
    recording.record_judgement(first, judgement(failing, Verdict.FAIL), run_path=RUN)
    later = Plan("四月", dt.date(2026, 4, 1), dt.date(2026, 4, 30), dt.date(2026, 4, 30), "cn-2019")
    create(office.city, later, user=boss)  # never judged
    share = (Share(SubjectKind.WEBSITE, Decimal(10)),)
    june = Plan("六月", MARCH, dt.date(2026, 6, 30), dt.date(2026, 6, 30), "cn-2019", share, seed="7")

    drawn = create(office.city, june, user=boss)

    assert drawn.subjects.filter(subject=failing).exists()
    (part,) = choose(office.city, june).parts
    assert {one.id: one.failed for one in part.candidates}[str(failing.pk)]
    assert drawn_again(drawn)
    assert [one.failed for one in kept_candidates(drawn)[SubjectKind.WEBSITE]].count(True) == 1

    recording.record_judgement(
        office.campaign(office.city, [failing], name="补记"), judgement(failing), run_path=RUN
    )
    assert drawn_again(drawn)
    (drawn.folder / NAME).write_text("编号\n")
    assert not drawn_again(drawn)


@pytest.mark.parametrize(
    ("on", "word"), [(dt.date(2099, 1, 1), "最多提前 60 天"), (dt.date(9999, 12, 31), "最多提前 60 天")]
)
def test_a_slip_of_the_year_does_not_lock_an_entry(city, on, word):
    with pytest.raises(OfficeError, match=word):
        life.suspend(city.county_site, on, life.Turn(on), user=city.boss)
    with pytest.raises(OfficeError, match=word):
        life.change(city.county_site, life.Turn(on), user=city.boss, name="新名")
    with pytest.raises(OfficeError, match=word):
        life.close(city.county_site, life.Turn(on), user=city.boss)
    assert city.county_site.versions.count() == 1


def test_a_unit_changes_on_the_day_itself(city):
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(OfficeError, match="应在当天办理"):
        life.move(city.county_site, city.park, life.Turn(tomorrow), user=city.boss)
    city.county_site.refresh_from_db()
    assert city.county_site.unit == city.county


def test_whoever_had_the_post_before_has_nothing_left(city):
    user, token = invitations.invite("clerk1", "前任", Role.UNIT_CLERK, city.county, by=city.boss)
    invitations.accept(token, "Long-enough-2026")
    user.refresh_from_db()
    key = capturing.new_key(user)
    assert capturing.bearer(key) == user

    invitations.hand_over(user, "继任", by=city.boss)

    user.refresh_from_db()
    assert not user.check_password("Long-enough-2026")
    with pytest.raises(OfficeError, match="采集书签已失效"):
        capturing.bearer(key)


def test_a_new_invitation_voids_the_password_at_once(city):
    user, token = invitations.invite("clerk2", "某人", Role.UNIT_CLERK, city.county, by=city.boss)
    invitations.accept(token, "Long-enough-2026")
    user.refresh_from_db()

    invitations.new_invitation(user, by=city.boss)

    user.refresh_from_db()
    assert not user.check_password("Long-enough-2026")
    assert user.session_key == ""
