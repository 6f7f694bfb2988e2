"""Pages read the database as it stood at one moment, while others go on writing."""

import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from rectify_samples import judged

from xunwang.office.rectify.issuing import issue
from xunwang.office.rectify.models import READING
from xunwang.office.web.middleware import OneMoment
from xunwang.office.web.reading import WroteError, one_moment


@pytest.fixture
def other(tmp_path):
    """The office's kind of database as a file, read here as the default, and a second process's connection to it."""
    path = tmp_path / "office.sqlite3"
    usual = connections["default"]
    if usual.vendor != "sqlite":
        pytest.skip("this is about the transactions of SQLite")
    connections["default"] = here = DatabaseWrapper(usual.settings_dict | {"NAME": str(path)}, "default")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as there:
            there.execute("PRAGMA journal_mode=WAL")
            there.execute("CREATE TABLE ticket (state TEXT)")
            there.execute("INSERT INTO ticket VALUES ('answered')")
            yield there
    finally:
        here._close()
        connections["default"] = usual


def _state() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM ticket")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_what_is_committed_in_between_is_not_seen_and_does_not_wait(other):
    with one_moment():
        assert _state() == "answered"
        other.execute("UPDATE ticket SET state = 'closed'")
        assert _state() == "answered"
    assert _state() == "closed"


@pytest.mark.django_db
def test_afterwards_transactions_begin_as_writers_again(other):
    with one_moment():
        _state()
    assert connection.transaction_mode == settings.DATABASES["default"]["OPTIONS"]["transaction_mode"]


def _write() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ticket VALUES ('read')")


@pytest.mark.django_db
def test_inside_nothing_is_written(other):
    with pytest.raises(WroteError), one_moment():
        _write()
    assert other.execute("SELECT state FROM ticket").fetchall() == [("answered",)]


def _asked(view, method="get"):
    """What the view gives as the last link of the chain that every request takes."""
    request = getattr(RequestFactory(), method)("/")
    chain = OneMoment(lambda _: HttpResponse())
    return chain.process_view(request, view, (), {})


@pytest.mark.django_db
def test_every_page_is_read_at_one_moment(other):
    def page(request):
        before = _state()
        other.execute("UPDATE ticket SET state = 'closed'")
        return HttpResponse(f"{before} {_state()}")

    assert _asked(page).content == b"answered answered"
    assert _state() == "closed"


@pytest.mark.django_db
def test_a_page_that_writes_when_it_is_looked_at_is_begun_anew_and_writes_once(other):
    def ticket(request):
        said = _state()
        _write()
        return HttpResponse(said)

    assert _asked(ticket).content == b"answered"
    assert len(other.execute("SELECT state FROM ticket").fetchall()) == 2
    assert _asked(ticket, "post") is None


def test_the_one_moment_encloses_the_view_alone():
    """Whatever stands before a page (sessions, log-in, the password that is due) may write."""
    assert settings.MIDDLEWARE[-1] == f"{OneMoment.__module__}.{OneMoment.__qualname__}"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_looking_at_a_ticket_leaves_one_receipt_in_a_database_of_its_own(client, office, tmp_path):
    judged(office, tmp_path)
    (ticket,) = issue(office.checked, user=office.user(office.city, "supervisor"))
    client.force_login(office.user(office.county, "unit_clerk"))
    pages = [client.get(reverse("ticket", args=[ticket.pk])) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert ticket.events.filter(kind__in=READING).count() == 1
