"""A printed rate against the counts beside it: 合格率, 不合格率, 抽查比例, 办结率, 占比 …

A rate is named only when the numbers it is made of are known without doubt; any pair of counts in reach that gives
the printed figure by rounding half up explains it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent, reachable, shown, unrounded
from xunwang.office.circulars.check.rules.common import compatible, in_text
from xunwang.office.circulars.check.rules.explained import shares_in, wholes_near
from xunwang.office.circulars.check.vocabulary import EARLIER, NOT_A_RATIO, RATE_NAMES, rate_kind

_WHOLES = {
    "pass": ("sampled", "total"),
    "fail": ("sampled", "total"),
    "problem": ("sampled", "total"),
    "sample": ("total",),
    "closed": ("received",),
    "ontime": ("received", "closed"),
    "reply": ("received",),
    "rectify": ("problem", "failed"),
}
_PARTS = {
    "pass": "passed",
    "fail": "failed",
    "problem": "problem",
    "sample": "sampled",
    "closed": "closed",
    "ontime": "ontime",
    "reply": "replied",
    "rectify": "rectified",
}
_OF_WHAT_COUNTS = frozenset({"closed", "ontime", "reply", "rectify"})
_COMPLEMENTS = {"pass": "failed", "fail": "passed"}
_SHARES = frozenset({"pass", "fail", "problem", "sample", "closed", "ontime", "reply", "rectify", "share"})
_FRACTION = re.compile(r"[^，；]{0,4}〈(\d+)\s?/\s?(\d+)〉")
_CLAUSE_LIST = re.compile("[、和及与]\\Z")
_SCOPED = re.compile("[县区镇乡局厅委]|门户|部门|[省市]级|[甲乙丙丁]")
_OVERALL = re.compile("总体|整体|综合|总的")
_OF_ALL = re.compile(
    "(?:抽查|检查|政府|网站|政务|新媒体|账号|的)*(?:不?合格|达标|通过)率(?:为|达|是|达到|仅为|只有|：)?"
)
_OF_A_SET = re.compile("其中|中，")
_BARE_SHARE = re.compile("(?:的|约|分别|各|共|总计)*占|的|\\Z")
_SHARE_OF = re.compile("占(?P<of>[^，]*)")
_DIRECT = re.compile(
    rf"(?P<part>{MARK})[^；。\ue000-\uf8ff]{{0,16}}占[^，；。\ue000-\uf8ff]{{0,12}}(?P<whole>{MARK})[^，；。\ue000-\uf8ff]{{0,14}}的?\Z"
)
_QUARTER = re.compile("[一二三四]季度|[上下]半年")
_NEAREST = 60  # sentences before, as `ParagraphReading.before` reaches
_FARTHEST = 40  # counts: one sentence with more of them is no sentence, and pairs are many
_TOGETHER = re.compile("[^，；]{0,4}，?(?:合计|共计|总计|合|共)(?:约)?占")
_LISTED = re.compile(rf"{MARK}(?:(?:、|和|及|与|，){MARK})+")


class _Ratio(msgspec.Struct, frozen=True):
    """A part of a whole; ``complement`` when the part counts the others."""

    part: Decimal
    whole: Decimal
    text: str
    sure: bool = True

    @property
    def value(self) -> Decimal:
        return percent(self.part, self.whole)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Rates in running text that their own counts refute."""
    for paragraph, sentence in reading.sentences():
        for match in _LISTED.finditer(sentence.template):
            yield from _listed(paragraph, sentence, sentence.tokens(match.group()))
        for rate in sentence.quantities:
            if rate.unit == "%" and not _is_of_another_whole(reading, paragraph, sentence, rate):
                yield from _rate(paragraph, sentence, rate)


def _is_of_another_whole(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence, rate: Quantity
) -> bool:
    """办理50件 … 当日办理40件，占80%: what is shared may be told sentences before, or be what the parts make together."""
    part = _share_part(sentence, rate) if rate_kind(_words(sentence, rate)) == "share" else None
    if part is None or _DIRECT.search(sentence.template[: rate.position]):
        return False
    return shares_in(rate, part.value, wholes_near(reading, paragraph, part.unit))


def _rate(paragraph: ParagraphReading, sentence: Sentence, rate: Quantity) -> Iterator[Contradiction]:
    words = _words(sentence, rate)
    kind = rate_kind(words) or ("share" if _DIRECT.search(sentence.template[: rate.position]) else "")
    if not kind or NOT_A_RATIO.search(rate.before) or rate.period == "earlier" or EARLIER.search(words):
        return
    if rate.value > 100:
        yield _over_hundred(sentence, rate, kind)
        return
    if rate.approx or _is_multiple(sentence, rate):
        return
    fraction = _FRACTION.match(sentence.template, rate.position + 1)
    if fraction and Decimal(fraction[2]):
        ratios = [_Ratio(Decimal(fraction[1]), Decimal(fraction[2]), f"{fraction[1]}/{fraction[2]}")]
    else:
        ratios = list(_ratios(paragraph, sentence, rate, kind, words))
    yield from _judge(sentence, rate, kind, ratios)
    if not ratios:
        yield from _unreachable(paragraph, sentence, rate, kind)


def _listed(
    paragraph: ParagraphReading, sentence: Sentence, rates: tuple[Quantity, ...]
) -> Iterator[Contradiction]:
    """合格率分别为95%、72%: the first rate belongs to the first subject counted, the second to the second."""
    kind = rate_kind(rates[0].before)
    if kind not in _COMPLEMENTS or any(not rate.is_rate or rate.period for rate in rates):
        return
    near = [q for q in sentence.quantities if q.counts and not q.period]
    near = near or [q for q in reversed(_before(paragraph, sentence)) if q.counts and not q.period]
    wholes = [q for q in near if "sampled" in q.roles and not q.part]
    parts = [q for q in near if _PARTS[kind] in q.roles]
    others = [q for q in near if _COMPLEMENTS[kind] in q.roles]
    if len(wholes) != len(rates) or len(rates) not in {len(parts), len(others)}:
        return
    own = len(parts) == len(rates)
    for rate, whole, part in zip(rates, wholes, parts if own else others, strict=True):
        if part.value <= whole.value and whole.value:
            count = part.value if own else whole.value - part.value
            yield from _judge(sentence, rate, kind, [_Ratio(count, whole.value, f"{count}/{whole.value}")])


def _direct(sentence: Sentence, rate: Quantity) -> _Ratio | None:
    """55家，占全部88家网站的62.5%: part and whole are both named."""
    match = _DIRECT.search(sentence.template[: rate.position])
    if match is None:
        return None
    part, whole = sentence.at(match["part"]), sentence.at(match["whole"])
    if part.index and _TOGETHER.match(sentence.gap(part, whole)):
        return None  # 9个、7个、7个，合计占全部60个: what they make together is no figure told
    if not part.counts or not whole.counts or part.unit != whole.unit or part.value > whole.value:
        return None
    return _Ratio(part.value, whole.value, f"{part.value}/{whole.value}")


def _words(sentence: Sentence, rate: Quantity) -> str:
    """The words that name a rate; in 分别为95%、72% they stand before the first of the list."""
    if rate.before or not rate.index:
        return rate.before
    previous = sentence.quantities[rate.index - 1]
    joined = _CLAUSE_LIST.fullmatch(sentence.gap(previous, rate).strip()) is not None
    return _words(sentence, previous) if joined and previous.unit == "%" else ""


def _is_multiple(sentence: Sentence, rate: Quantity) -> bool:
    """Whether the rate is one of a list without names of their own: 合格率分别为95%、72%."""
    around = sentence.template[max(0, rate.position - 2) : rate.position + 3]
    return re.search(rf"{MARK}[、和及与]{MARK}", around) is not None


def _ratios(
    paragraph: ParagraphReading, sentence: Sentence, rate: Quantity, kind: str, words: str
) -> Iterator[_Ratio]:
    """Every ratio the rate may be, the likeliest first; empty when its whole or its part is not said."""
    direct = _direct(sentence, rate)
    if direct is not None:
        yield direct
        return
    if kind == "share":
        yield from _share_ratios(paragraph, sentence, rate, words)
        return
    near = _reach(paragraph, sentence, rate)
    wholes = [q for q in _with_role(near, rate, _WHOLES[kind]) if not q.part]
    parts = _with_role(near, rate, (_PARTS[kind],))
    others = _with_role(near, rate, (_COMPLEMENTS[kind],)) if kind in _COMPLEMENTS else []
    for whole in wholes:
        for part in parts:
            if part is not whole and part.value <= whole.value and whole.value:
                yield _Ratio(
                    part.value,
                    whole.value,
                    f"{part.value}/{whole.value}",
                    _close(sentence, rate, part, [whole, *wholes]),
                )
        for other in others:
            if other is not whole and other.value <= whole.value and whole.value:
                text = f"({whole.value}-{other.value})/{whole.value}"
                sure = _close(sentence, rate, other, [whole, *wholes])
                yield _Ratio(whole.value - other.value, whole.value, text, sure)
    yield from _combined(wholes, parts, others, rate)
    if kind in _OF_WHAT_COUNTS:
        yield from _of_another_whole(near, parts, rate)


def _of_another_whole(near: list[Quantity], parts: list[Quantity], rate: Quantity) -> Iterator[_Ratio]:
    """有效留言2950条，已办结2871条: of what was received only what counts may be the whole, where that gives the rate."""
    for part in parts[:1]:
        for q in near:
            if q.unit == part.unit and q.value > part.value:
                ratio = _Ratio(part.value, q.value, f"{part.value}/{q.value}", sure=False)
                if fit(rate.value, rate.decimals, ratio.value) is Fit.EXACT:
                    yield ratio


def _combined(
    wholes: list[Quantity], parts: list[Quantity], others: list[Quantity], rate: Quantity
) -> Iterator[_Ratio]:
    """总体合格率 over several subjects: the sums of their wholes and parts."""
    whole = sum((one.value for one in wholes), Decimal(0))
    if len(wholes) < 2 or not whole:
        return
    sure = bool(_OVERALL.search(rate.before))
    if len(parts) == len(wholes):
        part = sum((one.value for one in parts), Decimal(0))
        yield _Ratio(part, whole, f"{part}/{whole}", sure)
    if len(others) == len(wholes):
        part = whole - sum((one.value for one in others), Decimal(0))
        yield _Ratio(part, whole, f"{part}/{whole}", sure)


def _reach(paragraph: ParagraphReading, sentence: Sentence, rate: Quantity) -> list[Quantity]:
    """Counts a rate can speak of, likeliest first: its own segment backwards and forwards, then what stands before."""
    segment = sentence.segment(rate)
    inside = [q for q in sentence.quantities if q.counts and sentence.segment(q) == segment]
    back = [q for q in reversed(inside) if q.position < rate.position]
    ahead = [q for q in inside if q.position > rate.position]
    earlier = [q for q in reversed(sentence.quantities) if q.counts and sentence.segment(q) < segment]
    following = _next_sentence(paragraph, sentence) if len(back) < 2 else []
    reached = back + ahead + earlier + [q for q in _before(paragraph, sentence) if q.counts] + following
    return reached[:_FARTHEST]


def _before(paragraph: ParagraphReading, sentence: Sentence) -> list[Quantity]:
    """The quantities of the sentences before, nearest first; none of a sentence that speaks of other quarters only."""
    own = set(_QUARTER.findall(sentence.text))
    before = paragraph.before(sentence)
    if not own or not before:
        return list(before)
    others: set[int] = set()
    for one in reversed(paragraph.sentences[: paragraph.sentences.index(sentence)][-_NEAREST:]):
        told = set(_QUARTER.findall(one.text))
        others |= {id(q) for q in one.quantities} if told and not told & own else set()
    return [q for q in before if id(q) not in others]


def _next_sentence(paragraph: ParagraphReading, sentence: Sentence) -> list[Quantity]:
    index = paragraph.sentences.index(sentence)
    return [q for one in paragraph.sentences[index + 1 : index + 2] for q in one.quantities if q.counts]


def _with_role(near: list[Quantity], rate: Quantity, roles: tuple[str, ...]) -> list[Quantity]:
    found = [
        q for role in roles for q in near
        if role in q.roles and q.period == rate.period and compatible(q.subject, rate.subject)
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def _close(sentence: Sentence, rate: Quantity, part: Quantity, wholes: list[Quantity]) -> bool:
    """Whether the part stands beside the rate, and the whole does too or is the only one in reach."""
    if not _stands_with(sentence, rate, part):
        return False
    if _stands_with(sentence, rate, wholes[0]):
        return True
    checked = {q.value for q in wholes if "sampled" in q.roles} or {q.value for q in wholes}
    return len(checked) == 1 and not _SCOPED.search(part.before + rate.before)


def _stands_with(sentence: Sentence, rate: Quantity, one: Quantity) -> bool:
    """Whether a quantity is one of the sentence, in the part between semicolons where the rate stands."""
    own = one.index < len(sentence.quantities) and sentence.quantities[one.index] is one
    return own and sentence.segment(one) == sentence.segment(rate)


def _share_ratios(
    paragraph: ParagraphReading, sentence: Sentence, rate: Quantity, words: str
) -> Iterator[_Ratio]:
    """占抽查总数的5.2%: the number said just before is the part, what 占 names is the whole."""
    match = _SHARE_OF.search(words)
    part = _share_part(sentence, rate)
    if match is None or part is None:
        return
    of = match["of"]
    near = [q for q in _reach(paragraph, sentence, part) if q is not part and q.unit == part.unit]
    role = (
        "sampled"
        if re.search("抽查|检查|监测", of)
        else "total"
        if re.search("总数|总量|运行|全部", of)
        else ""
    )
    named = [q for q in near if role in q.roles and compatible(q.subject, rate.subject)] if role else []
    sure = len({q.value for q in named}) == 1
    within = (
        of in {"", "比"}
        and bool(_OF_A_SET.search(sentence.template[: part.position]))
        and any(q in sentence.quantities for q in near)
    )
    for whole in named + [q for q in near if q not in named]:
        if whole.value > part.value:
            yield _Ratio(
                part.value, whole.value, f"{part.value}/{whole.value}", within or (sure and whole in named)
            )


def _share_part(sentence: Sentence, rate: Quantity) -> Quantity | None:
    counts = [q for q in sentence.quantities[: rate.index] if q.unit not in {"%", "分"}]
    if not counts or not counts[-1].counts or sentence.segment(counts[-1]) != sentence.segment(rate):
        return None
    gap = sentence.gap(counts[-1], rate)
    if not _BARE_SHARE.match(rate.before):
        return None
    return counts[-1] if gap.count("，") <= 1 and all(q.unit == "分" for q in sentence.tokens(gap)) else None


def _judge(sentence: Sentence, rate: Quantity, kind: str, ratios: list[_Ratio]) -> Iterator[Contradiction]:
    fits = [fit(rate.value, rate.decimals, one.value) for one in ratios]
    sure = [one for one in ratios if one.sure]
    if not sure or Fit.EXACT in fits or _any_pair(sentence, rate, sure[0].value):
        return
    best, how = sure[0], Fit.NONE
    for one, its in zip(ratios, fits, strict=True):
        if its is Fit.OTHER_ROUNDING:
            best, how = one, its
            break
    yield _refuted(sentence, rate, kind, best, how)


def _any_pair(sentence: Sentence, rate: Quantity, named: Decimal) -> bool:
    """Whether any two counts of the segment give the printed rate, or its complement; of the pair that is named only its own ratio will do."""
    segment = sentence.segment(rate)
    values = {q.value for q in sentence.quantities if q.counts and sentence.segment(q) == segment and q.value}
    ratios = {percent(a, b) for a in values for b in values if a < b}
    fitting = ratios | {100 - ratio for ratio in ratios - {named}}
    return any(fit(rate.value, rate.decimals, ratio) is Fit.EXACT for ratio in fitting)


def _refuted(sentence: Sentence, rate: Quantity, kind: str, ratio: _Ratio, how: Fit) -> Contradiction:
    name = RATE_NAMES[kind]
    rounded = half_up(ratio.value, rate.decimals)
    message = f"{name}表述为{rate.text}，按{ratio.text}计算应为{unrounded(ratio.value, rate.decimals)}%（四舍五入为{rounded}%）"
    if how is Fit.OTHER_ROUNDING:
        message += "，表述值不是四舍五入的结果"
    return in_text(
        "rate",
        sentence,
        message,
        stated=rate.text,
        computed=f"{rounded}%",
        sure=how is not Fit.OTHER_ROUNDING,
    )


def _over_hundred(sentence: Sentence, rate: Quantity, kind: str) -> Contradiction:
    message = f"{RATE_NAMES[kind]}表述为{rate.text}，比例不可能超过100%"
    return in_text("impossible", sentence, message, stated=rate.text, computed="不超过100%")


def _unreachable(
    paragraph: ParagraphReading, sentence: Sentence, rate: Quantity, kind: str
) -> Iterator[Contradiction]:
    """67% of 53: no whole number of websites gives it, whatever the part was."""
    if kind not in {"pass", "fail"} or not _OF_ALL.fullmatch(rate.before):
        return
    wholes = [
        q
        for q in _with_role(_reach(paragraph, sentence, rate), rate, _WHOLES[kind])
        if q.value and not q.part
    ]
    segment = sentence.segment(rate)
    own = [
        q
        for q in sentence.quantities
        if q in wholes and "sampled" in q.roles and sentence.segment(q) == segment
    ]
    if len({q.value for q in own}) != 1 or any(
        reachable(rate.value, rate.decimals, int(q.value)) for q in wholes
    ):
        return
    whole = own[0].value
    low = int(rate.value * whole / 100)
    near = "、".join(
        f"{n}/{whole}为{shown(percent(Decimal(n), whole))}%" for n in (low, low + 1) if n <= whole
    )
    message = f"{RATE_NAMES[kind]}表述为{rate.text}，但{whole}个中任何整数个都得不到这个比例（{near}）"
    yield in_text("rate", sentence, message, stated=rate.text, computed=near, sure=False)
