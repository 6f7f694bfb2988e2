"""Names of organisations with their characters in another order."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from xunwang.inspector.proof.rules.shapes import Hit

TRIGGERS = ("局", "委员会", "部门")
Look = Callable[[str, dt.date | None], Iterator[Hit]]


def jumbled(names: Sequence[str]) -> Look:
    """Runs of the same characters as a name, the last one at its place, that are no name: slips made when a draft is cut and pasted."""
    known = frozenset(names)
    meant: dict[str, tuple[str, ...]] = {}
    for name in names:
        meant[_spelt(name)] = (*meant.get(_spelt(name), ()), name)
    lengths = sorted({len(name) for name in names})
    row = re.compile(f"[{''.join(sorted(set().union(*names)))}]{{{lengths[0]},}}")
    last = re.compile("[" + "".join({name[-1] for name in names}) + "]")

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for begin, end in _ends(line):
            for start in (end - length for length in lengths if length <= end - begin):
                run = line[start:end]
                right = tuple(
                    name
                    for name in meant.get(_spelt(run), ())
                    if name[-1] == run[-1] and not _is_cut(line, start, name)
                )
                if right and run not in known:
                    yield Hit(start, end, right)

    def _ends(line: str) -> Iterator[tuple[int, int]]:
        """Where a run of characters of names begins, and each place in it at which a name may end."""
        for run in row.finditer(line):
            for match in last.finditer(line, *run.span()):
                yield run.start(), match.end()

    return look


def _spelt(name: str) -> str:
    """Its characters in an order that all their orders share."""
    return "".join(sorted(name))


def _is_cut(line: str, start: int, name: str) -> bool:
    """Part of the name itself, written out beside it: 应急管理局应急管理."""
    return name in line[max(0, start - len(name)) : start + 2 * len(name)]
