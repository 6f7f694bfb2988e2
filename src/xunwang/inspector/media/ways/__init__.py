"""One file for each way in. `recognises(body)` says whether a payload is its own, `look(body, seen)` reads it into a `Look`.

Real payloads differ from what platforms document: every reader takes what it can, and claims completeness only where the payload
proves it.
"""

import datetime as dt
from types import ModuleType

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.ways import capture, douyin, feed, wechat_article, wechat_platform, weibo

# A capture may hold any of the other shapes inside, so it is asked first.
PAYLOADS: dict[str, ModuleType] = {
    "capture": capture,
    "wechat_platform": wechat_platform,
    "weibo": weibo,
    "douyin": douyin,
    "wechat_article": wechat_article,
    "feed": feed,
}
WAY_NAMES = {
    "capture": "人工采集的页面",
    "wechat_platform": "微信公众平台接口",
    "weibo": "微博接口",
    "douyin": "抖音接口",
    "wechat_article": "微信文章页面",
    "feed": "订阅源",
    "table": "导出的发文清单",
    "entered": "人工登记",
}
UNKNOWN_PAYLOAD = "内容不是认得的发文数据，应为订阅源（RSS、Atom、JSON Feed）、平台接口的返回结果、采集书签保存的文件或微信文章页面"


def recognise(body: bytes) -> str | None:
    """The way whose payload this is; None for what none of them knows."""
    return next((name for name, way in PAYLOADS.items() if way.recognises(body)), None)


def read_payload(body: bytes, seen: dt.datetime) -> tuple[str, Look]:
    """The way that knows the payload and what it shows; a payload nobody knows is unread, not empty."""
    name = recognise(body)
    if name is None:
        return "feed", Look(unread=UNKNOWN_PAYLOAD)
    look: Look = PAYLOADS[name].look(body, seen)
    return name, look


def next_page(way: str, url: str, look: Look) -> str | None:
    """The address under which the list that was read at `url` goes on; None where it ends or does not say."""
    follow = getattr(PAYLOADS.get(way), "next_address", None)
    if look.more is None or follow is None:
        return None
    address: str | None = follow(url, look.more)
    return address if address != url else None
