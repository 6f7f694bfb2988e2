"""How long a look will take, before it starts and while it runs. Pure arithmetic on sizes, rates and shared addresses."""

import math
from collections.abc import Iterable, Sequence

from xunwang.inspector.fetch.manners import Agreement, Manners
from xunwang.inspector.model import Record, SiteKind

_ANSWER_SECONDS = 0.5  # that a connection is busy with one request
_REQUESTS_A_PAGE = 1.4  # with files, links elsewhere and second visits
_WORK_SECONDS = 0.002  # of one processor, a request with its page
_MINUTES_A_DAY = 24 * 60
_NAMED = 3  # places worth a sentence of their own
_WORTH_A_SENTENCE = 6 * 3600.0
_FEWEST_VISITS, _SHORTEST_LOOK = 20, 5.0
# Pages of a site nobody has measured yet: judgement, replaced by the count of an earlier run as soon as there is one.
_PORTAL_PAGES = {"省": 20_000, "县": 5_000, "市": 8_000}  # 县级市 is a county
_PAGES = {SiteKind.PORTAL: 5_000, SiteKind.DEPARTMENT: 2_000, SiteKind.SPECIAL: 800}
_PAGES_OTHERWISE = 2_000


class Planned(Record, frozen=True):
    """One site to be looked at. `address` is where its name leads, None while unknown; `pages` comes from an earlier run."""

    name: str
    host: str
    address: str | None = None
    pages: int | None = None
    site_kind: SiteKind | None = None
    level: str | None = None


class Wait(Record, frozen=True):
    """The sites behind one address, and the time that they need one after the other at its rate (requests a second)."""

    place: str
    sites: int
    requests: int
    rate: float
    seconds: float
    agreed: str | None = None


class Forecast(Record, frozen=True):
    """`seconds` of the whole look, the places that decide it longest first, and `words` for the user."""

    seconds: float
    pages: int
    guessed: int
    waits: tuple[Wait, ...]
    words: tuple[str, ...]


def forecast(
    sites: Sequence[Planned],
    manners: Manners,
    *,
    max_pages: int,
    at_a_time: int,
    max_seconds: float | None = None,
    processes: int = 1,
) -> Forecast:
    """Estimates a look at `sites`, `at_a_time` side by side, each with at most `max_pages` pages and left after `max_seconds`."""
    open_share = 1 - _quiet_minutes(manners) / _MINUTES_A_DAY
    sized = [(site, min(size_of(site), max_pages)) for site in sites]
    waits = sorted(_waits(sized, manners, open_share), key=lambda wait: (-wait.seconds, wait.place))
    alone = sum(_alone(site, pages, manners) for site, pages in sized) / open_share
    pages = sum(count for _, count in sized)
    work = pages * _REQUESTS_A_PAGE * _WORK_SECONDS / processes
    seconds = max([wait.seconds for wait in waits] + [alone / max(at_a_time, 1), work])
    guessed = sum(site.pages is None for site in sites)
    words = _words(len(sites), pages, guessed, seconds, waits)
    if max_seconds is not None:
        most = max_seconds * math.ceil(len(sites) / max(at_a_time, 1))
        words += (_of_the_limit(max_seconds, most),) if most < seconds else ()
        seconds = min(seconds, most)
    return Forecast(seconds=seconds, pages=pages, guessed=guessed, waits=tuple(waits), words=words)


def size_of(site: Planned) -> int:
    """The pages of a site: counted, or what sites of its kind and level use to have."""
    if site.pages is not None:
        return site.pages
    if site.site_kind is SiteKind.PORTAL:
        for part, pages in _PORTAL_PAGES.items():
            if part in (site.level or ""):
                return pages
    return _PAGES.get(site.site_kind, _PAGES_OTHERWISE) if site.site_kind else _PAGES_OTHERWISE


def seconds_left(waiting: int, visits: int, seconds: float, *, least_delay: float = 0.0) -> float | None:
    """What a running crawl still needs at least, from its latest `visits` in `seconds`; None while that is too few to tell.

    `least_delay` is the time between two requests that its server is given: no past speed can go below it.
    """
    if not waiting:
        return 0.0
    if visits < _FEWEST_VISITS or seconds < _SHORTEST_LOOK:
        return None
    return waiting * max(seconds / visits, least_delay)


def duration(seconds: float) -> str:
    """A time in Chinese, as rough as it is known: 约3天, 约5小时, 约20分钟, 不到1分钟."""
    for unit, length in (("天", 86_400), ("小时", 3_600), ("分钟", 60)):
        if seconds >= length:
            count = seconds / length
            return f"约{count:.0f}{unit}" if count >= 9.5 else f"约{count:.1f}".removesuffix(".0") + unit
    return "不到1分钟"


def exactly(seconds: float) -> str:
    """A time that somebody set, in Chinese and to the second: 1小时30分钟, 8秒."""
    left, parts = max(1, round(seconds)), []
    for unit, length in (("小时", 3_600), ("分钟", 60), ("秒", 1)):
        count, left = divmod(left, length)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts)


def _waits(sized: Iterable[tuple[Planned, int]], manners: Manners, open_share: float) -> Iterable[Wait]:
    together: dict[str, list[tuple[Planned, int]]] = {}
    for site, pages in sized:
        together.setdefault(site.address or site.host, []).append((site, pages))
    for place, group in together.items():
        yield _wait(place, group, manners, open_share)


def _wait(place: str, group: list[tuple[Planned, int]], manners: Manners, open_share: float) -> Wait:
    agreement = _agreed(place, manners)
    rate = _rate(agreement, manners.per_address_delay, manners.per_address)
    requests = round(sum(pages for _, pages in group) * _REQUESTS_A_PAGE)
    slowest = max(_alone(site, pages, manners) for site, pages in group)
    return Wait(
        place=place,
        sites=len(group),
        requests=requests,
        rate=rate,
        seconds=max(requests / rate, slowest) / open_share,
        agreed=agreement.agreed if agreement else None,
    )


def _alone(site: Planned, pages: int, manners: Manners) -> float:
    """The seconds that a site needs with its server all to itself."""
    agreement = _agreed(site.host, manners) or _agreed(site.address or site.host, manners)
    return pages * _REQUESTS_A_PAGE / _rate(agreement, manners.delay, manners.per_host)


def _agreed(place: str, manners: Manners) -> Agreement | None:
    return next((one for one in manners.agreements if one.place == place), None)


def _rate(agreement: Agreement | None, delay: float, connections: int) -> float:
    """Requests a second: as often as may be started, and as many as the connections can carry."""
    if agreement:
        return min(agreement.rate, agreement.connections / _ANSWER_SECONDS)
    busy = connections / _ANSWER_SECONDS
    return min(1 / delay, busy) if delay else busy


def _quiet_minutes(manners: Manners) -> int:
    return sum(any(span.covers(minute) for span in manners.quiet) for minute in range(_MINUTES_A_DAY))


def _words(sites: int, pages: int, guessed: int, seconds: float, waits: Sequence[Wait]) -> tuple[str, ...]:
    unmeasured = f"（其中{guessed}个没有以往记录，按同类网站的规模估计）" if guessed else ""
    whole = f"共{sites}个网站，约{pages}页{unmeasured}，预计{duration(seconds)}"
    slow = [wait for wait in waits if wait.sites > 1 and wait.seconds >= _WORTH_A_SENTENCE]
    return (whole, *(_sentence(wait) for wait in slow[:_NAMED]))


def _of_the_limit(max_seconds: float, most: float) -> str:
    return f"每个网站只检查{exactly(max_seconds)}，到时按已看到的内容判断，因此至多{duration(most)}"


def _sentence(wait: Wait) -> str:
    told = f"{wait.sites}个网站在同一地址 {wait.place} 上，按每秒{wait.rate:g}次访问{duration(wait.seconds)}"
    if wait.agreed:
        return f"{told}（速率已商定：{wait.agreed}）"
    return f"{told}；可与平台运维方商定速率（--agreed）"
