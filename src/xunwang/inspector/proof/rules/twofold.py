"""One figure of one named thing, told in two places of a text with other values."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_TOLD = late(
    r"(?P<label>总投资|计划总投资|总建筑面积|规划面积|占地面积|总占地|中标金额|合同金额|设计库容|总库容|线路全长|全长|总长)(?:额|共|为|是|达|：)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>元|平方米|平方公里|亩|公里|米|立方米)"
)
_LABELS = ("投资", "面积", "占地", "金额", "库容", "全长", "总长")
_OTHERWISE = late(
    r"[一二三两]期|分别|调整|变更|增加|增至|追加|压缩|减少|核减|降低|原|由|从|第[一二三四五\d]|其中|标段|地块|拟|计划|预计|估算|概算|决算|实际|累计|已|完成|新增|扩建|改造|[余多约近超]"
)
_CHANGED = late(r"调整|变更|追加|核减|核增|压减|优化|原计划|修改|[一二三两]期")
_WHAT = r"(?:乡镇|镇|乡|街道|行政村|村|社区|自然村|村民小组)(?:（[\u4e00-\u9fff、]{1,6}）)?"
_HAVING = late(
    rf"(?P<of>全[省市县区镇乡]|我[省市县区镇乡])(?:现有|共有|现辖|下辖|辖|共辖|总共有)(?P<list>\d{{1,5}}个{_WHAT}(?:[、和]\d{{1,5}}个{_WHAT}){{0,5}})(?=[，。；、]|$)"
)
_EACH = late(rf"(?P<value>\d{{1,5}})个(?P<what>{_WHAT})")
_ANOTHER_DAY = late(r"\d年|年[初底末]|当时|原|建[县市区镇]|撤|合并|调整|改革|区划")
_HAVE = ("现有", "共有", "辖")
_SAME = 8  # characters before the label that name one thing, or all up to a mark
_LEAST, _LONGEST = 6, 14  # characters of a name
_NAME = late(r"[\u4e00-\u9fff]+\Z")
_CLAUSE = late(r"[^，。；：]*\Z")
_SENTENCE = late(r"[^。；]*\Z")
_REACH = 60  # characters before the name in which a change is told


class _Figure(NamedTuple):
    line: int
    start: int
    end: int
    said: str
    value: Decimal
    step: Decimal  # of its last digit


def other_values(lines: Sequence[str]) -> Found:
    """The later place, where the same name, label and unit stand with another number, which is not the same one rounded, and nothing tells of a change."""
    told: dict[tuple[str, str], _Figure] = {}
    for number, line in enumerate(lines):
        for key, figure in _figures(number, line):
            first = told.setdefault(key, figure)
            if abs(first.value - figure.value) >= max(first.step, figure.step) and first.line != number:
                yield number, Hit(figure.start, figure.end, (), f"前面写作{first.said}")


def _figures(number: int, line: str) -> Iterator[tuple[tuple[str, str], _Figure]]:
    for match in _TOLD.finditer(line) if any(label in line for label in _LABELS) else ():
        of = _named(line, match.start())
        if len(of) >= _LEAST and not _tells_another(line, match.start() - len(of), match.start("value")):
            scale = _SCALES[match["scale"]]
            value = Decimal(match["value"].replace(",", "")) * scale
            step = scale * Decimal(1).scaleb(-len(match["value"].partition(".")[2]))
            said = match["value"] + match["scale"] + match["unit"]
            yield (
                (of[-_SAME:], match["label"] + match["unit"]),
                _Figure(number, match.start("value"), match.end("unit"), said, value, step),
            )
    if any(have in line for have in _HAVE):
        for having in _HAVING.finditer(line):
            if _ANOTHER_DAY.search(_sentence(line, having.start())):
                continue
            for match in _EACH.finditer(line, *having.span("list")):
                value = Decimal(match["value"])
                figure = _Figure(number, *match.span("value"), match["value"], value, Decimal(1))
                yield (having["of"][-1], match["what"]), figure


def _named(line: str, at: int) -> str:
    """The characters before a label that say whose it is."""
    found = _NAME.search(line, max(0, at - _LONGEST), at)
    return found[0] if found else ""


def _tells_another(line: str, start: int, value: int) -> bool:
    """Whether the clause tells of a plan, a part or so far, or the sentence of a change."""
    clause = _CLAUSE.search(line, max(0, start - _REACH), start)
    told = (clause[0] if clause else "") + line[start:value]
    return bool(_OTHERWISE.search(told) or _CHANGED.search(_sentence(line, start)))


def _sentence(line: str, at: int) -> str:
    """What stands before a place in its sentence."""
    found = _SENTENCE.search(line, max(0, at - _REACH), at)
    return found[0] if found else ""
