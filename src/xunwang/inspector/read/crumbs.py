"""The way from the home page to this page, as the page itself shows it."""

import re
from collections.abc import Sequence

from xunwang.inspector.model import Crumb
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Found

_LABEL = re.compile(r"(?:您?现?在?当?前?的?所?在?)(?:位\s*置)(?:是|为)?\s*[:：>》\n]")
_NAMED = re.compile(
    r"crumb|bread|currchnl|(?:^|[\s_-])(?:position|location|dqwz|weizhi|local|wz|dangqian|curr?path)(?:$|[\s_-])"
)
_SEPARATOR = re.compile(r"\s*(?:-+>|={1,2}>|>{1,2}|»|›|＞|→|⟩|》|/|\\|\||::|·|—>)\s*")
_LABEL_WORDS = re.compile(r"^.*?位\s*置(?:是|为)?\s*[:：]?\s*")
_MOST_TEXT = 200
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
        "",
    }
)


def read_breadcrumb(dom: Dom, found: Sequence[Found]) -> tuple[Crumb, ...]:
    """The crumbs from the home page down; the last one may stand without an address."""
    holder = _by_label(dom, found) or _by_name(dom, found)
    if holder is None:
        return ()
    urls = {
        " ".join(one.link.text.split()): one.link.url
        for one in found
        if one.node.tag == "a" and one.node.within(holder)
    }
    text = _LABEL_WORDS.sub("", " ".join(dom.text_of(holder).split()))
    names = [name.strip(" :：") for name in _SEPARATOR.split(text)]
    if len(names) == 1 and len(urls) > 1:
        return tuple(Crumb(name, url) for name, url in urls.items())
    return tuple(Crumb(name, urls.get(name)) for name in names if name)


def _by_label(dom: Dom, found: Sequence[Found]) -> Node | None:
    label = _LABEL.search(dom.text, 0, 20_000)
    if label is None:
        return None
    node: Node | None = dom.node_at(label.start())
    while node is not None and node.end - node.start <= _MOST_TEXT:
        if any(
            one.node.tag == "a" and one.node.within(node) and one.node.start >= label.start() for one in found
        ):
            return node
        node = node.parent
    return None


def _by_name(dom: Dom, found: Sequence[Found]) -> Node | None:
    for node in dom.nodes:
        if not node.names or not _NAMED.search(node.names) or node.end - node.start > _MOST_TEXT:
            continue
        holder = node.parent if node.tag == "a" and node.parent is not None else node
        if any(one.node.tag == "a" and one.node.within(holder) for one in found):
            return holder
    return None


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
    return names[-1] if names else None
