"""Pages of letters, written around one question and one answer."""

import datetime as dt

from xunwang.inspector.model import Message
from xunwang.inspector.read import read_page

HOME = "http://www.heping.gov.cn/"
QUESTION, REPLY = (
    "请问一号线何时开通？",
    "您好！您反映的问题收悉，相关工作已列入计划，预计年内完成。",
)


def letters(body: str, title: str = "信件选登") -> tuple[Message, ...]:
    page = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
    return read_page(page.encode(), HOME + "xj/1.html", home=HOME, today=dt.date(2026, 3, 31)).messages


WAY = "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/xj/'>信件选登</a></div><h1>地铁何时开通</h1>"
ASKED, ANSWERED = "提交时间：2026-02-20 08:00", "答复单位：区交通局 答复时间：2026-02-27 15:00"


def rows(body: str) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [
        (one.title, *(day.isoformat() if day else None for day in (one.asked, one.answered)), one.replied)
        for one in letters(body, "网上咨询")
    ]
