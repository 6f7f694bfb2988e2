"""Works a spec out into a plan: every column filled, every article dated, every link given its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from xunwang_demo import documents, forms, oddities, platform, whole
from xunwang_demo.model import Article, Attachment, Column, ColumnKind, Guide, Message
from xunwang_demo.plan import Look, Plan, PlantedLink, edge
from xunwang_demo.prose import GUIDE_ELEMENTS, GUIDE_TITLES, LETTERS, statics
from xunwang_demo.specs import SLUGS, ColumnSpec, LinkSpec, SiteSpec
from xunwang_demo.styles import ALL_STYLES
from xunwang_demo.styles.base import Slot, Style
from xunwang_demo.text import Writer

ZONE = ZoneInfo("Asia/Shanghai")
_GAPS: dict[ColumnKind, tuple[int, int]] = {
    "news": (1, 3),
    "notice": (3, 16),
    "personnel": (20, 70),
    "planning": (40, 120),
}
_OLD_ANSWERS = 100  # days
_STALE_DAYS: dict[ColumnKind, tuple[int, int]] = {"news": (4, 60), "data": (420, 800), "other": (420, 800)}


def compose(spec: SiteSpec, number: int, rng: Random, as_of: date, *, scale: int, mutate: bool) -> Plan:
    style = ALL_STYLES[spec.style]
    filler = Filler(spec, number, rng, as_of, scale)
    plan = Plan(
        spec=spec,
        as_of=as_of,
        number=number,
        code=f"99010000{number:02d}",
        icp=f"苏ICP备99{number:06d}号-1",
        police=f"990102020{number:05d}",
        phone=f"0600-22{number:02d}0{number % 10}1",
        look=forms.random_look(rng) if mutate else _own_look(style, number),
        columns=tuple(filler.column(column, index) for index, column in enumerate(spec.columns, 1)),
        links=(),
        other_code=f"99010000{number % 7 + 61:02d}",
        citizen_number=oddities.citizen_number(rng),
    )
    plan = replace(
        plan, elsewhere=tuple(platform.placed(plan, filler.column(one, 0)) for one in spec.elsewhere)
    )
    plan = replace(plan, links=tuple(_place_links(plan, rng)))
    return whole.apply(oddities.apply(documents.apply(plan)))


def _place(spec: SiteSpec) -> str:
    return (
        "示例市"
        if spec.kind in {"部门网站", "专业系统"}
        else spec.name.removesuffix("人民政府").removesuffix("管理委员会")
    )


def _own_look(style: Style, number: int) -> Look:
    return Look(
        classes=style.classes,
        list_date=style.list_date,
        article_date=style.article_date,
        date_label=style.date_label,
        source_label=style.source_label,
        meta=style.meta,
        marks=number,
    )


class Filler:
    """Fills the columns of one site; numbers of articles are its own and never repeat."""

    def __init__(self, spec: SiteSpec, number: int, rng: Random, as_of: date, scale: int) -> None:
        self._spec = spec
        self._style = ALL_STYLES[spec.style]
        self._rng = rng
        self._as_of = as_of
        self._scale = scale
        self._writer = Writer(rng, _place(spec))
        self._numbers = count(10_000 + number * 1_000_000)

    def column(self, column: ColumnSpec, number: int) -> Column:
        slot = Slot(number, self._slug(column.name), self._slug(column.parent) if column.parent else None)
        bare = Column(
            name=column.name,
            kind=column.kind,
            path=self._style.column_path(slot),
            parent=column.parent,
            scripted=column.scripted,
            on_home=column.home,
        )
        if column.kind == "static":
            return replace(bare, texts=statics(column.name, self._spec.name))
        if column.kind == "messages":
            return replace(bare, messages=self._letters(slot) if self._spec.letters else ())
        if column.kind == "services":
            return replace(bare, guides=self._guides(slot))
        if not bare.is_list or column.state == "blank":
            return bare
        return replace(bare, articles=tuple(self._articles(column, slot)))

    def _slug(self, name: str) -> str:
        names = [column.name for column in (*self._spec.columns, *self._spec.elsewhere)]
        return SLUGS.get(name, f"lm{names.index(name) + 1}")

    def _articles(self, column: ColumnSpec, slot: Slot) -> list[Article]:
        """A pinned old item on top, an item dated after the monitoring point: the first date is not the newest."""
        days = _days(column, self._rng, self._as_of, column.count * self._scale)
        if column.future:
            days = [self._as_of + timedelta(days=12), *days[:-1]]
        articles = [self._article(column.kind, day, slot) for day in days]
        if column.pinned:
            articles.insert(0, replace(articles.pop(), pinned=True))
        if column.deadline:
            articles[0] = replace(articles[0], title=f"{articles[0].title}{self._deadline()}")
        return articles

    def _deadline(self) -> str:
        day = self._as_of + timedelta(days=30)
        return f"（报名截止{day.year}年{day.month}月{day.day}日）"

    def _article(self, kind: ColumnKind, day: date, slot: Slot) -> Article:
        rng, spec, number = self._rng, self._spec, next(self._numbers)
        title = self._writer.title(kind, day)
        return Article(
            title=title,
            published=datetime.combine(day, time(rng.randint(8, 17), rng.randint(0, 59)), ZONE),
            source=rng.choice((spec.organiser, spec.name, "示例日报", "示例市融媒体中心")),
            paragraphs=self._writer.body(kind, title, day),
            path=self._style.article_path(slot, number, day),
            attachments=_attachments(kind, rng, number),
            html=_index_card(day, number) if kind == "policy" else "",
            image=f"/images/photo{rng.randint(1, 4)}.png" if kind == "news" and rng.random() < 0.3 else None,
        )

    def _letters(self, slot: Slot) -> tuple[Message, ...]:
        """The first was asked lately, so that its answer is new, unless all answers of the site are old."""
        letters: list[Message] = []
        lag = _OLD_ANSWERS if "old_answers" in self._spec.extras else 0
        for title, question, answer in LETTERS:
            asked = self._as_of - timedelta(days=lag + self._rng.randint(20, 80 if letters else 45))
            path = self._style.article_path(slot, next(self._numbers), asked)
            answered = asked + timedelta(days=self._rng.randint(2, 9))
            letters.append(Message(title, asked, path, question, answered, answer))
        return tuple(sorted(letters, key=lambda letter: letter.asked, reverse=True))

    def _guides(self, slot: Slot) -> tuple[Guide, ...]:
        elements = tuple((name, text.format(office=self._spec.organiser)) for name, text in GUIDE_ELEMENTS)
        kept = elements[:3] if "thin_guides" in self._spec.extras else elements
        day = self._as_of - timedelta(days=500)
        return tuple(
            Guide(
                title=title,
                path=self._style.article_path(slot, next(self._numbers), day),
                elements=(("事项名称", title), *kept),
                form=f"/attachments/form{number}.doc",
            )
            for number, title in enumerate(GUIDE_TITLES, 1)
        )


def _days(column: ColumnSpec, rng: Random, as_of: date, wanted: int) -> list[date]:
    """Newest first; the newest is where the state of the column wants it."""
    low, high = _GAPS.get(column.kind, (6, 30))
    days = [_newest(column, rng, as_of)]
    while len(days) < wanted:
        days.append(days[-1] - timedelta(days=rng.randint(low, high)))
    return days


def _newest(column: ColumnSpec, rng: Random, as_of: date) -> date:
    oldest = edge(column.kind, as_of) or as_of - timedelta(days=180)
    if column.state == "edge":
        return oldest
    if column.state == "late":
        return oldest - timedelta(days=1)
    if column.state == "stale":
        return oldest - timedelta(days=rng.randint(*_STALE_DAYS.get(column.kind, (9, 120))))
    if column.state == "slow":
        return as_of - timedelta(days=rng.randint(18, 120))
    return as_of - timedelta(days=rng.randint(0, 10))


def _index_card(day: date, number: int) -> str:
    """The index card of a document: it was written some days before the day it was published."""
    written = day - timedelta(days=4)
    return (
        f'<table border="1"><tr><td>索<span> </span>引<span> </span>号：</td><td>990100/{day.year}-{number % 100000:05d}</td></tr>'
        f"<tr><td>成文日期：</td><td>{written.year}年{written.month:02d}月{written.day:02d}日</td></tr></table>"
    )


def _attachments(kind: ColumnKind, rng: Random, number: int) -> tuple[Attachment, ...]:
    if kind not in {"notice", "policy", "planning", "personnel"} or rng.random() > 0.25:
        return ()
    suffix, name = rng.choice(
        (
            ("pdf", "文件扫描件"),
            ("doc", "申请表"),
            ("xls", "汇总表"),
            ("docx", "登记表"),
            ("xlsx", "项目清单"),
        )
    )
    file = f"{name}{number}" if suffix == "docx" else str(number)
    return (Attachment(f"{name}.{suffix}", f"/attachments/{file}.{suffix}"),)


def _place_links(plan: Plan, rng: Random) -> Iterable[PlantedLink]:
    articles = [article for column in plan.columns if not column.scripted for article in column.articles[:6]]
    lists = [column for column in plan.columns if column.articles and not column.scripted]
    for link in plan.spec.links:
        if link.place == "home":
            page = "/"
        elif link.place == "column":
            page = rng.choice(lists).path
        else:
            chosen = rng.choice(articles)
            articles.remove(chosen)
            page = chosen.path
        yield PlantedLink(link, _absolute(plan, link), page)


def _absolute(plan: Plan, link: LinkSpec) -> str:
    return link.target if ":" in link.target or link.target == "#" else plan.url(link.target)
