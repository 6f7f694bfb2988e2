"""What is sent after the session ended, or from a page of an earlier log-in, comes back to the person who wrote it and to nobody else."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from office_samples import PASSWORD
from rectify_samples import judged

from xunwang.office import boot
from xunwang.office.rectify import issuing

HERE = "http://testserver"
SAID = "三处死链已改，另两处请示上级后再改。"


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    (office.ticket,) = issuing.issue(office.checked, user=office.user(office.city, "supervisor"))
    for name in ("qingshan", "qingshan2"):
        boot.create_account(name, PASSWORD, "unit_clerk", office.county, full_name="林一舟")
    return office


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True, headers={"origin": HERE})


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def filled_in(page):
    """What stands in the forms of the page again."""
    found = re.search(r'id="refused-form" type="application/json">(.*?)</script>', page.content.decode())
    return json.loads(found[1])["fields"]["text"] if found else []


def log_in(browser, onward="", name="qingshan"):
    page = browser.get(reverse("login"))
    sent = {"username": name, "password": PASSWORD, "next": onward, "csrfmiddlewaretoken": token(page)}
    return browser.post(reverse("login"), sent)


def answer(browser, city, written_on):
    """The reply to the ticket, sent from the page that was opened before."""
    place = reverse("ticket", args=[city.ticket.pk])
    sent = {"text": SAID, "csrfmiddlewaretoken": token(written_on)}
    headers = {"referer": HERE + place}
    return browser.post(reverse("ticket_act", args=[city.ticket.pk, "answer"]), sent, headers=headers)


def opened(browser, city):
    log_in(browser)
    return browser.get(reverse("ticket", args=[city.ticket.pk]))


def test_a_reply_that_outlived_its_session_stands_in_its_form_after_the_log_in(city, browser):
    page = opened(browser, city)
    Session.objects.all().delete()
    sent_to = answer(browser, city, page)
    asked = browser.get(sent_to["Location"])
    back = log_in(browser, asked.context["next"])
    again = browser.get(back["Location"])

    assert "没有丢失" in asked.content.decode()
    assert back["Location"] == reverse("ticket", args=[city.ticket.pk])
    assert filled_in(again) == [SAID]
    assert "请核对后再提交" in again.content.decode()
    assert filled_in(browser.get(back["Location"])) == [], "shown once"
    assert not city.ticket.events.filter(text__contains=SAID).exists()


def test_a_reply_that_was_refused_before_comes_back_as_well(city, browser):
    """Its page stands at the address of the form, which shows nothing by itself."""
    act = reverse("ticket_act", args=[city.ticket.pk, "answer"])
    page = opened(browser, city)
    Session.objects.all().delete()
    sent = {"text": SAID, "csrfmiddlewaretoken": token(page)}
    sent_to = browser.post(act, sent, headers={"referer": HERE + act})
    back = log_in(browser, browser.get(sent_to["Location"]).context["next"])

    assert filled_in(browser.get(back["Location"], follow=True)) == [SAID]


def test_what_one_person_wrote_is_not_shown_to_the_next_at_the_same_machine(city, browser):
    page = opened(browser, city)
    Session.objects.all().delete()
    answer(browser, city, page)
    log_in(browser, name="qingshan2")

    for _ in range(2):
        assert filled_in(browser.get(reverse("ticket", args=[city.ticket.pk]))) == []


def test_a_form_of_an_earlier_log_in_is_filled_again(city, browser):
    page = opened(browser, city)
    Session.objects.all().delete()
    log_in(browser)
    sent_to = answer(browser, city, page)
    again = browser.get(sent_to["Location"])

    assert sent_to["Location"] == reverse("ticket", args=[city.ticket.pk])
    assert "页面已过期" in again.content.decode()
    assert filled_in(again) == [SAID]


@pytest.mark.parametrize("origin", ["http://evil.test", "null", ""])
def test_a_form_that_another_site_sent_is_refused_and_kept_nowhere(city, browser, origin):
    page = opened(browser, city)
    Session.objects.all().delete()
    log_in(browser)
    browser.defaults["HTTP_ORIGIN"] = origin
    refused = answer(browser, city, page)

    assert refused.status_code == 403
    assert filled_in(browser.get(reverse("ticket", args=[city.ticket.pk]))) == []


def test_a_stranger_without_any_log_in_leaves_nothing_behind(city, browser):
    page = browser.get(reverse("login"))
    sent_to = answer(browser, city, page)

    assert sent_to.status_code == 302
    assert not Session.objects.exists()


def test_the_log_in_itself_leads_home_where_another_window_was_quicker(city, browser):
    page = browser.get(reverse("login"))
    log_in(browser)
    late = {"username": "qingshan", "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    headers = {"referer": HERE + reverse("login")}
    browser.post(reverse("logout"), {"csrfmiddlewaretoken": token(browser.get("/"))})
    log_in(browser)

    there = browser.post(reverse("login"), late, headers=headers, follow=True)
    assert there.redirect_chain[-1][0] == reverse("home")
    assert PASSWORD not in there.content.decode()
