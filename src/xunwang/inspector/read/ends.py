"""Where an element ends whose inside is not walked."""

import re

from xunwang.inspector.read.shapes import Content, Shape

_SCRIPT_STEP = re.compile(r"<!--(-?>)?|-->|<(/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)
_NONE, _MARKUP = Content.NONE, frozenset({Content.TREE, Content.SILENT})
_TEXT_ONLY = r"<(script|style|xmp|iframe|noembed|noframes)(?: [^>]*)?>.*?</\1>|<plaintext[^>]*>.*</plaintext>"


def after(source: str, shape: Shape, place: int) -> int:
    """The place behind the end of an element whose inside begins at `place`; the end of the source where it has none."""
    if shape.content is _NONE:
        return place
    if shape.content in _MARKUP:
        return _after_markup(source, shape.tag, place)
    end = source.rfind(shape.end, place) if shape.tag == "plaintext" else source.find(shape.end, place)
    if end < 0:
        return len(source)
    if shape.tag == "script" and source.find("<!--", place, end) >= 0:
        end = _script_end(source, place)
    return end + len(shape.end)


def _script_end(source: str, place: int) -> int:
    """The end of a script that holds `<!--`, behind which a whole script element may stand as text (HTML, "script data escaped")."""
    escaped = inner = False
    for found in _SCRIPT_STEP.finditer(source, place):
        if found[0].startswith("<!--"):
            escaped = escaped or not found[1]
        elif found[0] == "-->":
            escaped = inner = False
        elif not found[2]:
            inner = escaped
        elif not inner:
            return found.start()
        else:
            inner = False
    return len(source)


def _after_markup(source: str, tag: str, place: int) -> int:
    name = re.escape(tag)
    pattern = re.compile(rf"<!--.*?-->|{_TEXT_ONLY}|<({name})(?: [^>]*)?>|(</{name}>)", re.DOTALL)
    depth = 1
    for found in pattern.finditer(source, place):
        depth += bool(found[2]) - bool(found[3])
        if depth == 0:
            return found.end()
    return len(source)
