"""The first thing anyone does: one command inspects 示例市 and prints its circular."""

import json
from zipfile import ZipFile

import docx
import pytest
from demo_playing import play
from openpyxl import load_workbook

from xunwang.inspector import door
from xunwang.inspector.model import SiteFact
from xunwang_demo import city as cities

CONTRACT = {"sites", "pages", "planted", "found", "left_out", "precision", "recall", "seconds", "files"}


def run(demo, *arguments):
    process = demo.start(*arguments)
    out, err = process.communicate(timeout=1800)
    return process.returncode, out, err


def test_exactly_what_is_planted_is_found(demo):
    result = demo.result

    assert (result["missed"], result["false"]) == ([], [])
    assert (result["precision"], result["recall"], demo.status) == (1.0, 1.0, 0)
    assert result["found"] == result["planted"] > 0
    assert set(result) >= CONTRACT
    assert result["sites"] >= 12
    assert result["pages"] >= 12 * 30


def test_every_file_that_is_named_is_there_and_can_be_read(demo):
    files = demo.result["files"]
    circular = docx.Document(str(demo.place / files["circular"]))
    text = "\n".join(paragraph.text for paragraph in circular.paragraphs)

    assert "示例市人民政府办公室" in text
    assert "示例分值" in text
    assert len(files["attachments"]) >= 1
    for name in files["attachments"]:
        assert load_workbook(demo.place / name).worksheets[0].max_row > 1
    assert len(files["reports"]) == demo.result["sites"] + len(cities.build().accounts)
    for name in files["reports"]:
        assert (demo.place / name).read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert ZipFile(demo.place / files["circular"]).testzip() is None


def test_the_circular_contradicts_itself_nowhere(demo):
    status, out, err = run(demo, "circular", "check", demo.result["files"]["circular"], "--format", "json")

    assert (status, json.loads(out), err) == (0, [], "")


def test_every_run_is_whole_and_its_judgement_stands_beside_it(demo):
    inspections = [path for path in demo.runs if not path.name.endswith("-recheck")]
    status, out, _ = run(demo, "verify", *map(str, demo.runs), "--format", "json")

    assert status == 0
    assert set(map(str, demo.runs)) == set(json.loads(out))
    assert not any(json.loads(out).values())
    assert len(inspections) == demo.result["sites"]
    for path in inspections:
        kept = path.with_name(f"{path.name}.judgements") / "example-points-2026-03-31"
        assert {one.name for one in kept.iterdir()} == {"outcomes.json", "findings.jsonl", "score.json"}


def test_a_run_can_be_judged_under_another_norm_without_the_network(demo):
    status, out, err = run(demo, "judge", str(demo.runs[0]), "--norm", "henan", "--format", "json")

    (site,) = json.loads(out)["sites"]
    assert status in {0, 2}
    assert err == ""
    assert (site["norm"], site["score"]) == ("henan", None)


def test_what_only_a_browser_sees_is_left_out_only_without_one(demo):
    browser = any(
        isinstance(fact, SiteFact) and fact.browser
        for path in demo.runs
        for fact in door.Run.open(path).facts()
    )

    assert (demo.result["left_out"] == 0) is browser


def test_a_second_start_reuses_what_is_there(demo):
    written = [path.stat().st_mtime_ns for path in demo.runs]

    status, out, err = run(demo, "demo", "--no-serve", "--format", "json", "--out", "示例")

    assert (status, json.loads(out)) == (0, demo.result)
    assert "沿用 示例 中已完成的示例市检查" in err
    assert [path.stat().st_mtime_ns for path in demo.runs] == written


def test_progress_is_on_standard_error_and_every_site_is_finished_once_a_period(demo):
    done = [line.partition("：已完成")[0] for line in demo.said.splitlines() if "：已完成" in line]
    periods = [{_site_of(path) for path in runs} for runs in (demo.runs, demo.earlier_runs)]

    assert all(periods)
    inspected = [name for name in done if name in set.union(*periods)]
    assert sorted(inspected) == sorted(name for sites in periods for name in sites)


def _site_of(run):
    return json.loads((run / "manifest.json").read_bytes())["subject"]["name"]


@pytest.mark.long
def test_without_a_browser_the_rest_is_found_all_the_same_under_the_same_identities(demo, tmp_path):
    path = tmp_path / "bin"
    path.mkdir()

    blind = play(tmp_path, str(path))

    assert (blind.status, blind.result["recall"], blind.result["precision"]) == (0, 1.0, 1.0)
    assert blind.result["left_out"] > 0
    assert blind.result["planted"] + blind.result["left_out"] == (
        demo.result["planted"] + demo.result["left_out"]
    )


def test_a_folder_of_somebody_else_is_left_alone(demo, tmp_path):
    (tmp_path / "我的.txt").write_text("不要动")

    status, out, err = run(demo, "demo", "--no-serve", "--out", str(tmp_path))

    assert (status, out) == (3, "")
    assert "不是空目录，也不是示例市的目录；请用 --out 另给一个目录" in err
    assert [path.name for path in tmp_path.iterdir()] == ["我的.txt"]
