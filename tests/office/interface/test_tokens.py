"""Tokens of other systems: their bounds and rates, what is refused without one, what is kept of them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from office_samples import SEEN
from systems import System, problem, token_for

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope, Token
from xunwang.office.limits.models import Tally
from xunwang.office.people.models import AuditEntry, User
from xunwang.office.people.roles import Role


def test_without_a_usable_token_nothing_is_told(client, city, settings):
    token, text = token_for(city, city.county)
    expired, old = token_for(city, city.county, days=1)
    Token.objects.filter(pk=expired.pk).update(expires_on=clock.today() - dt.timedelta(days=1))
    client.force_login(city.user(city.city, Role.SUPERVISOR))

    for wrong in ("", "Bearer xw_wrong", f"Bearer {old}", f"Basic {text}", f"Bearer {token.hash}"):
        problem(client.get("/api/v1/units", headers={"authorization": wrong}), 401)
    assert System(client, text).get("/units").status_code == 200
    tokens.revoke(token, by=city.user(city.city, Role.ADMINISTRATOR))
    problem(System(client, text).get("/units"), 401)


def test_a_scope_that_was_not_given_is_refused_by_name(system, city):
    told = problem(system(city.county, scopes=[Scope.TICKETS]).get("/findings"), 403)

    assert "检查、结论和问题" in told["detail"]


def test_too_many_requests_wait_and_wrong_tokens_are_counted_by_address(system, city, client, settings):
    settings.API_RATE = 3
    hasty, calm = system(city.county), system(city.park)
    assert [hasty.get("/units").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = hasty.get("/units")
    assert int(refused["Retry-After"]) > 0
    problem(refused, 429)
    assert calm.get("/units").status_code == 200
    Tally.objects.update(ends_at=SEEN)
    assert hasty.get("/units").status_code == 200

    statuses = {
        client.get("/api/v1/units", headers={"authorization": f"Bearer {n}"}).status_code for n in range(40)
    }
    assert statuses == {401, 429}


def test_what_django_refuses_is_a_problem_too(system, city, client):
    own = system(city.county)
    assert problem(own.get("/nothing"), 404)
    assert problem(own.post("/units", {}), 405)
    assert own.post("/units", {})["Allow"] == "GET"
    broken = client.post("/api/v1/proofread", "{", content_type="application/json", headers=own.headers)
    assert problem(broken, 400)
    errors = problem(own.get("/subjects", on="昨天", page=0, kind="?"), 422)["errors"]
    assert {one["field"]: one["message"] for one in errors} == {
        "on": "应为日期，类似 2026-03-31",
        "page": "不应小于 1",
        "kind": "不在允许的取值之内",
    }


def test_a_token_is_shown_once_kept_as_a_hash_and_no_account_to_log_in_with(client, city):
    client.force_login(city.user(city.city, Role.ADMINISTRATOR))
    said = {"unit": city.county.pk, "name": "内容管理系统", "role": "unit_clerk", "scopes": ["tickets"], "expires_on": str(clock.today() + dt.timedelta(days=9))}  # fmt: skip
    page = client.post(reverse("tokens"), said)
    (text,) = re.findall(r"xw_[\w-]{40,}", page.content.decode())
    token = Token.objects.get()
    later = client.get(reverse("tokens")).content.decode()

    assert page["Cache-Control"].startswith("max-age=0")
    assert System(client, text).get("/tickets").json()["total"] == 1
    assert text not in later
    assert f"…{text[-4:]}" in later
    assert text not in str(list(Token.objects.values())) + str(list(AuditEntry.objects.values()))
    assert not token.account.has_usable_password()
    assert token.account.username not in client.get(reverse("people")).content.decode()
    assert client.post(reverse("person_act", args=[token.account_id, "reset"])).status_code == 404
    client.post(reverse("token_revoke", args=[token.pk]))
    assert not User.objects.get(pk=token.account_id).is_active
    client.force_login(city.user(city.stranger, Role.ADMINISTRATOR))
    assert client.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    assert client.get(reverse("tokens")).status_code == 403


def test_the_use_of_a_token_is_told_by_the_clock_of_the_office(client, city, settings):
    settings.CLOCK_SHIFT = dt.timedelta(days=-200)
    token, text = token_for(city, city.county)
    assert System(client, text).get("/tickets").status_code == 200
    token.refresh_from_db()
    assert abs(clock.now() - token.last_used_at) < dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "系统名称"),
        ({"role": Role.AUDITOR}, "哪种角色"),
        ({"scopes": []}, "至少选择一项用途"),
        ({"expires_on": dt.date(2020, 1, 1)}, "应在今天之后"),
    ],
)
def test_a_token_without_bounds_is_not_issued(city, wrong, words):
    until = clock.today() + dt.timedelta(days=9)
    said = {"name": "系统", "role": Role.UNIT_CLERK, "scopes": [Scope.TICKETS], "expires_on": until} | wrong
    with pytest.raises(OfficeError, match=words):
        tokens.issue(city.county, said.pop("name"), by=city.user(city.city, Role.ADMINISTRATOR), **said)
    assert not Token.objects.exists()
