"""Faults that people found and the machine had not: the page with what belongs to it is kept, and read and judged again by any later version."""

import datetime as dt
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from xunwang.inspector.door.following import reading_day, reapply
from xunwang.inspector.door.judging import judge
from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.excerpt import excerpt
from xunwang.inspector.fetch.urls import host_of, key_of, resolve
from xunwang.inspector.model import (
    Attempt,
    Fact,
    Finding,
    LinkFact,
    LinkKind,
    NetworkFact,
    Outcome,
    OutcomeKind,
    Page,
    PageKind,
    PageRow,
    ProbeFact,
    Reach,
    Record,
    SampleFact,
    SiteFact,
)
from xunwang.inspector.norms import Norm
from xunwang.inspector.read import read_page

_MOST_LINKED = 60
"""Pages that the reported one links to: a column is told by its articles."""
_DEAD_LINK = "D-4.3"
_NAME = re.compile(r"[A-Z](?:-[A-Za-z0-9][\w.]{0,20})?|[A-Z]-V\d")


MOST_UNPACKED = 500_000_000
"""Bytes of one kept page with what belongs to it; zipfile unfolds no more than a package says of itself."""
BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
"""What zipfile trips over: cut off, altered, packed in a way of others, under a password."""


class End(StrEnum):
    FOUND = "found"
    MISSED = "missed"
    UNCHECKED = "unchecked"


class Case(Record, frozen=True):
    """What has to be found: on the page `url`, by one of `indicators`, with the words `expected` in the finding where they are given.

    `indicators` are names, or how names begin (`D-4.3`, `W-V4`, `P`), with spaces between. `day`: when it was reported; `norm`: whose
    lines are held against it. An expected web address means a link of the page.
    """

    url: str
    indicators: str
    day: dt.date
    norm: str
    expected: str = ""


class Tried(Record, frozen=True):
    """How it went; `why` says what could not be checked, or by what it was found."""

    end: End
    why: str = ""


def names_in(text: str) -> tuple[str, ...]:
    """The indicators of a case, or how they begin. ValueError with what is no name of one."""
    names = tuple(one for one in re.split(r"[\s,，、;；]+", text.strip()) if one)
    for one in names:
        if not _NAME.fullmatch(one):
            raise ValueError(one)
    return names


def told_by(indicator: str, names: tuple[str, ...]) -> bool:
    """Whether the indicator is one of those named: `W-V4` names W-V4.1, and not W-V41."""
    return any(re.match(rf"{re.escape(name)}(?![0-9])", indicator) for name in names)


def keep_around(run: Path, url: str, *, saved: bytes | None = None) -> bytes | None:
    """The reported page with the home page, what led to it and what it links to, as a packed run; None when the run never asked for it.

    `saved`: the page as somebody kept it, in the place of what the run holds. Raises RunError.
    """
    source = Run.open(run)
    key = key_of(url)
    rows = {row.key: row for row in source.pages() if row.key == key or row.depth == 0}
    if saved is not None:
        rows[key] = _saved_row(source, url, saved)
    row = rows.get(key)
    if row is None:
        return None
    keys = {*rows, *_linked(row), *([key_of(row.parent)] if row.parent else [])}
    with tempfile.TemporaryDirectory(prefix="xunwang-") as folder:
        made = excerpt(
            source,
            Path(folder),
            keys=keys,
            facts=lambda fact: _belongs(fact, key, keys),
            instead={key: (row, saved)} if saved is not None else None,
        )
        return _packed(made)


def _saved_row(run: Run, url: str, body: bytes) -> PageRow:
    manifest = run.manifest
    home = manifest.subject.home
    page = read_page(body, url, home=home, today=reading_day(manifest))
    attempt = Attempt(manifest.started, Reach.OK, 200, 0.0, url)
    depth = 0 if key_of(url) == key_of(home) else 1
    return PageRow(page, key_of(url), depth, home if depth else None, attempt, None)


def _linked(row: PageRow) -> list[str]:
    own = host_of(row.page.url)
    places = [one.url for one in row.page.items]
    places += [link.url for link in row.page.links if link.kind is LinkKind.PAGE]
    return list(dict.fromkeys(key_of(place) for place in places if host_of(place) == own))[:_MOST_LINKED]


def _belongs(fact: Fact, key: str, keys: set[str]) -> bool:
    if isinstance(fact, LinkFact):
        return fact.key == key or (fact.parent is not None and key_of(fact.parent) == key)
    if isinstance(fact, SampleFact):
        return fact.key in keys
    return isinstance(fact, SiteFact | ProbeFact | NetworkFact)


def _packed(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            package.write(file, file.relative_to(folder).as_posix())
    return out.getvalue()


@contextmanager
def _unpacked(kept: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xunwang-") as folder:
        place = Path(folder) / "excerpt"
        try:
            with zipfile.ZipFile(io.BytesIO(kept)) as package:
                if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                    raise RunError("存下的页面解开后过大，不能复测")
                package.extractall(place)  # zipfile drops what leads out of the folder
        except BROKEN_PACKAGE as error:
            raise RunError("存下的页面已损坏，不能复测") from error
        yield place


# ── once more ────────────────────────────────────────────────────────────────────────────────────


def try_case(kept: bytes, case: Case, norm: Norm) -> Tried:
    """Reads and judges the kept pages with today's readers and rules. Raises RunError when what was kept is damaged."""
    names = names_in(case.indicators)
    if not names:
        return Tried(End.UNCHECKED, "没有填写指标")
    try:
        with _unpacked(kept) as folder:
            return _tried_again(folder, case, norm, names)
    except ValueError as error:  # an address in it that is none
        raise RunError("存下的页面已损坏，不能复测") from error


def _tried_again(folder: Path, case: Case, norm: Norm, names: tuple[str, ...]) -> Tried:
    again = Run.open(reapply(folder, clock=lambda: Run.open(folder).manifest.ended, tell=lambda _: None))
    row = next((row for row in again.pages() if row.key == key_of(case.url)), None)
    if row is None:
        return Tried(End.UNCHECKED, "没有存下这个页面")
    return _tried(again, row, case, norm, names)


def _tried(run: Run, row: PageRow, case: Case, norm: Norm, names: tuple[str, ...]) -> Tried:
    language = [name for name in names if name.startswith("P")]
    if language:
        read = _by_proofreading(row.page, case)
        if read.end is End.FOUND or len(language) == len(names):
            return read
    (judged,) = judge([run.path], norm, as_of=max(case.day, reading_day(run.manifest)))
    for finding in judged.judgement.findings:
        if told_by(finding.indicator, names) and _is_it(finding, case):
            return Tried(End.FOUND, f"{finding.indicator}：{finding.message}"[:200])
    if told_by(_DEAD_LINK, names) and "://" in (case.expected or case.url):
        return _by_link(run, row, case)
    outcomes = [one for one in judged.judgement.outcomes if told_by(one.indicator, names)]
    if case.expected and not _stands_in(run, row, case.expected):
        return Tried(End.UNCHECKED, f"存下的页面里没有“{case.expected}”")
    return _unfound(row, outcomes)


def _stands_in(run: Run, row: PageRow, words: str) -> bool:
    body = run.response(row.evidence).body if row.evidence else b""
    shown = (row.page.title or "", row.page.text)
    return any(words in text for text in shown) or any(
        words.encode(coding, "replace") in body for coding in ("utf-8", "gb18030")
    )


def _is_it(finding: Finding, case: Case) -> bool:
    """A finding on the page (or about it), with the expected words in it."""
    key = key_of(case.url)
    here = any(place and key_of(place) == key for place in (finding.url, finding.parent))
    if "://" in case.expected:
        return key_of(finding.url) == key_of(case.expected) or case.expected in _words(finding)
    if case.expected:
        return case.expected in _words(finding)
    return here


def _words(finding: Finding) -> str:
    parts = (finding.message, finding.excerpt, finding.value, finding.locator)
    return "\n".join(filter(None, parts))


def _unfound(row: PageRow, outcomes: list[Outcome]) -> Tried:
    """Nothing was found: a miss only where the indicators could look and the page says what was expected."""
    if not outcomes:
        return Tried(End.UNCHECKED, "规则中没有这个指标")
    if all(one.outcome in {OutcomeKind.UNCHECKED, OutcomeKind.NOT_APPLICABLE} for one in outcomes):
        reason = next((one.reason for one in outcomes if one.reason), None) or "这个指标不适用"
        return Tried(End.UNCHECKED, f"{outcomes[0].indicator}：{reason}"[:200])
    if row.attempt.reach is not Reach.OK:
        return Tried(End.UNCHECKED, "检查时这个页面没有打开，没有存下内容")
    return Tried(End.MISSED)


def try_page(body: bytes, case: Case) -> Tried:
    """As `try_case` of a page alone, without its run: only its language can be told."""
    if not any(name.startswith("P") for name in names_in(case.indicators)):
        return Tried(End.UNCHECKED, "存下的只有这一个页面，只能复测语言文字")
    return _by_proofreading(read_page(body, case.url, home=None, today=case.day), case)


def _by_proofreading(page: Page, case: Case) -> Tried:
    """Language is told by the words of one page alone; a mark may cover less or more than what a person quoted."""
    if not case.expected:
        return Tried(End.UNCHECKED, "没有填写应当发现的文字")
    text = f"{page.title or ''}\n{page.text or ''}"
    if case.expected not in text:
        return Tried(End.UNCHECKED, f"存下的页面里没有“{case.expected}”")
    from xunwang.inspector.door import proofreading as proof  # noqa: PLC0415  # loads the speller

    found = [one.found for one in proof.proofread(proof.Proofreader(), text, day=case.day) if one.found]
    hit = any(one in case.expected or case.expected in one for one in found)
    return Tried(End.FOUND if hit else End.MISSED)


def _by_link(run: Run, row: PageRow, case: Case) -> Tried:
    """A link that nobody had followed, or whose answer nobody had known for an error page."""
    wanted = key_of(resolve(case.expected or case.url, case.url) or case.url)
    target = next((one for one in run.pages() if one.key == wanted), None)
    if target is not None and target.page.kind is PageKind.ERROR:
        return Tried(End.FOUND, "今天的规则认得出这是错误页面")
    if wanted == row.key:
        return Tried(End.UNCHECKED, "检查时这个页面能打开，不能凭存档复测")
    read = any(key_of(link.url) == wanted for link in row.page.links)
    asked = target is not None or any(
        isinstance(fact, LinkFact) and fact.key == wanted for fact in run.each_fact()
    )
    if read and asked:
        return Tried(End.UNCHECKED, "检查时这个链接能打开，不能凭存档复测")
    if read:
        return Tried(End.FOUND, "今天能读到这个链接，检查时会访问")
    path = wanted.rpartition("/")[2]
    body = run.response(row.evidence).body if row.evidence else b""
    if not path or path.encode() not in body:
        return Tried(End.UNCHECKED, "存下的页面里没有这个链接")
    return Tried(End.MISSED, "页面里有这个链接，仍没有读到")
