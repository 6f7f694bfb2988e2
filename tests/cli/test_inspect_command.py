"""`xunwang inspect` and `xunwang page` as somebody uses them on a site of their own."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cli_tools import SmallSite, serving
from openpyxl import Workbook, load_workbook

FAST = ("--delay", 0, "--browser", "never", "--as-of", "2026-03-31")


def site_of(ended) -> dict:
    (only,) = json.loads(ended.out)["sites"]
    return only


def test_a_site_on_an_odd_port_is_inspected_at_once(xunwang, site, here):
    ended = xunwang("inspect", site.home, "--allow-private", *FAST, "--format", "json")

    found = site_of(ended)
    assert ended.status == 2  # a veto candidate waits for a person
    assert found["stats"]["pages"] == 8
    assert {key for key in found if key != "sample_points"} == {
        *("name", "home", "code", "run", "as_of", "norm", "verdict", "score", "score_complete"),
        *("verdict_notes", "outcomes", "findings", "stats"),
    }
    assert (found["as_of"], found["norm"], found["score"]) == ("2026-03-31", "cn-2019", None)
    dead = [finding for finding in found["findings"] if finding["indicator"] == "D-4.3"]
    assert [(finding["url"], finding["parent"]) for finding in dead] == [(f"{site.home}gone.html", site.home)]
    assert set(dead[0]["evidence"]) == {"file", "offset", "length", "sha256"}
    assert xunwang("verify", found["run"]).status == 0
    assert (here / f"{found['run']}.judgements" / "cn-2019-2026-03-31" / "score.json").is_file()


def test_progress_is_on_standard_error_and_a_site_is_finished_once(xunwang, site):
    ended = xunwang("inspect", site.home, "--allow-private", *FAST)

    finished = [line for line in ended.err.splitlines() if line.startswith("127.0.0.1 ")]
    assert finished == ["127.0.0.1 8/8"]
    assert "已写出 out/20260331-127.0.0.1" in ended.err
    assert ended.out.startswith("■ 127.0.0.1")


def test_quiet_is_silent(xunwang, site):
    assert xunwang("inspect", site.home, "--allow-private", *FAST, "-q").err == ""


def test_an_address_that_must_not_be_contacted_is_unchecked_not_bad(xunwang, site):
    ended = xunwang("inspect", site.home, *FAST, "--format", "json")

    assert ended.status == 0
    assert site_of(ended)["verdict"] == "undecided"
    assert site_of(ended)["findings"] == []
    assert site.requests == []


def test_a_mapped_host_needs_no_other_leave_and_findings_keep_their_identity(xunwang, site):
    mapped = ("http://www.example.gov.cn/", "--connect-to", site.connect_to("www.example.gov.cn"))
    first, second = (
        site_of(xunwang("inspect", *mapped, *FAST, "--out", out, "--format", "json"))
        for out in ("one", "two")
    )

    assert first["run"] != second["run"]
    assert len(first["findings"]) > 10
    assert [finding["id"] for finding in first["findings"]] == [
        finding["id"] for finding in second["findings"]
    ]


def test_a_site_that_is_not_read_to_its_end_says_so(xunwang, site):
    ended = xunwang("inspect", site.home, "--allow-private", *FAST, "--max-pages", 3, "--format", "json")

    outcomes = {row["indicator"]: row for row in site_of(ended)["outcomes"]}
    assert outcomes["W-V4.1"]["outcome"] == "unchecked"
    assert "页面数上限" in outcomes["W-V4.1"]["reason"]


def test_probes_are_judged(xunwang, site, here):
    rows = "".join(
        f"2026-03-{day:02d}T{hour:02d}:00:00+08:00,{site.home},,timeout\n"
        for day in range(20, 28)
        for hour in range(24)
    )
    (here / "probes.csv").write_text("time,home,milliseconds,error\n" + rows)

    ended = xunwang(
        "inspect", site.home, "--allow-private", *FAST, "--probes", "probes.csv", "--format", "json"
    )

    outcomes = {row["indicator"]: row["outcome"] for row in site_of(ended)["outcomes"]}
    assert outcomes["W-V2"] == "found"
    assert site_of(ended)["verdict"] == "fail"


@pytest.mark.parametrize("style", ["text", "json", "jsonl", "csv", "xlsx", "sarif", "junit", "html"])
def test_every_format_is_whole(xunwang, inspected, style):
    ended = xunwang("judge", inspected, "--norm", "cn-2019", "--format", style)

    assert (ended.status, ended.err) == (2, "")
    if style == "xlsx":
        assert load_workbook(io.BytesIO(ended.data)).sheetnames == ["网站", "指标", "问题"]
        return
    text = ended.data.decode("utf-8-sig")
    assert "gone.html" in text
    if style in {"json", "sarif", "jsonl"}:
        assert json.loads(text)
    elif style == "junit":
        assert ET.fromstring(text.partition("?>")[2]).tag == "testsuites"
    elif style == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1


def write_register(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)


@pytest.mark.parametrize("name", ["名录.csv", "名录.xlsx"])
def test_the_usable_rows_of_a_register_are_inspected_and_the_others_named(xunwang, site, here, name):
    with serving(SmallSite(articles=2)) as other:
        rows = [
            ["首页地址", "网站名称", "网站标识码", "类型"],
            [site.home, "甲网", "9900000001", "门户网站"],
            [other.home, "乙网", "9900000002", "部门网站"],
            ["没有地址", "丙网", "9900000003", "部门网站"],
            [site.home, "丁网", "9900000004", "部门网站"],
        ]
        write_register(here / name, rows)
        ended = xunwang("inspect", "--from", name, "--allow-private", *FAST, "--format", "json")

    sites = json.loads(ended.out)["sites"]
    assert [(one["name"], one["code"]) for one in sites] == [("甲网", "9900000001"), ("乙网", "9900000002")]
    assert "第 4 行 “首页地址”列：“没有地址”不是完整的网址" in ended.err
    assert "与第 2 行相同，同一对象只登记一次" in ended.err


PAGE_KEYS = [
    "url",
    "status",
    "kind",
    "charset",
    "title",
    "published",
    "published_from",
    "source",
    "column",
    "items",
    "newest",
    "marks",
    "metas",
    "links",
    "text",
    "messages",
    "guide",
]
MARKS = ["site_code", "icp", "police", "organiser", "contact", "sitemap", "error_entry", "conac"]


def test_a_page_is_read_off_a_file_and_off_its_address_alike(xunwang, site, here):
    (here / "saved.html").write_bytes(site.pages["/news/3.html"])

    saved = json.loads(xunwang("page", "saved.html", "--url", f"{site.home}news/3.html").out)
    live = json.loads(xunwang("page", f"{site.home}news/3.html", "--allow-private").out)

    assert set(PAGE_KEYS) <= set(live)
    assert set(MARKS) <= set(live["marks"])
    assert (live["title"], live["published"][:10]) == ("第3条工作动态的标题", "2026-03-04")
    assert live["status"] == 200
    assert [saved[key] for key in ("url", "title", "published", "text")] == [
        live[key] for key in ("url", "title", "published", "text")
    ]


def test_a_page_that_gives_no_answer_is_one_line(xunwang, site):
    ended = xunwang("page", site.home)

    assert ended.status == 1
    assert "不是公网地址" in ended.refusal
