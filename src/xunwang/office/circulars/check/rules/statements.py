"""Statements that exclude each other: 21 accounts in all and 28 checked, 全部合格 beside failures."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rules.common import family, in_text
from xunwang.office.circulars.check.vocabulary import EARLIER, rate_kind

_NEVER_MORE = (
    ("sampled", "total"),
    ("failed", "sampled"),
    ("passed", "sampled"),
    ("problem", "sampled"),
    ("closed", "received"),
    ("ontime", "received"),
    ("replied", "received"),
)
_NAMES = {
    "sampled": "抽查数",
    "total": "总数",
    "failed": "不合格数",
    "passed": "合格数",
    "problem": "存在问题数",
    "closed": "办结数",
    "ontime": "按期办结数",
    "replied": "答复数",
    "received": "收到数",
}
_ALL_PASSED = re.compile(
    r"(?:全部|均|都|全都)(?:为|达到|达|是)?合格|无不合格|没有(?:发现)?不合格|未发现不合格"
)
_SCOPED = re.compile("[县区镇乡局厅委]|门户|部门|[省市]级")
_REST = re.compile("其余|其他|其它|剩余|另外|门户|部门|[省市县区]级|[市县区]直|县区|乡镇|[市县区]政府")
_MENDED = re.compile("复查|整改|回头看|复核")
_TOGETHER = re.compile("[^，；：]*(?:共计?|[总合]计)有?")
_NOT_THE_SAME = re.compile("累计|全年|自查|各地|各部门|每|轮次|次均|先后")


def check(reading: Reading) -> Iterator[Contradiction]:
    """Parts greater than their whole, and passing of all beside failures."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph.sentences:
            yield from _parts(paragraph, sentence)
            yield from _all_passed(sentence)
            yield from _outcomes(paragraph, sentence)


def _outcomes(paragraph: ParagraphReading, sentence: Sentence) -> Iterator[Contradiction]:
    """抽查53家，合格35家，不合格19家: passed and failed of one segment make up what was checked."""
    for segment in range(sentence.template.count("；") + 1):
        near = [q for q in sentence.quantities if sentence.segment(q) == segment and q.unit == "个"]
        by_role = {
            role: [q for q in near if q.roles == {role}] for role in ("sampled", "passed", "failed", "total")
        }
        wholes = by_role["sampled"] or by_role["total"] or _sole_checked(paragraph, sentence)
        found = [wholes, by_role["passed"], by_role["failed"]]
        if any(len(one) != 1 for one in found) or not all(q.roles and _plain(q) for q in near):
            continue
        whole, passed, failed = (one[0] for one in found)
        total = passed.value + failed.value
        if total != whole.value and not _SCOPED.search(passed.before + failed.before):
            message = f"合格{passed.text}加不合格{failed.text}为{total}，与{whole.text}不符"
            yield in_text("sum", sentence, message, stated=whole.text, computed=str(total))


def _sole_checked(paragraph: ParagraphReading, sentence: Sentence) -> list[Quantity]:
    """What was checked, from the sentences before, when they speak of one check only."""
    checked = [q for q in paragraph.before(sentence) if "sampled" in q.roles and _plain(q)]
    return checked[:1] if len({q.value for q in checked}) == 1 else []


def _parts(paragraph: ParagraphReading, sentence: Sentence) -> Iterator[Contradiction]:
    for small, large in _NEVER_MORE:
        for part in sentence.quantities:
            whole = _whole(paragraph, sentence, part, small, large)
            if whole is not None and part.value > whole.value:
                yield _exceeds(
                    sentence, part, whole, f"{_NAMES[small]}{part.text}大于{_NAMES[large]}{whole.text}"
                )


def _whole(
    paragraph: ParagraphReading, sentence: Sentence, part: Quantity, small: str, large: str
) -> Quantity | None:
    """The nearest number before ``part`` that must not be smaller; ``None`` unless all doubt is out."""
    if small not in part.roles or not _plain(part) or _is_former(sentence, part, large):
        return None
    before = list(reversed(sentence.quantities[: part.index]))
    if large in {"total", "received", "sampled"}:
        before += paragraph.before(sentence)
        before += [q for q in sentence.quantities[part.index + 1 :] if large == "received"]
    wholes = [q for q in before if large in q.roles and small not in q.roles and q.unit == part.unit]
    if _sums_up(sentence, part) or (wholes and _NOT_THE_SAME.search(wholes[0].before)):
        return None
    found = [q for q in wholes if _plain(q)]
    same = [q for q in found if _same_things(q, part)]
    if _is_one_of(sentence, part) and any(q.value >= part.value for q in found):
        return None
    if not part.subject and len({family(q.subject) for q in before if q.subject}) > 1:
        return None
    if not same or any(q.value >= part.value for q in same) or _belongs(sentence, part, same[0]):
        return None
    return same[0]


def _is_one_of(sentence: Sentence, part: Quantity) -> bool:
    """其中规划公示合格12个、征地信息合格10个: what names a list is of the nearest whole, whatever its own words name."""
    return (
        sentence.text.startswith("其中")
        and len([q for q in sentence.quantities if q.roles == part.roles]) > 1
    )


def _belongs(sentence: Sentence, part: Quantity, whole: Quantity) -> bool:
    """全县23个乡镇、部门的31个账号: what the first ones have, and none of them."""
    here = whole in sentence.quantities[: part.index]
    return here and part.before.endswith("的") and not re.search("[，；：]", sentence.gap(whole, part))


def _sums_up(sentence: Sentence, part: Quantity) -> bool:
    """全县12个乡镇、28个部门共40个单位: no part, but the sum of what stands right before it."""
    previous = sentence.quantities[part.index - 1] if part.index else None
    return previous is not None and bool(_TOGETHER.fullmatch(sentence.gap(previous, part)))


def _is_former(sentence: Sentence, part: Quantity, large: str) -> bool:
    """去年抽查50家，43家达标: what follows the whole of a former time is of that time."""
    previous = sentence.quantities[part.index - 1] if part.index else None
    return previous is not None and previous.period == "earlier" and large in previous.roles


def _plain(quantity: Quantity) -> bool:
    text = quantity.before + quantity.after
    return quantity.counts and not quantity.part and not quantity.period and not _NOT_THE_SAME.search(text)


def _same_things(whole: Quantity, part: Quantity) -> bool:
    if part.subject in {"问题", "栏目", "稿件"} and whole.subject != part.subject:
        return False
    return family(whole.subject) == family(part.subject) or not part.subject


def _exceeds(sentence: Sentence, part: Quantity, whole: Quantity, message: str) -> Contradiction:
    message = f"{message}，部分不可能大于整体"
    return in_text("impossible", sentence, message, stated=part.text, computed=f"不超过{whole.text}")


def _all_passed(sentence: Sentence) -> Iterator[Contradiction]:
    for match in _ALL_PASSED.finditer(sentence.template):
        segment = sentence.template.count("；", 0, match.start())
        clause = sentence.template[: match.end()].rsplit("；", 1)[-1]
        if _MENDED.search(clause) or EARLIER.search(clause) or _is_the_rest(sentence, match):
            continue
        spoken = _subject_before(sentence, match.start(), segment)
        yield from _rate_below_all(sentence, match, segment)
        for failed in sentence.quantities:
            if _is_failure(sentence, failed, segment) and (not spoken or family(failed.subject) == spoken):
                message = f"表述“{match.group()}”，同一句又称不合格{failed.text}"
                yield in_text(
                    "impossible", sentence, message, stated=match.group(), computed=f"不合格{failed.text}"
                )
                return


def _rate_below_all(sentence: Sentence, match: re.Match[str], segment: int) -> Iterator[Contradiction]:
    """全部合格，合格率98%."""
    following = [q for q in sentence.quantities if q.position > match.start()]
    if not following or sentence.segment(following[0]) != segment:
        return
    rate = following[0]
    gap = sentence.template[match.end() : rate.position]
    if rate.is_rate and rate.value < 100 and rate_kind(rate.before) == "pass" and len(gap) <= 10:
        message = f"表述“{match.group()}”，又称合格率{rate.text}"
        yield in_text("impossible", sentence, message, stated=rate.text, computed="100%")


def _is_the_rest(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether only some are said to pass: 其余29家均合格, 13家县区网站全部合格."""
    clause = re.split("[，；：]", sentence.template[: match.start()])[-1]
    passed = sentence.tokens(clause)
    others = [q.value for q in sentence.quantities if not any(q is one for one in passed) and q.value > 0]
    return bool(_REST.search(clause)) or any(one.value < max(others, default=one.value) for one in passed)


def _is_failure(sentence: Sentence, quantity: Quantity, segment: int) -> bool:
    same = sentence.segment(quantity) == segment
    return same and "failed" in quantity.roles and quantity.value > 0 and _plain(quantity)


def _subject_before(sentence: Sentence, position: int, segment: int) -> str:
    near = [
        q
        for q in sentence.quantities
        if q.position < position and sentence.segment(q) == segment and q.subject
    ]
    return family(near[-1].subject) if near else ""
