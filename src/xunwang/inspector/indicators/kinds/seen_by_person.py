"""What only trying out tells of an account or app: whether it opens, downloads, answers, is certified. Of each the newest word of a person counts."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import SHANGHAI, AccountFact, Record

Aspect = Literal["opens", "downloads", "interacts", "certified"]
_FAULTS: dict[Aspect, str] = {
    "opens": "打不开或不能正常使用",
    "downloads": "无法下载",
    "interacts": "没有提供有效的互动功能（菜单、私信、评论）",
    "certified": "没有经过平台官方认证",
}
_NAMES: dict[Aspect, str] = {
    "opens": "能否打开、使用",
    "downloads": "能否下载",
    "interacts": "互动功能",
    "certified": "平台认证",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """Any of the aspects that failed is a fault. `months`: what was tried longer ago says nothing of the monitoring point."""

    aspects: tuple[Aspect, ...]
    months: int | None = None


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """Nobody tried: that is said and blocks nothing."""
    edge = months_back(as_of, params.months) if params.months else dt.date.min
    tried = _tried(params, book)
    fresh = {one: look for one, look in tried.items() if look.seen.astimezone(SHANGHAI).date() >= edge}
    places = tuple(
        _place(one, look, book.home_url) for one, look in fresh.items() if getattr(look, one) is False
    )
    if places:
        return counted(places)
    if tried and not fresh:
        last = max(look.seen for look in tried.values()).astimezone(SHANGHAI).date()
        return unchecked(
            f"最近一次人工核查在{last}，早于监测时间点前{months_words(params.months or 0)}", blocks=False
        )
    if not fresh:
        return unchecked("没有人工核查记录，可在账号页面登记", blocks=False)
    missing = [one for one in params.aspects if one not in fresh and not _implied(one, fresh)]
    if missing:
        names = "、".join(_NAMES[one] for one in missing)
        return unchecked(f"没有人工核查{names}", blocks=False)
    return met("人工核查正常")


def _tried(params: Params, book: FactBook) -> dict[Aspect, AccountFact]:
    """The newest word on each aspect; what opened since could be downloaded."""
    tried = {one: look for one in params.aspects if (look := _last(book, one))}
    opened, downloaded = tried.get("opens"), tried.get("downloads")
    if opened and opened.opens and downloaded and downloaded.seen < opened.seen:
        del tried["downloads"]
    return tried


def _last(book: FactBook, aspect: Aspect) -> AccountFact | None:
    told = [look for look in book.accounts if getattr(look, aspect) is not None]
    return max(told, key=lambda look: look.seen, default=None)


def _implied(aspect: Aspect, tried: Mapping[Aspect, AccountFact]) -> bool:
    """What opens could be had; mini-programs are not downloaded at all."""
    return aspect == "downloads" and "opens" in tried


def _place(aspect: Aspect, look: AccountFact, url: str) -> Place:
    remark = f"：{look.remark}" if look.remark else ""
    return Place(
        f"tried:{aspect}", url, f"人工核查，{_FAULTS[aspect]}{remark}", evidence=look.evidence, seen=look.seen
    )
