"""`xunwang judge` with people's entries, with several norms, and twice."""

import io
import json
from pathlib import Path

import openpyxl

POINTS = ("--norm", "example-points")
ALL_SITES = "id: {id}\nextends: example-points\ntitle: 测试\nbasis: 测试\nobjects: {{deduct: [portal, department, special]}}\n"


def site_of(ended) -> dict:
    assert ended.err == ""
    (only,) = json.loads(ended.out)["sites"]
    return only


def veto(home: str) -> str:
    return json.dumps(
        {
            "subject": home,
            "indicator": "W-V1.6",
            "outcome": "found",
            "by": "王审",
            "at": "2026-03-30",
            "reason": "媒体报道",
        },
        ensure_ascii=False,
    )


def test_twice_is_the_same_to_the_byte(xunwang, inspected, here):
    (here / "意见.jsonl").write_text(veto(f"{json_home(xunwang, inspected)}"), encoding="utf-8")
    command = ("judge", inspected, *POINTS, "--decisions", "意见.jsonl", "--format", "json", "-q")
    folder = here / f"{inspected}.judgements" / "example-points-2026-03-31"

    first = xunwang(*command)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    second = xunwang(*command)

    assert first.out == second.out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
    assert set(kept) == {"outcomes.json", "findings.jsonl", "score.json"}
    assert {"sheet", "warnings", "entries"} <= set(json.loads(kept["score.json"]))


def json_home(xunwang, inspected) -> str:
    return site_of(xunwang("judge", inspected, *POINTS, "--format", "json", "-q"))["home"]


def test_an_entry_fails_the_site_from_its_own_file_or_among_decisions(xunwang, inspected, here):
    line = veto(json_home(xunwang, inspected))
    (here / "录入.jsonl").write_text(line, encoding="utf-8")
    for option in ("--entries", "--decisions"):
        ended = xunwang("judge", inspected, *POINTS, option, "录入.jsonl", "--format", "json", "-q")
        site = site_of(ended)
        assert (ended.status, site["verdict"]) == (2, "fail")
        assert [(one["entry"]["indicator"], one["taken"]) for one in site["entries"]] == [("W-V1.6", True)]
        assert "媒体报道" in " ".join(finding["message"] for finding in site["findings"])


def test_a_wrong_entry_is_one_line(xunwang, inspected, here):
    (here / "录入.jsonl").write_text(veto("http://nowhere.example/"), encoding="utf-8")
    ended = xunwang("judge", inspected, *POINTS, "--entries", "录入.jsonl")
    assert ended.status == 3
    assert "录入.jsonl第1行：网站“http://nowhere.example/”不在所评判的检查记录中" in ended.refusal
    missing = xunwang("judge", inspected, *POINTS, "--entries", "没有.xlsx")
    assert missing.status == 3


def test_the_template_is_written_and_read_back(xunwang, inspected, here):
    assert xunwang("judge", inspected, *POINTS, "--template", "表.xlsx").status == 0
    book = openpyxl.load_workbook(here / "表.xlsx")
    assert book["选项"]["A2"].value == json_home(xunwang, inspected)
    assert xunwang("judge", inspected, *POINTS, "--entries", "表.xlsx", "-q").status in {0, 2}
    assert xunwang("judge", *POINTS, "--template", "空.xlsx").status == 0
    assert "应写成 xlsx 文件" in xunwang("judge", *POINTS, "--template", "空.csv").refusal
    assert "缺少参数 RUN" in xunwang("judge", *POINTS).refusal


def test_several_norms_are_compared_at_once(xunwang, inspected, here):
    (here / "every.yaml").write_text(ALL_SITES.format(id="every"), "utf-8")
    (here / "strict.yaml").write_text(
        f"{ALL_SITES.format(id='strict')}changes:\n  D-4.2: {{points_each: 0.1}}\n  W-V4.3: {{params: {{limit: 4}}}}\n",
        "utf-8",
    )
    for second in (("--norm", "strict.yaml"), ("--what-if", "strict.yaml")):
        site = site_of(xunwang("judge", inspected, "--norm", "every.yaml", *second, "--format", "json", "-q"))
        assert site["norm"] == "every"
        (other,) = site["what_if"]
        assert other["norm"] == "strict"
        told = {(one["indicator"], one["what"]) for one in other["differences"]}
        assert {("W-V4.3", "界限"), ("D-4.2", "分值")} <= told
        assert {one[0] for one in told} <= {"W-V4.3", "D-4.2", None}
    assert not Path(here / f"{inspected}.judgements" / "strict-2026-03-31").exists()


def test_every_readable_format_shows_sheet_and_comparison(xunwang, inspected, here):
    (here / "every.yaml").write_text(ALL_SITES.format(id="every"), "utf-8")
    command = ("judge", inspected, "--norm", "every.yaml", "--what-if", "cn-2019", "-q")
    text = xunwang(*command, "--format", "text").out
    html = xunwang(*command, "--format", "html").out
    book = openpyxl.load_workbook(io.BytesIO(xunwang(*command, "--format", "xlsx").data))

    assert "得分表：" in text
    assert "⇄ 如按规则 cn-2019" in text
    assert "如按规则 cn-2019" in html
    assert "算式" in html
    assert {"网站", "指标", "问题", "得分表", "规则比较"} <= set(book.sheetnames)
    formulas = [row[7].value for row in book["得分表"].iter_rows(min_row=2)]
    assert any(cell and "每处" in cell for cell in formulas)
