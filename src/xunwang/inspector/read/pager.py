"""Where a list goes on: the addresses of its other pages."""

import re
from collections.abc import Sequence

from xunwang.inspector.fetch.urls import resolve, without_fragment
from xunwang.inspector.model import Zone, late
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Found, Links, link_sign
from xunwang.inspector.read.shapes import named_sign

_TURN = late(
    r"(?:下一?页|后一?页|尾页|末页|最后一?页|next|last|[>»›]{1,2}|下页\s*[>»]?)[>»›\s]*\Z", re.IGNORECASE
)
_TURN_BEGINS = frozenset("下后尾末最nNlL>»›")
_NUMBER = re.compile(r"[\[\s]*\d{1,4}[\]\s]*\Z")
_NUMBER_BEGINS = "[0123456789０１２３４５６７８９"
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:pages?|pager|pagination|paging|fenye|yema|page[_-]?(?:box|nav|bar|list|num)|pagebar)(?:$|[\s_-])"
)
_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_COUNT = re.compile(r"\bcount\s*:\s*['\"]?(\d{1,9})\b")
_LIMIT = re.compile(r"\blimit\s*:\s*['\"]?(\d{1,4})\b")
_LAID_LIMIT = 10  # what layui takes without being told
_PLACE = re.compile(r"\belem\s*:\s*['\"]#?([\w-]{1,60})['\"]")
_HELD = re.compile(r"\blimit\s*:")
# An address of nothing but fixed words and the number: what more a script puts in front or behind is unknown.
_LAID = re.compile(
    r"(?:[=(,:?{;]|\breturn)\s*['\"]([^'\"\s]{1,200})['\"]\s*\+\s*\w+\.curr\b"
    r"(?:\s*\+\s*['\"]([^'\"\s]{1,80})['\"](\s*\+\s*\w+\.limit\b)?)?(?!\s*\+)"
)
_ARGUMENT = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|(-?\d+))\s*(?:,|$)")
_PAGER_WORDS = re.compile(r"[\s\d\[\]<>«»‹›|/.…共第页条记录当前首上下末尾一转到跳至每显示:：,，]{2,160}")
_NEXT = frozenset({"2", "[2]"})
_FIRST = _NEXT | {"1", "[1]"}
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_DEEPEST = 3  # elements around a link before others stand beside it: a link in an item of a list
_MOST = 500
_TURNS = link_sign("turns", lambda tag, link: tag == "a" and _turns(link.text), begins=_TURN_BEGINS)
_NUMBERS = link_sign("numbers", lambda tag, link: tag == "a" and _numbers(link.text), begins=_NUMBER_BEGINS)
_PAGERS = named_sign(
    "@pager",
    lambda tag, names: tag in {"div", "ul", "p", "td", "nav", "span"} and bool(_NAMED.search(names)),
)


def _turns(words: str) -> bool:
    return bool(_TURN.match(words))


def _numbers(words: str) -> bool:
    return bool(_NUMBER.match(words))


def read_pager(dom: Dom, found: Links, base: str, url: str) -> tuple[Node | None, tuple[str, ...]]:
    """The element that holds the page links, if any, and the addresses of the other pages in the order they are given."""
    turning = found.signed(_TURNS)
    turns = [one.node for one in turning]
    numbers = found.signed(_NUMBERS)
    holder = turns[0].parent if turns else _numbered(dom, numbers) or next(iter(dom.all(_PAGERS)), None)
    if holder is not None and turns and len(turns) > 1:
        holder = next((outer for outer in turns[0].up() if turns[-1].within(outer)), holder)
    paging = found.signed(_TURNS, _NUMBERS)
    pages = [one.link.url for one in paging if holder is not None and _turns_page(one, holder)]
    call, derived = _called(dom, base)
    own = without_fragment(url)
    unique = dict.fromkeys(without_fragment(page) for page in (*pages, *derived))
    return holder or call, tuple(page for page in unique if page != own)[:_MOST]


def turned_by_script(dom: Dom, found: Links) -> bool:
    """Whether words of the main part turn to further pages of a list without an address that leads there."""
    return any(
        node.zone not in _FRAME and _turns_on(dom.text_of(node)) for node in found.nowhere if node.visible
    )


def _turns_on(words: str) -> bool:
    return _turns(words) if words[:1] in _TURN_BEGINS else words in _NEXT


def _numbered(dom: Dom, numbers: Sequence[Found]) -> Node | None:
    """The element around a link `2` that holds nothing but the words of a pager."""
    for one in numbers:
        if one.link.text.replace(" ", "") not in _FIRST:
            continue
        for holder, _ in zip(one.node.up(), range(_DEEPEST), strict=False):
            words = dom.text_of(holder).strip()
            if _PAGER_WORDS.fullmatch(words):
                return holder
            if len(words) > len(one.link.text):
                break
    return None


def _turns_page(one: Found, holder: Node) -> bool:
    if _TURNS in one.signs:
        return True
    above = [
        holder,
        *(
            outer
            for outer, _ in zip(holder.up(), range(2), strict=False)
            if outer.tag not in {"body", "html"}
        ),
    ]
    return any(one.node.within(outer) for outer in above)


def _called(dom: Dom, base: str) -> tuple[Node | None, list[str]]:
    """The pages behind a call of `laypage`, or behind `createPageHTML(…)`: `(count, current, name, ending)` counts from 0, with an id first from 1."""
    for script in dom.scripts:
        if "laypage" in script.code and (pages := _laid_out(script.code)):
            return script.node, [url for page in pages if (url := resolve(page, base))]
        if "createPageHTML" not in script.code:
            continue
        for call in _CALL.findall(script.code):
            values = [(text or other, number) for text, other, number in _ARGUMENT.findall(call)]
            if names := _page_names(values):
                return script.node, [url for name in names if (url := resolve(name, base))]
    return None, []


def place_of_pager(code: str) -> str | None:
    """The id of the element into which `laypage` draws its numbers where the page itself tells it how many items there are: its list came with the page."""
    if "laypage" not in code or _COUNT.search(code) is None:
        return None
    found = _PLACE.search(code)
    return found[1] if found else None


def _laid_out(code: str) -> list[str]:
    """The pages that layui's `laypage` leads to: it is told how many items there are and how many a page holds, and the address is put together from the number."""
    count, limit, address = _COUNT.search(code), _LIMIT.search(code), _LAID.search(code)
    if count is None or address is None or (limit is None and _HELD.search(code)):
        return []
    held = int(limit[1]) if limit else _LAID_LIMIT
    behind = f"{address[2] or ''}{held if address[3] else ''}"
    last = min(-(-int(count[1]) // held), _MOST) if held else 0
    return [f"{address[1]}{number}{behind}" for number in range(2, last + 1)]


def _page_names(values: Sequence[tuple[str, str]]) -> list[str]:
    numbers = [int(number) for _, number in values if number]
    texts = [text for text, number in values if not number]
    if len(numbers) < 2 or len(texts) < 2 or numbers[0] < 2:
        return []
    count, current = min(numbers[0], _MOST), numbers[1]
    counts_from_one = not values[0][1]
    name, ending = texts[1:3] if counts_from_one and len(texts) >= 3 else texts[:2]
    first = 1 if counts_from_one else 0
    indices = [index for index in range(first, first + count) if index != current]
    return [f"{name}.{ending}" if index == first else f"{name}_{index}.{ending}" for index in indices]
