"""What the rules share: excerpts, families of subjects, choosing the number a statement speaks of."""

import re
from collections.abc import Iterable
from decimal import Decimal

from xunwang.office.circulars.check.columns import Grid, Row
from xunwang.office.circulars.check.model import Contradiction, Kind, Severity
from xunwang.office.circulars.check.quantities import MARK, Quantity, Sentence

_EXCERPT = 90
_FAMILIES = {"门户网站": "网站", "部门网站": "网站"} | dict.fromkeys(
    ("微信", "微博", "短视频", "头条", "客户端"), "新媒体"
)
RATE_REMARK = re.compile(
    rf"[，、]?(?:分别)?(?:占|合格率|不合格率|抽查率|占比|比例)[^，、；：\ue000-\uf8ef]*{MARK}"
)


def excerpt(text: str) -> str:
    """A statement short enough to show."""
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


def where(sentence: Sentence) -> str:
    return f"第{sentence.paragraph}段"


def family(subject: str) -> str:
    """网站 for every kind of website, 新媒体 for every platform, else the subject itself."""
    return _FAMILIES.get(subject, subject)


def compatible(one: str, other: str) -> bool:
    """Whether two subjects may be the same things: equal, or one unsaid."""
    return not one or not other or one == other


def related(whole: str, part: str) -> bool:
    """Whether things of ``part`` may be counted inside ``whole``."""
    if part in {"栏目", "问题", "稿件", "留言"}:
        return family(whole) == part or (whole == "问题" and part != "留言")
    return compatible(family(whole), family(part)) or "单位" in {whole, part}


_FAULTS = re.compile("问题|错误|隐患|疑似错|差错")
_BEARERS = re.compile("网站|账号|单位|部门|新媒体|栏目|页面")


def counts_faults(quantity: Quantity) -> bool:
    """Whether faults themselves are counted, and not websites or units that show them."""
    words = quantity.before + quantity.after
    return bool(_FAULTS.search(words)) and not _BEARERS.search(words) and "家" not in quantity.text


def total_of(quantities: Iterable[Quantity]) -> Decimal:
    return sum((one.value for one in quantities), Decimal(0))


_AVERAGE = re.compile("[月日周季人户家站年]均|平均")


def half_of(quantity: Quantity) -> Decimal:
    """Half the last digit printed: a mean that is printed whole is rounded too."""
    return Decimal("0.5") if quantity.counts and _AVERAGE.search(quantity.before) else quantity.half_step


_DIGITS = re.compile(r"^(?:[\d,.]+|[零一二三四五六七八九十百千两]+)")


def unit_of(quantity: Quantity) -> str:
    """The unit as the text has it: 家 of 22家, 个百分点 of 2.7个百分点."""
    return _DIGITS.sub("", quantity.text)


def printed(quantities: Iterable[Quantity]) -> str:
    """A sum as people write it: 25+8+17+1."""
    return "+".join(f"{one.value:f}" for one in quantities)


def in_text(
    kind: Kind, sentence: Sentence, message: str, *, stated: str, computed: str, sure: bool = True
) -> Contradiction:
    """A contradiction in running text; ``sure`` is false for one that a reader should judge."""
    severity: Severity = "certain" if sure else "suspected"
    return Contradiction(kind, where(sentence), excerpt(sentence.text), stated, computed, message, severity)


def in_row(
    kind: Kind, grid: Grid, row: Row, message: str, *, stated: str, computed: str, sure: bool = True
) -> Contradiction:
    """A contradiction in one row of a table."""
    severity: Severity = "certain" if sure else "suspected"
    place = f"表{grid.table.number}第{row.number}行"
    return Contradiction(kind, place, excerpt(row.text), stated, computed, message, severity)
