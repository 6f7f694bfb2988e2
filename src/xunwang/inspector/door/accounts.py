"""Looking at new-media accounts: subjects with their ways in go in, closed runs come out."""

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from msgspec import structs

from xunwang.inspector.door.account_fetching import REACHES_BACK, Fetched, ask_interface, fetch_feed
from xunwang.inspector.door.naming import free_name
from xunwang.inspector.door.post_archive import PostArchive
from xunwang.inspector.door.settings import InspectSettings, Telling, Told
from xunwang.inspector.door.tools import StoppedError, Tools, with_tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.media.content import language_of, safety_of
from xunwang.inspector.media.interfaces import Access
from xunwang.inspector.media.look import Look
from xunwang.inspector.media.platforms import Platform, platform_named, platforms
from xunwang.inspector.media.recording import (
    AccountFacts,
    Entered,
    Listed,
    facts_of,
    keep_entry,
    keep_list,
    look_at_entry,
    look_at_list,
    told_by,
)
from xunwang.inspector.media.table import (
    EnteredRow,
    FeedRow,
    OrderRow,
    PostRow,
    RowProblem,
    read_entered,
    read_feeds,
    read_orders,
    read_posts,
)
from xunwang.inspector.media.times import PostTime
from xunwang.inspector.media.ways import read_payload
from xunwang.inspector.media.whose import family_of, hand_out
from xunwang.inspector.model import (
    SHANGHAI,
    AccountFact,
    Clock,
    OnSite,
    PostFact,
    Record,
    RepostOrderFact,
    Subject,
    SubjectKind,
)
from xunwang.inspector.tables import TableError

__all__ = [
    "AccountInspection",
    "Entered",
    "Listed",
    "PostList",
    "PostTime",
    "SavedPayload",
    "Shared",
    "TableError",
    "account_platform",
    "account_platforms",
    "account_subject",
    "inspect_accounts",
    "platform_named",
    "share_entered",
    "share_feeds",
    "share_list",
    "share_orders",
    "siblings_of",
]

_NO_WAY = "没有可用的数据来源（订阅源、发文清单、采集文件或人工登记），未能检查"


class SavedPayload(Record, frozen=True):
    """A file that somebody saved: an answer of a platform, an article page, a capture. `seen`: when it was saved."""

    path: Path
    seen: dt.datetime


class AccountInspection(Record, frozen=True):
    """One account with every way in that there is: a feed, its platform's interface, saved payloads, rows of exported lists, what people entered.

    `on_site`: whether its unit's website leads to it, None where nobody asked.
    """

    subject: Subject
    feed: str | None = None
    access: Access | None = None
    saved: tuple[SavedPayload, ...] = ()
    lists: tuple[Listed, ...] = ()
    entered: tuple[Entered, ...] = ()
    siblings: tuple[str, ...] = ()
    orders: tuple[RepostOrderFact, ...] = ()
    on_site: OnSite | None = None


class PostList(Record, frozen=True):
    """A file of exported posts, called `name` where its own is ours; `since` and `until`: its owner says that it holds every post between the two.

    `covers_all`: of every account that is asked for, so that one without rows published nothing.
    """

    path: Path
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    covers_all: bool = False
    name: str | None = None


class Shared(Record, frozen=True):
    """A table handed to its accounts: what each got by subject id, which rows could not be used, how many belong to nobody by name."""

    lists: dict[str, Listed]
    entered: dict[str, tuple[Entered, ...]]
    problems: tuple[RowProblem, ...]
    strangers: dict[str, int]


def account_platform(platform: str, type_name: str = "") -> Platform | None:
    """The platform of a register's row: the type says which kind of WeChat account it is. None for a word nobody knows."""
    kinds = {"订阅号", "服务号"}
    return platform_named(type_name if type_name in kinds else platform) or platform_named(platform)


def account_platforms() -> tuple[Platform, ...]:
    """Every platform that is known, in the order of the list."""
    return tuple(platforms().values())


def account_subject(
    key: str,
    name: str,
    platform: str,
    type_name: str = "",
    *,
    handle: str | None = None,
    home: str | None = None,
    organiser: str | None = None,
    level: str | None = None,
    phone: str | None = None,
) -> Subject:
    """A register's row as a subject. Platforms nobody knows are “other”; apps and mini-programs are subjects of their own kind."""
    known = account_platform(platform, type_name) or platforms()["other"]
    return Subject(
        id=key,
        name=name,
        home=home or f"{known.id}:{handle or name}",
        kind=SubjectKind.APP if known.family == "app" else SubjectKind.ACCOUNT,
        organiser=organiser,
        level=level,
        phone=phone,
        platform=known.id,
        handle=handle,
    )


def share_list(posts: PostList, subjects: Sequence[Subject], now: dt.datetime) -> Shared:
    """Reads an exported list and hands its rows to the accounts. Raises TableError.

    Where nobody says up to when the list is complete, it is up to its newest row. An account without rows may be missing in the list,
    so nothing follows for it, unless the list covers all.
    """
    read = list(read_posts(posts.path, now))
    rows = [row for row in read if isinstance(row, PostRow)]
    handed, strangers = hand_out(rows, subjects)
    until = posts.until or max((row.time.at for row in rows), default=now)
    digest = hashlib.sha256(posts.path.read_bytes()).hexdigest()
    owners = [one.id for one in subjects] if posts.since and posts.covers_all else list(handed)
    lists = {
        owner: Listed(
            name=posts.name or posts.path.name,
            sha256=digest,
            rows=handed.get(owner, ()),
            until=until,
            since=posts.since,
        )
        for owner in owners
    }
    return Shared(lists, {}, tuple(row for row in read if isinstance(row, RowProblem)), strangers)


def share_entered(path: Path, subjects: Sequence[Subject], now: dt.datetime) -> Shared:
    """Reads what people entered about accounts and hands it to them. Raises TableError."""
    read = list(read_entered(path, now))
    handed, strangers = hand_out((row for row in read if isinstance(row, EnteredRow)), subjects)
    entered = {owner: tuple(_entered(row) for row in rows) for owner, rows in handed.items()}
    return Shared({}, entered, tuple(row for row in read if isinstance(row, RowProblem)), strangers)


def share_feeds(path: Path, subjects: Sequence[Subject]) -> tuple[dict[str, str], tuple[RowProblem, ...]]:
    """Subject id -> address of its feed, as a register of accounts names it; nothing where the register has no such column."""
    try:
        read = list(read_feeds(path))
    except TableError:
        return {}, ()
    handed, _ = hand_out((row for row in read if isinstance(row, FeedRow)), subjects)
    feeds = {owner: rows[-1].feed for owner, rows in handed.items()}
    return feeds, tuple(row for row in read if isinstance(row, RowProblem))


def share_orders(
    path: Path, subjects: Sequence[Subject], now: dt.datetime
) -> tuple[dict[str, tuple[RepostOrderFact, ...]], tuple[RowProblem, ...]]:
    """Reads orders to repost; each concerns the accounts of its platforms. Raises TableError."""
    read = list(read_orders(path, now))
    rows = [row for row in read if isinstance(row, OrderRow)]
    orders = {one.id: tuple(_order(row) for row in rows if _concerns(row, one)) for one in subjects}
    return orders, tuple(row for row in read if isinstance(row, RowProblem))


def _concerns(row: OrderRow, subject: Subject) -> bool:
    families = {family_of(platform) for platform in row.platforms}
    return subject.kind is SubjectKind.ACCOUNT and (not families or family_of(subject.platform) in families)


def _order(row: OrderRow) -> RepostOrderFact:
    key = f"{row.issued:%Y%m%d%H%M} {row.title}"
    return RepostOrderFact(key=key, title=row.title, issued=row.issued, due=row.due, url=row.url)


def _entered(row: EnteredRow) -> Entered:
    return Entered(
        seen=row.seen,
        last=row.last,
        by=row.by,
        title=row.title,
        url=row.url,
        shown_name=row.shown_name,
        certified_body=row.certified_body,
        proof=row.proof,
    )


def siblings_of(subjects: Sequence[Subject]) -> dict[str, tuple[str, ...]]:
    """Subject id -> names of the other accounts of the same organiser on the same platform (rulebook M-2)."""
    groups: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in subjects:
        if subject.organiser and subject.platform:
            groups[subject.organiser, subject.platform].append(subject)
    return {
        one.id: tuple(other.name for other in group if other.id != one.id)
        for group in groups.values()
        for one in group
    }


def inspect_accounts(
    inspections: Sequence[AccountInspection],
    out: Path,
    settings: InspectSettings,
    *,
    reading_day: dt.date,
    clock: Clock,
    tell: Telling,
) -> list[Path]:
    """Look at every account through all its ways in, each into a run folder of its own under `out`.

    Feeds and interfaces are asked through the gate and politely; everything else was handed in. Raises RunError, SettingsError, and StoppedError
    after an interrupt: finished runs stay.
    """
    places = [one.feed for one in inspections if one.feed]
    places += [one.access.server for one in inspections if one.access and one.access.server]

    async def look(tools: Tools) -> list[Path]:
        runs = []
        for number, inspection in enumerate(inspections, 1):
            if tools.stop.is_set():
                raise StoppedError
            runs.append(await _look(inspection, out, reading_day, tools))
            tell(Told(stage="账号", done=number, total=len(inspections), finished=number == len(inspections)))
        return runs

    return with_tools(settings, places, clock, look)


async def _look(inspection: AccountInspection, out: Path, reading_day: dt.date, tools: Tools) -> Path:
    subject, started, begun = inspection.subject, tools.clock(), time.monotonic()
    name = free_name(out, f"{reading_day:%Y%m%d}-{subject.platform}-{subject.handle or subject.name}")
    interface = inspection.access.way if inspection.access else None
    settings = {"reading_day": reading_day.isoformat(), "feed": inspection.feed, "interface": interface}
    writer = RunWriter.create(out, name, subject, settings, started)
    ways = [*_handed_in(inspection, writer)]
    fetched = await _fetched(inspection, reading_day, writer, tools)
    siblings = inspection.siblings
    asked = [
        facts_of(subject, one.way, one.look, one.seen, one.evidence, siblings=siblings) for one in fetched
    ]
    facts = list(chain.from_iterable([*ways, *asked]))
    if not facts:
        facts = list(_nothing(inspection, started))
    facts = [
        structs.replace(fact, on_site=inspection.on_site) if isinstance(fact, AccountFact) else fact
        for fact in facts
    ]
    archive = PostArchive(writer, tools)
    posts = await archive.keep([fact for fact in facts if isinstance(fact, PostFact)], inspection.orders)
    facts = [*(fact for fact in facts if not isinstance(fact, PostFact)), *posts]
    language = language_of(posts, reading_day) if tools.settings.proof and posts else ()
    writer.write_facts([*facts, *inspection.orders, *safety_of(posts), *language])
    writer.close(
        tools.clock(),
        stats=Stats(
            requests=sum(one.requests for one in fetched) + archive.requests,
            seconds=round(time.monotonic() - begun, 3),
        ),
    )
    return writer.path


def _handed_in(inspection: AccountInspection, writer: RunWriter) -> Iterator[AccountFacts]:
    subject, siblings = inspection.subject, inspection.siblings
    for listed in inspection.lists:
        kept = keep_list(writer, listed)
        yield facts_of(subject, "table", look_at_list(listed), listed.until, kept, siblings=siblings)
    for entered in inspection.entered:
        kept = keep_entry(writer, entered)
        told = facts_of(subject, "entered", look_at_entry(entered), entered.seen, kept, siblings=siblings)
        yield told_by(entered, told)
    for saved in inspection.saved:
        body = saved.path.read_bytes()
        kept = writer.append_resource(
            f"urn:xunwang:saved:{saved.path.name}", saved.seen, "application/octet-stream", body
        )
        way, look = read_payload(body, saved.seen)
        yield facts_of(subject, way, look, saved.seen, kept, siblings=siblings)


async def _fetched(
    inspection: AccountInspection, day: dt.date, writer: RunWriter, tools: Tools
) -> list[Fetched]:
    since = dt.datetime.combine(day, dt.time(), SHANGHAI) - REACHES_BACK
    fetched = []
    if inspection.access:
        fetched.append(await ask_interface(inspection.access, since, writer, tools))
    if inspection.feed:
        fetched.append(await fetch_feed(inspection.feed, since, writer, tools))
    return fetched


def _nothing(inspection: AccountInspection, at: dt.datetime) -> AccountFacts:
    """No way in at all: that is said, and nothing follows from it."""
    known = platforms().get(inspection.subject.platform or "")
    blind = f"；{known.blind}" if known and known.family == "app" else ""
    look = Look(unread=f"{_NO_WAY}{blind}")
    return facts_of(inspection.subject, "none", look, at, None, siblings=inspection.siblings)
