"""The part of a page an element stands in, told from its tag and from the words of its class and id."""

import re
from functools import lru_cache

from xunwang.inspector.model import Zone

ZONE_TAGS = {
    "header": Zone.HEADER,
    "nav": Zone.NAV,
    "main": Zone.MAIN,
    "article": Zone.MAIN,
    "aside": Zone.SIDE,
    "footer": Zone.FOOTER,
}
_PART_OF = (
    r"(?:article|list|panel|modal|card|alert|layer|news|con|content|detail|details|dialog|tab|table|xl)[-_]?"
)
_FOOT = re.compile(
    r"foot|colophon|copyright|copy-right|banquan|dibu|yejiao|(?:^|[-_])bottom(?:$|[-_])|^bottom"
)
_NOT_FOOT = re.compile(
    rf"^(?:{_PART_OF}|(?:title|tit|head|info|meta|search|banner|nav)[-_]?)(?:foot|bottom)|^(?:margin|padding|border|m|p|mb|pb)[-_]|hairline|football|to-?bottom|bottom-?\d"
)
_HEAD = re.compile(
    r"header|masthead|topbar|toubu|(?:^|[-_])tops?(?:$|[-_](?!news|list|title|line))|(?:^|(?:^|[-_])(?:page|site|web|common|main|index|home|gov|pub|public|m|pc|new|my|wrap|inc)[-_]?)head$|^head[-_]|logo|^banner"
)
_NOT_HEAD = re.compile(
    rf"^{_PART_OF}(?:head|top|logo)|^(?:go|back|to|margin|padding|border|m|p|mt)[-_]?top|headline"
)
_NAV = re.compile(r"nav(?!y|i?doc)|menu|daohang|dhlm?(?:$|[-_])|(?:^|[-_])dh(?:$|[-_])")
_SIDE = re.compile(
    r"aside|side(?:bar|menu|nav|$|[-_])|(?:^|[-_])sider(?:$|[-_])|sidebar|reldoc|relat|commend|tuijian|remen|redian|paihang"
    r"|(?:^|[-_])(?:hot|rank|ranking|xgwz|xgyd|xgxx|xgnews|yqlj|friend|friendlinks?|youqing)(?:$|[-_\d])"
)
_MAIN = re.compile(
    r"(?:^|[-_])(?:main|content|article|detail|details|list|zoom|mainbody|artcontent|conbox)(?:$|[-_\d])|trs_editor|ucapcontent"
)
_PAGE_BLOCKS = frozenset({"page", "site", "web", "layout", "app", "main", "index", "home"})


@lru_cache(maxsize=16_384)
def zone_of(tag: str, names: str, around: Zone, firm: bool) -> Zone:
    """The zone of an element. `names` are its class and id, lower case; `around` is the zone of its parent.

    `firm`: an ancestor is a `<main>` or `<article>`, whose own header and footer belong to the text.
    """
    if around in {Zone.FOOTER, Zone.SIDE}:
        return around
    told = ZONE_TAGS.get(tag) or (_told_by(names, around) if names else None)
    if told is None or (firm and told in {Zone.HEADER, Zone.FOOTER}):
        return around
    if around is Zone.HEADER and told is Zone.MAIN:
        return around
    return told


def _told_by(names: str, around: Zone) -> Zone | None:
    words = [_block_of(word) if "__" in word else word for word in names.split()]
    if any(_FOOT.search(word) and not _NOT_FOOT.search(word) for word in words):
        return Zone.FOOTER
    if any(_NAV.search(word) for word in words):
        return Zone.NAV
    if any(_SIDE.search(word) for word in words):
        return Zone.SIDE
    if any(_HEAD.search(word) and not _NOT_HEAD.search(word) for word in words) and _may_be_head(
        words, around
    ):
        return Zone.HEADER
    if around is Zone.UNKNOWN and any(_MAIN.search(word) for word in words):
        return Zone.MAIN
    return None


def _block_of(word: str) -> str:
    """What a class such as `el-tabs__header` is a part of: the header of a component is none of the page."""
    block = word.partition("__")[0]
    return word if block in _PAGE_BLOCKS else block


def _may_be_head(words: list[str], around: Zone) -> bool:
    """Only an unmistakable header opens inside a wrapper that calls itself the main part."""
    return around is not Zone.MAIN or any(
        "header" in word or word in {"topbar", "masthead"} for word in words
    )
