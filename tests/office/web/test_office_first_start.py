"""The first start: a code of the terminal, a page that opens once, the unit at the top and its administrator."""

import http.cookiejar
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest
from django.test import Client
from django.urls import reverse
from office_samples import PASSWORD

from sharing import environment_of_nobody
from xunwang.office import boot
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.first_start import TRIES, new_code, tries_left
from xunwang.office.people.models import AuditEntry, SetupCode, Unit, UnitLevel, User, add_unit
from xunwang.office.people.roles import Role

FILLED = {
    "unit": "示例市人民政府办公室",
    "level": "city",
    "username": "guanli",
    "full_name": "林一舟",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def code(db):
    return new_code()


def post(client, code, **changed):
    return client.post(reverse("setup"), FILLED | {"code": code} | changed)


def text(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", response.content.decode()))


@pytest.mark.parametrize("view", ["home", "login", "campaigns", "units", "audit"])
def test_every_page_of_an_empty_office_leads_to_the_setup_page(client, code, view):
    answer = client.get(reverse(view), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("setup")
    assert "首次设置" in text(answer)


def test_the_code_opens_the_office_for_its_first_administrator(client, code):
    answer = post(client, code)
    inside = client.get(answer["Location"], follow=True)
    user = User.objects.get()

    assert (user.username, user.full_name, user.role) == ("guanli", "林一舟", Role.ADMINISTRATOR)
    assert user.check_password(PASSWORD)
    assert "第一步：邀请主管人员" in text(client.get(reverse("home")))
    assert (user.unit.name, user.unit.level, user.unit.depth) == ("示例市人民政府办公室", "city", 0)
    assert inside.request["PATH_INFO"] == reverse("home")
    assert "林一舟（系统管理员）" in text(inside)


def test_the_act_stands_in_the_trail_under_the_name_of_the_administrator(client, code):
    post(client, code)

    acts = [
        (entry.action, entry.user_name, entry.target_label) for entry in AuditEntry.objects.order_by("pk")
    ]
    assert acts == [
        ("unit.created", "林一舟", "示例市人民政府办公室"),
        ("account.created", "林一舟", "林一舟"),
    ]
    assert broken_entries() == []
    assert PASSWORD not in str([entry.data for entry in AuditEntry.objects.all()])


def test_the_page_never_answers_again(client, code):
    post(client, code)
    second = Client()
    seen, sent = second.get(reverse("setup")), post(second, code, username="zweiter")

    assert [answer.headers["Location"] for answer in (seen, sent)] == [reverse("home")] * 2
    assert User.objects.count() == 1
    assert not SetupCode.objects.exists()
    assert new_code() is None


@pytest.mark.parametrize(
    "spelling", [str.lower, lambda code: f" {code.replace('-', ' ')} ", lambda code: code.replace("-", "－")]
)
def test_how_the_code_is_typed_makes_no_difference(client, code, spelling):
    post(client, spelling(code))

    assert User.objects.exists()


def test_five_wrong_codes_void_the_code_until_the_next_start(client, code):
    answers = [text(post(client, "AAAA-AAAA-AAAA")) for _ in range(TRIES)]
    late = post(client, code)

    assert [re.findall(r"还可以试(\d)次", words) for words in answers] == [["4"], ["3"], ["2"], ["1"], []]
    assert "设置码已失效" in answers[-1]
    assert "设置码已失效" in text(late)
    assert not User.objects.exists()
    post(client, new_code())
    assert User.objects.exists()


def test_a_new_start_makes_the_old_code_worthless(client, code):
    new_code()

    assert "设置码不对" in text(post(client, code))
    assert SetupCode.objects.count() == 1


def test_without_a_code_nothing_opens(client, db):
    assert "设置码已失效" in text(client.get(reverse("setup")))
    assert "设置码已失效" in text(post(client, ""))
    assert not User.objects.exists()


def test_the_code_is_kept_as_a_hash_only(code):
    kept = SetupCode.objects.get()

    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", code)
    assert re.fullmatch(r"[0-9a-f]{64}", kept.hash)
    assert code.replace("-", "") not in kept.hash.upper()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"again": "Lianye-7-beihei"}, "两次输入的密码不一样"),
        ({"password": "short", "again": "short"}, "密码太短，至少要10个字符"),
        ({"password": "1234567890", "again": "1234567890"}, "密码只包含数字"),
        ({"password": "guanli-guanli", "again": "guanli-guanli", "username": "guanli-guanli"}, "账号"),
        ({"unit": " "}, "请填写单位全称"),
        ({"unit": "长" * 201}, "单位名称太长，最多200个字符"),
        ({"level": "empire"}, "单位层级应从列表中选择"),
        ({"username": ""}, "请填写登录用的账号"),
        ({"full_name": ""}, "请填写管理员的姓名"),
    ],
)
def test_a_wrong_entry_is_named_and_uses_up_nothing(client, code, changed, words):
    answer = post(client, code, **changed)

    assert words in text(answer)
    assert PASSWORD not in answer.content.decode()
    assert tries_left() == TRIES
    assert not Unit.objects.exists()
    post(client, code)
    assert User.objects.exists()


def test_a_register_that_came_before_stays_under_the_unit(client, code):
    early = add_unit("本级", UnitLevel.CITY)
    county = add_unit("东河县", UnitLevel.COUNTY, parent=early)
    page = client.get(reverse("setup"))
    post(client, code)

    assert 'value="本级"' in page.content.decode()
    early.refresh_from_db()
    assert early.name == "示例市人民政府办公室"
    assert User.objects.get().unit == early
    assert early.holds(county)


def test_beside_several_top_units_a_new_one_is_made_and_an_equal_one_is_taken(client, code):
    tops = [add_unit("东山市", UnitLevel.CITY), add_unit("西山市", UnitLevel.CITY)]
    post(client, code, unit="西山市")

    assert User.objects.get().unit == tops[1]
    assert Unit.objects.count() == 2


def test_full_width_letters_of_an_account_shut_nobody_out(client, code):
    post(client, code, username="ｇｕａｎｌｉ")
    later = Client().post(reverse("login"), {"username": "ｇｕａｎｌｉ", "password": PASSWORD})

    assert later.status_code == 302


def test_the_form_needs_its_token(code):
    strict = Client(enforce_csrf_checks=True)

    assert post(strict, code).status_code == 403
    assert not User.objects.exists()


def test_an_office_with_an_account_asks_to_log_in(client, office):
    boot.create_account("shili", PASSWORD, "supervisor", office.city)

    assert "<h1>登录</h1>" in client.get(reverse("home"), follow=True).content.decode()


def serve(home):
    command = [sys.executable, "-c", "from xunwang.cli import main; main()", "serve", "--port", "0", "--home"]
    return subprocess.Popen(
        [*command, str(home)], stderr=subprocess.PIPE, text=True, env=environment_of_nobody()
    )


class Visitor:
    """A browser without a screen: cookies, forms, redirects."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def open(self, address, **fields):
        if fields:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open(address)[1])[1]
            fields["csrfmiddlewaretoken"] = token
        sent = urllib.parse.urlencode(fields).encode() if fields else None
        with self._opener.open(address, sent) as answer:
            return answer.url, answer.read().decode()


def test_a_real_start_from_the_terminal_to_the_first_page(new_home):
    server = serve(new_home)
    try:
        address = re.search(r"http://\S+/", server.stderr.readline())[0]
        line = server.stderr.readline()
        page, code = re.search(r"(http://\S+/setup/).*\b(\w{4}-\w{4}-\w{4})\b", line).groups()
        visitor = Visitor()
        first = visitor.open(address)[0]
        inside = visitor.open(page, **FILLED, code=code)
        after = Visitor().open(page)
    finally:
        server.send_signal(signal.SIGINT)
        _, rest = server.communicate(timeout=600)
    again = serve(new_home)
    said = again.stderr.readline()
    again.send_signal(signal.SIGINT)
    _, more = again.communicate(timeout=600)

    assert page == first == f"{address}setup/"
    assert inside[0] == f"{address}"
    assert "林一舟" in inside[1]
    assert after[0].startswith(f"{address}login/")
    assert rest == ""
    assert said.startswith("网页界面：http://127.0.0.1:")
    assert more == ""
