"""Whether a document is in force, as the table above its text or a line beside it says."""

import re

from xunwang.inspector.read.dom import Dom

_SIGN = "效"
_BEFORE = 6  # characters of a label before the sign
_WINDOW = 30
_MOST = 40  # places
_SAID = re.compile(
    r"(?:有\s*效\s*性|时\s*效\s*性|时\s*效|效\s*力\s*状\s*态|效\s*力|有\s*效\s*状\s*态|是\s*否\s*有\s*效)\s*[\])）】]?\s*[:：\t\n ]\s*"
    r"(?P<said>现行有效|有效期内|有效|是|部分(?:失效|废止|有效)|已?(?:失效|废止|修改|修订)|无效|否)(?=[\s，。；;)）]|\Z)"
)
_STAMPED = re.compile(
    r"[【\[（(〔](?:该|本|此)?(?:文件|规定|办法|文)?(?:现已|已经?|现)?被?(?:宣布)?(?P<said>废止|失效)[^】\]）)〕\n]{0,20}[】\]）)〕]"
    r"|(?:该|本|此)(?:文件|规定|办法|文)(?:现已|已)(?:经|被)*(?:宣布)?(?P<told>废止|失效)"
)


def force_of(dom: Dom) -> str | None:
    """The word that stands for it, such as 有效 or 废止; None where the page has no such label and bears no such stamp."""
    return _labelled(dom) or _stamped(dom.text)


def _stamped(text: str) -> str | None:
    found = _STAMPED.search(text) if "废止" in text or "失效" in text else None
    return found["said"] or found["told"] if found else None


def _labelled(dom: Dom) -> str | None:
    text, place = dom.simple, -1
    for _ in range(_MOST):
        place = text.find(_SIGN, place + 1)
        if place < 0:
            return None
        start = max(0, place - _BEFORE)
        if found := _SAID.search(text, start, place + _WINDOW):
            return found["said"]
    return None
