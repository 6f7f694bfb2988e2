"""The titles of letters in a list: the words of a row's link, of its heading, or the first words that can be one."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from xunwang.inspector.model import LinkKind, late
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import title_of
from xunwang.inspector.read.labels import Labelled
from xunwang.inspector.read.letter_words import is_status, shows_day
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.titles import clean

SHORTEST = 4
"""Characters of a title that no label names."""
SHORTEST_LABELLED = 2
"""Characters of a title in a row whose day of asking stands under a label."""
_LONGEST_FROM_QUESTION = 40
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_BOLD = frozenset({"b", "strong"})
_SAID = frozenset({"title", "question", "reply"})
_ASKERS = ("网友", "游客", "匿名", "来信人", "留言人", "市民", "群众", "用户")
_DAY_AT_END = late(rf"\s+{FULL.pattern}\s*\Z")
_NO_TITLE = re.compile(
    r"(?:查看|详情|详细|更多|查看详情|查看回复|回复|满意|评价|我要\w{1,4}|[\d\W]+)[>»\s]*\Z"
)
_NUMBER = re.compile(r"\A[\[【(（#]\s*\d{1,6}\s*[\]】)）]?\s*")
_ADDRESS = re.compile(r"(?:IP|QQ|E-?mail)(?:地址)?\s*[:：]", re.IGNORECASE)  # where somebody wrote from
_TYPE_WORD = re.compile(
    r"[\[【（(]?(?:咨询|投诉|建议|求助|举报|表扬|其他|其它|感谢|意见|反映|问题)类?[\]】）)]?\Z"
)


class Titles:
    """Finds the titles of the rows of one page."""

    def __init__(self, dom: Dom, found: Sequence[Found]) -> None:
        self._dom = dom
        self._links = [one for one in found if one.node.tag == "a" and one.link.kind is LinkKind.PAGE]
        self._orders = [one.node.order for one in self._links]

    def of(self, row: Node, labels: Sequence[Labelled], told: str, question: str) -> tuple[str, str | None]:
        """The title of a row and the address it leads to; `told` is what its label or its cell says, `question` what was asked."""
        words, url = self._linked(row)
        title = words or self._heading(row, labels) or told or self._first_words(row, labels)
        title = title or self._bold(row, labels)
        return title or question[:_LONGEST_FROM_QUESTION], url

    def _linked(self, row: Node) -> tuple[str, str | None]:
        """The longest words of a link that can be a title, with its address; else none, with the first address."""
        first, last = bisect_left(self._orders, row.order), bisect_left(self._orders, row.stop)
        links = [(self._words(one), one.link.url) for one in self._links[first:last]]
        named = [pair for pair in links if len(pair[0]) >= SHORTEST and not _NO_TITLE.match(pair[0])]
        if named:
            return max(named, key=lambda pair: len(pair[0]))
        return "", links[0][1] if links else None

    def _words(self, one: Found) -> str:
        """The words of a link; where it holds a whole card, those of its heading or its longest part."""
        dom, node = self._dom, one.node
        pieces = dom.pieces(node.start, node.end)
        if len(pieces) <= 1:
            return title_of(dom, one)
        heading = next((clean(dom.text_of(kid)) for kid in dom.inside(node) if kid.tag in _HEADINGS), "")
        plain = [
            piece for piece in pieces if not (shows_day(piece) or is_status(piece) or _TYPE_WORD.match(piece))
        ]
        return heading or clean(plain[0] if plain and len(plain[0]) >= 6 else max(plain, key=len, default=""))

    def _heading(self, row: Node, labels: Sequence[Labelled]) -> str:
        """What the first heading of a row says that is no label."""
        starts = {place for one in labels for place in (one.start, one.start - 1)}
        headings = (kid for kid in self._dom.inside(row) if kid.tag in _HEADINGS and kid.start not in starts)
        return next((self._words_before(kid, labels) for kid in headings), "")

    def _words_before(self, heading: Node, labels: Sequence[Labelled]) -> str:
        """What a heading says before the day or the office that it tells under a label."""
        told = (
            one.start for one in labels if one.role not in _SAID and heading.start < one.start < heading.end
        )
        end = next(told, heading.end)
        pieces = self._dom.pieces(heading.start, end)
        status = pieces[-1] if len(pieces) > 1 and is_status(pieces[-1]) else ""
        return clean(_DAY_AT_END.sub("", self._dom.text[heading.start : end].rstrip().removesuffix(status)))

    def _bold(self, row: Node, labels: Sequence[Labelled]) -> str:
        """The first bold words of a row that are no label: who asked and when may stand above them."""
        starts = {place for one in labels for place in (one.start, one.start - 1)}
        bold = (kid for kid in self._dom.inside(row) if kid.tag in _BOLD and kid.start not in starts)
        named = (clean(self._dom.text_of(kid)) for kid in bold)
        return next((words for words in named if _may_be_title(words, SHORTEST_LABELLED)), "")

    def _first_words(self, row: Node, labels: Sequence[Labelled]) -> str:
        end = labels[0].start if labels else row.end
        pieces = self._dom.pieces(row.start, end) if end > row.start else []
        return next((_NUMBER.sub("", piece) for piece in pieces if _may_be_title(piece)), "")


def _may_be_title(piece: str, shortest: int = SHORTEST) -> bool:
    told = shows_day(piece) or is_status(piece) or FULL.search(piece) is not None or _ADDRESS.match(piece)
    return len(piece) >= shortest and not told and not piece.startswith(_ASKERS)
