"""The site as a whole: was its home page read, and when was that last updated."""

import datetime as dt

from xunwang.inspector.model import Attempt, LinkFact, PageRow, SiteFact, Subject
from xunwang.inspector.survey.digest import days_of, entries_of
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.troubles import attempt_trouble, list_trouble, page_trouble


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
) -> SiteFact:
    """The site's fact. `link` is the home page's own link fact: it remembers every attempt, the row only the last."""
    items = entries_of(home.page, places) if home else ()
    dates = days_of(item.date for item in items)
    reason = _why_unread(home, link)
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
    )


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
