"""The words of the watch: what is visited, how one visit went, and from where."""

import datetime as dt
from enum import StrEnum

from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach, Record

_GONE = frozenset({404, 410})
_ANSWERS = frozenset({Reach.HTTP, Reach.REFUSED, Reach.RESET, Reach.PROTOCOL})
_OURS_TOO_NEW = frozenset(
    {
        Detail.EXPIRED,
        Detail.NOT_YET_VALID,
        Detail.SELF_SIGNED,
        Detail.UNKNOWN_ISSUER,
        Detail.WRONG_HOST,
        Detail.UNFIT_CERTIFICATE,
        Detail.OLD_PROTOCOL,
        Detail.NOTHING_SHARED,
    }
)


class State(StrEnum):
    """Whether a visit opened the site. UNCLEAR counts on neither side."""

    OPEN = "open"
    DOWN = "down"
    UNCLEAR = "unclear"


class Target(Record, frozen=True):
    """An address that is visited: `id` is the caller's key for it, `name` what the site is called."""

    id: str
    url: str
    name: str = ""


class Timing(Record, frozen=True):
    """Milliseconds spent on each part of a visit, redirects added up."""

    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0
    first_byte: float = 0.0
    body: float = 0.0

    @property
    def total(self) -> float:
        return round(self.dns + self.connect + self.tls + self.first_byte + self.body, 1)


class Look(Record, frozen=True):
    """One visit over one family of addresses."""

    reach: Reach
    timing: Timing
    status: int | None = None
    address: str | None = None
    final_url: str | None = None
    detail: str | None = None

    @property
    def answered(self) -> bool:
        """Whether the other side itself said that it does not serve: an error page, a connection refused or broken off.

        Silence, a name that is not found and a network without a way may all be faults of our own.
        """
        return self.reach in _ANSWERS and self.detail != Detail.NO_ROUTE

    @property
    def state(self) -> State:
        """What only our own side refuses, or what a visitor with a browser may well get past, is UNCLEAR."""
        if self.reach is Reach.OK:
            return State.OPEN
        if self.reach is Reach.HTTP:
            gone = (self.status or 0) >= 500 or self.status in _GONE
            return State.DOWN if gone else State.UNCLEAR
        if self.reach is Reach.TLS and self.detail in _OURS_TOO_NEW:
            return State.UNCLEAR
        return State.UNCLEAR if self.reach in {Reach.CHALLENGE, Reach.FORBIDDEN} else State.DOWN


class Probe(Record, frozen=True):
    """One visit of a target from the vantage point `point`; a look is None where the host has no address of that family.

    `own_fault`: our own network was down at that moment, so that the visit says nothing. `unwitnessed`: nothing came back and
    there was no other address to ask, so that it may be our network as well as the site.
    """

    target: str
    url: str
    at: dt.datetime
    point: str
    four: Look | None
    six: Look | None
    own_fault: bool = False
    unwitnessed: bool = False

    @property
    def look(self) -> Look:
        """The look that tells how it went: one that opened, else the first there is."""
        looks = [look for look in (self.four, self.six) if look is not None]
        return next((look for look in looks if look.state is State.OPEN), looks[0])

    @property
    def state(self) -> State:
        """A site is open when it opens over either family, and down only when it does over none."""
        if self.own_fault or self.unwitnessed:
            return State.UNCLEAR
        states = {look.state for look in (self.four, self.six) if look is not None}
        return next(state for state in (State.OPEN, State.UNCLEAR, State.DOWN) if state in states)

    @property
    def milliseconds(self) -> float | None:
        return self.look.timing.total if self.state is State.OPEN else None

    @property
    def error(self) -> str | None:
        """Why it did not open, as a short word (`timeout`, `http 502`); None when it did."""
        if self.state is State.OPEN:
            return None
        look = self.look
        return f"{look.reach.value} {look.status}" if look.reach is Reach.HTTP else look.reach.value
