"""The written forms of dates that content systems use, and the classes they call things by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from xunwang_demo.plan import Look

WEEKDAYS = "一二三四五六日"
LIST_DATES = ("dash", "slash", "bracket", "yearless", "split", "dots", "chinese", "until")
ARTICLE_DATES = ("dash", "slash", "chinese", "spans", "dots")
DATE_LABELS = ("发布时间：", "发布日期：", "时间：", "时间发布：", "日期：", "发布时间:")
SOURCE_LABELS = ("来源：", "信息来源：", "来源:", "文章来源：")
META_FORMS = ("normal", "lower", "content_first", "single", "upper")
WORDS = (
    "wrap",
    "head",
    "nav",
    "crumb",
    "list",
    "date",
    "more",
    "box",
    "main",
    "side",
    "foot",
    "body",
    "info",
    "page",
)
_ALTERNATIVES = ("con", "zw", "gl", "cm", "tb", "um", "xx", "ny", "bt", "lb")


def list_date(form: str, day: date, as_of: date) -> str:
    """A date as a list shows it; a year is left out only where everyone would supply the same one."""
    if form == "yearless" and not timedelta(0) <= as_of - day <= timedelta(days=350):
        form = "dash"
    forms = {
        "dash": f"{day:%Y-%m-%d}",
        "slash": f"{day.year}/{day.month}/{day.day}",
        "bracket": f"[{day:%Y-%m-%d}]",
        "yearless": f"{day:%m-%d}",
        "split": f"<b>{day:%d}</b><i>{day:%Y-%m}</i>",
        "dots": f"{day:%Y.%m.%d}",
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "until": f"{day:%Y-%m-%d}　有效期至：{day + timedelta(days=365):%Y-%m-%d}",
    }
    return forms[form]


def article_date(form: str, moment: datetime) -> str:
    forms = {
        "dash": f"{moment:%Y-%m-%d %H:%M}",
        "slash": f"{moment:%Y/%m/%d %H:%M}",
        "chinese": f"{moment:%Y}年{moment:%m}月{moment:%d}日 {moment:%H:%M}",
        "spans": f"<span>{moment:%Y}</span>年<span>{moment:%m}</span>月<span>{moment:%d}</span>日",
        "dots": f"{moment:%Y.%m.%d}",
    }
    return forms[form]


def today(day: date) -> str:
    return f"今天是{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def random_look(rng: Random) -> Look:
    """A handwriting nobody has seen before; marks pick their forms by `marks`."""
    classes = tuple(
        (word, f"{rng.choice(_ALTERNATIVES)}_{rng.choice(_ALTERNATIVES)}{rng.randint(1, 999)}")
        for word in WORDS
    )
    return Look(
        classes=classes,
        list_date=rng.choice(LIST_DATES),
        article_date=rng.choice(ARTICLE_DATES),
        date_label=rng.choice(DATE_LABELS),
        source_label=rng.choice(SOURCE_LABELS),
        meta=rng.choice(META_FORMS),
        marks=rng.randrange(1000),
        sections_reversed=rng.random() < 0.5,
        signed=rng.random() < 0.5,
    )
