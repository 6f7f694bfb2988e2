"""Personal data: numbers and addresses of private people, and the one mask that they wear wherever they are shown.

Resident identity numbers follow GB 11643; cards end in Luhn's digit. What belongs to an office is not personal: 统一社会信用代码, switchboards,
hot lines, the numbers of those who answer for a matter.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from stdnum import luhn
from stdnum.cn import uscc

from xunwang.inspector.examples import is_example
from xunwang.inspector.identities import is_identity
from xunwang.inspector.illnesses import SEVERE, illnesses
from xunwang.inspector.mobiles import MOBILE, mobiles
from xunwang.inspector.model import late
from xunwang.inspector.surroundings import is_cell, is_roll, line_at, words_before

_LEAST = 11  # digits of the shortest number that is looked for
_ID_LENGTH, _OLD_LENGTH = 18, 15
_ID_DIGITS = frozenset({17, 18})  # the last may be an X
_ONLY_DIGITS = bytes(byte if 48 <= byte <= 57 else 32 for byte in range(256))
ANNOUNCING = (
    "身份证",
    "护照",
    "通行证",
    "住址",
    "家庭地址",
    "户籍地址",
    "户籍所在地",
    "户口所在地",
    "passport no",
    "Passport No",
    "车主",
    "机动车所有人",
    "驾驶人",
    "卡号",
    "账号",
    "病种",
    "疾病名称",
    "所患疾病",
    "诊断结果",
    *SEVERE,
)
_MANY = 3  # old numbers in cells that make a roll of them
_AROUND = 60  # characters
_NEAR = 24  # characters between two numbers of one row

# Numbers as they are also written: in letters of full width, in groups, digit by digit.
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord("Ｘ"): "X",
    ord("ｘ"): "x",
    ord("＋"): "+",
    ord("－"): "-",
    0x00A0: " ",
    0x2002: " ",
    0x2003: " ",
    0x3000: " ",
}
_IS_WIDE = re.compile("[０-９\u00a0\u2002\u2003]")
# Lengths of neighbouring runs of digits by which a number in groups is known.
_GROUPS = re.compile(
    b"|".join(
        (
            rb"\x03\x04\x04|\x06\x04\x04\x04|\x06\x08[\x03\x04]|\x04\x04\x04\x04|\x01{17}",
            *(b"%c[%c%c]" % (size, 17 - size, 18 - size) for size in range(6, 13)),
        )
    )
)
# What must not stand before a number is asked behind its first digits: a pattern that begins with a digit is found much faster.
_ID = re.compile(
    r"[1-9]\d{5}(?:(?<![0-9A-Za-z]\d{6})|(?<=ID\d{6})|(?<=N[Oo]\d{6})|(?<=(?<![0-9A-Za-z])[GL]\d{6}))[ \u3000-]?(?:19|20)\d{2}[ \u3000-]?(?:0[1-9]|1[0-2])[ \u3000-]?(?:0[1-9]|[12]\d|3[01])[ \u3000-]?\d{3}[\dXx](?![0-9A-Za-z])"
)
_ID_BY_DIGIT = re.compile(r"[1-9](?<![0-9A-Za-z]\d)(?<!\d[ \t]\d)(?:[ \t]\d){16}[ \t][\dXx](?![0-9A-Za-z])")
# A number of which a part stands in the next line, or the next cell of its row.
_PARTED_ID = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5,11})[ \t]*[\t\n ][ \t]*(\d{4,11}[\dXx])(?![0-9A-Za-z])")
# A card of the disabled bears its holder's number, then kind and degree.
_DISABLED = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx])[1-7][1-4](?:[Bb]\d)?(?![0-9A-Za-z])")
_DISABLED_WORDS = re.compile(r"残疾人?证")
# Masks that leave nearly everything to be read.
_MASKS = "*×＊✱●○■□#"
_HARDLY_MASKED = re.compile(
    rf"(?<![0-9A-Za-z{_MASKS}])[1-9{_MASKS}][\d{_MASKS}]{{16}}[\dXx{_MASKS}](?![0-9A-Za-z{_MASKS}])"
)
_LEAST_MASKED = 4
_OLD_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
# A row that opens with a name, or a number and a name, and the old number behind it.
_OLD_ROW = late(
    r"(?:\A|\n)[ \t]*(?:\d{1,4}[|,，、.\t ]{1,3})?[\u4e00-\u9fff·]{2,4}[|,，\t ]{1,3}(?:[男女][|,，\t ]{1,3})?([1-9]\d{14})(?![0-9A-Za-z])"
)
_GOODS = re.compile(r"批[号次]|货号|单号|物[料资]|条码|规格|库存")
_BORN = re.compile(r"[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}\Z")
_ID_WORDS = re.compile(r"身份证|学籍号|公民身份|证件号|身份号|居民证")
_CARD = re.compile(
    r"[456]\d{3}(?<=62\d\d|4\d\d\d|5[1-5]\d\d)(?<![0-9A-Za-z.]\d{4})(?:[ -]?\d{4}){2}[ -]?\d{4}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])"
)
_CARD_WORDS = re.compile(r"卡号|银行卡|一卡通|储蓄|存折|社保卡|账号|帐号|开户行|打款|收款")
_OF_A_UNIT = re.compile(
    r"(?:户\s*名|[账帐]户(?:名称?)?|开户名|单位名称|收款(?:人|单位))[：:\s]*[^，。；\n\d]{2,24}?(?:局|总会|学会|工会|红十字会|委员会|公司|中心|政府|学校|医院|办公室|财政|法院|协会|基金会|合作社|村民委员会|大学|所|站|院)"
)
_PASSPORT_NUMBER = r"(?<![0-9A-Za-z])([CEGDSPHMT]\d{8}|[ED][A-HJ-NP-Z]\d{7})(?![0-9A-Za-z])"
_PASSPORT_WORDS = re.compile(r"护照|通行证|[Pp]assport\s?[Nn]o")
_PASSPORT = re.compile(rf"(?:{_PASSPORT_WORDS.pattern})[^\n]{{0,12}}?{_PASSPORT_NUMBER}")
_PASSPORT_CELL = re.compile(_PASSPORT_NUMBER)
_PLATE = late(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][·・ ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_PLATE_OWNER = re.compile(r"车主|驾驶人|驾驶员|姓名|身份证|本人|机动车所有人")
_HOME = r"家庭(?:详细)?住址|家庭(?:详细)?地址|现住址|户籍地址|户籍所在地|户口所在地|居住地址"
_HOME_WORDS = re.compile(_HOME)
_PLACE = r"(?:(?<![第\d])\d+\s?(?:号|室|栋|幢|组|单元)|[一二三四五六七八九十]+组)"
_ADDRESS = late(
    rf"(?:{_HOME}|住\s?址)[：:\s]{{1,3}}([^\n\t，。；;,]{{6,50}}?{_PLACE}[^\n\t，。；;,]{{0,12}})"
)
_ADDRESS_CELL = re.compile(
    rf"(?<=[\t\n])[^\t\n，。；;,：:]{{3,50}}?{_PLACE}[^\t\n，。；;,：:]{{0,12}}(?=[\t\n]|\Z)"
)


_NUMBERS = frozenset({"id_card", "old_id_card", "bank_card", "mobile"})


class Leak(NamedTuple):
    """Personal data at [`start`, `end`) of a text."""

    rule: str
    start: int
    end: int
    sure: bool


LABELS = {
    "id_card": "公民身份号码",
    "old_id_card": "15位旧身份证号码",
    "bank_card": "银行卡号",
    "mobile": "个人手机号码",
    "passport": "护照号码",
    "plate": "个人车辆号牌",
    "address": "家庭住址",
    "illness": "个人疾病信息",
}


def may_hold_any(text: str, announced: bool | None = None) -> bool:
    """Whether a closer look is worth while: long numbers, or words that announce what has none.

    `announced`: whether one of `ANNOUNCING` stands in the text; None where nobody looked.
    """
    runs = text.encode("ascii", "replace").translate(_ONLY_DIGITS).split()
    sizes = [*map(len, runs)]
    if max(sizes, default=0) >= _LEAST or "１" in text or _GROUPS.search(bytes(sizes)):
        return True
    return any(word in text for word in ANNOUNCING) if announced is None else announced


def holds_an_identity(body: bytes) -> bool:
    """Whether bytes hold as many digits in a row as an identity number has."""
    return not _ID_DIGITS.isdisjoint(map(len, body.translate(_ONLY_DIGITS).split()))


def leaks(text: str) -> list[Leak]:
    """All personal data of a text, by place; nothing is told twice."""
    if not text.isascii() and _IS_WIDE.search(text):
        text = text.translate(_WIDE)  # as long as before
    found: list[Leak] = []
    for finder in (
        _ids,
        _parted_ids,
        _disabled,
        _hardly_masked,
        _masked_apart,
        _cards,
        _mobiles,
        _passports,
        _plates,
        _addresses,
        _illnesses,
    ):
        found += [
            one
            for one in finder(text)
            if not any(one.start < other.end and other.start < one.end for other in found)
        ]
    return sorted((one for one in found if not _is_example(text, one, found)), key=lambda one: one.start)


def _is_example(text: str, leak: Leak, found: list[Leak]) -> bool:
    alone = sum(one.rule == leak.rule for one in found) == 1
    return leak.rule in _NUMBERS and is_example(line_at(text, leak.start), text, alone=alone)


def mask(text: str) -> str:
    """The first two and the last two characters of a number stay."""
    return f"{text[:2]}{'*' * max(len(text) - 4, 2)}{text[-2:]}" if len(text) > 4 else "*" * len(text)


def _ids(text: str) -> Iterator[Leak]:
    headed = _ID_WORDS.search(text) is not None
    for found in (*_ID.finditer(text), *_ID_BY_DIGIT.finditer(text)):
        number = re.sub(r"[ \t\u3000-]", "", found[0]).upper()
        told = bool(_ID_WORDS.search(words_before(text, found.start()))) or bool(
            headed and ("\t" in text or is_cell(text, *found.span()))
        )
        if (is_identity(number) or (told and is_identity(number, anywhere=True))) and (
            told or not uscc.is_valid(number)
        ):
            yield Leak("id_card", found.start(), found.end(), sure=True)
    if headed:
        old = [found for found in _OLD_ID.finditer(text) if not luhn.is_valid(found[0])]
        in_cells = sum(is_cell(text, *found.span()) for found in old) >= _MANY and is_roll(text)
        for found in old:
            if _ID_WORDS.search(words_before(text, found.start())) or (
                in_cells and is_cell(text, *found.span())
            ):
                yield Leak("old_id_card", found.start(), found.end(), sure=False)

    else:
        rows = [found for found in _OLD_ROW.finditer(text) if len(found[1]) == _OLD_LENGTH]
        born = [found for found in rows if _BORN.match(found[1])]
        if len(born) >= _MANY and len(born) == len(rows) and not _GOODS.search(text):
            for found in born:
                yield Leak("old_id_card", *found.span(1), sure=False)


def _parted_ids(text: str) -> Iterator[Leak]:
    """Numbers that a line or a cell parts in two; columns of numbers that only come near that are none."""
    met = [found for found in _PARTED_ID.finditer(text) if len(found[1]) + len(found[2]) == _ID_LENGTH]
    headed = _ID_WORDS.search(text) is not None if met else False
    found = [
        one
        for one in met
        if is_identity(f"{one[1]}{one[2]}".upper(), anywhere=headed and _is_told(text, one))
    ]
    if len(found) * 2 > len(met):
        for one in found:
            yield Leak("id_card", one.start(), one.end(), sure=len(found) > 1)


def _is_told(text: str, found: re.Match[str]) -> bool:
    """Whether a word of such numbers stands before it, or it fills a cell of its own."""
    return bool(_ID_WORDS.search(words_before(text, found.start()))) or is_cell(text, *found.span())


def _disabled(text: str) -> Iterator[Leak]:
    """Numbers of cards of the disabled, which hold that of the person."""
    if "残疾" in text:
        for found in _DISABLED.finditer(text):
            if is_identity(found[1].upper(), anywhere=True) and _DISABLED_WORDS.search(
                text, 0, found.start()
            ):
                yield Leak("id_card", found.start(), found.end(), sure=True)


def _hardly_masked(text: str) -> Iterator[Leak]:
    """Identity numbers whose mask leaves nearly everything to be read."""
    if _ID_WORDS.search(text) and any(mask in text for mask in _MASKS):
        for found in _HARDLY_MASKED.finditer(text):
            told = _ID_WORDS.search(words_before(text, found.start())) or is_cell(text, *found.span())
            if told and 0 < sum(map(found[0].count, _MASKS)) < _LEAST_MASKED:
                yield Leak("id_card", found.start(), found.end(), sure=False)


def _masked_apart(text: str) -> Iterator[Leak]:
    """Numbers shown twice in a row, each time with other figures masked, so that together nothing is."""
    if not any(mask in text for mask in _MASKS):
        return
    for one, other in pairwise(_HARDLY_MASKED.finditer(text)):
        pairs = list(zip(one[0], other[0], strict=True))
        number = "".join(b if a in _MASKS else a for a, b in pairs).upper()
        agree = all(a == b or a in _MASKS or b in _MASKS for a, b in pairs)
        is_near = other.start() - one.end() <= _NEAR and one[0] != other[0]
        if is_near and agree and is_identity(number, anywhere=True):
            yield Leak("id_card", one.start(), other.end(), sure=False)


def _cards(text: str) -> Iterator[Leak]:
    for found in _CARD.finditer(text):
        number = found[0].replace(" ", "").replace("-", "")
        around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        if (
            luhn.is_valid(number)
            and (
                _CARD_WORDS.search(words_before(text, found.start(), _AROUND))
                or _is_listed(text, found, _CARD_WORDS)
            )
            and not _OF_A_UNIT.search(around)
        ):
            yield Leak("bank_card", found.start(), found.end(), sure=number.startswith("62"))


def _is_listed(text: str, found: re.Match[str], headed: re.Pattern[str]) -> bool:
    """Whether something fills a cell of a table of private people that has such a column."""
    return (
        is_cell(text, *found.span()) and is_roll(text) and headed.search(text, 0, found.start()) is not None
    )


def _mobiles(text: str) -> Iterator[Leak]:
    for start, end, sure in mobiles(text):
        yield Leak("mobile", start, end, sure)


def _passports(text: str) -> Iterator[Leak]:
    named = "护照" in text or "通行证" in text or "assport" in text
    headed = _PASSPORT_WORDS.search(text) if named else None
    if headed is None:
        return
    near = {found.span(1) for found in _PASSPORT.finditer(text)}
    for found in _PASSPORT_CELL.finditer(text, headed.end()):
        if found.span() in near or is_cell(text, *found.span()):
            yield Leak("passport", *found.span(), sure=found.span() in near)


def _plates(text: str) -> Iterator[Leak]:
    if "车主" in text or "驾驶人" in text or "机动车所有人" in text:
        for found in _PLATE.finditer(text):
            owned = (
                _PLATE_OWNER.search(words_before(text, found.start(), 30))
                or _PLATE_OWNER.search(text[found.end() : found.end() + 12].partition("\n")[0])
                or is_cell(text, *found.span())
            )
            if owned and any(char.isdigit() for char in found[0]):
                yield Leak("plate", found.start(), found.end(), sure=False)


def _addresses(text: str) -> Iterator[Leak]:
    if "址" in text or "所在地" in text:
        for found in _ADDRESS.finditer(text):
            yield Leak("address", found.start(1), found.end(1), sure=False)
        if "\n" in text and (headed := _HOME_WORDS.search(text)) and is_roll(text):
            for found in _ADDRESS_CELL.finditer(text, headed.end()):
                yield Leak("address", *found.span(), sure=False)


def _illnesses(text: str) -> Iterator[Leak]:
    for start, end in illnesses(text, is_roll=is_roll(text)):
        yield Leak("illness", start, end, sure=False)


def masked(text: str) -> str:
    """A text for wherever it is shown, as long as before: its personal data is masked, and whatever has the shape of a person's number.

    What is shown has often been cut out of what would tell whose a number is.
    """
    return _covered(text, hidden_in(text))


def hidden_in(text: str) -> list[Leak]:
    """What `masked` masks, by place."""
    if not may_hold_any(text):
        return []
    found = leaks(text)
    plain = text.translate(_WIDE) if _IS_WIDE.search(text) else text
    for rule, form in _SHAPES:
        found += [
            Leak(rule, *one.span(), sure=False)
            for one in form.finditer(plain)
            if not any(one.start() < other.end and other.start < one.end() for other in found)
        ]
    return sorted(found, key=lambda one: one.start)


_SHAPES = (
    ("id_card", _ID),
    ("id_card", _ID_BY_DIGIT),
    ("bank_card", _CARD),
    ("mobile", MOBILE),
    ("old_id_card", _OLD_ID),
)


def _covered(text: str, found: list[Leak]) -> str:
    pieces, place = [], 0
    for leak in found:
        pieces += [text[place : leak.start], mask(text[leak.start : leak.end])]
        place = leak.end
    return "".join([*pieces, text[place:]])
