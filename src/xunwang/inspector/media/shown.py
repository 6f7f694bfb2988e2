"""Accounts that a website leads to, by links and by codes to scan, held against the register."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import unquote, urlsplit

from xunwang.inspector.media.platforms import Platform, platforms
from xunwang.inspector.media.whose import family_of
from xunwang.inspector.model import Evidence, OnSite, ShownAccount, ShownAccountsFact, Subject

_KINDS_OF_WECHAT = {"wechat_subscription", "wechat_service"}  # an address does not tell them apart
_WORDS = 60
_BY_WORDS = (("视频号", "wechat_channels"), ("小程序", "wechat_mini"), ("客户端", "app"), ("APP", "app"))
_BLANK = re.compile(r"\s+")


def shown_link(url: str, words: str, page: str | None) -> ShownAccount | None:
    """The account that a link leads to; None for a link that leads to none, to an article or to a button for sharing."""
    place = _place(url)
    found = next((one for one in _shown() if place and _is_account(one, *place)), None)
    return ShownAccount(url=url, platform=found.id, words=_short(words), page=page) if found else None


def shown_code(
    text: str, words: str, page: str, picture: str, evidence: Evidence | None
) -> ShownAccount | None:
    """The account that a code to scan means: by the host in it, else by the words at it."""
    platform = _by_words(words) or _by_host(text) or _by_name(words)
    if platform is None:
        return None
    return ShownAccount(
        url=text[:500], platform=platform, words=_short(words), page=page, code=True, picture=picture, evidence=evidence
    )  # fmt: skip


def entry_of(
    subject: Subject, sites: Sequence[tuple[str, ShownAccountsFact | None]], *, alone: bool
) -> OnSite:
    """Where the unit's websites lead to the account. `alone`: the unit has no other on this platform, so a link that names none is its own.

    Silence proves something only where every site was read, with the codes in its pictures.
    """
    for site, fact in sites:
        found = (
            next((one for one in fact.accounts if is_of(one, subject, alone=alone)), None) if fact else None
        )
        if found:
            return OnSite(site=site, url=found.url, page=found.page, code=found.code)
    names = "、".join(name for name, _ in sites)
    if not sites:
        return OnSite(unread="本单位没有检查过的网站")
    if any(fact is None for _, fact in sites):
        return OnSite(site=names, unread="网站上次检查时没有读取账号入口，请重新检查网站")
    return OnSite(site=names, unread=next((fact.unread for _, fact in sites if fact and fact.unread), None))


def is_of(shown: ShownAccount, subject: Subject, *, alone: bool) -> bool:
    """Whether what a website shows is this account: its name or handle stands there, or it is the unit's only one of the platform."""
    if family_of(shown.platform) != family_of(subject.platform):
        return False
    address = unquote(shown.url).casefold()
    named = _plain(subject.name) in _plain(shown.words) or bool(
        subject.handle and len(subject.handle) > 1 and subject.handle.casefold() in address
    )
    return named or alone


def strangers(
    shown: Iterable[ShownAccount], subjects: Sequence[Subject]
) -> Iterator[tuple[ShownAccount, bool]]:
    """What a website shows that none of the registered accounts answers to; True where none of them is on that platform at all."""
    alone = alone_on_platform(subjects)
    families = {family_of(subject.platform) for subject in subjects}
    for one in shown:
        if not any(is_of(one, subject, alone=subject.id in alone) for subject in subjects):
            yield one, family_of(one.platform) not in families


def alone_on_platform(subjects: Sequence[Subject]) -> set[str]:
    """The accounts, of those of one unit, that are the only one on their platform."""
    families: dict[str | None, list[str]] = {}
    for subject in subjects:
        families.setdefault(family_of(subject.platform), []).append(subject.id)
    return {own[0] for own in families.values() if len(own) == 1}


@cache
def _shown() -> tuple[Platform, ...]:
    return tuple(one for one in platforms().values() if one.id not in _KINDS_OF_WECHAT)


def _place(url: str) -> tuple[str, str] | None:
    """Host, and host with path and query; None for what is no address of the web or a bare host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or (not parts.path.strip("/") and not parts.query):
        return None
    host = (parts.hostname or "").rstrip(".").casefold()
    return host, f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}"


def _is_account(platform: Platform, host: str, place: str) -> bool:
    if not any(host == one or host.endswith(f".{one}") for one in platform.hosts):
        return False
    return platform.account is None or re.search(platform.account, place) is not None


def _by_host(text: str) -> str | None:
    place = _place(text)
    if place is None:
        return None
    host, _ = place
    return next((one.id for one in _shown() if host in one.codes or _is_account(one, *place)), None)


def _by_words(words: str) -> str | None:
    """Kinds that lie on the hosts of others, or on any host at all."""
    return next((platform for word, platform in _BY_WORDS if word in words.upper()), None)


def _by_name(words: str) -> str | None:
    named = ((name, one.id) for one in _shown() for name in one.names if name in words and one.id != "other")
    return max(named, key=lambda pair: len(pair[0]), default=("", None))[1]


def _short(words: str) -> str:
    return _BLANK.sub(" ", words).strip()[:_WORDS]


def _plain(name: str) -> str:
    return _BLANK.sub("", name).casefold()
