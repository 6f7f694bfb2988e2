"""The facts of one subject, put together from its inspection and later re-tests."""

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import structs

from xunwang.inspector.indicators.services import ServiceFact, Services
from xunwang.inspector.indicators.whole import Whole
from xunwang.inspector.model import (
    SHANGHAI,
    AccountFact,
    Attempt,
    ChannelFact,
    ChannelPurpose,
    ColumnFact,
    Fact,
    FailedRule,
    LinkFact,
    MessageFact,
    NetworkFact,
    PageFact,
    PageKind,
    PostFact,
    ProbeFact,
    ProofFact,
    ProofreadFact,
    Reach,
    Record,
    RepostOrderFact,
    SafetyFact,
    SampleFact,
    SignFact,
    SiteFact,
    Subject,
)

_BITS = 1 << 26


class FactBook(Record, frozen=True):
    """What is known of one subject. `home` is the home page as it was read, None if it was not.

    Pages and links, by far the most, are not held: `walk` goes through `source` again. `pages_again` and `links_again` tell
    of those that several runs know: the last fact of a page, the later attempts at a link. `inside` are the pages to which a home page
    that is but a welcome asks to come in.
    """

    subject: Subject | None
    site: SiteFact | None
    home: PageFact | None
    columns: tuple[ColumnFact, ...]
    channels: tuple[ChannelFact, ...]
    probes: tuple[ProbeFact, ...]
    source: Iterable[Fact]
    pages_again: dict[str, PageFact]
    links_again: dict[str, tuple[Attempt, ...]]
    accounts: tuple[AccountFact, ...] = ()
    posts: tuple[PostFact, ...] = ()
    repost_orders: tuple[RepostOrderFact, ...] = ()
    whole: Whole = Whole()
    safety: tuple[SafetyFact, ...] = ()
    proof: tuple[ProofFact, ...] = ()
    proofread: bool = False
    failed_rules: tuple[FailedRule, ...] = ()
    services: Services = Services()
    inside: tuple[PageFact, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact], subject: Subject | None = None) -> "FactBook":
        """Sort and merge facts of several runs, oldest run first; `subject` (the register's word) overrides the run's.

        Facts that can be walked again and again are not kept.
        """
        source = tuple(facts) if isinstance(facts, Iterator) else facts
        sorting = _Sorting()
        for fact in source:
            sorting.take(fact)
        return cls(
            subject=subject or sorting.subject,
            site=sorting.site,
            home=sorting.home,
            columns=tuple(sorting.columns.values()),
            channels=tuple(sorting.channels.values()),
            probes=tuple(sorted(sorting.probes, key=lambda probe: probe.at)),
            source=source,
            pages_again=sorting.pages_again,
            links_again={key: tuple(attempts) for key, attempts in sorting.links_again.items()},
            accounts=tuple(sorting.accounts),
            posts=tuple(sorting.posts),
            repost_orders=tuple(sorting.repost_orders.values()),
            whole=Whole.of(sorting.whole),
            safety=tuple(sorting.safety.values()),
            proof=tuple(sorting.proof.values()),
            proofread=sorting.proofread,
            failed_rules=tuple(sorting.failed_rules),
            services=Services.of(sorting.services),
            inside=tuple(sorting.inside.values()),
        )

    def walk(self) -> Iterator[PageFact | LinkFact | MessageFact]:
        """Letters as they stand; every page and every link once, where it was met first: pages as they were seen last, links with the attempts of every run in order of time."""
        told: set[str] = set()
        for fact in self.source:
            if isinstance(fact, LinkFact):
                later = self.links_again.get(fact.key)
                if later is None or _is_news(f"link {fact.key}", told):
                    yield _in_order(fact, later or ())
            elif isinstance(fact, PageFact):
                last = self.pages_again.get(fact.key)
                if last is None or _is_news(f"page {fact.key}", told):
                    yield last or fact
            elif isinstance(fact, MessageFact):
                yield fact

    @property
    def home_url(self) -> str:
        return self.site.home_url if self.site else self.subject.home if self.subject else ""

    @property
    def first_seen(self) -> dt.datetime | None:
        """When the subject was looked at; None where there is no record of it."""
        if self.site:
            return self.site.first_seen
        return min((look.seen for look in self.accounts), default=None)

    @property
    def content_unread(self) -> str | None:
        """Why nothing that the subject published could be looked through; None if it could."""
        if not self.accounts:
            return self.home_unread
        return None if self.posts else "没有读到账号发布的内容"

    @property
    def home_unread(self) -> str | None:
        """Why the home page could not be looked at; None if it could."""
        if self.site is None:
            return "没有该网站的检查记录"
        if not self.site.home_read:
            return self.site.home_unread_reason or "首页未能读取"
        return None

    def unseen_until(self, as_of: dt.date) -> str | None:
        """Why nobody knows what was updated up to `as_of`: the site was inspected on an earlier day; None if it was not."""
        if self.site is None:
            return None
        last = max((attempt.at for attempt in self.site.home_attempts), default=self.site.first_seen)
        day = last.astimezone(SHANGHAI).date()
        return f"检查时间（{day}）早于监测时间点，其后的更新情况未知" if day < as_of else None

    @property
    def gap(self) -> str | None:
        """What of the site was not read; None if all of it was. Of a single page nobody knows whether it is all of the site."""
        if self.site is None or (self.site.complete and self.site.pages != 1):
            return None
        if self.site.complete:
            return "只读到首页一个页面，网站的其他内容未能读取"
        return f"网站未全部读完（{self.site.incomplete_reason or '原因不详'}）"


def is_late(page: PageFact) -> bool:
    """Whether the browser stopped waiting before all had come that the page asked for: what it lacks says nothing."""
    return "late" in page.script_filled


def is_read(page: PageFact) -> bool:
    return page.attempt.reach is Reach.OK and (page.attempt.status or 200) < 400


def _is_news(name: str, told: set[str]) -> bool:
    """Whether it was not told yet; it is now."""
    is_news = name not in told
    told.add(name)
    return is_news


def _in_order(link: LinkFact, later: tuple[Attempt, ...]) -> LinkFact:
    """The link with all its attempts; those of a later run that are told twice count once.

    Two attempts of one run are two, even where a coarse clock makes them look the same.
    """
    if not later and len(link.attempts) < 2:
        return link
    known = set(link.attempts)
    news = [attempt for attempt in dict.fromkeys(later) if attempt not in known]
    return structs.replace(
        link, attempts=tuple(sorted((*link.attempts, *news), key=lambda attempt: attempt.at))
    )


class _Sorting:
    """One walk over all facts."""

    def __init__(self) -> None:
        self.site: SiteFact | None = None
        self.home: PageFact | None = None
        self.inside: dict[str, PageFact] = {}
        self.columns: dict[str, ColumnFact] = {}
        self.channels: dict[tuple[ChannelPurpose, str], ChannelFact] = {}
        self.probes: set[ProbeFact] = set()
        self.accounts: list[AccountFact] = []
        self.posts: list[PostFact] = []
        self.repost_orders: dict[str, RepostOrderFact] = {}
        self.whole: list[Fact] = []
        self.safety: dict[tuple[str, str], SafetyFact] = {}
        self.proof: dict[tuple[str, str, tuple[str, ...]], ProofFact] = {}
        self.proofread = False
        self.failed_rules: list[FailedRule] = []
        self.services: list[Fact] = []
        self.pages_again: dict[str, PageFact] = {}
        self.links_again: dict[str, list[Attempt]] = {}
        self._seen = _Seen()

    @property
    def subject(self) -> Subject | None:
        looks = self.accounts[-1:]
        return self.site.subject if self.site else looks[0].subject if looks else None

    def take(self, fact: Fact) -> None:
        match fact:
            case LinkFact():
                self._take_link(fact)
            case PageFact():
                self._take_page(fact)
            case ColumnFact():
                self.columns[fact.key] = fact
            case ChannelFact():
                self.channels[fact.purpose, fact.key] = fact
            case ProbeFact():
                self.probes.add(fact)
            case AccountFact():
                self.accounts.append(fact)
            case PostFact():
                self.posts.append(fact)
            case SiteFact():
                if self.site is None or fact.first_seen > self.site.first_seen:
                    self.site = fact
            case _:
                self._take_rest(fact)

    def _take_rest(self, fact: Fact) -> None:
        if isinstance(fact, SafetyFact):
            self.safety[fact.sign.kind, fact.sign.place] = fact
        if isinstance(fact, ProofFact):
            self.proof[fact.kind, fact.found, fact.suggest] = fact
        elif isinstance(fact, ProofreadFact):
            self.proofread = True
            self.failed_rules += fact.failed
        if isinstance(fact, NetworkFact | SampleFact | SignFact):
            self.whole.append(fact)
        elif isinstance(fact, ServiceFact):
            self.services.append(fact)
        elif isinstance(fact, RepostOrderFact):
            self.repost_orders[fact.key] = fact

    def _take_link(self, link: LinkFact) -> None:
        if self._seen.before(f"link {link.key}"):
            self.links_again.setdefault(link.key, []).extend(link.attempts)

    def _take_page(self, page: PageFact) -> None:
        if self._seen.before(f"page {page.key}"):
            self.pages_again[page.key] = page
        if self.site is not None and page.key in self.site.ways_in:
            self.inside[page.key] = page
        if page.kind is PageKind.HOME and is_read(page) and self._is_nearer(page):
            self.home = page

    def _is_nearer(self, page: PageFact) -> bool:
        return self.home is None or page.depth < self.home.depth or page.key == self.home.key


class _Seen:
    """Which keys came by, in a few megabytes for millions of them.

    Never forgets one, and rarely takes a new one for an old one (once in 60 at a million): whoever asks must not be misled by that.
    """

    def __init__(self) -> None:
        self._bits = bytearray(_BITS >> 3)

    def before(self, key: str) -> bool:
        place, bit = divmod(hash(key) % _BITS, 8)
        known = bool(self._bits[place] >> bit & 1)
        self._bits[place] |= 1 << bit
        return known
