"""An office moves from SQLite to PostgreSQL and back by its backup, and not a row is lost on the way."""

import json
import sqlite3
from contextlib import closing

import pytest
from cli_tools import in_process_of_its_own
from openpyxl import load_workbook

from postgres_server import Missing, postgres

REGISTER = "网站名称,首页地址,网站标识码\n甲网,http://a.example.gov.cn/,9900000001\n乙网,http://b.example.gov.cn/,9900000002\n"
_GROWING = {
    "people_auditentry",
    "people_trailhead",
    "sqlite_sequence",
    "django_content_type",
    "auth_permission",
}
"""The trail has a row more for each act of this test; Django names its models anew at each start."""


@pytest.fixture(scope="module")
def server():
    try:
        with postgres() as running:
            yield running
    except Missing as error:
        pytest.skip(f"GATE SKIPPED: {error}")


def plain(value):
    """A value without the order that its keys were written in, which PostgreSQL does not keep."""
    written = isinstance(value, str) and value.startswith(("{", "["))
    return json.dumps(json.loads(value), sort_keys=True) if written else value


def rows_of(home):
    with closing(sqlite3.connect(home / "office.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            table: sorted(
                (list(map(plain, row)) for row in database.execute(f'SELECT * FROM "{table}"')), key=str
            )
            for table in tables - _GROWING
            if not table.startswith(("django_migrations", "procrastinate"))
        }


def cells(file):
    return [[cell.value for cell in row] for row in load_workbook(file).worksheets[0]]


def _tell_what_the_server_may_lose(server, place, address):
    """The server of the tests came without `fsync`; a connection may do without waiting for the disk on its own."""
    slack = f"{address}&options=-csynchronous_commit%3Doff"

    def told(database):
        ended = in_process_of_its_own(
            "doctor", "--home", "second", "--format", "json", cwd=place, XUNWANG_DATABASE=database
        )
        return ended.status, {
            one["name"]: one["detail"] for one in json.loads(ended.out)["office"] if not one["well"]
        }

    status, wrong = told(slack)
    assert (status, set(wrong)) == (2, {"数据库写盘"})
    assert wrong["数据库写盘"].startswith("fsync=off、synchronous_commit=off，")
    server.make_lasting()
    assert told(slack)[1]["数据库写盘"].startswith("synchronous_commit=off，")
    assert told(address) == (0, {})


@pytest.mark.long
def test_an_office_moves_to_postgres_and_back(server, tmp_path):
    (tmp_path / "名录.csv").write_text(REGISTER, encoding="utf-8")
    there = {"XUNWANG_DATABASE": server.create("moved")}
    steps = [
        (["import", "websites", "名录.csv"], {}),
        (["export", "websites", "前.xlsx"], {}),
        (["backup", "前.xwb"], {}),
        (["restore", "前.xwb", "--home", "second"], there),
        (["export", "websites", "后.xlsx", "--home", "second"], there),
        (["backup", "后.xwb", "--home", "second"], there),
        (["restore", "后.xwb", "--home", "third"], {}),
    ]
    for words, environment in steps:
        ended = in_process_of_its_own(*words, cwd=tmp_path, **environment)
        assert ended.status == 0, (words, ended.err)
    _tell_what_the_server_may_lose(server, tmp_path, there["XUNWANG_DATABASE"])
    filled = in_process_of_its_own("restore", "前.xwb", "--home", "fourth", cwd=tmp_path, **there)

    assert not (tmp_path / "second" / "office.sqlite3").exists()
    assert cells(tmp_path / "后.xlsx") == cells(tmp_path / "前.xlsx")
    assert rows_of(tmp_path / "third") == rows_of(tmp_path / "home")
    assert filled.status == 1
    assert "已经有数据" in filled.refusal
    assert not (tmp_path / "fourth").exists()
