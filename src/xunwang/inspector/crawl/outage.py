"""Hosts of others that do not answer: after a few tries in a row the rest of their links share the verdict."""

from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Attempt, Clock, Reach

_OF_THE_HOST = frozenset({Reach.DNS, Reach.TIMEOUT, Reach.REFUSED, Reach.TLS})


class Outages:
    """Counts failures in a row of hosts that are not the site's own; such links are pending anyway, never found at once."""

    def __init__(self, clock: Clock, *, patience: int = 3) -> None:
        self._clock = clock
        self._patience = patience
        self._failed: dict[str, tuple[Reach, int]] = {}

    def saw(self, url: str, reach: Reach) -> None:
        host = host_of(url)
        if reach not in _OF_THE_HOST:
            self._failed.pop(host, None)
            return
        before, count = self._failed.get(host, (reach, 0))
        self._failed[host] = (reach, count + 1 if before is reach else 1)

    def attempt(self, url: str) -> Attempt | None:
        """The attempt that stands in for one more request to a host that is down; None when it should be asked."""
        reach, count = self._failed.get(host_of(url), (Reach.OK, 0))
        if count < self._patience:
            return None
        return Attempt(
            at=self._clock(), reach=reach, final_url=url, detail=f"该主机已连续{count}次无法访问，未再请求"
        )
