"""Tags that are there and contradict what their page shows, or the other pages of the site. Each is left to a person."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from xunwang.inspector.indicators.marks import is_another_unit
from xunwang.inspector.indicators.strays import Strays
from xunwang.inspector.model import FlawKind, PageFact, PageKind, Subject

_MOST = 30
_AGAIN = "again"  # a tag with two values
_OF_LISTS = frozenset({PageKind.COLUMN, PageKind.ARTICLE})
_BESIDE = frozenset({PageKind.GUIDE, PageKind.MESSAGE, PageKind.SEARCH, PageKind.OTHER})
_OF_ONE_NAME = 2  # pages: what more of them say is a habit of the site
_PLAIN = re.compile(r"\W+")
_OWN = frozenset({"本站", "本网", "本网站", "网站", "本站原创", "原创", "本网讯", "互联网", "网络"})
_NO_NAME = re.compile(r"\d+|首页|网站首页|主页|栏目|栏目名称|频道|ColumnName", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OUTLET = re.compile(
    r"(?:通讯社|社|网站?|在线|(?:新闻)?客户端|app|微信(?:公众号)?|公众号|微博|视频号|新媒体)+$", re.IGNORECASE
)
_PRESS = re.compile(r"(?:日报|时报|报社?|杂志|广播电视(?:总?台)?|电视台|电台|广播)$")
_HOUSES = {"中央广播电视总台": "央视", "中央电视台": "央视", "中新": "中国新闻"}
_NO_HOUSES = frozenset({"", "中国", "新闻"})
_ALIKE = 0.5  # of the pairs of letters of the shorter of two titles


class Doubts:
    """Shown all pages of a site that carry tags of articles or columns; `told` are those whose tags contradict, with the words for it."""

    def __init__(self, subject: Subject, home: PageFact) -> None:
        self._knows_code = subject.code is not None
        self._home = home
        self._strays = Strays()
        self._said: Counter[tuple[str, str, str]] = Counter()

    def see(self, page: PageFact) -> None:
        doubts = dict(self._doubts(page))
        self._said.update((tag, page.metas[tag], shown) for tag, shown in doubts.items())
        lacks = [*doubts, *([_AGAIN] if _again(page) else [])]
        if page.kind in _OF_LISTS:
            self._strays.see(page.kind, page, lacks)
        if page.kind in _OF_LISTS | _BESIDE:  # of the others a site has few: they are held against all
            self._strays.see("", page, () if page.kind in _OF_LISTS else lacks)

    def told(self) -> Iterator[tuple[PageFact, str]]:
        """The pages whose tags contradict where those of most others do not, and the home page where one has two values."""
        if not self._home.rendered and (again := _again(self._home)):
            yield self._home, again
        for page, tags in self._strays.told([*_SHOWN, _AGAIN], most=_MOST):
            words = [words for tag in tags if (words := self._words(tag, page))]
            if words:
                yield page, "，".join(words)

    def _doubts(self, page: PageFact) -> Iterator[tuple[str, str]]:
        for tag, shown_by in _SHOWN.items():
            is_held = page.kind in _OF_LISTS and tag == "SiteIDCode" and self._knows_code
            is_asked = bool(page.metas.get(tag)) and not is_held
            if is_asked and (shown := shown_by(page, self._home)) and not self._is_of_site(tag, page, shown):
                yield tag, shown

    def _is_of_site(self, tag: str, page: PageFact, shown: str) -> bool:
        """Whether the home page has the same contradiction, which is told there: of lists and articles their own tags tell it."""
        if page.kind in _OF_LISTS or self._home.metas.get(tag) != page.metas[tag]:
            return False
        return _SHOWN[tag](self._home, self._home) == shown

    def _words(self, tag: str, page: PageFact) -> str | None:
        if tag == _AGAIN:
            return _again(page)
        written, shown = page.metas[tag], _SHOWN[tag](page, self._home)
        if not shown or (tag in _HABITS and self._is_habit(tag, written, shown)):
            return None
        return f"{tag}为“{written}”，与{_NAMES[tag]}“{shown}”不一致"

    def _is_habit(self, tag: str, written: str, shown: str) -> bool:
        senseless = tag == "ColumnName" and _NO_NAME.fullmatch(written)
        return not senseless and self._said[tag, written, shown] > _OF_ONE_NAME


def _column(page: PageFact, home: PageFact) -> str | None:  # noqa: ARG001
    """The column in which the page says it stands, where its tag names another one that has nothing to do with it."""
    written = page.metas["ColumnName"]
    shown = page.particulars.stands_in if page.particulars else None
    if not shown and _NO_NAME.fullmatch(written) and page.kind in _OF_LISTS:
        called = page.column or ""
        return called if called and written not in f"{called} {page.title or ''}" else None
    if not shown:
        return None
    return shown if _NO_NAME.fullmatch(written) or not set(written) & set(shown) else None


def _source(page: PageFact, home: PageFact) -> str | None:
    """The source that readers see, where that of the tag is another one; many systems name the website itself in it."""
    shown = page.particulars.source if page.particulars else None
    written = page.metas["ContentSource"]
    if page.kind is not PageKind.ARTICLE or not shown or {written, shown} & _OWN or not _HAN.search(written):
        return None  # an address or a code names nobody
    own = (home.metas.get("SiteName"), home.marks.organiser)
    if any(name and not _differ(written, name) for name in own):
        return None
    return shown if _differ(written, shown) and not _is_one_house(written, shown) else None


def _is_one_house(one: str, other: str) -> bool:
    """Whether of two sources one is the website, agency or app of the house whose name the other bears: 新华社 and 新华网, 人民日报 and 人民网. Two papers of one place are two."""
    names = [_PLAIN.sub("", name) for name in (one, other)]
    return any(map(_OUTLET.search, names)) and bool(_houses(names[0]) & _houses(names[1]))


def _houses(name: str) -> frozenset[str]:
    """What the houses of a paper, an agency or a website may be called by its name."""
    bare = _OUTLET.sub("", name)
    bare = _HOUSES.get(bare, _PRESS.sub("", bare))
    bare = _HOUSES.get(bare, bare)
    return frozenset({bare, bare.removesuffix("新闻"), bare.removeprefix("中国")}) - _NO_HOUSES


def _title(page: PageFact, home: PageFact) -> str | None:  # noqa: ARG001
    written, shown = (_PLAIN.sub("", text) for text in (page.metas["ArticleTitle"], page.title or ""))
    if page.kind is not PageKind.ARTICLE or not _differ(written, shown):
        return None
    ours, theirs = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (written, shown))
    return page.title if len(ours & theirs) < _ALIKE * min(len(ours), len(theirs)) else None


def _site(page: PageFact, home: PageFact) -> str | None:
    """The name of the site, where a page bears another one and is not of another site that lies below the same host."""
    shown = home.metas.get("SiteName", "").strip()
    codes = {one.metas.get("SiteIDCode", "").strip() for one in (page, home)}
    if not shown or len(codes) > 1 or is_another_unit(page, home):
        return None
    return shown if _differ(page.metas["SiteName"], shown) else None


def _code(page: PageFact, home: PageFact) -> str | None:  # noqa: ARG001
    """The code at the foot of the same page, where that of the tag is another one."""
    marks = page.marks
    shown = marks.site_code if marks.site_code_from == "text" else None
    return shown if shown and shown.lower() != page.metas["SiteIDCode"].strip().lower() else None


def _domain(page: PageFact, home: PageFact) -> str | None:
    """The host of a page of no kind that has tags of its own, where its tag names another one, and the page is none of another site."""
    own = [host_in(one.url) for one in (page, home)]
    if page.kind in _OF_LISTS or page.kind is PageKind.GUIDE or _bears_another_name(page, home):
        return None
    return None if host_in(page.metas["SiteDomain"]) in own else urlsplit(page.url).hostname


def _bears_another_name(page: PageFact, home: PageFact) -> bool:
    names = [one.metas.get("SiteName", "").strip() for one in (page, home)]
    return all(names) and _differ(*names)


def host_in(written: str) -> str:
    """The host of an address, or of what a tag gives for one, without www."""
    try:
        host = urlsplit(written if "//" in written else f"//{written}").hostname
    except ValueError:
        return written
    return (host or "").removeprefix("www.")


def _again(page: PageFact) -> str | None:
    told = page.particulars.flaws if page.particulars else ()
    twice = [flaw.words for flaw in told if flaw.kind is FlawKind.TAGGED]
    return f"写了两个不同的值：{'，'.join(twice)}" if twice else None


def _differ(one: str, other: str) -> bool:
    """Whether of two names neither holds the characters of the other in their order, as it does those of its short form."""
    short, long = sorted((_PLAIN.sub("", one), _PLAIN.sub("", other)), key=len)
    rest = iter(long)
    return bool(short) and not all(char in rest for char in short)


_SHOWN: dict[str, Callable[[PageFact, PageFact], str | None]] = {
    "ColumnName": _column,
    "ContentSource": _source,
    "ArticleTitle": _title,
    "SiteName": _site,
    "SiteIDCode": _code,
    "SiteDomain": _domain,
}
_HABITS = frozenset({"ColumnName", "ContentSource", "SiteName"})
_NAMES = {
    "ColumnName": "页面所在栏目",
    "ContentSource": "页面显示的来源",
    "ArticleTitle": "页面标题",
    "SiteName": "首页的",
    "SiteIDCode": "页脚的标识码",
    "SiteDomain": "网站域名",
}
