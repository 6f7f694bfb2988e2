"""What is done and what is left of one whole: 51个，已整改46个，正在整改5个; 按时61件、逾期2件 of 64件."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, islice, pairwise

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, percent
from xunwang.office.circulars.check.rules.common import in_text, unit_of
from xunwang.office.circulars.check.rules.explained import figures, paragraphs_before
from xunwang.office.circulars.check.vocabulary import NOT_A_RATIO

_LEFT = re.compile(
    "[未尚仍]|还有|正在|余下|其余|剩余|剩下|结余|余额|逾期|超期|(?<!至)在办|待(?:整改|办|回复|处理)|缺口"
)
_DONE = re.compile(
    "完成|办结|整改到位|已|正常|合格|达标|按[时期]|如期|支付|支出|答复|回复|销号|通过|更新|改造|整改|配备|开通"
)
_AMONG = re.compile("中(?!心)")  # 其中 too: a part of what was just told
_NEVER = re.compile(
    "全部|[无没]未|累计|平均|占|以上|同比|环比|较|比|分别|新增|又|另|连续|目标|复查|涉及|[不未]少于|两|既|都"
)
_LATE = re.compile("逾期|超期")
_ALL_DONE = re.compile("无未|没有未|全部办结|均已办结")
_OTHERS = re.compile("(?:其余|余下)(?:的)?")
_TAKES = re.compile("中|发现|有|存在|被")
_DENIED = re.compile("(?:单位|网站|账号|部门|镇|街道)?(?:未|没有|无)")
_SAID = re.compile("(?:单位|网站|账号|部门|镇|街道)?(?:被|存在|发现|出现|有)")
_BARE_REST = re.compile("(?:尚)?(?:剩余|剩下|还剩|余下)(?:的)?")
_DONE_AND_LEFT = 2
_TAKEN = 3  # figures together that may have been taken away
_LARGEST_SLIP = 30  # farther off, it is left of something else
_REACH = 6  # figures before a rest, among which what was done is
_ALL = 100
_MATTER = 60  # sentences of one paragraph before and behind, in which a whole may be told
_BESIDE = 3  # sentences before and behind, in which something beside what is done and left may be told
_FAR = 20  # sentences before, paragraphs above and sentences of each, one figure of which a rate may point to
_REST_OF = re.compile("(?:\\A|，)未(?:发现|存在|出现)|(?:尚未|未)[^，；。]{1,8}(?:，[共总]?计)?\\Z")
_CARRIED = re.compile("含|包括|其中")
_UP_TO = re.compile("^截[至止][^已完]*")


def check(reading: Reading) -> Iterator[Contradiction]:
    """A rest that whole and done do not leave, where no figures in reach explain it."""
    for paragraph, sentence in reading.sentences():
        for rest in sentence.quantities:
            yield from _rest(reading, paragraph, sentence, rest)
            yield from _others(paragraph, sentence, rest)
        yield from _opposed(sentence)
        yield from _left_by_rate(reading, paragraph, sentence)


def _others(paragraph: ParagraphReading, sentence: Sentence, rest: Quantity) -> Iterator[Contradiction]:
    """20家网站中，3家存在问题，其余17家正常: what is left of some figure when others told since are taken away."""
    if (
        not _OTHERS.fullmatch(rest.before)
        or not rest.counts
        or sentence.template[: rest.position].endswith("、" + rest.before)
    ):
        return
    segment = sentence.segment(rest)
    own = [q for q in _with_brackets(sentence) if q.unit == rest.unit and not q.approx]
    parts = [q.value for q in own if q is not rest]
    wholes = {*parts, *(q.value for q in paragraph.before(sentence) if q.unit == rest.unit)}
    sums = {sum(some) for size in range(1, _TAKEN + 1) for some in combinations(parts[:_REACH], size)}
    if any(whole - taken == rest.value for whole in wholes for taken in sums):
        return
    before = [
        q
        for q in sentence.quantities[: rest.index]
        if q.unit == rest.unit and q.counts and sentence.segment(q) == segment
    ]
    if (
        len(before) > 1
        and _TAKES.search(sentence.gap(before[0], before[1]) + before[1].after)
        and before[0].value >= before[1].value + rest.value - _LARGEST_SLIP
    ):
        right = before[0].value - before[1].value
        message = f"{before[0].text}减去{before[1].text}应为{right}{unit_of(rest)}，“{rest.before}{rest.text}”与之不符"
        sure = len(before) == 2 and len(own) == 3
        yield in_text(
            "rest", sentence, message, stated=rest.text, computed=f"{right}{unit_of(rest)}", sure=sure
        )


def _with_brackets(sentence: Sentence) -> list[Quantity]:
    return [*sentence.quantities, *(q for aside in sentence.asides for q in aside.quantities)]


def _opposed(sentence: Sentence) -> Iterator[Contradiction]:
    """看了20家，16家未发现错字，4家存在错字: what is so and what is not so are all there are."""
    for whole, one, other in zip(
        sentence.quantities, sentence.quantities[1:], sentence.quantities[2:], strict=False
    ):
        plain = all(q.counts and q.unit == whole.unit and not q.period for q in (whole, one, other))
        total = one.value + other.value
        if not plain or total == whole.value or not _denies(one.after, other.after) or whole.part:
            continue
        behind = sentence.quantities[other.index + 1 :]
        if max(one.value, other.value) <= whole.value and not any(q.unit == whole.unit for q in behind):
            message = f"{one.text}{one.after}加{other.text}{other.after}为{total}，与{whole.text}不符"
            yield in_text("rest", sentence, message, stated=whole.text, computed=str(total), sure=False)


def _denies(one: str, other: str) -> bool:
    """Whether the words behind two counts say and deny the same: 未发现错字, 存在错字."""
    no, yes = (one, other) if _DENIED.match(one) else (other, one)
    if not _DENIED.match(no) or _DENIED.match(yes) or not _SAID.match(yes):
        return False
    words = _SAID.sub("", yes, count=1)[:2]
    return len(words) == 2 and words in no


def _left_by_rate(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence
) -> Iterator[Contradiction]:
    """已整改540处，整改率90%，尚未整改的计120处: the rate says which figure told before is the whole."""
    for part, rate in pairwise(sentence.quantities):
        if not (
            part.counts and rate.is_rate and "；" not in sentence.gap(part, rate) and 0 < rate.value < _ALL
        ):
            continue
        if _LEFT.search(part.before) or part.period or NOT_A_RATIO.search(rate.before):
            continue
        lefts = _lefts(sentence, part, rate)
        if not lefts:
            continue
        here = paragraph.sentences.index(sentence)
        near = [*paragraph.sentences[max(0, here - _FAR) : here + 3]]
        for block in islice(paragraphs_before(reading, paragraph), _FAR):
            near += block.sentences[:_FAR]
        told = figures(near, part.unit)
        wholes = {
            q.value
            for q in told
            if q.counts and q.value > part.value and _is_share(rate, part.value, q.value)
        }
        if len(wholes) != 1:
            continue
        (whole,) = wholes
        right = whole - part.value
        sums = {sum(q.value for q in lefts[:size]) for size in range(1, len(lefts) + 1)}
        others = {q.value for q in told if q not in (part, *lefts)}  # 另有2处已移交
        if right not in sums | {q.value for q in lefts} and right - lefts[0].value not in others:
            rest, unit = lefts[0], unit_of(lefts[0])
            message = f"{whole}{unit}减去{_UP_TO.sub('', part.before)}{part.text}应为{right}{unit}，“{rest.before}{rest.text}”与之不符"
            sure = rest.value > right
            yield in_text("rest", sentence, message, stated=rest.text, computed=f"{right}{unit}", sure=sure)


def _is_share(rate: Quantity, part: Decimal, whole: Decimal) -> bool:
    return fit(rate.value, rate.decimals, percent(part, whole)) is Fit.EXACT


def _lefts(sentence: Sentence, part: Quantity, rate: Quantity) -> list[Quantity]:
    """What is said to be left behind a rate: of the same unit, in words that deny."""
    behind = [q for q in sentence.quantities[rate.index + 1 :] if q.unit == part.unit]
    said = ((q, _gap_before(sentence, q)) for q in behind if q.counts)
    return [q for q, words in said if _is_left(q) or _REST_OF.search(words)]


def _gap_before(sentence: Sentence, one: Quantity) -> str:
    """The words between the figure before and this one, over a comma too: 尚未整改，计120处."""
    return sentence.gap(sentence.quantities[one.index - 1], one) + one.after


def _rest(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rest: Quantity
) -> Iterator[Contradiction]:
    if not _is_left(rest) or not (_is_exact(rest)):
        return
    above = [q for q in _before(reading, paragraph, sentence, rest) if q.unit == rest.unit]
    dones = [q for q in above[:_REACH] if _is_done(q, rest) and _is_near(sentence, q, rest)]
    done = next((q for q in dones if _same_object(q, rest)), dones[0] if dones else None)
    wholes = _wholes(reading, paragraph, sentence, done) if done else []
    if done is None or not wholes:
        return
    together = done.value + rest.value
    here = paragraph.sentences.index(sentence)
    near = paragraph.sentences[max(0, here - _BESIDE) : here + _BESIDE + 1]
    beside = [q.value for one in near for q in one.quantities if _is_beside(q, rest)]
    if any(_explains(sentence, whole, done, rest, beside) for whole in wholes):
        return
    if together < wholes[0].value and not _must_be_all(sentence, rest):
        return
    if wholes[0] not in sentence.quantities and _is_of_a_part(reading, paragraph, sentence, rest, together):
        return
    yield _refuted(sentence, wholes[0], done, rest)


def _is_of_a_part(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rest: Quantity, together: Decimal
) -> bool:
    """备案75个，其中镇街17个、村58个。已注销21个村级账号，剩余37个: done and left may make one part of what is told."""
    told = (q for one in _sentences(reading, paragraph, sentence) for q in one.quantities)
    return any(q.part and q.unit == rest.unit and q.value == together for q in told)


def _is_beside(one: Quantity, rest: Quantity) -> bool:
    """另有2处已移交: neither done nor left, in whichever sentence it is told."""
    return one.unit == rest.unit and one.before.startswith("另")


def _explains(
    sentence: Sentence, whole: Quantity, done: Quantity, rest: Quantity, beside: list[Decimal]
) -> bool:
    """Whether done and left make the whole, alone or with one or two further figures of the sentence or one told beside them."""
    missing = whole.value - done.value - rest.value
    if abs(missing) <= _room(whole, done, rest):
        return True
    carried = [q.value for aside in sentence.asides if _CARRIED.search(aside.text) for q in aside.quantities]
    if -missing in carried or _runs_to_another(sentence, whole, done, rest):
        return True
    listed = [q.value for q in sentence.quantities if q.unit == rest.unit]
    if any(
        sum(listed[at + 1 :]) == value for at, value in enumerate(listed[:-2])
    ):  # 45家中，优秀12家、良好24家 …
        return True
    others = [q.value for q in sentence.quantities if q.unit == rest.unit and q not in (whole, done, rest)]
    return missing in (*others, *beside) or any(missing == a + b for a, b in combinations(others, 2))


def _runs_to_another(sentence: Sentence, whole: Quantity, done: Quantity, rest: Quantity) -> bool:
    """按时22个，逾期2个，未完成1个: done is one of several, so that a whole below what they make is another's."""
    run = [q.value for q in sentence.quantities[: rest.index + 1] if q.unit == rest.unit and q is not whole]
    beside = whole not in sentence.quantities and done in sentence.quantities
    return beside and len(run) > _DONE_AND_LEFT and sum(run) > whole.value


def _is_exact(quantity: Quantity) -> bool:
    return not quantity.approx and quantity.unit not in {"%", "分", "倍"} and not quantity.unit.endswith("点")


def _is_left(quantity: Quantity) -> bool:
    words = quantity.before + quantity.after
    told = bool(_LEFT.search(words)) and not _NEVER.search(words) and not _AMONG.search(quantity.before)
    return told and quantity.value > 0


def _is_done(quantity: Quantity, rest: Quantity) -> bool:
    """Whether a figure counts what is done, in the words that the rest is told in where both name it."""
    words = quantity.before + quantity.after
    if not _DONE.search(words) or _LEFT.search(words) or _NEVER.search(words) or quantity.period == "earlier":
        return False
    if _LATE.search(rest.before):
        return bool(re.search("按[时期]|如期", words))
    own = {words[at : at + 2] for at in range(len(words) - 1)}
    theirs = rest.before + rest.after
    shared = any(pair in theirs for pair in own if not re.search("[已的未还有]", pair))
    return shared or bool(re.search("余|正在", rest.before))


def _before(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rest: Quantity
) -> list[Quantity]:
    """The figures before one, nearest first: of its sentence and paragraph, and of the paragraph above."""
    own = [q for q in reversed(sentence.quantities) if q.position < rest.position]
    above = next(iter(paragraphs_before(reading, paragraph)), None)
    farther = [q for one in reversed(above.sentences) for q in reversed(one.quantities)] if above else []
    return [q for q in [*own, *paragraph.before(sentence), *farther] if _is_exact(q)]


def _is_near(sentence: Sentence, done: Quantity, rest: Quantity) -> bool:
    """Whether the two stand in one sentence, with no semicolon between them that a new matter begins behind."""
    return (
        (
            done in sentence.quantities
            and ("；" not in sentence.gap(done, rest) or bool(_BARE_REST.fullmatch(rest.before)))
        )
        or bool(re.search("尚未|还有|余", rest.before) and done.before and done.before[-4:] in rest.before)
        or _same_object(done, rest)
    )


def _same_object(done: Quantity, rest: Quantity) -> bool:
    """完成IPv6改造71家 … 尚未完成IPv6改造的还有8家."""
    core = re.sub("^(?:已|共|均|截至.*?已)", "", done.before)
    return len(core) >= 4 and core in rest.before


def _wholes(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, done: Quantity
) -> list[Quantity]:
    """What may have been done and left: larger figures before, nearest first, that are no part, rest or former figure."""
    before = _before(reading, paragraph, sentence, done) if done in sentence.quantities else []
    if not any(_may_be_whole(q, done) for q in before):
        near = _sentences(reading, paragraph, sentence)
        before = [q for one in near for q in one.quantities if q is not done]
    return list(islice((q for q in before if _may_be_whole(q, done)), 2))


def _may_be_whole(one: Quantity, done: Quantity) -> bool:
    plain = one.unit == done.unit and not one.part and one.period != "earlier" and one.value >= done.value
    told = _is_left(one) or _is_done(one, done) or re.search("累计|次均|平均", one.before)
    return plain and _is_exact(one) and not told


def _sentences(reading: Reading, paragraph: ParagraphReading, sentence: Sentence) -> list[Sentence]:
    """Those of the paragraph and of two above it, as far as one text speaks of one matter."""
    here = paragraph.sentences.index(sentence)
    own = paragraph.sentences[max(0, here - _MATTER) : here + _MATTER]
    above = islice(paragraphs_before(reading, paragraph), 2)
    return [*own, *(one for block in above for one in block.sentences[:_MATTER])]


def _room(*quantities: Quantity) -> Decimal:
    return sum((q.half_step for q in quantities), Decimal(0))


def _must_be_all(sentence: Sentence, rest: Quantity) -> bool:
    """Whether what is done and what is left leaves no third: the one denies the other, or nothing is said to be open."""
    if _LATE.search(rest.before):
        return bool(_ALL_DONE.search(sentence.text))
    return bool(re.search("未|余|正在|仍|还有", rest.before + rest.after))


def _refuted(sentence: Sentence, whole: Quantity, done: Quantity, rest: Quantity) -> Contradiction:
    scale = rest.value / _printed(rest)
    right = (whole.value - done.value) / scale
    computed = f"{right.normalize():f}{unit_of(rest)}"
    message = f"{whole.text}减去{_UP_TO.sub('', done.before)}{done.text}应为{computed}，“{rest.before}{rest.text}”与之不符"
    sure = whole in sentence.quantities
    return in_text("rest", sentence, message, stated=rest.text, computed=computed, sure=sure)


def _printed(quantity: Quantity) -> Decimal:
    digits = re.match(r"[\d,]+(?:\.\d+)?", quantity.text)
    return Decimal(digits.group().replace(",", "")) if digits else quantity.value
