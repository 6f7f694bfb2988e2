"""Looks become facts of a run, each with the bytes it was read from."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import structs

from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.media.entered import Entered
from xunwang.inspector.media.look import BEGINNING, Look, reach, told_apart
from xunwang.inspector.media.post_list import PostRow
from xunwang.inspector.model import AccountFact, Evidence, PostFact, Record, Subject

NO_PERIOD = "发文清单没有写明自哪一天起完整"
AccountFacts = Iterator[AccountFact | PostFact]


ENTERED, LISTED = "urn:xunwang:entered", "urn:xunwang:list:"
"""Under which address an entry and an account's rows of a list are archived."""


class Listed(Record, frozen=True):
    """An account's rows of one exported list. `since` and `until`: the list holds every post between the two; None where nobody says so.

    `doubtful`: how many rows of the file may be posts of this account but could not be read or handed out, `unread`: the sheets of it
    that could not be read: with any, nothing is complete. `deleted`: how many of its posts the list says were taken back: with no others,
    nothing follows.
    """

    name: str
    sha256: str
    rows: tuple[PostRow, ...]
    until: dt.datetime
    since: dt.datetime | None = None
    doubtful: int = 0
    unread: tuple[str, ...] = ()
    deleted: int = 0


def facts_of(
    subject: Subject,
    way: str,
    look: Look,
    seen: dt.datetime,
    evidence: Evidence | None,
    *,
    siblings: Sequence[str] = (),
) -> AccountFacts:
    """The look itself, then its posts; those without evidence of their own rest on that of the look."""
    yield AccountFact(
        subject=subject,
        way=way,
        seen=look.seen or seen,
        unread=look.unread,
        complete_since=look.complete_since,
        posts=len(look.posts),
        shown_name=look.shown_name,
        certified_body=look.certified_body,
        siblings=tuple(siblings),
        evidence=evidence,
        note=look.note,
    )
    for post in look.posts:
        yield structs.replace(post, way=way, evidence=post.evidence or evidence)


def look_at_list(listed: Listed) -> Look:
    """An exported list is complete only where its owner says so: from `since` to `until`. Without, it shows what it lists and proves no silence."""
    posts = told_apart([_post(row) for row in listed.rows])
    if listed.unread:
        said = f"发文清单的工作表“{'”“'.join(listed.unread)}”没有读取，只证明其他工作表列出的发文"
        return Look(posts=posts, note=said)
    if listed.doubtful:
        said = f"发文清单里有{listed.doubtful}行看不懂或分不清属于哪个账号，只证明其中列出的发文"
        return Look(posts=posts, note=said)
    if listed.deleted and not listed.rows:
        said = f"清单里的{listed.deleted}条发文都写明已删除，不能据此认定没有更新，请人工核实"
        return Look(note=said)
    gone = f"另有{listed.deleted}条写明已删除，不算更新" if listed.deleted else None
    note = "；".join(filter(None, (gone, None if listed.since else NO_PERIOD)))
    return Look(posts=posts, complete_since=listed.since, note=note or None)


def _post(row: PostRow) -> PostFact:
    return PostFact(
        key=row.url or f"{row.title} {row.time.at.isoformat()}",
        title=row.title,
        published=row.time.at,
        day_only=row.time.day_only,
        url=row.url,
        original=row.original,
        pictures=row.pictures,
    )


def keep_list(writer: RunWriter, listed: Listed) -> Evidence:
    """The account's own rows, with the hash of the file they came from: the file itself may hold the posts of thousands."""
    said = {
        "since": listed.since,
        "until": listed.until,
        "doubtful": listed.doubtful,
        "unread": listed.unread,
    }
    body = msgspec.json.encode({"name": listed.name, "sha256": listed.sha256, **said, "rows": listed.rows})
    return writer.append_resource(f"{LISTED}{listed.sha256}", listed.until, "application/json", body)


def look_at_entry(entered: Entered) -> Look:
    """A person who names the last thing published says that nothing came after it."""
    if entered.tried and entered.last is None:
        return Look(shown_name=entered.shown_name, certified_body=entered.certified_body)
    if entered.last is None:
        return Look(complete_since=BEGINNING, shown_name=entered.shown_name)
    title = entered.title or "（人工登记的最近一次更新）"
    post = PostFact(
        key=entered.url or f"{title} {entered.last.at.isoformat()}",
        title=title,
        published=entered.last.at,
        day_only=entered.last.day_only,
        url=entered.url,
    )
    return Look(
        posts=(post,),
        complete_since=reach((post,)),
        shown_name=entered.shown_name,
        certified_body=entered.certified_body,
    )


def told_by(entered: Entered, facts: AccountFacts) -> AccountFacts:
    """The facts of an entry, with what the person tried out."""
    for fact in facts:
        if isinstance(fact, AccountFact):
            yield structs.replace(
                fact, opens=entered.opens, downloads=entered.downloads, interacts=entered.interacts,
                certified=entered.certified, remark=entered.remark,
            )  # fmt: skip
        else:
            yield fact


def keep_entry(writer: RunWriter, entered: Entered) -> Evidence:
    return writer.append_resource(ENTERED, entered.seen, "application/json", msgspec.json.encode(entered))
