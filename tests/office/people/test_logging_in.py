"""Getting in and being kept out: lock-out, second factor, one session, passwords, invitations."""

import datetime as dt
import re
import time

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from office_samples import PASSWORD

from xunwang.office import boot, settings
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue, ticking
from xunwang.office.people import entering, factors, invitations
from xunwang.office.people.models import AuditEntry, Invitation, User
from xunwang.office.people.roles import Role
from xunwang.office.sealing import seal, unseal

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the ASCII digits 1234567890 twice, of RFC 6238
OTHER = "Beihai-8-lianye"


@pytest.fixture
def person(office):
    return boot.create_account("shili", PASSWORD, "supervisor", office.city, full_name="林一舟")


def log_in(client, password=PASSWORD, **more):
    return client.post(reverse("login"), {"username": "shili", "password": password, **more})


def is_in(client):
    return client.get(reverse("home")).status_code == 200


def test_passwords_are_kept_as_argon2_hashes_that_cost_memory(office):
    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        kept = boot.create_account("shili", PASSWORD, "supervisor", office.city).password
        other = boot.create_account("shili2", PASSWORD, "supervisor", office.city).password
        told = identify_hasher(kept).decode(kept)
        assert (check_password(PASSWORD, kept), check_password(OTHER, kept)) == (True, False)

    assert kept.startswith("argon2$argon2id$")
    assert told["memory_cost"] >= 19 * 1024  # KiB; the least that OWASP asks for
    assert other != kept
    assert PASSWORD not in kept


def test_five_wrong_passwords_lock_even_the_right_one_out(client, person):
    for _ in range(entering.TRIES):
        log_in(client, "wrong")
    refused = log_in(client)

    assert "账号或密码不对" in refused.content.decode()
    assert not is_in(client)
    assert AuditEntry.objects.first().action == "login.locked"


def test_the_lock_ends_by_itself(client, person):
    person.locked_until = timezone.now() - dt.timedelta(seconds=1)
    person.save()

    log_in(client)

    assert is_in(client)


def test_a_right_password_forgets_the_wrong_ones(client, person):
    for _ in range(entering.TRIES - 1):
        log_in(client, "wrong")
    log_in(client)
    client.logout()
    log_in(client, "wrong")
    log_in(client)

    assert is_in(client)


def test_a_locked_and_an_unknown_account_hear_the_same(client, person):
    person.locked_until = timezone.now() + dt.timedelta(minutes=5)
    person.save()
    token = re.compile(r'value="[^"]*"')

    locked = token.sub("", log_in(client).content.decode())
    unknown = client.post(reverse("login"), {"username": "nobody", "password": PASSWORD}).content.decode()

    assert locked == token.sub("", unknown)


def test_a_second_log_in_ends_the_first_session(person):
    first, second = Client(), Client()
    log_in(first)
    log_in(second)

    assert (is_in(first), is_in(second)) == (False, True)


def test_the_rows_of_sessions_that_are_over_go_in_time(client, person):
    log_in(client)
    Session.objects.create(session_key="o" * 32, expire_date=timezone.now() - dt.timedelta(seconds=1))
    queue.ask("sessions", ticking.TICK)
    queue.work_off()

    assert [one.session_key for one in Session.objects.all()] == [client.session.session_key]


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(moment, code):
    assert factors.code_at(RFC_SECRET, moment // 30) == code
    assert factors.step_of(RFC_SECRET, code, now=moment) == moment // 30
    assert factors.step_of(RFC_SECRET, code, now=moment + 30) == moment // 30
    assert factors.step_of(RFC_SECRET, code, now=moment + 90) is None


def current_code(user, ahead=0):
    return factors.code_at(unseal(user.second_factor), int(timezone.now().timestamp()) // 30 + ahead)


def test_with_a_second_factor_the_password_alone_opens_nothing(client, person):
    person.second_factor = seal(factors.new_secret())
    person.save()

    asked = log_in(client)

    assert asked["Location"] == reverse("second")
    assert not is_in(client)
    assert client.post(reverse("second"), {"code": "000000x"}).status_code == 400
    client.post(reverse("second"), {"code": current_code(person)})
    assert is_in(client)


def test_a_code_works_once(person):
    person.second_factor = seal(factors.new_secret())
    person.save()
    code = current_code(person)

    assert factors.second_fits(person, code)
    person.refresh_from_db()
    assert not factors.second_fits(person, code)


def test_guessing_codes_locks_the_account(client, person):
    person.second_factor = seal(factors.new_secret())
    person.save()
    log_in(client)
    for _ in range(entering.TRIES):
        client.post(reverse("second"), {"code": "nothing"})

    person.refresh_from_db()
    assert entering.locked(person)
    assert client.post(reverse("second"), {"code": current_code(person)})["Location"] == reverse("login")


def test_an_account_that_was_opened_anew_lets_nobody_in_by_the_old_password_and_a_code(
    client, office, person
):
    person.second_factor = seal(factors.new_secret())
    person.save()
    log_in(client)
    invitations.new_invitation(User.objects.get(pk=person.pk), by=office.user(office.city, "administrator"))

    assert client.post(reverse("second"), {"code": current_code(person)})["Location"] == reverse("login")
    assert not is_in(client)


def test_an_open_session_cannot_go_on_guessing_the_password(client, person):
    log_in(client)
    new = {"password": OTHER, "again": OTHER}
    for _ in range(entering.TRIES):
        client.post(reverse("password"), new | {"now": "wrong"})
    refused = client.post(reverse("password"), new | {"now": PASSWORD})

    assert "15 分钟后再试" in refused.content.decode()
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_an_open_session_cannot_go_on_guessing_the_code(client, person):
    log_in(client)
    person.refresh_from_db()
    person.second_factor = seal(factors.new_secret())
    person.save()
    for _ in range(entering.TRIES):
        client.post(reverse("me"), {"act": "drop", "code": "nothing"})
    client.post(reverse("me"), {"act": "drop", "code": current_code(person)})

    assert User.objects.get(pk=person.pk).second_factor


def test_the_second_factor_is_bound_and_dropped_with_a_code(client, person):
    log_in(client)
    page = client.get(reverse("me")).content.decode()
    secret = re.search(r"secret=([A-Z2-7]+)", page)[1]
    step = int(timezone.now().timestamp()) // 30
    client.post(reverse("me"), {"act": "bind", "code": factors.code_at(secret, step)})
    person.refresh_from_db()
    assert unseal(person.second_factor) == secret

    client.post(reverse("me"), {"act": "drop", "code": factors.code_at(secret, person.second_step + 1)})
    person.refresh_from_db()
    assert person.second_factor == ""


@pytest.mark.parametrize(
    "password",
    [
        "lianye7beihai", "LIANYEBEIHAI-", "Aa1-short", "1234567890", "Password123!", "P@ssw0rd2026", "Qwer1234!@#$", "1qaz@WSX3edc",
        "Xunwang2026!!", "Lin-Yizhou-1", "示例省-Aa-2026", "Aaaa1111!!!!",
    ],
)  # fmt: skip
def test_weak_passwords_are_refused(password, office):
    person = User(username="lin.yizhou", full_name="林一舟", unit=office.province)
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize("password", [PASSWORD, OTHER, "山高-Yue-xiao-5", "k7#Vd!rT2m"])
def test_a_password_that_nobody_guesses_is_taken(password, office):
    validate_password(password, User(username="lin.yizhou", full_name="林一舟", unit=office.province))


def test_a_password_that_is_due_comes_before_everything(client, person, settings):
    settings.PASSWORD_DAYS = 90
    person.password_set_at = timezone.now() - dt.timedelta(days=91)
    person.save()
    log_in(client)

    assert client.get(reverse("campaigns"))["Location"] == reverse("password")
    same = client.post(reverse("password"), {"now": PASSWORD, "password": PASSWORD, "again": PASSWORD})
    assert "不能与现在的密码相同" in same.content.decode()
    wrong = client.post(reverse("password"), {"now": "no", "password": OTHER, "again": OTHER})
    assert "现在的密码不对" in wrong.content.decode()
    client.post(reverse("password"), {"now": PASSWORD, "password": OTHER, "again": OTHER})
    assert client.get(reverse("campaigns")).status_code == 200


@pytest.fixture
def invitation(office):
    admin = office.user(office.city, "administrator")
    user, token = invitations.invite("xinren", "沈二", Role.UNIT_CLERK, office.county, by=admin)
    return user, token


def test_an_invitation_opens_once(client, invitation):
    _, token = invitation
    where = reverse("invitation", args=[token])

    assert "xinren" in client.get(where).content.decode()
    weak = client.post(where, {"password": "short", "again": "short"})
    assert weak.status_code == 400
    client.post(where, {"password": PASSWORD, "again": PASSWORD})

    assert is_in(client)
    assert Client().get(where).status_code == 410
    assert not Invitation.objects.filter(hash=token).exists()


def test_an_invitation_runs_out(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert client.get(reverse("invitation", args=[invitation[1]])).status_code == 410


def test_a_newer_invitation_voids_the_older(office, invitation):
    user, first = invitation
    second = invitations.new_invitation(user, by=office.user(office.city, "administrator"))

    assert invitations.invited(first) is None
    assert invitations.invited(second) == user


def test_handing_a_post_over_shuts_the_old_holder_out(office, person):
    client = Client()
    log_in(client)
    invitations.hand_over(
        User.objects.get(pk=person.pk), "接任人", by=office.user(office.city, "administrator")
    )

    assert not is_in(client)
    assert log_in(Client()).status_code == 200
    assert AuditEntry.objects.filter(user_name="林一舟").exists()


def test_whoever_gets_a_post_gets_an_account_of_their_own_and_what_was_done_keeps_its_name(office, person):
    admin = office.user(office.city, "administrator")
    before, name = User.objects.get(pk=person.pk), person.username
    secret = factors.new_secret()
    factors.bind_factor(before, secret, factors.code_at(secret, int(time.time() // 30)))

    after, token = invitations.hand_over(before, "接任人", by=admin)

    assert (after.username, after.role, after.unit, after.shown_name) == (
        name,
        person.role,
        person.unit,
        "接任人",
    )
    before = User.objects.get(pk=person.pk)
    assert (before.shown_name, before.is_active, before.successor) == (person.full_name, False, after)
    assert (before.second_factor, after.second_factor) == ("", "")
    for undone in (
        lambda: invitations.hand_over(before, "第三人", by=admin),
        lambda: invitations.set_active(before, active=True, by=admin),
        lambda: invitations.new_invitation(before, by=admin),
    ):
        with pytest.raises(OfficeError, match="已经交接给接任人"):
            undone()
    invitations.accept(token, "Another-Pass-2026")
    assert User.objects.get(username=name).check_password("Another-Pass-2026")


def test_a_stopped_account_is_out_at_once_and_nobody_stops_their_own(office, person):
    client = Client()
    log_in(client)
    invitations.set_active(
        User.objects.get(pk=person.pk), active=False, by=office.user(office.city, "administrator")
    )

    assert not is_in(client)
    with pytest.raises(OfficeError, match="自己"):
        invitations.set_active(person, active=False, by=person)


def test_accounts_are_made_in_the_own_subtree_only(client, office):
    client.force_login(office.user(office.county, "administrator"))
    asked = {"username": "waibu", "full_name": "某", "role": "supervisor"}
    client.post(reverse("people"), asked | {"unit": office.city.pk})
    assert not User.objects.filter(username="waibu").exists()
    made = client.post(
        reverse("people"), asked | {"unit": office.county.pk, "is_active": "0", "second_factor": "x"}
    )

    assert "/invite/" in made.content.decode()
    user = User.objects.get(username="waibu")
    assert (user.is_active, user.second_factor, user.has_usable_password()) == (True, "", False)


@pytest.mark.parametrize("role", list(Role))
def test_who_manages_accounts(client, office, role):
    other = office.user(office.county, "unit_clerk")
    client.force_login(office.user(office.city, role))
    seen = client.get(reverse("people")).status_code
    act = client.post(reverse("person_act", args=[other.pk, "stop"])).status_code
    stranger = Client()
    stranger.force_login(office.user(office.stranger, role))
    foreign = stranger.post(reverse("person_act", args=[other.pk, "stop"])).status_code

    assert seen == (200 if role in {Role.ADMINISTRATOR, Role.AUDITOR} else 403)
    assert act == (302 if role is Role.ADMINISTRATOR else 403)
    assert foreign == (404 if role in {Role.ADMINISTRATOR, Role.AUDITOR} else 403)


@pytest.mark.parametrize(("days", "said"), [(30, "密码每 30 天更换"), (0, "")])
def test_the_sheet_of_a_unit_tells_how_long_a_password_holds_here(client, office, settings, days, said):
    settings.PASSWORD_DAYS = days
    client.force_login(office.user(office.city, "administrator"))
    page = client.get(reverse("sheet", args=[office.county.pk])).content.decode()

    assert said in page
    assert ("天更换" in page) == bool(said)


def test_the_sheet_of_a_unit_names_its_accounts_and_its_duties(client, office):
    clerk = office.user(office.county, "unit_clerk")
    client.force_login(office.user(office.city, "administrator"))
    page = client.get(reverse("sheet", args=[office.county.pk])).content.decode()

    assert clerk.username in page
    assert "提出申诉" in page
    assert client.get(reverse("sheet", args=[office.stranger.pk])).status_code == 404
