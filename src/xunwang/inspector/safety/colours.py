"""Letters that nobody tells from the ground they stand on."""

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from xunwang.inspector.safety import styles
from xunwang.inspector.safety.styles import Means

_PARAGRAPHS = frozenset({"p", "div", "td", "li", "section", "body"})
_SENTENCE = 20  # characters of a paragraph beside another


def same_colour(node: LexborNode, style_of: Callable[[LexborNode], str]) -> tuple[Means, LexborNode] | None:
    """The element that gives the letters the very colour of the ground, both told in the page itself; else white letters beside dark ones."""
    letters = holder = None
    at: LexborNode | None = node
    while at is not None and at.tag not in {"-document", "#document"}:
        told = styles.declarations(style_of(at))
        if letters is None:
            value = told.get("color") or (at.attributes.get("color") if at.tag == "font" else None)
            letters = styles.colour(value)
            holder = at if letters else None
        if at.attributes.get("background") or "url(" in (
            told.get("background", "") + told.get("background-image", "")
        ):
            return None  # a picture
        ground = styles.ground_of(told) or styles.colour(at.attributes.get("bgcolor"))
        if ground is not None:
            is_same = letters is not None and styles.alike(letters, ground)
            return (Means.SAME_COLOUR, holder) if is_same and holder is not None else None
        at = at.parent
    if holder is None or letters is None or not styles.alike(letters, styles.WHITE):
        return None
    return (Means.PALE, holder) if _has_dark_neighbours(holder, style_of) else None


def _has_dark_neighbours(holder: LexborNode, style_of: Callable[[LexborNode], str]) -> bool:
    """Whether the paragraphs beside white letters are left in the colour of the page, which is dark on light then."""
    at = holder
    while at.tag not in _PARAGRAPHS and at.parent is not None:
        at = at.parent
    beside = [
        other
        for other in (at.parent.iter() if at.parent is not None else ())
        if other.tag == at.tag and other.mem_id != at.mem_id and len((other.text() or "").strip()) > _SENTENCE
    ]
    return bool(beside) and not any("color" in style_of(other) for other in beside)
