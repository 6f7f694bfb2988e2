"""What looks wrong when the pages of a site are held against each other: each sign is left to a person."""

import datetime as dt
from collections.abc import Callable

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import Record, SignFact, SiteSign

_WORDS: dict[SiteSign, Callable[[SignFact], str]] = {
    SiteSign.WRONG_NAME: lambda sign: f"链接“{sign.name}”打开的是“{sign.other}”",
    SiteSign.TITLE_DIFFERS: lambda sign: f"列表中的标题“{sign.name}”与打开后的标题“{sign.other}”不符",
    SiteSign.DATE_DIFFERS: lambda sign: f"“{sign.name}”在列表中的日期为{sign.other}，相差{sign.value}天",
    SiteSign.SAME_ITEMS: lambda sign: (
        f"栏目“{sign.name}”与“{sign.other}”的内容重复：{sign.out_of}条中有{sign.value}条相同"
    ),
    SiteSign.MISPLACED: lambda sign: (
        f"栏目“{sign.name}”的{sign.out_of}条信息中，{sign.value}条像是“{sign.other}”栏目的内容"
    ),
    SiteSign.REPEATED: lambda sign: f"同一篇信息“{sign.name}”在{sign.value}个地址重复发布",
    SiteSign.REPEALED: lambda sign: (
        f"政策文件“{sign.name}”已在“{sign.other}”中宣布废止或失效，原页面没有标明"
    ),
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    signs: tuple[str, ...]


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    wanted = {SiteSign(name) for name in params.signs}
    places = tuple(_place(sign) for sign in book.whole.signs if sign.sign in wanted)
    return with_gap(counted(places), book.gap)


def _place(sign: SignFact) -> Place:
    return Place(
        locator=f"{sign.sign}:{sign.key}",
        url=sign.url,
        parent=sign.parent,
        message=_WORDS[sign.sign](sign),
        excerpt="；".join(sign.examples) or sign.other_url,
        value=str(sign.value) if sign.value else None,
        evidence=sign.evidence,
        certain=False,
    )
