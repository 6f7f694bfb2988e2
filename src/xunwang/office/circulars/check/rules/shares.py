"""A rate whose name says what it is a rate of: 完成改造71家，完成率84.81%; 高危15个，高危占比19.8%; 错别字27处，占33.8%.

`rates` knows the rates that every circular has (合格率, 抽查比例 …); here the name of the rate is looked for in the
words of the counts beside it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, pairwise

from xunwang.inspector.model import chinese_number
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent
from xunwang.office.circulars.check.rules import rates
from xunwang.office.circulars.check.rules.common import family, in_text, where
from xunwang.office.circulars.check.rules.explained import (
    figures,
    gives_rate,
    paragraphs_before,
    shares_in,
    wholes_near,
)
from xunwang.office.circulars.check.rules.repeats import Statement, statements
from xunwang.office.circulars.check.vocabulary import EARLIER, NOT_A_RATIO

_NAMED = re.compile(r"(?P<name>[^，；。]{2,12}?)(?:率|占比|比例|比重|进度)(?:[为是达约]|达到|仅为|只有)?\Z")
_SHARE = re.compile(r"\A(?:的?约?占(?:比(?:为|达)?|(?:总[数量]|全部)的?)?|比例为|占比为?)\Z")
_SHARE_OF_NAMED = re.compile(r"\A(?P<name>[^，；。]{2,10}?)(?:问题|类|的)?约?占(?:比)?\Z")
_SHARE_OF_WHOLE = re.compile(r"\A约?占(?P<whole>[^，；。]{2,10}?)的\Z")
_NOT = re.compile("未|不|没|尚|逾|超|余|正在")
_FILLING = re.compile("[的了已为是共有约较到在各类个问题数量总家]")
_TENTHS = re.compile(
    rf"约?占(?P<whole>[^，；。{MARK[1:-1]}]{{2,10}}?)的?(?P<tenths>[一二三四五六七八九])成(?!多|以|左)"
)
_GOOD = re.compile("优良率")
_EXCELLENT, _WELL = re.compile("优秀?$|优秀等次$"), re.compile("良好?$|良好等次$")
_BOTH = 2
_FRACTION = re.compile(
    r"(?P<part>\d+[家个条件处篇次项])[（，]占(?:比|总数的?|全部的?)?(?P<below>[一二三四五六七八九十])分之(?P<above>[一二三四五六七八九十])(?!多|以|强|弱)"
)
_LONGEST = 6
_ABOUT = Decimal(3)
_TENTH_ROOM = Decimal(6)


def check(reading: Reading) -> Iterator[Contradiction]:
    """What `rates` finds, then rates that the counts named by them do not give, and that no figures in reach give either."""
    found = list(rates.check(reading))
    yield from found
    told = {(one.where, one.stated) for one in found}
    known = statements(reading)
    for paragraph, sentence in reading.sentences():
        yield from _listed_shares(sentence)
        yield from _tenths(paragraph, sentence)
        yield from _good(sentence)
        yield from _fractions(sentence, known)
        for rate in sentence.quantities:
            if rate.unit == "%" and rate.value < 100 and (where(sentence), rate.text) not in told:
                yield from _rate(reading, paragraph, sentence, rate)


def _rate(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rate: Quantity
) -> Iterator[Contradiction]:
    if NOT_A_RATIO.search(rate.before) or EARLIER.search(rate.before) or rate.period:
        return
    pair = _pair(reading, paragraph, sentence, rate)
    if pair is None:
        return
    part, whole, others = pair
    exact = percent(whole.value - part.value if others else part.value, whole.value)
    room = _ABOUT if rate.approx else Decimal(0)
    near = [q.value for q in figures(paragraph.sentences, part.unit)] + [part.value, whole.value]
    if "累计" in rate.before:
        near += [a + b for a, b in pairwise(near)]
    if abs(exact - rate.value) <= room or fit(rate.value, rate.decimals, exact) is not Fit.NONE:
        return
    wholes = wholes_near(reading, paragraph, part.unit)
    if shares_in(rate, part.value, wholes) or (
        not _SHARE_OF_WHOLE.match(rate.before) and gives_rate(rate, near, room=room)
    ):
        return
    right = f"{half_up(exact, 0 if rate.approx else rate.decimals)}%"
    counted = f"({whole.value}-{part.value})/{whole.value}" if others else f"{part.value}/{whole.value}"
    message = f"“{rate.before}{rate.text}”按{counted}计算应为{right}"
    yield in_text("rate", sentence, message, stated=rate.text, computed=right, sure=not rate.approx)


def _pair(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rate: Quantity
) -> tuple[Quantity, Quantity, bool] | None:
    """The counts of a rate: what its name is in, the whole before it, and whether the first counts the others."""
    before = [q for q in sentence.quantities[: rate.index] if q.unit != "%" and not q.approx]
    if (share := _SHARE_OF_WHOLE.match(rate.before)) is not None:
        return _of_whole(reading, before, share["whole"], paragraph)
    if _SHARE.match(rate.before):
        return _of_only_whole(sentence, paragraph, before)
    share = _SHARE_OF_NAMED.match(rate.before.removeprefix("其中"))
    if share and (found := _of_list(reading, paragraph, share["name"])):
        return found
    match = _NAMED.search(rate.before)
    stem = _FILLING.sub("", match["name"]) if match else ""
    # 19个市州合格率达到100% counts places by their own rates, and is no part of what a rate of all is taken of.
    counts = [q for q in reversed(before) if "率" not in q.after]
    named = [q for q in counts if stem and _shares_words(stem, q) and _is_beside(sentence, q, rate)]
    done = [q for q in named if _NOT.search(stem) or not _NOT.search(q.before)]
    for part in (done or named)[:1]:
        whole = _with_whole(paragraph, sentence, part)
        return (whole[0], whole[1], not done) if whole else None
    return _only_two(before, rate, stem)


def _only_two(before: list[Quantity], rate: Quantity, stem: str) -> tuple[Quantity, Quantity, bool] | None:
    """访问200次，其中未能打开2次，打开率99%: a whole, its one part, and a rate right behind them."""
    counted = [q for q in before if q.counts]
    if not stem or len(counted) != _BOTH or counted[1].index + 1 != rate.index:
        return None
    whole, part = counted
    if not part.part or whole.unit != part.unit or part.value >= whole.value:
        return None
    return part, whole, bool(_NOT.search(part.before)) and not _NOT.search(stem)


def _is_beside(sentence: Sentence, part: Quantity, rate: Quantity) -> bool:
    gap = sentence.gap(part, rate)
    return 1 <= gap.count("，") <= 3 and "；" not in gap


def _shares_words(stem: str, part: Quantity) -> bool:
    """Whether the first or the last two characters of the name stand in the words of the count."""
    words = part.before + part.after
    return len(stem) <= _LONGEST and (stem[:2] in words or stem[-2:] in words)


def _with_whole(
    paragraph: ParagraphReading, sentence: Sentence, part: Quantity
) -> tuple[Quantity, Quantity, bool] | None:
    """The nearest figure before a part that is larger and not a part itself."""
    own = [q for q in reversed(sentence.quantities) if q.position < part.position]
    above = paragraph.sentences[max(0, paragraph.sentences.index(sentence) - 1)]
    for q in [*own, *(reversed(above.quantities) if above is not sentence else ())]:
        usable = q.unit == part.unit and not q.approx and q.period != "earlier" and not q.part
        if usable and q.value >= part.value and q.value:
            return part, q, False
    return None


def _of_whole(
    reading: Reading, before: list[Quantity], name: str, paragraph: ParagraphReading
) -> tuple[Quantity, Quantity, bool] | None:
    """占查看栏目的71%: the part just before, and the one count that is called so."""
    stem = re.sub("总?[数量]$", "", name)
    part = before[-1] if before else None
    wholes = [q for q in _near(reading, paragraph) if q is not part and q.before.endswith(stem)]
    if part is None or len(wholes) != 1 or wholes[0].value <= part.value or wholes[0].unit != part.unit:
        return None
    return part, wholes[0], False


def _of_only_whole(
    sentence: Sentence, paragraph: ParagraphReading, before: list[Quantity]
) -> tuple[Quantity, Quantity, bool] | None:
    """318件 … 其中，咨询类124件，占比39.0%: the only figure of the paragraph so far that can be the whole."""
    part = before[-1] if before else None
    if part is None or "其中" not in sentence.template[: part.position] or not part.counts:
        return None
    earlier = [*before[:-1], *paragraph.before(sentence)]
    wholes = [q for q in earlier if q.unit == part.unit and not (q.part or q.period or q.approx)]
    return (part, wholes[0], False) if len(wholes) == 1 and wholes[0].value > part.value else None


def _of_list(
    reading: Reading, paragraph: ParagraphReading, name: str
) -> tuple[Quantity, Quantity, bool] | None:
    """其中，错别字问题占13.19%, of a list told before: its whole is the only larger figure that is no part of the list."""
    near = _near(reading, paragraph)
    named = [q for q in near if name in q.before]
    if len(named) != 1:
        return None
    part = named[0]
    one = next(
        one for block in _blocks(reading, paragraph) for one in block.sentences if part in one.quantities
    )
    listed = [q for q in one.quantities if q.unit == part.unit]
    wholes = [q for q in near if q not in listed and q.unit == part.unit and not q.part and not q.period]
    total = sum(q.value for q in listed)
    exact = [q for q in wholes if q.value == total] or [q for q in wholes if q.roles & {"problem", "sampled"}]
    return (part, exact[0], False) if exact and len(listed) > 1 else None


def _blocks(reading: Reading, paragraph: ParagraphReading) -> list[ParagraphReading]:
    """A paragraph and the two above it."""
    return [paragraph, *islice(paragraphs_before(reading, paragraph), 2)]


def _near(reading: Reading, paragraph: ParagraphReading) -> list[Quantity]:
    """The counts of a paragraph and of the two above it, the nearest paragraph first."""
    blocks = _blocks(reading, paragraph)
    return [q for block in blocks for one in block.sentences for q in one.quantities if q.counts]


def _listed_shares(sentence: Sentence) -> Iterator[Contradiction]:
    """27处，占33.8%；25处，占42.5%；20处，占25.0%: the base is what most of the list agree on."""
    pairs = [
        (q, rate)
        for q, rate in zip(sentence.quantities, sentence.quantities[1:], strict=False)
        if q.counts and rate.unit == "%" and not rate.approx and _SHARE.match(rate.before)
    ]
    base = sum((q.value for q, _ in pairs), Decimal(0))
    if not base:
        return
    wrong = [
        (q, rate) for q, rate in pairs if fit(rate.value, rate.decimals, percent(q.value, base)) is Fit.NONE
    ]
    if len(pairs) < 3 or len(wrong) * 3 > len(pairs) or len({q.unit for q, _ in pairs}) > 1:
        return
    for q, rate in wrong:
        right = f"{half_up(percent(q.value, base), rate.decimals)}%"
        message = f"{q.before}{q.text}占{base}的{right}，表述为{rate.text}"
        yield in_text("rate", sentence, message, stated=rate.text, computed=right)


def _good(sentence: Sentence) -> Iterator[Contradiction]:
    """45家中，优秀12家、良好24家 …，优良率86%: both grades of the whole before them."""
    for rate in sentence.quantities:
        if not rate.is_rate or not _GOOD.match(rate.before):
            continue
        before = [q for q in sentence.quantities[: rate.index] if q.counts]
        grades = [q for q in before if _EXCELLENT.search(q.before) or _WELL.search(q.before)]
        wholes = [q for q in before if grades and q.index < grades[0].index and q.unit == grades[0].unit]
        if len(grades) != _BOTH or not wholes or wholes[-1].value < grades[0].value + grades[1].value:
            continue
        whole, part = wholes[-1], grades[0].value + grades[1].value
        if fit(rate.value, rate.decimals, percent(part, whole.value)) is Fit.NONE:
            right = f"{half_up(percent(part, whole.value), rate.decimals)}%"
            message = (
                f"优秀{grades[0].text}、良好{grades[1].text}占{whole.text}的{right}，优良率表述为{rate.text}"
            )
            yield in_text("rate", sentence, message, stated=rate.text, computed=right)


def _fractions(sentence: Sentence, known: Mapping[str, tuple[Statement, ...]]) -> Iterator[Contradiction]:
    """抽查25家（占比四分之一）, where the text tells one number of all."""
    for match in _FRACTION.finditer(sentence.text):
        parts = [q for q in sentence.quantities if q.text == match["part"] and q.counts]
        below, above = (chinese_number(match[name]) or 0 for name in ("below", "above"))
        if len(parts) != 1 or above >= below:
            continue
        part = parts[0]
        wholes = _may_hold(sentence, part, known)
        told = percent(Decimal(above), Decimal(below))
        if wholes and all(abs(percent(part.value, whole) - told) > _ABOUT for whole in wholes):
            whole = wholes[0]
            exact = percent(part.value, whole)
            right = f"{half_up(exact, 1)}%"
            stated = f"{match['below']}分之{match['above']}"
            message = f"{part.text}占{whole}的{right}，不是{stated}"
            yield in_text("rate", sentence, message, stated=stated, computed=right)


def _may_hold(
    sentence: Sentence, part: Quantity, known: Mapping[str, tuple[Statement, ...]]
) -> list[Decimal]:
    """What a part told as a fraction may be of: the larger counts before it, nearest first, and of what was checked all there are."""
    before = [
        q.value for q in reversed(sentence.quantities[: part.index]) if q.counts and q.unit == part.unit
    ]
    totals = {one.quantity.value for one in known.get(f"{family(part.subject)}.总数", ())}
    return [value for value in (*before, *totals) if value >= part.value > 0]


def _tenths(paragraph: ParagraphReading, sentence: Sentence) -> Iterator[Contradiction]:
    """约占抽取数的七成: no count of the paragraph is about so much of what is named."""
    for match in _TENTHS.finditer(sentence.template):
        stem = re.sub("总?[数量]$", "", match["whole"])
        counted = [q for one in paragraph.sentences for q in one.quantities if q.counts]
        wholes = [q for q in counted if stem in q.before]
        parts = [q for q in counted if wholes and q is not wholes[0] and q.unit == wholes[0].unit]
        told = Decimal(10 * (chinese_number(match["tenths"]) or 0))
        smaller = [q for q in parts if q.value <= wholes[0].value and wholes[0].value]
        if len(wholes) != 1 or not smaller:
            continue
        if all(abs(percent(q.value, wholes[0].value) - told) > _TENTH_ROOM for q in smaller):
            shares = "、".join(
                f"{q.text}为{half_up(percent(q.value, wholes[0].value), 0)}%" for q in smaller[:3]
            )
            message = f"“{match.group()}”与前面的数不符：在{wholes[0].text}中，{shares}"
            yield in_text(
                "rate", sentence, message, stated=match["tenths"] + "成", computed=shares, sure=False
            )
