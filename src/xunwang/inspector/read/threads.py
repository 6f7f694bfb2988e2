"""Threads of a forum as letters: whoever opens one asks, what others add is no answer, what an office posts is."""

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from xunwang.inspector.model import Message, late
from xunwang.inspector.read.article import FRAME
from xunwang.inspector.read.dates import FULL, read_stamp
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.letter_words import IS_UNIT, cut

_POSTED = re.compile(r"(?:(?:发表|发帖|回帖|跟帖)(?:于|时间)|发布于)\s*[:：]?\s*")
_POSTING = re.compile("发表|发帖|回帖|跟帖|发布于")
_AGO = re.compile(r"(?:前天|昨天|今天|刚刚|\d{1,2}\s*(?:秒|分钟|小时|天)前)")
_FLOOR = late(r"楼主|沙发|板凳|地板|(?<![\d.])\d{1,3}\s*(?:楼|#)|#\s*\d{1,3}(?!\d)")
_FIRST_FLOOR = late(r"楼主|(?<![\d.])1\s*(?:楼|#)|#\s*1(?!\d)")
_OFFICIAL = re.compile(r"官方|管理员|版主|(?:政府|单位|部门|办理|责任)(?:回复|答复|回应|回帖)")
_ANSWERS = re.compile(
    r"您好|你好|收悉|经(?:核实|核查|调查|了解|查)|已(?:安排|转|协调|督促|要求|责成|联系)|(?:答复|回复)如下"
)
_APART = re.compile(r"[_\s|·•:：,，/\-—【】\[\]（）()]+")
_NO_NAME = re.compile(r"网友|市民|村民|群众|的")
_SHORTEST_NAME = 4  # characters; 老所 is what somebody calls himself
_CLIMB = 12  # elements around a lone post
_LONGEST_HEAD = 120  # characters


class _Post(msgspec.Struct, frozen=True):
    """`head` is what stands before its day: who wrote it, and what the forum says of him."""

    head: str
    day: dt.date
    words: str


def holds_posts(text: str) -> bool:
    """A cheap look: whether a text tells when somebody posted what."""
    posted = _POSTING.search(text) is not None and _POSTED.search(text) is not None
    return posted and _FLOOR.search(text) is not None


def thread_of(dom: Dom, title: str) -> Message | None:
    """The letter that a page of posts is; None where it shows none one after the other, each under its number.

    Whether it was answered stays open where nobody says that he writes for an office, but somebody writes as one does.
    """
    posts = _posts(dom)
    floors = sum(_FLOOR.search(post.head) is not None for post in posts)
    if (
        not floors
        or not _FLOOR.search(posts[0].head)
        or (floors == 1 and not _FIRST_FLOOR.search(posts[0].head))
    ):
        return None
    days = [post.day for post in posts]
    if days != sorted(days):
        return None  # of a guest book the newest stands first, and each is a letter of its own
    first, later = posts[0], posts[1:]
    answer = next((post for post in later if _unit(post.head) or _OFFICIAL.search(post.head)), None)
    open_ = answer is None and any(_ANSWERS.search(post.words) for post in later)
    return Message(
        title=title,
        asked=first.day,
        answered=answer.day if answer else None,
        unit=_unit(answer.head) if answer else None,
        replied=None if open_ else answer is not None,
        question=cut(first.words),
        reply=cut(answer.words) if answer else None,
    )


def _posts(dom: Dom) -> list[_Post]:
    told = [(found, day) for found in _POSTED.finditer(dom.text) if (day := _day(dom, found))]
    nodes = [dom.node_at(found.start()) for found, _ in told]
    if any(node.zone in FRAME for node in nodes):
        told = [one for one, node in zip(told, nodes, strict=True) if node.zone not in FRAME]
        nodes = [node for node in nodes if node.zone not in FRAME]
    places = [found.start() for found, _ in told]
    return [
        _post(dom, _block(node, places), found, day) for node, (found, day) in zip(nodes, told, strict=True)
    ]


def _post(dom: Dom, block: Node, found: re.Match[str], day: dt.date) -> _Post:
    _, _, words = dom.text[found.end() : block.end].partition("\n")
    head = dom.text[max(block.start, found.start() - _LONGEST_HEAD) : found.start()]
    return _Post(head, day, words.strip())


def _day(dom: Dom, found: re.Match[str]) -> dt.date | None:
    """The day behind the word: written out, or in the `title` of the element that says how long ago it was."""
    written = FULL.match(dom.text, found.end())
    if written is None and not _AGO.match(dom.text, found.end()):
        return None
    words = written[0] if written else dom.node_at(found.end()).get("title")
    stamp = read_stamp(words, short=False)
    return stamp.date() if stamp else None


def _block(node: Node, places: Sequence[int]) -> Node:
    """The largest element around the day of a post that holds that of no other."""
    outer = node
    for _, up in zip(range(_CLIMB), node.up(), strict=False):
        if sum(up.start <= place < up.end for place in places) > 1 or up.tag in {"body", "html"}:
            break
        outer = up
    return outer


def _unit(head: str) -> str | None:
    """The office among the words that name who wrote a post."""
    told = _APART.split(_FLOOR.sub(" ", head))
    names = (name for name in told if len(name) >= _SHORTEST_NAME and not _NO_NAME.search(name))
    return next((name for name in names if IS_UNIT.fullmatch(name)), None)
