"""Slips of form in answers that the public reads. Candidates for a person. Pure.

What every answer of a box has and one lacks is a slip of that one; a box whose answers never greet has another habit, and nothing is said.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from xunwang.office.letters.models import Letter

CUT = "…"
"""Ends a text of which only the beginning is known."""
_HABIT, _ENOUGH = 0.7, 5
_GREETING = re.compile(
    r"^[\W_]*(?:尊敬的|敬爱的|亲爱的|网友|市民|来信人|咨询人|先生|女士|您好|你好|.{0,12}(?:您好|你好|网友))"
)
_CLOSING = re.compile(
    r"(?:感谢|谢谢|特此(?:回复|答复|说明|告知)|祝您|此复|欢迎(?:您|继续)|敬请谅解|望(?:您)?(?:理解|周知))"
)
_TAIL = 120
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[。.]?\s*$")
_LEFTOVER = re.compile(
    r"[XxＸｘ×]{2,}(?:[年月日号路局单小]|$)|[某]{2}(?=[年月日])|_{3,}|（?此处.{0,6}(?:填写|插入|填入)|\[\s*(?:单位|日期|姓名|内容)\s*\]"
)
_HALF = re.compile(r"[\u4e00-\u9fff][,;!?][\u4e00-\u9fff]")
_ENDS = tuple("。！？…”』」）)》.!?】：:日")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"))


def of_one(letter: Letter) -> list[str]:
    """What the words of one answer show by themselves; an answer that is known in part tells less."""
    text = letter.reply.strip()
    if not text:
        return []
    found = []
    if left := _LEFTOVER.search(text):
        found.append(f"“{left[0]}”疑为没有填写的模板内容。")
    if half := _HALF.search(text):
        found.append(f"“{half[0]}”使用了半角标点。")
    return found if text.endswith(CUT) else found + _of_whole(letter, text)


def _of_whole(letter: Letter, text: str) -> list[str]:
    found = [
        f"“{left}”和“{right}”不成对。" for left, right in _PAIRS if text.count(left) != text.count(right)
    ]
    if not text.endswith(_ENDS) and not _signed(letter, text):
        found.append("结尾没有标点。")
    signed = _day(text)
    if signed and letter.answered_on and signed != letter.answered_on:
        found.append(f"落款日期 {signed} 与答复日期 {letter.answered_on} 不一致。")
    return found


def _signed(letter: Letter, text: str) -> bool:
    """It ends with the name of who answers."""
    last = text.splitlines()[-1].strip()
    return bool(letter.answerer and last.endswith(letter.answerer[-4:])) or bool(
        re.search(r"(?:局|委|办|中心|厅|政府|公司|处|院|街道|镇|部)$", last)
    )


def _day(text: str) -> dt.date | None:
    found = _DATE.search(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def of_habit(letters: Iterable[Letter]) -> dict[int, list[str]]:
    """By the key of the letter: what it lacks of that which most answers of its box have."""
    boxes: dict[tuple[int, str], list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.reply.strip():
            boxes[letter.unit_id, letter.box].append(letter)
    found: dict[int, list[str]] = defaultdict(list)
    for group in boxes.values():
        for words, lacks in _lacking(group):
            for letter in lacks:
                found[letter.pk].append(words)
    return found


def _lacking(group: list[Letter]) -> Iterable[tuple[str, list[Letter]]]:
    whole = [one for one in group if not one.reply.strip().endswith(CUT)]
    yield (
        "没有称呼（本信箱的答复大多有）。",
        _odd_ones(group, [bool(_GREETING.match(one.reply.strip())) for one in group]),
    )
    yield (
        "没有结束语（本信箱的答复大多有）。",
        _odd_ones(whole, [bool(_CLOSING.search(one.reply[-_TAIL:])) for one in whole]),
    )
    yield (
        "没有落款日期（本信箱的答复大多有）。",
        _odd_ones(whole, [_day(one.reply.strip()) is not None for one in whole]),
    )


def _odd_ones(group: list[Letter], has: list[bool]) -> list[Letter]:
    """Those that lack what nearly all others have; nobody where it is no habit, or too few to tell."""
    if len(group) < _ENOUGH or sum(has) < _HABIT * len(group):
        return []
    return [letter for letter, held in zip(group, has, strict=True) if not held]
