"""Values that only a script fills: the cells of a guide, a letter or a document that stand empty in the bytes at hand."""

import re

from xunwang.inspector.model import Zone, late
from xunwang.inspector.read.dom import Dom, Node

LOADS = re.compile(
    r"\$\s*\.\s*(?:ajax|getJSON|get|post)\b|\bfetch\s*\(|axios|XMLHttpRequest|\.load\s*\(|jQuery\.(?:ajax|get|post)|layui|laypage|new\s+Vue|createApp"
)
_CELLS = ("td", "dd", "span", "p", "div", "li", "em", "strong")
_NAMED = re.compile(r"[#.\"'`]([A-Za-z_][\w-]{1,40})")
_ANY_NAME = re.compile(r"[\"'`]#[\"'`]?\s*\+|[\"'`]#\$\{|getElementById\(\s*[^\"'`\s)]|\[data-")
_HOLE = re.compile(r"\{\{.*?\}\}")
_WAITING = late(
    r"[\s\-—–.。…·/]*(?:(?:数据|内容)?(?:正在|努力)?加载中?|请稍候|loading)?[\s\-—–.。…·/]*", re.IGNORECASE
)
_LONGEST_WAITING = 12
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_FEWEST = 3
_FEWEST_OF_A_FILE = 4  # where the script stands in a file of its own, so that what it names cannot be seen


def awaits_values(dom: Dom, *, has_own_script: bool) -> bool:
    """Whether several cells of the main part wait for a script of the page.

    A script in the page must load something and name them; with one in a file (`has_own_script`) every cell that has an id must be
    empty, since a site that writes its pages on the server leaves out one value or another, never all.
    """
    if len(_HOLE.findall(dom.text)) >= _FEWEST:
        return True
    code = "\n".join(script.code for script in dom.scripts if script.code)
    loads = LOADS.search(code) is not None
    if not (loads or has_own_script):
        return False
    cells = [node for node in dom.all(*_CELLS) if _is_cell(node)]
    empty = [node for node in cells if _is_waiting(dom, node)]
    if len(empty) < _FEWEST:
        return False
    if loads and sum(map(_Namer(code), empty)) >= _FEWEST:
        return True
    named = [node for node in cells if node.get("id")]
    return has_own_script and len(named) >= _FEWEST_OF_A_FILE and all(node in empty for node in named)


def _is_cell(node: Node) -> bool:
    """An element of the main part that a script can tell from its neighbours, with nothing but words in it: a weather box in the header says nothing."""
    return bool(node.attrs) and not node.kids and node.zone not in _FRAME and not node.get("onclick")


def _is_waiting(dom: Dom, node: Node) -> bool:
    if node.end - node.start > _LONGEST_WAITING or node.dark_end - node.dark_start > 2:
        return False
    return _WAITING.fullmatch(dom.text, node.start, node.end) is not None


class _Namer:
    """Tells which elements a script names, by id, class or field."""

    def __init__(self, code: str) -> None:
        self._words = frozenset(_NAMED.findall(code))
        self._any = _ANY_NAME.search(code) is not None

    def __call__(self, node: Node) -> bool:
        marks = [value for name, value in node.attrs.items() if name == "id" or name.startswith("data-")]
        if any(word in self._words for word in (*marks, *node.get("class").split())):
            return True
        return self._any and bool(marks)
