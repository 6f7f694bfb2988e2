"""The facts of the website as a whole: its host, the sample of its pages, and what its pages show held against each other."""

from collections.abc import Iterable

from xunwang.inspector.model import Fact, NetworkFact, Record, SampleFact, SignFact, SiteSign

NOT_ASKED = "检查记录中没有网站整体情况的探查"
NO_SAMPLE = "检查记录中没有抽看的页面"


class Whole(Record, frozen=True):
    """What is known of the website as a whole; of several runs the last look at the host counts, and at each page."""

    network: NetworkFact | None = None
    samples: tuple[SampleFact, ...] = ()
    signs: tuple[SignFact, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Whole":
        network: NetworkFact | None = None
        samples: dict[str, SampleFact] = {}
        signs: dict[tuple[SiteSign, str], SignFact] = {}
        for fact in facts:
            match fact:
                case NetworkFact():
                    network = fact if network is None or fact.at >= network.at else network
                case SampleFact():
                    samples[fact.key] = fact
                case SignFact():
                    signs[fact.sign, fact.key] = fact
        return cls(network, tuple(samples.values()), tuple(signs.values()))
