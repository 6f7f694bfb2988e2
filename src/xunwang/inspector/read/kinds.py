"""What a page is: home, column, article, an error in the clothes of a page, a challenge in place of one."""

import re
from collections.abc import Callable, Sequence

import msgspec

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Form, Item, PageKind, Zone
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.instead import is_challenge, is_error, is_search

_ARTICLE_URL = re.compile(
    r"/t?20\d{6}_\d+\.|/art/\d{4}/|/content[_/]|content_\d+|/info/\d+/\d+|/\d{4,6}/[0-9a-z]{6,}\.s?html?|/c\d+/|[?&](?:articleid|infoid|newsid|id)=\d+"
    r"|/20\d\d[-/]?\d\d/(?:\d\d/)?[^/]+\.s?html?|/[0-9a-f]{24,}\.s?html?|/\d{5,}\.s?html?|detail|article[/_]", re.IGNORECASE
)  # fmt: skip
_LIST_URL = re.compile(
    r"/$|/(?:index|list|default|col)[_\d]*(?:\.[a-z]+)?(?:\?|$)|/col/col\d+", re.IGNORECASE
)
_GUIDE_WORDS = (
    "办理依据", "设定依据", "办理条件", "受理条件", "申请条件", "申请材料", "申报材料", "办理材料", "所需材料", "办理流程", "办理程序",
    "办理时限", "法定时限", "法定办结时限", "承诺时限", "承诺办结时限", "办理地点", "办理地址", "收费标准", "收费依据", "受理机构",
    "实施主体", "实施机构", "服务对象", "办件类型", "咨询方式", "咨询电话", "监督投诉", "法律依据", "政策依据", "实施依据", "审批依据", "受理依据", "申报条件",
    "审批条件", "许可条件", "提交材料", "材料清单", "申请资料", "受理地点", "受理地址", "受理时间", "办事程序", "办事流程", "审批程序", "审批流程", "受理窗口", "办理窗口",
)  # fmt: skip
_GUIDE = re.compile(
    rf"(?:^|\n|\t)\W{{0,3}}[一二三四五六七八九十\d、.（）()]{{0,4}}\s*({'|'.join(_GUIDE_WORDS)})"
)
_BESIDE = re.compile(
    r"(?:^|\n|\t)\W{0,3}[一二三四五六七八九十\d、.（）()]{0,4}\s*(事项名称|办理时间|办公时间|工作时间|联系电话|联系方式)"
)
_ELEMENTS, _FEWEST_OF_GUIDES = 4, 2  # of elements under their labels, and of those that only guides show
_GUIDE_WORD = re.compile("|".join(_GUIDE_WORDS))
_ASKED = re.compile(
    r"(?:来信|来件|来电|留言|咨询|信件|提问|投诉|诉求)(?:内容|描述|标题|主题|时间|日期|编号|人)\s*[:：\n\t]"
)
_ANSWERED = re.compile(
    r"(?:回复|答复|办理|处理|受理|处办)(?:内容|时间|日期|单位|部门|情况|结果|意见|状态)\s*[:：\n\t]"
)
_LETTER_PARTS = (
    re.compile(
        r"(?:^|[\n\t])\s*(?:来信|来件|来电|留言|信件|提问|投诉|诉求|咨询)(?:内容|描述|标题|主题)\s*[:：\n\t]"
    ),
    re.compile(r"(?:^|[\n\t])\s*(?:回复|答复)(?:内容|情况|结果|意见)\s*[:：\n\t]"),
)
_ANSWERS = ("回复", "答复")  # without which the second part cannot be
_END_OF_CRUMBS = frozenset({"正文", "详情", "详细信息", "内容", "文章", "信息内容", "浏览文章"})
_LONG_TEXT = 200
_FEWEST_LETTERS = 3  # dated entries from which a page lists letters and is none


class Signs(msgspec.Struct, frozen=True):
    """What the readers of the parts found, as far as the kind of the page hangs on it."""

    url: str
    status: int | None
    home: str | None
    title: str
    metas: dict[str, str]
    items: Callable[[], Sequence[Item]]
    forms: Sequence[Form]
    last_crumb: str
    has_pager: bool
    labelled: bool
    body_size: int


def kind_of(dom: Dom, signs: Signs) -> PageKind:
    """The kind of the page. A challenge goes before an error, an error before everything that its template still shows."""
    instead = _kind_instead(dom, signs)
    if instead is not None:
        return instead
    if not signs.labelled and _is_guide(dom.text):
        return PageKind.GUIDE
    if (
        _is_labelled_letter(dom.text)
        and sum(item.date is not None for item in signs.items()) < _FEWEST_LETTERS
    ):
        return PageKind.MESSAGE
    if (weight := _article_weight(signs)) >= 2 and _outweighs(weight, signs):
        return PageKind.ARTICLE
    return _other_kind(dom, signs)


def _kind_instead(dom: Dom, signs: Signs) -> PageKind | None:
    """The kind of what stands in place of a page; the home page, too, is told from its address and not from what it shows."""
    text = dom.text.strip()
    if is_challenge(dom, text, signs.status):
        return PageKind.CHALLENGE
    if (signs.status or 200) >= 400 or is_error(dom, text, signs.title, listed=signs.items):
        return PageKind.ERROR
    if signs.home is not None and key_of(signs.url) == key_of(signs.home):
        return PageKind.HOME
    found = is_search(dom, signs.url, signs.title, signs.forms, listed=signs.items)
    return PageKind.SEARCH if found else None


def _is_guide(text: str) -> bool:
    """Whether four elements of a guide stand under their labels; one that names its item may fill up with those that other pages show, too."""
    if len(set(_GUIDE_WORD.findall(text))) < _FEWEST_OF_GUIDES:
        return False
    told = len(set(_GUIDE.findall(text)))
    beside = set(_BESIDE.findall(text)) if _FEWEST_OF_GUIDES <= told < _ELEMENTS else set()
    return told >= _ELEMENTS or ("事项名称" in beside and told + len(beside) >= _ELEMENTS)


def _article_weight(signs: Signs) -> int:
    weight = (
        2 * bool(signs.metas.get("ArticleTitle")) + 2 * signs.labelled + (signs.last_crumb in _END_OF_CRUMBS)
    )
    return weight + (signs.body_size >= _LONG_TEXT) + bool(_ARTICLE_URL.search(signs.url))


def _outweighs(weight: int, signs: Signs) -> bool:
    """Whether the signs of an article weigh more than those of a list, whose items are only asked for where they can matter."""
    listed = int(bool(_LIST_URL.search(signs.url)))
    tagged = bool(signs.metas.get("ColumnName")) and "ArticleTitle" not in signs.metas
    listed += tagged
    if weight > listed + 2 + 2 * signs.has_pager:
        return True
    dated = sum(item.date is not None for item in signs.items())
    return weight > listed + (dated >= (2 if tagged else 3)) + (dated >= 8) + 2 * (
        signs.has_pager and bool(signs.items())
    )


def _other_kind(dom: Dom, signs: Signs) -> PageKind:
    if any(form.purpose == "message" for form in signs.forms):
        return PageKind.MESSAGE
    if signs.items() or signs.has_pager or _names_column(signs) or _holds_list(dom):
        return PageKind.COLUMN
    if _is_letter(dom.text):
        return PageKind.MESSAGE
    return (
        PageKind.ARTICLE
        if signs.body_size >= _LONG_TEXT and bool(_ARTICLE_URL.search(signs.url))
        else PageKind.OTHER
    )


def _is_letter(text: str) -> bool:
    """A letter with its answer, each part under its label."""
    return _ASKED.search(text) is not None and _ANSWERED.search(text) is not None


def _is_labelled_letter(text: str) -> bool:
    """A letter whose own words and whose answer stand each in a line under its label, whatever days the page shows."""
    answered = any(word in text for word in _ANSWERS)
    return answered and all(part.search(text) for part in _LETTER_PARTS)


def _names_column(signs: Signs) -> bool:
    return bool(signs.metas.get("ColumnName")) and not signs.metas.get("ArticleTitle")


def _holds_list(dom: Dom) -> bool:
    """An empty list in the main part: the place of a list that holds nothing."""
    return any(
        "list" in node.names and node.zone in {Zone.MAIN, Zone.UNKNOWN}
        for node in dom.all("ul", "ol", "table", "div")
    )
