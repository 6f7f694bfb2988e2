"""Log-in by an OpenID Connect service: a real one beside the tests that signs, or spoils, what it says."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from office_samples import PASSWORD

from xunwang.office import boot, environment
from xunwang.office.people import factors, invitations
from xunwang.office.people.models import AuditEntry, User

_SECRET = "Beihai-8-lianye-for-tests-only-000"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_OPENER = build_opener(_Stay)


@pytest.fixture(scope="module")
def provider():
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "oidc_provider.py"), "xunwang", _SECRET],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield int(process.stdout.readline())
        process.terminate()


@pytest.fixture
def service(provider, settings, office):
    settings.OIDC_ISSUER = f"http://127.0.0.1:{provider}"
    settings.OIDC_CLIENT, settings.OIDC_SECRET = "xunwang", _SECRET
    settings.SEND_TO, settings.SEND_PORTS = ["127.0.0.1"], [provider]
    office.person = boot.create_account("shili", PASSWORD, "supervisor", office.city, full_name="林一舟")

    def be(**said):
        _OPENER.open(
            f"{settings.OIDC_ISSUER}/be?{urlencode({'account': 'shili', 'sub': 's-1', 'spoil': ''} | said)}"
        )

    be()
    return be


def _to_service(client, onward=""):
    """Leaves for the service and gives the address by which the browser comes back."""
    away = client.get(reverse("oidc") + onward)
    with pytest.raises(HTTPError) as met:
        _OPENER.open(away["Location"])
    return met.value.headers["Location"]


def _back(client, address):
    return client.get(address.replace("http://testserver", ""), follow=True)


def _is_in(client):
    return client.get(reverse("home")).status_code == 200


@pytest.mark.django_db(
    transaction=True, serialized_rollback=True
)  # a code is good once, so the view runs once
def test_who_has_an_account_comes_in_and_is_bound_to_the_person(client, service, office):
    assert "用统一身份认证登录" in client.get(reverse("login")).content.decode()
    back = _to_service(client, "?next=/tickets/")
    page = _back(client, back)
    assert page.redirect_chain[-1][0] == "/tickets/"
    assert _is_in(client)
    office.person.refresh_from_db()
    assert office.person.outside.endswith(" s-1")
    assert [one.action for one in AuditEntry.objects.order_by("-pk")[:2]] == ["login.done", "login.bound"]

    client.logout()
    again = _back(client, back)  # the same answer a second time
    assert "已经过期" in again.content.decode()
    service(sub="s-2")  # the name went to somebody else
    assert "没有可以登录的账号" in _back(client, _to_service(client)).content.decode()
    assert not _is_in(client)
    invitations.hand_over(office.person, "陈二", by=office.user(office.city, "administrator"))
    _back(client, _to_service(client))
    assert _is_in(client)


def test_nobody_gets_an_account_and_stopped_or_locked_ones_stay_out(client, service, office):
    count = User.objects.count()
    service(account="fresh")
    assert "没有可以登录的账号" in _back(client, _to_service(client)).content.decode()
    assert User.objects.count() == count
    service()
    User.objects.filter(pk=office.person.pk).update(is_active=False)
    _back(client, _to_service(client))
    assert not _is_in(client)


def test_a_service_may_write_its_name_with_a_slash_at_the_end(client, service):
    service(spoil="slash")
    _back(client, _to_service(client))
    assert _is_in(client)


def test_the_second_factor_is_still_asked_for(client, service, office):
    secret = factors.new_secret()
    factors.bind_factor(office.person, secret, factors.code_at(secret, int(time.time() // 30)))
    page = _back(client, _to_service(client))
    assert page.redirect_chain[-1][0] == reverse("second")
    assert not _is_in(client)


@pytest.mark.parametrize("spoil", ["key", "none", "secret", "iss", "aud", "nonce", "exp", "azp", "claim"])
def test_a_token_that_does_not_fit_lets_nobody_in(client, service, spoil):
    service(spoil=spoil)
    page = _back(client, _to_service(client))
    assert 'role="alert"' in page.content.decode()
    assert not _is_in(client)


def test_an_answer_to_somebody_else_or_from_nobody_lets_nobody_in(client, service, settings):
    address = _to_service(client)
    stolen = address.replace("state=", "state=x")
    assert "已经过期" in _back(client, stolen).content.decode()
    assert "已经过期" in _back(client, address).content.decode()  # one try
    away = reverse("oidc_back")
    _to_service(client)
    assert "没有确认您的身份" in _back(client, f"{away}?error=access_denied").content.decode()
    service(spoil="issuer")
    assert "不符" in client.get(reverse("oidc"), follow=True).content.decode()
    service()
    _to_service(client, "?next=https://else.example/")
    assert client.session["outside"]["onward"] == reverse("home")
    settings.SEND_TO = []
    assert "XUNWANG_SEND_TO" in client.get(reverse("oidc"), follow=True).content.decode()


def test_it_is_off_unless_named(client, office, monkeypatch):
    office.user(office.city, "supervisor")
    assert client.get(reverse("oidc")).status_code == 404
    assert client.get(reverse("oidc_back")).status_code == 404
    assert "用统一身份认证登录" not in client.get(reverse("login")).content.decode()
    for wrong in ("sso.example.gov.cn", "http://sso.example.gov.cn", "https://sso.example.gov.cn/?a=b"):
        monkeypatch.setenv("XUNWANG_OIDC_ISSUER", wrong)
        with pytest.raises(ImproperlyConfigured, match="XUNWANG_OIDC_ISSUER"):
            environment.issuer("XUNWANG_OIDC_ISSUER")
    with pytest.raises(ImproperlyConfigured, match="还要设 B"):
        environment.require_together("A", "x", "B", "")
