"""Figures of one stock that exclude each other: opened and closed since, in both or in either, all and yet some not."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rules.common import in_text, printed, total_of

_CLOSED = re.compile("(?:关停|注销|撤销|关闭|合并|并入|下线)[^，；。]{0,6}$")
_OPENED = re.compile("新(?:开设|开办|开通|开|增|设|建|办)[^，；。]{0,6}$")
_MOVED = re.compile("关停|注销|撤销|关闭|合并|并入|下线|整合|清理|压减|新[开增设建办]")
_NET = re.compile("^(?:净|[^，]{0,6}净)(?:减少?|增加?)(?:了)?$")
_NOW = re.compile("实有|现有|目前|余有|还有|剩余|共有|运行|在册|保有")
_BOTH = re.compile("(?:两[项者个][^，]{0,3})?(?:均|都)(?:已)?(?:完成|开设|有|通过)")
_EITHER = re.compile("至少[^，]{0,4}一[项个]|任[一意][^，]{0,2}项")
_SUM_OF_TWO = 2
_REACH = 120  # characters behind what is said of all, in which an exception is looked for
_MOST = 20  # such statements of one sentence
_WHOLLY = re.compile(
    r"(?P<who>[一-龥]{1,5}?[市县区镇乡州局委办])[^，。；]{0,14}?(?:率(?:均)?(?:达到?|为)?100%|(?:均|全部)在[^，。；]{1,10}(?:办结|答复|回复|完成)|已?全部(?:整改|办结|完成)[^，。；]{0,4})"
)
_STILL = re.compile(
    r"(?:(?P<who>[一-龥]{1,5}?[市县区镇乡州局委办]))?(?:，)?(?:但|仅|只)?(?:仍有|尚有|还有|有|仅)?(?P<many>[1-9]\d*)[个件条家][^，。；率]{0,6}(?:未完成|未整改|逾期|超期|未办结|未答复|超过)"
)
_COUNTED = re.compile(r"[\d一二三四五六七八九十两多余几各]\Z")  # 5个县区 names nobody
_ANOTHER = re.compile(
    "[一-龥][市县区镇乡州局委办][^，。；]{0,14}率"
)  # 甲县办结率100%，乙县办结率98%，有1件逾期
_OF_BOTH = re.compile(r"(?P<one>[一-龥]{2,6}[市县区镇乡州])、(?P<other>[一-龥]{2,6}[市县区镇乡州])(?:两|等)")


def check(reading: Reading) -> Iterator[Contradiction]:
    """Stocks that their movements do not give, unions, and exceptions from what is said of all."""
    for paragraph in reading.paragraphs:
        yield from _stock(paragraph)
        yield from _but_some(paragraph)
        for sentence in paragraph.sentences:
            yield from _either(sentence)


def _stock(paragraph: ParagraphReading) -> Iterator[Contradiction]:
    """269家。关停23家、新开设2家，实有248家，净减少21家."""
    for index, sentence in enumerate(paragraph.sentences):
        lost, gained = (
            [q for q in sentence.quantities if q.counts and form.search(q.before) and not q.part]
            for form in (_CLOSED, _OPENED)
        )
        moves = sorted([*lost, *gained], key=lambda q: q.index)
        if not lost or not gained or len({q.unit for q in moves}) != 1 or _are_far(sentence, moves):
            continue
        change = total_of(lost) - total_of(gained)
        told = f"减少{printed(lost)}、增加{printed(gained)}"
        behind = [
            q for q in sentence.quantities[moves[-1].index + 1 :] if q.unit == moves[0].unit and q.counts
        ]
        nows = [q for q in behind if _NOW.search(_clause(sentence, q)) and not _NET.search(q.before)][:1]
        above = paragraph.sentences[index - 1].quantities if index else ()
        before = [q for q in sentence.quantities[: moves[0].index] if q.counts and q.unit == moves[0].unit]
        before = before or [q for q in above if q.counts and q.unit == moves[0].unit]
        for net in (q for q in behind if _NET.search(q.before)):
            differences = {abs(a.value - b.value) for a in (*before, *behind) for b in nows}
            if net.value not in {abs(change), *differences}:
                message = f"{told}，净变化应为{abs(change)}，表述为{net.text}"
                yield in_text("sum", sentence, message, stated=net.text, computed=str(abs(change)))
        between = [q for q in behind if nows and q.index < nows[0].index and not _NET.search(q.before)]
        if between or any(
            _MOVED.search(q.before) for q in before
        ):  # 另有2个划转; 关停整合新媒体19个，新开设4个
            continue
        if len(before) == len(nows) == 1 and before[0].value - change != nows[0].value:
            right = before[0].value - change
            message = f"原有{before[0].text}，{told}，应为{right}，表述为{nows[0].text}"
            yield in_text("sum", sentence, message, stated=nows[0].text, computed=str(right))


def _clause(sentence: Sentence, one: Quantity) -> str:
    """The words before a figure since the figure before it: 截至9月30日，共有111个."""
    return sentence.gap(sentence.quantities[one.index - 1], one) if one.index else one.before


def _are_far(sentence: Sentence, moves: list[Quantity]) -> bool:
    """Whether other figures or another clause stand between what was closed and what was opened."""
    return any(b.index != a.index + 1 or "；" in sentence.gap(a, b) for a, b in pairwise(moves))


def _either(sentence: Sentence) -> Iterator[Contradiction]:
    """甲项71家；乙项66家；两项均完成的64家，至少完成一项的73家."""
    both, either = (
        [q for q in sentence.quantities if q.counts and q.unit == "个" and form.search(q.before)]
        for form in (_BOTH, _EITHER)
    )
    if len(both) != 1 or len(either) != 1:
        return
    singles = [
        q for q in sentence.quantities[: both[0].index] if q.counts and q.unit == both[0].unit and _is_done(q)
    ]
    if len(singles) == _SUM_OF_TWO:
        right = singles[0].value + singles[1].value - both[0].value
        if right != either[0].value:
            message = f"{singles[0].text}加{singles[1].text}减去两项都有的{both[0].text}为{right}，至少一项表述为{either[0].text}"
            yield in_text("sum", sentence, message, stated=either[0].text, computed=str(right))


def _is_done(quantity: Quantity) -> bool:
    return bool(re.match("完成|开设|开通|通过|存在", quantity.before))


def _but_some(paragraph: ParagraphReading) -> Iterator[Contradiction]:
    """甲市整改率达到100% … 甲市仍有2个问题未完成整改."""
    for sentence in paragraph.sentences:
        for wholly in islice(_WHOLLY.finditer(sentence.text), _MOST):
            if _COUNTED.search(sentence.text, 0, wholly.start("who")):
                continue
            rest = paragraph.sentences[paragraph.sentences.index(sentence) :]
            for one in rest[:3]:
                start = wholly.end() if one is sentence else 0
                yield from _exceptions(sentence, one, wholly, start)


def _exceptions(
    sentence: Sentence, one: Sentence, wholly: re.Match[str], start: int
) -> Iterator[Contradiction]:
    who = _OF_BOTH.search(sentence.text)
    names = {wholly["who"], *(who.group("one", "other") if who else ())}
    clause = one.text[start : start + _REACH]
    still = _STILL.search(clause)
    if (
        still is None
        or "；" in clause[: still.start()]
        or re.search("复查|上季度|此前|去年", clause[: still.start()])
    ):
        return
    named = still["who"] or ""
    if one is sentence and not named and _ANOTHER.search(clause, 0, still.start()):
        return
    begins = any(clause.startswith(name) for name in names)
    if any(named.endswith(name) for name in names) or begins or (one is sentence and not named):
        message = f"“{wholly.group()}”与“{still.group().strip('，')}”不能同时成立"
        yield in_text("impossible", one, message, stated=still.group().strip("，"), computed="0", sure=False)
