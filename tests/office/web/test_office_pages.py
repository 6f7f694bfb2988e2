"""The pages as people get them: real templates, real database, real run folders."""

import datetime as dt
import re

import msgspec
import pytest
from django.urls import reverse
from office_samples import JANUARY, PASSWORD, finding, judgement
from released_city import released, text, visitor

from xunwang.inspector import model
from xunwang.inspector.model import Certainty, Outcome, OutcomeKind, Verdict
from xunwang.office import boot
from xunwang.office.campaigns import recording, service
from xunwang.office.campaigns.models import When
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import change_subject, open_subject
from xunwang.office.web.templatetags.office import address


@pytest.fixture
def city(office, tmp_path):
    return released(office, tmp_path)


@pytest.fixture
def visit(client, city):
    return visitor(client, city)


def test_the_list_counts_what_weighed_at_the_point_however_much_is_mended_since(visit, city):
    row = city.rows["东河县政府"]
    service.close_point(city.checked, user=None)
    mended = judgement(row.subject)
    recording.record_judgement(city.checked, mended, run_path=city.run, when=When.CLOSING)

    listed = visit("supervisor", "campaign", city.checked.pk, q="东河县政府").context["page"]
    assert [one.places for one in listed] == [1]  # without advice
    assert {one.state for one in row.findings.all()} == {"mended"}


def test_what_waits_for_a_person_or_weighs_elsewhere_is_no_fault_that_was_found(visit, city):
    row = city.rows["东河县政府"]
    found = (
        finding(row.subject),
        finding(row.subject, "D-1.2", certainty=Certainty.CANDIDATE),
        finding(row.subject, "D-1.9", waived="W-V4.1"),
    )
    judged = judgement(row.subject, Verdict.FAIL, *found)
    outcomes = [Outcome(one.indicator, OutcomeKind.FOUND, value=1) for one in found]
    judged = msgspec.structs.replace(judged, outcomes=tuple(outcomes))
    recording.record_judgement(city.checked, judged, run_path=city.run)

    shown = visit("supervisor", "subject", city.checked.pk, row.pk)
    told = {kind: [one.indicator for one in rows] for kind, _, rows in shown.context["groups"]}
    assert told == {"found": ["W-V4.1"], "waits": ["D-1.2"], "waived": ["D-1.9"]}
    assert "发现问题1项" in text(shown)
    assert "待人工认定1项" in text(shown)


def test_the_campaign_counts_its_verdicts_and_lists_the_undecided_apart(visit, city):
    page = visit("supervisor", "campaign", city.checked.pk)
    words = text(page)

    assert "检查对象3合格1不合格1暂不作结论1合格率50.00%" in words
    undecided = words.partition("暂不作结论的对象")[2].partition("全部对象")[0]
    assert "南山园区网南山园区未能检查：W-V3首页不更新" in undecided
    assert "可访问性" not in undecided
    assert "示例分值" in words
    assert "政府网站与政府系统政务新媒体检查指标" in words
    assert page.context["page"].paginator.count == 3


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "http://www.donghe.gov.cn/zwgk/a-b.html?x=1&y=2",
            (
                '<a href="http://www.donghe.gov.cn/zwgk/a-b.html?x=1&amp;y=2" target="_blank" '
                'rel="noopener noreferrer">'
                "http://<wbr>www.<wbr>donghe.<wbr>gov.<wbr>cn/<wbr>zwgk/<wbr>a-<wbr>b.<wbr>html?<wbr>x=<wbr>1&amp;y=<wbr>2</a>"
            ),
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<b>", "&lt;b&gt;"),
        ("", ""),
    ],
)
def test_an_address_breaks_between_words_and_links_to_the_web_only(written, shown):
    assert address(written) == shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"verdict": "fail"}, ["东河县政府"]),
        ({"q": "nanshan"}, ["南山园区网"]),
        ({"q": "东河县"}, ["东河县政府"]),
        ({"q": "没有"}, []),
        ({"verdict": "nonsense"}, []),
    ],
)
def test_the_table_is_filtered(visit, city, query, names):
    page = visit("supervisor", "campaign", city.checked.pk, **query)

    assert [row.name for row in page.context["page"]] == names


def test_the_website_page_shows_outcomes_findings_decisions_and_evidence(visit, city):
    page = visit("supervisor", "subject", city.checked.pk, city.rows["东河县政府"].pk)
    words = text(page)

    assert [label for _, label, _ in page.context["groups"]] == ["发现问题", "未能检查", "符合", "不适用"]
    assert "没有可访问性监测数据1W-V2站点无法访问" in words
    assert "未附连续探测记录，可访问性未作判定" in words
    assert "认定属实，示例市某，2026-03-3109:30，理由：已打开核对演示代入" in words
    assert f"{city.evidence.file}第{city.evidence.offset}字节起" in words
    assert "&lt;b&gt;张**&lt;/b&gt;" in page.content.decode()
    assert [name for name, _ in page.context["findings"]] == ["W-V4.1", "S-hidden"]


def test_both_verdicts_stand_side_by_side(visit, city):
    service.close_point(city.checked, user=None)
    row = city.rows["东河县政府"]
    recording.record_judgement(
        city.checked, judgement(row.subject, Verdict.PASS), run_path=city.run, when=When.CLOSING
    )

    point = visit("supervisor", "subject", city.checked.pk, row.pk)
    closing = visit("supervisor", "subject", city.checked.pk, row.pk, when="closing")

    assert "监测时间点2026-03-31不合格" in text(point)
    assert "通报截止日2026-04-30合格" in text(point)
    assert "已整改" in text(closing)


def test_the_register_shows_the_day_that_was_asked(visit, city):
    county = city.rows["东河县政府"].subject
    change_subject(county, dt.date(2026, 5, 1), user=None, name="东河县人民政府")

    before = visit("supervisor", "websites", on="2026-04-30")
    after = visit("supervisor", "websites", on="2026-05-01")

    assert ("东河县政府" in text(before), "东河县人民政府" in text(before)) == (True, False)
    assert "开办3，关停0，更名1" in text(after)
    assert "共有0" in text(visit("supervisor", "websites", on="2025-12-31"))


def test_a_wrong_day_is_named(visit):
    assert "日期“2026-13-01”不对" in text(visit("supervisor", "websites", on="2026-13-01"))


def test_accounts_and_units_have_their_pages(visit, city):
    open_subject(model.SubjectKind.ACCOUNT, city.county, JANUARY, user=None, name="东河发布", platform="微博")

    assert "东河发布登记新浪微博" in text(
        visit("supervisor", "accounts")
    )  # the name, and the way to its entry
    assert "示例市市级31" in text(visit("supervisor", "units"))
    assert "东河县县级11" in text(visit("supervisor", "units"))


def test_the_trail_is_read_and_verified_by_auditors(visit, city):
    assert "全部记录核验一致" in text(visit("auditor", "audit", verify="1"))
    victim = AuditEntry.objects.filter(action="finding.decided").get()
    AuditEntry.objects.filter(pk=victim.pk).update(user_name="别人")
    assert f"第{victim.pk}号" in text(visit("auditor", "audit", verify="1"))


VIEWS = [
    ("campaigns", lambda city: ()),
    ("campaign", lambda city: (city.checked.pk,)),
    ("subject", lambda city: (city.checked.pk, city.rows["东河县政府"].pk)),
    ("shot", lambda city: (city.rows["东河县政府"].pk,)),
    ("picture", lambda city: (city.rows["东河县政府"].findings.get(indicator="W-V4.1").pk,)),
    ("archive", lambda city: (city.rows["东河县政府"].findings.get(indicator="W-V4.1").pk,)),
    ("archive_body", lambda city: (city.rows["东河县政府"].findings.get(indicator="W-V4.1").pk,)),
    ("units", lambda city: ()),
    ("websites", lambda city: ()),
    ("accounts", lambda city: ()),
]
OPEN_LISTS = {"campaigns", "units", "websites", "accounts"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("view", "keys"), VIEWS, ids=[view for view, _ in VIEWS])
def test_role_by_view_by_foreign_object(visit, city, role, view, keys):
    """Every role opens what is in its subtree; a foreign object does not exist; a list holds nothing foreign."""
    own = visit(role, view, *keys(city), unit=city.county)
    foreign = visit(role, view, *keys(city), unit=city.stranger)

    assert own.status_code == 200
    assert foreign.status_code == (200 if view in OPEN_LISTS else 404)
    if view in OPEN_LISTS:
        assert not any(name in text(foreign) for name in ("东河县", "南山", "2026年第一季度检查"))


@pytest.mark.parametrize("role", list(Role))
def test_the_trail_is_closed_to_everybody_else(visit, role):
    page = visit(role, "audit")

    assert page.status_code == (200 if role is Role.AUDITOR else 403)
    if role is not Role.AUDITOR:
        assert "没有权限" in text(page)


def test_a_clerk_sees_the_numbers_of_its_own_subtree_only(visit, city):
    words = text(visit("unit_clerk", "campaign", city.checked.pk, unit=city.county))

    assert "检查对象1合格0不合格1" in words
    assert "南山园区" not in words
    assert (
        visit(
            "unit_clerk", "subject", city.checked.pk, city.rows["南山园区网"].pk, unit=city.county
        ).status_code
        == 404
    )


def test_a_subject_is_found_under_its_own_campaign_only(visit, city):
    other = city.campaign(city.city, [], name="另一次")

    assert visit("supervisor", "subject", other.pk, city.rows["东河县政府"].pk).status_code == 404


@pytest.mark.parametrize("view", ["home", "campaigns", "units", "websites", "accounts", "audit"])
def test_nobody_gets_in_without_logging_in(client, city, view):
    answer = client.get(reverse(view), follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("login"))


def test_logging_in_and_out(client, office):
    boot.create_account("shili", PASSWORD, "supervisor", office.city)
    wrong = client.post(reverse("login"), {"username": "shili", "password": "x"})
    right = client.post(reverse("login"), {"username": "shili", "password": PASSWORD}, follow=True)

    assert "账号或密码不对" in text(wrong)
    assert right.request["PATH_INFO"] == reverse("home")
    assert client.get(reverse("logout"), follow=True).redirect_chain == [(reverse("home"), 302)]
    assert client.get(reverse("campaigns")).status_code == 200, "an address alone logs nobody out"
    client.post(reverse("logout"))
    assert client.get(reverse("campaigns")).status_code == 302


def test_every_page_carries_the_strict_headers(visit, city):
    page = visit("supervisor", "campaign", city.checked.pk)

    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert page["Referrer-Policy"] == "same-origin"


def test_no_page_loads_anything_from_elsewhere_or_styles_inline(visit, city):
    for view, keys in VIEWS:
        if view in {"shot", "picture", "archive_body"}:
            continue
        html = visit("supervisor", view, *keys(city)).content.decode()
        assert not re.search(r"""(?:src|action)=["'](?:https?:)?//|<link[^>]*["'](?:https?:)?//""", html)
        followed = re.findall(r"""<a [^>]*href=["'](?:https?:)?//[^>]*>""", html)
        assert all('rel="noopener noreferrer"' in link for link in followed)
        assert not re.search(r"<script(?! src=\"/static/)|<style| style=| on\w+=", html)


def test_a_missing_page_says_so_in_the_office_dress(visit):
    page = visit("supervisor", "campaign", 999)

    assert page.status_code == 404
    assert "没有这个页面" in text(page)
