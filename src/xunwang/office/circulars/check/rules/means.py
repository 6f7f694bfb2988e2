"""A mean against its total and its number, or against the range it must lie in; highest and lowest against what parts them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up
from xunwang.office.circulars.check.rules.common import in_text, unit_of
from xunwang.office.circulars.check.rules.explained import figures, paragraphs_before

_EACH = re.compile(
    r"平均每(?:个|家|所)?(?P<of>[^，；。\d]{0,4}?)(?:约|为|有|收到|发现|发布|存在|涉及|出现|受理|信息|问题)*(?P<mean>\d+(?:\.\d+)?)(?P<unit>处|个|条|件|次|篇)(?!月|多|余)"
)
_APART = re.compile("(?:两者|二者|首尾|分差|差距)?(?:相差|相距|分差|差距)(?:为|达)?")
_ENDS = 2
_QUALIFIED = 4  # characters: 部门网站 for 每家网站
_NUMBER = r"(\d+(?:\.\d+)?)"
_YEAR = 12
_END = re.compile("(?:其中)?最(?P<way>[高低])[^，；。]{0,12}")
_IS_MEAN = re.compile("平均(?:得?分|用时|时长)?(?:为|达)?\\Z")
_FULL = re.compile(
    r"满分(?:为)?(?P<full>\d+(?:\.\d+)?)分）?[^，。；\d]{0,6}?(?:平均|得|为)[^，。；\d]{0,4}(?P<score>\d+(?:\.\d+)?)分(?!以|（含)"
)
_MONTHLY = re.compile(
    r"(?P<first>\d{1,2})(?:月)?[至到—-](?P<last>\d{1,2})月(?:份)?，?[^，。；\d]{0,12}?(?:累计|共)[^，。；\d]{0,12}(?P<sum>\d+)(?P<unit>[条个件篇次处])，(?:月均|平均每月)[^，。；\d]{0,4}(?P<mean>\d+(?:\.\d+)?)(?P=unit)"
)
_RANGE = re.compile(
    rf"{_NUMBER}(?P<unit>[天日分个条件处%]|小时)?[至到—~～-]{_NUMBER}(?P=unit)?(?P<last>[天日分个条件处%]|小时)(?:之间|不等)?，平均(?:[^，；。\d]{{0,4}}?){_NUMBER}(?P=last)"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Means that no total and number in reach give, and means outside their range."""
    for paragraph, sentence in reading.sentences():
        for match in _RANGE.finditer(sentence.text):
            yield from _outside(sentence, match)
        yield from _apart(sentence)
        yield from _beyond_ends(sentence)
        for match in _FULL.finditer(sentence.text):
            yield from _over_full(sentence, match)
        for match in _MONTHLY.finditer(sentence.text):
            yield from _monthly(sentence, match)
        for match in _EACH.finditer(sentence.text):
            yield from _mean(reading, paragraph, sentence, match)


def _outside(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    low, high, mean = Decimal(match[1]), Decimal(match[3]), Decimal(match[5])
    if low < high and not low <= mean <= high:
        stated = f"平均{mean}{match['last']}"
        message = f"各项在{low}至{high}{match['last']}之间，{stated}不在其中"
        yield in_text("mean", sentence, message, stated=stated, computed=f"{low}至{high}")


def _apart(sentence: Sentence) -> Iterator[Contradiction]:
    """最高的甲局96.5分，最低的乙局52分，相差44.5分."""
    for one in sentence.quantities:
        ends = sentence.quantities[max(0, one.index - 2) : one.index]
        words = "".join(q.before for q in ends)
        unit = "%" if one.unit in {"个百分点", "百分点"} else one.unit
        plain = len(ends) == _ENDS and all(q.unit == unit and not q.approx for q in ends) and not one.approx
        if (
            not plain
            or not _APART.fullmatch(one.before)
            or not (
                ("最" in ends[0].before and "最" in ends[1].before)
                or ("平均" in ends[0].before and "平均" in ends[1].before)
            )
        ):
            continue
        gap = abs(ends[0].value - ends[1].value)
        if abs(gap - one.value) > sum(q.half_step for q in (*ends, one)) and "；" not in words:
            unit = unit_of(one)
            message = f"{ends[0].text}与{ends[1].text}相差{gap}{unit}，表述为{one.text}"
            yield in_text("growth", sentence, message, stated=one.text, computed=f"{gap}{unit}")


def _beyond_ends(sentence: Sentence) -> Iterator[Contradiction]:
    """平均93分，最高92分，最低70分: a mean lies between the highest and the lowest."""
    for mean in sentence.quantities:
        if mean.approx or not _IS_MEAN.search(mean.before):
            continue
        for end in sentence.quantities[mean.index + 1 : mean.index + 1 + _ENDS]:
            match = _END.fullmatch(end.before)
            if match is None or end.unit != mean.unit or end.approx or "；" in sentence.gap(mean, end):
                break
            if end.value < mean.value if match["way"] == "高" else end.value > mean.value:
                side = "高于最高" if match["way"] == "高" else "低于最低"
                message = f"平均{mean.text}{side}的{end.text}"
                yield in_text("mean", sentence, message, stated=mean.text, computed=end.text)
                break


def _over_full(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """信息公开（满分10分）得11分."""
    if Decimal(match["score"]) > Decimal(match["full"]):
        message = f"满分{match['full']}分，得分{match['score']}分不可能超过满分"
        yield in_text(
            "impossible", sentence, message, stated=match["score"], computed=f"不超过{match['full']}"
        )


def _monthly(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """1至4月累计收到80件，月均20件: off by less than the last figure that is no nought."""
    months = int(match["last"]) - int(match["first"]) + 1
    if not 1 < months <= _YEAR:
        return
    exact, mean = Decimal(match["sum"]) / months, Decimal(match["mean"]).normalize()
    if abs(exact - mean) > Decimal(1).scaleb(int(mean.as_tuple().exponent)):
        right = f"{half_up(exact, 1)}".removesuffix(".0")
        unit = match["unit"]
        message = f"{match['sum']}{unit}按{months}个月平均为{right}{unit}，表述为{match['mean']}{unit}"
        yield in_text("mean", sentence, message, stated=match["mean"], computed=right, sure=False)


def _mean(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, match: re.Match[str]
) -> Iterator[Contradiction]:
    """Named only where the text has a total of the unit, and the paragraph one number of those it is shared by."""
    mean, unit = Decimal(match["mean"]), match["unit"]
    many = [q for q in _many(paragraph, match["of"]) if q.value > 1]
    blocks = [paragraph, *paragraphs_before(reading, paragraph)]
    totals = [
        q
        for block in blocks
        for q in figures(block.sentences, unit)
        if q.value > mean and q.text != match["mean"] + unit
    ]
    numbers = {q.value for q in many}
    if len(numbers) != 1 or not totals or any(q.approx for q in [*many, *totals]):
        return
    number = numbers.pop()
    if any(_is_mean(mean, q.value / number) for q in totals):
        return
    total = next((q for q in totals if q.value != number), None)
    if total is None:
        return
    right = f"{half_up(total.value / number, 1)}".removesuffix(".0")
    message = f"“{match.group()}”与{total.text}、{many[0].text}不符，{total.value}/{number}约为{right}"
    yield in_text("mean", sentence, message, stated=match.group(), computed=right, sure=len(totals) == 1)


def _is_mean(mean: Decimal, exact: Decimal) -> bool:
    decimals = -int(mean.as_tuple().exponent)
    return fit(mean, decimals, exact) is not Fit.NONE


def _many(paragraph: ParagraphReading, of: str) -> list[Quantity]:
    """The numbers of those a total is shared by: 8家单位 for 每家, 6个市 for 每市."""
    return [
        q
        for sentence in paragraph.sentences
        for q in sentence.quantities
        if q.counts and (_counts_such(q, of) if of else "家" in q.text)
    ]


def _counts_such(one: Quantity, of: str) -> bool:
    counted = of in one.after[: len(of) + _QUALIFIED] or one.before.endswith(of) or of == unit_of(one)
    return counted and "平均" not in one.before
