"""Fixed phrases and enumerations that have one wording."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

LONG = 8  # characters
_OFFICE_ENDS = "局厅部队"  # of a name that goes on as a common word with another end: 部门, 队伍, 主管部门
_NUMERALS = "一二两三四五六七八九十双"
COINED_TRIGGERS = tuple(f"“{numeral}" for numeral in _NUMERALS)
_QUOTED = re.compile(rf"“([{_NUMERALS}][\u4e00-\u9fff]{{3,9}})”")
_GRAMMAR = "的是和与分总"
_PARTICLES = frozenset("的地得了着和与及或是不在以而之其所将被")
_CHARACTER = re.compile("[\u4e00-\u9fff]")
Look = Callable[[str, dt.date | None], Iterator[Hit]]


def joints(row: Sequence[str]) -> tuple[str, ...]:
    """Neighbours of an enumeration: with one item wrong, at least one pair of the others still stands together; of three an end does."""
    if len(row) == 3:
        return f"{row[0]}、", f"、{row[-1]}"
    return tuple(f"{one}、{other}" for one, other in pairwise(row))


def sequence(row: Sequence[str]) -> Look:
    """An enumeration of the same length in which all but one item stand at their place."""
    form = _enumeration(row)
    right_form = "、".join(row)

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in form.finditer(line):
            written = match.group().split("、")
            wrong = [at for at, (item, right) in enumerate(zip(written, row, strict=True)) if item != right]
            if len(wrong) == 1 and _taken_for(written[wrong[0]], row[wrong[0]], row):
                yield Hit(*match.span(), (right_form,))

    return look


def other_joints(row: Sequence[str]) -> tuple[str, ...]:
    """Neighbours that the row does not have: one at least stands in any other order of it."""
    right = set(pairwise(row))
    return tuple(f"{one}、{other}" for one, other in permutations(row, 2) if (one, other) not in right)


def shuffled(row: Sequence[str]) -> Look:
    """All items of an enumeration in an order that is neither its own nor the reverse."""
    item = "|".join(sorted(map(re.escape, row), key=len, reverse=True))
    form = late(rf"(?<!、)(?:{item})(?:、(?:{item})){{{len(row) - 1}}}(?!、)")
    right_form = "、".join(row)

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in form.finditer(line):
            written = match.group().split("、")
            if sorted(written) == sorted(row) and written not in (list(row), list(reversed(row))):
                yield Hit(*match.span(), (right_form,))

    return look


def _taken_for(written: str, right: str, row: Sequence[str]) -> bool:
    """Whether an item is a slip for the right one and no other enumeration: as long, or one character off."""
    return (
        written not in row
        and written.count("“") == written.count("”")
        and right not in written
        and abs(len(written) - len(right)) <= 1
        and bool(set(written) & set(right))
    )


def _enumeration(row: Sequence[str]) -> re.Pattern[str]:
    """As many items as `row` has, one of which may be any word."""
    forms = []
    for gap in range(len(row)):
        items = [re.escape(item) for item in row]
        items[gap] = rf"[\u4e00-\u9fff“”]{{{len(row[gap])}}}"
        forms.append("、".join(items))
    return late("|".join(forms))


def coined(phrases: Sequence[str]) -> Look:
    """What stands in quotation marks and differs from exactly one of the short forms in one character behind its number."""
    known = frozenset(phrases)

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in _QUOTED.finditer(line):
            if match[1] in known:
                continue
            meant = [phrase for phrase in known if _is_one_other(match[1], phrase)]
            if len(meant) == 1:
                yield Hit(match.start(1), match.end(1), (meant[0],))

    return look


def _is_one_other(written: str, phrase: str) -> bool:
    return (
        len(written) == len(phrase)
        and written[0] == phrase[0]
        and sum(one != other for one, other in zip(written, phrase, strict=True)) == 1
    )


def halves(phrase: str) -> tuple[str, str]:
    """A phrase with one slip still holds one of its halves as it should be."""
    middle = len(phrase) // 2
    return phrase[:middle], phrase[middle:]


def near(phrase: str, others: Sequence[str] = (), *, is_saying: bool = False) -> Look:
    """Places that are one character away from a phrase: one other, one missing, one too many; `others` look like it and are right.

    The last character of a saying may be the other one as well, as that of a long phrase may.
    """
    head, tail = halves(phrase)
    others = tuple(others)

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        whole = line.count(phrase)
        if line.count(head) == whole and line.count(tail) == whole:
            return
        taken = [(start, start + len(phrase)) for start in _places(line, phrase)]
        for start, end in _spans(line, head, tail, is_saying or _is_open(phrase)):
            if not any(low < end and start < high for low, high in taken) and not line.startswith(
                others, start
            ):
                yield Hit(start, end, (phrase,))

    return look


def _is_open(phrase: str) -> bool:
    return len(phrase) >= LONG and phrase[-1] not in _OFFICE_ENDS


def _spans(line: str, head: str, tail: str, open_end: bool) -> Iterator[tuple[int, int]]:
    for start in _places(line, head):
        begin = start + len(head)
        for length in () if line.startswith(tail, begin) else (len(tail), len(tail) - 1, len(tail) + 1):
            piece = line[begin : begin + length]
            if len(piece) == length and _one_off(piece, tail) and _whole(piece, tail, open_end):
                yield start, begin + length
                break
    for begin in _places(line, tail):
        for length in () if line.endswith(head, 0, begin) else (len(head), len(head) - 1, len(head) + 1):
            piece = line[max(0, begin - length) : begin]
            if len(piece) == length and _one_off(piece, head) and _whole(piece[::-1], head[::-1], False):
                yield begin - length, begin + len(tail)
                break


def _places(line: str, word: str) -> Iterator[int]:
    """Where the word begins, never within itself."""
    at = line.find(word)
    while at >= 0:
        yield at
        at = line.find(word, at + len(word))


def _whole(piece: str, right: str, open_end: bool) -> bool:
    """The outermost character is right, so that the end of the phrase is where we think; a long phrase needs it less."""
    ends = piece[-1] == right[-1] or (open_end and len(piece) == len(right))
    marks = [sign for sign in piece if not _CHARACTER.match(sign)]
    return ends and marks == [sign for sign in right if not _CHARACTER.match(sign)]


def _one_off(piece: str, right: str) -> bool:
    """One other, missing or extra character; an extra 的 or 和 is grammar, 分 and 总 make another office of its kind (生态环境分局)."""
    if len(piece) == len(right):
        return sum(a != b for a, b in zip(piece, right, strict=True)) == 1
    longer, shorter = (piece, right) if len(piece) > len(right) else (right, piece)
    return any(
        longer[:at] + longer[at + 1 :] == shorter and longer[at] not in _GRAMMAR for at in range(len(longer))
    )


_WORD = 4  # characters of an idiom
_OPENS, _CLOSES = frozenset("“‘「"), frozenset("”’」")


def idiom(phrase: str, right: Collection[str]) -> Look:
    """Four characters of which one is another than in the idiom, or two neighbours are swapped; coinages stand in quotation marks. `right` are no slips."""
    head, tail = halves(phrase)

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        if line.count(head) == line.count(tail) == line.count(phrase):
            return
        starts = {*_places(line, head), *(at - len(head) for at in _places(line, tail))}
        for start in sorted(starts):
            written = line[max(0, start) : start + _WORD]
            if (
                written not in right
                and _is_idiom_with_a_slip(written, phrase)
                and not _is_coined(line, start)
            ):
                yield Hit(start, start + _WORD, (phrase,))

    return look


def _is_idiom_with_a_slip(written: str, phrase: str) -> bool:
    if len(written) != _WORD or not all(map(_CHARACTER.match, written)):
        return False
    others = [a for a, b in zip(written, phrase, strict=True) if a != b]
    return (len(others) == 1 and others[0] not in _PARTICLES) or (
        len(others) == 2 and sorted(written) == sorted(phrase)
    )


def _is_coined(line: str, start: int) -> bool:
    """Quoted alone, or with a quoted character beside it: 一“网”打尽."""
    return line[max(0, start - 1) : start] in _OPENS or line[start + _WORD : start + _WORD + 1] in _CLOSES


_CROSSINGS = ((2, 1, 0, 3), (0, 3, 2, 1), (0, 2, 1, 3), (3, 1, 2, 0))


def swapped(idioms: Sequence[str], right: Collection[str]) -> dict[str, str]:
    """Each idiom by what it is where two characters that are no neighbours of one half took each other's place: 阴奉阳违."""
    return {
        crossed: phrase
        for phrase in idioms
        for order in _CROSSINGS
        if (crossed := "".join(phrase[at] for at in order)) != phrase and crossed not in right
    }


def crossed(swapped: Mapping[str, str]) -> Look:
    """Idioms of which both halves are spoilt by characters that took each other's place."""
    form = late("|".join(map(re.escape, swapped)) or "(?!)")

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in form.finditer(line):
            if not _is_coined(line, match.start()):
                yield Hit(*match.span(), (swapped[match[0]],))

    return look
