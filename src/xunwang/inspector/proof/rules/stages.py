"""A whole that is said to come in so many stages, each of them told: 全长12公里，分两期建设，一期7公里、二期5公里."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNITS = "平方公里|平方米|公里|公顷|千米|人次|批次|个|人|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|张|套|头|只|株|亩|吨|元|米"
_STEP = "期|批|段|阶段|标段|轮|次|年"
_AMOUNT = rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})(?![\u4e00-\u9fff]?[次均])"
_STAGED = late(
    rf"(?<![\d.]){_AMOUNT}[^\d。；：（）]{{0,24}}?分(?:为|成)?(?P<many>[{FIGURES}两])个?(?P<step>{_STEP})[^\d。；（）]{{0,10}}?[，：:（]"
)
_STAGE = late(
    rf"(?:其中[，：:]?)?(?P<which>第?[一二三四五首])(?:{_STEP})[^\d，。；：、（）]{{0,10}}?{_AMOUNT}(?:[、，；]|(?=[。）]|$))"
)
_COUNTED = late(_AMOUNT)
_REST = re.compile("[^。；]{0,60}")  # of the sentence
_ORDER = "一二三四五"
_ABOUT = re.compile("[约近超余多过逾]")
STAGED_TRIGGERS = tuple(
    f"分{to}{many}{a}" for to in ("", "为", "成") for many in "两二三四五" for a in ("", "个")
)


def not_in_stages(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Stages that are all told, by one unit, and do not make the whole."""
    for match in _STAGED.finditer(line):
        parts, end = _parts(line, match)
        whole = _value(match)
        is_about = _ABOUT.search(line, max(0, match.start() - 2), match.start())
        if is_about or len(parts) != _number(match["many"]) or len(parts) < 2:
            continue
        total = sum(parts, Decimal(0))
        room = max(whole, total) / 200 if match["scale"] or "." in match["number"] else Decimal(0)
        is_open = total < whole and _tells_more(line, end, match["unit"])
        if abs(total - whole) > room and not is_open:
            said = f"{total / _SCALES[match['scale']]:f}{match['scale']}{match['unit']}"
            yield Hit(match.start("number"), match.end("unit"), (), f"各{match['step']}之和是{said}")


def _tells_more(line: str, at: int, unit: str) -> bool:
    """Whether the sentence goes on with what belongs to no stage: 一期0.7亿元、二期0.4亿元，预备费0.1亿元."""
    rest = _REST.match(line, at)
    return rest is not None and any(one["unit"] == unit for one in _COUNTED.finditer(rest[0]))


def _parts(line: str, whole: re.Match[str]) -> tuple[list[Decimal], int]:
    """The stages in their order, up to the first that is another one or counts something else; and where they end."""
    parts: list[Decimal] = []
    at = whole.end()
    while (stage := _STAGE.match(line, at)) and stage["unit"] == whole["unit"]:
        which = stage["which"].removeprefix("第").replace("首", "一")
        if which != _ORDER[len(parts) : len(parts) + 1]:
            return [], at
        parts.append(_value(stage))
        at = stage.end()
    return parts, at


def _number(many: str) -> int:
    return chinese_number(many.replace("两", "二"))


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"]]
