"""Lists of posts as people hand them in."""

import datetime as dt

import openpyxl

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind

NOW = dt.datetime(2026, 3, 31, 12, 0, tzinfo=SHANGHAI)


def written(tmp_path, text, charset="utf-8"):
    path = tmp_path / "posts.csv"
    path.write_bytes(text.encode(charset))
    return path


def account(name, platform, handle=None):
    return Subject(
        id=f"{platform}/{name}", name=name, home=f"{platform}:{name}", kind=SubjectKind.ACCOUNT, platform=platform,
        handle=handle,
    )  # fmt: skip


HEAD = "平台,账号名称,标题,发布时间\n"
DATED = "微博,甲,一,2026-01-05\n抖音,乙,二,2026-01-06\n"


def whole(tmp_path, text, subjects, former=()):
    posts = door.PostList(
        written(tmp_path, text), since=dt.datetime(2026, 1, 1, tzinfo=SHANGHAI), until=NOW, covers_all=True
    )
    return door.share_list(posts, subjects, NOW, former).lists


def workbook(tmp_path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "发文.xlsx"
    book.save(path)
    return path


def month(number, *above):
    days = [["微博", "甲", f"第{day}天", f"2026-{number:02d}-{day:02d} 09:30"] for day in range(1, 28)]
    return [*above, ["平台", "账号名称", "标题", "发布时间"], *days]


def shared(tmp_path, text, **said):
    one, other = account("甲", "weibo"), account("乙", "weibo")
    table = door.share_list(door.PostList(written(tmp_path, text), **said), [one, other], NOW)
    return {name: next(iter(door.facts_of_list(one, table.lists[f"weibo/{name}"]))) for name in "甲乙"}
