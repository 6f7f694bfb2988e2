"""Brackets and quotation marks without their other half, and what stands twice."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_PAIRS = {"（": "）", "“": "”", "《": "》", "〔": "〕", "【": "】"}
_NAMES = {"（": "括号", "“": "引号", "《": "书名号", "〔": "六角括号", "【": "方头括号"}
_LISTED = re.compile(r"(?:^|[，。；：、\s])[\da-zA-Z一二三四五六七八九十]{1,3}[)）]")
_HALF_OPEN = late(  # an interval open at one end only: [0,1)
    r"\[\s?[-−+]?[\d.∞]+\s?[,，]\s?[-−+]?[\d.∞]+\s?[)）]|[(（]\s?[-−+]?[\d.∞]+\s?[,，]\s?[-−+]?[\d.∞]+\s?\]"
)
_STAMMER = re.compile(
    r"的的(?<![目标]的的)(?!确|士(?![兵气]))|在在(?<![实存现在]在在)(?!处处)(?![建职岗校编任场册籍读押途线库])|与与(?![会谈])|是是(?<!是是是)(?!非)|被被(?!告)|而而(?!立)|且且|或或|及及(?![时早格])|也也|已已(?!经|成|有|被)|并并(?!非|购|发|联|网|入|轨|行|存|且|举|排|肩|用|重)|很很(?!毒|心|地)|了了(?!解|结|之|断|却)"
)
STAMMERS = (
    "的的",
    "在在",
    "与与",
    "是是",
    "被被",
    "而而",
    "且且",
    "或或",
    "及及",
    "也也",
    "已已",
    "并并",
    "很很",
    "了了",
)
SENTENCE_ENDS = ("。", "！", "；")
LONGEST_QUOTED = 15  # characters between two marks of the same half that were meant for a pair
LEAST_AGAIN = 30  # characters of a paragraph that is no heading
LEAST_SENTENCE = 20  # of one that ends as a sentence does
LEAST_REPEATED = 10  # characters of a sentence that is no accident when it comes twice


def unpaired(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Within one paragraph; numbering such as 1） is no pair, half-width brackets count with full-width ones."""
    if all(line.count(opening) == line.count(closing) for opening, closing in (*_PAIRS.items(), ("(", ")"))):
        return
    plain = _LISTED.sub(_blanks_outside, _HALF_OPEN.sub(_blanks, line))
    plain = plain.replace("(", "（").replace(")", "）")
    for opening, closing in _PAIRS.items():
        if plain.count(opening) != plain.count(closing):
            yield from _odd(plain, opening, closing)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blanks_outside(match: re.Match[str]) -> str:
    """A number before a bracket that nothing has opened: in （3，5） the mark is the other half."""
    before = match.string[: match.start()]
    is_open = sum(map(before.count, "（(")) > sum(map(before.count, "）)"))
    return match[0] if is_open else _blanks(match)


NESTING = {"“": ("”", "‘", "’"), "《": ("》", "〈", "〉")}
NESTED_TRIGGERS = ("“", "《")
_WITHIN = {opening: late(f"{opening}[^{opening}{NESTING[opening][0]}]*{opening}") for opening in NESTING}


def nested(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Quotation marks within quotation marks of the same form, titles within titles; both halves must stand there."""
    for opening, (closing, inner, inner_closing) in NESTING.items():
        if not _WITHIN[opening].search(line) or line.count(opening) != line.count(closing):
            continue
        open_at: list[int] = []
        for mark in re.finditer(f"[{opening}{closing}]", line):
            at = mark.start()
            if mark[0] == opening:
                open_at.append(at)
            elif open_at:
                start = open_at.pop()
                if len(open_at) == 1:
                    yield Hit(start, at + 1, (f"{inner}{line[start + 1 : at]}{inner_closing}",))


def paragraphs_again(lines: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """(number of the line, hit) for a paragraph that stands there again right after itself, blank lines left out."""
    before = ""
    for number, line in enumerate(lines):
        plain = line.strip()
        least = LEAST_SENTENCE if plain.endswith("。") else LEAST_AGAIN
        if plain and plain == before and len(plain) >= least:
            yield number, Hit(0, len(line), ("",))
        before = plain or before


def _odd(line: str, opening: str, closing: str) -> Iterator[Hit]:
    """The first mark without its other half; what follows it cannot be told apart."""
    closings, openings = _unmatched(line, opening, closing)
    if opening == "“" and openings and (reopened := _SPOKEN.search(line)):
        yield Hit(reopened.start() + 1, reopened.start() + 2, ("”",), "话说完了，这里的前引号应当是后引号")
    elif opening == "“" and (turned := _turned(line, closings, openings)):
        yield turned
    elif closings:
        ends_a_quotation = closing == "”" and closings[0] >= len(line) - 2  # of several paragraphs
        if not ends_a_quotation:
            yield _lonely(closings[0], "后", "前", _NAMES[opening])
    elif openings and not (opening == "“" and _runs_on(line, openings[0])):
        yield _lonely(openings[0 if opening == "“" else -1], "前", "后", _NAMES[opening])


_SPOKEN = late(  # “要两天，现在五六个小时就够了。“公司经理赵远山说，“这很重要。”
    r"[。！？，]“(?=[^“”。！？，：]{2,24}(?:说|表示|介绍|回忆|感慨|告诉[^，。]{0,6})[，。：])"
)


def _unmatched(line: str, opening: str, closing: str) -> tuple[list[int], list[int]]:
    """Where closing marks stand that nothing has opened, and opening ones that nothing closes."""
    closings: list[int] = []
    openings: list[int] = []
    for at, sign in enumerate(line):
        if sign == opening:
            openings.append(at)
        elif sign == closing and openings:
            openings.pop()
        elif sign == closing:
            closings.append(at)
    return closings, openings


def _turned(line: str, closings: list[int], openings: list[int]) -> Hit | None:
    """Two marks of the same half around a few words, such as “稳字当头“: one of them is the other half."""
    match closings, openings:
        case [], [first, last] if not _runs_on(line, last):
            wrong, right, why = last, "”", "这里的前引号应当是后引号"
        case [first, last], []:
            wrong, right, why = first, "“", "这里的后引号应当是前引号"
        case _:
            return None
    is_one = 1 < last - first <= LONGEST_QUOTED + 1
    return Hit(wrong, wrong + 1, (right,), why) if is_one else None


def _lonely(at: int, half: str, other: str, name: str) -> Hit:
    return Hit(at, at + 1, (), f"这个{half}{name}没有与之配对的{other}{name}")


def _runs_on(line: str, at: int) -> bool:
    """A quotation of several paragraphs opens each of them and closes only in the last."""
    return at == 0 or line[at - 1] in "：　 "


_SAID = late(r"(?:说|表示|介绍|指出|强调|要求|道|称|坦言|感慨|告诉记者)：“[^“”]{4,200}[。！？]\s*$")


def unclosed(lines: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """What somebody says, opened and ended in one paragraph without its other half, where the next one opens no quotation and none is closed later."""
    open_lines = [number for number, line in enumerate(lines) if "：“" in line and _SAID.search(line)]
    for number in open_lines:
        later = [line for line in lines[number + 1 :] if line.strip()]
        if not (later and later[0].lstrip(" 　").startswith("“")) and not any(
            line.count("”") > line.count("“") for line in later
        ):
            at = lines[number].rindex("“")
            yield number, _lonely(at, "前", "后", _NAMES["“"])


def stammered(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A function word twice in a row."""
    for match in _STAMMER.finditer(line):
        yield Hit(*match.span(), (match[0][0],))


def repeated(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A whole sentence repeated at once, under another number too, or the clauses of one."""
    sentences = line.replace("！", "。").replace("；", "。").split("。")
    clauses = line.rstrip("。！；").split("，")
    is_new = len(set(sentences)) == len(sentences) and len(set(clauses)) == len(clauses)
    if is_new and "二是" not in line and "二要" not in line:
        return
    taken = 0
    for ends, many in (("。！；", 1), ("。！；，", 2), ("。！；，", 1)):
        pieces = [match.span() for match in re.finditer(rf"[^{ends}]+[{ends}]?", line)]
        for at in range(many, len(pieces) - many + 1):
            first, last = pieces[at - many][0], pieces[at + many - 1][1]
            middle = pieces[at][0]
            if first >= taken and _is_again(line[first:middle], line[middle:last]):
                yield Hit(middle, last, ("",))
                taken = last


_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}，?|[（(]?\d{1,2}[）).．、])"
)


def _unnumbered(text: str) -> str:
    return _ORDINAL.sub("", text)


def _is_again(one: str, other: str) -> bool:
    one, other = _unnumbered(one).rstrip("。！；，"), _unnumbered(other).rstrip("。！；，")
    return one == other and len(one) >= LEAST_REPEATED - ("，" not in one) * 2
