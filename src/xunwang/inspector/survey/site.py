"""The site as a whole: was its home page read, and when was that last updated."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    Attempt,
    LinkFact,
    LinkKind,
    Page,
    PageRow,
    SiteFact,
    Subject,
    Zone,
)
from xunwang.inspector.survey.digest import days_of, entries_of
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.troubles import attempt_trouble, list_trouble, page_trouble

_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
_LED_TO = frozenset({LinkKind.PAGE, LinkKind.FRAME})
_SHORTEST_TITLE = 8  # characters: shorter words name columns
_MOST_LED = 400


def site_fact(
    subject: Subject,
    home: PageRow | None,
    link: LinkFact | None,
    places: Places,
    *,
    started: dt.datetime,
    pages: int,
    browser: bool,
    complete: bool,
    incomplete_reason: str | None,
    ways_in: tuple[str, ...],
) -> SiteFact:
    """The site's fact. `link` is the home page's own link fact: it remembers every attempt, the row only the last."""
    items = entries_of(home.page, places) if home else ()
    dates = days_of(item.date for item in items)
    reason = _why_unread(home, link)
    leads, titles = _leads(home.page) if home else ((), ())
    return SiteFact(
        subject=subject,
        home_url=home.page.url if home else subject.home,
        home_attempts=_attempts(home, link),
        home_read=reason is None,
        first_seen=started,
        home_unread_reason=reason,
        entry_only=reason is None and not items,
        home_dates=dates,
        home_undated=len(items) - len(dates),
        pages=pages,
        complete=complete,
        incomplete_reason=incomplete_reason,
        browser=browser,
        evidence=home.evidence if home else None,
        home_leads=leads,
        home_titles=titles,
        ways_in=ways_in,
    )


def _leads(page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of what the home page leads to in its body without a day: all, and those called by whole titles, with its frames."""
    dated = {key_of(item.url) for item in page.items if item.date}
    body = (link for link in page.links if link.zone in _BODY and link.kind in _LED_TO)
    led = [(key, link) for link in body if (key := key_of(link.url)) not in dated][:_MOST_LED]
    titled = (key for key, link in led if link.kind is LinkKind.FRAME or len(link.text) >= _SHORTEST_TITLE)
    return tuple(dict.fromkeys(key for key, _ in led)), tuple(dict.fromkeys(titled))


def _attempts(home: PageRow | None, link: LinkFact | None) -> tuple[Attempt, ...]:
    known = link.attempts if link else ()
    return known if home is None or home.attempt in known else (*known, home.attempt)


def _why_unread(home: PageRow | None, link: LinkFact | None) -> str | None:
    if home is None:
        trouble = attempt_trouble(link.attempts[-1]) if link and link.attempts else None
        return f"首页{trouble or '未能读取'}"
    trouble = page_trouble(home.page, home.attempt, rendered=home.rendered)
    trouble = trouble or list_trouble(home.page, rendered=home.rendered)
    return f"首页{trouble}" if trouble else None
