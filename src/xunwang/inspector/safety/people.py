"""Signs of personal data on pages and in attachments, masked in the moment they are made."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from xunwang.inspector.model import Link, LinkKind, SafetyKind, SafetySign, late
from xunwang.inspector.privacy import LABELS, Leak, holds_an_identity, leaks, mask

# Names of fields and columns under which programs keep such numbers.
FIELDS = ("sfz", "idcard", "id_card", "zjhm")
# Whoever masks numbers for the eye has the whole ones at hand.
MASKED = tuple(f"{digit}{mask * 4}" for digit in range(10) for mask in "*×")
_KEPT = re.compile(
    rf"(?:{'|'.join(FIELDS)}|身份证|证件号)[^<>\n]{{0,40}}?(?<![0-9A-Za-z])([1-9]\d{{16}}[\dXx])(?![0-9A-Za-z])",
    re.IGNORECASE,
)


# Masked for the eye, and whole in what the pointer shows or a script reads.
_IN_ATTRIBUTE = re.compile(
    r"\s(?:title|alt|value|content|data-[\w-]+)\s*=\s*[\"']?([1-9]\d{16}[\dXx])(?![0-9A-Za-z])"
)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
_SHOWN = re.compile(r"(?<!\d)(\d{3,10})[*×]{4,}(\d{0,5}[\dXx])(?!\d)")
_LONG = re.compile(r"\d{17}")
_ATTACHMENT, _IMAGE = LinkKind.ATTACHMENT, LinkKind.IMAGE  # looking a member up costs more than comparing it
_IN_A_NAME = late(r"[\u4e00-\u9fff][-_ （(]?([1-9]\d{16}[\dXx])(?![0-9A-Za-z])")
# Pictures of people that are called by nothing but their numbers.
_IS_A_NAME = re.compile(r"/([1-9]\d{16}[\dXx])\.\w{3,4}\Z")
_FEW = 2  # files so called from which no time of day is meant


def numbers_in_names(links: Iterable[Link], text: str) -> str:
    """The identity numbers that stand behind a word in the names of files and pictures, or are the names of several, as their addresses give them."""
    long = [
        unquote(link.url)
        for link in links
        if (link.kind is _ATTACHMENT or link.kind is _IMAGE) and _LONG.search(link.url)
    ]
    called = [whole[1] for name in long if (whole := _IS_A_NAME.search(name))]
    told = [number for name in long for number in _IN_A_NAME.findall(name)]
    told += called if len(called) >= _FEW else []
    found = (number for number in told if number not in text)
    return "\n".join(f"身份证号：{number}" for number in dict.fromkeys(found))


def unseen_numbers(body: bytes, text: str) -> str:
    """The identity numbers that a page carries without showing them: in fields, attributes, comments and data of scripts."""
    if not holds_an_identity(body):
        return ""
    source = body.decode("utf-8", "replace")
    kept = (*_KEPT.findall(source), *_IN_ATTRIBUTE.findall(source))
    shown = set(_SHOWN.findall(text))
    behind = (
        number
        for number in (_NUMBER.findall(source) if shown else ())
        if any(number.startswith(head) and number.endswith(tail) for head, tail in shown)
    )
    found = (number for number in (*kept, *behind) if number not in text)
    return "\n".join(f"身份证号：{number}" for number in dict.fromkeys(found))


def signs(text: str, key: str, *, where: str = "") -> Iterator[SafetySign]:
    """One sign for each kind of data that a page or attachment with this key shows, or carries `where` nobody sees it."""
    kinds: dict[str, list[Leak]] = {}
    for leak in leaks(text):
        kinds.setdefault(leak.rule, []).append(leak)
    for rule, found in kinds.items():
        shown = "、".join(dict.fromkeys(mask(text[one.start : one.end]) for one in found[:3]))
        yield SafetySign(
            kind=SafetyKind.PRIVACY,
            rule=rule,
            place=f"{key}#{rule}",
            found=shown,
            why=f"{where}公开了{LABELS[rule]}{len(found)}处，未作遮挡",
            sure=any(one.sure for one in found),
            suggest="遮挡后公开或撤下",
        )
