"""Lists that lie in an XML island of the page as data: elements that hold a title, an address and a day each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from xunwang.inspector.model import Item
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.records import MOST_ROWS, Fields, item_of

_ANYWHERE = "http://localhost/"


def items_in_islands(dom: Dom, base: str) -> list[Item]:
    """The rows of the island that holds most; a script of the page shows them."""
    islands = dom.all("xml")
    if not islands:
        return []
    titles = {id(node): words for node, words in zip(dom.all("title"), dom.titles, strict=False)}
    return max((_rows(dom, node, titles, base) for node in islands), key=len)


def holds_rows(dom: Dom) -> bool:
    """Whether an island holds the rows of a list."""
    return bool(items_in_islands(dom, _ANYWHERE))


def _rows(dom: Dom, island: Node, titles: Mapping[int, str], base: str) -> list[Item]:
    items = (item_of(fields, base) for fields in islice(_records(dom, island, titles), MOST_ROWS))
    return [item for item in items if item]


def _records(dom: Dom, island: Node, titles: Mapping[int, str]) -> Iterator[Fields]:
    """The elements that hold but words, put together by the element around them; `titles`: the words of those that are called so."""
    told: dict[int, Fields] = defaultdict(list)
    for node in island.walk():
        words = (titles.get(id(node)) or dom.any_text_of(node)).strip()
        if words and not node.kids and node.parent is not None:
            told[node.parent.order].append((node.tag, words))
    yield from told.values()
