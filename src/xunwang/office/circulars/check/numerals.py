"""Numbers in Chinese text: 3,174, １２, 三十二, 一百零五, 3.5万, 94.3%, 百分之九十四点三."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E, 0xFF0F)}
_FULL_WIDTH |= {ord("，"): ord("，"), ord("﹪"): ord("%"), ord("〇"): ord("零"), ord("\u00a0"): ord(" ")}
_FULL_WIDTH |= {ord("\u3000"): ord(" "), ord("("): ord("（"), ord(")"): ord("）"), ord(";"): ord("；")}
_FULL_WIDTH |= {ord("［"): ord("["), ord("］"): ord("]"), ord("┅"): ord("—")}
_CLAUSE_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_CLAUSE_COLON = re.compile(r":(?!\d|//)")

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_ONE = "[一二三四五六七八九两]"
_SECTION = re.compile(
    rf"(?:(?P<thousand>{_ONE})千)?(?:零?(?P<hundred>{_ONE})百)?"
    rf"(?:零?(?P<tens>{_ONE})?(?P<ten>十))?(?P<gap>零)?(?P<one>{_ONE})?"
)
_CHINESE = "[零一二三四五六七八九十百千万亿两]+"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<share>百分之|千分之)(?P<part>{_ARABIC}|{_CHINESE}(?:点[零一二三四五六七八九]+)?)"
    rf"|(?P<arabic>{_ARABIC})\s?(?P<scale>万|亿)?(?P<sign>\s?[%‰])?"
    rf"|(?P<chinese>{_CHINESE}(?:点[零一二三四五六七八九]+)?)"
)
_SCALES = {"万": 10_000, "亿": 100_000_000}
_COLLOQUIAL = {"thousand": 100, "hundred": 10}


class Number(msgspec.Struct, frozen=True):
    """A number and where it stands; ``mark`` is ``%``, ``‰`` or empty, ``half_step`` half its last printed digit.

    ``half_step`` is zero for a whole number, which is taken as counted, not rounded.
    """

    start: int
    end: int
    value: Decimal
    decimals: int = 0
    mark: str = ""
    half_step: Decimal = Decimal(0)
    chinese: bool = False


def normalise(text: str) -> str:
    """Full-width digits and half-width punctuation made one way; every character keeps its place."""
    plain = text.translate(_FULL_WIDTH)
    return _CLAUSE_COLON.sub("：", _CLAUSE_COMMA.sub("，", plain))


def parse_chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一千零五 or 九十四点三; ``None`` for anything else."""
    whole, _, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in fraction)}")


def _whole(text: str) -> int | None:
    if not text:
        return None
    for char, scale in (("亿", 100_000_000), ("万", 10_000)):
        head, mark, tail = text.rpartition(char)
        if mark:
            return _scaled(head, tail, scale)
    if re.fullmatch(_ONE + "|零", text):
        return _DIGITS[text]
    if set(text) <= set(_DIGITS):
        return (
            int("".join(str(_DIGITS[char]) for char in text)) if len(text) >= 3 or "零" in text[1:] else None
        )
    return _section(text)


def _scaled(head: str, tail: str, scale: int) -> int | None:
    upper = _whole(head)
    if upper is None or not tail:
        return None if upper is None else upper * scale
    if len(tail) == 1 and tail in _DIGITS:
        return upper * scale + _DIGITS[tail] * scale // 10
    lower = _whole(tail.removeprefix("零"))
    return None if lower is None or lower >= scale else upper * scale + lower


def _section(text: str) -> int | None:
    match = _SECTION.fullmatch(text)
    if match is None or not any(match.group("thousand", "hundred", "ten")):
        return None
    value = 1000 * _digit(match["thousand"]) + 100 * _digit(match["hundred"])
    if match["ten"]:
        value += 10 * (_digit(match["tens"]) or 1)
    return value + _digit(match["one"]) * _last_step(match)


def _last_step(match: re.Match[str]) -> int:
    if match["ten"] or match["gap"]:
        return 1
    return _COLLOQUIAL["hundred" if match["hundred"] else "thousand"]


def _digit(char: str | None) -> int:
    return _DIGITS[char] if char else 0


def find_numbers(text: str) -> Iterator[Number]:
    """Every number of ``text`` (already normalised), left to right; ordinals and dates included."""
    for match in _NUMBER.finditer(text):
        number = _read(match)
        if number is not None:
            yield number


def _read(match: re.Match[str]) -> Number | None:
    if match["share"]:
        return _share(match)
    if match["arabic"]:
        return _arabic(match)
    value = parse_chinese(match["chinese"])
    if value is None:
        return None
    _, _, fraction = match["chinese"].partition("点")
    return Number(match.start(), match.end(), value, len(fraction), chinese=True)


def _share(match: re.Match[str]) -> Number | None:
    printed = match["part"]
    value = Decimal(100) if printed == "百" else parse_chinese(printed) or _plain(printed)
    if value is None:
        return None
    _, _, fraction = printed.replace("点", ".").partition(".")
    mark = "%" if match["share"] == "百分之" else "‰"
    return Number(match.start(), match.end(), value, len(fraction), mark, _half(len(fraction)))


def _plain(printed: str) -> Decimal | None:
    return Decimal(printed.replace(",", "")) if printed[0].isascii() else None


def _arabic(match: re.Match[str]) -> Number:
    scale = _SCALES.get(match["scale"] or "", 1)
    _, _, fraction = match["arabic"].partition(".")
    mark = (match["sign"] or "").strip()
    rounded = scale > 1 or bool(fraction) or bool(mark)
    half = _half(len(fraction)) * scale if rounded else Decimal(0)
    value = Decimal(match["arabic"].replace(",", "")) * scale
    return Number(match.start(), match.end(), value, len(fraction), mark, half)


def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)
