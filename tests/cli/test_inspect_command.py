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
        *("verdict_notes", "outcomes", "findings", "stats", "left_out", "sheet", "entries", "warnings"),
    }
    assert (found["as_of"], found["norm"], found["score"]) == ("2026-03-31", "cn-2019", None)
    dead = [finding for finding in found["findings"] if finding["indicator"] == "D-4.3"]
    assert [(finding["url"], finding["parent"]) for finding in dead] == [(f"{site.home}gone.html", site.home)]
    assert set(dead[0]["evidence"]) == {"file", "offset", "length", "sha256"}
    assert xunwang("verify", found["run"]).status == 0
    assert (here / f"{found['run']}.judgements" / "cn-2019-2026-03-31" / "score.json").is_file()


def test_progress_is_on_standard_error_and_a_site_is_finished_once(xunwang, site):
    ended = xunwang("inspect", site.home, "--allow-private", *FAST)

    (finished,) = [line for line in ended.err.splitlines() if line.startswith("127.0.0.1：已完成")]
    assert finished.startswith("127.0.0.1：已完成，已读8页，")
    assert "已写出 out/20260331-127.0.0.1" in ended.err
    assert ended.out.startswith("■ 127.0.0.1")


def test_how_long_it_will_take_is_said_before_it_starts_and_measured_the_next_time(xunwang, site):
    slow = (site.home, "--allow-private", *FAST, "--format", "json")

    first = xunwang("inspect", *slow)
    again = xunwang("inspect", *slow)

    assert first.err.startswith("共1个网站，约2000页（其中1个没有以往记录，按同类网站的规模估计），预计约")
    assert "预计" not in again.err  # eight pages, counted the first time, take no time worth a sentence


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--quiet-hours", "8点"), "时段应写作 08:30-11:30（起止不同，24小时制），实际为“8点”"),
        (("--agreed", "a.gov.cn=5"), "约定速率应写作 主机或IP=每秒次数x连接数:由谁、何时同意，实际为“a.gov.cn=5”"),
        (("--contact", "办公室"), "联系方式应为网址（http:// 或 https:// 开头）或电子邮箱，不含空格和括号，实际为“办公室”"),
        (("--authorised", "王处长"), "遵守 robots.txt 无须授权说明；不遵守的，应写明 ignore 和授权"),
        (("--also", "http://a/"), "--also 应为主机名，例如 zwgk.example.gov.cn，实际为“http://a/”"),
        (("http://b.gov.cn/", "--also", "a.gov.cn"), "--also 是某一个网站的其他主机，只能在新检查一个网站时给出"),
    ],
)  # fmt: skip
def test_an_arrangement_that_cannot_be_read_is_refused_in_one_sentence(xunwang, here, arguments, sentence):
    ended = xunwang("inspect", "http://a.gov.cn/", *arguments)

    assert (ended.status, ended.refusal) == (3, sentence)
    assert not (here / "out").exists()


def test_what_was_arranged_is_recorded_with_the_run_and_told_to_the_site(xunwang, site, here):
    arranged = (
        *("--contact", "wz@example.gov.cn", "--quiet-hours", "03:00-03:01", "--robots", "ignore"),
        *("--agreed", "127.0.0.1=50x4:平台运维2026-03-01同意", "--also", "zwgk.example.gov.cn"),
    )
    ended = xunwang("inspect", site.home, "--allow-private", *FAST, *arranged, "--format", "json")

    manifest = json.loads((here / site_of(ended)["run"] / "manifest.json").read_text())
    settings = manifest["settings"]
    assert "检查记录中写作“未注明授权”" in ended.err
    assert settings["contact"] == "wz@example.gov.cn"
    assert settings["quiet_hours"] == ["03:00-03:01"]
    assert settings["agreements"] == ["127.0.0.1=50x4:平台运维2026-03-01同意"]
    assert settings["also"] == ["zwgk.example.gov.cn"]
    assert (settings["robots"], settings["robots_authorised"]) == ("ignore", "未注明授权")


def test_branches_left_out_are_named_and_most_of_them_only_counted(xunwang, site, here):
    days = "".join(f"<a href='/calendar?year={year}'>{year}</a>" for year in range(9000, 9040))
    site.pages["/"] += days.encode()
    site.pages |= {f"/calendar?year={year}": site.pages["/news/0.html"] for year in range(9000, 9040)}

    ended = xunwang("inspect", site.home, "--allow-private", *FAST)
    told = json.loads(xunwang("judge", "out/20260331-127.0.0.1", "--norm", "cn-2019", "--format", "json").out)

    (left_out,) = told["sites"][0]["left_out"]
    assert set(left_out) == {"branch", "reason", "count", "example"}
    assert left_out["count"] > 0
    (line,) = [line for line in ended.out.splitlines() if line.startswith("  … 略去")]
    assert f"略去{left_out['count']}个地址" in line
    assert left_out["example"] in line


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


def test_the_page_at_the_root_is_the_home_page(xunwang, site, here):
    (here / "home.html").write_bytes(site.pages["/"])
    saved = json.loads(xunwang("page", "home.html", "--url", site.home).out)
    live = json.loads(xunwang("page", site.home, "--allow-private").out)
    below = json.loads(xunwang("page", site.home, "--home", f"{site.home}cn/", "--allow-private").out)
    assert (saved["kind"], live["kind"]) == ("home", "home")
    assert below["kind"] != "home"


def test_a_page_that_gives_no_answer_is_one_line(xunwang, site):
    ended = xunwang("page", site.home)

    assert ended.status == 1
    assert "不是公网地址" in ended.refusal


def test_the_register_says_how_each_site_may_be_reached(xunwang, site, here):
    book = Workbook()
    book.active.append(["网站名称", "首页地址", "其他主机", "robots授权", "约定访问速率"])
    book.active.append(
        ["小站", "http://www.xiaozhan.gov.cn/", "zwgk.xiaozhan.gov.cn", "办公室来函", "9x2:同意"]
    )
    book.active.append(["另一小站", "http://www.lingyi.gov.cn/", "", "", "飞快"])
    book.save(here / "名录.xlsx")
    site.pages["/"] = site.pages["/"].replace(
        b"</body>", b"<a href='http://zwgk.xiaozhan.gov.cn/news/0.html'>x</a></body>"
    )
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /news/\n"
    hosts = ("www.xiaozhan.gov.cn", "zwgk.xiaozhan.gov.cn", "www.lingyi.gov.cn")
    reached = [part for host in hosts for part in ("--connect-to", site.connect_to(host))]

    ended = xunwang("inspect", "--from", "名录.xlsx", *reached, *FAST, "--format", "json")

    assert "约定速率应写作" in ended.err
    sites = json.loads(ended.out)["sites"]
    first, second = (json.loads(Path(one["run"], "run.json").read_text())["settings"] for one in sites)
    assert (first["also"], first["robots"], first["robots_authorised"]) == (
        ["zwgk.xiaozhan.gov.cn"],
        "ignore",
        "办公室来函",
    )
    assert (second["also"], second["robots"], second["robots_authorised"]) == ([], "obey", None)
    assert first["agreements"] == ["www.xiaozhan.gov.cn=9x2:同意"]
    assert (
        sites[0]["stats"]["pages"] > sites[1]["stats"]["pages"]
    )  # the second obeys, and /news/ is closed to it
