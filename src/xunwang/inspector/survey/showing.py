"""What a page shows of its own, beside what the whole site shows: a column that shows anything is not blank.

A blank column is a veto, so it must be empty for certain: one download, picture, map, form or line of text of its own is enough against it.
"""

import re

from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import Link, LinkKind, Page, Zone
from xunwang.inspector.read.nothing import NOTHING_HERE

_SCRIPT = LinkKind.SCRIPT  # looking a member up costs more than comparing it
_FEWEST_LETTERS = 6
_NOTHING_SAID = re.compile(
    rf"{NOTHING_HERE.pattern}|没有|正在加载|加载中|共\s*0|[上下首末尾]\s*一?\s*页|第\s*\d+\s*页"
    r"|位置\s*[:：]|字号|打印|关闭|分享|更多|(?i:more)\W*$|返回"
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg)(?:\?|$)", re.IGNORECASE)
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def shown_by(page: Page, zones: frozenset[Zone]) -> frozenset[str]:
    """The links, pictures and frames in the body of a page; foreign ones without their query, which may name the page itself."""
    here = host_of(page.url)
    body = (link for link in page.links if link.zone in zones and link.visible and link.kind is not _SCRIPT)
    return frozenset(_name_of(link, here) for link in body) - {key_of(page.url)}


def _name_of(link: Link, here: str) -> str:
    key = key_of(link.url)
    return key if host_of(link.url) == here else key.partition("?")[0]


def is_picture(link: str) -> bool:
    """Whether an address names a picture: beside the words that there is nothing, it is their ornament."""
    return _PICTURE.search(link) is not None


def telling_lines(words: str) -> frozenset[str]:
    """The lines that say something; that there is nothing, and the furniture of lists, says nothing."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return frozenset(
        line
        for line in lines
        if len(_LETTER.findall(line)) >= _FEWEST_LETTERS and not _NOTHING_SAID.search(line)
    )
