"""A sentence as a template of quantities: which number counts what, in which role, of which period.

A template is the sentence with every quantity (number and unit) replaced by one private-use character, so that a
rule about wording is one regular expression over it. Dates, ordinals and document numbers stay plain text.
"""

import re
from decimal import Decimal

import msgspec

from xunwang.office.circulars.check.numerals import Number, find_numbers
from xunwang.office.circulars.check.vocabulary import (
    APPROXIMATE_AFTER,
    APPROXIMATE_BEFORE,
    EARLIER,
    UNITS,
    roles_in,
    subject_in,
)

FIRST_MARK = 0xE000
MARK = "[\ue000-\uf8ef]"
ASIDE = "\uf8ff"
_BOUNDARY = f"，、；：。？！{ASIDE}"
_NEAR = 12
_STOP = re.compile(rf"[{_BOUNDARY}\ue000-\uf8ef]")
_AFTER = re.compile(rf"[^{_BOUNDARY}\ue000-\uf8ef]*")
_UNIT = re.compile(rf"\s?(?P<vague>余|多|来)?(?P<unit>{UNITS})")
_MORE_BY = re.compile(r"多\s?\d")
_NO_COUNT = re.compile(r"(?:月|工作日|小时|自然日|季度|星期|周|年度|百分)")
_NO_POINTS = re.compile("[别钟之类为工享析级]")
_ORDINAL = re.compile(r"(?:第|[A-Za-z/.〔\[]|\d[-—–~～至到])\s?\Z")
_RANGE_END = re.compile(r"(?:\d|[零一二三四五六七八九十百])(?:%|个|家|条)?[-—–~～至到]\s?\Z")
_RANGE_START = re.compile(r"(?:[%家个条])?[-—–~～至到]\s?[\d一二三四五六七八九十]")
_BARE_ONE = re.compile("(?:[同每任某唯统]|任何|哪怕)\\Z")
_COUNT_UNITS = frozenset({*"家个条件处次篇项户名份例起封宗款幅场张", "家次", "人次", "个次"})
_ITEM_NUMBER = re.compile(r"\d{1,2}")


class Quantity(msgspec.Struct, frozen=True):
    """One number with its unit, and what the words around it say of it.

    ``unit`` is its class (家 and 个 are one class), ``roles`` what it counts (抽查 → sampled, 不合格 → failed …),
    ``period`` is ``earlier`` for a figure of a former check, ``approx`` for 近80家, 50余个, 30%以上.
    """

    index: int
    value: Decimal
    decimals: int
    half_step: Decimal
    unit: str
    text: str
    before: str
    after: str
    roles: frozenset[str] = frozenset()
    subject: str = ""
    period: str = ""
    approx: bool = False
    part: bool = False
    position: int = 0

    @property
    def counts(self) -> bool:
        """Whether this is an exact count of things."""
        return self.unit in _COUNT_UNITS and not self.approx and not self.half_step

    @property
    def is_rate(self) -> bool:
        return self.unit == "%" and not self.approx


class Sentence(msgspec.Struct, frozen=True):
    """One sentence; ``paragraph`` is its paragraph's number, ``owner`` the quantity a bracketed aside explains."""

    paragraph: int
    text: str
    template: str
    quantities: tuple[Quantity, ...]
    asides: tuple["Sentence", ...] = ()
    owner: int = -1

    def at(self, char: str) -> Quantity:
        """The quantity a template character stands for."""
        return self.quantities[ord(char) - FIRST_MARK]

    def tokens(self, text: str) -> tuple[Quantity, ...]:
        return tuple(self.at(char) for char in text if FIRST_MARK <= ord(char) < FIRST_MARK + 0x18F0)

    def gap(self, left: Quantity, right: Quantity) -> str:
        """The words between two quantities."""
        return self.template[left.position + 1 : right.position]

    def segment(self, quantity: Quantity) -> int:
        """The number of the part between semicolons in which a quantity stands."""
        return self.template.count("；", 0, quantity.position)


class _Found(msgspec.Struct, frozen=True):
    number: Number
    end: int
    unit: str
    vague: bool


def build(paragraph: int, text: str, *, owner: int = -1, asides: tuple[Sentence, ...] = ()) -> Sentence:
    """A sentence from its normalised text, brackets already taken out."""
    found = [item for item in (_found(text, number) for number in find_numbers(text)) if item]
    template, positions = _template(text, found)
    bare = [
        _quantity(text, template, item, index, position)
        for index, (item, position) in enumerate(zip(found, positions, strict=True))
    ]
    return Sentence(paragraph, text, template, tuple(_inherit(template, bare)), asides, owner)


def _found(text: str, number: Number) -> _Found | None:
    if _ORDINAL.search(_just_before(text, number)) and not _RANGE_END.search(_just_before(text, number)):
        return None
    if number.mark:
        return _Found(number, number.end, number.mark, vague=False)
    match = _UNIT.match(text, number.end)
    if match is None or not _is_quantity(text, number, match):
        return None
    unit = "个" if match["unit"] == "家" else match["unit"]
    return _counted(text, _Found(number, match.end(), unit, vague=bool(match["vague"])))


def _is_quantity(text: str, number: Number, match: re.Match[str]) -> bool:
    if match["unit"] == "个" and _NO_COUNT.match(text, match.end()):
        return False
    if match["unit"] == "分" and (number.chinese or _NO_POINTS.match(text, match.end())):
        return bool(re.search("[扣加得减计]\\Z", text[: number.start])) and not _NO_POINTS.match(
            text, match.end()
        )
    idiom = number.chinese and number.value == 1
    return not idiom or (match["unit"] in "家个" and not _BARE_ONE.search(_just_before(text, number)))


def _counted(text: str, item: _Found) -> _Found | None:
    """A count has no decimals: 1.53家 at the head of a line is item 1 and 53家."""
    number = item.number
    if not number.decimals or item.unit not in _COUNT_UNITS or number.half_step > Decimal("0.5"):
        return item
    head, _, tail = text[number.start : number.end].partition(".")
    if number.start == 0 and _ITEM_NUMBER.fullmatch(head):
        start = number.start + len(head) + 1
        return msgspec.structs.replace(item, number=Number(start, number.end, Decimal(tail)))
    return None


def _template(text: str, found: list[_Found]) -> tuple[str, list[int]]:
    parts: list[str] = []
    positions: list[int] = []
    last = length = 0
    for index, item in enumerate(found):
        plain = text[last : item.number.start]
        positions.append(length + len(plain))
        parts += [plain, chr(FIRST_MARK + index)]
        length += len(plain) + 1
        last = item.end
    return "".join(parts) + text[last:], positions


def _quantity(text: str, template: str, item: _Found, index: int, position: int) -> Quantity:
    number = item.number
    before = _words_before(template, position)
    behind = _AFTER.match(template, position + 1)
    after = behind.group().strip() if behind else ""
    return Quantity(
        index=index,
        value=number.value,
        decimals=number.decimals,
        half_step=number.half_step,
        unit=item.unit,
        text=text[number.start : item.end],
        before=before,
        after=after,
        roles=roles_in(before, after),
        subject=subject_in(before, after),
        period="earlier" if EARLIER.search(before) else "",
        approx=_is_approximate(text, item, before, after),
        position=position,
    )


def _just_before(text: str, number: Number) -> str:
    return text[max(0, number.start - _NEAR) : number.start]


def _words_before(template: str, position: int) -> str:
    """The words between the last comma or quantity and a quantity."""
    start = position
    while start and not _STOP.match(template, start - 1):
        start -= 1
    return template[start:position].strip()


def _is_approximate(text: str, item: _Found, before: str, after: str) -> bool:
    return (
        item.vague
        or bool(APPROXIMATE_BEFORE.search(before))
        or bool(APPROXIMATE_AFTER.match(after) and not _MORE_BY.match(text, item.end))
        or bool(_RANGE_END.search(_just_before(text, item.number)))
        or bool(_RANGE_START.match(text, item.end))
    )


_JOINED = re.compile(r"[、，及和与以同时还有\s]*")
_LIST_JOIN = re.compile("[^，；。]*[、和及与]")
_OWN_TIME = re.compile(r"下半年|[本今当现]|目前")
_CHANGE = re.compile("[增减升降]|关停|新开|其他|涉及|约谈")
_SUBSET = re.compile("其中|其余|包括|包含|含有|分为|分别|按[^，]*分|从[^，]*看")


def _inherit(template: str, quantities: list[Quantity]) -> list[Quantity]:
    """What a later member of a list leaves unsaid, it takes from the one before: 抽查网站22家、新媒体117个."""
    done: list[Quantity] = []
    for quantity in quantities:
        done.append(_with_context(template, quantity, done))
    return done


def _with_context(template: str, quantity: Quantity, done: list[Quantity]) -> Quantity:
    if not done:
        return quantity
    previous = done[-1]
    gap = template[previous.position + 1 : quantity.position]
    if "；" in gap:
        return quantity
    part = bool(_SUBSET.search(gap)) or (previous.part and not quantity.roles)
    listed = bool(_LIST_JOIN.match(gap)) or bool(subject_in(quantity.before, quantity.after))
    inherits = listed and previous.unit == quantity.unit and not part and not _CHANGE.search(quantity.before)
    roles = quantity.roles or (previous.roles if inherits else frozenset())
    former = previous.unit == quantity.unit and "、" in gap and not _OWN_TIME.search(quantity.before)
    period = quantity.period or (previous.period if former else "")
    subject = quantity.subject or _sole_subject(template, quantity, done)
    return msgspec.structs.replace(quantity, roles=roles, subject=subject, part=part, period=period)


def _sole_subject(template: str, quantity: Quantity, done: list[Quantity]) -> str:
    start = template.rfind("；", 0, quantity.position)
    known = {one.subject for one in done if one.position > start and one.subject and not one.part}
    return known.pop() if len(known) == 1 else ""
