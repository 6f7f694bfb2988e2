"""What is known of an account's posts: on which days it published, and from when to when silence would have been seen."""

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact, Record

PLATFORM_GROUPS = {"wechat": frozenset({"wechat", "wechat_subscription", "wechat_service"})}
"""What a norm's word for a platform covers besides itself."""

LIST = "table"
_SHOWN = frozenset({"wechat_article", "weibo", "douyin"})
"""Ways in by which a platform itself tells when a post came out."""
_LEAST_TITLE = 8  # characters; shorter ones come back (“值班安排”)
_A_DAY = dt.timedelta(days=1)

NOT_CONCERNED = "规则不适用于该平台"
OTHER_LEVEL = "规则不适用于该层级的账号"
LEVEL_UNKNOWN = "名录里没有写明账号的层级，无法判断规则是否适用"


def concerns_platform(platforms: Sequence[str], book: FactBook) -> bool:
    """Whether a rule for these platforms (none named: all) is meant for the account."""
    own = book.subject.platform if book.subject else None
    return not platforms or any(own == one or own in PLATFORM_GROUPS.get(one, ()) for one in platforms)


def concerns_level(levels: Sequence[str], book: FactBook) -> bool | None:
    """Whether a rule for accounts of these levels (none named: all) is meant for the account; None where the register does not say."""
    own = book.subject.level if book.subject else None
    if not levels:
        return True
    return any(level in own for level in levels) if own else None


def posts_by_day(book: FactBook, as_of: dt.date) -> Counter[dt.date]:
    """How many things were published on each day up to `as_of`, what several ways in show counted once, and what a list says wrongly not at all."""
    wrong = refuted(book)
    return counted_once(
        Told(day, post.title, post.key, post.way, addressed=post.url is not None)
        for post in book.posts
        if (day := day_of(post)) and day <= as_of and not (post.way == LIST and folded(post.title) in wrong)
    )


def refuted(book: FactBook) -> dict[str, tuple[dt.date, dt.date]]:
    """Folded title -> the day that a handed-in list gives a post, and the other one that the platform itself shows for it.

    Only where the list reaches back before the day shown and holds the title once: a title that comes back is of two posts.
    """
    told, shown = _days_by_title(book, {LIST}), _days_by_title(book, _SHOWN)
    first = min(chain.from_iterable(told.values()), default=None) if shown else None
    return {
        title: (told[title][0], days[0])
        for title, days in shown.items()
        if len(title) >= _LEAST_TITLE
        and len(days) == len(told.get(title, ())) == 1
        and first is not None
        and first <= days[0]
        and abs(told[title][0] - days[0]) > _A_DAY
    }


def _days_by_title(book: FactBook, ways: Collection[str]) -> dict[str, list[dt.date]]:
    found: dict[str, set[dt.date]] = defaultdict(set)
    for post in book.posts:
        if post.way in ways and (day := day_of(post)):
            found[folded(post.title)].add(day)
    return {title: sorted(days) for title, days in found.items()}


class Told(Record, frozen=True):
    """A post as one way in tells it; `addressed`: with its address."""

    day: dt.date
    title: str
    key: str
    way: str | None
    addressed: bool = False


def counted_once(posts: Iterable[Told]) -> Counter[dt.date]:
    """Posts a day. Under one title on one day as many are told as the way in that shows most tells apart.

    Rows with and without an address are of two lists; rows of an unknown way (old runs) count as one.
    """
    keys: dict[tuple[dt.date, str], dict[tuple[str | None, bool], set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for post in posts:
        kind = post.way or None, bool(post.way) and post.addressed
        keys[post.day, folded(post.title)][kind].add(post.key if post.way else "")
    counted = Counter[dt.date]()
    for (day, _), of_way in keys.items():
        counted[day] += max(map(len, of_way.values()))
    return counted


def day_of(post: PostFact) -> dt.date | None:
    return post.published.astimezone(SHANGHAI).date() if post.published else None


def folded(title: str) -> str:
    """A title without spaces, signs and widths, in which ways in differ."""
    return "".join(character for character in unicodedata.normalize("NFKC", title) if character.isalnum())


def is_seen(book: FactBook, first: dt.date, last: dt.date) -> bool:
    """Whether some ways in, together, would have shown every post of the days `first` to `last`, both included."""
    day = first
    for since, until in sorted(_spans(_believed(book))):
        if since > day:
            return False
        day = max(day, until + dt.timedelta(days=1))
        if day > last:
            return True
    return False


def sight(book: FactBook) -> list[tuple[dt.datetime, dt.datetime]]:
    """From which moment to which every post would have been seen, for each look that says so."""
    return [
        (look.complete_since, look.seen)
        for look in _believed(book)
        if look.unread is None and look.complete_since is not None
    ]


def _believed(book: FactBook) -> list[AccountFact]:
    """The looks without those at lists that the platform refutes."""
    wrong = bool(refuted(book))
    return [look for look in book.accounts if not (wrong and look.way == LIST)]


def _spans(looks: Iterable[AccountFact]) -> Iterable[tuple[dt.date, dt.date]]:
    for look in looks:
        if look.unread is None and look.complete_since is not None:
            yield _first_whole_day(look.complete_since), look.seen.astimezone(SHANGHAI).date()


def _first_whole_day(since: dt.datetime) -> dt.date:
    """Of the day on which a list begins, earlier posts may be missing."""
    local = since.astimezone(SHANGHAI)
    return local.date() if local.time() == dt.time() else local.date() + dt.timedelta(days=1)


def why_unseen(book: FactBook, first: dt.date, last: dt.date) -> str:
    """Why nobody can tell whether the account published between the two days, in Chinese."""
    if not book.accounts:
        return "没有该账号的检查记录"
    wrong = next(iter(refuted(book).values()), None)
    if wrong:
        return f"发文清单与平台显示的不一致（同一条发文清单写 {wrong[0]}，平台显示 {wrong[1]}），清单不能采信，请核对"
    said = (_why(look, first, last) for look in book.accounts)
    return "；".join(dict.fromkeys(filter(None, said))) or f"{first}至{last}之间的发布情况没有全部看到"


def _why(look: AccountFact, first: dt.date, last: dt.date) -> str | None:
    if look.unread is not None:
        return look.unread
    seen = look.seen.astimezone(SHANGHAI).date()
    if look.complete_since is None:
        said = "数据来源只列出部分内容，没有更新不能据此认定"
        return f"{look.note}；{said}" if look.note else said
    since = _first_whole_day(look.complete_since)
    if seen < last:
        return f"数据截至{seen}，其后的更新情况未知"
    if since <= first:
        return None
    return f"数据只从{since}起完整" + (f"（{look.note}）" if look.note else "")


def latest_look(book: FactBook) -> AccountFact | None:
    """The look that says the most of today: the last one that read something, else the last one."""
    read = [look for look in book.accounts if look.unread is None]
    return max(read or book.accounts, key=lambda look: look.seen, default=None)
