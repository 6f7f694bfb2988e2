"""Looking at new-media accounts: subjects with their ways in go in, closed runs come out."""

import asyncio
import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path

from msgspec import structs

from xunwang.inspector.door.account_fetching import REACHES_BACK, Fetched, ask_interface, fetch_feed
from xunwang.inspector.door.naming import free_name
from xunwang.inspector.door.post_archive import PostArchive
from xunwang.inspector.door.settings import InspectSettings, Telling, Told
from xunwang.inspector.door.tools import StoppedError, Tools, all_of, with_tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.media.content import language_of, safety_of
from xunwang.inspector.media.entered import Entered
from xunwang.inspector.media.interfaces import Access
from xunwang.inspector.media.look import Look
from xunwang.inspector.media.platforms import Platform, platform_named, platforms
from xunwang.inspector.media.recording import (
    ENTERED,
    LISTED,
    AccountFacts,
    Listed,
    facts_of,
    keep_entry,
    keep_list,
    look_at_entry,
    look_at_list,
    told_by,
)
from xunwang.inspector.media.times import PostTime
from xunwang.inspector.media.ways import read_saved
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

__all__ = [
    "ENTERED",
    "LISTED",
    "AccountInspection",
    "Entered",
    "Listed",
    "PostTime",
    "SavedPayload",
    "account_platform",
    "account_platforms",
    "account_subject",
    "inspect_accounts",
    "platform_named",
    "shown_address",
    "siblings_of",
]

_NO_WAY = "没有可用的数据来源（订阅源、发文清单、采集文件或人工登记），未能检查"


MOST_SAVED = 20_000_000
"""Bytes of a saved file that are read: platforms answer in pages of far less."""


class SavedPayload(Record, frozen=True):
    """A file that somebody saved: an answer of a platform, an article page, a capture.

    `kept`: when the file came to be here, under which it is archived; it says nothing of the account. `stated`: when it was saved, as
    a person says.
    """

    path: Path
    kept: dt.datetime
    stated: dt.datetime | None = None


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


def shown_address(address: str) -> str:
    """An address as people read it: that of an account without a page of its own is its platform and handle."""
    platform, _, handle = address.partition(":")
    known = platforms().get(platform)
    return f"{known.name}：{handle}" if known and handle else address


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
    """Look at every account through all its ways in, `settings.concurrency` at a time, each into a run folder of its own under `out`.

    Feeds and interfaces are asked through the gate and politely; everything else was handed in. Raises RunError, SettingsError, and StoppedError
    after an interrupt: finished runs stay.
    """
    places = [one.feed for one in inspections if one.feed]
    places += [one.access.server for one in inspections if one.access and one.access.server]

    async def look(tools: Tools) -> list[Path]:
        slots, done = asyncio.Semaphore(settings.concurrency), count(1)

        async def one(inspection: AccountInspection) -> Path:
            async with slots:
                if tools.stop.is_set():
                    raise StoppedError
                run = await _look(inspection, out, reading_day, tools)
            number = next(done)
            tell(Told(stage="账号", done=number, total=len(inspections), finished=number == len(inspections)))
            return run

        return await all_of([one(inspection) for inspection in inspections])

    return with_tools(settings, places, clock, look)


async def _look(inspection: AccountInspection, out: Path, reading_day: dt.date, tools: Tools) -> Path:
    subject, started, begun = inspection.subject, tools.clock(), time.monotonic()
    name = free_name(out, f"{reading_day:%Y%m%d}-{subject.platform}-{subject.handle or subject.name}")
    interface = inspection.access.way if inspection.access else None
    settings = {"reading_day": reading_day.isoformat(), "feed": inspection.feed, "interface": interface}
    writer = RunWriter.create(out, name, subject, settings, started)
    ways = [*_handed_in(inspection, writer, started)]
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


def _handed_in(inspection: AccountInspection, writer: RunWriter, now: dt.datetime) -> Iterator[AccountFacts]:
    subject, siblings = inspection.subject, inspection.siblings
    for listed in inspection.lists:
        kept = keep_list(writer, listed)
        yield facts_of(subject, "table", look_at_list(listed), listed.until, kept, siblings=siblings)
    for entered in inspection.entered:
        kept = keep_entry(writer, entered)
        told = facts_of(subject, "entered", look_at_entry(entered), entered.seen, kept, siblings=siblings)
        yield told_by(entered, told)
    for saved in inspection.saved:
        size = saved.path.stat().st_size
        if size > MOST_SAVED:
            unread = Look(
                unread=f"文件“{saved.path.name}”有 {size // 1_000_000} MB，超过 {MOST_SAVED // 1_000_000} MB，没有读取，请分成几次采集"
            )
            yield facts_of(subject, "feed", unread, saved.kept, None, siblings=siblings)
            continue
        body = saved.path.read_bytes()
        kept = writer.append_resource(
            f"urn:xunwang:saved:{saved.path.name}", saved.kept, "application/octet-stream", body
        )
        way, look = read_saved(body, saved.stated, now, subject)
        yield facts_of(subject, way, look, saved.stated or saved.kept, kept, siblings=siblings)


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
