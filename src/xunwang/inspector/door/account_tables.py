"""Tables that people keep about many accounts, handed to the accounts whose rows they hold."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from xunwang.inspector.media.entered import Entered
from xunwang.inspector.media.look import surely_until
from xunwang.inspector.media.post_list import COLUMN_NAMES, ExportTime, PostRow, read_posts
from xunwang.inspector.media.recording import Listed
from xunwang.inspector.media.table import (
    EnteredRow,
    FeedRow,
    OrderRow,
    RowProblem,
    read_entered,
    read_feeds,
    read_orders,
)
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.whose import (
    UNNAMED,
    bearer_of,
    family_of,
    hand_out,
    in_doubt,
    named_by,
    with_authors_doubted,
    with_owner,
    with_sheets_named,
)
from xunwang.inspector.model import SHANGHAI, Record, RepostOrderFact, Subject, SubjectKind
from xunwang.inspector.tables import TableError

__all__ = [
    "COLUMN_NAMES",
    "UNNAMED",
    "PostList",
    "Shared",
    "TableError",
    "share_entered",
    "share_feeds",
    "share_list",
    "share_orders",
    "whole_days",
]


class PostList(Record, frozen=True):
    """A file of exported posts, called `name` where its own is ours; `since` and `until`: its owner says that it holds every post between the two.

    `exported`: the day on which it was made. `columns`: field of a row -> the header of its column, where that is not a known one.
    `owner`: whose the rows are that name no account, as `named_by` takes it. `covers_all`: the list is of every account that is asked for
    (of the owner alone, where one is said), so that one without rows published nothing.
    """

    path: Path
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    covers_all: bool = False
    name: str | None = None
    exported: dt.date | None = None
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    owner: str | None = None


class Shared(Record, frozen=True):
    """A table handed to its accounts: what each got by subject id, which rows could not be used, how many belong to nobody by name."""

    lists: dict[str, Listed]
    entered: dict[str, tuple[Entered, ...]]
    problems: tuple[RowProblem, ...]
    strangers: dict[str, int]


def whole_days(
    first: dt.date | None, last: dt.date | None, now: dt.datetime
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """`since` and `until` of a list said to hold every post from the first day to the last: that day's end, or `now` while it is not over."""
    since = dt.datetime.combine(first, dt.time(), SHANGHAI) if first else None
    until = min(dt.datetime.combine(last, dt.time(23, 59, 59), SHANGHAI), now) if last else None
    return since, until


def share_list(
    posts: PostList, subjects: Sequence[Subject], now: dt.datetime, former: Sequence[Subject] = ()
) -> Shared:
    """Reads an exported list and hands its rows to the accounts, those of `former` names and closed ones too. Raises TableError.

    An account without rows may be missing in the list, so nothing follows for it, unless the list covers all, was read to its last
    sheet, and none of the rows that could not be used may be its own. Apps have no posts that a list could leave out.
    """
    exported = ExportTime(read_time(posts.exported, None))
    told_rows = list(read_posts(posts.path, exported, posts.columns, now))
    owner = named_by(posts.owner or "")
    authored = with_authors_doubted(told_rows, subjects, former, is_owned=owner is not None)
    read = with_sheets_named(authored, [*subjects, *former], exported.sheets)
    read = with_owner(read, owner) if owner else read
    rows = [row for row in read if isinstance(row, PostRow)]
    problems = tuple(row for row in read if isinstance(row, RowProblem))
    handed, strangers = hand_out(rows, subjects, former)
    unread = tuple(problem.sheet for problem in problems if problem.sheet and problem.unread)
    told = posts.until or (exported.of_all.at if exported.of_all else None)
    digest = hashlib.sha256(posts.path.read_bytes()).hexdigest()
    doubt = in_doubt(read, subjects, former)
    deleted = _deleted(problems, subjects, former)
    is_whole = posts.since is not None and posts.covers_all and not unread
    publishing = [one.id for one in subjects if one.kind is SubjectKind.ACCOUNT] if is_whole else []
    if owner:
        sole = bearer_of(owner, subjects, former)
        publishing = [one for one in publishing if one == sole]
    asked = {one.id for one in subjects}
    silent = [one for one in publishing if one not in {*doubt.rows, *doubt.unclaimed}]
    lists = {
        owner: Listed(
            name=posts.name or posts.path.name,
            sha256=digest,
            rows=handed.get(owner, ()),
            until=min(
                told or _until(posts, rows if posts.covers_all else handed.get(owner, ())) or now,
                exported.ended or now,
                now,
            ),
            since=posts.since,
            doubtful=doubt.rows.get(owner, 0),
            unread=unread,
            deleted=deleted.get(owner, 0),
        )
        for owner in dict.fromkeys([*handed, *silent, *(one for one in deleted if one in asked)])
    }
    return Shared(lists, {}, problems, strangers)


def _deleted(
    problems: Sequence[RowProblem], subjects: Sequence[Subject], former: Sequence[Subject]
) -> Counter[str]:
    """How many posts of each account a list says were taken back."""
    told = Counter(problem.taken_back for problem in problems if problem.taken_back)
    owners = Counter[str]()
    for whose, count in told.items():
        if bearer := bearer_of(whose, subjects, former):
            owners[bearer] += count
    return owners


def _until(posts: PostList, rows: Sequence[PostRow]) -> dt.datetime | None:
    """Up to when an account's rows are complete where nobody says it: when they were taken down, else to the end of the day before the newest."""
    made = [row.exported for row in rows if row.exported]
    if made:
        return max(made)
    moments = [row.time.at for row in rows]
    return surely_until(moments) if posts.since else max(moments, default=None)


def share_entered(path: Path, subjects: Sequence[Subject], now: dt.datetime) -> Shared:
    """Reads what people entered about accounts and hands it to them. Raises TableError."""
    read = list(read_entered(path, now))
    handed, strangers = hand_out((row for row in read if isinstance(row, EnteredRow)), subjects)
    entered = {owner: tuple(row.entered for row in rows) for owner, rows in handed.items()}
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
    path: Path, subjects: Sequence[Subject]
) -> tuple[dict[str, tuple[RepostOrderFact, ...]], tuple[RowProblem, ...]]:
    """Reads orders to repost; each concerns the accounts of its platforms. Raises TableError."""
    read = list(read_orders(path))
    rows = [row for row in read if isinstance(row, OrderRow)]
    orders = {one.id: tuple(_order(row) for row in rows if _concerns(row, one)) for one in subjects}
    return orders, tuple(row for row in read if isinstance(row, RowProblem))


def _concerns(row: OrderRow, subject: Subject) -> bool:
    families = {family_of(platform) for platform in row.platforms}
    return subject.kind is SubjectKind.ACCOUNT and (not families or family_of(subject.platform) in families)


def _order(row: OrderRow) -> RepostOrderFact:
    key = f"{row.issued:%Y%m%d%H%M} {row.title}"
    return RepostOrderFact(
        key=key, title=row.title, issued=row.issued, due=row.due, url=row.url, emergency=row.emergency
    )
