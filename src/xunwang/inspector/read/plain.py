"""Which pages spell their tree, so that they can be walked as they are written.

The HTML parser mends what is written carelessly: it closes paragraphs, opens table bodies, moves text out of tables. Where nothing needs
mending its work changes nothing. The rules here are stricter than HTML; a page that breaks one goes through the parser.
"""

import html
import re
from functools import lru_cache

import msgspec

from xunwang.inspector.model import late
from xunwang.inspector.read.remembering import remembered

_WS = r" \t\n\f\r"
_VALUE = rf"\"[^\"<>]*\"|'[^'<>]*'|[^{_WS}\"'=<>`]+"
_ATTRIBUTES = rf"(?:[{_WS}]+[a-zA-Z_:][\w:.-]*(?:[{_WS}]*=[{_WS}]*(?:{_VALUE}))?)*[{_WS}]*/?"
_TAG = re.compile(rf"<[a-zA-Z][a-zA-Z0-9:-]*{_ATTRIBUTES}>", re.ASCII)
_DOCTYPE = re.compile(r"<!doctype[^<>]*>", re.IGNORECASE)
_END = re.compile(
    rf"((?:[{_WS}]|<!--(?!-?>)(?:(?!--!?>).)*-->)*)</(?:html|HTML)>((?:[{_WS}]|<!--(?!-?>)(?:(?!--!?>).)*-->)*)\Z",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VALUE_REFERENCE = re.compile(r"&(?:(?:amp|lt|gt|quot|nbsp|#39);|\w+(?==))", re.ASCII)
_TEXT_REFERENCE = re.compile(
    r"&(?:(?:nbsp|amp|lt|gt|quot|copy|ldquo|rdquo|lsquo|rsquo|middot|hellip|mdash|ndash|raquo|laquo|bull|times|ensp|emsp|reg|yen|#39);"
    rf"|(?=[{_WS}]))"
)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_SCRIPT_BEGIN = re.compile(r"<script", re.IGNORECASE)  # which behind `<!--` may stand within a script
_HIDDEN_MARKUP = {
    "select": late(rf"(?:[^<>]|<option{_ATTRIBUTES}>|</option>)*", re.ASCII | re.IGNORECASE),
    "noscript": late(rf"(?:[^<>]|<(?:img|br){_ATTRIBUTES}>)*", re.ASCII | re.IGNORECASE),
    "svg": late(
        rf"(?:[{_WS}]|<(?:path|g|circle|rect|line|polyline|polygon|ellipse|use|defs){_ATTRIBUTES}>|</(?:path|g|circle|rect|line|use|defs)>)*",
        re.ASCII,
    ),
}

_P, _A, _FORM, _BUTTON, _HEADING = 1, 2, 4, 8, 16  # what an element stands in
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "main",
        "nav",
        "ol",
        "pre",
        "section",
        "summary",
        "ul",
        "table",
        "hr",
        "li",
        "dt",
        "dd",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ORDINARY = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "base",
        "script",
        "style",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
        "span",
        "label",
        "time",
        "mark",
        "sup",
        "sub",
        "ins",
        "del",
        "abbr",
        "q",
        "cite",
        "var",
        "kbd",
        "samp",
        "dfn",
        "legend",
        "br",
        "img",
        "input",
        "area",
        "embed",
        "wbr",
        "textarea",
        "iframe",
        "select",
        "noscript",
        "svg",
        "audio",
        "video",
        "canvas",
        "source",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "ucaptitle",
        "ucapcontent",
        "publishtime",
    ]
)
ONLY = {  # what may stand directly in them
    "#page": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "link", "title", "base", "script", "style"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "colgroup": frozenset({"col"}),
}
_WITHIN = {"li": frozenset({"ul", "ol"}), "dt": frozenset({"dl"}), "dd": frozenset({"dl"})}


class Unplain(Exception):
    """The page needs the parser."""


class Rule(msgspec.Struct, frozen=True):
    """Where a tag may stand: in no element that `bars` names. What stands in it stands in `adds`."""

    bars: int
    adds: int


_ANYWHERE = Rule(0, 0)
_SPECIAL = {
    "p": Rule(_P, _P),
    "a": Rule(_A, _A),
    "form": Rule(_P | _FORM, _FORM),
    "button": Rule(_BUTTON, _BUTTON),
}


def rule_of(raw: str, tag: str, *, void: bool) -> Rule | None:
    """The rule of an opening tag in which no attribute stands twice; None for one that is not plain."""
    if not _TAG.fullmatch(raw) or (raw.endswith("/>") and not void):
        return None
    if "&" in raw and not _is_plain_value(raw):
        return None
    if tag in _BLOCKS:
        return Rule(_P, 0)
    if tag in _HEADINGS:
        return Rule(_P | _HEADING, _HEADING)
    return _ANYWHERE if tag in _ORDINARY or _is_unknown(tag) else _SPECIAL.get(tag)


def _is_unknown(tag: str) -> bool:
    """Whether HTML cannot know the tag, as those of a word processor (`o:p`), which it leaves where they stand."""
    return ":" in tag or "-" in tag


def _is_plain_value(raw: str) -> bool:
    found = _VALUE_REFERENCE.findall(raw)
    unknown = (name for name in found if not name.endswith(";"))
    return len(found) == raw.count("&") and all(html.unescape(f"{name}=") == f"{name}=" for name in unknown)


@lru_cache(maxsize=4_096)
def fits(parent: str, tag: str) -> bool:
    """Whether an element may stand directly in another one without either being moved."""
    if tag in _WITHIN:
        return parent in _WITHIN[tag]
    home = parent in ONLY
    if home:
        return tag in ONLY[parent]
    return not any(tag in kids for name, kids in ONLY.items() if name != "head")


def check_text(text: str, parent: str) -> None:
    """Text that stays where it is written, with references that mean one thing only."""
    if parent in ONLY and not text.isspace():
        raise Unplain
    if "&" in text and len(_TEXT_REFERENCE.findall(text)) != text.count("&"):
        raise Unplain


def check_inner(tag: str, inner: str) -> None:
    """What stands in an element that holds no elements, or none that are read."""
    if tag == "script":
        plain = not ("</" in inner and _SCRIPT_END.search(inner))
        plain = plain and not ("<!--" in inner and _SCRIPT_BEGIN.search(inner))
    elif tag in _HIDDEN_MARKUP:
        plain = _HIDDEN_MARKUP[tag].fullmatch(inner) is not None
    else:
        plain = "</" not in inner and (tag != "iframe" or "<" not in inner)
        if plain and tag == "title" and "&" in inner:
            check_text(inner, tag)
    if not plain:
        raise Unplain


def check_comment(source: str, begin: int, end: int, parent: str) -> None:
    """A comment, what HTML takes for one (`<?xml …>`, `<![endif]>`), or the document type at the head of the page."""
    raw = source[begin:end]
    if raw.startswith("<!--"):
        if not raw.endswith("-->") or len(raw) < 7 or raw[4:5] == ">" or raw[4:6] == "->" or "--!>" in raw:
            raise Unplain
    elif raw.startswith(("<?", "<![")):
        if not raw.endswith(">") or raw.startswith("<![CDATA["):
            raise Unplain
    elif parent != "#page" or not _DOCTYPE.fullmatch(raw):
        raise Unplain


def ending(source: str, place: int) -> bool:
    """Checks what stands behind the end of the body; whether white space does, which then belongs to the body."""
    spaced = _spaced_behind(source[place:])
    if spaced is None:
        raise Unplain
    return spaced


@remembered
def _spaced_behind(end: str) -> bool | None:
    """Whether white space stands around the end of the page; None where anything else does."""
    found = _END.match(end)
    return bool(_COMMENT.sub("", found[1] + found[2])) if found else None
