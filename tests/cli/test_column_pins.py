"""Columns corrected by people: tried on one page, written into a file, kept with the run and shown with the column."""

import json
from pathlib import Path

import pytest
from cli_tools import SmallSite, _page, serving

from xunwang.inspector import door
from xunwang.inspector.model import ColumnFact, ColumnType, NetworkFact, PageKind, PinFact, SampleFact

FAST = ("--allow-private", "--delay", 0, "--browser", "never", "--as-of", "2026-03-31")
ODD = "".join(
    f"<div class='cell'><i>{n}</i><a href='/gg/x{n}.html'>第{n}号事项</a><u>03/{15 - n}</u></div>"
    for n in range(1, 5)
)


@pytest.fixture
def odd_site():
    """A column whose entries nobody would take for a list of dated items, and one that is none."""
    small = SmallSite()
    small.pages["/"] = _page("小站", "<a href='/news/'>工作动态</a> <a href='/gg/'>办事公示</a>")
    small.pages["/gg/"] = _page("办事公示", f"<div class='wall'>{ODD}</div>")
    with serving(small) as site:
        yield site


def pins(folder, site, **more):
    words = {"url": f"{site.home}gg/", "by": "李四", "on": "2026-03-02"} | more
    path = Path(folder) / "pins.yaml"
    path.write_text(f"pins: {json.dumps([words], ensure_ascii=False)}\n", encoding="utf-8")
    return path


def facts(run):
    found = door.Run.open(run).facts()
    columns = {Path(fact.url).name: fact for fact in found if isinstance(fact, ColumnFact)}
    return columns, [fact for fact in found if isinstance(fact, PinFact)]


def run_of(ended):
    return Path(
        next(line for line in ended.err.splitlines() if line.startswith("已写出")).removeprefix("已写出 ")
    )


CHOSEN = {"items": ".wall .cell", "date": "u", "type": "通知公告", "name": "公示栏", "reason": "列表没有标明"}


def test_a_pinned_column_is_read_as_the_person_says_and_says_so(xunwang, odd_site, here):
    ended = xunwang("inspect", odd_site.home, *FAST, "--pins", pins(here, odd_site, **CHOSEN))

    columns, told = facts(run_of(ended))
    pinned = columns["gg"]
    assert (pinned.name, pinned.type, pinned.items) == ("公示栏", ColumnType.NOTICE, 4)
    assert pinned.dates[0].isoformat() == "2026-03-14"
    assert pinned.type_reason == "人工指定（李四，2026-03-02：列表没有标明）"
    assert pinned.evidence is not None
    assert columns["news"].type is ColumnType.NEWS
    assert [(one.by, one.on.isoformat(), one.result, one.matched) for one in told] == [
        ("李四", "2026-03-02", "找到4条，其中4条有日期，最新2026-03-14", True)
    ]
    assert xunwang("verify", run_of(ended)).status == 0


def test_a_finished_run_is_corrected_without_the_network_and_stays_corrected(xunwang, odd_site, here):
    first = run_of(xunwang("inspect", odd_site.home, *FAST))
    asked = len(odd_site.requests)

    again = xunwang("reapply", first, "--pins", pins(here, odd_site, **CHOSEN), "--format", "json")
    corrected = Path(json.loads(again.out)["sites"][0]["run"])
    once_more = Path(json.loads(xunwang("reapply", corrected, "--format", "json").out)["sites"][0]["run"])

    assert len(odd_site.requests) == asked
    assert facts(first)[0].get("gg") is None or facts(first)[0]["gg"].name != "公示栏"
    for run in (corrected, once_more):
        columns, told = facts(run)
        assert (columns["gg"].name, columns["gg"].items) == ("公示栏", 4)
        assert [one.by for one in told] == ["李四"]


def test_selectors_that_find_nothing_leave_the_column_unread_and_never_blank(xunwang, odd_site, here):
    ended = xunwang("inspect", odd_site.home, *FAST, "--pins", pins(here, odd_site, items="ul.none li"))

    columns, told = facts(run_of(ended))
    assert columns["gg"].unread == "按人工指定的选择器“ul.none li”没有找到条目"
    assert [(one.result, one.matched) for one in told] == [("选择器没有找到条目", False)]


def test_what_is_no_column_is_left_out(xunwang, odd_site, here):
    words = {"url": f"{odd_site.home}news/", "column": "否"}
    ended = xunwang("inspect", odd_site.home, *FAST, "--pins", pins(here, odd_site, **words))

    columns, told = facts(run_of(ended))
    assert "news" not in columns
    assert told[0].result == "按更正不作为栏目"


def test_only_the_type_is_corrected(xunwang, odd_site, here):
    words = {"url": f"{odd_site.home}news/", "type": "政策文件"}
    ended = xunwang("inspect", odd_site.home, *FAST, "--pins", pins(here, odd_site, **words))

    news = facts(run_of(ended))[0]["news"]
    assert (news.type, news.items, news.name) == (ColumnType.POLICY, 6, "工作动态")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"url": "http://www.qita.gov.cn/x/"}, "不属于所检查的任何网站"),
        ({"items": "li >"}, "第1条：条目选择器“li >”有误"),
        ({"type": "公示类"}, "没有栏目类型“公示类”"),
    ],
)
def test_a_wrong_correction_is_refused_before_anything_is_asked(xunwang, odd_site, here, words, sentence):
    ended = xunwang("inspect", odd_site.home, *FAST, "--pins", pins(here, odd_site, **words))

    assert ended.status == 3
    assert sentence in ended.refusal
    assert odd_site.requests == []
    assert not (here / "out").exists()


# ── the trial ──


def test_a_trial_says_what_is_matched_and_what_it_would_mean(xunwang, here):
    (here / "a.html").write_bytes(_page("办事公示", f"<div class='wall'>{ODD}</div>"))

    ended = xunwang(
        "column",
        "test",
        "a.html",
        "--items",
        ".cell",
        "--date",
        "u",
        "--type",
        "通知公告",
        "--as-of",
        "2026-03-31",
    )

    assert ended.status == 0
    lines = ended.out.splitlines()
    assert lines[0] == "选中4个元素，得到4条，其中4条有日期"
    assert lines[1] == "  2026-03-14  第1号事项"
    assert "最新日期：2026-03-14" in lines
    assert lines[-1] == "判断：通知公告类栏目6个月内已更新（2025-09-30及以后算更新）"


def test_a_trial_on_a_live_page_as_json(xunwang, odd_site):
    ended = xunwang(
        "column", "test", f"{odd_site.home}gg/", "--items", ".cell", "--date", "u", "--as-of", "2027-01-31",
        "--type", "动态要闻", "--allow-private", "--format", "json",
    )  # fmt: skip

    found = json.loads(ended.out)
    assert (found["matched"], found["dated"], found["newest"]) == (4, 4, "2026-03-14")
    assert found["verdict"].startswith("动态要闻类栏目2周内未更新")
    assert found["items"][0]["url"] == f"{odd_site.home}gg/x1.html"


def test_a_trial_that_matches_nothing_ends_with_another_status(xunwang, here):
    (here / "a.html").write_bytes(_page("办事公示", ODD))
    ended = xunwang("column", "test", "a.html", "--items", "li.none")

    assert ended.status == 2
    assert "选择器没有找到条目" in ended.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("a.html", "--items", "li["), "条目选择器“li[”有误，应为CSS选择器"),
        (("a.html", "--items", "li", "--date", ">>"), "日期选择器“>>”有误"),
        (("a.html", "--items", "li", "--type", "公示类"), "没有栏目类型“公示类”，可用：动态要闻"),
        (("没有.html", "--items", "li"), "页面文件 没有.html 不能读取"),
    ],
)
def test_a_wrong_trial_is_one_sentence(xunwang, here, arguments, sentence):
    (here / "a.html").write_bytes(_page("办事公示", ODD))
    ended = xunwang("column", "test", *arguments)

    assert ended.status == 3
    assert sentence in ended.refusal


def test_what_was_seen_of_the_host_and_the_sample_is_taken_over_by_a_reading_of_the_archive(
    xunwang, odd_site
):
    first = run_of(xunwang("inspect", odd_site.home, *FAST))
    again = Path(json.loads(xunwang("reapply", first, "--format", "json").out)["sites"][0]["run"])

    def kept(run):
        found = door.Run.open(run).facts()
        return [fact for fact in found if isinstance(fact, NetworkFact | SampleFact)]

    assert kept(first) == kept(again)
    network, *samples = kept(first)
    assert network.missing.attempt.status == 404
    assert {sample.kind for sample in samples} >= {PageKind.HOME, PageKind.ARTICLE}
    assert all(sample.evidence for sample in samples)
