"""Quality gate of what units hand in about their accounts: lists, answers and pages as clerks make them, all invented, each with its truth."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, PostFact, Subject

FLOOR = 33
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
SINCE = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)


class Case(NamedTuple):
    """`content` is handed in for the account; a list by somebody who says that it holds everything from 2026-01-01 until today."""

    name: str
    content: Callable[[Path], Path]
    newest: str | None
    posts: int
    proves: bool = False
    platform: str = "微博"


def book(sheets: dict[str, list[list[object]]], *merged: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        made = openpyxl.Workbook()
        made.remove(made.worksheets[0])
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        for cells in merged:
            made.worksheets[0].merge_cells(cells)
        made.save(folder / "清单.xlsx")
        return folder / "清单.xlsx"

    return write


def table(rows: list[list[str]], charset: str = "utf-8", apart: str = ",") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=apart).writerows(rows)
        (folder / "清单.csv").write_bytes(text.getvalue().encode(charset))
        return folder / "清单.csv"

    return write


def saved(body: object) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "保存"
        path.write_text(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), "utf-8")
        return path

    return write


HEAD: list[object] = ["标题", "发布时间"]
MAY = ["采茶节开幕", "2026-05-02 09:00"]
LISTS = [
    Case("heading", book({"台账": [["示例镇信息台账"], ["填报单位：示例镇"], [], ["序号", "信息标题", "发布时间", "备注"],
        [1, "渡口恢复通航", "2026/11/21 9:05", None], [2, "秋粮入库", "2026/11/2 18:40", "链接打不开"], ["合计", "2篇", None, None]]}), "2026-11-21", 2, True),
    Case("edited", table([["标题", "首次发布", "最后编辑时间"], ["水管改造", "2026-10-20 08:00", "2026-11-20 10:00"]], "gb18030"), "2026-10-20", 1, True),
    Case("to come", book({"图文": [["文章标题", "状态", "发布时间"], ["下月放映表", "定时发布", 46357.375], ["桥面维修", "已发布", 46325.5]]}), "2026-10-30", 1, True),
    Case("wrong year", book({"图文": [HEAD, ["桥面维修", "2027-10-30"], MAY]}), "2026-05-02", 1),
    Case("deleted", book({"发文": [["标题", "时间", "当前状态"], ["写错的通告", "2026-11-18 10:00", "已删除"], ["更正后的通告", "2026-10-20 17:00", "正常"]]}), "2026-10-20", 1, True),
    Case("day of several rows", book({"11月": [["示例镇视频号登记（2026年11月）", None, None], ["日期", "时间", "视频名称"],
        ["11月18日", "9:44", "糖画"], [None, "12:41", "皮影"], ["11月9日", "8:00", "竹编"], ["小计", None, "3条"]]}, "A1:C1", "A3:A4"), "2026-11-18", 3, True),
    Case("day of several rows in a csv", table([["日期", "时间", "作品"], ["2026-11-18", "9:44", "糖画"], ["", "12:41", "皮影"]]), "2026-11-18", 2, True),
    Case("merged day without clock", book({"推文": [["发布日期", "推文题目"], ["2026-11-18", "糖画"], [None, "皮影"]]}, "A2:A3"), "2026-11-18", 2, True),
    Case("two accounts", table([["账号名称", "推送日期", "推送标题"], ["示例发布 ", "2026.04.12", "春汛"], ["示例发布厅", "2026.11.16", "冬防"], ["示例发布", "2026.04.02", "春灌"]]), "2026-04-12", 2, True),
    Case("drafts", book({"草稿箱": [["标题", "更新时间", "状态"], ["没写完的", "2026-11-22 18:00", "未发送"]],
        "已群发": [["标题", "群发时间", "状态"], ["修路", "2026-10-11 10:10", "发送成功"]]}), "2026-10-11", 1, True),
    Case("only drafts", book({"已发表（0）": [["标题", "发表时间"], ["合计", "0篇"]], "草稿（1）": [["标题", "最近修改"], ["开通致辞", "2026-01-06 09:00"]]}), None, 0, True),
    Case("year in the title", book({"Sheet1": [["示例教体2026年下半年更新情况", None], ["发布日期", "作品"], ["11月3日", "校园开放日"], ["7月15日", "读书月"], ["本月预计再更新3条", None]]}), "2026-11-03", 2, True),
    Case("days without any year", book({"Sheet1": [["发布日期", "作品"], ["11月3日", "校园开放日"], ["2026-07-15", "读书月"]]}), "2026-07-15", 1),
    Case("a sheet an account", book({"示例发布": [["单位账号：示例发布", None], ["标题", "发布日期"], ["育秧", "2026-06-30"], ["10月无更新", None], ["无", "2026年11月"]],
        "示例林业": [["单位账号：示例林业", None], ["标题", "发布日期"], ["护林", "2026-11-09"]]}), "2026-06-30", 1, True),
    Case("sheets named by accounts", book({"示例林业": [HEAD, ["护林", "2026-11-09"]], "示例发布": [HEAD, ["育秧", "2026-06-30"]]}), "2026-06-30", 1, True),
    Case("sheets of months", book({"10月": [HEAD, ["护林", "2026-10-09"]], "11月": [HEAD, ["育秧", "2026-11-02"]], "12月": []}), "2026-11-02", 2, True),
    Case("a sheet of a month beside sheets of accounts", book({"示例发布": [HEAD, ["育秧", "2026-06-30"]], "11月": [HEAD, ["护林", "2026-11-09"]]}), "2026-06-30", 1),
    Case("a row without words", table([["标题", "发布时间"], ["育秧", "2026-06-30"], ["", "昨天"]]), "2026-06-30", 1),
    Case("for followers", table([["标题", "发布时间", "可见范围"], ["育秧", "2026-06-30", "仅粉丝可见"], ["内部的", "2026-07-30", "仅自己可见"]]), "2026-06-30", 1, True),
    Case("numbers as days", book({"资讯": [["资讯标题", "上线日期"], ["馆藏上新", 20261120], ["灯会", 20261020]]}), "2026-11-20", 2, True),
    Case("first page only", table([["第1页/共7页（按时间升序）", ""], ["微博内容", "发布时间"], ["旧闻", "2025-01-07 15:41"], ["共127条，下一页", ""]]), "2025-01-07", 1),
    Case("header on every page", book({"表": [HEAD, ["灯会", "2026-11-20"], HEAD, ["庙会", "2026-10-20"], ["填表人：某某", None]]}), "2026-11-20", 2, True),
    Case("times of Greenwich", table([["日期(UTC)", "标题"], ["2026-11-10T16:40:00Z", "夜里发的"]], apart="\t"), "2026-11-11", 1, True),
    Case("a row nobody can date", book({"表": [HEAD, ["灯会", "2026-05-20"], ["庙会", "某日"]]}), "2026-05-20", 1),
]  # fmt: skip
PROFILE = """<!DOCTYPE html><!-- Page saved with SingleFile url: https://m.weibo.example/u/7 saved date: Mon Nov 23 2026 08:50:11 GMT+0800 (中国标准时间) -->
<html><head><title>{0}的微博</title></head><body><h3>{0}</h3>
<div><h4><span>2025-07-15</span><span>来自 政务微博</span><b>置顶</b></h4><article><div>汛期值守电话怎么打</div></article></div>
<div><h4><span>3小时前</span><span>来自 政务微博</span></h4><article><div>大棚里的菜这样防冻</div></article></div>
<div><h4><span>11-16</span></h4><article><div>农机检修队下乡记</div></article></div><script>var share = "wechat";</script></body></html>"""
ARTICLE = """<!DOCTYPE html><html><head><meta property="og:title" content="渡口今天复航"><meta property="og:site_name" content="微信公众平台"></head>
<body id="activity-detail"><h2 id="activity-name">渡口今天复航</h2><script>var nickname = "示例发布"; var ct = "1794900000";</script></body></html>"""
MESSAGES = [
    {"comm_msg_info": {"id": 3, "datetime": 1794879600, "status": 7}, "app_msg_ext_info": {"title": "", "content_url": "", "del_flag": 4}},
    {"comm_msg_info": {"id": 2, "datetime": 1794445485, "status": 2}, "app_msg_ext_info": {"title": "水位通报", "content_url": "https://mp.weixin.example/s/1", "del_flag": 1,
        "multi_app_msg_item_list": [{"title": "闸门检修", "content_url": "https://mp.weixin.example/s/2"}]}},
]  # fmt: skip
VIDEOS = {"result": 1, "pcursor": "no_more", "feeds": [
    {"photo": {"id": "k1", "caption": "糖画老人", "timestamp": 1795215600345}, "author": {"name": "示例发布", "id": "sl_fb"}},
    {"photo": {"id": "k2", "caption": "皮影戏台", "timestamp": 1794787631345}, "author": {"name": "示例发布", "id": "sl_fb"}}]}  # fmt: skip
NEWS = {"message": "success", "has_more": True, "data": [
    {"title": "关于我们", "publish_time": 1651366800, "behot_time": 1795392000, "item_id": "1", "is_stick": True, "media_name": "示例发布"},
    {"title": "菜价周报", "publish_time": 1795230660, "behot_time": 1795230780, "item_id": "2", "media_name": "示例发布"},
    {"title": "菜价周报", "publish_time": 1795230660, "behot_time": 1795230780, "item_id": "2", "media_name": "示例发布"}]}  # fmt: skip
COMMENTS = {"data": [{"text": "写得好", "created_at": 1795230660, "user": {"name": "路人甲"}}]}
PRIVATE = {"statuses": [
    {"created_at": "Fri Nov 20 10:00:00 +0800 2026", "id": 2, "text": "只给自己看", "user": {"screen_name": "示例发布"}, "visible": {"type": 1}},
    {"created_at": "Fri Oct 16 10:00:00 +0800 2026", "id": 1, "text": "公开的一条", "user": {"screen_name": "示例发布"}, "visible": {"type": 0}}]}  # fmt: skip
HANDED_IN = [
    Case("profile", saved(PROFILE.format("示例发布")), "2026-11-23", 3),
    Case("profile of somebody else", saved(PROFILE.format("别处发布")), None, 0),
    Case("article", saved(ARTICLE), "2026-11-17", 1, platform="微信公众号"),
    Case("mass messages", saved({"ret": 0, "general_msg_list": json.dumps({"list": MESSAGES})}), "2026-11-12", 2, platform="微信公众号"),
    Case("videos", saved(VIDEOS), "2026-11-21", 2, platform="快手"),
    Case("videos of somebody else", saved(json.loads(json.dumps(VIDEOS).replace("sl_fb", "x").replace(json.dumps("示例发布")[1:-1], "ab"))), None, 0, platform="快手"),
    Case("news", saved(NEWS), "2026-11-21", 2, platform="今日头条"),
    Case("comments", saved(COMMENTS), None, 0, platform="今日头条"),
    Case("private", saved(PRIVATE), "2026-10-16", 1),
]  # fmt: skip


def told(posts: list[tuple[str, dt.datetime | None]]) -> tuple[str | None, int]:
    days = [moment.astimezone(SHANGHAI).date().isoformat() for _, moment in posts if moment]
    return max(days, default=None), len({key for key, _ in posts})


def of_list(case: Case, path: Path, account: Subject) -> tuple[str | None, int, bool]:
    posts = door.PostList(path, since=SINCE, until=NOW, covers_all=True)
    facts = [
        fact
        for listed in door.share_list(posts, [account], NOW).lists.values()
        for fact in door.facts_of_list(account, listed)
    ]
    proves = bool(facts) and any(getattr(fact, "complete_since", None) for fact in facts)
    return (*told([(one.key, one.published) for one in facts if isinstance(one, PostFact)]), proves)


def of_saved(case: Case, path: Path, account: Subject) -> tuple[str | None, int, bool]:
    look, *posts = door.facts_of_saved(account, path.read_bytes(), NOW, NOW)
    assert not isinstance(look, PostFact)
    found = told([(one.key, one.published) for one in posts if isinstance(one, PostFact)])
    return (*found, look.complete_since is not None and look.seen > NOW - dt.timedelta(days=7))


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.name)
def test_a_list_is_read_as_its_clerk_meant_it(case, tmp_path):
    account = door.account_subject("a", "示例发布", case.platform)
    found = of_list(case, case.content(tmp_path), account)
    assert found == (case.newest, case.posts, case.proves)


@pytest.mark.parametrize("case", HANDED_IN, ids=lambda case: case.name)
def test_what_was_saved_shows_posts_and_never_silence_until_today(case, tmp_path):
    account = door.account_subject("a", "示例发布", case.platform)
    found = of_saved(case, case.content(tmp_path), account)
    assert found == (case.newest, case.posts, case.proves)


def test_there_are_as_many_as_before():
    assert len(LISTS) + len(HANDED_IN) >= FLOOR
