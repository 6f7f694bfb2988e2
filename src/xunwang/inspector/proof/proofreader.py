"""A text in, its suspicions out: the speller, the rules and the user's tables together."""

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from msgspec import structs

from xunwang.inspector.model import is_starved
from xunwang.inspector.privacy import hidden_in, mask, masked
from xunwang.inspector.proof import guard
from xunwang.inspector.proof.contexts import Contexts, shipped_contexts
from xunwang.inspector.proof.failing import Failed, logged
from xunwang.inspector.proof.rules import RuleBook, shipped_rules
from xunwang.inspector.proof.speller.spell import Bars, Slip, Speller, Way, shipped
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier
from xunwang.inspector.proof.terms import Terms, wrong_titles

SURE = 0.852  # of a slip's likelihood, from which it is meant for a circular
SUSPECTED = 0.79
BESIDE = 0.4  # from which a slip is suspected in a line that holds a sure one: errors come in company
_KNOWN_TO_ALL = 6  # how often a name is written that nobody mistakes for his own
RULES = {
    Way.OTHER: "spelling.语言模型",
    Way.TWICE: "word.叠写",
    Way.MISSING: "spelling.脱字",
    Way.STRANGE: "spelling.生字",
    Way.ALIKE: "spelling.同音词",
    Way.MIXED_UP: "spelling.混用",
    Way.PARTICLE: "spelling.的地得",
}
_PARTICLES = {
    "的": "修饰名词的词语后面用“的”",
    "地": "修饰动词的词语后面用“地”",
    "得": "说明程度、结果的词语前面用“得”",
}
_HALVES = re.compile("[\ud800-\udfff]")
SHIFTED = 100  # characters along a run of equal ones within which two places count as the same
REMEMBERED = 50_000  # lines whose slips are kept: the frame of a site comes back on every page


class Proofreader:
    """Keeps what it has judged: a line that comes again within a run costs nothing."""

    def __init__(
        self, terms: Terms | None = None, *, speller: Speller | None = None, rules: RuleBook | None = None
    ) -> None:
        self._terms = terms or Terms()
        self._given = speller, rules
        # By the hash of each line: the lines themselves would take six times the room, once the automata have them in UTF-8, too.
        self._judged: OrderedDict[int, tuple[Slip, ...] | Exception] = OrderedDict()

    @cached_property
    def _speller(self) -> Speller:
        """Loaded when the first text comes that nobody has judged."""
        return self._given[0] or shipped()

    @cached_property
    def _contexts(self) -> Contexts:
        return shipped_contexts()

    @cached_property
    def _rules(self) -> RuleBook:
        return self._given[1] or shipped_rules()

    def suspicions(
        self, text: str, *, day: dt.date, published: dt.date | None = None, failed: Failed = logged
    ) -> list[Suspicion]:
        """By place. `day` decides which of the user's entries hold; `published` is the day of the text, where known.

        `failed` hears of each rule that raised: the lines on which it did were not checked by it.
        """
        lines = _legible(text).split("\n")
        found = [
            *(one for one in self._rules.suspicions(lines, published, failed) if self._is_slip(lines, one)),
            *wrong_titles(lines, self._terms.offices, published or day),
        ]
        self.judge(lines)
        spelling = list(self._spelling(lines, failed))
        found = _seen_twice(lines, found, spelling)
        taken = {(one.line, place) for one in found for place in range(one.start, one.end)}
        found += [
            one
            for one in spelling
            if not any((one.line, place) in taken for place in range(one.start, one.end))
        ]
        kept = [one for one in _once(lines, found) if not self._is_right(lines[one.line - 1], one, day)]
        told = _masked(lines, kept)
        return sorted(told, key=lambda one: (one.line, one.start, one.end, one.rule))

    def _is_slip(self, lines: Sequence[str], one: Suspicion) -> bool:
        """Whether a wrong word is one (in 平安祥和 no 安祥 is to be mended), and what is nearly an idiom no other phrase: 查漏补种 is meant."""
        if one.rule in self._rules.near and len(one.found) == len(one.suggest[0]):
            others = [pair for pair in zip(one.found, one.suggest[0], strict=True) if pair[0] != pair[1]]
            return len(others) > 1 or self._speller.model.are_alike(*others[0])
        return one.rule not in self._rules.wordwise or self._speller.divides_as_well(
            lines[one.line - 1], one.start, one.end, one.suggest[0]
        )

    def _spelling(self, lines: Sequence[str], failed: Failed) -> Iterable[Suspicion]:
        wholes: list[str] = []
        for number, line in enumerate(lines):
            slips = self._judged[hash(line)]
            if isinstance(slips, Exception):
                failed(RULES[Way.OTHER], Kind.SPELLING, slips)
                continue
            if slips and not wholes:
                wholes.append("\n".join(dict.fromkeys(lines)))
            for slip in slips:
                tier = _tier(lines, slip._replace(line=number), wholes[0])
                if tier is not None:
                    yield _told(line, number, slip, tier)

    def judge(self, lines: Sequence[str]) -> None:
        """Weighs those lines that are new, together; the suspicions of a text that is made of them then cost little."""
        wanted = {hash(line): line for line in map(_legible, lines)}
        fresh = {key: line for key, line in wanted.items() if key not in self._judged}
        if not fresh:
            return
        if len(self._judged) > REMEMBERED:
            self._forget(wanted)
        try:
            self._judged.update(zip(fresh, self._slips(list(fresh.values())), strict=True))
        except Exception as error:  # texts have no limits: the line that it was must not cost the others
            if is_starved(error):
                raise
            self._judged.update((key, self._slips_alone(line)) for key, line in fresh.items())

    def _forget(self, wanted: Collection[int]) -> None:
        """Drops the lines that were wanted longest ago, never one that is wanted now."""
        known = [key for key in wanted if key in self._judged]
        for key in known:
            self._judged.move_to_end(key)
        while len(self._judged) > max(REMEMBERED, len(known)):
            self._judged.popitem(last=False)

    def _slips_alone(self, line: str) -> tuple[Slip, ...] | Exception:
        try:
            return self._slips([line])[0]
        except Exception as error:  # noqa: BLE001  # as above; whoever asks for the line is told
            return error.with_traceback(None)

    def _slips(self, fresh: Sequence[str]) -> list[tuple[Slip, ...]]:
        slips: list[list[Slip]] = [[] for _ in fresh]
        judged = [number for number, line in enumerate(fresh) if not guard.is_footer(line)]
        for slip in self._speller.slips([fresh[number] for number in judged], Bars(SUSPECTED, BESIDE, SURE)):
            number = judged[slip.line]
            if not self._renames(fresh[number], slip):
                slips[number].append(slip)
        for number in judged:
            slips[number] += self._mixed_up(fresh[number], slips[number])
        return [tuple(found) for found in slips]

    def _renames(self, line: str, slip: Slip) -> bool:
        """Whether the slip would give a place that is known another's name (兖州市, 广州市), or one that is no word either (青石镇, 轻石镇): only who lives there knows.

        A town that no dictionary knows may be called nearly as another (桐陵市, 铜陵市), but for those that everybody knows (背京市).
        """
        if any(map(self._speller.is_word, guard.seats(line, slip))):
            return True
        town = guard.renamed_town(line, slip)
        if town and self._speller.how_often(town) < _KNOWN_TO_ALL:
            return True
        names = guard.renamed_place(line, slip)
        return bool(names) and not any(map(self._speller.is_word, names))

    def _mixed_up(self, line: str, known: Sequence[Slip]) -> list[Slip]:
        """Words that their surroundings would have otherwise, where the line divides into words as well with the other; never sure."""
        taken = {place for slip in known for place in range(slip.start, slip.end)}
        return [
            Slip(0, doubt.start, doubt.end, doubt.right, SUSPECTED, Way.MIXED_UP)
            for doubt in self._contexts.doubts(line)
            if taken.isdisjoint(range(doubt.start, doubt.end))
            and self._speller.divides_there(line, doubt.start, doubt.end)
            and self._speller.divides_as_well(line, doubt.start, doubt.end, doubt.right)
        ]

    def _is_right(self, line: str, one: Suspicion, day: dt.date) -> bool:
        """Cited as a slip by the line itself, or said to be right by the user: a protected word holds it, or somebody decided so."""
        if one.suggest and guard.is_cited_slip(line, one.start, one.end, one.suggest[0]):
            return True
        for word in self._terms.words:
            at = line.find(word, max(0, one.end - len(word)), one.start + len(word))
            if at != -1 and at <= one.start and one.end <= at + len(word):
                return True
        return any(ignored.covers(one, day) for ignored in self._terms.ignored)


def _legible(text: str) -> str:
    """Halves of surrogate pairs, which what reads UTF-8 refuses, become unknown characters; all keep their places."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def _seen_twice(
    lines: Sequence[str], found: list[Suspicion], spelling: Sequence[Suspicion]
) -> list[Suspicion]:
    """What a rule only suspects is sure where the speller is sure of the same correction."""
    sure = {(one.line, _mended(lines, one)) for one in spelling if one.tier is Tier.SURE and one.suggest}
    return [
        structs.replace(one, tier=Tier.SURE)
        if sure and one.suggest and (one.line, _mended(lines, one)) in sure
        else one
        for one in found
    ]


def _once(lines: Sequence[str], found: Sequence[Suspicion]) -> list[Suspicion]:
    """One slip that several rules mend alike is told once, by one that is sure: an idiom may stand among the wrong words too."""
    told: dict[tuple[int, tuple[int, int, str]] | int, Suspicion] = {}
    for number, one in enumerate(found):
        key = (one.line, _mended(lines, one)) if one.suggest else number
        if key not in told or (one.tier is Tier.SURE and told[key].tier is not Tier.SURE):
            told[key] = one
    return list(told.values())


def _mended(lines: Sequence[str], one: Suspicion) -> tuple[int, int, str]:
    """Where the line changes, how much of it goes and what comes: the same for all that mend it alike.

    Not the mended line: a line of a book's length with thousands of slips would be kept as often as it has slips.
    """
    line, start, end, right = lines[one.line - 1], one.start, one.end, one.suggest[0]
    while start < end and right and line[start] == right[0]:
        start, right = start + 1, right[1:]
    while start < end and right and line[end - 1] == right[-1]:
        end, right = end - 1, right[:-1]
    for _ in range(SHIFTED):  # which of two equal characters goes or comes shows nowhere
        gone = line[start:end]
        if bool(gone) == bool(right) or line[end : end + 1] != (gone or right)[0]:
            break
        start, end, right = start + 1, end + 1, right and right[1:] + right[0]
    return start, end, right


def _masked(lines: Sequence[str], found: list[Suspicion]) -> list[Suspicion]:
    """What a fault of language holds of somebody's data is masked in it and in what it suggests."""
    private = hidden_in("\n".join(lines)) if found else []
    if not private:
        return found
    text = "\n".join(lines)
    masks = {text[one.start : one.end]: mask(text[one.start : one.end]) for one in private}

    def shown(said: str) -> str:
        for number, covered in masks.items():
            said = said.replace(number, covered)
        return masked(said)

    return [
        structs.replace(
            one, found=shown(one.found), suggest=tuple(map(shown, one.suggest)), why=shown(one.why)
        )
        for one in found
    ]


def _tier(lines: Sequence[str], slip: Slip, whole: str) -> Tier | None:
    """What may be a name or a habit is one tier less certain; None: not worth saying."""
    if guard.is_open(lines[slip.line], slip):
        return None
    doubt = guard.doubtful(lines[slip.line], slip)
    if doubt and slip.likely < SURE:
        return None
    times = guard.times(lines, slip, whole)
    if times >= guard.CUSTOM or (times >= guard.HABIT and (doubt or slip.likely < SURE)):
        return None
    sure = slip.likely >= SURE and times < guard.HABIT and not doubt
    return Tier.SURE if sure else Tier.SUSPECTED


def _told(line: str, number: int, slip: Slip, tier: Tier) -> Suspicion:
    return Suspicion(
        line=number + 1,
        start=slip.start,
        end=slip.end,
        found=line[slip.start : slip.end],
        suggest=()
        if slip.way is Way.TWICE
        else (slip.right,),  # which of both is to go, or both another word
        kind=Kind.WORD if slip.way is Way.TWICE else Kind.SPELLING,
        tier=tier,
        rule=RULES[slip.way],
        why=_why(line, slip),
    )


def _why(line: str, slip: Slip) -> str:
    found = line[slip.start : slip.end]
    around = line[max(0, slip.start - 4) : slip.start] + slip.right + line[slip.end : slip.end + 4]
    if slip.way is Way.TWICE:
        return f"“{slip.right}”连着写了两次"
    if slip.way is Way.MISSING:
        return f"“{found}”旁边像是漏了字，通行的写法是“{around}”"
    if slip.way is Way.OTHER:
        likely = min(99, round(slip.likely * 100))
        return f"“{found}”在这里少见，通行的写法是“{around}”（把握{likely}%）"
    reason = {
        Way.STRANGE: f"“{found}”不是通用字",
        Way.ALIKE: f"“{found}”与“{slip.right}”同音",
        Way.MIXED_UP: f"“{found}”与“{slip.right}”容易混用",
        Way.PARTICLE: _PARTICLES.get(slip.right, ""),
    }[slip.way]
    return f"{reason}，这里通行的写法是“{around}”"
