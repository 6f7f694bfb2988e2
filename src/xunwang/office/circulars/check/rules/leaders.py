"""Who comes first: 前三名依次为甲县（97分）、乙县（95分） …, 最多的是甲，186条；其次是乙，124条."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import ASIDE, Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_text

_ORDERED = re.compile(
    r"(?P<cue>从(?P<from>[高低多少大小])到[高低多少大小]|由(?P<by>[高低多少大小])[到至][高低多少大小]|前(?:[两三四五六七八九十]|\d{1,2})(?:名|位|的)|(?:排名|得分)靠前|最[高多大](?=的[^，。；]{0,8}依次))"
    r"[^。；]{0,24}?(?P<row>依次|分别)(?:为|是)：?"
)
_FIRST = re.compile("最(?P<way>[高多大低少小])(?!分为|限|近)|(?:位居|排名|名列)(?P<top>第一|首位)")
_NEXT = re.compile("[，；。](?:其次|第二)(?:是|为|的是)?")
_TREND = re.compile(
    "[，、]?(?:呈|总体)?(?:现)?逐[月季年周]?(?:呈)?(?P<way>上升|增加|增长|递增|下降|减少|递减)"
)
_KIND = re.compile("(?:类|问题|错误|栏目|指标)[，：有为是共达]*\\Z")
_BODY = re.compile("[一-龥](?:[市县区旗州乡镇局委厅办院校]|街道|集团|公司)")
_FALLING = frozenset("高多大")
_MOST = 20
_LONGEST = 12
_FEWEST = 3
_SERIES = re.compile("[、，](?:\\d{1,2}月份?|[一二三四]季度|20\\d\\d年)[^，；。]{0,6}")
_NEAR = 3  # commas between the first and the second figure
_CLOSE = 24  # characters from 其次 to its figure


def check(reading: Reading) -> Iterator[Contradiction]:
    """A row that is told in order and is not, and a second that is before the first."""
    for _, sentence in reading.sentences():
        for match in islice(_ORDERED.finditer(sentence.template), _MOST):
            yield from _ordered(sentence, match)
        for match in islice(_NEXT.finditer(sentence.template), _MOST):
            yield from _second(sentence, match)
        for match in islice(_TREND.finditer(sentence.template), _MOST):
            yield from _one_way(sentence, match)


def _ordered(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    way = match["from"] or match["by"]
    falls = way in _FALLING if way else True
    row = list(_row(sentence, match.end()))
    for a, b in pairwise(row):
        if (
            a.unit == b.unit
            and not a.approx
            and not b.approx
            and a.value != b.value
            and (a.value < b.value) == falls
        ):
            message = f"“{match['cue']}”列出，{a.text}之后是{b.text}"
            sure = bool(way) or match["row"] == "依次"
            yield in_text("rank", sentence, message, stated=b.text, computed="", sure=sure)
            return


def _one_way(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """7月240条、8月180条、9月140条，呈逐月上升态势."""
    before = [q for q in sentence.quantities if q.position < match.start()]
    last = before[-1] if before else None
    if last is None or last.position + 1 != match.start() or last.approx:
        return
    run = [last]
    for one, following in pairwise(before[::-1][:_LONGEST]):
        joined = _SERIES.fullmatch(sentence.gap(following, one))
        if not joined or following.unit != last.unit or following.approx:
            break
        run.insert(0, following)
    rises = match["way"] in {"上升", "增加", "增长", "递增"}
    if len(run) >= _FEWEST and any(
        a.value != b.value and (b.value > a.value) != rises for a, b in pairwise(run)
    ):
        told = "、".join(q.text for q in run)
        message = f"{told}，不是逐次{match['way']}"
        yield in_text("rank", sentence, message, stated=match["way"], computed=told)


def _row(sentence: Sentence, start: int) -> Iterator[Quantity]:
    """The figures of 甲县（97分）、乙县（95分）、丙县94分: one of each name."""
    clause = re.split("[；。]", sentence.template[start:])[0]
    at = start
    for piece in clause.split("、"):
        own = sentence.tokens(piece)
        asides = piece.count(ASIDE)
        if len(own) == 1 and not asides:
            yield own[0]
        elif asides == 1 and not own:
            place = sentence.template.count(ASIDE, 0, at + piece.index(ASIDE))
            inside = sentence.asides[place].quantities if place < len(sentence.asides) else ()
            if len(inside) != 1:
                return
            yield inside[0]
        else:
            return
        at += len(piece) + 1


def _second(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """The figure behind 其次 against that behind 最多: of two of one unit right behind both."""
    firsts = list(_FIRST.finditer(sentence.template[: match.start()]))
    if not firsts:
        return
    first = firsts[-1]
    before = [q for q in sentence.quantities if first.end() <= q.position < match.start()]
    behind = [q for q in sentence.quantities if q.position >= match.end()]
    if not before or not behind:
        return
    top, second = before[0], behind[0]
    clause = max(sentence.template.rfind(mark, 0, first.start()) for mark in "，；。：") + 1
    falls = bool(first["top"]) or first["way"] in _FALLING
    near = (
        len(re.findall("[，、]", sentence.gap(top, second))) <= _NEAR
        and second.position - match.end() <= _CLOSE
    )
    if (
        near
        and _of_bodies(sentence.template[clause : top.position])
        == _of_bodies(sentence.template[match.end() : second.position])
        and top.unit == second.unit
        and not (top.approx or second.approx)
        and _is_before(second, top, falls)
    ):
        message = f"“{first.group()}”的为{top.text}，其次为{second.text}，顺序与数值不符"
        yield in_text("rank", sentence, message, stated=second.text, computed=top.text)


def _of_bodies(words: str) -> bool:
    """Whether a city or an office is ranked, and no kind of fault: a rank holds within one sort of thing."""
    return bool(_BODY.search(words)) and not _KIND.search(words)


def _is_before(second: Quantity, top: Quantity, falls: bool) -> bool:
    return second.value > top.value if falls else second.value < top.value
