"""What of a page only a script would fill: an empty list, an absent footer, an empty body."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from xunwang.inspector.model import Item, Marks, Zone
from xunwang.inspector.read import islands
from xunwang.inspector.read.awaited import LOADS, awaits_values
from xunwang.inspector.read.dom import Dom, Node, Script
from xunwang.inspector.read.frames import is_frameset, main_frames
from xunwang.inspector.read.going import goes_on
from xunwang.inspector.read.nothing import NOTHING_HERE
from xunwang.inspector.read.pager import place_of_pager
from xunwang.inspector.read.records import holds_records, tells_rows
from xunwang.inspector.read.shapes import attribute_sign

_HOLDS_MARKS = re.compile(r"主办单位|标识码|ICP备|公网安备")
_WRITES_OUT = re.compile(r"document\s*\.\s*write|innerHTML|insertAdjacentHTML|\.(?:html|append)\s*\(")
_FOOT_SCRIPT = re.compile(r"foot|bottom|copyright|dibu|headfoot", re.IGNORECASE)
_FOOT_ADDRESS = re.compile(
    r"[\"'][^\"'\s<>]*(?:foot|bottom|copyright|dibu)[^\"'/\s<>]*\.(?:s?html?|jsp|aspx?|php|json|txt|inc)(?:\?[^\"']*)?[\"']",
    re.IGNORECASE,
)
_FOOT_TARGET = re.compile(r"[#\"'.](?:\w*[-_])?(?:foot\w*|copyright\w*|bottom\w*|dibu)[\"']", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|v-for|ng-repeat")
_PLACEHOLDER = "skeleton"
# Both begin with the end of the line before, which is found fast: a text is searched with one in front of it.
_LOADING = re.compile(
    r"\n\W*(?:(?:点击)?加载更多\W*(?=\n|$)|(?:(?:数据|内容|列表|页面|信息|正在|努力|拼命)*(?:加载|载入)(?:中[，,]?(?:请稍[候等后])?|[，,]?请稍[候等后])|loading)[^\w]*(?=\n|$)|正在(?:努力|拼命)?(?:加载|载入)[^\n]{0,10}(?=\n|$))",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\n\W*(?:(?:数据|内容|列表|页面|信息|正在|努力|拼命)*(?:加载|载入)(?:中|[，,]?请稍[候等])|正在(?:努力|拼命)?(?:加载|载入))"
)
_LIBRARY = re.compile(
    r"jquery|swiper|superslide|bootstrap|layer|vue(?:\.min)?\.js|share|stat(?!ic)|hm\.js|analytics|conac|jiucuo|CA\d{9}|(?<![a-z])aria",
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"chunk|vendors?[._-]|bundle|webpack|_nuxt|_next/|(?:^|/)(?:app|main|index|runtime)(?:[._-][0-9a-f]{4,})?\.js",
    re.IGNORECASE,
)
_LIST_NAME = re.compile(
    r"list|news|item|data|grid|result|rows|content|con(?:$|[\s_-])|article|table|tbody", re.IGNORECASE
)
_DRAWS = re.compile(
    r"\.(?:tree|treeview|datagrid|jqGrid|DataTable|bootstrapTable)\s*\(|echarts|zTree|Highcharts"
)
_DYNAMIC = re.compile(
    r"[?&](?:callback|jsonp\w*)=|\.(?:do|jsp|action|php|ashx)(?:[?;]|$)|/api/", re.IGNORECASE
)
_SURE_ROOTS = frozenset({"app", "root", "__nuxt", "__next"})
_ROOTS = _SURE_ROOTS | {"main"}
_SETS = re.compile(r"\.(?:innerHTML|innerText|textContent)\s*=(?!=)")
_HOLDERS = ("ul", "ol", "dl", "div", "tbody", "table", "section")
_LISTS = frozenset({"ul", "ol", "dl", "tbody", "table"})  # which no footer is filled into
_HELD = ("div", "li", "article", "section")
_FEWEST_PLACES = 3
_STATE_OF_NEXT = "__NEXT_DATA__"
_EMPTY_LIST = re.compile(r"\"(?:items|list|rows|records|articles|posts|news|data|results)\"\s*:\s*\[\s*\]")
_ORNAMENT = re.compile(
    r"clear|line|spac|sep|blank|gap|dot|bullet|border|arrow|icon|swiper|slick|banner|\bh[rt]?\d*\b|\b[mp][tb]?-?\d",
    re.IGNORECASE,
)
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_FOOT_DEPTH = 4  # a footer hangs directly under the body
_FEW_BEHIND = 120  # characters that something else may show behind the footer
_FEW_BESIDE = 160  # characters beside a frame that name the column and the way to it
_LEAST_DATA = 60  # characters of an attribute that may hold rows
_DATA_HOLDER = attribute_sign(
    "@rows",
    {
        "value",
        "data-list",
        "data-rows",
        "data-items",
        "data-json",
        "data-data",
        "data-source",
        "data-options",
        ":list",
        ":data",
        ":items",
    },
    lambda shape: any(len(value) >= _LEAST_DATA for value in shape.attrs.values()),
)
# What asks for its own inside as soon as it is shown.
_FETCHED = attribute_sign(
    "@fetched", {"hx-get", "data-hx-get", "w3-include-html", "ic-src", "up-defer"}, lambda _: True
)
_FEW = 60  # characters of visible text below which a page is but a shell


def script_filled(
    dom: Dom, items: Sequence[Item], marks: Marks, *, listing: bool, several: bool, detailing: bool
) -> tuple[str, ...]:
    """The parts that stay empty in the bytes at hand, of `body`, `list`, `values` and `footer`; `unshown` beside `list` where the page holds its rows as data or still waits for them; `frame` where another page holds the main part, `part` where something stays empty beside a dated list.

    `listing`: the page is none of an article, so that a list may be expected; `several`: more than one, as on a home page; `detailing`: it may be one of labelled values or of a text
    that is not there. An empty list counts only where a script names it or stands beside it: a column that simply holds nothing is blank.
    """
    parts = []
    marks_seen = bool(marks.icp or marks.organiser or marks.site_code_from == "text")
    if _is_shell(dom):
        parts.append("body")
    elif is_frameset(dom):
        return ("frame", "footer")
    elif listing and not several and any(item.date for item in items):
        if _fills_list(dom, marks_seen):
            parts.append("part")
    elif listing:
        parts += _of_list(dom, items, marks_seen, several=several)
    dated = any(item.date for item in items)
    if detailing and not parts and not dated and awaits_values(dom, has_own_script=_has_own_script(dom)):
        parts.append("values")
    if not marks_seen and _fills_footer(dom):
        parts.append("footer")
    return tuple(parts)


def _of_list(dom: Dom, items: Sequence[Item], marks_seen: bool, *, several: bool) -> list[str]:
    """What of the list of a page without a dated one stays empty."""
    if (
        _fills_list(dom, marks_seen)
        or (not items and not several and goes_on(dom) is not None)
        or ((several or not items) and holds_records(dom.scripts))
        or (not items and (_holds_rows(dom) or islands.holds_rows(dom) or _holds_equal_places(dom)))
    ):
        return ["list", "unshown"] if not items and _stays_unshown(dom) else ["list"]
    return ["frame"] if not items and _is_framed(dom) else []


def _holds_rows(dom: Dom) -> bool:
    """Whether scripts, hidden fields or attributes of the page hold the rows of a list."""
    told = [one.code for one in (*dom.scripts, *_fields(dom)) if len(one.code) >= _LEAST_DATA]
    told += [
        value for node in dom.all(_DATA_HOLDER) for value in node.attrs.values() if len(value) >= _LEAST_DATA
    ]
    return any(map(tells_rows, told))


def _stays_unshown(dom: Dom) -> bool:
    """Whether a page that shows no rows holds them as data, or still waits for them: if a browser was asked, its scripts did not get so far."""
    if NOTHING_HERE.search(dom.text):
        return False
    waits = _WAITS.search(f"\n{dom.text}") is not None or _holds_a_place(dom) or _holds_equal_places(dom)
    return waits or holds_records(dom.scripts) or _holds_rows(dom) or islands.holds_rows(dom)


def _fields(dom: Dom) -> Iterator[Script]:
    """Text fields that nobody sees: what they hold is for a script of the page."""
    return (one for one in dom.silent if one.node.tag == "textarea" and not one.node.visible)


def _is_framed(dom: Dom) -> bool:
    """Whether a frame holds what the page is for: its main part says hardly anything itself."""
    if not main_frames(dom):
        return False
    return sum(end - start for start, end, zone in dom.stretches() if zone not in _FRAME) <= _FEW_BESIDE


def _is_shell(dom: Dom) -> bool:
    if len(dom.text.strip()) > _FEW or not any(node.get("src") for node in dom.all("script")):
        return False
    return any(node.get("id").lower() in _ROOTS and _is_empty(node) for node in dom.all("div"))


def _is_empty(node: Node) -> bool:
    return node.end - node.start + node.dark_end - node.dark_start <= 2 and not any(
        inner.tag in {"img", "iframe", "a", "table"} for inner in node.walk() if inner is not node
    )


def _fills_list(dom: Dom, marks_seen: bool) -> bool:
    if (
        _TEMPLATE.search(dom.text)
        or _waits_visibly(dom)
        or any(map(_is_empty, dom.all(_FETCHED, "turbo-frame")))
    ):
        return True
    code = "\n".join(script.code for script in dom.scripts if script.code)
    is_application = any(_APPLICATION.search(node.get("src")) for node in dom.all("script"))
    pager = place_of_pager(code)
    holders = [
        node
        for node in dom.all(*_HOLDERS)
        if _is_root(node)
        or (
            _is_list_holder(node)
            and not (pager and node.get("id") == pager)
            and _is_filled(node, code, is_application=is_application)
        )
    ]
    return any(
        marks_seen or node.tag in _LISTS or _is_root(node) or not _is_last(dom, node) for node in holders
    )


def _waits_visibly(dom: Dom) -> bool:
    """Whether grey bars, a drawing or the words that something is loading hold the place of what a script will show."""
    if _LOADING.search(f"\n{dom.text}") or any(
        node.visible and node.zone not in _FRAME for node in dom.all("canvas")
    ):
        return True
    return _holds_a_place(dom)


def _holds_a_place(dom: Dom) -> bool:
    return any(
        _PLACEHOLDER in node.names and node.visible and node.zone not in _FRAME for node in dom.all(*_HOLDERS)
    )


def _holds_equal_places(dom: Dom) -> bool:
    """Whether elements of one class stand side by side in the main part with nothing in them, and a script of the page may fill them."""
    if not _has_own_script(dom) or any(map(_says_none, dom.scripts)):
        return False
    empty = (node for node in dom.all(*_HELD) if _may_be_filled(node))
    beside = Counter((node.parent.order, node.tag, node.get("class")) for node in empty if node.parent)
    return max(beside.values(), default=0) >= _FEWEST_PLACES


def _says_none(script: Script) -> bool:
    """Whether the server that made a page of Next.js left its script an empty list to show."""
    return script.node.get("id") == _STATE_OF_NEXT and _EMPTY_LIST.search(script.code) is not None


def _may_be_filled(node: Node) -> bool:
    if (
        not node.visible
        or node.zone in _FRAME
        or not node.get("class")
        or _ORNAMENT.search(node.get("class"))
    ):
        return False
    return _is_empty(node)


def _is_last(dom: Dom, node: Node) -> bool:
    """Whether no text follows an element: where the page shows no mark yet, that is the place of its footer."""
    return not dom.text[node.end :].strip() and (
        node.parent is None or _is_empty(node.parent) or node.depth <= _FOOT_DEPTH
    )


def _is_at_foot(dom: Dom, node: Node) -> bool:
    """Whether hardly any text follows an element that hangs directly under the body, as at the place of a footer."""
    if _is_last(dom, node):
        return True
    return node.depth <= _FOOT_DEPTH and len(dom.text[node.end :].strip()) <= _FEW_BEHIND


def _is_list_holder(node: Node) -> bool:
    if node.zone in _FRAME or not node.names:
        return False
    return node.end - node.start <= 20 and not any(inner.tag == "a" for inner in node.walk())


def _is_filled(node: Node, code: str, *, is_application: bool = False) -> bool:
    """Whether it tells an address, a script of the page that loads or draws names it, or one of its own stands right behind it."""
    if _tells_address(node) or (_is_named(node, code) and (LOADS.search(code) or _DRAWS.search(code))):
        return True
    if not node.get("id") or node.parent is None:
        return False
    behind = [kid for kid in node.parent.kids if kid.order > node.order and is_own_script(kid)]
    if any(_DYNAMIC.search(kid.get("src")) for kid in behind):
        return True
    if node.get("id").lower() in _ROOTS:
        return is_application
    return bool(_LIST_NAME.search(node.names)) and (bool(behind) or is_application)


def _is_root(node: Node) -> bool:
    """Whether an element is by its id the place of an application, wherever the script of that stands; an empty one in front of the footer seems to lie in it."""
    return node.get("id").lower() in _SURE_ROOTS and _is_empty(node)


def _tells_address(node: Node) -> bool:
    return any(
        name.startswith("data-") and value.startswith(("/", "http")) for name, value in node.attrs.items()
    )


def _is_named(node: Node, code: str) -> bool:
    """Whether code names an element; a single letter, which may mean anything, only where it is said to be an id."""
    words = [node.get("id"), *node.get("class").split()]
    called = (word for word in words if len(word) >= 2 and word in code)
    if any(re.search(rf"[#.\"'`]{re.escape(word)}[\"'`\s]", code) for word in called):
        return True
    return len(words[0]) == 1 and bool(
        re.search(rf"(?:getElementById\(\s*[\"'`]|[\"'`]#){re.escape(words[0])}[\"'`\s]", code)
    )


def is_own_script(node: Node) -> bool:
    """Whether a script lies in a file of the site's own making, not in one of the libraries that many load."""
    return node.tag == "script" and bool(node.get("src")) and not _LIBRARY.search(node.get("src"))


def _has_own_script(dom: Dom) -> bool:
    return any(is_own_script(node) for node in dom.all("script"))


def _fills_footer(dom: Dom) -> bool:
    if any(_FOOT_SCRIPT.search(node.get("src")) for node in dom.all("script", "iframe") if node.get("src")):
        return True
    if any(_names_footer(script.code) and _writes(script.code) for script in dom.scripts):
        return True
    if any(_HOLDS_MARKS.search(script.code) and _WRITES_OUT.search(script.code) for script in dom.scripts):
        return True  # put together in ways that are not read
    feet = [node for node in dom.all("div", "footer", "section") if node.zone is Zone.FOOTER]
    if feet and all(_is_empty(node) for node in feet) and _has_own_script(dom):
        return True
    code = "\n".join(script.code for script in dom.scripts if script.code)
    return any(
        _is_empty(node)
        and _is_at_foot(dom, node)
        and (_is_filled(node, code) or (_is_named(node, code) and _SETS.search(code) is not None))
        for node in dom.all("div")
        if node.get("id")
    )


def _names_footer(code: str) -> bool:
    """Whether a script names the element of the footer, or asks for a file of that name."""
    return bool(_FOOT_TARGET.search(code) or _FOOT_ADDRESS.search(code))


def _writes(code: str) -> bool:
    return bool(
        re.search(r"\.load\s*\(|\.html\s*\(|innerHTML|\.append\s*\(|insertAdjacentHTML", code)
    ) and bool(LOADS.search(code) or "html(" in code or "innerHTML" in code)
