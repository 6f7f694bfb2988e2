"""Whose row is it: rows of tables handed to the accounts of a register."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from msgspec import structs

from xunwang.inspector.media.platforms import platform_named, platforms
from xunwang.inspector.media.post_list import PostRow
from xunwang.inspector.media.table import AccountNamed, RowProblem
from xunwang.inspector.model import Record, Subject

Name = tuple[str | None, str]
_SHEETS_OF_MANY = 2
_EDGES = re.compile(r"[()（）\[\]【】\-—–_·|/\s]+")
_NO_PLATFORM = frozenset({"头条"})  # as well the first article of a mass message
_NO_NAME = re.compile(r"\d|月|季度|年度|汇总|合计|明细|清单|台账|[Ss]heet|工作表")
"""In the name of a sheet: it is none of an account that nobody registered."""
UNNAMED = "（没有写明账号）"


class OwnedRow(Protocol):
    @property
    def whose(self) -> AccountNamed: ...


Owned = TypeVar("Owned", bound=OwnedRow)


def hand_out(
    rows: Iterable[Owned], subjects: Sequence[Subject], former: Iterable[Subject] = ()
) -> tuple[dict[str, tuple[Owned, ...]], dict[str, int]]:
    """Rows by subject id, and how many belong to nobody by the name written there.

    Each row goes to the account of its handle, else of its name, on its platform, in the words of today before the `former` ones; a
    table without account columns belongs to the only subject.
    """
    known = _Known(subjects, former)
    handed: dict[str, list[Owned]] = defaultdict(list)
    strangers: dict[str, int] = defaultdict(int)
    for row in rows:
        owner = known.owner(row.whose)
        if owner is None:
            strangers[row.whose.account or row.whose.handle or UNNAMED] += 1
        else:
            handed[owner].append(row)
    return {owner: tuple(own) for owner, own in handed.items()}, dict(strangers)


def with_sheets_named(
    rows: Sequence[PostRow | RowProblem], subjects: Iterable[Subject], sheets: Sequence[str] = ()
) -> list[PostRow | RowProblem]:
    """The rows of a workbook with a sheet for each account, named by it: where one sheet bears the name of an account, all bear names.

    `sheets`: all that were read, those without a row as well. What stands there on a sheet of a month or a sum may be of any of them.
    """
    told = [_on_its_platform(row) for row in rows]
    unnamed = {
        row.whose.sheet for row in told if row.whose and not _words(row.whose) and row.whose.sheet is not None
    }
    known = {_plain(word) for one in subjects for word in (one.name, one.handle) if word}
    every = {*unnamed, *sheets}
    if (
        not unnamed
        or len(every) < _SHEETS_OF_MANY
        or known.isdisjoint(_plain(_named_on(one)) for one in every)
    ):
        return told
    return [_of_its_sheet(row, known) for row in told]


def _on_its_platform(row: PostRow | RowProblem) -> PostRow | RowProblem:
    """The row on the platform that its sheet names (“微博”, “某某发布（抖音）”), where it names none itself."""
    if isinstance(row, RowProblem) and row.taken_back:
        row = structs.replace(row, taken_back=_there(row.taken_back))
    return structs.replace(row, whose=_there(row.whose)) if row.whose else row


def _there(whose: AccountNamed) -> AccountNamed:
    if whose.platform or whose.sheet is None:
        return whose
    return structs.replace(whose, platform=_parted(whose.sheet)[1])


def _named_on(sheet: str) -> str:
    return _parted(sheet)[0]


@lru_cache(1024)
def _parted(sheet: str) -> tuple[str, str | None]:
    """What the name of a sheet says beside a platform (“” for nothing), and that platform's id; the name as it is where it names none."""
    words = [word for word in _EDGES.split(sheet) if word]
    named = [one.id if (one := platform_named(word)) and one.id != "other" else None for word in words]
    told = {one for one in named if one}
    if len(told) != 1 or sheet.strip() in _NO_PLATFORM:
        return sheet, None
    rest = [word for word, platform in zip(words, named, strict=True) if not platform]
    return "".join(rest), told.pop()


def _of_its_sheet(row: PostRow | RowProblem, known: set[str]) -> PostRow | RowProblem:
    if isinstance(row, RowProblem) and row.taken_back and not _words(row.taken_back):
        named = _named_on(row.taken_back.sheet or "")
        return structs.replace(row, taken_back=structs.replace(row.taken_back, account=named or None))
    if row.whose is None or _words(row.whose) or row.whose.sheet is None:
        return row
    named = _named_on(row.whose.sheet)
    if named and (_plain(named) in known or not _NO_NAME.search(named)):
        return structs.replace(row, whose=structs.replace(row.whose, account=named))
    if isinstance(row, RowProblem) or (not named and row.whose.platform):
        return row
    said = "没有写明是哪个账号（其他工作表按账号分），未计入"
    return RowProblem(row.row, said, AccountNamed(), sheet=row.whose.sheet)


def with_authors_doubted(
    rows: Sequence[PostRow | RowProblem],
    subjects: Sequence[Subject],
    former: Sequence[Subject] = (),
    *,
    is_owned: bool = False,
) -> list[PostRow | RowProblem]:
    """The rows whose author bears no known name without it, for who wrote a text may be anybody: posts of nobody knows whom are problems.

    Where the authors are several known accounts, all are taken for accounts. `is_owned`: somebody says whose the list is.
    """
    known = _Known(subjects, former)
    named = (whose for row in rows for whose in (row.whose, _taken_back(row)) if whose)
    authors = {whose for whose in named if whose.by_author}
    strange = {whose for whose in authors if not known.possible(whose)}
    if len({known.owner(whose) for whose in authors - strange}) > 1:
        return [*rows]
    return [
        _of_nobody(row, is_owned=is_owned) if {row.whose, _taken_back(row)} & strange else row for row in rows
    ]


def _taken_back(row: PostRow | RowProblem) -> AccountNamed | None:
    return row.taken_back if isinstance(row, RowProblem) else None


def _of_nobody(row: PostRow | RowProblem, *, is_owned: bool) -> PostRow | RowProblem:
    if isinstance(row, RowProblem):
        return structs.replace(row, whose=_nameless(row.whose), taken_back=_nameless(row.taken_back))
    whose = structs.replace(row.whose, account=None, by_author=False)
    if is_owned:
        return structs.replace(row, whose=whose)
    said = f"作者“{row.whose.account}”不是所查账号的名称，分不清是不是该账号的发文，未计入"
    return RowProblem(row.row, said, whose, sheet=row.whose.sheet)


def _nameless(whose: AccountNamed | None) -> AccountNamed | None:
    return structs.replace(whose, account=None, by_author=False) if whose else None


def named_by(written: str) -> AccountNamed | None:
    """The account that somebody means by its name or handle, with 平台: before it where several share it; None for no word."""
    head, colon, word = written.replace("：", ":").partition(":")
    platform = platform_named(head) if colon else None
    name = (word if platform else written).strip()
    return AccountNamed(platform=platform.id if platform else None, account=name) if name else None


def with_owner(rows: Iterable[PostRow | RowProblem], owner: AccountNamed) -> list[PostRow | RowProblem]:
    """The rows that name no account under the one that somebody says the list is of."""
    return [_of_owner(row, owner) for row in rows]


def _of_owner(row: PostRow | RowProblem, owner: AccountNamed) -> PostRow | RowProblem:
    if row.whose and not _words(row.whose):
        return structs.replace(row, whose=_under(owner, row.whose))
    if isinstance(row, RowProblem) and row.taken_back and not _words(row.taken_back):
        return structs.replace(row, taken_back=_under(owner, row.taken_back))
    return row


def _under(owner: AccountNamed, whose: AccountNamed) -> AccountNamed:
    return structs.replace(whose, account=owner.account, platform=whose.platform or owner.platform)


def bearer_of(whose: AccountNamed, subjects: Sequence[Subject], former: Iterable[Subject] = ()) -> str | None:
    """The id of the account meant; None where nobody or more than one bears the name."""
    return _Known(subjects, former).owner(whose)


class Doubt(Record, frozen=True):
    """What keeps a list from proving silence, by subject id.

    `rows`: how many rows may be its posts without being handed to it: those that could not be read, and those whose name several bear
    or bore. `unclaimed`: a row under a name that nobody bears may be of an account that was renamed on its platform.
    """

    rows: dict[str, int]
    unclaimed: frozenset[str]


def in_doubt(
    rows: Iterable[PostRow | RowProblem], subjects: Sequence[Subject], former: Iterable[Subject] = ()
) -> Doubt:
    """A row that names no account may be of every one."""
    known = _Known(subjects, former)
    told = Counter((row.whose, isinstance(row, RowProblem)) for row in rows if row.whose is not None)
    doubtful, unclaimed = Counter[str](), set[str]()
    for (whose, is_problem), count in told.items():
        possible = known.possible(whose)
        doubtful.update(dict.fromkeys(possible if is_problem else possible - {known.owner(whose)}, count))
        if not possible:
            unclaimed.update(one.id for one in subjects if _may_be(one, whose))
    return Doubt(dict(doubtful), frozenset(unclaimed))


def _may_be(subject: Subject, whose: AccountNamed) -> bool:
    """Whether an account may appear under another name: on its platform, unless handles tell them apart."""
    family = family_of(whose.platform)
    return (family is None or family == family_of(subject.platform)) and not (whose.handle and subject.handle)


class _Known:
    """Accounts by handle and by name, with and without their platform; a name that two accounts bear without it is nobody's.

    `former` are accounts in words that they had or as they stood before they were closed: they count where today's words tell nobody.
    """

    def __init__(self, subjects: Sequence[Subject], former: Iterable[Subject] = ()) -> None:
        everyone = [*subjects, *former]
        self._all = {subject.id for subject in everyone}
        self._families: dict[str | None, set[str]] = defaultdict(set)
        for subject in everyone:
            self._families[family_of(subject.platform)].add(subject.id)
        self._today, self._ever = _by_word(subjects), _by_word(everyone)

    def possible(self, whose: AccountNamed) -> set[str]:
        """Every account that a row may be of."""
        words = _words(whose)
        if not words:
            return self._on(whose.platform)
        sure = self._bearer(whose.handle, whose) if whose.handle else None
        if sure:
            return {sure}
        family = family_of(whose.platform)
        return set().union(*(self._ever.get((family, _plain(word)), ()) for word in words))

    def owner(self, whose: AccountNamed) -> str | None:
        words = _words(whose)
        if not words:
            return next(iter(only)) if len(only := self._on(whose.platform)) == 1 else None
        return next((owner for word in words if (owner := self._bearer(word, whose))), None)

    def _on(self, platform: str | None) -> set[str]:
        """All accounts, of a platform those of its family."""
        return self._families.get(family_of(platform), set()) if platform else self._all

    def _bearer(self, word: str, whose: AccountNamed) -> str | None:
        place = family_of(whose.platform), _plain(word)
        for names in (self._today, self._ever):
            owners = names.get(place, set())
            if len(owners) == 1:
                return next(iter(owners))
        return None


def _by_word(subjects: Iterable[Subject]) -> dict[Name, set[str]]:
    owners: dict[Name, set[str]] = defaultdict(set)
    for subject in subjects:
        family = family_of(subject.platform)
        for word in filter(None, (subject.handle, subject.name)):
            owners[family, _plain(word)].add(subject.id)
            owners[None, _plain(word)].add(subject.id)
    return owners


def _words(whose: AccountNamed) -> list[str]:
    return [word for word in (whose.handle, whose.account) if word]


def family_of(platform: str | None) -> str | None:
    """Kinds of one platform (subscription and service accounts) are one family; other platforms stand for themselves."""
    known = platforms().get(platform or "")
    return platform if known is None else "wechat" if known.family == "wechat" else known.id


def _plain(word: str) -> str:
    """As names are compared: without blanks, and without the sign that microblogs put before them."""
    return "".join(word.split()).lstrip("@＠").casefold()
