"""What becomes of one whole in states that exclude each other: 64份，按时61份、逾期2份、未整改2份; 143个，其中正常133个、注销8个、异常3个."""

import re
from collections.abc import Iterator, Mapping

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import family, in_text, printed, total_of
from xunwang.office.circulars.check.rules.repeats import Statement, statements
from xunwang.office.circulars.check.vocabulary import EARLIER, subject_in

_TIMES = {"kept": "按[时期]|如期|限期内", "late": "逾期|超期|超时", "open": "[未没]", "doing": "正在|在办"}
_LIVES = {name: name for name in ("正常", "注销", "关停", "停更", "停用", "休眠", "合并", "迁移", "下线")} | {
    "正常": "(?<!不)正常|在用",
    "异常": "异常|不正常|不及时",
}
_GRADES = {
    "优秀": "优秀|“优”",
    "良好": "良好|“良”",
    "中": "中等|一般|“中”",
    "合格": "(?<!不)(?:合格|达标)",
    "不合格": "不合格|不达标|较差|“差”",
}
_FAMILIES = tuple(
    tuple((name, re.compile(words)) for name, words in states.items()) for states in (_TIMES, _LIVES, _GRADES)
)
_APART = re.compile("其中|较|比|同[比期]|环比|新增|另|又|再|累计|以上|以下|率|含")
_GAP = re.compile(r"[^，、；。]{0,16}[，、][^，、；。]{0,12}")
_OPENS = re.compile(r"[^，；。]{0,16}[，：](?:其中)?[，：]?[^，、；。]{0,12}")
_FEWEST = 2
_VERDICTS = {"合格", "不合格"}  # two alone are held against what was checked by `statements`
_ANOTHER_LOOK = re.compile(
    "复查|复核|回头看|(?:[已经后]|完成)整改|整改后|累计|全年|自查|上级|上季|被省|省级|国务院"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """States that do not make their whole, and more failures than what passed leaves."""
    for _, sentence in reading.sentences():
        for states, parts in _runs(sentence):
            yield from _against_whole(sentence, states, parts)
    known = statements(reading)
    for subject in ("网站", "新媒体"):
        yield from _failures(reading, subject, known)


def _runs(sentence: Sentence) -> Iterator[tuple[list[str], list[Quantity]]]:
    """Rows of counts, each of another state of one family."""
    counted = [q for q in sentence.quantities if q.unit != "%"]
    for family_of_states in _FAMILIES:
        states: list[str] = []
        parts: list[Quantity] = []
        for one in counted:
            state = _state(one, family_of_states)
            if state and parts and not (state not in states and _goes_on(sentence, parts[-1], one)):
                yield states, parts
                states, parts = [], []
            if state:
                states.append(state)
                parts.append(one)
            elif parts:
                yield states, parts
                states, parts = [], []
        if parts:
            yield states, parts


def _state(one: Quantity, states: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    """The one state of a family that the words of a count name; empty where they name none, or two."""
    words = (one.before or one.after).removeprefix("其中").removeprefix("中")
    if not one.counts or one.period or _APART.search(words):
        return ""
    found = [name for name, pattern in states if pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def _goes_on(sentence: Sentence, last: Quantity, one: Quantity) -> bool:
    return last.unit == one.unit and bool(_GAP.fullmatch(sentence.gap(last, one)))


def _against_whole(sentence: Sentence, states: list[str], parts: list[Quantity]) -> Iterator[Contradiction]:
    first = parts[0]
    before = [q for q in sentence.quantities[: first.index] if q.unit == first.unit]
    if len(parts) < _FEWEST or not before or _nests(states) or set(states) == _VERDICTS:
        return
    whole, total = before[-1], total_of(parts)
    plain = whole.counts and not whole.part and not whole.period and whole.index + 1 == first.index
    if not plain or not _OPENS.fullmatch(sentence.gap(whole, first)) or total == whole.value:
        return
    others = {q.value for q in before}
    over = total > whole.value and all(q.value <= whole.value for q in parts)
    if total not in others and over:
        message = f"{whole.text}中，{'、'.join((q.before or q.after).removeprefix('其中') + q.text for q in parts)}，相加为{printed(parts)}={total}"
        yield in_text("sum", sentence, message, stated=whole.text, computed=str(total))


def _nests(states: list[str]) -> bool:
    """Whether one state may hold another: what is 合格 may be 优秀 too, unless 良好 parts the two."""
    return "优秀" in states and "合格" in states and "良好" not in states


def _failures(
    reading: Reading, subject: str, known: Mapping[str, tuple[Statement, ...]]
) -> Iterator[Contradiction]:
    """抽查43家、合格41家 in one place, 甲局、乙局等3家网站不合格 in another."""
    values = [{one.quantity.value for one in known.get(f"{subject}.{what}", ())} for what in ("抽查", "合格")]
    if any(len(one) != 1 for one in values):
        return
    left = values[0].pop() - values[1].pop()
    for _, sentence in reading.sentences():
        for failed in sentence.quantities:
            words = sentence.text
            plain = failed.roles == {"failed"} and failed.counts and not failed.period and not failed.part
            if (
                not plain
                or subject not in {family(failed.subject), family(subject_in("", failed.after))}
                or failed.value <= left
                or left < 0
            ):
                continue
            if not (_ANOTHER_LOOK.search(words) or EARLIER.search(words)) and len(sentence.quantities) == 1:
                message = f"抽查数减去合格数为{left}，此处称不合格{failed.text}"
                yield in_text("sum", sentence, message, stated=failed.text, computed=str(left))
