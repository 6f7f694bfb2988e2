"""One number of a person, planted wherever a page or a draft can hold it: no way out repeats it but the evidence."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from random import Random

import pytest

from xunwang.cli.formats import FORMATTERS
from xunwang_demo.oddities import citizen_number

NUMBER = citizen_number(Random(11))
MOBILE = "158" + "1234" + "5678"
HELD = (NUMBER, MOBILE, NUMBER[4:16], MOBILE[2:10])
# Faults of every wing with a number in them or beside them: brackets, quotation marks, what is written twice, wrong words, serious wording, dead and hidden links.
PARAGRAPH = f"经审核，申请人赵某身份证号{NUMBER}符合条件，补贴于本月底前发放到位，请各村做好配合工作。"
DRAFT = f"""申请人赵某（身份证号：{NUMBER}，住某镇)的申请已受理。
{PARAGRAPH}
{PARAGRAPH}
他说：“根据“申请人{NUMBER}”的材料”。
截止2026年3月底，本人手机号{MOBILE}，各部门要认真贯侧落实会议精神。
{MOBILE}反映中华人民共合国宪法宣传周的问题，按装了{NUMBER}号表。
线上百家乐平台注册送彩金，加{MOBILE}，真人荷官{NUMBER}。"""
EVIDENCE = ("pages-", "archive-", "notes-", "leads-", "frontier.sqlite")  # with what the crawl works on
LISTS = (
    ("search", "--word", "申请人", "--word", "公示"),
    ("search", "--format", "jsonl", "--pattern", r"身份证号.{4}"),
    ("proofread", "--by-word"),
    ("proofread", "--by-word", "--format", "jsonl"),
)


def page(title: str, body: str) -> bytes:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.fixture
def run(xunwang, site) -> Path:
    lines = "".join(f"<p>{line}</p>" for line in DRAFT.split("\n"))
    links = f"<a href='/gone.html'>赵某 {NUMBER}</a><div style='position:absolute;left:-3000px'><a href='http://www.tz7788.example/'>百家乐{MOBILE}</a></div>"
    roll = "".join(f"<tr><td>赵某</td><td>{NUMBER}</td><td>{MOBILE}</td></tr>" for _ in range(3))
    site.pages["/"] = page("小站", "<a href='/news/'>工作动态</a>" + links)
    site.pages["/news/0.html"] = page(f"公示{NUMBER}", f"<h1>公示{NUMBER}</h1>{lines}{links}")
    site.pages["/news/1.html"] = page(
        "名单", f"<table><tr><th>姓名</th><th>身份证号</th><th>手机号</th></tr>{roll}</table>"
    )
    ended = xunwang(
        "inspect", site.home, "--allow-private", "--delay", 0, "--browser", "never", "--as-of", "2026-03-31"
    )  # fmt: skip
    assert ended.status == 2, ended.err
    assert_nothing("inspect", ended.data + ended.err.encode())
    return Path("out/20260331-127.0.0.1")


def assert_nothing(way: str, data: bytes) -> None:
    said = b"\n".join(unpacked(data)).decode("utf-8", "replace")
    repeated = [number for number in HELD if number in said]
    places = [said[max(0, said.find(one) - 120) : said.find(one) + 30] for one in repeated]
    assert not repeated, f"{way}: {places}"


def _suspicions(facts: bytes) -> bytes:
    """What the wings of language and safety say; titles and link texts that were read are material of the run, as its page table."""
    said = [line for line in facts.splitlines() if json.loads(line)["fact"] in {"safety", "proof"}]
    assert len(said) > 10
    return b"\n".join(said)


def unpacked(data: bytes) -> list[bytes]:
    """Also what lies in a zip (xlsx, docx) or under gzip."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return [book.read(name) for name in book.namelist()]
    return [gzip.decompress(data)] if data[:2] == b"\x1f\x8b" else [data]


def test_no_way_out_of_an_inspection_repeats_the_number(xunwang, run):
    files = [file for file in run.rglob("*") if file.is_file() and not file.name.startswith(EVIDENCE)]
    assert {"facts.jsonl", "manifest.json", "language.jsonl.gz"} <= {file.name for file in files}
    for file in files:
        data = file.read_bytes()
        assert_nothing(file.name, _suspicions(data) if file.name == "facts.jsonl" else data)
    judged = [("judge", run, "--norm", "cn-2019", "--format", style) for style in FORMATTERS]
    lists = [(verb, run, *options) for verb, *options in LISTS]
    for way in (*judged, *lists):
        ended = xunwang(*way)
        assert ended.data, way
        assert_nothing(" ".join(map(str, way)), ended.data + ended.err.encode())


def test_no_list_made_of_a_draft_repeats_the_number(xunwang, here):
    (here / "draft.txt").write_text(DRAFT, encoding="utf-8")
    for way in ((), ("--by-word",), ("--format", "jsonl"), ("--format", "jsonl", "--by-word")):
        ended = xunwang("proofread", here / "draft.txt", *way)
        assert ended.status == 2
        assert_nothing(" ".join(way), ended.data + ended.err.encode())
