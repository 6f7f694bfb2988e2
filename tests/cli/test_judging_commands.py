"""Verbs on finished runs: judge, reapply, recheck, verify, circular draft and check."""

import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from xunwang.office.circulars.layout import layouts

NORM = ("--norm", "cn-2019")


def judged(xunwang, *arguments) -> dict:
    ended = xunwang(*arguments, "--format", "json", "-q")
    assert ended.err == ""
    (only,) = json.loads(ended.out)["sites"]
    return only


def test_a_decision_counts(xunwang, inspected, here):
    before = judged(xunwang, "judge", inspected, *NORM)
    waiting = [one for one in before["findings"] if one["certainty"] == "candidate"]
    candidates = [one for one in waiting if one["indicator"].startswith("W-V")]
    lines = [
        json.dumps({"finding": candidates[0]["id"], "ruling": "confirmed", "by": "王审"}),
        "",
        json.dumps({"finding": candidates[1]["id"], "ruling": "dismissed", "by": "王审", "reason": "已核实"}),
    ]
    (here / "意见.jsonl").write_text("\n".join(lines), encoding="utf-8")

    after = judged(xunwang, "judge", inspected, *NORM, "--decisions", "意见.jsonl")

    assert (before["verdict"], after["verdict"]) == ("undecided", "fail")
    outcomes = {row["indicator"]: row["outcome"] for row in after["outcomes"]}
    assert [outcomes[one["indicator"]] for one in candidates] == ["found", "met"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"finding": "a", "ruling": "maybe", "by": "b"}', "第1行不能读取；每行应为"),
        (b'{"finding": "a", "ruling": "confirmed", "by": "b"}\nnot json', "第2行不能读取"),
        ("意见".encode("gb18030"), "不是 UTF-8 编码的文字"),
    ],
)
def test_decisions_that_cannot_be_read_name_the_line(xunwang, inspected, here, content, sentence):
    (here / "意见.jsonl").write_bytes(content)

    ended = xunwang("judge", inspected, *NORM, "--decisions", "意见.jsonl")

    assert ended.status == 3
    assert sentence in ended.refusal


def test_reapply_reads_the_archive_to_the_same_findings_without_the_network(xunwang, inspected, site):
    before = judged(xunwang, "judge", inspected, *NORM)
    asked = len(site.requests)

    again = judged(xunwang, "reapply", inspected)

    assert len(site.requests) == asked
    assert again["run"] == f"{inspected}-reapply"
    assert [one["id"] for one in again["findings"]] == [one["id"] for one in before["findings"]]
    assert xunwang("verify", again["run"]).status == 0


def test_reapply_shows_only_the_indicators_asked_for(xunwang, inspected):
    again = judged(xunwang, "reapply", inspected, "--indicator", "D-4.3")

    assert {row["indicator"] for row in again["outcomes"]} == {"D-4.3"}
    assert "没有指标 D-9.9" in xunwang("reapply", inspected, "--indicator", "D-9.9").refusal


def test_recheck_says_what_is_mended(xunwang, inspected, site):
    (dead,) = [one for one in judged(xunwang, "judge", inspected, *NORM)["findings"] if "gone" in one["url"]]
    recheck = ("recheck", inspected, "--allow-private", "--delay", 0, "--finding", dead["id"])

    still = xunwang(*recheck, "--format", "json", "-q")
    site.pages["/gone.html"] = site.pages["/news/1.html"]
    mended = xunwang(*recheck, "--format", "json", "-q")
    text = xunwang(*recheck, "-q")

    assert still.status == 2
    assert json.loads(still.out)["sites"][0]["mended"] == []
    assert mended.status == 0
    assert [one["id"] for one in json.loads(mended.out)["sites"][0]["mended"]] == [dead["id"]]
    assert f"✓ D-4.3 已整改  {dead['url']}" in text.out


def test_recheck_refuses_a_finding_that_is_not_there(xunwang, inspected):
    ended = xunwang("recheck", inspected, "--finding", "0" * 20)

    assert ended.status == 3
    assert "没有编号为 00000000000000000000 的问题" in ended.refusal


def test_one_altered_byte_is_found_and_named(xunwang, inspected):
    archive = inspected / "archive-00001.warc.gz"
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)

    ended = xunwang("verify", inspected)
    as_json = json.loads(xunwang("verify", inspected, "--format", "json").out)

    assert ended.status == 2
    assert "archive-00001.warc.gz" in ended.out
    assert as_json[str(inspected)][0]["file"] == "archive-00001.warc.gz"


def test_a_circular_is_drafted_and_its_readable_files_named(xunwang, inspected, here):
    ended = xunwang("circular", "draft", inspected, "--out", "通报", "--format", "json")

    files = json.loads(ended.out)
    assert ended.status == 0
    assert (here / files["circular"]).suffix == ".docx"
    assert all(load_workbook(here / one).sheetnames for one in files["attachments"])


def test_a_circular_that_cannot_be_written_is_one_line(xunwang, inspected, here):
    (here / "taken").write_text("这是一个文件")

    ended = xunwang("circular", "draft", inspected, "--out", "taken/通报")

    assert ended.status == 1
    assert "不能写入通报文件夹" in ended.refusal


def test_an_unknown_layout_names_those_there_are(xunwang, inspected):
    assert (
        f"没有版式“信函”；现有：{'、'.join(layouts())}"
        in xunwang("circular", "draft", inspected, "--layout", "信函").refusal
    )


@pytest.mark.parametrize("name", ["通报.txt", "通报.md", "通报.docx"])
def test_a_foreign_circular_that_contradicts_itself_is_found(xunwang, here, name):
    write_circular(here / name, "本次共抽查政府网站53个，不合格18个，合格率67%。")

    ended = xunwang("circular", "check", name)
    fine = here / f"改正{Path(name).suffix}"
    write_circular(fine, "本次共抽查政府网站53个，不合格18个，合格率66.0%。")

    assert ended.status == 2
    assert "67" in ended.out
    assert xunwang("circular", "check", fine).status == 0


def write_circular(path: Path, sentence: str) -> None:
    if path.suffix != ".docx":
        path.write_text(sentence, encoding="utf-8")
        return
    document = docx.Document()
    document.add_paragraph(sentence)
    document.save(str(path))
