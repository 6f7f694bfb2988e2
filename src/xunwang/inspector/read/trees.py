"""Menus that lie in a script as data: the tree of an area, whose nodes tell what they are called and where they lead."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Link
from xunwang.inspector.read.nodes import Script
from xunwang.inspector.read.scripts import uncommented

# What tells the tree of the widespread component zTree, which opens the address of a node as it stands there.
_SIGN = re.compile(r"[\"']?pId[\"']?\s*:")
_NODE = re.compile(r"\{[^{}]{4,600}\}")
_TEXT = r"\s*:\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)')"
_NAME = re.compile(rf"[{{,\s][\"']?name[\"']?{_TEXT}")
_ADDRESS = re.compile(rf"[{{,\s][\"']?url[\"']?{_TEXT}\s*[,}}]")  # and not what else is put behind it
_NOWHERE = ("#", "javascript:")
_NOTHING = frozenset({"null", "undefined"})  # what a server writes that has none
_LARGEST = 200_000  # characters of a script that are looked through
_MOST = 500  # nodes


def tree_links(scripts: Sequence[Script], base: str) -> Iterator[Link]:
    """The links of the trees that a page holds, in their order; a node without an address only holds others."""
    for script in scripts:
        if "pId" in script.code:
            for name, href in _nodes(script.code[:_LARGEST]):
                if url := resolve(href, base):
                    yield Link(url=url, href=href, text=name)


@lru_cache(maxsize=64)  # the pages of an area carry the same tree
def _nodes(code: str) -> tuple[tuple[str, str], ...]:
    told = []
    for found in _NODE.finditer(uncommented(code)):
        node = found[0]
        name, address = _NAME.search(node), _ADDRESS.search(node)
        if name and address and _SIGN.search(node):
            href = (address[1] or address[2] or "").replace(r"\/", "/").strip()
            if href and href not in _NOTHING and not href.lower().startswith(_NOWHERE):
                told.append(((name[1] or name[2] or "").strip(), href))
    return tuple(told[:_MOST])
