"""网站公布账号入口: whether a website of the account's unit leads to it, by a link or a code to scan."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(_params: Params, book: FactBook, _as_of: dt.date) -> Report:
    """What a script draws is not seen, so a person looks before it counts."""
    told = [look for look in book.accounts if look.on_site is not None]
    last = max(told, key=lambda look: look.seen, default=None)
    if last is None or last.on_site is None:
        return unchecked("没有核对本单位网站", blocks=False)
    entry = last.on_site
    if entry.url is not None:
        return met(f"{entry.site}的{'二维码' if entry.code else '链接'} {entry.url}")
    if entry.unread is not None:
        return unchecked(entry.unread, blocks=False)
    message = f"在{entry.site}没有看到账号的链接和二维码"
    return counted((Place("entry", book.home_url, message, seen=last.seen, certain=False),))
