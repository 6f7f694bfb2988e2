"""`/api/v1` as another system sees it: reach, paging, tickets answered, drafts read, the document held against it."""

import base64
import datetime as dt
import re
from collections import Counter
from contextlib import contextmanager

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from office_samples import SEEN
from systems import problem, token_for

from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.accounts.models import Look, Post
from xunwang.office.campaigns.service import close_point
from xunwang.office.interface.models import Scope
from xunwang.office.jobs.models import Job
from xunwang.office.limits.models import Tally
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.proofing.models import TermKind
from xunwang.office.proofing.terms import Line, add
from xunwang.office.rectify import service as rectify
from xunwang.office.rectify.lists import lists
from xunwang.office.rectify.models import TicketState
from xunwang.office.registry.models import ImportBatch
from xunwang.office.registry.service import open_subject

PDF = base64.b64encode(b"%PDF-1.7\n").decode()


def test_a_system_sees_what_its_unit_sees_and_nothing_else(system, city):
    county, above, stranger = (
        system(city.county),
        system(city.city, Role.INSPECTOR),
        system(city.stranger, Role.INSPECTOR),
    )
    seen = {
        name: {
            path: one.get(path).json()["total"]
            for path in ("/units", "/subjects", "/campaigns", "/findings", "/tickets")
        }
        for name, one in (("county", county), ("city", above), ("stranger", stranger))
    }
    (verdict,) = above.get("/findings", verdict=city.checked.subjects.get(name="南山园区").pk).json()["items"]

    assert seen["county"] == {"/units": 1, "/subjects": 1, "/campaigns": 0, "/findings": 1, "/tickets": 1}
    assert seen["city"] == {"/units": 3, "/subjects": 2, "/campaigns": 1, "/findings": 2, "/tickets": 2}
    assert seen["stranger"] == {"/units": 1, "/subjects": 0, "/campaigns": 0, "/findings": 0, "/tickets": 0}
    problem(county.get(f"/findings/{verdict['id']}"), 404)
    problem(county.get(f"/campaigns/{city.checked.pk}"), 404)
    problem(stranger.get(f"/tickets/{city.ticket.pk}"), 404)
    problem(stranger.get(f"/subjects/{city.county_site.pk}"), 404)


def test_a_register_is_looked_at_first_and_then_taken_in_as_a_spreadsheet_is(system, city):
    keeper = system(city.city, Role.SUPERVISOR)
    rows = [
        {
            "name": "西山县政府",
            "home": "https://www.xishan.gov.cn/",
            "organiser": "东河县",
            "type": "门户网站",
        },
        {"name": "没有地址的网站"},
    ]
    said = {"kind": "website", "on": "2026-04-01", "rows": rows}
    looked = keeper.post("/subjects", said).json()
    assert (looked["written"], looked["created"], looked["rejected"]) == (False, 1, 1)
    assert (looked["problems"][0]["row"], looked["problems"][0]["severity"]) == (3, "error")
    assert keeper.get("/subjects", on="2026-04-01", q="西山").json()["total"] == 0

    taken = keeper.post("/subjects", said | {"check_only": False}).json()
    (told,) = keeper.get("/subjects", on="2026-04-01", q="西山").json()["items"]
    assert (taken["written"], taken["created"]) == (True, 1)
    assert (told["home"], told["type"], told["valid_from"]) == (
        "https://www.xishan.gov.cn/", "门户网站", "2026-04-01",
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="register.imported", user_name="接口：业务系统").exists()
    assert ImportBatch.objects.get().file == "接口：业务系统"


def test_a_register_comes_only_from_who_may_keep_it(system, city):
    said = {
        "kind": "website",
        "on": "2026-04-01",
        "check_only": False,
        "rows": [{"name": "甲", "home": "http://a.gov.cn/"}],
    }
    for role in (Role.UNIT_CLERK, Role.INSPECTOR):
        assert "主管人员" in problem(system(city.city, role).post("/subjects", said), 403)["detail"]
    keeper = system(city.city, Role.SUPERVISOR)
    reader = system(city.city, Role.SUPERVISOR, scopes=[Scope.REGISTER])
    assert "名录（报入）" in problem(reader.post("/subjects", said), 403)["detail"]
    foreign = said | {"rows": [{"name": "甲", "platform": "微博"}]}
    assert "没有 platform 这一项" in problem(keeper.post("/subjects", foreign), 409)["detail"]
    mass = said | {"rows": [{"name": "甲", "home": "http://a.gov.cn/", "unit": city.park.pk}]}
    assert problem(keeper.post("/subjects", mass), 422)["errors"][0]["field"] == "rows.0.unit"
    above = system(city.county, Role.SUPERVISOR)
    outside = said | {"rows": [{"name": "南山园区", "home": "http://www.nanshan.gov.cn/"}]}
    assert "范围之外登记" in above.post("/subjects", outside).json()["problems"][0]["message"]
    assert not ImportBatch.objects.filter(unit=city.city).exists()


def test_results_are_told_in_pages_with_both_moments(system, city):
    above = system(city.city, Role.INSPECTOR)
    told = above.get(f"/campaigns/{city.checked.pk}").json()
    first = above.get(f"/campaigns/{city.checked.pk}/verdicts", size=1).json()
    second = above.get(f"/campaigns/{city.checked.pk}/verdicts", size=1, page=2).json()
    detail = above.get(f"/verdicts/{first['items'][0]['id']}").json()

    assert (told["at_point"]["total"], told["at_point"]["failed"], told["at_closing"]["unjudged"]) == (
        2,
        2,
        2,
    )
    assert told["unit"] == {"id": city.city.pk, "name": "示例市", "level": "city"}
    assert [first["items"][0]["name"], second["items"][0]["name"]] == ["东河县政府", "南山园区"]
    assert first["total"] == 2
    assert {one["outcome"] for one in detail["outcomes"]} >= {"met", "found", "unchecked"}
    assert above.get(f"/campaigns/{city.checked.pk}/verdicts", verdict="pass").json()["total"] == 0


def test_moments_are_told_as_the_clocks_of_shanghai_show_them_and_words_as_they_are_written(system, city):
    close_point(city.checked, user=None)
    above = system(city.city, Role.INSPECTOR)
    said = above.get(f"/campaigns/{city.checked.pk}").content.decode()

    assert city.checked.name in said
    told = dt.datetime.fromisoformat(re.search('"point_closed_at": "([^"]+)"', said)[1])
    assert (told, told.utcoffset()) == (city.checked.point_closed_at, dt.timedelta(hours=8))


def account_of(city):
    """An account of the county that has no address."""
    return open_subject(
        model.SubjectKind.ACCOUNT,
        city.county,
        dt.date(2026, 1, 1),
        user=None,
        name="东河发布",
        platform="微信",
    )


def empty_texts(value, place=""):
    """Where an answer holds "" in place of null."""
    if isinstance(value, dict):
        return [found for name, one in value.items() for found in empty_texts(one, f"{place}.{name}")]
    if isinstance(value, list):
        return [found for one in value for found in empty_texts(one, place)]
    return [place] if value == "" else []


def test_what_is_not_known_is_null_and_never_an_empty_text(system, city):
    lone = account_of(city)
    campaign, ticket = city.checked.pk, city.ticket.pk
    above = system(city.city, Role.INSPECTOR)
    judged = above.get(f"/campaigns/{campaign}/verdicts").json()["items"][0]["id"]
    paths = [
        "/units", "/subjects", f"/subjects/{lone.pk}", "/accounts", "/campaigns", f"/campaigns/{campaign}",
        f"/campaigns/{campaign}/verdicts", f"/verdicts/{judged}", "/findings", "/tickets", f"/tickets/{ticket}",
    ]  # fmt: skip
    answers = {path: above.get(path) for path in paths}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert [(path, found) for path in paths for found in empty_texts(answers[path].json())] == []
    assert answers["/accounts"].json()["items"][0]["home"] is None


def test_accounts_come_with_their_last_post(system, city):
    account = account_of(city)
    Post.objects.create(subject=account, key="1", title="要闻", day=dt.date(2026, 3, 30))
    Look.objects.create(subject=account, way="rss", seen=SEEN, posts=1)
    (told,) = system(city.city, Role.INSPECTOR).get("/accounts", platform="微信").json()["items"]

    assert (told["name"], told["last_post"], told["id"]) == ("东河发布", "2026-03-30", str(account.pk))


def test_a_unit_s_system_signs_for_its_ticket_and_answers_it(system, city):
    own = system(city.county)
    item = own.get(f"/tickets/{city.ticket.pk}").json()["items"][0]
    path = f"/tickets/{city.ticket.pk}"
    signed = own.post(f"{path}/receipt", {"person": "办公室值班员"}).json()
    said = {
        "items": [{"item": item["id"], "answer": "已更新栏目"}],
        "text": "整改报告",
        "files": [{"name": "../../报告.pdf", "content": PDF}],
    }
    told = own.post(f"{path}/reply", said).json()
    city.ticket.refresh_from_db()
    kept = city.ticket.attachments.get()

    unread = city.checked.tickets.filter(lists(clock.today())["unread"])
    assert unread.get().unit == city.park
    assert signed["events"][-1]["text"] == "签收人：办公室值班员"
    assert (told["state"], told["items"][0]["answer"]) == ("answered", "已更新栏目")
    assert (kept.name, kept.path.startswith(f"ticket/{city.ticket.pk}/")) == ("报告.pdf", True)
    assert Job.objects.filter(kind=rectify.CHECK, key=str(city.ticket.pk)).exists()
    assert AuditEntry.objects.filter(action="ticket.answered", user_name="接口：业务系统").exists()
    assert "不需要回复" in problem(own.post(f"{path}/reply", said), 409)["detail"]


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"items": []}, 409, "还有 1 个问题没有填写"),
        ({"items": [{"item": 99999, "answer": "改了"}]}, 409, "不在这份整改通知里"),
        ({"items": [], "state": "closed"}, 422, "没有这个字段"),
        ({"items": [], "files": [{"name": "a.pdf", "content": "不是"}]}, 409, "不是完好的 Base64"),
        ({"items": "全部"}, 422, "应为数组"),
    ],
)
def test_a_reply_that_cannot_be_taken_changes_nothing(system, city, said, status, words):
    answer = system(city.county).post(f"/tickets/{city.ticket.pk}/reply", said)
    told = problem(answer, status)
    city.ticket.refresh_from_db()

    assert words in told["detail"] + "".join(one["message"] for one in told.get("errors", []))
    assert city.ticket.state == TicketState.ISSUED


def test_those_above_and_strangers_never_answer(system, city):
    said = {"items": []}
    problem(system(city.city, Role.INSPECTOR).post(f"/tickets/{city.ticket.pk}/reply", said), 403)
    problem(system(city.park).post(f"/tickets/{city.ticket.pk}/reply", said), 404)


def test_a_draft_is_proofread_in_the_words_of_the_command_line(system, city):
    number = "138" + "0013" + "8000"
    text = f"第一行。\n会议要求各单位认真贯彻落实会义精神。联系人手机号码：{number}。"
    answer = system(city.county).post("/proofread", {"text": text, "published": "2026-04-01"})
    marks = [one for one in answer.json()["marks"] if one["kind"] == "spelling"]

    assert [(one["line"], one["found"], one["tier"], one["suggest"]) for one in marks] == [
        (2, "义", "sure", ["议"])
    ]
    assert text.split("\n")[1][marks[0]["start"] : marks[0]["end"]] == "义"
    assert number not in answer.content.decode()

    add(TermKind.WORD, [Line("会义精神")], user=city.user(city.county, Role.UNIT_CLERK))
    again = system(city.county).post("/proofread", {"text": text, "published": "2026-04-01"})
    assert "spelling" not in [one["kind"] for one in again.json()["marks"]]


@contextmanager
def _one_connection():
    """As Django's own test client has it: requests run in the test's transaction, whose connection none of them may close."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


def _hold_against_its_document(city, settings, **trying):
    """Requests made from the document, valid and invalid; answers must be what it says. Gives how often each operation was called."""
    # here, because it takes a second of each process of the tests, of which one needs it
    import schemathesis  # noqa: PLC0415
    from schemathesis.specs.openapi.checks import negative_data_rejection  # noqa: PLC0415

    settings.API_RATE, settings.ALLOWED_HOSTS = 100_000, ["localhost"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    headers = {"Authorization": f"Bearer {token_for(city, city.county)[1]}"}
    called = Counter()

    def hold(case):
        called[case.operation.label] += 1
        Tally.objects.all().delete()  # wrong tokens are among what is tried
        # an unknown parameter of a query is left unread, which that check takes for a fault
        case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection])

    trying = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)} | trying
    for result in schema.get_all_operations():
        for mode in schemathesis.GenerationMode:
            strategy = result.ok().as_strategy(generation_mode=mode)
            hypothesis_settings(**trying)(given(case=strategy)(hold))()
    return called


def test_the_interface_does_what_its_document_says(city, settings):
    with _one_connection():
        called = _hold_against_its_document(city, settings, max_examples=2, derandomize=True)

    assert len(called) == 18
    assert min(called.values()) >= 2


@pytest.mark.long
def test_the_interface_does_what_its_document_says_at_length(city, settings):
    with _one_connection():
        assert len(_hold_against_its_document(city, settings, max_examples=60)) == 18
