"""Quality gate of the account side: the city's accounts through every way in, held against what is planted, under a fresh printed seed."""

import datetime as dt
import functools
import http.server
import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from xunwang_demo import newmedia

FLOORS = {"precision": 1.0, "recall": 1.0}
POINT = dt.date(2026, 3, 31)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@pytest.fixture(scope="module")
def seed() -> int:
    chosen = random.randrange(1_000_000)
    sys.stderr.write(f"accounts of the city: seed {chosen}\n")
    return chosen


@pytest.fixture(scope="module")
def judged(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[tuple[newmedia.MediaAccount, ...], dict[str, dict[str, object]]]]:
    """The accounts, and what the command says of each by its handle."""
    folder = tmp_path_factory.mktemp("accounts")
    accounts = newmedia.build(seed, POINT)
    handler = functools.partial(Quiet, directory=folder / "feeds")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        newmedia.write(accounts, folder, f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield accounts, _inspected(folder)
        finally:
            server.shutdown()
            thread.join()


def _inspected(folder: Path) -> dict[str, dict[str, object]]:
    arguments = [
        "account", "--from", folder / "账号.xlsx", "--posts", folder / "发文.xlsx", "--posts-since", "2025-01-01",
        "--posts-until", POINT, "--entered", folder / "登记.csv", "--saved-in", folder / "saved",
        "--as-of", POINT, "--norm", "henan", "--out", folder / "runs", "--allow-private", "--delay", "0", "--posts-archived", "0",
        "--format", "json", "-q",
    ]  # fmt: skip
    command = [sys.executable, "-c", "import sys; from xunwang import cli; sys.exit(cli.run(sys.argv[1:]))"]
    ended = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ended.returncode == 2, ended.stderr
    return {site["home"].partition(":")[2]: site for site in json.loads(ended.stdout)["sites"]}


def outcomes(site):
    return {one["indicator"]: one["outcome"] for one in site["outcomes"]}


def test_every_account_is_told_as_it_was_planted(judged):
    accounts, sites = judged
    assert len(accounts) >= 60
    assert len({account.platform for account in accounts}) >= 8
    assert len(sites) == len(accounts)
    planted, found, wrong = set(), set(), []
    for account in accounts:
        said = outcomes(sites[account.handle])
        for rule, kind in newmedia.truth(account).items():
            if kind == "found":
                planted.add((account.handle, rule))
            if said[rule] == "found":
                found.add((account.handle, rule))
            if (kind == "unchecked") != (said[rule] == "unchecked"):
                wrong.append((account.handle, rule, kind, said[rule]))
    assert wrong == [], "what could not be seen must be unchecked, and nothing else"
    right = planted & found
    assert len(planted) >= 12
    assert len(right) / len(found) >= FLOORS["precision"], found - planted
    assert len(right) / len(planted) >= FLOORS["recall"], planted - found


def test_every_slow_week_of_an_account_that_is_seen_whole_costs_five_points(judged):
    accounts, sites = judged
    scored = [
        one
        for one in accounts
        if one.way in {"weibo", "douyin", "table"} and one.sees_all and one.platform != "视频号"
    ]
    assert scored
    for account in scored:
        site = sites[account.handle]
        weeks = [finding for finding in site["findings"] if finding["indicator"] == "HN-N-D1"]
        assert len(weeks) == account.slow_weeks, account.handle
        if site["verdict"] == "pass":
            assert site["score"] == str(100 - 5 * account.slow_weeks)


def test_mini_programs_pass_only_when_a_person_opened_them_and_are_never_failed_by_silence(judged):
    accounts, sites = judged
    programs = [one for one in accounts if one.platform == "小程序"]
    assert {one.opens for one in programs} == {True, False, None}
    for one in programs:
        assert sites[one.handle]["verdict"] == ("pass" if one.opens else "undecided"), one
