"""Loading the rules and running them over lines."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from ahocorasick_rs import AhoCorasick

from xunwang.inspector.model import read_yaml
from xunwang.inspector.proof.failing import Failed, logged, unless_starved
from xunwang.inspector.proof.rules import checks
from xunwang.inspector.proof.rules.shapes import Check, Hit, Rule
from xunwang.inspector.proof.suspicion import Kind, Suspicion


class RuleError(Exception):
    """A rule file cannot be used: which rule, and what is wrong with it."""


# 18 420件: GB/T 15835 lets a thin blank part the thousands; rules read it as they read the comma.
_THIN = re.compile(
    r"\d(?<![\d.][ \u2009\u202f\u00a0]\d)(?<![\d.,]\d)\d{0,2}(?:[ \u2009\u202f\u00a0]\d{3})+(?=\.?\d*[\u4e00-\u9fff%％])"
)
_THIN_BLANKS = (" ", "\u2009", "\u202f", "\u00a0")
_BLANKS = str.maketrans(dict.fromkeys(_THIN_BLANKS, ","))


def _with_commas(line: str) -> str:
    """The line with a comma for the blank within a number; each character keeps its place."""
    if any(blank in line for blank in _THIN_BLANKS):
        return _THIN.sub(lambda number: number[0].translate(_BLANKS), line)
    return line


class RuleBook:
    """Rules ready to run. Words that start a rule are looked for in one pass; a rule runs only on lines that hold one.

    `wordwise`: rules that tell a wrong word wherever its characters stand, be they of one word or of two.
    `near`: rules that tell what is nearly an idiom, a saying or another name of the text, be it by a slip or on purpose.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._whole = [rule for rule in self.rules if rule.check in checks.WHOLE]
        self._ready = [ready for rule in self.rules for ready in checks.prepare(rule)]
        words: dict[str, list[int]] = {}
        for number, ready in enumerate(self._ready):
            for word in ready.triggers:
                words.setdefault(word, []).append(number)
        self.wordwise = frozenset(
            rule.id for rule in self.rules if rule.check is Check.REPLACE and rule.kind is Kind.WORD
        )
        self.near = frozenset(
            rule.id for rule in self.rules if rule.check in {Check.IDIOM, Check.SAYING, Check.THINGS}
        )
        self._words = list(words)
        self._of_word = list(words.values())
        self._finder = AhoCorasick(self._words)

    def suspicions(
        self, lines: list[str], published: dt.date | None = None, failed: Failed = logged
    ) -> list[Suspicion]:
        """What the rules find, by line. `published` is the day of the text; without it nothing that needs it is said.

        A rule that raises finds nothing on that line, and `failed` hears of it.
        """
        found = []
        written, lines = lines, [_with_commas(line) for line in lines]
        for number, wanted in sorted(self._wanted(lines).items()):
            for rule_number in sorted(wanted):
                ready = self._ready[rule_number]
                try:
                    hits = ready.look(lines[number], published)
                    found += [_suspicion(ready.rule, number, written[number], hit) for hit in hits]
                except Exception as error:  # noqa: BLE001  # texts have no limits, and one rule is not all
                    unless_starved(ready.rule.id, ready.rule.kind, error, failed)
        for rule in self._whole:
            try:
                found += [
                    _suspicion(rule, number, written[number], hit)
                    for number, hit in checks.WHOLE[rule.check](lines)
                ]
            except Exception as error:  # noqa: BLE001  # as above
                unless_starved(rule.id, rule.kind, error, failed)
        return list(dict.fromkeys(found))

    def _wanted(self, lines: list[str]) -> dict[int, set[int]]:
        wanted: dict[int, set[int]] = {}
        for number, line in enumerate(lines):
            for word, _, _ in self._finder.find_matches_as_indexes(line, overlapping=True):
                wanted.setdefault(number, set()).update(self._of_word[word])
        return wanted


def _suspicion(rule: Rule, number: int, line: str, hit: Hit) -> Suspicion:
    return Suspicion(
        line=number + 1,
        start=hit.start,
        end=hit.end,
        found=line[hit.start : hit.end],
        suggest=hit.suggest,
        kind=rule.kind,
        tier=rule.tier,
        rule=rule.id,
        why=f"{hit.why or rule.why}（{rule.basis}{'' if rule.confirmed else '，条款号待核对'}）",
    )


@cache
def shipped_rules() -> RuleBook:
    folder = resources.files("xunwang.inspector.proof").joinpath("data", "rules")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda e: e.name
    )
    return RuleBook(
        rule for file in files for rule in read_rules(file.read_text(encoding="utf-8"), file.name)
    )


def read_rules(text: str, name: str) -> Iterator[Rule]:
    """The rules of one file. Raises RuleError; patterns are compiled when they are needed, and tried by their own examples."""
    entries: Any = read_yaml(text)
    for entry in entries:
        try:
            yield msgspec.convert(entry, Rule, strict=False)
        except msgspec.ValidationError as error:
            raise RuleError(f"{name} 中的规则 {entry.get('id', '（无编号）')} 不能使用：{error}") from error
