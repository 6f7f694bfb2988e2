"""What became of the pages that a site links to: parked, sold, turned into betting sites, or copies of the site itself."""

import re
from collections.abc import Iterable, Iterator

from xunwang.inspector.fetch.urls import locator_of
from xunwang.inspector.model import LinkFact, Page, Reach, SafetyKind, SafetySign, Subject, late
from xunwang.inspector.safety import words
from xunwang.inspector.safety.hosts import domain_of, is_stranger, name_weight

_TOLD = 5
_PARKED = late(
    r"域名(?:出售|转让|停放|交易|抢注|已(?:经)?过期|可(?:以)?(?:出售|转让|购买))|(?:本|此|该)域名(?:正在)?(?:出售|可|待售|转让)|购买(?:此|该|本)域名|domain (?:is |name )?(?:may be )?for sale|buy this domain|this domain (?:has expired|is parked)|parked (?:free|domain)|related searches",
    re.IGNORECASE,
)
# Addresses at which domains are sold, as those who hold them for sale write them.
_SALE = re.compile(
    r"for-?sale[^\s]*domain|domain[^\s]*(?:for-?sale|-sale|parking|expired|buy)|forsale\?|(?://|\.)(?:sedo|dan|afternic|hugedomains|parkingcrew|bodis)\.com/",
    re.IGNORECASE,
)
_LONG = 1_500  # characters from which a page is more than a sign on an empty lot


def strangers(links: Iterable[LinkFact], home: str, most: int) -> list[LinkFact]:
    """One open link for each foreign owner, the most suspicious and those of the home page first."""
    found: dict[str, LinkFact] = {}
    for link in links:
        last = link.attempts[-1] if link.attempts else None
        if link.internal or last is None or last.reach is not Reach.OK or not is_stranger(link.url, home):
            continue
        found.setdefault(domain_of(link.url), link)
        if len(found) >= most * 20:
            break
    return sorted(found.values(), key=lambda link: (-name_weight(link.url), not link.on_home))[:most]


def moved_away(links: Iterable[LinkFact], home: str) -> Iterator[tuple[LinkFact, SafetySign]]:
    """Addresses of the site itself that end at a stranger's, and links that end at one whose name says enough."""
    for link in links:
        last = link.attempts[-1] if link.attempts else None
        final = last.final_url if last and last.reach is Reach.OK else None
        if final is None or final == link.url:
            continue
        if not is_stranger(final, home) or domain_of(final) == domain_of(link.url):
            continue
        if link.internal or name_weight(final) > 1:
            place = f"moved:{locator_of(link.url, home)}" if link.internal else f"outside:{domain_of(final)}"
            whose = "本网站的地址" if link.internal else "链接"
            yield (
                link,
                _sign(
                    "http", place, f"{link.url} → {final}", f"{whose}跳转到外部网站{domain_of(final)}", final
                ),
            )


def domains_of(names: Iterable[str]) -> frozenset[str]:
    """The registered domains that a user's list names, be it by address, by host or in capitals."""
    addresses = (name.strip() if "//" in name else f"http://{name.strip()}/" for name in names)
    return frozenset(filter(None, (domain_of(address.lower()) for address in addresses)))


def listed(links: Iterable[LinkFact], lost: frozenset[str]) -> Iterator[tuple[LinkFact, SafetySign]]:
    """Links to domains that the user's list names as lost to others."""
    if lost:
        for link in links:
            if not link.internal and domain_of(link.url) in lost:
                why = f"链接的域名{domain_of(link.url)}在已失效或易主域名的名单中"
                yield (
                    link,
                    _sign("list", f"outside:{domain_of(link.url)}", link.url, why, link.url, sure=True),
                )


def is_for_sale(url: str) -> bool:
    """Whether an address says that a domain is sold there."""
    return _SALE.search(url) is not None


def of_sale(url: str) -> SafetySign:
    """The sign of a link to where a domain is sold."""
    why = f"链接指向出售域名的页面{domain_of(url)}，原网站可能已易主"
    return _sign("parked", f"outside:{domain_of(url)}", url, why, url)


def turned(link: LinkFact, page: Page, subject: Subject) -> SafetySign | None:
    """What a foreign page is now that it should not be; `page` is what its address gave."""
    place = f"outside:{domain_of(link.url)}"
    said = words.weigh(f"{page.title or ''}\n{page.metas.get('Keywords', '')}\n{page.text[:4_000]}")
    titled = words.weigh(page.title or "")
    weighs = said.weight + titled.weight
    if said.bad and (weighs >= _TOLD or not _speaks_of(link.text or "", page)):
        why = f"链接的外部网站{domain_of(page.url)}现为违法推广内容：{'、'.join(said.words[:4])}"
        return _sign(
            "content",
            place,
            f"{(page.title or '')[:40]}（{link.url}）",
            why,
            link.url,
            sure=weighs >= _TOLD,
            bad=True,
        )
    if len(page.text) < _LONG and _PARKED.search(f"{page.title or ''}\n{page.text}"):
        why = f"链接的域名{domain_of(link.url)}已停放或出售，可能易主"
        return _sign("parked", place, f"{(page.title or '')[:40]}（{link.url}）", why, link.url)
    return _mirror(page, subject)


def _speaks_of(name: str, page: Page) -> bool:
    """Whether a page says any of the words by which it is linked to."""
    shown = f"{page.title or ''}\n{page.text}"
    return not name.strip() or any(name[place : place + 2] in shown for place in range(len(name) - 1))


def _mirror(page: Page, subject: Subject) -> SafetySign | None:
    marks = page.marks
    same_code = subject.code is not None and marks.site_code == subject.code
    named = subject.name in f"{page.title or ''} {page.masthead or ''}" and subject.name in (
        marks.organiser or ""
    )
    if not same_code and not named:
        return None
    by = "标识码" if same_code else "网站名称和主办单位"
    return SafetySign(
        kind=SafetyKind.MIRROR,
        rule="outside",
        place=f"mirror:{domain_of(page.url)}",
        found=f"{(page.title or '')[:40]}（{page.url}）",
        why=f"外部网站{domain_of(page.url)}的页面带有本网站的{by}，疑似镜像或仿冒",
        sure=same_code,
        target=page.url,
    )


def _sign(
    rule: str, place: str, found: str, why: str, target: str, *, sure: bool = False, bad: bool = False
) -> SafetySign:
    return SafetySign(
        kind=SafetyKind.REDIRECT,
        rule=rule,
        place=place,
        found=found[:160],
        why=why,
        sure=sure,
        target=target,
        bad=bad or name_weight(target) > 1,
    )
