"""Killed, interrupted, out of disk: a run is continued to the same end, and nothing half-written stands in for a run."""

import json
import signal
from pathlib import Path

import pytest
from cli_tools import SmallSite, ended, in_process_of_its_own, serving, start

FAST = ("--allow-private", "--delay", "0", "--browser", "never", "--as-of", "2026-03-31", "-q")
RUN = Path("out/20260331-127.0.0.1")
ARTICLES = 80


@pytest.fixture
def large_site():
    with serving(SmallSite(articles=ARTICLES)) as site:
        yield site


def resumed(site: SmallSite, here: Path) -> dict:
    site.busy_after = 10**9
    site.free.set()
    result = in_process_of_its_own("inspect", "--resume", RUN, *FAST, "--format", "json", cwd=here)
    assert result.status == 2, result.err
    (only,) = json.loads(result.out)["sites"]
    return only


@pytest.mark.parametrize("how", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGKILL])
def test_a_stopped_run_is_continued_to_the_same_end(large_site, here, how):
    large_site.busy_after = 60
    large_site.free.clear()
    process = start(["inspect", large_site.home, *FAST], here)
    assert large_site.busy.wait(timeout=600)
    process.send_signal(how)
    large_site.free.set()
    stopped = ended(process)

    if how is signal.SIGINT:
        assert stopped.status == 130
        assert f"--resume {RUN}" in stopped.refusal
    assert not (here / RUN / "manifest.json").exists()
    assert not (here / f"{RUN}.judgements").exists()
    again = resumed(large_site, here)
    assert again["stats"]["pages"] == ARTICLES + 2
    assert again["as_of"] == "2026-03-31"
    assert in_process_of_its_own("verify", RUN, cwd=here).status == 0


def test_one_interrupt_ends_the_wait_that_a_site_asks_for_once_its_pages_are_read(here):
    with serving(SmallSite()) as site:
        site.pause = 600
        process = start(["inspect", site.home, *FAST], here)
        assert site.busy.wait(timeout=600)
        process.send_signal(signal.SIGINT)
        stopped = ended(process)
        site.pause = 0

        assert stopped.status == 130
        assert f"--resume {RUN}" in stopped.refusal
        assert not (here / RUN / "manifest.json").exists()
        assert resumed(site, here)["stats"]["pages"] == 8


def test_a_full_disk_stops_with_one_line_and_the_run_can_be_continued(large_site, here):
    full = in_process_of_its_own("inspect", large_site.home, *FAST, cwd=here, largest_file=15_000)

    assert full.status == 1
    assert "无法" in full.refusal
    assert not (here / RUN / "manifest.json").exists()
    assert resumed(large_site, here)["stats"]["pages"] == ARTICLES + 2


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_fetched(xunwang, site, here):
    (here / "taken").write_text("这是一个文件")

    refused = xunwang("inspect", site.home, *FAST, "--out", "taken/runs")

    assert refused.status == 3
    assert "不能写入 taken/runs：路径中有一段是文件而不是目录；请换一个可写的位置" in refused.refusal
    assert site.requests == []


def test_a_finished_run_is_not_continued(xunwang, inspected):
    refused = xunwang("inspect", "--resume", inspected, *FAST)

    assert refused.status == 3
    assert "已经完成，不能再继续" in refused.refusal


def test_a_full_disk_leaves_the_old_judgement_in_place(inspected, here):
    folder = here / f"{inspected}.judgements" / "cn-2019-2026-03-31"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    decision = {
        "finding": json.loads(before["findings.jsonl"].splitlines()[0])["id"],
        "ruling": "dismissed",
        "by": "王审",
    }
    (here / "decisions.jsonl").write_text(json.dumps(decision))

    full = in_process_of_its_own(
        *("judge", inspected, "--norm", "cn-2019", "--decisions", "decisions.jsonl"),
        cwd=here,
        largest_file=50,
    )

    assert full.status == 1
    assert "outcomes.json" in full.refusal
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("verb", [["reapply"], ["recheck", "--allow-private", "--delay", "0"]])
def test_a_following_run_that_fails_leaves_nothing(inspected, here, verb):
    full = in_process_of_its_own(verb[0], inspected, *verb[1:], "-q", cwd=here, largest_file=900)

    assert full.status == 1
    assert "无法" in full.refusal
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        inspected.name,
        f"{inspected.name}.judgements",
    ]


def test_a_judgement_that_cannot_be_written_says_where_it_stands_and_what_to_do(inspected, here):
    folder = here / inspected.parent
    for place in (folder, *folder.glob("*.judgements"), *folder.glob("*.judgements/*")):
        place.chmod(0o555)
    try:
        refused = in_process_of_its_own("judge", inspected, "--norm", "cn-2019", cwd=here, mortal=True)
    finally:
        for place in (folder, *folder.glob("*.judgements"), *folder.glob("*.judgements/*")):
            place.chmod(0o755)

    assert refused.status == 1
    assert "评判结果写在检查记录旁边" in refused.refusal
    assert "输出目录" not in refused.refusal
