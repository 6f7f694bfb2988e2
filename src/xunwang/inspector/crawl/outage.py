"""Hosts that do not answer: others share one verdict for their links, the site itself is left for another day."""

from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Attempt, Clock, Reach

_OF_THE_HOST = frozenset({Reach.DNS, Reach.TIMEOUT, Reach.REFUSED, Reach.TLS})
_SILENT = frozenset({Reach.DNS, Reach.TIMEOUT, Reach.REFUSED, Reach.RESET})
_NOT_ASKED = frozenset({Reach.ROBOTS, Reach.FORBIDDEN})
_TOO_FAST = 429
_BROKEN = range(500, 600)


class SilentError(Exception):
    """The site has stopped answering."""


def serves(status: int | None) -> bool:
    """Whether whoever gave this status was at work: a server that only says that it cannot, or that it is too much for it, tells nothing of its pages."""
    return status is not None and status != _TOO_FAST and status not in _BROKEN


class Silence:
    """Counts the requests in a row to which the site gave no answer, or one that only says that it cannot."""

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._count = 0

    def saw(self, attempt: Attempt) -> bool:
        """Whether it has been silent for so long that it should be asked whether it is still there; counting begins anew."""
        if attempt.reach not in _NOT_ASKED:
            answered = attempt.reach not in _SILENT and (attempt.status is None or serves(attempt.status))
            self._count = 0 if answered else self._count + 1
        if self._count < self._patience:
            return False
        self._count = 0
        return True


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
