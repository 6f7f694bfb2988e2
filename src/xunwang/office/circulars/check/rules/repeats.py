"""The same quantity stated twice with different values, in the text or against known figures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from xunwang.office.circulars.check.model import Contradiction, Figures
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import family, in_text, where
from xunwang.office.circulars.check.vocabulary import NOT_A_RATIO, rate_kind

_ROLE_NAMES = {"total": "总数", "sampled": "抽查", "passed": "合格", "failed": "不合格"}
_RATE_NAMES = {"pass": "合格率", "fail": "不合格率", "sample": "抽查比例"}
_SCOPE = re.compile("全[省市县区州旗国]")
_NARROW = re.compile(
    "门户|部门|省级|市级|县级|县区|市直|区直|乡镇|街道|基层|各[地县市部]|市本级|园区|微信|微博|抖音|头条|客户端|APP|小程序|不同|新增|关停|自查|另|普查|累计|更新|约谈"
)
_EVERY = re.compile("全部|[均都]")
_THIS_TIME = re.compile("本[次季月期年轮]|今年|目前|此次|；")
_STANDING = re.compile("[共现]有|运行|在册|备案|总数")
_PERIOD = re.compile(r"(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月(?:份)?|全年|上季|去年|今年)")
_OWNER = re.compile("[一-龥]{2,8}(?<!全)(?:局|委|县|区|镇|乡|州|办公室|厅|街道)(?!级|直|内|域|所有)")


class Statement(msgspec.Struct, frozen=True):
    """One figure of the whole inspection as the text states it."""

    quantity: Quantity
    sentence: Sentence
    attachment: bool = False


def statements(reading: Reading) -> Mapping[str, tuple[Statement, ...]]:
    """The figures of the whole (``网站.抽查``, ``新媒体.合格率`` …) and every place that states each.

    Figures of a part, of a former period or of a single body are left out: only what speaks of the whole is kept.
    """
    found: dict[str, list[Statement]] = defaultdict(list)
    for paragraph in reading.paragraphs:
        spoken_of = paragraph.subject
        for sentence in paragraph.sentences:
            for quantity in sentence.quantities:
                key = _key(sentence, quantity, spoken_of)
                if key:
                    found[key].append(Statement(quantity, sentence))
    return {key: tuple(stated) for key, stated in found.items()}


def _key(sentence: Sentence, quantity: Quantity, spoken_of: str) -> str:
    subject = family(quantity.subject) or spoken_of
    if subject not in {"网站", "新媒体"} or quantity.approx or quantity.part or quantity.period:
        return ""
    if _is_narrow(sentence, quantity) or (quantity.after and not quantity.subject):
        return ""
    if quantity.position == 0 and not _EVERY.search(sentence.text):
        return ""  # 3家网站因…暂不作结论: a sentence that begins with a number speaks of those alone
    if quantity.is_rate:
        kind = "" if NOT_A_RATIO.search(quantity.before) else rate_kind(quantity.before)
        return f"{subject}.{_RATE_NAMES[kind]}" if kind in _RATE_NAMES else ""
    role = next((role for role in _ROLE_NAMES if quantity.roles == {role}), "")
    return f"{subject}.{_ROLE_NAMES[role]}" if role and quantity.unit == "个" and quantity.counts else ""


def _is_narrow(sentence: Sentence, quantity: Quantity) -> bool:
    segment = sentence.template[: quantity.position].rsplit("；", 1)[-1]
    words = f"{segment}{quantity.after}"
    return bool(
        _of_former(sentence, quantity)
        or _NARROW.search(words)
        or quantity.subject not in {"", "网站", "新媒体"}
        or _OWNER.search(words)
    )


def _of_former(sentence: Sentence, quantity: Quantity) -> bool:
    """上季度抽查60家，合格51家: what follows the figure of a former time in one breath is of that time."""
    before = [
        q for q in sentence.quantities[: quantity.index] if sentence.segment(q) == sentence.segment(quantity)
    ]
    former = next((q for q in reversed(before) if q.period), None)
    return former is not None and not _THIS_TIME.search(sentence.gap(former, quantity))


def check(reading: Reading) -> Iterator[Contradiction]:
    """Two statements of one figure of the whole, in words that bind both to the whole and to one period."""
    for key, stated in statements(reading).items():
        first: dict[str, Statement] = {}
        for one in stated:
            scope = _binding(one)
            if not scope:
                continue
            known = first.setdefault(scope, one)
            if known.quantity.value != one.quantity.value:
                yield _differs(key, known, one)


def _binding(statement: Statement) -> str:
    """Scope and period that both statements must share; empty when the words leave it open."""
    quantity, text = statement.quantity, statement.sentence.text
    scope = _SCOPE.search(text)
    here = re.search("总体|本次|本季度|此次" if quantity.is_rate else "本次|本季度|此次", text)
    if (scope is None and here is None) or (
        "total" in quantity.roles and not _STANDING.search(quantity.before)
    ):
        return ""
    period = None if here else _PERIOD.search(text)
    decimals = quantity.decimals if quantity.is_rate else 0
    return f"{scope.group() if scope else ''}/{period.group() if period else ''}/{decimals}"


def _differs(key: str, known: Statement, other: Statement) -> Contradiction:
    subject, what = key.split(".")
    message = f"{subject}{what}前后不一：{where(known.sentence)}为{known.quantity.text}，{where(other.sentence)}为{other.quantity.text}"
    return in_text(
        "mismatch",
        other.sentence,
        message,
        stated=other.quantity.text,
        computed=known.quantity.text,
        sure=False,
    )


def check_against(reading: Reading, figures: Figures) -> Iterator[Contradiction]:
    """Figures of the whole that differ from the known ones; one right statement of a figure does not excuse another."""
    for key, stated in statements(reading).items():
        known = figures.get(key)
        for one in stated if known is not None else ():
            if known is not None and not _agrees(one.quantity, known):
                yield _refuted(key, one, known)


def _agrees(quantity: Quantity, known: Decimal) -> bool:
    return abs(quantity.value - known) <= quantity.half_step


def _refuted(key: str, statement: Statement, known: Decimal) -> Contradiction:
    subject, what = key.split(".")
    message = f"{subject}{what}表述为{statement.quantity.text}，台账为{known}"
    return in_text(
        "mismatch", statement.sentence, message, stated=statement.quantity.text, computed=str(known)
    )
