"""Two counties and a park inspect each other, partly twice and blind; the city decides where they differ. In the pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from office_samples import closed_run, finding, judgement, words

from xunwang.inspector.model import Certainty, Verdict
from xunwang.office import clock
from xunwang.office.campaigns import recording
from xunwang.office.cross.models import Assignment, Rating
from xunwang.office.people.models import UnitLevel, User, add_unit
from xunwang.office.web.views import cross


@pytest.fixture
def city(office, tmp_path):
    office.west = add_unit("西山县", UnitLevel.COUNTY, parent=office.city)
    run, evidence = closed_run(tmp_path)
    units = [office.county, office.park, office.west]
    for unit in units:
        office.user(unit, "unit_clerk")
    sites = [office.website(unit, f"{unit}网", f"http://s{unit.pk}.gov.cn/") for unit in units]
    office.checked = office.campaign(office.city, sites)
    for site in sites:
        found = [
            finding(
                site,
                "S-hidden",
                f"/{n}",
                certainty=Certainty.CANDIDATE,
                message=f"疑似{n}",
                evidence=evidence,
            )
            for n in range(3)
        ]
        recording.record_judgement(
            office.checked, judgement(site, Verdict.UNDECIDED, finding(site), *found), run_path=run
        )
    return office


def set_up(client, city, **said):
    form = {
        "units": [city.county.pk, city.park.pk, city.west.pk],
        "percent": "100",
        "seed": "20260401",
        "due_on": (clock.today() + dt.timedelta(days=5)).isoformat(),
    }
    return client.post(reverse("cross_act", args=[city.checked.pk, "set_up"]), form | said, follow=True)


def fill(client, assignment, opinion, *, but=None, reason="看过存档", hand_in="1"):
    """The unit's form: one opinion for all, another one for the finding `but`."""
    said = {"hand_in": hand_in, "note": "首页还有一处错别字"}
    for rating in assignment.ratings.select_related("finding"):
        mine = but[1] if but and rating.finding.message == but[0] else opinion
        said |= {f"opinion-{rating.pk}": mine, f"reason-{rating.pk}": reason}
    return client.post(reverse("duty", args=[assignment.pk]), said, follow=True)


def no_judgements(asked):
    """Whole judgements have hundreds of kilobytes each: no list of duties or opinions reads them."""
    return not [one for one in asked.captured_queries if "judgement_at_point" in one["sql"]]


def test_units_rule_blind_and_the_city_adopts_and_decides(as_, city):
    assert "已布置交叉检查" in words(set_up(as_("supervisor"), city))
    target = city.checked.subjects.get(unit=city.county)
    first, second = target.assignments.order_by("second")
    assert {first.unit, second.unit} == {city.park, city.west}

    clerk = as_("unit_clerk", first.unit)
    with CaptureQueriesContext(connection) as asked:
        assert reverse("duty", args=[first.pk]) in clerk.get(reverse("duties")).content.decode()
    assert no_judgements(asked)
    assert clerk.get(reverse("duty", args=[second.pk])).status_code == 404
    rating = first.ratings.get(finding__message="疑似0")
    body = clerk.get(reverse("rating_body", args=[rating.pk]))
    assert "关于开展试点工作的通知" in body.content.decode("gbk")
    assert "sandbox" in body["Content-Security-Policy"]
    foreign = second.ratings.get(finding__message="疑似0")
    assert clerk.get(reverse("rating_body", args=[foreign.pk])).status_code == 404
    fill(clerk, first, "confirmed", but=("疑似2", "unsure"))
    fill(as_("unit_clerk", second.unit), second, "confirmed", but=("疑似1", "dismissed"))

    boss = as_("supervisor")
    with CaptureQueriesContext(connection) as asked:
        page = boss.get(reverse("cross", args=[city.checked.pk]))
    assert no_judgements(asked)
    assert (page.context["agreement"].both, page.context["agreement"].first) == (2, 1)
    assert {one.finding.message for one in page.context["disputes"]} == {"疑似1", "疑似2"}
    assert "首页还有一处错别字" in words(page)
    act = reverse("cross_act", args=[city.checked.pk, "adopt"])
    assert "已采用1条一致意见" in words(boss.post(act, follow=True))
    assert target.findings.get(message="疑似0").state == "confirmed"
    decided = target.findings.get(message="疑似1")
    said = {"finding": decided.pk, "ruling": "dismissed", "reason": "链接可见"}
    judge = reverse("cross_act", args=[city.checked.pk, "adjudicate"])
    assert "已裁定：不属实" in words(boss.post(judge, said, follow=True))
    decided.refresh_from_db()
    assert decided.state == "dismissed"
    assert "裁定：链接可见（交叉检查：" in decided.decisions.get().reason
    assert "没有需要裁定的分歧" in words(boss.post(judge, said, follow=True))


def test_disputes_come_one_page_at_a_time_and_units_without_people_are_not_asked(as_, city, monkeypatch):
    monkeypatch.setattr(cross, "MOST_DISPUTES", 2)
    boss, where = as_("supervisor"), reverse("cross", args=[city.checked.pk])
    User.objects.filter(unit=city.west).update(is_active=False)
    page = boss.get(where)
    asked = [key for key, *_ in page.context["units"]]
    assert (asked, page.context["silent"]) == ([city.county.pk, city.park.pk], [city.west])
    assert "西山县没有人能登录" in words(page)
    User.objects.filter(unit=city.west).update(is_active=True)
    set_up(boss, city)
    target = city.checked.subjects.get(unit=city.county)
    for one in target.assignments.all():
        fill(as_("unit_clerk", one.unit), one, "unsure")

    page = as_("supervisor").get(where)
    assert (page.context["disputed"], len(page.context["disputes"])) == (4, 2)
    assert "待裁定4条先列前2条" in words(page)


def test_what_is_missing_or_without_a_reason_is_refused_and_kept(as_, city):
    set_up(as_("supervisor"), city)
    mine = Assignment.objects.filter(unit=city.county).first()
    clerk = as_("unit_leader", city.county)

    refused = fill(clerk, mine, "dismissed", reason="")
    assert refused.status_code == 400
    assert "需要写明理由" in words(refused)
    assert 'value="dismissed" checked' in refused.content.decode()
    assert "还有4条没有意见" in words(fill(clerk, mine, ""))
    assert "已保存，全部填完" in words(fill(clerk, mine, "confirmed", hand_in=""))
    assert "已提交" in words(fill(clerk, mine, "confirmed"))
    assert "已经提交，不能再改" in words(fill(clerk, mine, "dismissed"))
    assert set(mine.ratings.values_list("opinion", flat=True)) == {"confirmed"}


def test_setting_up_is_refused_where_it_makes_no_sense(as_, city):
    boss = as_("supervisor")
    assert "至少需要两个单位" in words(set_up(boss, city, units=[city.county.pk]))
    assert "实际为“abc”" in words(set_up(boss, city, percent="abc"))
    assert "已经过去" in words(set_up(boss, city, due_on="2020-01-01"))
    assert "需要种子" in words(set_up(boss, city, seed=""))
    assert not Rating.objects.exists()
    set_up(boss, city)
    assert "已经布置过" in words(set_up(boss, city))
    assert as_("reviewer").post(reverse("cross_act", args=[city.checked.pk, "set_up"])).status_code == 403
    assert as_("unit_clerk", city.county).get(reverse("cross", args=[city.checked.pk])).status_code == 404
