"""Figures that bound each other: done and found, all distinct ones and all, a rate of 100% and those left out, all within days and one beyond them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from xunwang.office.circulars.check.columns import Grid
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import ASIDE, MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_text, unit_of

_EACH = re.compile(
    rf"(?P<names>[^，；。：\ue000-\uf8ff]+[、和及与][^，；。：\ue000-\uf8ff]+?)各(?:有|为)?(?P<each>{MARK})，?(?:一?共|合计|共计)(?:有|为)?(?P<sum>{MARK})"
)
_AND = re.compile("[、和及与]")
_MENDED = re.compile(
    "(?:其中)?(?:现|均)?已?(?:完成)?(?:整改|办结|改正|修复|处理|答复|回复|销号)(?:完成|到位|完毕)?(?:的)?"
)
_MEAN = re.compile("平均|[日周月年均每]均?\\Z|每")
_OTHER_FATE = re.compile("关停|关闭|注销|下线|撤销|合并|约谈|问责|移交")
_OTHER_TIME = re.compile("累计|含|上期|历史|新增|此前|遗留|往年|又")
_OF_SO_MANY = re.compile(rf"[^，；。\ue000-\uf8ff]{{0,20}}(?P<whole>{MARK})[^，；。\ue000-\uf8ff]{{0,8}}中，")
_OTHERS = re.compile("另|全[省市县区]|累计|共|新增|问题|处|含|[较比]|总")
_CLAUSE = 12
_BEARER = re.compile(
    f"[^，；]{{0,6}}(?:[省市县区旗州乡镇村局厅委办校院]|街道|社区|部门|单位|企业|中心)[{ASIDE}级]?(?:[开建设有办]|共)"
)
_ALL_BUT = re.compile(
    rf"(?P<all>全部|均|都)(?:已)?(?P<done>[^，；。\ue000-\uf8ff]{{2,8}}?)(?:了|的)?，(?:其中|但|仅|仍有|尚有|还有|有){{1,2}}(?P<left>{MARK})(?:[^，；。\ue000-\uf8ff]{{0,4}})(?:尚未|未|没有)(?P=done)"
)
_DISTINCT = re.compile("去重|去除重复|剔除重复|扣除重复")
_TIMES = frozenset({"家次", "个次", "人次", "件次", "条次", "次"})
_ALL_DONE = re.compile(
    "(?:总体|整体)?(?P<kind>按[时期]|如期)?(?P<what>办结|答复|回复|整改|改正|办理)(?:完成)?率(?:均)?(?:为|达到?|是)?"
)
_LATE = re.compile("超时|逾期|超期|未按[时期]")
_NONE = re.compile("[无没]")
_ALL_WITHIN = re.compile(
    r"(?:均|都|全部)(?:能)?[在于](?P<days>\d+)个?(?P<unit>工作日|自然日|天|日)内[^。；]{0,40}?其中\d+[件条个][^，。；]{0,8}?(?:第|用时|历时|超过)(?P<more>\d+)个?(?P=unit)"
)
_ALL_MENDED = re.compile(
    "(?:\\A|[，；。])(?P<said>(?:目前|现|均)?已?(?:于[^，；。]{1,12}[前日])?全部(?:完成)?(?:整改|改正|办结|销号)(?:到位|完毕|完成)?)(?=[，；。]|\\Z)"
)
_OPEN_CELL = re.compile(
    ".{0,6}(?:未|尚未|没有)(?:完成)?(?:整改|改正|办结|销号).{0,6}|正在(?:整改|办理)|整改中"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Figures beyond what another figure beside them allows."""
    for _, sentence in reading.sentences():
        yield from _each(sentence)
        yield from _more_done(sentence)
        yield from _among(sentence)
        yield from _all_but(sentence)
        yield from _more_distinct(sentence)
        yield from _but_late(sentence)
        yield from _beyond(sentence)
        yield from _but_open(sentence, reading.grids)


def _each(sentence: Sentence) -> Iterator[Contradiction]:
    """微信、微博各1个，共2个: as many as are named, so many times."""
    for match in _EACH.finditer(sentence.template):
        each, total = sentence.at(match["each"]), sentence.at(match["sum"])
        right = len(_AND.split(match["names"])) * each.value
        plain = each.counts and total.counts and each.unit == total.unit and not each.index
        if plain and "等" not in match["names"] and right != total.value:
            message = f"列出{len(_AND.split(match['names']))}项、各{each.text}，合计应为{right}{unit_of(total)}，表述为{total.text}"
            yield in_text("sum", sentence, message, stated=total.text, computed=str(right))


def _more_done(sentence: Sentence) -> Iterator[Contradiction]:
    """乱码6个，已修复9个."""
    for found, done in pairwise(sentence.quantities):
        gap = sentence.gap(found, done)
        plain = found.counts and done.counts and found.unit == done.unit and not (found.period or done.period)
        if not plain or done.value <= found.value or not _MENDED.fullmatch(done.before) or "；" in gap:
            continue
        if (
            gap.startswith("、") or _OTHER_FATE.search(found.before) or _MEAN.search(found.before)
        ):  # 关停1个、整改2个
            continue
        if not (_MENDED.fullmatch(found.before) or _OTHER_TIME.search(found.before + gap + done.after)):
            message = f"“{found.before}{found.text}”中“{done.before}{done.text}”，部分不可能大于整体"
            yield in_text("impossible", sentence, message, stated=done.text, computed=f"不超过{found.text}")


def _among(sentence: Sentence) -> Iterator[Contradiction]:
    """20家中，门户网站8家、部门网站12家；通过测评的26家: what is told of so many cannot be more."""
    match = _OF_SO_MANY.match(sentence.template)
    whole = sentence.at(match["whole"]) if match else None
    if whole is None or not whole.counts or whole.approx:
        return
    behind = sentence.quantities[whole.index + 1 :]
    former = next((q.index for q in behind if q.period), len(sentence.quantities))
    for one in (q for q in behind if q.index < former):
        plain = one.counts and one.unit == whole.unit and one.text[-1] == whole.text[-1] and not one.period
        if (
            plain
            and one.value > whole.value
            and not _OTHERS.search(sentence.gap(whole, one)[-_CLAUSE:] + one.after)
            and not _names_others(sentence, whole, one)
        ):
            message = f"说的是{whole.text}中的情况，“{one.before}{one.text}”不可能更多"
            yield in_text("impossible", sentence, message, stated=one.text, computed=f"不超过{whole.text}")


def _names_others(sentence: Sentence, whole: Quantity, one: Quantity) -> bool:
    """17个镇街中，…；村开设的有46个: what has a bearer of its own behind a semicolon is none of the whole."""
    own = sentence.gap(whole, one).rsplit("；", 1)
    return len(own) > 1 and bool(_BEARER.match(own[1]))


def _all_but(sentence: Sentence) -> Iterator[Contradiction]:
    """35个账号全部完成年审，其中2个尚未完成年审."""
    for match in _ALL_BUT.finditer(sentence.template):
        left = sentence.at(match["left"])
        if left.counts and left.value:
            message = f"“{match['all']}{match['done']}”与“{left.text}{left.after}”不能同时成立"
            yield in_text("impossible", sentence, message, stated=left.text, computed="0")


def _more_distinct(sentence: Sentence) -> Iterator[Contradiction]:
    """被点名5家次，去重后6家."""
    for one in sentence.quantities:
        if not _DISTINCT.search(one.before) or not one.counts:
            continue
        counted = [
            q
            for q in sentence.quantities[: one.index]
            if q.unit in _TIMES and q.roles == one.roles and q.roles
        ]
        if counted and all(q.value < one.value for q in counted):
            message = f"去重后为{one.text}，多于去重前的{counted[-1].text}"
            yield in_text(
                "impossible", sentence, message, stated=one.text, computed=f"不超过{counted[-1].text}"
            )


def _but_late(sentence: Sentence) -> Iterator[Contradiction]:
    """按期答复率100%；逾期答复2件."""
    for rate in sentence.quantities:
        words = _ALL_DONE.fullmatch(rate.before)
        if words is None or not rate.is_rate or rate.value != 100:
            continue
        left = _LATE if words["kind"] else re.compile(f"(?:未|尚未|没有){words['what']}")
        for one in sentence.quantities:
            told = one.before + one.after
            if (
                one.counts
                and one.value
                and left.search(told)
                and not _NONE.search(left.split(told)[0])
                and _is_bare(one)
            ):
                message = f"“{rate.before}{rate.text}”与“{one.before}{one.text}”不能同时成立"
                yield in_text("impossible", sentence, message, stated=rate.text, computed=one.text)


def _is_bare(one: Quantity) -> bool:
    """Whether the words name nobody whose own figure it is."""
    return len(one.before) <= len("尚未完成整改的有")


def _beyond(sentence: Sentence) -> Iterator[Contradiction]:
    """都在2天内答复，其中1件用时4天."""
    for match in _ALL_WITHIN.finditer(sentence.text):
        if int(match["more"]) > int(match["days"]):
            message = f"称均在{match['days']}个{match['unit']}内，又有第{match['more']}个{match['unit']}的"
            yield in_text(
                "impossible", sentence, message, stated=match["more"], computed=f"不超过{match['days']}"
            )


def _but_open(sentence: Sentence, grids: tuple[Grid, ...]) -> Iterator[Contradiction]:
    """已全部修复, beside a table in which something is not."""
    match = _ALL_MENDED.search(sentence.text) if grids else None
    rows = ((grid, row) for grid in grids for row in grid.rows if any(map(_OPEN_CELL.fullmatch, row.cells)))
    for grid, row in rows if match else ():
        message = f"“{match['said'] if match else ''}”与表{grid.table.number}第{row.number}行不符：{row.text}"
        yield in_text(
            "mismatch",
            sentence,
            message,
            stated=match["said"] if match else "",
            computed=row.text,
            sure=False,
        )
        return
