"""What the city writes: register, probe series, truth, and the city as files; and its command line."""

import csv
import itertools
import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from xunwang_demo import probes, register, truth
from xunwang_demo.__main__ import main


@pytest.fixture(scope="module")
def series(city, tmp_path_factory):
    path = tmp_path_factory.mktemp("probes") / "probes.csv"
    probes.write(city, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_home = defaultdict(list)
    for row in rows:
        by_home[row["home"]].append(row)
    return by_home


def failed(row):
    return bool(row["error"]) or int(row["milliseconds"]) >= 15000


def test_the_register_lists_every_site_and_account(city, tmp_path):
    register.write(city, tmp_path / "register.xlsx")
    book = load_workbook(tmp_path / "register.xlsx")
    assert book.sheetnames == ["网站", "新媒体账号"]
    rows = list(book["网站"].iter_rows(values_only=True))
    assert rows[0] == (
        "网站名称",
        "首页地址",
        "网站标识码",
        "类型",
        "层级",
        "主办单位",
        "ICP备案号",
        "联系电话",
    )
    assert [row[:3] for row in rows[1:]] == [(site.name, site.home, site.code) for site in city.sites]
    accounts = list(book["新媒体账号"].iter_rows(values_only=True))
    assert accounts[0] == ("名称", "平台", "类型", "账号标识", "主办单位", "备案日期")
    assert len(accounts) == 1 + len(city.accounts)


def test_every_site_is_probed_a_week_long_at_least_twenty_times_a_day(city, series):
    assert set(series) == {site.home for site in city.sites}
    for rows in series.values():
        times = [datetime.fromisoformat(row["time"]) for row in rows]
        assert min(Counter(moment.date() for moment in times).values()) >= 20
        assert len({moment.date() for moment in times}) == 7
        assert max(times).date() == city.as_of
        assert min(b - a for a, b in itertools.pairwise(times)) >= timedelta(minutes=30)


def test_exactly_one_site_reaches_five_percent_and_one_stays_just_below(city, series):
    shares = {home: sum(map(failed, rows)) / len(rows) for home, rows in series.items()}
    assert [home for home, share in shares.items() if share >= 0.05] == [city.outage]
    assert 0.04 < shares[city.near_outage] < 0.05
    assert sum(share > 0 for share in shares.values()) == 2
    assert sum(row["milliseconds"] == "14900" for row in series[city.near_outage]) >= 10


def test_a_probe_has_either_a_time_or_an_error(series):
    rows = [row for rows in series.values() for row in rows]
    assert all(bool(row["milliseconds"]) != bool(row["error"]) for row in rows)
    assert {row["error"] for row in rows} >= {"", "timeout", "refused"}


def test_write_puts_the_whole_city_into_a_folder(city, tmp_path):
    assert main(["write", str(tmp_path / "out")]) == 0
    folder = tmp_path / "out"
    assert truth.read(folder / "truth.csv") == city.truth
    portal = city.sites[0]
    assert (folder / portal.host / "index.html").read_bytes() == portal.pages["/"].body
    for site in city.sites:
        assert sum(1 for file in (folder / site.host).rglob("*") if file.is_file()) == len(site.pages)


def test_a_folder_that_cannot_be_written_ends_in_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert main(["write", str(tmp_path / "file" / "out")]) == 1
    message = capsys.readouterr().err
    assert message.startswith("做不到：")
    assert message.count("\n") == 1


def test_serve_prints_its_hosts_and_ends_on_a_signal(city):
    command = [sys.executable, "-m", "xunwang_demo", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        first = running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        rest, errors = running.stdout.read(), running.stderr.read()
    assert first.startswith(f"--connect-to {city.sites[0].host}:80:127.0.0.1:")
    assert len(rest.splitlines()) + 1 >= len(city.sites)
    assert running.returncode == 0
    assert errors == ""
