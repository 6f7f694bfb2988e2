"""Addresses without end: calendars, session ids, spinning parameters, paths in circles. What is left out here is never bad.

Every trap closes only its own branch, and only after pages of it were read that said nothing new. Branches and what was left out
of them are told at the end, so that the run says what it did not look at.
"""

import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from itertools import islice

import msgspec

from xunwang.inspector.crawl.doubles import Doubles
from xunwang.inspector.crawl.neighbours import path_of
from xunwang.inspector.crawl.novelty import Novelty, essence, mark_of
from xunwang.inspector.crawl.shapes import circles, folded, is_far, numberless, parameters
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Record

MAX_DEPTH = 12
MAX_LENGTH = 1000
_FILE = re.compile(r"\.s?html?$")
_TWICE_ESCAPED = "%2525"

_BARREN = 200  # pages of one template in a row
_BARREN_FILES = (
    1000  # the same for files: daily figures differ in nothing but numbers, and files do not grow without end
)
_BARREN_STEM = 1000  # pages below one first folder in a row, whatever their templates
_BARREN_SUSPECT = 40  # the same where the addresses themselves look like a trap
_BARREN_FAR = 12  # the same for months before the web and years ahead
_LOOKED_AT_ALL = (
    32  # pages of a template; while the next ones say something new only every fourth is looked at
)
_EVERY = 4
_COMBINED = 200  # pages from which on few values in many combinations are suspicious
_VALUES_KEPT = 128
_PARAMETERS_KEPT = 8
_COUNTED = 256  # templates whose values are counted
_BRANCHES = 4096
_BRANCHES_STORED = 60  # and told apart in the report


class Snag(StrEnum):
    """Why addresses were left out."""

    LONG = "long"
    DEEP = "deep"
    CIRCLES = "circles"
    ESCAPES = "escapes"
    REPEATS = "repeats"
    COMBINATIONS = "combinations"
    FAR_DATES = "far_dates"
    DOUBLES = "doubles"


WORDS = {
    Snag.LONG: f"地址超过{MAX_LENGTH}个字符",
    Snag.DEEP: f"距首页超过{MAX_DEPTH}次点击",
    Snag.CIRCLES: "路径中的目录反复循环，多由写错的相对链接造成",
    Snag.ESCAPES: "地址被层层转码，越来越长",
    Snag.REPEATS: "连续多页没有任何未读过的内容",
    Snag.COMBINATIONS: "参数反复组合，连续多页没有未读过的内容",
    Snag.FAR_DATES: "日期远在合理范围之外(如翻不完的日历)，所读各页没有内容",
    Snag.DOUBLES: "同一页面有多个地址（会话标识不同，或域名带与不带www），只读一次",
}


class Trap(Record, frozen=True):
    """One branch that was closed: how many addresses were left out there, with one of them as an example."""

    snag: Snag
    branch: str
    left_out: int
    example: str

    @property
    def words(self) -> str:
        return f"“{self.branch}”{WORDS[self.snag]}；未再访问{self.left_out}个地址，如 {self.example}"


def snag(url: str, depth: int) -> Snag | None:
    """What speaks against an address by itself; None when nothing does."""
    if len(url) > MAX_LENGTH:
        return Snag.LONG
    if depth > MAX_DEPTH:
        return Snag.DEEP
    if url.count("/") > 6 and circles(path_of(url).partition("?")[0]):
        return Snag.CIRCLES
    return Snag.ESCAPES if _TWICE_ESCAPED in url else None


class _Branch(msgspec.Struct):
    """A template, or everything below a first folder; `idle`: pages in a row that said nothing new."""

    read: int = 0
    idle: int = 0
    far: int = 0
    closed: Snag | None = None
    values: dict[str, set[str]] = msgspec.field(default_factory=dict)

    def learn(self, *, new: bool) -> None:
        # One new page among a hundred must not keep a calendar open for ever.
        self.idle = self.idle // 2 if new else self.idle + 1

    def combines(self) -> bool:
        """Whether few values in ever new combinations make up the addresses: no parameter is the number of a page."""
        if self.read < _COMBINED or len(self.values) < 2:
            return False
        most = max(len(values) for values in self.values.values())
        return most < min(self.read // 8, _VALUES_KEPT)


class TrapState(Record, frozen=True):
    """What is stored of the traps: a few KB, whatever the size of the site."""

    branches: dict[str, tuple[int, int, int, Snag | None]] = msgspec.field(default_factory=dict)
    told: dict[str, tuple[Snag, int, str]] = msgspec.field(default_factory=dict)
    doubles: tuple[str, ...] = ()
    repeated: tuple[int, ...] = ()


class Traps:
    """Watches the pages of one site in some 40 MB of memory at most, mostly far less.

    `today` is the monitoring day: dates in addresses are far or near from there.
    """

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._branches: dict[str, _Branch] = {}
        self._told: dict[str, tuple[Snag, int, str]] = {}
        self._novelty = Novelty()
        self._doubles = Doubles()
        self._counted = 0

    def allows(self, url: str) -> bool:
        """Whether a page is still worth a request; if not, it is counted as left out. Ask once for every address."""
        reason, branch = self._verdict(url)
        if reason:
            self.leave_out(reason, url, branch)
        return reason is None

    def _verdict(self, url: str) -> tuple[Snag | None, str]:
        template, stem = _branches(url)
        state = self._branches.get(template)
        if state and state.closed:
            return state.closed, template
        if state and state.far >= _BARREN_FAR and is_far(url, self._today):
            return Snag.FAR_DATES, template
        if self._doubles.is_double(url):
            return Snag.DOUBLES, template
        above = self._branches.get(stem)
        return (above.closed, stem) if above and above.closed else (None, "")

    def leave_out(self, reason: Snag, url: str, branch: str | None = None) -> None:
        """Counts an address that is not visited because of a trap."""
        branch = branch or _branches(url)[1]
        label = f"{reason.value} {branch}"
        if label not in self._told and len(self._told) >= _BRANCHES_STORED:
            branch = "…"
            label = f"{reason.value} {branch}"
        _, count, example = self._told.get(label, (reason, 0, url[:MAX_LENGTH]))
        self._told[label] = (reason, count + 1, example)

    def saw(self, url: str, text: str) -> bool | None:
        """Learns from a page that was read; `text` is what it says, without its menus if possible.

        Tells whether it says anything new, None when nobody had to know.
        """
        state = self._count(url)
        many_names = self._doubles.concerns(url)
        calm = state.read > _LOOKED_AT_ALL and not state.idle and not many_names
        if calm and state.read % _EVERY:
            return None
        said = essence(text)
        self._doubles.saw(url, mark_of(said))
        new = self._novelty.is_new(said)
        self._learn(url, new=new)
        return new

    def saw_again(self, url: str, *, new: bool | None) -> None:
        """Learns from a page that has not changed since an earlier run, of which `saw` told then whether it was `new`."""
        self._count(url)
        if new is not None:
            self._learn(url, new=new)

    def wants_words(self, url: str) -> bool:
        """Whether the words of a page matter although it has not changed: it may be one of many names of a page."""
        return self._doubles.concerns(url)

    def _count(self, url: str) -> _Branch:
        template, _ = _branches(url)
        state = self._branch(template)
        state.read += 1
        if "?" in template:
            self._note_values(state, url)
        return state

    def _learn(self, url: str, *, new: bool) -> None:
        template, stem = _branches(url)
        state, above = self._branch(template), self._branch(stem)
        state.learn(new=new)
        above.learn(new=new)
        if is_far(url, self._today):
            state.far = 0 if new else state.far + 1
        self._close(state, above, _BARREN_FILES if _FILE.search(template) else _BARREN)

    def _note_values(self, state: _Branch, url: str) -> None:
        if not state.values:
            if self._counted >= _COUNTED:
                return
            self._counted += 1
        for name, value in parameters(url)[:_PARAMETERS_KEPT]:
            values = state.values.setdefault(name, set())
            if len(values) < _VALUES_KEPT:
                values.add(value[:32])

    def _close(self, state: _Branch, above: _Branch, barren: int) -> None:
        if state.idle >= _BARREN_SUSPECT and state.combines():
            state.closed = Snag.COMBINATIONS
        elif state.idle >= barren:
            state.closed = Snag.REPEATS
        if above.idle >= _BARREN_STEM:
            above.closed = Snag.REPEATS

    def told(self) -> tuple[Trap, ...]:
        """The traps met, those with the most addresses left out first."""
        traps = [
            Trap(snag=reason, branch=label.partition(" ")[2], left_out=count, example=example)
            for label, (reason, count, example) in self._told.items()
        ]
        return tuple(sorted(traps, key=lambda trap: (-trap.left_out, trap.branch)))

    def _branch(self, name: str) -> _Branch:
        state = self._branches.get(name)
        if state is None:
            if len(self._branches) >= _BRANCHES:
                self._branches = dict(islice(_by_weight(self._branches), _BRANCHES // 2))
                self._counted = sum(bool(one.values) for one in self._branches.values())
            state = self._branches[name] = _Branch()
        return state

    # ── kept with the run ────────────────────────────────────────────────────────────────────────

    def state(self) -> bytes:
        """What must survive the process; of the sentences read those that came again last."""
        suspect = {name: one for name, one in self._branches.items() if one.closed or one.idle or one.far}
        kept = islice(_by_weight(suspect), _BRANCHES_STORED)
        stored = TrapState(
            branches={name: (one.read, one.idle, one.far, one.closed) for name, one in kept},
            told=self._told,
            doubles=self._doubles.proven()[-_BRANCHES_STORED:],
            repeated=self._novelty.repeated(),
        )
        return msgspec.json.encode(stored)

    def restore(self, state: bytes) -> None:
        """Goes on with what an earlier process had learnt. `msgspec.DecodeError` when the bytes are no state."""
        stored = msgspec.json.decode(state, type=TrapState)
        self._branches = {
            name: _Branch(read=read, idle=idle, far=far, closed=closed)
            for name, (read, idle, far, closed) in stored.branches.items()
        }
        self._told = dict(stored.told)
        self._doubles = Doubles(stored.doubles)
        self._novelty = Novelty(stored.repeated)


def _by_weight(branches: dict[str, _Branch]) -> list[tuple[str, _Branch]]:
    """Those that are closed first, then those nearest to it."""
    return sorted(branches.items(), key=lambda item: (item[1].closed is None, -item[1].idle, -item[1].read))


@lru_cache(maxsize=1_024)
def _branches(url: str) -> tuple[str, str]:
    """The template of an address on its host, and the folder below the host that it lies in."""
    key = key_of(url)
    parts = key.partition("?")[0].split("/", 2)
    stem = f"{parts[0]}/{parts[1]}/*" if len(parts) > 2 else f"{parts[0]}/*"
    return numberless(folded(key) or key), numberless(stem)
