"""Which of the items that a column lists are what an entry of the catalogue asks for: told by titles and names of documents. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache

from xunwang.inspector.door.tables import ListedItem
from xunwang.inspector.model import ColumnFact
from xunwang.office.publishing.catalogue import Entry, Mention, plain

_FEWEST = 2
"""Signs of a word: fewer may stand anywhere."""
_PLAIN_TEXT = 4
"""An entry of fewer signs is mentioned by many a text that is about something else."""
_TAILS = re.compile(r"(?:(?:的)?(?:有关|相关|基本)?(?:情况|信息|等|内容))+$")
_MOST = 200


def mentions_of(
    entries: Sequence[Entry], columns: Iterable[ColumnFact], listed: Iterable[ListedItem]
) -> list[list[Mention]]:
    """For each entry the items of its columns that speak of it, the newest first; nothing for entries that name no item."""
    named: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for name in {plain(entry.column), plain(entry.item)} if entry.item else ():
            named.setdefault(name, []).append(number)
    asked = {one.key: named.get(plain(one.name), []) for one in columns}
    found: list[list[Mention]] = [[] for _ in entries]
    for item in listed:
        for number in sorted({number for key in item.columns for number in asked.get(key, ())}):
            mention = _mention(entries[number].item, item)
            if mention is not None:
                found[number].append(mention)
    return [sorted(one, key=_newest_first)[:_MOST] for one in found]


def _newest_first(one: Mention) -> tuple[bool, int]:
    return not one.sure, -(one.day or dt.date.min).toordinal()


def _mention(asked: str, item: ListedItem) -> Mention | None:
    name = next((name for name in item.names if speaks_of(name, asked)), None)
    if name is not None:
        return Mention(name[:200], item.url, item.day)
    words = _asked(asked)
    if len(words) >= _PLAIN_TEXT and words in plain(item.text):
        return Mention((item.names or ("",))[0][:200], item.url, item.day, sure=False)
    return None


def speaks_of(title: str, asked: str) -> bool:
    """Whether all words of what is asked stand in the title, in their order, other words between them: 部门预算 in 各部门2026年预算."""
    return _in_order(_asked(asked), plain(title))


@cache
def _asked(written: str) -> str:
    """Without what says nothing of the matter; what would be left of a single sign stays whole."""
    words = plain(written)
    short = _TAILS.sub("", words)
    return short if len(short) >= _FEWEST else words


def _in_order(words: str, title: str) -> bool:
    if words in title:
        return True
    for size in range(len(words) - _FEWEST, _FEWEST - 1, -1):
        place = title.find(words[:size])
        if place >= 0 and _in_order(words[size:], title[place + size :]):
            return True
    return False
