"""Whose row is it: rows of tables handed to the accounts of a register."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from xunwang.inspector.media.platforms import platforms
from xunwang.inspector.media.table import AccountNamed
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


class _Known:
    """Accounts by handle and by name, with and without their platform; a name that two accounts bear without it is nobody's."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._only = subjects[0].id if len(subjects) == 1 else None
        self._owners: dict[Name, set[str]] = defaultdict(set)
        for subject in subjects:
            family = family_of(subject.platform)
            for word in filter(None, (subject.handle, subject.name)):
                self._owners[family, _plain(word)].add(subject.id)
                self._owners[None, _plain(word)].add(subject.id)

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
