"""Whether it is us: a site that does not open counts only while something else does."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from xunwang.inspector.fetch.urls import host_of, registered_domain
from xunwang.inspector.watch.model import Probe, State, Target
from xunwang.inspector.watch.prober import Prober

_FRESH = dt.timedelta(minutes=1)  # for so long an opened site vouches for our network
_ASKED = 3
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class Witness:
    """Vouches for our own network.

    `anchors` are addresses that the operator trusts to be up (a search engine, the national portal); without them the
    watched sites vouch for each other, those of another registered domain. With nobody to ask only what the other side
    itself answered can be told.
    """

    def __init__(self, prober: Prober, anchors: Sequence[Target], others: Sequence[Target]) -> None:
        self._prober = prober
        self._anchors = tuple(anchors)
        self._others = tuple(others)
        self._opened: dict[str, dt.datetime] = {}

    def saw(self, probe: Probe) -> None:
        """A visit is over; one that opened vouches for a while."""
        if probe.state is State.OPEN:
            self._opened[_domain(probe.url)] = self._prober.clock()

    async def heard(self, failed: Probe) -> Probe:
        """The visit that failed, with what can be said of our own network at that moment."""
        mine = _domain(failed.url)
        if self._fresh(mine):
            return failed
        asked = self._asked(mine)
        if not asked:
            return replace(failed, unwitnessed=not failed.look.answered)
        probes = await asyncio.gather(*map(self._prober.probe, asked))
        for probe in probes:
            self.saw(probe)
        return replace(failed, own_fault=not any(probe.state is State.OPEN for probe in probes))

    def _fresh(self, mine: str) -> bool:
        since = self._prober.clock() - _FRESH
        return any(at >= since for domain, at in self._opened.items() if domain != mine)

    def _asked(self, mine: str) -> list[Target]:
        """The anchors, else a few others: those that opened last come first."""
        if self._anchors:
            return [one for one in self._anchors if _domain(one.url) != mine]
        rest = {_domain(one.url): one for one in self._others if _domain(one.url) != mine}
        ordered = sorted(rest, key=lambda domain: self._opened.get(domain, _NEVER), reverse=True)
        return [rest[domain] for domain in ordered[:_ASKED]]


def _domain(url: str) -> str:
    return registered_domain(host_of(url))


def lacks_witnesses(urls: Iterable[str]) -> bool:
    """Whether no two of the addresses can vouch for each other, so that anchors are needed."""
    domains = map(_domain, urls)
    first = next(domains, None)
    return all(domain == first for domain in domains)
