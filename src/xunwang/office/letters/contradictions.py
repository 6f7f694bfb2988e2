"""Answers to the same question that cannot both be right: candidates for a person, both shown. Pure.

Two letters ask the same when their titles (and questions, where they are known) are nearly the same words and name the same
places, numbers and years. Their answers contradict each other where a clause of one says of the same thing another amount, another
day to come, another department, or the opposite of a clause of the other.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from xunwang.inspector.model import Record
from xunwang.office.letters.models import Letter

_NEAR_TITLE, _NEAR_QUESTION, _NEAR_CLAUSE = 0.75, 0.4, 0.6
_APART = dt.timedelta(days=366)
"""Rules change: answers of different years are no contradiction."""
_COMMON = 60
"""Pairs of characters that so many letters share tell nothing."""
MOST = 50

_SIGNS = re.compile(r"[\W_]+")
_ASKING = re.compile(
    r"关于|咨询|请问|反映|问题|求助|投诉|建议|的来信|您好|你好|怎么|怎样|如何|什么|时候|时间|何时|多长|多久|是多少|多少"
    r"|是否|是不是|能不能|能否|可否|可不可以|由谁|谁来|由?哪个|由?哪些|哪里|部门|需要|需|要|吗|呢|了|的|事宜|情况|一下"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:大道|路|街|巷|村|镇|乡|小区|社区|花园|家园|新城|苑|学校|小学|中学|幼儿园|医院|公司|大桥|桥|广场|市场|车站|站|工地|工程|水库|河)"
)
_COMMONPLACE = re.compile(
    r"城乡|乡村|农村|乡镇|村镇|街道|道路|公路|铁路|马路|路灯|路面|路口|中小学|学校|医院|公司|小区|社区|工地|河道"
)
"""Words that hold the sign of a place and name none; without them what is left of a name still tells places apart."""
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=[号期栋幢楼路单])")
_CLAUSES = re.compile(r"[，,。；;！!？?：:\n]+")
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|底|初|中旬|上旬|下旬)?")
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(个工作日|工作日|万元|元|％|%|天|日|周岁|周|个月|年|小时|公里|米|平方米|次|人|份|岁)(?!\d)"
)
_PAST = re.compile(r"已(?:经|于|在|将|完成|修)?|来电|来信|反映|现场|核实|接到|收到|昨|当日|当天|联系您")
_NOT_NO = (
    (re.compile(r"不可以|不能够|不能|不得|不予|无法|不允许|禁止"), re.compile(r"可以|能够|能|允许|可")),
    (re.compile(r"不需要|无需|不用|不必|不须"), re.compile(r"需要|须|应当|必须")),
    (re.compile(r"不符合"), re.compile(r"符合")),
    (re.compile(r"不属于"), re.compile(r"属于")),
    (re.compile(r"不同意"), re.compile(r"同意")),
    (re.compile(r"不收费|不收取|免费"), re.compile(r"收费|收取")),
    (re.compile(r"没有|未|尚未"), re.compile(r"已经|已")),
)
_ORGAN = r"[\u4e00-\u9fff]{2,12}?(?:局|委员会|委|办公室|办事处|中心|厅|分局|大队|街道办|镇政府|公司)"
_ROLE = re.compile(
    rf"(?:由|归|属于?)({_ORGAN})(负责|主管|管理|管辖|受理|办理|承担|审批)|(?:请|可)?(?:向|到|前往)({_ORGAN})(申请|申报|办理|咨询|反映|提出)"
)
_NOT_OURS = re.compile(r"不(?:归|属于?|在)[^，。]{0,8}(?:管理|管辖|职责|职能|范围|负责)")
_DID = re.compile(
    r"已(?:经)?(?:于|将|全部|安排|组织|派|修复|更换|处理|清理|办理|完成)|当日|负责(?:维修|处理|办理)"
)


class Contradiction(Record, frozen=True):
    """Two letters that ask the same; `said` and `said_too` are the clauses that differ, `about` in what."""

    about: str
    title: str
    said: str
    said_too: str
    first: Letter
    second: Letter


def contradictory(letters: Iterable[Letter]) -> list[Contradiction]:
    """By the day of the letter, at most `MOST`."""
    answered = [_Read(letter) for letter in letters if letter.reply]
    answered.sort(key=lambda read: (read.letter.asked_on, read.letter.pk or 0))
    return list(islice(_told(answered), MOST))


def _told(answered: Sequence["_Read"]) -> Iterator[Contradiction]:
    for first, second in _same(answered):
        differs = _differs(first, second)
        if differs:
            yield Contradiction(differs[0], first.letter.title, *differs[1:], first.letter, second.letter)


class _Read:
    """A letter with what its title and question are told by."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.title = _core(letter.title)
        self.pairs = _pairs(self.title)
        self.question = _pairs(_core(letter.question))
        words = _COMMONPLACE.sub("", f"{_ASKING.sub('', letter.title)}\n{_ASKING.sub('', letter.question)}")
        self.places = {found[-4:] for found in _PLACE.findall(words)}
        self.numbers = set(_NUMBER.findall(words))
        self.clauses = _clauses(letter.reply)
        self.claims = [claim for clause in self.clauses for claim in _claims(clause)]


def _core(text: str) -> str:
    return _ASKING.sub("", _SIGNS.sub("", text))


def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Dice's measure: 1 of the same pairs of characters, 0 of none."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def _same(read: Sequence[_Read]) -> Iterator[tuple[_Read, _Read]]:
    """The pairs that ask the same. Only those that share a pair of characters in their titles are compared."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(read):
        for pair in one.pairs:
            holding[pair].append(place)
    near = {pair for places in holding.values() if len(places) <= _COMMON for pair in combinations(places, 2)}
    for first, second in sorted(near):
        if _ask_the_same(read[first], read[second]):
            yield read[first], read[second]


def _ask_the_same(one: _Read, other: _Read) -> bool:
    if one.places != other.places or one.numbers != other.numbers:
        return False
    if abs(one.letter.asked_on - other.letter.asked_on) > _APART or min(len(one.title), len(other.title)) < 3:
        return False
    if one.question and other.question and _alike(one.question, other.question) < _NEAR_QUESTION:
        return False
    return _alike(one.pairs, other.pairs) >= _NEAR_TITLE


class _Claim(Record, frozen=True):
    """What a clause says of `rest`: a `value`, of the sort that `about` and `key` name."""

    about: str
    key: str
    value: object
    rest: Counter[str]
    clause: str

    def against(self, other: "_Claim") -> bool:
        same = (self.about, self.key) == (other.about, other.key)
        return same and self._differs(other) and _alike(self.rest, other.rest) >= _NEAR_CLAUSE

    def _differs(self, other: "_Claim") -> bool:
        match self.value, other.value:
            case (str(one), str(two)):  # names of departments: short and full forms are one
                return not (one.endswith(two) or two.endswith(one) or one[-4:] == two[-4:])
            case (tuple(one), tuple(two)):  # year, month, day: what one leaves out is no difference
                return any(a and b and int(a) != int(b) for a, b in zip(one, two, strict=True))
            case _:
                return self.value != other.value


def _differs(one: _Read, other: _Read) -> tuple[str, str, str] | None:
    """What the answers contradict each other in, with the clause of each."""
    for claim in one.claims:
        for against in other.claims:
            if claim.against(against):
                return claim.about, claim.clause, against.clause
    return _disowned(one.clauses, other.clauses) or _turned(_disowned(other.clauses, one.clauses))


def _turned(found: tuple[str, str, str] | None) -> tuple[str, str, str] | None:
    return (found[0], found[2], found[1]) if found else None


def _clauses(reply: str) -> list[str]:
    return [part for text in _CLAUSES.split(reply) if 4 <= len(part := text.strip()) <= 80]


def _claims(clause: str) -> Iterator[_Claim]:
    yield from _department(clause)
    yield from _yes_or_no(clause)
    if not _PAST.search(clause):  # what was done on the day of each letter is no rule
        yield from _amount(clause)
        yield from _day(clause)


def _about(text: str) -> Counter[str]:
    return _pairs(_SIGNS.sub("", text))


def _amount(clause: str) -> Iterator[_Claim]:
    """The only number of a unit; days of the month are none."""
    bare = _DATE.sub("", clause)
    found = _AMOUNT.findall(bare)
    if len(found) == 1:
        number, unit = found[0]
        yield _Claim(
            "金额或期限", unit.removeprefix("个"), float(number), _about(_AMOUNT.sub("", bare)), clause
        )


def _day(clause: str) -> Iterator[_Claim]:
    found = _DATE.findall(clause)
    if len(found) == 1:
        yield _Claim("时间", "", found[0], _about(_DATE.sub("", clause)), clause)


def _yes_or_no(clause: str) -> Iterator[_Claim]:
    for number, (no, yes) in enumerate(_NOT_NO):
        denies = bool(no.search(clause))
        if denies or yes.search(clause):
            rest = (no if denies else yes).sub("", clause)
            if len(rest) >= 3:
                yield _Claim("是与否", str(number), not denies, _about(rest), clause)


def _department(clause: str) -> Iterator[_Claim]:
    found = _ROLE.search(clause)
    if found:
        name, role = found[1] or found[3], found[2] or found[4]
        yield _Claim("责任单位", role, name, _about(clause.replace(name, "")), clause)


def _disowned(one: Sequence[str], other: Sequence[str]) -> tuple[str, str, str] | None:
    """One says that it is not theirs to do, the other did it."""
    not_ours = next((clause for clause in one if _NOT_OURS.search(clause)), None)
    did = next((clause for clause in other if _DID.search(clause)), None)
    if not_ours is None or did is None or any(_NOT_OURS.search(clause) for clause in other):
        return None
    return "责任单位", not_ours, did
