"""Two looks at the same page held against each other: by other visitors, at another time, at another place."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from xunwang.inspector.model import LinkKind, Page, PageKind, SafetyKind, SafetySign, Zone
from xunwang.inspector.safety.hosts import domain_of, is_stranger, name_weight

_FOREIGN = frozenset({SafetyKind.HIDDEN, SafetyKind.SPAM, SafetyKind.SCRIPT, SafetyKind.REDIRECT})
_UNLIKE = 0.15  # likeness of two texts below which they have nothing in common
_ENOUGH = 60  # characters of a text that can be held against another
_LEADING = frozenset({LinkKind.PAGE, LinkKind.ATTACHMENT})
_MANY = 3  # foreign owners that only one of two visitors is led to
_SAME = 0.8  # likeness from which a text is still the one it was
_OF_THE_TEXT = frozenset({Zone.MAIN, Zone.UNKNOWN})
_NO_CONTENT = frozenset({PageKind.ERROR, PageKind.CHALLENGE, PageKind.SEARCH})


class Sight(NamedTuple):
    """What one look brought; `page` is None where no page came, `final` the address at its end."""

    final: str
    page: Page | None


def likeness(one: str, other: str) -> float:
    """The share of letter pairs that two texts have in common, of all that either has: 1 for the same, 0 for strangers."""
    first, second = _pairs(one), _pairs(other)
    together = len(first | second)
    return len(first & second) / together if together else 1.0


def _pairs(text: str) -> frozenset[str]:
    letters = "".join(text.split())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))


def cloaked(
    base: Sight, again: Sight, other: Sight, visitor: str, home: str, *, may_differ: bool
) -> SafetySign | None:
    """What another visitor gets that we do not; `again` is a second look of our own, which tells what changes anyway.

    `may_differ`: this visitor is honestly given a layout of its own (mobile pages).
    """
    if is_stranger(other.final, home) and not is_stranger(base.final, home):
        return _sign(
            f"redirect:{domain_of(other.final)}",
            f"{visitor}被带到外部网站{domain_of(other.final)}",
            other.final,
            sure=True,
        )
    if base.page is None or other.page is None or other.page.kind in _NO_CONTENT:
        return None
    if sign := _new_sign((base, again), other.page, visitor):
        return sign
    target = _leads_only_away(base.page, other.page, home) or _new_strangers((base, again), other.page, home)
    if target:
        return _sign(f"links:{domain_of(target)}", f"{visitor}看到我们看不到的外部链接", target)
    if not may_differ and again.page is not None and _is_another(base.page, again.page, other.page):
        return _sign("content", f"{visitor}看到的是另一个页面“{(other.page.title or '无标题')[:30]}”", None)
    return None


def _sign(place: str, why: str, target: str | None, *, sure: bool = False, bad: bool = False) -> SafetySign:
    return SafetySign(
        kind=SafetyKind.CLOAK,
        rule="second_look",
        place=place,
        found=target or why,
        why=why,
        sure=sure,
        target=target,
        bad=bad or (target is not None and name_weight(target) > 1),
    )


def _new_sign(known: Iterable[Sight], page: Page, visitor: str) -> SafetySign | None:
    before = {(sign.kind, sign.place) for sight in known if sight.page for sign in sight.page.signs}
    fresh = [sign for sign in page.signs if sign.kind in _FOREIGN and (sign.kind, sign.place) not in before]
    if not fresh:
        return None
    worst = max(fresh, key=lambda sign: (sign.sure, sign.bad))
    return _sign(
        worst.place, f"只有{visitor}看得到：{worst.why}", worst.target, sure=worst.sure, bad=worst.bad
    )


def _new_strangers(known: Iterable[Sight], page: Page, home: str) -> str | None:
    """A foreign address that only this visitor is led to, where there are many such or its name says enough."""
    before = {domain_of(link.url) for sight in known if sight.page for link in sight.page.links}
    fresh = {
        domain_of(link.url): link.url
        for link in page.links
        if is_stranger(link.url, home) and domain_of(link.url) not in before
    }
    telling = [url for url in fresh.values() if name_weight(url) > 1]
    if telling:
        return telling[0]
    return next(iter(fresh.values())) if len(fresh) >= _MANY else None


def _leads_only_away(base: Page, other: Page, home: str) -> str | None:
    """A foreign address on a page that leads nowhere else, in the place of one that leads within its site; sites made for telephones have links of their own."""
    own, led = ([link.url for link in page.links if link.kind in _LEADING] for page in (base, other))
    strangers = [url for url in led if is_stranger(url, home)]
    leads_within = any(domain_of(url) == domain_of(home) for url in own)
    return strangers[0] if strangers and leads_within and len(strangers) == len(led) else None


def _is_another(base: Page, again: Page, other: Page) -> bool:
    if min(len(base.text), len(again.text), len(other.text)) < _ENOUGH or base.title == other.title:
        return False
    return likeness(base.text, again.text) > 3 * _UNLIKE and likeness(base.text, other.text) < _UNLIKE


def tampered(before: Page, after: Page, name: str, place: str) -> SafetySign | None:
    """Whether a page has been turned into something foreign since it was last seen; a new design of one's own keeps the name.

    `name` is that of the site, as the register or the page's own tags give it.
    """
    if before.kind in _NO_CONTENT or after.kind in _NO_CONTENT:
        return None
    fresh = _new_sign((Sight(before.url, before),), after, "现在")
    is_sure = fresh is not None and fresh.sure
    nameless = _is_named(before, name) and not _is_named(after, name)
    if not (nameless or is_sure):
        return None
    strange = (
        len(before.text) >= _ENOUGH
        and len(after.text) >= _ENOUGH
        and likeness(before.text, after.text) < _UNLIKE
    )
    if not (strange and nameless) and not (is_sure and (strange or before.title != after.title)):
        return None
    what = fresh.why.partition("：")[2] if fresh else "标题和正文都变成了无关内容，网站名称不见了"
    return SafetySign(
        kind=SafetyKind.TAMPER,
        rule="since",
        place=f"tamper:{place}",
        found=f"“{(before.title or '')[:30]}”→“{(after.title or '')[:30]}”",
        why=f"与上次检查时相比已被改动：{what}",
        sure=True,
        target=fresh.target if fresh else None,
        bad=bool(fresh and fresh.bad),
    )


def slipped_in(before: Page, after: Page, home: str, place: str) -> SafetySign | None:
    """Whether the text of an article, else as it was, now leads to a stranger; what is published is rarely touched again."""
    if before.kind is not PageKind.ARTICLE or before.title != after.title:
        return None
    known = {domain_of(link.url) for link in before.links}
    fresh = [
        link
        for link in after.links
        if link.kind is LinkKind.PAGE
        and link.zone in _OF_THE_TEXT
        and is_stranger(link.url, home)
        and domain_of(link.url) not in known
    ]
    if not fresh or likeness(before.text, after.text) < _SAME:
        return None
    link = fresh[0]
    return SafetySign(
        kind=SafetyKind.TAMPER,
        rule="since",
        place=f"tamper:{place}",
        found=f"{link.text[:40]}（{link.url}）",
        why=f"与上次检查时相比，文章正文没有别的变化，却多出指向外部域名{domain_of(link.url)}的链接",
        target=link.url,
        bad=name_weight(link.url) > 1,
    )


def _is_named(page: Page, name: str) -> bool:
    names = {name, page.metas.get("SiteName") or name}
    shown = f"{page.title or ''} {page.masthead or ''}"
    return any(_stands_in(one[:6], shown) or _stands_in(one, shown) for one in names if one)


def _stands_in(name: str, shown: str) -> bool:
    """Whether a name, or a longer form of it, stands in a text: 应急局 in 应急管理局."""
    return re.search(".{0,3}".join(map(re.escape, name)), shown) is not None
