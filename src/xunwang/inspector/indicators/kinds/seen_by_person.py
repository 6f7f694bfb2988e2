"""What only trying out tells of an account or app: whether it opens, downloads, answers, is certified. The newest word of a person counts."""

import datetime as dt
from typing import Literal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import AccountFact, Record

Aspect = Literal["opens", "downloads", "interacts", "certified"]
_FAULTS: dict[Aspect, str] = {
    "opens": "打不开或不能正常使用",
    "downloads": "无法下载",
    "interacts": "没有提供有效的互动功能（菜单、私信、评论）",
    "certified": "没有经过平台官方认证",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """Any of the aspects that failed is a fault."""

    aspects: tuple[Aspect, ...]


def examine(params: Params, book: FactBook, _as_of: dt.date) -> Report:
    """Nobody tried: that is said and blocks nothing."""
    tried = [look for look in book.accounts if any(_word(look, one) is not None for one in params.aspects)]
    if not tried:
        return unchecked("没有人工核查记录，可在账号页面登记", blocks=False)
    last = max(tried, key=lambda look: look.seen)
    places = tuple(_place(one, last, book.home_url) for one in params.aspects if _word(last, one) is False)
    return counted(places) if places else met("人工核查正常")


def _word(look: AccountFact, aspect: Aspect) -> bool | None:
    word: bool | None = getattr(look, aspect)
    return word


def _place(aspect: Aspect, look: AccountFact, url: str) -> Place:
    remark = f"：{look.remark}" if look.remark else ""
    return Place(
        f"tried:{aspect}", url, f"人工核查，{_FAULTS[aspect]}{remark}", evidence=look.evidence, seen=look.seen
    )
