"""Links that promise something and lead nowhere: to the disk of whoever wrote them, or to nothing at all."""

import re
from collections.abc import Collection, Sequence
from enum import Enum, auto
from functools import lru_cache

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import EmptyLink, Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.shapes import Shape

_LOCAL = re.compile(r"\s*(?:file:|[a-z]:(?:\\|/(?!/))|\\\\[\w.-]+\\)", re.IGNORECASE)
_NOTHING = re.compile(
    r"\s*(?:#+|javascript:\s*(?:void\s*\(?\s*['\"]?\d?['\"]?\s*\)?)?\s*;*)?\s*", re.IGNORECASE
)
_BARS = frozenset({Zone.NAV, Zone.HEADER})
_FILE = re.compile(
    r".{1,80}\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|pptx?)(?:\s*[（(][^（()]{0,16}[)）])?", re.IGNORECASE
)
_FORM = re.compile(
    r"附件\s*[\d一二三四五六七八九十]{0,3}\s*[:：.．、].{2,80}"
    r"|.{2,40}(?:申请表|登记表|审批表|备案表|汇总表|报名表|样表)(?:\s*[（(]?(?:下载|样表|空白表)[)）]?)?"
)
_ENTRANCE = re.compile(r"(?:在线|网上)(?:申请|办理|申报|预约|咨询|投诉|办事|受理|缴费|报名)")
_BARE = {"href", "target", "title"}
# What does something on the page, or shows a code under the pointer.
_CONTROLS = re.compile(
    r"[\W\d_a-z]*|\W{2}.*|第?[\d一二三四五六七八九十]{1,4}[年月日期页季届度]{1,2}|.{0,4}(?:更多|首页|尾页|末页|[上下]一?[页个篇张]|返回|顶部|关闭|打印|收藏|分享|登[录陆]|注册|退出|刷新|展开|收起|切换|查看|详[情细]"
    r"|播放|暂停|纠错|换一[批换组]|全部|不限|清空|搜索|检索|查询|提交|重置).{0,3}"
    r"|.*(?:微信|微博|抖音|快手|头条|视频号|公众号|客户端|APP|小程序|二维码|扫码|扫一扫|手机版|移动版|QQ|无障碍|关怀|适老|长者|老年|大字|字[体号]"
    r"|繁|简体|语音|朗读|阅读|English|模式|客服|机器人|智能|问答|点赞|订阅|验证码).*",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"(?:^|[\s_-])(?:on|cur|current|active|hover|select|selected|sel|here|this|now|open|focus)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HOOKS = ("on", "data-", "v-", "ng-", "@", ":", "lay-")
_FEWEST = 3  # neighbours that make a list
_NEARLY_ALL = 5  # for each that leads nowhere so many lead somewhere
_LOOKED_AT = 200  # elements
_MOST = 10  # of one page
_LONGEST = 60  # characters


class _Make(Enum):
    LOCAL = auto()
    EMPTY = auto()


def empty_links(dom: Dom, nowhere: Sequence[Node], *, known: Collection[str | None]) -> tuple[EmptyLink, ...]:
    """Of the elements that lead `nowhere` those that promise a document, a page or a download; `known` are names of the page itself.

    An address on somebody's own disk is told wherever it stands. One that is empty is told where its words name a file or a form, or
    where its neighbours in a list nearly all lead somewhere; what a script may have hooks on is left alone.
    """
    kept: dict[EmptyLink, None] = {}
    for node in nowhere[:_LOOKED_AT]:
        make = _make_of(node.shape)
        if make is None or not node.visible or not node.certain or len(kept) >= _MOST:
            continue
        words, href = _words(dom, node), _address(node.shape)
        if make is _Make.LOCAL or (words not in known and _promises(dom, node, words)):
            kept[EmptyLink(words[:_LONGEST], href[:200])] = None
    return tuple(kept)


@lru_cache(maxsize=4_096)
def _make_of(shape: Shape) -> _Make | None:
    """What an opening tag that leads nowhere may be; None for what mails, calls a script or can be found by one."""
    href = _address(shape)
    if _LOCAL.match(href):
        return _Make.LOCAL
    is_empty = shape.tag == "a" and _NOTHING.fullmatch(href) is not None
    return _Make.EMPTY if is_empty and not _is_hooked(shape) else None


def _address(shape: Shape) -> str:
    return shape.get("src" if shape.tag == "img" else "href")


def _words(dom: Dom, node: Node) -> str:
    return " ".join(dom.any_text_of(node).split()) or node.get("title") or node.get("alt")


def _is_hooked(shape: Shape) -> bool:
    """Whether a script may find the element, or it marks the page that is open."""
    hooked = any(name in {"id", "role"} or name.startswith(_HOOKS) for name in shape.attrs)
    return hooked or _CURRENT.search(shape.get("class")) is not None


def _promises(dom: Dom, node: Node, words: str) -> bool:
    if not 1 < len(words) <= _LONGEST:
        return False
    if _FILE.fullmatch(words) or _FORM.fullmatch(words):
        return not node.get("class") or _dresses_links(dom, node.get("class"))
    if _ENTRANCE.fullmatch(words) and node.attrs.keys() <= _BARE:
        return node.zone not in _BARS
    return node.zone not in _BARS and not _CONTROLS.fullmatch(words) and _stands_among_links(dom, node)


def _dresses_links(dom: Dom, name: str) -> bool:
    """Whether links that lead somewhere bear the same class, so that it is there for their looks and not for a script to find them."""
    return any(link.found is not None and link.get("class") == name for link in dom.all("a"))


def _stands_among_links(dom: Dom, node: Node) -> bool:
    """Whether nearly all neighbours of its entry hold one link of the same make, each to a place of its own."""
    entry, neighbours = _entry_of(node)
    if entry is None or len(_links_in(dom, entry)) != 1 or _is_marked(entry, neighbours):
        return False
    if _heads_others(dom, entry):
        return False
    inside = [links for other in neighbours if (links := _links_in(dom, other))]
    if any(len(links) > 1 for links in inside):
        return False
    places = {key_of(link.found.link.url) for (link,) in inside if link.found and _is_alike(node, link)}
    idle = sum(link.found is None for (link,) in inside)
    return _NEARLY_ALL * (idle + 1) <= len(places)


def _is_marked(entry: Node, neighbours: Sequence[Node]) -> bool:
    """Whether an entry bears a class that sets it apart from all others, as that of the pane that is open does."""
    name = entry.get("class")
    return _CURRENT.search(name) is not None or (
        bool(name) and all(other.get("class") != name for other in neighbours)
    )


def _heads_others(dom: Dom, entry: Node) -> bool:
    """Whether the links of a folded menu follow its entry, in an element of another tag."""
    kids = entry.parent.kids if entry.parent else []
    place = next((at for at, kid in enumerate(kids) if kid is entry), len(kids))
    behind = kids[place + 1] if place + 1 < len(kids) else None
    return behind is not None and behind.tag != entry.tag and bool(_links_in(dom, behind))


def _is_alike(node: Node, other: Node) -> bool:
    """Whether an empty link bears no name and no mark that a neighbour which leads somewhere does not bear."""
    mine = node.attrs.keys() - {"target", "title"}
    return mine <= other.attrs.keys() and node.get("class") == other.get("class")


def _entry_of(node: Node) -> tuple[Node | None, list[Node]]:
    """The entry of a list that an element is or stands in, with its neighbours of the same tag."""
    for entry in (node, *node.up()):
        kids = entry.parent.kids[:_LOOKED_AT] if entry.parent else []
        others = [kid for kid in kids if kid.tag == entry.tag and kid is not entry]
        if len(others) >= _FEWEST:
            return entry, others
        if entry.end - entry.start > 2 * _LONGEST:
            break
    return None, []


def _links_in(dom: Dom, node: Node) -> list[Node]:
    return [inner for inner in dom.inside(node) if inner.tag == "a" and "href" in inner.attrs]
