"""Archived pages searched for words or a pattern, run by run, as fast as their tables can be unpacked and never all in memory."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from ahocorasick_rs import BytesAhoCorasick

from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.table import Places, SameRow, batches_of, is_same, row_of
from xunwang.inspector.model import UNDECODABLE, Evidence, Page, PageRow, Record
from xunwang.inspector.privacy import masked

_AROUND = 30  # signs of an excerpt before and after what was found
_SEEN = 200
_LONGEST_SHOWN = 300
MOST_WORDS = 1000
LONGEST_WORD = 100


class TextRule(Record, frozen=True):
    """Pages that show one of the `words` in their title or visible text, or something that the regular expression `pattern` matches."""

    words: tuple[str, ...] = ()
    pattern: str = ""


class SiftMark(Record, frozen=True):
    """How far a run was searched: everything before byte `at` of the page table `table`."""

    table: str
    at: int


class TextHit(Record, frozen=True):
    """What was found on a page first, with the words around it; personal data is masked."""

    url: str
    title: str
    found: str
    excerpt: str
    evidence: Evidence | None


class Sifted(Record, frozen=True):
    """One batch: the pages in it, what was found in them, and where to go on."""

    mark: SiftMark
    pages: int
    hits: tuple[TextHit, ...]


class RuleError(ValueError):
    """The rule cannot be used; says why."""


def check_rule(rule: TextRule) -> None:
    """Raises RuleError."""
    if not rule.words and not rule.pattern:
        raise RuleError("请给出至少一个词语")
    if len(rule.words) > MOST_WORDS:
        raise RuleError(f"词语有 {len(rule.words)} 个，最多 {MOST_WORDS} 个")
    for word in rule.words:
        if not word.strip() or len(word) > LONGEST_WORD:
            raise RuleError(f"词语“{word[:20]}”应为 1 到 {LONGEST_WORD} 个字")
    try:
        re.compile(rule.pattern)
    except re.error as error:
        raise RuleError(f"正则表达式“{rule.pattern}”从第 {(error.pos or 0) + 1} 个字符起写得不对") from None


def sift(run: Path, rule: TextRule, after: SiftMark | None = None) -> Iterator[Sifted]:
    """Searches the pages of a closed run batch by batch, from `after` on. Raises RunError, RuleError."""
    check_rule(rule)
    search, chosen, places = _search(rule), _chooser(rule), Places()
    for table in Run.open(run).tables():
        if after and table.name < after.table:
            continue
        start = after.at if after and table.name == after.table else 0
        for batch, end in batches_of(table, start):
            rows = (_page(line, run, places) for line in chosen(batch))
            hits = tuple(hit for page, evidence in rows if (hit := search(page, evidence)))
            yield Sifted(SiftMark(table.name, end), batch.count(b"\n"), hits)


def _page(line: bytes, run: Path, places: Places) -> tuple[Page, Evidence | None]:
    try:
        row: PageRow | SameRow = row_of(line)
    except (ValueError, *UNDECODABLE) as error:
        raise RunError(f"检查记录“{run.name}”的页面表已损坏：{error}") from error
    return (row.page if isinstance(row, PageRow) else places.page(run, row.same)), row.evidence


def _chooser(rule: TextRule) -> Callable[[bytes], Iterable[bytes]]:
    """Picks the lines of a batch that may hold something: with words alone those that hold one anywhere, and those that refer to an earlier run."""
    if rule.pattern:
        return lambda batch: batch.splitlines()
    words = BytesAhoCorasick([msgspec.json.encode(word)[1:-1] for word in rule.words])

    def choose(batch: bytes) -> Iterator[bytes]:
        end = -1
        for _, at, _ in words.find_matches_as_indexes(batch):
            if at > end:
                begin, end = batch.rfind(b"\n", 0, at) + 1, batch.find(b"\n", at)
                end = len(batch) if end < 0 else end
                if not is_same(batch[begin : begin + 16]):
                    yield batch[begin:end]
        if b'{"same":' in batch:
            yield from filter(is_same, batch.splitlines())

    return choose


def _search(rule: TextRule) -> Callable[[Page, Evidence | None], TextHit | None]:
    parts = [re.escape(word) for word in sorted(rule.words, key=len, reverse=True)]
    wanted = re.compile("|".join([*parts, *([f"(?:{rule.pattern})"] if rule.pattern else [])]))

    def search(page: Page, evidence: Evidence | None) -> TextHit | None:
        for text in (page.title or "", page.text):
            if found := wanted.search(text):
                return TextHit(
                    page.url, masked(page.title or "")[:200], *_shown(text, *found.span()), evidence
                )
        return None

    return search


def _shown(text: str, begin: int, end: int) -> tuple[str, str]:
    """What was found and the words around it. Masking keeps lengths, and sees more than is shown so that no number is cut before it."""
    start = max(0, begin - _SEEN)
    seen = masked(text[start : end + _SEEN]).replace("\n", " ")
    begin, end = begin - start, end - start
    return seen[begin:end][:_LONGEST_SHOWN], seen[max(0, begin - _AROUND) : end + _AROUND][:_LONGEST_SHOWN]
