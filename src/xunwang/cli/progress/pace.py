"""How fast work goes, and how long what is left of it will take at that pace. Pure: time is told, never asked."""

from collections import deque
from dataclasses import dataclass

from xunwang.inspector.door import Progress, Told

_WINDOW_SECONDS = 30.0
_MARK_SECONDS = 1.0
_JUDGED_AFTER_SECONDS = 2.0


class Pace:
    """Counts over the last half minute: a site that slows down is seen to slow down."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def mark(self, moment: float, count: int) -> None:
        marks = self._marks
        if len(marks) > 1 and moment - marks[-2][0] < _MARK_SECONDS:
            marks.pop()
        marks.append((moment, count))
        while len(marks) > 2 and moment - marks[1][0] >= _WINDOW_SECONDS:
            marks.popleft()

    @property
    def per_second(self) -> float | None:
        """None while there is too little to go by."""
        if not self._marks:
            return None
        (began, first), (now, last) = self._marks[0], self._marks[-1]
        return (last - first) / (now - began) if now - began >= _JUDGED_AFTER_SECONDS else None


@dataclass(frozen=True)
class Snapshot:
    """What was told of one stage, with what follows from the times at which it was told; times in seconds."""

    told: Told
    seconds: float
    pages_per_second: float | None = None
    seconds_left: float | None = None

    @property
    def rendered_share(self) -> float | None:
        """The part of the pages that a browser had to render."""
        crawl = self.told.crawl
        return crawl.rendered / crawl.pages if crawl and crawl.pages else None


class Stage:
    """One stage as it goes on."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._done = Pace()
        self._pages = Pace()

    def snapshot(self, told: Told, moment: float) -> Snapshot:
        self._done.mark(moment, told.done)
        if told.crawl:
            self._pages.mark(moment, told.crawl.pages)
        seconds = moment - self._began
        return Snapshot(
            told=told,
            seconds=seconds,
            pages_per_second=self._speed(told, seconds),
            seconds_left=None if told.finished else self._left(told),
        )

    def _speed(self, told: Told, seconds: float) -> float | None:
        """That of the last half minute, and of the whole stage once it is over: what comes after the last page is no crawling."""
        if told.crawl is None:
            return None
        if told.finished:
            return told.crawl.pages / seconds if seconds else None
        return self._pages.per_second

    def _left(self, told: Told) -> float | None:
        """For the addresses known so far, a site that is still being discovered has more; never longer than the user's limit."""
        pace, limit = self._done.per_second, told.crawl.time_left if told.crawl else None
        if told.total is None or not pace or _rests(told.crawl):
            return limit
        left = (told.total - told.done) / pace
        return left if limit is None else min(left, limit)


def _rests(crawl: Progress | None) -> bool:
    return crawl is not None and (crawl.quiet_until or crawl.held_until) is not None
