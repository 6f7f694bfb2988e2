"""What a benchmark reads out of the run folders that xunwang has left."""

from collections.abc import Iterator
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.model import LinkFact, Reach

_NO_NEWS = frozenset({Reach.OK, Reach.ROBOTS, Reach.FORBIDDEN})


def runs_in(out: Path) -> list[Path]:
    return sorted(path.parent for path in out.glob("*/manifest.json"))


def links_in(out: Path) -> Iterator[LinkFact]:
    for run in runs_in(out):
        yield from (fact for fact in door.Run.open(run).facts() if isinstance(fact, LinkFact))


def broken_links(out: Path) -> set[str]:
    """Addresses of links none of whose attempts succeeded."""
    return {link.url for link in links_in(out) if all(one.reach not in _NO_NEWS for one in link.attempts)}
