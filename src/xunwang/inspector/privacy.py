"""Personal data: numbers and addresses of private people, and the one mask that they wear wherever they are shown.

Resident identity numbers follow GB 11643; cards end in Luhn's digit. What belongs to an office is not personal: 统一社会信用代码, switchboards,
hot lines, the numbers of those who answer for a matter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

from xunwang.inspector.illnesses import SEVERE, illnesses
from xunwang.inspector.model import late

_LEAST = 11  # digits of the shortest number that is looked for
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
_BEFORE, _AROUND = 40, 60
_HEAD = 1_500  # characters at the head of a text in which a table says what it lists
_MANY = 3
_CELL_ENDS = frozenset({"", "\t", "\n", " "})

# Numbers as they are also written: in letters of full width, in groups, digit by digit.
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord("Ｘ"): "X",
    ord("ｘ"): "x",
    ord("＋"): "+",
    ord("－"): "-",
    0x00A0: " ",
    0x2002: " ",
    0x2003: " ",
}
_IS_WIDE = re.compile("[０-９\u00a0\u2002\u2003]")
# Lengths of neighbouring runs of digits by which a number in groups is known.
_GROUPS = re.compile(rb"\x03\x04\x04|\x06\x04\x04\x04|\x06\x08[\x03\x04]|\x04\x04\x04\x04|\x01{17}")
# What must not stand before a number is asked behind its first digits: a pattern that begins with a digit is found much faster.
_ID = re.compile(
    r"[1-9]\d{5}(?:(?<![0-9A-Za-z]\d{6})|(?<=ID\d{6})|(?<=N[Oo]\d{6})|(?<=(?<![0-9A-Za-z])[GL]\d{6}))[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![0-9A-Za-z])"
)
_ID_BY_DIGIT = re.compile(r"[1-9](?<![0-9A-Za-z]\d)(?<!\d[ \t]\d)(?:[ \t]\d){16}[ \t][\dXx](?![0-9A-Za-z])")
# A card of the disabled bears its holder's number, then kind and degree.
_DISABLED = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx])[1-7][1-4](?:[Bb]\d)?(?![0-9A-Za-z])")
_DISABLED_WORDS = re.compile(r"残疾人?证")
# Masks that leave nearly everything to be read.
_MASKS = "*×＊✱●○■□#"
_HARDLY_MASKED = re.compile(
    rf"(?<![0-9A-Za-z{_MASKS}])[1-9][\d{_MASKS}]{{16}}[\dXx{_MASKS}](?![0-9A-Za-z{_MASKS}])"
)
_LEAST_MASKED = 4
_OLD_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_ID_WORDS = re.compile(r"身份证|学籍号|公民身份|证件号|身份号|居民证")
_CARD = re.compile(
    r"[456]\d{3}(?<=62\d\d|4\d\d\d|5[1-5]\d\d)(?<![0-9A-Za-z.]\d{4})(?:[ -]?\d{4}){2}[ -]?\d{4}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])"
)
_CARD_WORDS = re.compile(r"卡号|银行卡|一卡通|储蓄|存折|社保卡|账号|帐号|开户行|打款|收款")
_OF_A_UNIT = re.compile(
    r"(?:户\s*名|[账帐]户(?:名称?)?|开户名|单位名称|收款(?:人|单位))[：:\s]*[^，。；\n\d]{2,24}?(?:局|总会|学会|工会|红十字会|委员会|公司|中心|政府|学校|医院|办公室|财政|法院|协会|基金会|合作社|村民委员会|大学|所|站|院)"
)
_MOBILE = re.compile(
    r"1[3-9]\d(?:(?<![0-9A-Za-z.-]\d{3})|(?<=(?<!\d)86\d{3})|(?<=(?<!\d)86[ -]\d{3}))(?:[ .-]?\d{4}){2}(?![0-9A-Za-z-])"
)
_OWN = re.compile(
    r"身份证|申请人|户主|本人|家长|学生|考生|患者|住址|家庭|受益人|补贴对象|救助对象|低保|特困|报名|参保|残疾|受助|村民|居民|业主|死者|未成年|监护人|手机号|病例|病种|病情|诊断|致贫|孤儿|留守|监测户|学号|班级|当事人|我叫|我的(?:电话|手机|联系)|来信人|求助人|信访人"
)
# A private person by role and name, and right behind that the number.
_WRITER = late(
    r"(?:(?:来信|写信|来访|信访|投诉|举报|反映|求助|申请|留言|诉求|报修|报案|监护|受益|当事)人|失主|户主|业主|患者|家长|学生|考生|村民|居民|低保户|脱贫户|(?:补贴|救助|资助|帮扶)对象|(?<![\u4e00-\u9fff])姓名(?=[：:]))"
    r"(?:姓名)?(?:\s?[：:\t\n ]{1,2}[\u4e00-\u9fff*×]{2,4}|[\u4e00-\u9fff][某*×]{1,2})[，,、；;\t\n 　（(]{1,2}[^。！？]{0,12}\Z"
)
# How an answer begins that is addressed to somebody: the name, in brackets where the person lives or is reached, a colon.
_NAME_IN_ADDRESS = late(
    r"\s*(?!各|全体|有关|相关|尊敬|广大|本)[\u4e00-\u9fff·]{2,4}(?:先生|女士|同志)?\s?[（(][^（）()]*\Z"
)
_END_OF_ADDRESS = re.compile(r"[^（）()\n]{0,40}[）)]\s?[：:]")
_UNIT = re.compile(r"公司|[厂局社所院校处委部馆站行]|中心|政府|咨询|地址|时间|方式|部门|职务|职责|热线|值班")
_CONTACT = "联系电话|联系方式"  # of an office, unless the table around it lists private people
_OFFICIAL = late(
    r"联系人|咨询|举报|监督|投诉|热线|服务电话|值班|办公|客服|受理|传真|邮箱|负责人|责任人|经办|承办|工作人员|联络员|网格员|河长|林长|湖长|路长|田长|警官|民警|律师|代表|委员|书记|主任|村医|医生|专家|调解员|辅导员|客户经理|代理|招标|采购|招聘|公司|中心|报名(?:电话|联系|咨询|地点|热线|点)|报警|救援|维修|职务|(?<!家)[局科处所站队股镇乡县市区部院校]长"
)
_OFFICIAL_OR_CONTACT = re.compile(f"{_CONTACT}|{_OFFICIAL.pattern}")
_ON_DUTY = re.compile(r"河长|林长|责任人|联络员|值班|负责人|通讯录|热线|律师|专家库|职务|网格员")
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
        _disabled,
        _hardly_masked,
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
    return sorted(found, key=lambda one: one.start)


def mask(text: str) -> str:
    """The first two and the last two characters of a number stay."""
    return f"{text[:2]}{'*' * max(len(text) - 4, 2)}{text[-2:]}" if len(text) > 4 else "*" * len(text)


def _before(text: str, place: int, width: int = _BEFORE) -> str:
    return text[max(0, place - width) : place]


def _is_cell(text: str, start: int, end: int) -> bool:
    """Whether something stands alone in a cell of a table or on a line; the rows of pages part their cells by blanks."""
    return text[start - 1 : start] in _CELL_ENDS and text[end : end + 1] in _CELL_ENDS


def _ids(text: str) -> Iterator[Leak]:
    for found in (*_ID.finditer(text), *_ID_BY_DIGIT.finditer(text)):
        number = re.sub(r"[ \t-]", "", found[0]).upper()
        told = bool(_ID_WORDS.search(_before(text, found.start()))) or bool(
            _ID_WORDS.search(text) and ("\t" in text or _is_cell(text, *found.span()))
        )
        if (_is_id(number) or (told and _is_id(number, anywhere=True))) and (
            told or not uscc.is_valid(number)
        ):
            yield Leak("id_card", found.start(), found.end(), sure=True)
    if "身份" in text:
        for found in _OLD_ID.finditer(text):
            if _ID_WORDS.search(_before(text, found.start())) and not luhn.is_valid(found[0]):
                yield Leak("old_id_card", found.start(), found.end(), sure=False)


def _disabled(text: str) -> Iterator[Leak]:
    """Numbers of cards of the disabled, which hold that of the person."""
    if "残疾" in text:
        for found in _DISABLED.finditer(text):
            if _is_id(found[1].upper(), anywhere=True) and _DISABLED_WORDS.search(text, 0, found.start()):
                yield Leak("id_card", found.start(), found.end(), sure=True)


def _hardly_masked(text: str) -> Iterator[Leak]:
    """Identity numbers whose mask leaves nearly everything to be read."""
    if _ID_WORDS.search(text) and any(mask in text for mask in _MASKS):
        for found in _HARDLY_MASKED.finditer(text):
            told = _ID_WORDS.search(_before(text, found.start())) or _is_cell(text, *found.span())
            if told and 0 < sum(map(found[0].count, _MASKS)) < _LEAST_MASKED:
                yield Leak("id_card", found.start(), found.end(), sure=False)


@lru_cache(maxsize=4_096)
def _is_id(number: str, *, anywhere: bool = False) -> bool:
    """Whether checksum, day of birth and region hold (GB 11643); `anywhere`: the region need not be one that was ever given out."""
    try:
        ric.validate(number)
    except (InvalidComponent, KeyError):  # the table of regions may know the city and not the county
        return anywhere and ric.calc_check_digit(number) == number[-1] and _was_born(number)
    except (InvalidChecksum, InvalidLength, ValidationError):
        return False
    return True


def _was_born(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return True


def _cards(text: str) -> Iterator[Leak]:
    for found in _CARD.finditer(text):
        number = found[0].replace(" ", "").replace("-", "")
        around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        if (
            luhn.is_valid(number)
            and (
                _CARD_WORDS.search(_before(text, found.start(), _AROUND))
                or _is_listed(text, found, _CARD_WORDS)
            )
            and not _OF_A_UNIT.search(around)
        ):
            yield Leak("bank_card", found.start(), found.end(), sure=number.startswith("62"))


def _is_listed(text: str, found: re.Match[str], headed: re.Pattern[str]) -> bool:
    """Whether something fills a cell of a table of private people that has such a column."""
    return (
        _is_cell(text, *found.span()) and _is_roll(text) and headed.search(text, 0, found.start()) is not None
    )


def _mobiles(text: str) -> Iterator[Leak]:
    met = list(_MOBILE.finditer(text))
    if not met:
        return
    is_roll = _is_roll(text)
    official = _OFFICIAL if is_roll and _OWN.search(text[:_HEAD]) else _OFFICIAL_OR_CONTACT
    found = [
        one
        for one in met
        if not official.search(_before(text, one.start(), 24))
        or _is_of_writer(_before(text, one.start()))
        or _is_addressed(text, one)
    ]
    heads = [_before(text, one.start()) for one in found]
    listed = len({one[0] for one in found}) >= _MANY and is_roll
    named = is_roll or not _ON_DUTY.search(text[:_HEAD])
    for one, before in zip(found, heads, strict=True):
        private = (
            _is_of_writer(before)
            or _is_addressed(text, one)
            or ((_OWN.search(before) or (named and "姓名" in before)) and not official.search(before))
        )
        if private or (listed and not official.search(_line(text, one.start()))):
            yield Leak("mobile", one.start(), one.end(), sure=bool(private and listed))


def _is_of_writer(before: str) -> bool:
    """Whether what stands right before a number names a private person who wrote or applied, whatever the number is called."""
    writer = _WRITER.search(before)
    return writer is not None and not _UNIT.search(writer[0])


def _is_addressed(text: str, found: re.Match[str]) -> bool:
    """Whether a number stands in the brackets behind the name of whom the text is addressed to."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    return (
        _END_OF_ADDRESS.match(text, found.end()) is not None
        and _NAME_IN_ADDRESS.match(line) is not None
        and not _OFFICIAL.search(line)
    )


def _is_roll(text: str) -> bool:
    """A list of people by name, and nothing that makes them officials."""
    head = text[:_HEAD]
    return _HEADED.search(head) is not None and not _ON_DUTY.search(head)


_HEADED = re.compile(
    r"姓名|户主|(?:\A|[\t\n \u3000])(?:患者|病人|监护人|家长|学生|幼儿|受助人|申请人|救助对象|困难群众)(?=[\t\n \u3000])"
)


def _line(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


def _passports(text: str) -> Iterator[Leak]:
    named = "护照" in text or "通行证" in text or "assport" in text
    headed = _PASSPORT_WORDS.search(text) if named else None
    if headed is None:
        return
    near = {found.span(1) for found in _PASSPORT.finditer(text)}
    for found in _PASSPORT_CELL.finditer(text, headed.end()):
        if found.span() in near or _is_cell(text, *found.span()):
            yield Leak("passport", *found.span(), sure=found.span() in near)


def _plates(text: str) -> Iterator[Leak]:
    if "车主" in text or "驾驶人" in text or "机动车所有人" in text:
        for found in _PLATE.finditer(text):
            owned = (
                _PLATE_OWNER.search(_before(text, found.start(), 30))
                or _PLATE_OWNER.search(text[found.end() : found.end() + 12].partition("\n")[0])
                or _is_cell(text, *found.span())
            )
            if owned and any(char.isdigit() for char in found[0]):
                yield Leak("plate", found.start(), found.end(), sure=False)


def _addresses(text: str) -> Iterator[Leak]:
    if "址" in text or "所在地" in text:
        for found in _ADDRESS.finditer(text):
            yield Leak("address", found.start(1), found.end(1), sure=False)
        if "\n" in text and (headed := _HOME_WORDS.search(text)) and _is_roll(text):
            for found in _ADDRESS_CELL.finditer(text, headed.end()):
                yield Leak("address", *found.span(), sure=False)


def _illnesses(text: str) -> Iterator[Leak]:
    for start, end in illnesses(text, is_roll=_is_roll(text)):
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
    ("mobile", _MOBILE),
    ("old_id_card", _OLD_ID),
)


def _covered(text: str, found: list[Leak]) -> str:
    pieces, place = [], 0
    for leak in found:
        pieces += [text[place : leak.start], mask(text[leak.start : leak.end])]
        place = leak.end
    return "".join([*pieces, text[place:]])
