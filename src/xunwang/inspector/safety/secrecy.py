"""Marks of secrecy that documents carry (保守国家秘密法, GB/T 9704 7.2.2): candidates for a person, never more."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign

ANCHORS = (
    "★",
    "绝密",
    "机密",
    "秘密",
    "密级",
    "内部资料",
    "内部文件",
    "内部参考",
    "内部刊物",
    "注意保存",
    "不得外传",
    "严禁外传",
)
_STAR = re.compile(
    r"(?<![\u4e00-\u9fff])(绝\s?密|机\s?密|(?:工\s?作\s?)?秘\s?密)\s*[★☆✩*＊]\s*(?:\d{1,2}\s*年|\d{1,2}\s*个?月|长期)?"
)
_LEVEL = re.compile(r"(?:密\s*级|保密等级|涉密等级)\s*[：:]\s*(绝密|机密|秘密)(?![\u4e00-\u9fff])")
_ALONE = re.compile(r"(?:\A|\n)[ \t]*(绝\s?密|机\s?密|(?:工\s?作\s?)?秘\s?密)[ \t]*(?:\n|\Z)")
_INSIDE = re.compile(
    r"(?:\A|[\n（(【\[])\s*(内部(?:资料|文件|参考|刊物)\s*[,，、:：]?\s*(?:请?\s*注意保[存管密]|请勿外传|不得外传|严禁外传|妥善保管|请勿翻印|仅供(?:领导)?参[考阅]))"
)
# Who explains the marks, teaches the law or reports on it writes them in good faith.
_TALKS = re.compile(
    r"标志|标识|标注|规定|密级分为|保密法|定密|知悉范围|解密|国家秘密的|怎么|如何|例如|比如|样式|格式|字样|填写|选项|涉密人员|保密宣传|保密知识|是指|分为"
)
_NEAR = 40
_HEAD = 120  # characters at the head of a text, where documents carry a bare word as their mark


def signs(text: str, key: str) -> Iterator[SafetySign]:
    """The marks of a text; one sign for each form."""
    told: set[str] = set()
    for rule, start, end in marks(text):
        if rule not in told:
            told.add(rule)
            yield SafetySign(
                kind=SafetyKind.SECRECY,
                rule=rule,
                place=f"{key}#{rule}",
                found=" ".join(text[start:end].split()),
                why="页面或附件带有密级、内部资料标志",
                sure=rule == "star",
                suggest="立即核实，确属不应公开的马上撤下",
            )


def marks(text: str) -> Iterator[tuple[str, int, int]]:
    """Form and place of every mark."""
    for rule, pattern in (("star", _STAR), ("level", _LEVEL), ("alone", _ALONE), ("inside", _INSIDE)):
        for found in pattern.finditer(text):
            start, end = found.span(1) if rule in {"alone", "inside"} else found.span()
            around = text[max(0, start - _NEAR) : end + _NEAR]
            if not _TALKS.search(around) and not (rule == "alone" and start >= _HEAD):
                yield rule, start, end
