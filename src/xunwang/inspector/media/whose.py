"""Whose row is it: rows of tables handed to the accounts of a register."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from xunwang.inspector.media.platforms import platforms
from xunwang.inspector.media.post_list import PostRow
from xunwang.inspector.media.table import AccountNamed, RowProblem
from xunwang.inspector.model import Subject

Name = tuple[str | None, str]


class OwnedRow(Protocol):
    @property
    def whose(self) -> AccountNamed: ...


Owned = TypeVar("Owned", bound=OwnedRow)


def hand_out(
    rows: Iterable[Owned], subjects: Sequence[Subject]
) -> tuple[dict[str, tuple[Owned, ...]], dict[str, int]]:
    """Rows by subject id, and how many belong to nobody by the name written there.

    Each row goes to the account of its handle, else of its name, on its platform; a table without account columns belongs to the only subject.
    """
    known = _Known(subjects)
    handed: dict[str, list[Owned]] = defaultdict(list)
    strangers: dict[str, int] = defaultdict(int)
    for row in rows:
        owner = known.owner(row.whose)
        if owner is None:
            strangers[row.whose.account or row.whose.handle or "（没有写明账号）"] += 1
        else:
            handed[owner].append(row)
    return {owner: tuple(own) for owner, own in handed.items()}, dict(strangers)


def in_doubt(rows: Iterable[PostRow | RowProblem], subjects: Sequence[Subject]) -> Counter[str]:
    """Subject id -> how many rows may be its posts without being handed to it: those that could not be read, and those whose name several bear.

    A row that names no account may be of every one.
    """
    known = _Known(subjects)
    left = Counter(
        row.whose
        for row in rows
        if row.whose is not None and (isinstance(row, RowProblem) or known.owner(row.whose) is None)
    )
    doubtful: Counter[str] = Counter()
    for whose, count in left.items():
        doubtful.update(dict.fromkeys(known.possible(whose), count))
    return doubtful


class _Known:
    """Accounts by handle and by name, with and without their platform; a name that two accounts bear without it is nobody's."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._all = {subject.id for subject in subjects}
        self._only = subjects[0].id if len(subjects) == 1 else None
        self._owners: dict[Name, set[str]] = defaultdict(set)
        for subject in subjects:
            family = family_of(subject.platform)
            for word in filter(None, (subject.handle, subject.name)):
                self._owners[family, _plain(word)].add(subject.id)
                self._owners[None, _plain(word)].add(subject.id)

    def possible(self, whose: AccountNamed) -> set[str]:
        owner = self.owner(whose)
        if owner is not None:
            return {owner}
        family, words = family_of(whose.platform), [word for word in (whose.handle, whose.account) if word]
        if not words:
            return self._all
        return set().union(*(self._owners.get((family, _plain(word)), ()) for word in words))

    def owner(self, whose: AccountNamed) -> str | None:
        if whose.handle is None and whose.account is None:
            return self._only
        family = family_of(whose.platform)
        for word in filter(None, (whose.handle, whose.account)):
            owners = self._owners.get((family, _plain(word)), set())
            if len(owners) == 1:
                return next(iter(owners))
        return None


def family_of(platform: str | None) -> str | None:
    """Kinds of one platform (subscription and service accounts) are one family; other platforms stand for themselves."""
    known = platforms().get(platform or "")
    return platform if known is None else "wechat" if known.family == "wechat" else known.id


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()
