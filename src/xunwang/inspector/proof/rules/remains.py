"""What is left of a whole: the rest behind what was done, the gap behind what was raised."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_SENTENCE = late(r"[^。；！？]+")
_AMOUNT = late(
    r"(?<![\d.·])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>平方米|公里|[元人名户家个件项起宗例亩台辆座处所条份批次栋])(?![次均])"
)
_REST = late(r"(?:其余|其它|其他|剩余|余下|剩下)的?(?:[^\d，。；、：]{0,4}?)(?=\d)")
_NEEDED = late(r"(?:共需|总投资|总投入|概算|估算|需要?)[^\d，。；、]{0,8}(?=\d)")
_RAISED = late(r"(?:自筹|筹集|筹措|筹资|落实|到位|安排|争取|解决|募集|统筹)[^\d，。；、]{0,6}(?=\d)")
_GAP = late(r"(?:尚有|还有|仍有|尚存在?|存在|尚缺|还缺|缺口)[^\d，。；、]{0,6}(?=\d)")
_IS_GAP = late(r"的?(?:资金)?缺口")
_BY_KIND = late(r"[按从分][^，；。\d]{1,10}(?:划?分|来?看)[，：]")  # the whole of these kinds stands before
_ABOUT = frozenset("约近超余多过逾")
_GOES_ON = late(r"[^，。；、\d]{0,8}、[^，。；、\d]{0,6}\d")  # the rest is told in parts
_REACH = 400  # characters before a gap, among which its whole is
_MOST = 5  # amounts of a sentence, beyond which nobody can say what belongs together
_PRICED = late(  # 价格12元，老人享受3元优惠，实际支付8元
    r"(?:价格|原价|票价|单价|售价|收费|定价)(?:为|是)?(?P<price>\d+(?:\.\d+)?)元[^。；！？\d]{0,16}(?:\d{2}周?岁以上)?[^。；！？\d]{0,12}(?:优惠|减免|减|补贴|补助|立减|享受)了?(?P<off>\d+(?:\.\d+)?)元"
    r"[^。；！？\d]{0,10}(?:实际|只需|仅需|实付|个人支付|自付|只付)[^。；！？\d]{0,8}(?P<paid>\d+(?:\.\d+)?)元"
)
REST_TRIGGERS = ("其余", "剩余", "余下", "剩下", "其他", "其它", "缺口")
PRICE_TRIGGERS = ("优惠", "减免", "补贴", "补助", "立减")
_ALIKE = {"名": "人"}


def not_what_is_left(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A rest or a gap that no whole and parts told before it leave."""
    for sentence in _SENTENCE.finditer(line):
        rests = [] if _BY_KIND.match(line, *sentence.span()) else list(_REST.finditer(line, *sentence.span()))
        amounts = list(_AMOUNT.finditer(line, *sentence.span())) if rests else []
        for rest in rests if len(amounts) <= _MOST + 1 else ():
            yield from _told(line, [one for one in amounts if one.end() <= rest.start()], rest.end())
    yield from _gaps(line)


def not_the_price(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """What is paid, which the price less what is taken off does not leave."""
    for match in _PRICED.finditer(line):
        price, off, paid = (Decimal(match[name]) for name in ("price", "off", "paid"))
        if off < price != off + paid:
            yield Hit(*match.span("paid"), (), f"{match['price']}元减去{match['off']}元是{price - off}元")


def _told(line: str, before: list[re.Match[str]], at: int) -> Iterator[Hit]:
    rest = _AMOUNT.match(line, at)
    if rest is None or _GOES_ON.match(line, rest.end()):
        return
    same = [one for one in before if _unit(one) == _unit(rest)]
    if len(before) > _MOST or len(same) < 2 or any(_is_about(line, one) for one in same):
        return
    whole, *parts = map(_value, same)
    if whole > max(parts) and whole > _value(rest) and not _leaves(whole, parts, _value(rest)):
        right = whole - sum(parts)
        if right >= 0:
            yield Hit(*rest.span(), (), f"按前面的数计算，余下的应当是{_plain(right, rest)}")


def _leaves(whole: Decimal, parts: list[Decimal], rest: Decimal) -> bool:
    """Whether the whole less some of the parts is the rest, up to rounding."""
    return any(
        abs(whole - sum(some) - rest) <= max(whole, rest) / 500 * (whole != whole.to_integral_value())
        for many in range(1, len(parts) + 1)
        for some in combinations(parts, many)
    )


def _gaps(line: str) -> Iterator[Hit]:
    for gap in _GAP.finditer(line) if "缺" in line else ():
        rest = _AMOUNT.match(line, gap.end())
        if rest is None or not ("缺" in gap[0] or _IS_GAP.match(line, rest.end())):
            continue
        since = max(0, gap.start() - _REACH)
        needed = [_AMOUNT.match(line, one.end()) for one in _NEEDED.finditer(line, since, gap.start())]
        raised = [_AMOUNT.match(line, one.end()) for one in _RAISED.finditer(line, since, gap.start())]
        if len(needed) != 1 or needed[0] is None or not raised or len(raised) > _MOST:
            continue
        parts = [one for one in raised if one is not None and _unit(one) == _unit(rest)]
        told = [needed[0], *parts, rest]
        if not parts or _unit(needed[0]) != _unit(rest) or any(_is_about(line, one) for one in told):
            continue
        whole, values = _value(needed[0]), list(map(_value, parts))
        if sum(values) < whole and not _leaves(whole, values, _value(rest)):
            yield Hit(*rest.span(), (), f"按前面的数计算，缺口应当是{_plain(whole - sum(values), rest)}")


def _unit(amount: re.Match[str]) -> str:
    return _ALIKE.get(amount["unit"], amount["unit"])


def _is_about(line: str, amount: re.Match[str]) -> bool:
    return line[amount.start() - 1 : amount.start()] in _ABOUT


def _value(amount: re.Match[str]) -> Decimal:
    return Decimal(amount["number"].replace(",", "")) * _SCALES[amount["scale"]]


def _plain(value: Decimal, like: re.Match[str]) -> str:
    return f"{(value / _SCALES[like['scale']]).normalize():f}{like['scale']}{like['unit']}"
