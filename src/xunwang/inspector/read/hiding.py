"""Whether an element is hidden from the eye, by its own attributes or by the rules of a style block."""

import re
from collections.abc import Mapping
from functools import lru_cache

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:px|pt|em|rem|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_AWAY = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_FAR = re.compile(r"(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{3,}", re.IGNORECASE)
_TINY = re.compile(
    r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|!|$)", re.IGNORECASE
)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_STYLE = re.compile(r"<(?:style|STYLE|Style)[^>]*>")
_STYLE_END = re.compile(r"</(?:style|STYLE|Style)")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#][\w-]+\Z")
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def hides(style: str) -> bool:
    """Whether these declarations hide what they apply to."""
    if _HIDDEN.search(style):
        return True
    if _FAR.search(style) and _AWAY.search(style):
        return True
    return bool(_TINY.search(style) and _CLIPPED.search(style))


def hidden_names(source: str) -> frozenset[str]:
    """The `.class` and `#id` selectors that style blocks of the page hide; rules for a medium or a state do not count."""
    names: frozenset[str] = frozenset()
    place = 0
    while (found := _STYLE.search(source, place)) and (end := _STYLE_END.search(source, found.end())):
        names = names | told if (told := _names_in(source[found.end() : end.start()])) else names
        place = end.end()
    return names


@lru_cache(maxsize=256)
def _names_in(block: str) -> frozenset[str]:
    names: set[str] = set()
    if _may_hide(block):
        for selectors, declarations in _RULE.findall(_MEDIA.sub("", block)):
            if hides(declarations):
                names.update(_simple(selectors))
    return frozenset(names)


def _may_hide(block: str) -> bool:
    return any(
        word in block for word in ("none", "hidden", "opacity", "font-size", "indent", "-999", "position")
    )


def _simple(selectors: str) -> list[str]:
    return [name for part in selectors.split(",") if _SIMPLE.match(name := part.strip())]


def hides_itself(tag: str, attrs: Mapping[str, str]) -> bool:
    """Whether an element is hidden by its own attributes; what hides its ancestors is the caller's to know."""
    if "hidden" in attrs or (tag == "input" and attrs.get("type", "").lower() == "hidden"):
        return True
    if (style := attrs.get("style")) and hides(style):
        return True
    return tag in {"marquee", "iframe"} and _is_dot(attrs)


def _is_dot(attrs: Mapping[str, str]) -> bool:
    return any(
        (found := _NUMBER.match(attrs.get(side, ""))) and int(found[0]) <= 6 for side in ("width", "height")
    )
