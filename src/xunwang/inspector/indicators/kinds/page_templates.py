"""模板统一: sampled pages of one kind are built alike."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import PageKind, Record, SampleFact

_KINDS = {PageKind.COLUMN: "栏目页", PageKind.ARTICLE: "内容页"}
_LEAST_PARTS = 8
_PLAIN = "抽看的页面中有名称（class、id）的部分太少，看不出所用的模板"


class Params(Record, frozen=True, forbid_unknown_fields=True):
    likeness_percent: int
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Pages that share hardly a named part with those of the commonest template are candidates, one for each other template."""
    seen = [one for one in book.whole.samples if one.kind in _KINDS]
    samples = [one for one in seen if len(one.skeleton) >= _LEAST_PARTS]
    by_kind: dict[PageKind, list[SampleFact]] = defaultdict(list)
    for sample in samples:
        by_kind[sample.kind].append(sample)
    enough = {kind: found for kind, found in by_kind.items() if len(found) >= params.min_pages}
    if not enough:
        few = f"抽看的同类页面不足{params.min_pages}个" if samples else _PLAIN if seen else NO_SAMPLE
        return unchecked(book.home_unread or few)
    return counted(tuple(place for found in enough.values() for place in _places(found, params)))


def _places(samples: Sequence[SampleFact], params: Params) -> list[Place]:
    families = _families(samples, params.likeness_percent)
    main, *others = sorted(families, key=lambda family: (-len(family), family[0].key))
    return [
        Place(
            locator=f"template:{family[0].kind}:{family[0].template or family[0].key}",
            url=family[0].url,
            message=(
                f"抽看的{len(samples)}个{_KINDS[family[0].kind]}中，{len(family)}个与其余的模板不同"
                f"（多数如{main[0].url}）"
            ),
            value=str(len(family)),
            evidence=family[0].evidence,
            certain=False,
        )
        for family in others
        if len(main) > len(family)
    ]


def _families(samples: Sequence[SampleFact], least: int) -> list[list[SampleFact]]:
    """Samples in families: whoever is like one of a family belongs to it."""
    families: list[list[SampleFact]] = []
    for sample in samples:
        kin = [
            family
            for family in families
            if any(likeness(sample.skeleton, one.skeleton) >= least for one in family)
        ]
        families = [family for family in families if family not in kin]
        families.append([*(one for family in kin for one in family), sample])
    return families


def likeness(one: Sequence[int], other: Sequence[int]) -> int:
    """Percent of parts that two pages share, told from the smallest hashes of each."""
    size = min(len(one), len(other))
    smallest = sorted({*one, *other})[:size]
    both = set(one) & set(other)
    return 100 * sum(number in both for number in smallest) // size if size else 100
