"""By which means an element is kept from the eye: its own attributes, the rules of style blocks, the colour around it."""

import colorsys
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from xunwang.inspector.safety.sheet_rules import rules_of


class Means(Enum):
    """A way to hide, with its name for people and its strength: 3 is hardly ever done in good faith, 1 is everyday."""

    AFTER_END = ("写在页面结束标记之后", 3)
    HEAD = ("写在页面头部，从不显示", 3)
    OFF_SCREEN = ("移到屏幕之外", 3)
    INDENT = ("文字缩进到屏幕之外", 3)
    TINY_TEXT = ("字号为零或极小", 3)
    TRANSPARENT = ("完全透明", 3)
    SAME_COLOUR = ("文字与背景同色", 3)
    TINY_BOX = ("放在看不见的小框内", 3)
    MARQUEE = ("放在极小或极快的滚动条内", 3)
    WRITTEN = ("由脚本写出隐藏的外框", 3)
    DRESSED = ("装扮成普通文字", 2)
    PALE = ("白色文字，周围文字为深色", 2)
    COVERED = ("压在其它内容之下", 2)
    BY_SCRIPT = ("由脚本隐藏", 2)
    NOSCRIPT = ("放在noscript内", 1)
    FALLBACK = ("放在浏览器不显示的替代内容里", 2)
    DISPLAY = ("设为不显示", 1)
    VISIBILITY = ("设为不可见", 1)

    @property
    def words(self) -> str:
        return str(self.value[0])

    @property
    def strength(self) -> int:
        return int(self.value[1])


class Rule(NamedTuple):
    """A rule of a style block that hides; `toggled`: another rule shows the same thing in some state."""

    selector: str
    style: str
    toggled: bool


_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh)?")
_PIXELS = {"em": 16.0, "rem": 16.0, "pt": 1.33, "%": 10.0, "vw": 10.0, "vh": 10.0}
_DIFFERENCE = re.compile(r"expression\(\s*(\d+)\s*-\s*(\d+)\s*\)")
_PART = re.compile(r"([-+]?\s?\d*\.?\d+)(px|pt|em|rem|%|vw|vh)?")
_WINDOW_WIDE = re.compile(r"(?:calc\(\s*)?[1-9]\d{2,}vw")
_CLIPS = ("hidden", "auto", "scroll", "clip")
_UPON_EACH_OTHER = -10.0  # pixels between letters at which they cover each other
_TINY = 4  # pixels of a box in which nothing can be read
_FAR = -150.0  # pixels beyond an edge from which nothing of a word is seen
_SHRUNK = 0.05  # of its size
_BEYOND = 3_000.0  # pixels from an edge that no screen has
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d+)(?:\s*,\s*|\s+)(\d+)(?:\s*,\s*|\s+)(\d+)(?:\s*[,/]\s*([\d.]+))?%?\s*\)")
_HSL = re.compile(r"hsla?\(\s*([\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%(?:\s*[,/]\s*([\d.]+))?\s*\)")
WHITE = (255, 255, 255)
_NAMED = {"white": WHITE, "black": (0, 0, 0), "transparent": None}
_SIZE_IN_FONT = re.compile(r"(?:^|\s)(\d{0,9}\.?\d{1,9}(?:px|pt|em|rem|%)?)(?:\s*/|\s)")
_CLEAR = re.compile(
    r"rgba\([^)]*,\s*0?\.?0+%?\s*\)|hsla\([^)]*,\s*0?\.?0+%?\s*\)|#[0-9a-f]{6}00\Z|#[0-9a-f]{3}0\Z"
)
_FAR_SHIFT = re.compile(r"(?:\S+\s+)?-\d{3,}")
_PLAIN_AT_RULE = re.compile(r"@(?:charset|import|namespace)[^;{}]*;")
_ESCAPE = re.compile(r"\\([0-9a-f]{2,4})\s?", re.IGNORECASE)
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]{1,60})\s*:\s*([^;{}\"'<>]{1,80})")
_CLEAR_STOP = r"(?:transparent|#0{4}|#[0-9a-f]{6}00)(?:\s+[\d.]+[%a-z]*){0,2}\s*"
_NO_MASK = re.compile(
    rf"(?:linear|radial|conic)-gradient\(\s*(?:(?:to\s[a-z ]{{1,30}}|-?[\d.]+deg|circle|ellipse),\s*)?{_CLEAR_STOP}(?:,\s*{_CLEAR_STOP})*\)"
)
_PATH = re.compile(r"path\(\s*[\"']([^\"']{0,200})")
# What gives a box a height that does not come from what stands in it.
_EXTENDS = re.compile(
    r"height|block-size|aspect-ratio|\Ainset|\Abottom\Z|\Apadding-(?:top|bottom|block)|\Aflex(?:-grow|-basis)?\Z|\Agrid-(?:row|area)|\Aalign-self"
)
_NUMBER = re.compile(r"-?\d*\.?\d+")
_MOVING = re.compile(
    r"@(?:-webkit-)?keyframes\s+([\w-]{1,60})\s*\{((?:[^{}]{1,200}\{[^{}]{0,300}\}){1,20})\s*\}"
)
_STEP = re.compile(r"([^{}]{1,200})\{([^{}]{0,300})\}")
_OF_PROPERTY = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]{0,80}))?\)")
_LONGEST_SHEET = 300_000  # characters of style blocks that are read
_STATE = re.compile(
    r":{1,2}(?!(?:nth|first|last|only)-|not\(|is\(|where\(|has\(|root\b|empty\b)[\w-]+(?:\([^)]*\))?|\.(?:on|open|show|active|cur|current|hover|in|selected|expand\w*)\b"
)
_SHOWING = re.compile(
    r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[5-9])|(?:left|top|text-indent)\s*:\s*(?:0|auto)|position\s*:\s*static|(?:max-)?height\s*:\s*(?:auto|[1-9]\d)"
)


# Names that go by the direction of writing, and what they are in Chinese text across the page.
_PHYSICAL = {
    **{
        f"{name}-{logical}": f"{kind}{side}"
        for logical, side in (
            ("inline-start", "left"),
            ("inline-end", "right"),
            ("block-start", "top"),
            ("block-end", "bottom"),
        )
        for name, kind in (("inset", ""), ("margin", "margin-"), ("padding", "padding-"))
    },
    "inset-inline": "left",
    "inset-block": "top",
    "margin-inline": "margin-left",
    "margin-block": "margin-top",
    **{
        f"{bound}{logical}": f"{bound}{side}"
        for logical, side in (("inline-size", "width"), ("block-size", "height"))
        for bound in ("", "max-", "min-")
    },
    "overflow-block": "overflow-y",
    "overflow-inline": "overflow-x",
}


@lru_cache(maxsize=8_192)
def declarations(style: str) -> dict[str, str]:
    """The declarations of a style, the last of a name winning; comments and escapes as browsers read them."""
    if "\\" in style or "/*" in style:
        style = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), _COMMENT.sub("", style))
    parts = (part.partition(":") for part in style.lower().split(";") if ":" in part)
    told = {name.strip(): value.replace("!important", "").strip() for name, _, value in parts}
    if "inline" in style or "block" in style:
        told |= {_PHYSICAL[name]: value for name, value in told.items() if name in _PHYSICAL}
    return told


def pixels(value: str) -> float | None:
    """A length in pixels, near enough; None for what is none. Old browsers compute a difference, new ones a sum."""
    if value.startswith("calc("):
        return _beyond(value)
    if difference := _DIFFERENCE.match(value):
        return float(difference[1]) - float(difference[2])
    found = _LENGTH.match(value)
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0) if found else None


def _beyond(value: str) -> float | None:
    """A sum all of whose parts lead out of the window; None for any other, by which things are centred."""
    parts = [
        float(part.replace(" ", "")) * _PIXELS.get(unit or "px", 1.0) for part, unit in _PART.findall(value)
    ]
    return sum(parts) if parts and all(part < 0 for part in parts) else None


def without_properties(source: str) -> str:
    """A page or sheet with values in the place of the names it gives them itself; a name with several values stays."""
    if "var(" not in source:
        return source
    values: dict[str, set[str]] = {}
    for name, value in _PROPERTY.findall(source):
        values.setdefault(name, set()).add(value.strip())
    known = {name: next(iter(told)) for name, told in values.items() if len(told) == 1}
    return _OF_PROPERTY.sub(lambda found: known.get(found[1]) or found[2] or found[0], source)


@lru_cache(maxsize=8_192)
def means_of_style(style: str) -> tuple[Means, ...]:
    """How a style hides what it applies to."""
    return tuple(_means(declarations(style)))


def _means(told: dict[str, str]) -> Iterator[Means]:
    if told.get("display", "") == "none":
        yield Means.DISPLAY
    if told.get("visibility", "") in {"hidden", "collapse"} or told.get("content-visibility") == "hidden":
        yield Means.VISIBILITY
    yield from (means for means, applies in _SHAPES if applies(told))
    if (depth := pixels(told.get("z-index", ""))) is not None and depth < 0 and "position" in told:
        yield Means.COVERED
    if (letters := told.get("-webkit-text-fill-color") or told.get("color")) and (
        letters in {"transparent", told.get("background-color"), told.get("background")}
        or _CLEAR.match(letters)
    ):
        yield Means.SAME_COLOUR


def _is_unreadable(told: dict[str, str]) -> bool:
    """Whether letters are too small, or stand upon each other."""
    size, apart = _size_of_letters(told), pixels(told.get("letter-spacing", ""))
    return (size is not None and size <= 1) or (apart is not None and apart <= _UPON_EACH_OTHER)


def _is_dressed(told: dict[str, str]) -> bool:
    """Whether a link is made to look like the words around it, the pointer over it too."""
    is_plain = told.get("text-decoration") == "none" and "color" in told
    return is_plain and told.get("cursor") in {"text", "default"}


def _is_indented(told: dict[str, str]) -> bool:
    indent = pixels(told.get("text-indent", ""))
    return indent is not None and indent <= _FAR


def _size_of_letters(told: dict[str, str]) -> float | None:
    """The size of letters in pixels, by its own name or in the shorthand."""
    if (size := pixels(told.get("font-size", ""))) is not None:
        return size
    short = _SIZE_IN_FONT.search(told.get("font", ""))
    return pixels(short[1]) if short else None


def sizes_letters(style: str) -> bool:
    """Whether a style gives letters a size that can be read, whatever the size around it."""
    size = _size_of_letters(declarations(style))
    return size is not None and size > 1


def _is_transparent(told: dict[str, str]) -> bool:
    opacity = pixels(told.get("opacity", ""))
    faded = re.search(
        r"alpha\(\s*opacity\s*=\s*[0-4]\s*\)|opacity\(\s*(?:0?(?:\.0\d*)?|[0-5](?:\.\d+)?%)\s*\)",
        told.get("filter", ""),
    )
    masked = any(
        _NO_MASK.match(told.get(f"{maker}mask{part}", ""))
        for maker in ("", "-webkit-")
        for part in ("", "-image")
    )
    return (opacity is not None and opacity <= 0.05) or bool(faded) or masked


def _is_away(told: dict[str, str]) -> bool:
    placed = told.get("position", "") in {"absolute", "fixed", "relative"}
    sides = [*(("left", "top", "right", "bottom") if placed else ()), "margin-left", "margin-top"]
    height = pixels(told.get("height", ""))
    below = pixels(told.get("bottom", "")) if told.get("position") == "fixed" else None
    if height is not None and below is not None and below <= -height < 0:
        return True
    beside = placed and any(_WINDOW_WIDE.match(told.get(side, "")) for side in ("left", "right"))
    offsets = [pixels(told[side]) for side in sides if side in told]
    for margins in (told.get("margin"), told.get("inset") if placed else None):
        offsets += [pixels(part) for part in (margins or "").split()]
    shifted = re.search(
        r"translate[xy3d]*\(\s*(-\d{3,})|scale[xy3d]*\(\s*0?(?:\.0\d*)?\s*[,)]|rotate[xy]\(\s*-?90deg|matrix\((?:\s*0?\.?0*\s*,){3}\s*0?\.?0*\s*[,)]",
        told.get("transform", ""),
    )
    scale = pixels(told.get("scale", ""))
    shifted = shifted or _FAR_SHIFT.match(told.get("translate", ""))
    far = any(offset is not None and (offset <= _FAR or offset >= _BEYOND) for offset in offsets)
    return far or beside or bool(shifted) or (scale is not None and scale <= _SHRUNK)


def _is_tiny(told: dict[str, str]) -> bool:
    clipped = any(word in told.get(name, "") for name in ("overflow", "overflow-y") for word in _CLIPS)
    sides = [pixels(told[side]) for side in ("width", "height", "max-height", "max-width") if side in told]
    if (zoom := pixels(told.get("zoom", ""))) is not None and zoom <= _SHRUNK:
        return True
    small = any(side is not None and side <= _TINY for side in sides)
    cut = re.search(
        r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)", told.get("clip", "")
    )
    inset = re.search(
        r"inset\(\s*50%|inset\([^)]*\b100%|circle\(\s*0|polygon\(\s*(0[a-z%]*\s+0[a-z%]*)(?:\s*,\s*\1)+\s*\)",
        told.get("clip-path", ""),
    )
    return (clipped and small) or bool(cut) or bool(inset) or _is_without_extent(told)


def _is_without_extent(told: dict[str, str]) -> bool:
    """Whether a box is cut to a point of its own drawing, or reckoned without what stands in it, which no height makes up for."""
    if path := _PATH.match(told.get("clip-path", "")):
        numbers = [float(number) for number in _NUMBER.findall(path[1])]
        return max(numbers, default=0) - min(numbers, default=0) <= _TINY
    contained = set(told.get("contain", "").split())
    cut = "strict" in contained or contained >= {"size", "paint"}
    return cut and not any(_EXTENDS.search(name) for name in told)


_SHAPES = (
    (Means.TRANSPARENT, _is_transparent),
    (Means.TINY_TEXT, _is_unreadable),
    (Means.DRESSED, _is_dressed),
    (Means.INDENT, _is_indented),
    (Means.OFF_SCREEN, _is_away),
    (Means.TINY_BOX, _is_tiny),
)


def colour(value: str | None) -> tuple[int, int, int] | None:
    """A colour as red, green, blue; None where it is none or cannot be told."""
    value = (value or "").strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if found := _HEX.match(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if (found := _RGB.match(value)) and found[4] != "0":
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _HSL.match(value)) and found[4] != "0":
        hue, saturation, light = (float(found[group]) for group in (1, 2, 3))
        parts = colorsys.hls_to_rgb(hue / 360, light / 100, saturation / 100)
        return round(255 * parts[0]), round(255 * parts[1]), round(255 * parts[2])
    return None


def alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether nobody can tell letters of the one colour on ground of the other."""
    return all(abs(a - b) <= 10 for a, b in zip(one, other, strict=True))


def ground_of(told: dict[str, str]) -> tuple[int, int, int] | None:
    """The colour of the ground that a style paints; None where it paints none or a picture."""
    value = told.get("background-color") or told.get("background") or ""
    if "url(" in value or "gradient" in value:
        return None
    return next((found for part in value.split(" ") if (found := colour(part))), None)


# What makes a frame vanish, and other boxes where something clips them.
_FLAT = re.compile(r"(?:height|width)\s*:\s*[0-2](?:px)?\s*(?:[;!]|\Z)")


def hiding_rules(sheets: Iterable[str]) -> list[Rule]:
    """The rules of the page's own style blocks that hide something; those for another medium only tell what is shown there."""
    sheets = list(sheets)
    moved = {name: style for sheet in sheets for name, style in _unseen_throughout(sheet[:_LONGEST_SHEET])}
    rules = [
        (selector.strip(), f"{style};{moved.get(_animated(style), '')}" if moved else style)
        for sheet in sheets
        for selectors, style in rules_of(_PLAIN_AT_RULE.sub("", _COMMENT.sub("", sheet[:_LONGEST_SHEET])))
        for selector in selectors.split(",")
    ]
    shown = {
        _STATE.sub("", selector).strip()
        for selector, style in rules
        if _STATE.search(selector) and _SHOWING.search(style)
    }
    plainly = {
        selector.strip()
        for sheet in sheets
        for selectors, style in _innermost(_COMMENT.sub("", sheet[:_LONGEST_SHEET]))
        if _SHOWING.search(style) and not means_of_style(style)
        for selector in selectors.split(",")
    }
    return [
        Rule(
            selector, style, toggled=selector in plainly or any(_is_same(selector, other) for other in shown)
        )
        for selector, style in rules
        if not _STATE.search(selector)
        and (
            means_of_style(style)
            or any(word in style for word in ("color", "background", "font"))
            or _FLAT.search(style)
        )
    ]


def _unseen_throughout(sheet: str) -> Iterator[tuple[str, str]]:
    """The animations that hide from their first step to their last, each with the style of its last."""
    for name, steps in _MOVING.findall(sheet) if "keyframes" in sheet else ():
        told = _STEP.findall(steps)
        at = {place.strip() for places, _ in told for place in places.split(",")}
        if at & {"from", "0%"} and at & {"to", "100%"} and all(means_of_style(style) for _, style in told):
            yield name, told[-1][1]


def _animated(style: str) -> str:
    """The first name by which a style calls an animation; "" where it calls none."""
    told = declarations(style)
    called = told.get("animation-name") or told.get("animation") or ""
    return next((word for word in called.split() if not word[0].isdigit()), "")


def is_of_colour(style: str) -> bool:
    """Whether a rule only hides where the ground is known, which a sheet of its own cannot tell for sure."""
    return not set(means_of_style(style)) - {Means.SAME_COLOUR} and not sizes_letters(style)


def _innermost(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a sheet, those for another medium or state too."""
    for piece in sheet.split("}"):
        head, _, style = piece.rpartition("{")
        if head:
            yield head.rpartition("{")[2], style


def _is_same(selector: str, shown: str) -> bool:
    return selector == shown or _last(selector) == _last(shown)


def _last(selector: str) -> str:
    words = selector.split()
    return words[-1] if words else ""


def strongest(means: Iterable[Means]) -> Means | None:
    return max(means, key=lambda one: one.strength, default=None)
