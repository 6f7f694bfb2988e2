"""Scripts that wait for any doing of a visitor, wherever on the page, and lead away then."""

import re

_REACH = 300  # characters of such a handler that are looked at
# Of the whole page, and of no element of it: whatever the visitor does there starts the function that follows.
_HANDLER = re.compile(
    r"(?<![\w$.])(?:document(?:\.body|\.documentElement)?|window|\$\(\s*(?:document|window|['\"](?:body|html)['\"])\s*\))\s*\.\s*"
    r"(?:on\w+\s*=|addEventListener\s*\(\s*['\"]\w+['\"]\s*,|(?:on|one|bind)\s*\(\s*['\"][\w ]+['\"]\s*,|(?:click|mousedown|scroll)\s*\()"
    r"\s*(?:function\s*\w*\s*\([^)]*\)|\(?\w*\)?\s*=>)"
)
_CHOOSES = re.compile(
    r"\bfunction\b|=>|\btarget\b|\.closest\(|\.matches\(|\bthis\b|keyCode|confirm\(|return\s+false|}\s*\)?\s*;?\s*\Z"
)
# Whatever link is clicked on, which is no choice.
_ANY_LINK = re.compile(r"\.target\.closest\(\s*[\"']a(?:\[href\])?[\"']\s*\)")
_LEADS = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*(?:=(?!=)|\()|window\s*\.\s*open\s*\(")


def leads_from_anywhere(text: str, strangers: list[str]) -> bool:
    """Whether any click, touch or way back leads to one of the foreign addresses."""
    for handler in _HANDLER.finditer(text):
        body = text[handler.end() : handler.end() + _REACH]
        body = _ANY_LINK.sub(".any", body)
        leads = _LEADS.search(body)
        if leads is None or _CHOOSES.search(body[: leads.start()]):
            continue
        led = body[leads.end() :].partition("}")[0]
        if any(stranger in led for stranger in strangers):
            return True
    return False


def waits_for_anything(text: str, place: int) -> bool:
    """Whether what stands at a place of a script is done at any click, touch or way back."""
    for handler in _HANDLER.finditer(text, max(0, place - _REACH * 2), place):
        before = text[handler.end() : place]
        is_inside = before.count("}") < before.count("{") or not set(before) & set("{};")
        if len(before) <= _REACH and is_inside and not _CHOOSES.search(before):
            return True
    return False
