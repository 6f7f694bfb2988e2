"""How hard we may press a host and an address, when not at all, and who agreed to more: settings, and the arithmetic on them."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from xunwang.inspector.model import SHANGHAI, Record

_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})\s*")
_AGREEMENT = re.compile(r"([^=\s]+)=(\d+(?:\.\d+)?)(?:x(\d+))?[:：](.+)", re.DOTALL)
_DAY = 24 * 60


class HourSpan(Record, frozen=True):
    """A span of every day in Shanghai's time, in minutes after midnight; one that ends before it starts runs over midnight."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> "HourSpan":
        """Reads 08:30-11:30; ValueError in Chinese for anything else."""
        read = _SPAN.fullmatch(text)
        start, end = (_minutes(read[1], read[2]), _minutes(read[3], read[4])) if read else (None, None)
        if start is None or end is None or start == end:
            raise ValueError(f"时段应写作 08:30-11:30（起止不同，24小时制），实际为“{text}”")
        return cls(start=start % _DAY, end=end)

    def __str__(self) -> str:
        return f"{self.start // 60:02d}:{self.start % 60:02d}-{self.end // 60:02d}:{self.end % 60:02d}"

    def covers(self, minute: float) -> bool:
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def minutes_left(self, minute: float) -> float:
        return (self.end - minute) % _DAY or _DAY


def quiet_hours(texts: Iterable[str]) -> tuple[HourSpan, ...]:
    """The spans in which no request may start. ValueError in Chinese when one is unreadable or nothing is left of the day."""
    spans = tuple(HourSpan.parse(text) for text in texts)
    if all(any(span.covers(minute) for span in spans) for minute in range(_DAY)):
        raise ValueError(f"静默时段“{'、'.join(map(str, spans))}”占满了一整天，应留出可以访问的时间")
    return spans


def quiet_until(now: dt.datetime, spans: Iterable[HourSpan]) -> dt.datetime | None:
    """When a request may start again; None when it may start now. Spans that touch are one."""
    spans = tuple(spans)
    end = local = now.astimezone(SHANGHAI)
    for _ in range(2 * len(spans)):
        minute = end.hour * 60 + end.minute + end.second / 60 + end.microsecond / 60e6
        span = next((span for span in spans if span.covers(minute)), None)
        if span is None:
            break
        end += dt.timedelta(minutes=span.minutes_left(minute))
    return end if end > local else None


class Agreement(Record, frozen=True):
    """A rate that the owner of a host or of an IP address agreed to; there it stands in the place of the defaults.

    `place` is the host name or the IP address, `rate` requests a second, `agreed` who agreed and when, in free words.
    """

    place: str
    rate: float
    connections: int
    agreed: str

    def __post_init__(self) -> None:
        if not (self.rate > 0 and math.isfinite(self.rate) and self.connections >= 1):
            raise ValueError(f"“{self.place}”的约定速率应大于0，连接数应不少于1")
        if not self.agreed.strip():
            raise ValueError(f"“{self.place}”的约定速率应写明由谁、何时同意")

    @classmethod
    def parse(cls, text: str) -> "Agreement":
        """Reads PLACE=RATE[xCONNECTIONS]:WHO AND WHEN, as www.x.gov.cn=5x4:平台运维2026-03-01同意; ValueError in Chinese."""
        read = _AGREEMENT.fullmatch(text.strip())
        if read is None:
            raise ValueError(f"约定速率应写作 主机或IP=每秒次数x连接数:由谁、何时同意，实际为“{text}”")
        place, rate, connections, agreed = read.groups()
        return cls(place.strip("[]").lower(), float(rate), int(connections or 1), agreed.strip())

    @property
    def delay(self) -> float:
        return 1 / self.rate


class Manners(Record, frozen=True):
    """`per_host` requests at a time to one host, `per_address` to one IP address (it can carry hundreds of sites).

    `delay` is the least time in seconds between two starts on one host, `per_address_delay` between two on one address.
    It doubles up to `longest_pause` when the host answers 429 or 503 or not in time, and shrinks again while it answers
    well; a Retry-After is kept up to `longest_retry_after`. In the `quiet` spans nothing is started.
    """

    per_host: int = 2
    per_address: int = 4
    delay: float = 0.25
    per_address_delay: float = 0.25
    longest_pause: float = 60.0
    longest_retry_after: float = 600.0
    quiet: tuple[HourSpan, ...] = ()
    agreements: tuple[Agreement, ...] = ()


class Pace:
    """The time between two starts at one place. Instants are of a clock that only runs forward, in seconds."""

    __slots__ = ("_longest", "_rests_until", "delay", "least", "next_start")

    def __init__(self, delay: float, longest: float) -> None:
        self._longest = longest
        self.least = self.delay = delay
        self.next_start = self._rests_until = 0.0

    def wait(self, now: float) -> float:
        """The seconds until a request may start."""
        return self.next_start - now

    def held(self, now: float) -> float:
        """The seconds of waiting left that the place asked for or brought about by not keeping up; 0.0 where only its usual pause is left."""
        until = self.next_start if self.delay > self.least else self._rests_until
        return max(until - now, 0.0)

    def started(self, now: float) -> None:
        self.next_start = max(self.next_start, now + self.delay)

    def slow_down(self, now: float, asked: float | None = None) -> None:
        """The place is overburdened; `asked` is how many seconds it wants to be left alone."""
        self.delay = min(max(self.delay * 2, 0.5), max(self._longest, self.least))
        if asked is not None:
            self._rests_until = max(self._rests_until, now + asked)
        self.next_start = max(self.next_start, now + (self.delay if asked is None else asked))

    def recover(self) -> None:
        if self.delay > self.least:
            self.delay = max(self.delay * 0.9, self.least)

    def at_least(self, seconds: float) -> None:
        """A pause that the place asks for between any two starts, from the last one on."""
        self.least = max(self.least, min(seconds, self._longest))
        self.next_start += max(self.least - self.delay, 0.0)
        self.delay = max(self.delay, self.least)

    def at_ease(self, now: float) -> bool:
        """Whether nothing would be forgotten with this pace but its defaults."""
        return self.next_start <= now and self.delay <= self.least


def retry_seconds(value: str | None, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date; None when there is none to read."""
    if not value:
        return None
    plain = value.strip()
    if plain.isascii() and plain.isdigit():
        return float(plain)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a zone of many digits
        return None
    if until.tzinfo is None:  # "-0000": the sender does not know its zone, the number is UTC's
        until = until.replace(tzinfo=dt.UTC)
    return max((until - now).total_seconds(), 0.0)


def _minutes(hour: str, minute: str) -> int | None:
    value = int(hour) * 60 + int(minute)
    return value if int(minute) < 60 and value <= _DAY else None
