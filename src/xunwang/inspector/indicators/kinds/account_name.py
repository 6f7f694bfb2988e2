"""账号信息一致: the name that the platform shows and the body that it certified, held against the register."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import AccountFact, Record, Subject


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(_params: Params, book: FactBook, _as_of: dt.date) -> Report:
    """A difference may be an old filing or a feed with a title of its own: a person looks. Name and body each count as told last."""
    subject = book.subject
    named = _last(look for look in book.accounts if look.shown_name)
    certified = _last(look for look in book.accounts if look.certified_body)
    if subject is None or not (named or certified):
        return unchecked("数据来源没有给出账号的名称和认证主体", blocks=False)
    places = (*_name(subject, named, book.home_url), *_body(subject, certified, book.home_url))
    untold = "；".join(_untold(subject, named, certified))
    return counted(places, reason=untold or None) if places or not untold else unchecked(untold, blocks=False)


def _last(looks: Iterable[AccountFact]) -> AccountFact | None:
    return max(looks, key=lambda look: look.seen, default=None)


def _untold(subject: Subject, named: AccountFact | None, certified: AccountFact | None) -> Iterator[str]:
    if named is None:
        yield "数据来源没有给出账号名称，未能核对"
    if not subject.organiser:
        yield "名录没有写明主办单位，认证主体未能核对"
    elif certified is None:
        yield "数据来源没有给出认证主体，未能核对"


def _name(subject: Subject, look: AccountFact | None, url: str) -> Iterator[Place]:
    if look and not _shows(look, subject.name):
        yield _place("name", url, look, f"备案名称为“{subject.name}”，平台显示为“{look.shown_name}”")


def _body(subject: Subject, look: AccountFact | None, url: str) -> Iterator[Place]:
    body = look.certified_body if look else None
    if look and body and subject.organiser and not _same(body, subject.organiser):
        yield _place("body", url, look, f"主办单位为“{subject.organiser}”，平台认证主体为“{body}”")


def _place(locator: str, url: str, look: AccountFact, message: str) -> Place:
    return Place(locator, url, message, evidence=look.evidence, seen=look.seen)


def _shows(look: AccountFact, name: str) -> bool:
    """A feed's title is of its maker's wording, so the name need only stand in it."""
    shown = look.shown_name or ""
    return _same(shown, name) or (look.way == "feed" and _plain(name) in _plain(shown))


def _same(one: str, other: str) -> bool:
    """Whether they differ by nothing but blanks and signs."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", name) if character.isalnum())
