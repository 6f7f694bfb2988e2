"""Parts of a page that come and go in good faith: menus, dialogs, slides, known by the names around them."""

import re

from selectolax.lexbor import LexborNode

from xunwang.inspector.model import late

_PARTS_OF_A_SITE = late(
    r"nav|menu|drop|sub|tab|slid|swiper|carousel|banner|modal|dialog|pop|layer|tips?\b|share|sr-only|visually|skip|print|mobile|wap|phone|head|foot|search|more|select|link|yqlj|float|window|accord|collapse|toggle|list|wza|access|lazy|fade|wow|anim",
    re.IGNORECASE,
)
_OPENING_PARTS = late(
    r"nav|menu|drop|\bsub|tabs?\b|slid|swiper|carousel|dialog|modal|popup|sr-only|visually|skip|mobile|wap|phone|share|wza|access|lazy|fade|wow|anim",
    re.IGNORECASE,
)
# Boxes that open; names of lists of links excuse no list that leads to strangers only.
_BOXES = late(
    rf"{_OPENING_PARTS.pattern}|banner|pop|layer|tips?\b|print|search|more|select|float|window|accord|collapse|toggle|tab",
    re.IGNORECASE,
)


def is_furniture(node: LexborNode, *, strongly: bool, alone: bool) -> bool:
    """Whether names around an element say that it is part of the page.

    What is `strongly` hidden must be something that opens; what leads to strangers `alone`, a box and no list of links.
    """
    told = _OPENING_PARTS if strongly else _BOXES if alone else _PARTS_OF_A_SITE
    at: LexborNode | None = node
    for _ in range(3):
        if at is None or at.tag in {"body", "html"}:
            return False
        names = " ".join(at.attributes.get(name) or "" for name in ("class", "id", "role"))
        if names.strip() and told.search(names):
            return True
        at = at.parent
    return False
