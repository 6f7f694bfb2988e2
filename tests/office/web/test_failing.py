"""What visitors, systems and machines that watch get while the database does not answer."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from xunwang.office.web.views.failing import failed


@pytest.fixture
def visitor(client, office):
    client.force_login(office.user(office.city, "supervisor"))
    client.raise_request_exception = False
    return client


def gone(*_):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/login/", "/jiucuo/"])
def test_a_page_says_when_to_try_again_while_the_database_is_gone(visitor, path):
    with connection.execute_wrapper(gone):
        page = visitor.get(path)

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "数据库现在不能读写" in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert visitor.get(path).status_code != 503


def test_so_does_the_interface_as_a_problem_and_health_is_unwell(visitor):
    with connection.execute_wrapper(gone):
        told = visitor.get("/api/v1/units", headers={"authorization": "Bearer any"})
        health = visitor.get("/healthz")

    assert (told.status_code, told["Retry-After"]) == (503, "30")
    assert (told["Content-Type"], told.json()["status"]) == ("application/problem+json", 503)
    assert (health.status_code, health.content) == (503, b"unwell\n")


def test_a_fault_of_ours_does_not_ask_to_be_tried_again():
    try:
        int("a fault")
    except ValueError:
        page = failed(RequestFactory().get("/"))

    assert page.status_code == 500
    assert "Retry-After" not in page
