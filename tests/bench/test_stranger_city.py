"""The second city can be made of any seed: no fault takes an article away in which another was planted before."""

import random
from datetime import datetime

from bench.stranger.building import build
from bench.stranger.model import Site
from bench.stranger.planting import KINDS, Kind
from bench.stranger.planting.kinds import QUIET


def planted(kind: Kind, way: int) -> tuple[bool, bool]:
    """Whether a portal loses articles to the kind, and whether the kind chooses one by chance."""
    at = datetime(2026, 11, 20, 23, 59, 59)  # noqa: DTZ001  # websites tell their days without a zone
    organiser = "清河县人民政府办公室"
    site = build(
        Site("清河县人民政府", "www.qinghe.gov.cn", "3612000001", "门户网站", "清河县", organiser, "loom", random.Random(7), at)
    )  # fmt: skip
    site.flags["friends"] = []
    before = articles(site)
    kind.make(site, way)
    return bool(before - articles(site)), any(isinstance(one, tuple) for one in site.taken)


def articles(site: Site) -> set[int]:
    """Of the columns in which kinds choose."""
    return {one.number for key in QUIET for one in site.columns[key].items}


def test_other_authors_choose_articles_when_all_that_take_some_away_have_done_so() -> None:
    kinds = [one for one in KINDS if "other_" in one.make.__module__ and one.portal is not False]
    done = [(one.make.__name__, planted(one, way)) for one in kinds for way in range(one.ways)]
    first = next(number for number, (_, (_, chooses)) in enumerate(done) if chooses)
    assert [name for name, (takes_away, _) in done[first:] if takes_away] == []
