"""Items that belong into another column, told by what their titles plainly are."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from xunwang.inspector.model import ColumnFact, ColumnType, Record, SignFact, SiteSign
from xunwang.inspector.survey.digest import Digest

_EXAMPLES = 3
_FEWEST_ITEMS = 5
_HOME_SHARE = 0.5
_HOME_ITEMS = 3
_PLACES = 20_000

_RULES = re.compile(r"办法|规定|意见|细则|条例|方案|印发|制度|规程|规范|解读|政策|《|指南|问答|通报|会议纪要")
_NO_POLICY = frozenset(
    {ColumnType.POLICY, ColumnType.INTERPRETATION, ColumnType.PLAN, ColumnType.DATA, ColumnType.DISCLOSURE}
)


class _Sort(Record, frozen=True):
    """A sort of titles that nobody mistakes: the types of columns it never belongs into, and the words by which such a column says otherwise."""

    name: str
    title: re.Pattern[str]
    alien_to: frozenset[ColumnType]
    welcome: re.Pattern[str]
    fewest: int


_SORTS = (
    _Sort(
        "招聘录用",
        re.compile(r"招聘|招录|招考|选调|遴选|拟(?:聘|录)用|(?:笔试|面试)(?:公告|通知|成绩|名单)|体检(?:通知|公告|名单)|资格(?:复审|审查)公告"),
        _NO_POLICY - {ColumnType.PLAN, ColumnType.DISCLOSURE},
        re.compile(r"人事|招|聘|录|公务员|事业单位|人才|综合|其[他它]"),
        1,
    ),
    _Sort(
        "采购招标",
        re.compile(r"中标|成交(?:公告|结果|公示)|(?:招标|采购|磋商|谈判|询价)(?:公告|结果|合同|意向|文件)|竞争性(?:磋商|谈判)|流标|废标"),
        _NO_POLICY | {ColumnType.PERSONNEL, ColumnType.NEWS},
        re.compile(r"采购|招标|投标|交易|资金|财政|综合|其[他它]|重大(?:项目|建设)"),
        1,
    ),
    _Sort(
        "工作动态",
        re.compile(r"(?:主持)?召开.{0,20}(?:会|会议)$|(?:深入|带队|赴).{1,20}(?:调研|督导|考察|慰问|走访|检查)|开展.{2,24}(?:活动|行动)$"),
        frozenset({ColumnType.POLICY, ColumnType.PERSONNEL}),
        re.compile(r"动态|要闻|会议|新闻|信息|活动|综合|其[他它]"),
        2,
    ),
)  # fmt: skip


class Aliens:
    """Counts the sorts of titles on list pages while they come by; what is kept grows with lists, not with items."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._examples: dict[tuple[str, str], list[str]] = defaultdict(list)

    def take(self, digest: Digest) -> None:
        if not digest.entries or len(self._counts) >= _PLACES:
            return
        counts = self._counts.setdefault(digest.place, Counter())
        for entry in digest.entries:
            for sort in _SORTS:
                if sort.title.search(entry.title) and not _RULES.search(entry.title):
                    counts[sort.name] += 1
                    shown = self._examples[digest.place, sort.name]
                    if len(shown) < _EXAMPLES:
                        shown.append(entry.title)

    def signs(self, columns: Iterable[ColumnFact]) -> Iterator[SignFact]:
        """Columns that hold a few items of a sort that is alien to their type, where most of their items are of another."""
        known = [column for column in columns if not column.unread and column.items >= _FEWEST_ITEMS]
        homes = self._homes(known)
        for column in known:
            for sort in _SORTS:
                found = self._of(column.key)[sort.name]
                if self._is_alien(column, sort, found, homes):
                    yield self._sign(column, sort, found, homes.get(sort.name))

    def _of(self, place: str) -> Counter[str]:
        return self._counts.get(place, Counter())

    def _is_alien(self, column: ColumnFact, sort: _Sort, found: int, homes: Mapping[str, ColumnFact]) -> bool:
        if column.type not in sort.alien_to or sort.welcome.search(column.name):
            return False
        fewest = sort.fewest if sort.name in homes else sort.fewest + 1
        return fewest <= found <= column.items * (1 - _HOME_SHARE)

    def _homes(self, columns: Iterable[ColumnFact]) -> dict[str, ColumnFact]:
        """For each sort the column of the site that is plainly meant for it."""
        found: dict[str, tuple[int, ColumnFact]] = {}
        for column in columns:
            for sort in _SORTS:
                count = self._of(column.key)[sort.name]
                is_home = column.type not in sort.alien_to and sort.welcome.search(column.name)
                if is_home and count >= _HOME_ITEMS and count > found.get(sort.name, (0, column))[0]:
                    found[sort.name] = count, column
        return {name: column for name, (_, column) in found.items()}

    def _sign(self, column: ColumnFact, sort: _Sort, found: int, home: ColumnFact | None) -> SignFact:
        return SignFact(
            sign=SiteSign.MISPLACED,
            key=f"{column.key}:{sort.name}",
            url=column.url,
            name=column.name,
            parent=column.parent,
            other=home.name if home else sort.name,
            other_url=home.url if home else None,
            value=found,
            out_of=column.items,
            examples=tuple(self._examples[column.key, sort.name]),
            evidence=column.evidence,
        )
