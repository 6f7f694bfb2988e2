"""Requests at one time, as a browser sends them for the pictures of a page: each is answered, none runs into the transaction of another."""

from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as configured
from django.urls import reverse
from rectify_samples import judged

from xunwang.office.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_what_is_asked_for_at_one_time_is_answered_each_by_itself(office, client, live_server, tmp_path):
    judged(office, tmp_path)
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    cookie = f"{configured.SESSION_COOKIE_NAME}={client.cookies[configured.SESSION_COOKIE_NAME].value}"
    shot = live_server.url + reverse("shot", args=[office.rows["东河县政府"].pk])

    def status(_):
        with urlopen(Request(shot, headers={"Cookie": cookie}), timeout=600) as answer:
            return answer.status, answer.headers["Content-Type"]

    with ThreadPoolExecutor(8) as asking:
        assert set(asking.map(status, range(40))) == {(200, "image/png")}
