"""The way from the home page to this page, as the page itself shows it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter

from xunwang.inspector.model import Crumb, Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Found, Links
from xunwang.inspector.read.near import Near
from xunwang.inspector.read.remembering import remembered
from xunwang.inspector.read.shapes import named_sign

_LABEL = re.compile(r"(?:您?现?在?当?前?的?所?在?)(?:位\s*置)(?:是|为)?\s*[:：>》\n]")
_LABELS = Near(_LABEL, "位", r"位\s*置", 8)
_NAMED = re.compile(
    r"crumb|bread|currchnl|(?:^|[\s_-])(?:position|location|dqwz|weizhi|local|wz|dangqian|curr?path)(?:$|[\s_-])"
)
_SEPARATOR = re.compile(r"\s*(?:-+>|={1,2}>|>{1,2}|»|›|＞|→|⟩|》|/|\\|\||::|·|—>|-{2,})\s*|\s+[-–—]{1,3}\s+")
_HOME = r"(?:网站|本站|网)?首\s*页|主页|首頁"
_STARTS_AT_HOME = re.compile(rf"\s*[:：]?\s*(?:{_HOME})\s*(?:{_SEPARATOR.pattern})\s*\S")
_BARE_LINE = re.compile(rf"^[ \u3000]*(?:{_HOME})\s*(?:-+>|>{{1,2}}|»|›|＞|→|/)[^\n]{{2,80}}$", re.MULTILINE)
_LABEL_WORDS = re.compile(r"^.*?位\s*置(?:是|为)?\s*[:：]?\s*")
_MOST_TEXT = 200
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_ORDER = attrgetter("node.order")
_EARLY = 20_000  # characters of a page in which the label is looked for
_CRUMBS = named_sign("@crumbs", lambda _, names: bool(_NAMED.search(names)))
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?(?:度|\d{1,2}月)?")
_NO_COLUMN = frozenset(
    {
        "首页",
        "网站首页",
        "正文",
        "详情",
        "详细信息",
        "内容",
        "文章",
        "返回首页",
        "主页",
        "浏览文章",
        "信息内容",
        "列表",
        "文章列表",
        "信息列表",
        "新闻列表",
        "栏目列表",
        "查看信息",
        "查看详情",
        "Detail",
        "",
    }
)


def read_breadcrumb(dom: Dom, found: Links) -> tuple[Crumb, ...]:
    """The crumbs from the home page down; the last one may stand without an address."""
    holder = _by_label(dom, found) or _by_name(dom, found) or _by_line(dom, found)
    if holder is None:
        return ()
    urls = {" ".join(one.link.text.split()): one.link.url for one in _anchors_in(holder, found)}
    names = _names_in(" ".join(_line(dom, holder).split()))
    if len(names) == 1:
        told = dom.pieces(holder.start, holder.end)
        names = tuple(name for piece in told if (name := _LABEL_WORDS.sub("", piece).strip(" :：")))
    return tuple(Crumb(name, urls.get(name)) for name in names if name)


def _line(dom: Dom, holder: Node) -> str:
    """The words of the way; where one cell holds the whole page with it, or its line leads from the home page to a name, only its line."""
    label = _LABELS.search(dom.text[:_EARLY])
    start, behind = (label.start(), label.end()) if label else (holder.start, holder.start)
    end = dom.text.find("\n", behind)
    end = end if end >= 0 else holder.end
    is_small = holder.end - holder.start <= _MOST_TEXT
    within = label is not None and holder.start <= start and end <= holder.end
    if is_small and not (within and _STARTS_AT_HOME.match(dom.text, behind, end)):
        return dom.text_of(holder)
    return dom.text[start:end]


@remembered
def _names_in(words: str) -> tuple[str, ...]:
    """The names that the signs between crumbs part, the label before them left out."""
    return tuple(name.strip(" :：") for name in _SEPARATOR.split(_LABEL_WORDS.sub("", words)))


def _by_label(dom: Dom, found: Links) -> Node | None:
    label = _LABELS.search(dom.text[:_EARLY])
    if label is None:
        return None
    node: Node | None = dom.node_at(label.start())
    if node is not None and _STARTS_AT_HOME.match(dom.text, label.end(), node.end):
        return node
    while node is not None and node.end - node.start <= _MOST_TEXT:
        if any(one.node.start >= label.start() for one in _anchors_in(node, found)):
            return node
        node = node.parent
    return None


def _by_name(dom: Dom, found: Links) -> Node | None:
    for node in dom.all(_CRUMBS):
        if node.end - node.start > _MOST_TEXT:
            continue
        holder = node.parent if node.tag == "a" and node.parent is not None else node
        if next(_anchors_in(holder, found), None) is not None or _begins_at_home(dom, holder):
            return holder
    return None


def _begins_at_home(dom: Dom, holder: Node) -> bool:
    told = dom.pieces(holder.start, holder.end)
    return len(told) > 1 and re.fullmatch(_HOME, told[0].strip()) is not None


def _by_line(dom: Dom, found: Links) -> Node | None:
    """A line that leads from the home page to this one, which is named at its end and not linked there."""
    for line in _BARE_LINE.finditer(dom.text, 0, _EARLY):
        node = dom.node_at(line.start())
        while node.parent is not None and node.end < line.end():
            node = node.parent
        links = list(_anchors_in(node, found)) if node.end - node.start <= _MOST_TEXT else []
        if links and node.zone not in _FRAME and links[-1].node.end < line.end():
            return node
    return None


def _anchors_in(holder: Node, found: Links) -> Iterator[Found]:
    first = bisect_left(found, holder.order, key=_ORDER)
    for one in islice(found, first, None):
        if one.node.order >= holder.stop:
            return
        if one.node.tag == "a":
            yield one


def column_of(crumbs: Sequence[Crumb], metas: dict[str, str], title: str | None) -> str | None:
    """The column the page belongs to: its meta tag unless that is nonsense, else the last crumb that names one."""
    named = metas.get("ColumnName", "")
    if (
        named
        and not named.isdigit()
        and named not in {title, metas.get("SiteName"), metas.get("ArticleTitle")}
    ):
        return named
    names = [crumb.text for crumb in crumbs if crumb.text not in _NO_COLUMN and crumb.text != title]
    columns = [name for name in names if _YEAR.fullmatch(name) is None]  # 本市要闻 > 2024: its shelves
    return next(reversed(columns or names), None)
