"""The city's new-media accounts: sixty-two of them on nine platforms, each with the ways in that its platform has, and what is wrong with it.

What a way in shows is written as the platform would give it: a timeline, a list of videos, a capture, a feed, rows of an exported list, a
person's note. Some ways fail or show only a part; the truth of their accounts is that nobody can tell.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

from openpyxl import Workbook

ZONE = timezone(timedelta(hours=8))
WEEKS = 13
UNITS = (
    "教育局",
    "水利局",
    "财政局",
    "民政局",
    "司法局",
    "交通运输局",
    "卫生健康委",
    "文化和旅游局",
    "应急管理局",
    "市场监督管理局",
)
SUBJECTS = (
    "春耕备耕",
    "防汛演练",
    "消费维权",
    "义诊进社区",
    "普法宣传",
    "安全生产检查",
    "公交线路调整",
    "阅读周活动",
    "困难群众走访",
    "校园招聘",
)
SILENT, SLOW, RENAMED, OTHER_BODY, TWIN, NEVER = "silent", "slow", "renamed", "other_body", "twin", "never"


@dataclass(frozen=True)
class Post:
    title: str
    at: datetime
    pinned: bool = False


@dataclass(frozen=True)
class MediaAccount:
    """`way` is how it is looked at; `blocked`: the way shows nothing that can be read; `partial`: not all that is published.

    `untimed`: the saved answer does not say when it was taken, so it proves no silence after its newest post. `opens`: what a person who tried an app found.
    `taken`: when the way in was looked at, where that is not the end of the monitoring point. `linked`: its answers hold what addresses are made of.
    """

    name: str
    platform: str
    kind: str
    handle: str
    organiser: str
    way: str
    posts: tuple[Post, ...]
    shown: str
    body: str
    faults: frozenset[str] = frozenset()
    blocked: bool = False
    partial: bool = False
    untimed: bool = False
    opens: bool | None = None
    taken: datetime | None = None
    linked: bool = True

    @property
    def slow_weeks(self) -> int:
        return len(_slow(self.posts, self.point)) if self.sees_all else 0

    @property
    def sees_all(self) -> bool:
        """What shows not a single post of the account does not say that it was looked for."""
        return bool(self.posts) and not (self.blocked or self.partial or self.untimed)

    point: date = field(default=date(2026, 3, 31))


@dataclass(frozen=True)
class Group:
    """Accounts of one platform: their type in the register, how many, and the way in that they have."""

    platform: str
    kind: str
    count: int
    way: str


_GROUPS = (
    Group("微博", "政务微博", 9, "weibo"),
    Group("抖音", "短视频", 9, "douyin"),
    Group("微信公众号", "订阅号", 10, "table"),
    Group("微信公众号", "服务号", 5, "wechat_platform"),
    Group("快手", "短视频", 6, "capture"),
    Group("今日头条", "其他", 7, "feed"),
    Group("视频号", "短视频", 6, "table"),
    Group("百家号", "其他", 6, "capture"),
    Group("小程序", "其他", 4, "entered"),
)


def build(seed: int, point: date = date(2026, 3, 31)) -> tuple[MediaAccount, ...]:
    """The accounts; the same for the same seed and monitoring point."""
    dice = random.Random(seed)
    return tuple(_account(dice, group, number, point) for group in _GROUPS for number in range(group.count))


def _account(dice: random.Random, group: Group, number: int, point: date) -> MediaAccount:
    platform, kind, way = group.platform, group.kind, group.way
    unit = f"示例市{UNITS[number % len(UNITS)]}"
    name = f"示例{UNITS[number % len(UNITS)].removesuffix('局').removesuffix('委')}{platform[:2]}"
    fault = (None, None, SILENT, SLOW, None, RENAMED, NEVER, None, OTHER_BODY, SLOW)[number % 10]
    account = MediaAccount(
        name=name,
        platform=platform,
        kind=kind,
        handle=f"shili-{platform_id(platform, kind)}-{number + 1}",
        organiser=unit,
        way=way,
        posts=(),
        shown=name,
        body=unit,
        faults=frozenset({fault} if fault else ()),
        blocked=number == 4 and way in {"weibo", "douyin", "capture"},
        partial=way == "wechat_platform",
        untimed=number >= 6 and way == "weibo",
        opens=(True, None, False, None)[number % 4] if way == "entered" else None,
        point=point,
    )
    if fault == RENAMED:
        account = replace(account, shown=f"新{name}")
    if fault == OTHER_BODY:
        account = replace(account, body="示例市文化传媒有限公司")
    return replace(account, posts=_posts(dice, account))


def platform_id(platform: str, kind: str) -> str:
    known = {
        "微博": "weibo",
        "抖音": "douyin",
        "快手": "kuaishou",
        "今日头条": "toutiao",
        "视频号": "wechat_channels",
        "百家号": "baijiahao",
    }
    kinds = {"订阅号": "wechat_subscription", "服务号": "wechat_service"}
    return kinds.get(kind) or known.get(platform, "wechat_mini")


def _posts(dice: random.Random, account: MediaAccount) -> tuple[Post, ...]:
    """Newest first; at least two in each week, but for those that are slow or silent."""
    if NEVER in account.faults:
        return ()
    quiet = {dice.randrange(2, WEEKS) for _ in range(3)} if SLOW in account.faults else set()
    first = dice.randrange(3, 7) if SILENT in account.faults else 0
    posts = []
    for week in range(first, WEEKS + 2):
        for turn in range(dice.randrange(0, 2) if week in quiet else dice.randrange(2, 4)):
            day = account.point - timedelta(days=7 * week + turn * 2 + dice.randrange(2))
            moment = datetime.combine(day, time(dice.randrange(8, 18), dice.randrange(60)), ZONE)
            posts.append(Post(f"{dice.choice(SUBJECTS)}第{week * 10 + turn + 1}期", moment))
    posts.sort(key=lambda post: post.at, reverse=True)
    old = Post(
        "账号服务说明", datetime.combine(account.point - timedelta(days=700), time(9), ZONE), pinned=True
    )
    return (old, *posts) if account.way in {"weibo", "douyin"} else tuple(posts)


def _slow(posts: tuple[Post, ...], point: date) -> list[date]:
    """Last days of the weeks with fewer than two posts, in the twelve whole weeks of a quarter that ends on 31 March."""
    days = [post.at.date() for post in posts if not post.pinned]
    ends = [point - timedelta(days=7 * week) for week in range(12)]
    return [end for end in ends if sum(end - timedelta(days=7) < day <= end for day in days) < 2]


# ── the truth ────────────────────────────────────────────────────────────────────────────────────


def truth(account: MediaAccount) -> dict[str, str]:
    """Rule -> met, found or unchecked, under Henan's norm. A mini-program has no period to keep; a person tries it."""
    if account.kind == "其他" and account.platform == "小程序":
        return {"N-V2.2": {True: "met", False: "found", None: "unchecked"}[account.opens]}
    recent = any((account.point - post.at.date()).days <= 14 for post in account.posts if not post.pinned)
    seen = {
        "N-V2.1": "met" if recent and not account.blocked else "found" if account.sees_all else "unchecked"
    }
    shows_name = account.way in {"weibo", "capture", "feed", "douyin"} and not account.blocked
    if shows_name and NEVER not in account.faults:
        differs = RENAMED in account.faults and account.way != "feed"
        foreign = OTHER_BODY in account.faults and account.way == "capture"
        tells_body = account.way == "capture"
        seen["M-4"] = "found" if differs or foreign else "met" if tells_body else "unchecked"
    return seen


# ── what the ways in show ────────────────────────────────────────────────────────────────────────


def payload(account: MediaAccount) -> bytes | None:
    """What the account's way in gives; None where it is a row of a table or a person's note."""
    makers: dict[str, Callable[[MediaAccount], str]] = {
        "weibo": _weibo,
        "douyin": _douyin,
        "wechat_platform": _wechat,
        "capture": _capture,
        "feed": _feed,
    }
    maker = makers.get(account.way)
    return maker(account).encode() if maker else None


def _seen(account: MediaAccount) -> datetime:
    return account.taken or datetime.combine(account.point, time(23, 50), ZONE)


def _weibo(account: MediaAccount) -> str:
    if account.blocked:
        return json.dumps({"error_code": 21327, "error": "expired_token"})
    user = {"screen_name": account.shown, "domain": account.handle} | ({"id": 1} if account.linked else {})
    statuses = [
        {
            "id": number,
            "text": f"【{post.title}】",
            "created_at": post.at.strftime("%a %b %d %H:%M:%S +0800 %Y"),
            "user": user,
            **({"isTop": 1} if post.pinned else {}),
        }
        for number, post in enumerate(account.posts, 1)
    ]
    body = json.dumps(
        {"statuses": statuses, "total_number": len(statuses), "next_cursor": 0}, ensure_ascii=False
    )
    if account.untimed:
        return body
    date = format_datetime(_seen(account).astimezone(UTC), usegmt=True)
    return f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: {date}\r\n\r\n{body}"


def _douyin(account: MediaAccount) -> str:
    if account.blocked:
        return json.dumps({"status_code": 0})
    listed = [
        {
            "aweme_id": f"{'7' if account.linked else 'v'}{number:018d}",
            "desc": post.title,
            "create_time": int(post.at.timestamp()),
            "is_top": int(post.pinned),
            "author": {"nickname": account.shown, "unique_id": account.handle},
        }
        for number, post in enumerate(account.posts, 1)
    ]
    now = {"now": int(_seen(account).timestamp() * 1000)}
    return json.dumps(
        {"status_code": 0, "has_more": 0, "aweme_list": listed, "extra": now}, ensure_ascii=False
    )


def _wechat(account: MediaAccount) -> str:
    items = [
        {
            "article_id": f"{account.handle}-{number}",
            "content": {
                "news_item": [
                    {"title": post.title, "url": f"https://mp.weixin.qq.com/s/{account.handle}-{number}"}
                ],
                "update_time": int(post.at.timestamp()),
            },
        }
        for number, post in enumerate(account.posts)
    ]
    return json.dumps(
        {"item": items, "item_count": len(items), "total_count": len(items)}, ensure_ascii=False
    )


def _capture(account: MediaAccount) -> str:
    posts = [] if account.blocked else [_captured(post, account) for post in account.posts]
    return json.dumps(
        {
            "xunwang_capture": 1,
            "captured_at": _seen(account).isoformat(),
            "platform": account.platform,
            "account": account.shown,
            "certified": account.body,
            "posts": posts,
        },
        ensure_ascii=False,
    )


def _captured(post: Post, account: MediaAccount) -> dict[str, str]:
    """Times as such pages write them: of this day by the clock, of this year without the year."""
    age = (account.point - post.at.date()).days
    words = {0: f"今天 {post.at:%H:%M}", 1: f"昨天 {post.at:%H:%M}"}
    same_year = post.at.year == account.point.year
    return {
        "title": post.title,
        "time": words.get(age) or (f"{post.at:%m-%d %H:%M}" if same_year else f"{post.at:%Y-%m-%d %H:%M}"),
    }


def _feed(account: MediaAccount) -> str:
    items = "".join(
        f"<item><title>{post.title}</title><link>https://toutiao.example/{account.handle}/{number}</link>"
        f"<pubDate>{format_datetime(post.at)}</pubDate></item>"
        for number, post in enumerate(account.posts)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{account.shown} - 头条号</title>{items}</channel></rss>'


# ── files ────────────────────────────────────────────────────────────────────────────────────────

REGISTER = ("名称", "平台", "类型", "账号标识", "主办单位", "备案日期", "订阅地址")


def write(accounts: tuple[MediaAccount, ...], folder: Path, feeds_at: str) -> None:
    """账号.xlsx, 发文.xlsx, 登记.csv, saved/ and feeds/ (to be served under `feeds_at`), and truth.csv."""
    for name in ("saved", "feeds"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _table(folder / "账号.xlsx", REGISTER, _register(accounts, feeds_at))
    write_list([account for account in accounts if account.way == "table"], folder / "发文.xlsx")
    with (folder / "登记.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("平台", "账号名称", "账号标识", "最近更新时间", "查看时间", "查看人", "能否打开"))
        writer.writerows(_entered(account) for account in accounts if account.way == "entered")
    for account in accounts:
        body = payload(account)
        if body is not None:
            ending = "xml" if account.way == "feed" else "json"
            place = "feeds" if account.way == "feed" else "saved"
            (folder / place / f"{account.handle}.{ending}").write_bytes(body)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            (one.handle, rule, kind) for one in accounts for rule, kind in truth(one).items()
        )


def write_list(accounts: list[MediaAccount], path: Path) -> None:
    """The posts of accounts, as somebody exports them from their platforms."""
    _table(path, ("平台", "账号名称", "账号标识", "标题", "发布时间"), _rows(accounts))


def _register(accounts: tuple[MediaAccount, ...], feeds_at: str) -> Iterator[tuple[object, ...]]:
    for account in accounts:
        feed = f"{feeds_at}/{account.handle}.xml" if account.way == "feed" else None
        yield (
            account.name,
            account.platform,
            account.kind,
            account.handle,
            account.organiser,
            "2022-05-01",
            feed,
        )


def _rows(accounts: list[MediaAccount]) -> Iterator[tuple[object, ...]]:
    for account in accounts:
        for post in account.posts:
            yield account.platform, account.shown, account.handle, post.title, f"{post.at:%Y-%m-%d %H:%M}"


def _entered(account: MediaAccount) -> tuple[object, ...]:
    last = f"{account.posts[0].at:%Y-%m-%d %H:%M}" if account.posts else "无"
    opens = {True: "是", False: "否", None: ""}[account.opens]
    seen = f"{_seen(account):%Y-%m-%d %H:%M}"
    return account.platform, account.name, account.handle, last, seen, "王检查", opens


def _table(path: Path, header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
