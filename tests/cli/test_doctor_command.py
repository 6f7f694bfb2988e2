"""`xunwang doctor` on an office that is well and on offices in trouble; it changes nothing and says what to do."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from cli_tools import in_process_of_its_own

from xunwang.inspector.fetch.browser import Browser

REGISTER = "网站名称,首页地址,网站标识码\n甲网,http://a.example.gov.cn/,9900000001\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory, lay_out):
    """The data folder of an office with a website."""
    place = tmp_path_factory.mktemp("office")
    home = lay_out(place / "home")
    (place / "名录.csv").write_text(REGISTER, encoding="utf-8")
    assert in_process_of_its_own("import", "websites", "名录.csv", cwd=place).status == 0
    return home


@pytest.fixture
def office(filled, here):
    shutil.copytree(filled, here / "home")
    return here


def examined(here):
    ended = in_process_of_its_own("doctor", "--format", "json", cwd=here)
    assert ended.err == ""
    told = json.loads(ended.out)
    assert "" not in [value for one in (*told["parts"], *told["office"]) for value in one.values()]
    return ended.status, {vital["name"]: vital for vital in told["office"]}


@pytest.mark.parametrize("there", ["", ".cache", "lost+found"])
def test_a_place_without_an_office_is_well_and_stays_empty(here, there):
    """The home of a user and a disk of its own hold something before any office does."""
    (here / "home" / there).mkdir(parents=True)
    ended = in_process_of_its_own("doctor", cwd=here)

    assert ended.status == 0
    assert "还没有数据" in ended.out
    assert "Chromium" in ended.out
    assert [one.name for one in (here / "home").iterdir()] == [there] * bool(there)


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
@pytest.mark.parametrize(("driver", "said"), [("", "能够启动"), ("/bin/false", "playwright 不能启动")])
def test_the_browser_is_there_only_where_it_starts(here, driver, said):
    """A driver that lacks one of its libraries ends at once."""
    more = {"PLAYWRIGHT_NODEJS_PATH": driver} if driver else {}
    parts = json.loads(in_process_of_its_own("doctor", "--format", "json", cwd=here, **more).out)["parts"]
    (browser,) = [part for part in parts if part["name"] == "Chromium 浏览器"]

    assert browser["present"] == (not driver)
    assert said in browser["detail"]


def test_an_office_that_is_well_is_told_line_by_line(office):
    status, vitals = examined(office)

    assert status == 0
    assert all(vital["well"] for vital in vitals.values())
    assert {"数据目录", "磁盘空间", "密钥", "数据库", "数据库结构", "时钟", "后台任务", "失败的任务"} <= set(
        vitals
    )


def troubled(home):
    (home / "secret.key").chmod(0o644)
    with closing(sqlite3.connect(home / "office.sqlite3")) as database:
        job = "kind, key, payload, hosts, priority, due_at, dated_at, created_at, owner, fence, attempts, again, stage, done, problem, state, finished_at"
        row = "'[]', 0, '2026-01-01', '2026-01-01', '2026-01-01', '', 0, 0, 0, '', 0"
        database.execute(
            f"INSERT INTO jobs_job ({job}) VALUES ('look', '1', '{{}}', {row}, '', 'queued', NULL)"
        )
        failed = f"VALUES ('look', '2', '{{}}', {row}, '名录是空的。', 'failed', datetime('now'))"
        database.execute(f"INSERT INTO jobs_job ({job}) {failed}")
        database.execute(
            "UPDATE people_auditentry SET at = '2099-01-01 00:00:00' WHERE id = (SELECT max(id) FROM people_auditentry)"
        )
        database.commit()


def test_what_is_wrong_is_named_with_what_to_do(office):
    troubled(office / "home")
    status, vitals = examined(office)
    wrong = {name: vital for name, vital in vitals.items() if not vital["well"]}

    assert status == 2
    assert set(wrong) == {"密钥", "时钟", "后台任务", "失败的任务"}
    assert all(vital["advice"] for vital in wrong.values())
    assert "名录是空的" in wrong["失败的任务"]["detail"]


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda file: file.write_bytes(b"no database at all, but long enough" * 99), "数据库"),
        (lambda file: [one.unlink() for one in file.parent.glob("office.sqlite3*")], "数据库"),
    ],
)
def test_a_database_that_is_gone_or_broken_is_told_and_not_made_anew(office, spoil, name):
    file = office / "home" / "office.sqlite3"
    spoil(file)
    before = file.read_bytes() if file.exists() else None
    status, vitals = examined(office)

    assert status == 2
    assert not vitals[name]["well"]
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_database_elsewhere_is_asked_also_where_the_data_folder_is_still_empty(here):
    """As in containers, where key and database come from files of their own."""
    (here / "home").mkdir()
    named = {"XUNWANG_DATABASE": "postgresql://xunwang:geheim77@127.0.0.1:1/xunwang"}
    ended = in_process_of_its_own("doctor", cwd=here, **named)

    assert ended.status == 2
    assert "✗ 数据库：打不开" in ended.out
    assert "geheim77" not in ended.out + ended.err


def test_an_older_database_waits_for_its_upgrade(office):
    with closing(sqlite3.connect(office / "home" / "office.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'mandates'")
        database.commit()
    status, vitals = examined(office)

    assert status == 2
    assert "还没有执行" in vitals["数据库结构"]["detail"]


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        (".", "数据目录：{home} 不能读取（没有权限）；请用数据目录的所有者执行"),
        ("secret.key", "密钥文件 {home}/secret.key 读不出来（没有权限），请用数据目录的所有者执行"),
        ("office.sqlite3", "数据库：打不开（unable to open database file）；请检查"),
    ],
)
def test_what_whoever_asks_may_not_read_is_one_sentence(office, closed, said):
    place = office / "home" / closed
    before = place.stat().st_mode
    place.chmod(0)
    ended = in_process_of_its_own("doctor", cwd=office, mortal=True)
    place.chmod(before)
    told = [
        line for line in (ended.out + ended.err).splitlines() if said.format(home=office / "home") in line
    ]

    assert ended.status
    assert len(told) == 1, ended.out + ended.err
    assert "Traceback" not in ended.err


def test_a_damaged_page_of_the_database_is_told(office):
    """Not the first one, by which SQLite knows its files."""
    file = office / "home" / "office.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        ((page, size),) = database.execute(
            "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'people_auditentry'"
        )
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"x" * size)
    status, vitals = examined(office)

    assert status == 2
    assert "有损坏" in vitals["数据库文件"]["detail"]
    assert "备份" in vitals["数据库文件"]["advice"]
