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
    forms = [(name, sorted(name), _runs(name)) for name in names]

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for name, characters, runs in forms:
            for match in runs.finditer(line):
                run = match[1]
                if (
                    run not in known
                    and run[-1] == name[-1]
                    and sorted(run) == characters
                    and not _is_cut(line, match, name)
                ):
                    yield Hit(*match.span(1), (name,))

    return look


def _runs(name: str) -> re.Pattern[str]:
    """Every run that is as long as the name and made of its characters alone."""
    return re.compile(rf"(?=([{name}]{{{len(name)}}}))")


def _is_cut(line: str, match: re.Match[str], name: str) -> bool:
    """Part of the name itself, written out beside it: 应急管理局应急管理."""
    return name in line[max(0, match.start(1) - len(name)) : match.end(1) + len(name)]
