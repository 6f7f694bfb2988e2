"""How a figure moved, told apart from the two it moved between: 合格率为92%；上季度为85% … 与上季度相比，合格率提高7个百分点.

What is told in one sentence is read by `growth` and `compared`. Here each figure is a measure (what was checked, the
pass rate …) of a time (now, the period before, the year before), and a change is held against the only figure of each.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

import msgspec

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent
from xunwang.office.circulars.check.rules.common import in_text, unit_of
from xunwang.office.circulars.check.rules.explained import paragraphs_before
from xunwang.office.circulars.check.vocabulary import rate_kind

_YEAR_AGO = re.compile("去年|上年(?!末|底)|同比|(?:同期|上一年度)")
_BEFORE = re.compile(
    "上一?(?:个)?(?:季度|月|期|次|批|轮)|上(?:一个?|个)半年|环比|前一?(?:个)?(?:季度|月|期|次)"
)
_OWN_YEAR = re.compile(r"(20\d\d)年(?!末|底)")
_NOW = re.compile("本[季月期次年]|今年|目前|截至")
_UP = "增加|增长|上升|提高|提升|升高|上涨|多"
_DOWN = "下降|减少|降低|回落|压减|少"
_CHANGE = re.compile(
    rf"(?P<what>[^，；。]{{0,10}}?)(?:今年|本季度|本期|本月|总体|整体|净)?(?P<base>同比|环比|较[^，；。]{{1,8}}?|比[^，；。]{{1,8}}?)?(?:净|约)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|为|达)?"
)
_FILLED = re.compile("数量|总数|总量|数|量|的|共|总体|整体")
_COMPARED = re.compile("(?:与|同|较|比)([^，；。\ue000-\uf8ff]{2,10}?)(?:相比|比较)?，")
_POINTS = frozenset({"个百分点", "百分点"})
_APART = re.compile("门户|部门|[省市县]级|县区|乡镇|微信|微博|抖音|其中|平均|累计|新增|每|目标")
_SAID = {"sampled": "抽[查测检]|检查|监测|巡查|普查", "passed": "合格", "failed": "不合格", "received": "收到|受理|接到", "closed": "办结"}  # fmt: skip
_CALLED = _SAID | {"received": "收到|受理|接到|留言|来信|诉求"}
_REACH = 3  # paragraphs above

Told = dict[tuple[str, str, str], list[Quantity]]  # (measure, unit, time) -> the figures told of it


class _Turn(msgspec.Struct, frozen=True):
    """One change: of which measure, since which time, and whether it goes up."""

    by: Quantity
    measure: str
    unit: str
    since: str
    rises: bool


def check(reading: Reading) -> Iterator[Contradiction]:
    """Changes that the only figures of both times do not give."""
    year = _year(reading)
    for paragraph in reading.paragraphs:
        turns = [(one, turn) for one in paragraph.sentences for turn in _turns(one, paragraph, year)]
        told = _told(reading, paragraph, year) if turns else {}
        for sentence, turn in turns:
            yield from _judge(sentence, turn, told)


def _year(reading: Reading) -> int:
    """The year a circular speaks of: that of its first lines."""
    head = " ".join(one.text for one in reading.document.paragraphs[:4])
    return max(map(int, re.findall(r"(20\d\d)年", head)), default=0)


def _told(reading: Reading, paragraph: ParagraphReading, year: int) -> Told:
    found: Told = {}
    for block in (*islice(paragraphs_before(reading, paragraph), _REACH), paragraph):
        for sentence in block.sentences:
            for one, time in _times(sentence, year):
                measure = _measure(one)
                if measure and _is_of_all(one):
                    found.setdefault((measure, one.unit, time), []).append(one)
    return found


def _is_of_all(one: Quantity) -> bool:
    return not (one.approx or one.part or _APART.search(one.before))


def _times(sentence: Sentence, year: int) -> Iterator[tuple[Quantity, str]]:
    """Each figure with its time: what follows the figure of a former time in the same breath is of that time too."""
    time, segment = "", 0
    for one in sentence.quantities:
        if sentence.segment(one) != segment:
            time, segment = "", sentence.segment(one)
        time = _time(one.before, year) or ("" if _NOW.search(one.before) else time)
        yield one, time or "now"


def _time(words: str, year: int) -> str:
    own = _OWN_YEAR.search(words)
    if own and year and int(own[1]) != year:
        return "year" if int(own[1]) == year - 1 else "other"
    return "year" if _YEAR_AGO.search(words) else "before" if _BEFORE.search(words) else ""


def _measure(one: Quantity) -> str:
    if one.is_rate:
        return rate_kind(one.before)
    if len(one.roles) != 1 or not one.counts or _CHANGE.fullmatch(one.before):
        return ""
    (role,) = one.roles
    return role if role in _SAID and re.search(_SAID[role], one.before) else ""


def _turns(sentence: Sentence, paragraph: ParagraphReading, year: int) -> Iterator[_Turn]:
    for one in sentence.quantities:
        match = _CHANGE.fullmatch(re.sub(r"^(?:今年|本季度|本期)", "", one.before))
        unit = "%" if one.unit in _POINTS else one.unit
        if match is None or one.approx or one.unit == "%":
            continue
        before = sentence.template[: one.position]
        since = _time(match["base"] or "", year) or _time(_compared(before), year)
        measure = _spoken_of(sentence, paragraph, one, match["what"], unit)
        if since and measure and not _APART.search(before.rsplit("；", 1)[-1]):
            yield _Turn(one, measure, unit, since, bool(match["up"]))


def _compared(before: str) -> str:
    """与上季度相比 that opens the clauses."""
    found = _COMPARED.findall(before)
    return found[-1] if found else ""


def _spoken_of(sentence: Sentence, paragraph: ParagraphReading, one: Quantity, words: str, unit: str) -> str:
    """The measure the words of a change name; where they name none, the last of its unit that was told."""
    if unit == "%" and (kind := rate_kind(words)):
        return kind
    core = _FILLED.sub("", words)
    named = [name for name, pattern in _CALLED.items() if core and re.search(pattern, core)]
    if unit != "%" and named:
        return named[-1] if len(named) == 1 or "不合格" not in core else "failed"
    if core:
        return ""
    before = [*reversed(sentence.quantities[: one.index]), *paragraph.before(sentence)]
    last = next((q for q in before if q.unit == unit), None)
    return _measure(last) if last and _is_of_all(last) else ""


def _judge(sentence: Sentence, turn: _Turn, told: Told) -> Iterator[Contradiction]:
    nows = told.get((turn.measure, turn.unit, "now"), [])
    thens = told.get((turn.measure, turn.unit, turn.since), [])
    nows = [q for q in nows if q is not turn.by]
    if len({q.value for q in nows}) != 1 or len({q.value for q in thens}) != 1:
        return
    now, then, by = nows[-1], thens[-1], turn.by
    if now.subject and then.subject and now.subject != then.subject:
        return
    gap = now.value - then.value
    room = now.half_step + then.half_step + by.half_step if turn.unit == "%" else Decimal(0)
    if gap and (gap > 0) != turn.rises:
        right = f"由{then.text}到{now.text}"
        message = f"原为{then.text}，现为{now.text}，不能表述为“{by.before}{by.text}”"
        yield in_text("growth", sentence, message, stated=by.text, computed=right)
    elif abs(abs(gap) - by.value) > room:
        right = f"{abs(gap)}{unit_of(by)}"
        message = f"原为{then.text}，现为{now.text}，相差{right}，表述为{by.text}"
        yield in_text("growth", sentence, message, stated=by.text, computed=right)
    else:
        yield from _share(sentence, turn, now, then)


def _share(sentence: Sentence, turn: _Turn, now: Quantity, then: Quantity) -> Iterator[Contradiction]:
    """增加40家，增长25%: the share of the right difference."""
    behind = sentence.quantities[turn.by.index + 1 : turn.by.index + 2]
    for rate in behind if turn.unit != "%" and then.value else ():
        plain = rate.is_rate and _CHANGE.fullmatch(rate.before) and len(rate.before) <= len("增长了")
        exact = percent(abs(now.value - then.value), then.value)
        if plain and fit(rate.value, rate.decimals, exact) is Fit.NONE:
            right = f"{half_up(exact, rate.decimals)}%"
            message = f"由{then.text}到{now.text}，幅度应为{right}，表述为{rate.text}"
            yield in_text("growth", sentence, message, stated=rate.text, computed=right)
