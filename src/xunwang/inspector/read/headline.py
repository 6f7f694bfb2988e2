"""The title of a page: of an article what its readers see above it, of any other page its `<title>`."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from xunwang.inspector.model import Crumb, Zone
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.remembering import remembered
from xunwang.inspector.read.shapes import named_sign

_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_PARTS = re.compile(
    r"\s*(?:[|_｜]|\s[-–—]+\s|--+|——|»|>>)\s*|(?<=[\u4e00-\u9fff”》）)])\s*[-–]\s*(?=[\u4e00-\u9fff])"
)
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:[a-z]*title|biaoti|bt|tit|headline|art[-_]?tit|h1)(?:$|[\s_-])|ucaptitle"
)
_NOT_TITLED = re.compile(
    r"sub[-_]?title|small-?title|title[-_]?(?:list|bar|nav)|f_?title|site|logo|block|col-?title|mod"
)
_HEADINGS = ("h1", "h2", "h3", "ucaptitle")
_NAMED = named_sign(
    "@titled",
    lambda tag, names: tag not in _HEADINGS and bool(_TITLED.search(names)) and not _NOT_TITLED.search(names),
)
_GENERIC = frozenset(
    {
        "正文",
        "详细内容",
        "详情页",
        "查看内容",
        "信息内容",
        "内容详情",
        "详情",
        "详细页",
        "首页",
        "文章",
        "内容页",
        "信息公开",
        "无标题文档",
        "Document",
        "文章标题",
        "标题",
    }
)
SMALL_TAGS = frozenset({"small", "span", "em", "i", "font", "time", "p", "div", "sub", "label"})
_SHORTEST = 4  # characters of a title
_SHARE_OF_LINKS = 0.7
_QUOTES = ("“", '"', "‘", "'")
_INFO = re.compile(r"来\s*源|作\s*者|浏览|访问|点击|阅读|发布|编辑")
_SENTENCE = re.compile(r"[。；！？，]")
_TITLE_LABEL = re.compile(r"(?:^|\t)\s*(?:标\s*题|(?:信\s*息)?名\s*称)\s*[:：\t][\s:：]*([^\t]*)")
_FEW_BESIDE_DAY = 30  # characters of the office and the time beside a day without a label
_INFO_LINE = 120  # characters of the line under a title
_LONGEST_NAME = 20  # characters of the name of a column
_BEGINNING = 3_000  # characters in which that line is looked for
_NO_COINCIDENCE = 10  # characters
_KEPT_BY = re.compile(r"(?:主\s*办(?:\s*单\s*位)?|版权所有)\s*[:：]\s*\Z|欢迎(?:您)?(?:访问|光临|来到)\W?\Z")
_BEFORE_KEEPER = 12  # characters
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})


def plain(text: str) -> str:
    """Words without tags that were written as text, and without line breaks."""
    text = html.unescape(text) if "&" in text else text
    return " ".join((_TAGS.sub("", text) if "<" in text else text).split())


def page_title(dom: Dom) -> str | None:
    """The first `<title>` with words in it; without one the first heading or the first short line."""
    told = next((words for title in dom.titles if (words := plain(title))), None)
    if told:
        return told
    heading = next((words for node in dom.all("h1", "h2") if (words := plain(dom.text_of(node)))), None)
    if heading:
        return heading
    line = plain(dom.text.strip().partition("\n")[0].partition("\t")[0])
    return line if line and len(line) <= 80 else None


def named_by_heading(dom: Dom, title: str | None) -> str | None:
    """The name of a column that neither tags nor breadcrumb tell: a heading that the `<title>` begins with."""
    for node in dom.all("h1", "h2", "h3"):
        if node.visible and node.zone not in _FRAME:
            words = plain(dom.text_of(node))
            if 2 <= len(words) <= _LONGEST_NAME and (title or "").startswith(words):
                return words
    return None


def words_of(dom: Dom, heading: Node) -> str:
    """The words of a heading without the day and source that stand in an element of their own at its end."""
    for kid in heading.kids:
        if (
            kid.tag in SMALL_TAGS
            and kid.start - heading.start >= _SHORTEST
            and FULL.search(dom.text, kid.start, kid.end)
        ):
            return plain(dom.text[heading.start : kid.start])
    return plain(dom.text_of(heading))


def headings_of(dom: Dom) -> list[Node]:
    """Elements that may hold the title of an article, headings before elements only named so; a lesser heading where it is the only one."""
    found = [node for node in (*dom.all(*_HEADINGS), *dom.all(_NAMED)) if _may_be_title(dom, node)]
    lesser = [node for node in dom.all("h4", "h5") if _may_be_title(dom, node)] if not found else []
    return found or (lesser if len(lesser) == 1 else [])


def _may_be_title(dom: Dom, node: Node) -> bool:
    shown = node.visible and node.zone not in _FRAME and 4 <= node.end - node.start <= 200
    return shown and not _is_menu(dom, node)


def _is_menu(dom: Dom, node: Node) -> bool:
    """Whether several links make up nearly all of its words: a menu or the heads of tabs, whatever its name."""
    linked = [inner.end - inner.start for inner in dom.inside(node) if inner.tag == "a"]
    return len(linked) > 1 and sum(linked) >= _SHARE_OF_LINKS * len(dom.text_of(node))


def article_title(
    dom: Dom, headings: Sequence[Node], metas: dict[str, str], crumbs: Sequence[Crumb]
) -> str | None:
    """The title of an article, with the elements that may hold it: where the meta tag, the visible heading and `<title>` disagree, what two of them say."""
    columns = [crumb.text for crumb in crumbs] or [metas.get("ColumnName", "")]
    site = {_key(metas.get("SiteName", ""))} - {""}
    return (
        _title_beside(dom, headings, metas, site | {_key(name) for name in columns if name})
        or _title_beside(dom, headings, metas, site)
        or next((words for title in dom.titles if (words := plain(title))), None)
    )


def _title_beside(dom: Dom, holders: Sequence[Node], metas: dict[str, str], known: set[str]) -> str | None:
    """The title among words that are none of the `known` names of the site and its columns."""
    tagged = plain(metas.get("ArticleTitle", ""))
    tagged = tagged if _is_title(tagged) else ""
    headings = [words for node in holders if (words := words_of(dom, node)) and _key(words) not in known]
    whole = [plain(title) for title in dom.titles]
    parts = _parts_of(whole, known)
    quoted = tagged[:1] in _QUOTES and next(
        (words for words in headings if _key(words) == _key(tagged)), None
    )
    if quoted:
        return quoted
    if tagged and any(_agree(tagged, other) for other in (*headings, *whole)):
        return tagged
    agreed = (words for words in headings if any(_agree(words, other) for other in parts))
    if heading := next(agreed, None):
        return heading
    if tagged and _key(tagged) not in known:
        return tagged
    shown = next(_shown(dom, parts), None) or next(iter(headings), None)
    return shown or _line_above_day(dom, known) or next(iter(parts), None)


def _shown(dom: Dom, parts: Sequence[str]) -> Iterator[str]:
    """Those of the words that the page shows outside of its frame, and that name neither a column nor the website."""
    seen = _outside_frame(dom) if parts else ""
    lines = lru_cache(maxsize=1)(lambda: "\n".join(map(_without_marks, seen.splitlines())))
    for part in parts:
        if (part in seen or _is_shown(_key(part), lines())) and not _is_furniture(dom, part):
            yield part


def _is_shown(key: str, lines: str) -> bool:
    """Whether words stand in a line, or over several where they are too many for a coincidence."""
    return key in lines or (len(key) >= _NO_COINCIDENCE and key in lines.replace("\n", ""))


def _outside_frame(dom: Dom) -> str:
    return "\n".join(dom.text[start:end] for start, end, zone in dom.stretches() if zone not in _FRAME)


def _is_furniture(dom: Dom, words: str) -> bool:
    """Whether words name a column, as a link of the menu does, or the website, as its footer or its welcome does."""
    return _is_in_menu(dom, words) or _names_keeper(dom.text, words)


def _names_keeper(text: str, words: str) -> bool:
    place = text.find(words)
    while place >= 0:
        if _KEPT_BY.search(text, max(0, place - _BEFORE_KEEPER), place):
            return True
        place = text.find(words, place + 1)
    return False


def _is_in_menu(dom: Dom, words: str) -> bool:
    menu = (node for node in dom.all("a") if node.zone in _FRAME and node.end - node.start <= 2 * len(words))
    return any(_key(dom.text_of(node)) == _key(words) for node in menu)


def _line_above_day(dom: Dom, known: set[str]) -> str | None:
    """The line above the one that tells day and source: the title of a page that has neither headings nor a `<title>` of its own."""
    for found in FULL.finditer(dom.text, 0, _BEGINNING):
        start = dom.text.rfind("\n", 0, found.start()) + 1
        end = dom.text.find("\n", found.start() + len(found[0].rstrip()))
        line = dom.text[start : end if end >= 0 else len(dom.text)]
        if len(line) > _INFO_LINE or not _tells_day(line, found) or dom.zone_at(found.start()) in _FRAME:
            continue
        above = dom.text[max(0, start - 200) : start].rstrip().rpartition("\n")[2]
        labelled = _TITLE_LABEL.search(above)
        words = plain(labelled[1] if labelled else above)
        if (
            not 4 <= len(words) <= 80
            or _key(words) in known
            or "位置" in words
            or words.endswith(("。", "；"))
        ):
            continue
        if not _is_linked(dom, start - len(above) - 1, start if _INFO.search(line) else end):
            return words
    return None


def _tells_day(line: str, found: re.Match[str]) -> bool:
    """Whether a line is there for the day: it says so, or begins with it and says little else."""
    rest = line.replace(found[0], "", 1)
    return bool(_INFO.search(line)) or (
        line.find(found[0]) <= 1 and len(rest) <= _FEW_BESIDE_DAY and not _SENTENCE.search(rest)
    )


def _is_linked(dom: Dom, start: int, end: int) -> bool:
    return any(node.start < end and node.end > start and node.end > node.start for node in dom.all("a"))


def _is_title(words: str) -> bool:
    return len(words) >= 4 and words not in _GENERIC


def _parts_of(titles: Sequence[str], known: set[str]) -> list[str]:
    """What is left of the `<title>`s when the names of the site and of its columns are cut off, longest first."""
    parts = []
    for title in titles:
        pieces = [piece for piece in _PARTS.split(title) if piece]
        kept = [piece for piece in pieces if not _names_site(piece, known) and piece not in _GENERIC]
        if len(kept) == len(pieces) and len(pieces) > 1:
            kept.append(title)
        parts += kept
    return sorted(dict.fromkeys(parts), key=len, reverse=True)


def _names_site(piece: str, known: set[str]) -> bool:
    key = _key(piece)
    return key in known or any(
        len(name) >= 4 and key.startswith(name) and len(key) - len(name) <= 6 for name in known
    )


_MARKS = re.compile(r"[\s\u3000“”\"'‘’《》〈〉<>（）()【】\[\]:：,，.。·…、!！?？—\-_|]+")


def _without_marks(words: str) -> str:
    return _MARKS.sub("", words)


_key = remembered(_without_marks)


def _agree(one: str, other: str) -> bool:
    """Whether two titles are the same but for marks, cuts and additions at the ends."""
    first, second = _key(one), _key(other)
    short, long = sorted((first, second), key=len)
    return len(short) >= 4 and (short in long) and len(short) * 3 >= len(long)
