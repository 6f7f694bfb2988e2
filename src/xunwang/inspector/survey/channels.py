"""The entrances that visitors use: letters and questions, petitions, services, search."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    ChannelFact,
    ChannelPurpose,
    LinkFact,
    LinkKind,
    Page,
    PageKind,
    Record,
    Zone,
)
from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.groups import own_name
from xunwang.inspector.survey.naming import clean
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.troubles import GONE, attempt_trouble

_LONGEST_NAME = 14
_LEAVES = frozenset({PageKind.ARTICLE, PageKind.GUIDE})
_PETITION = re.compile(r"信访|举报|纪检|纪委|监察|12388")
_CONSULTATION = re.compile(r"信箱|咨询|留言|建言|写信|来信|提问|投诉|问政|意见建议|我要问|我要说")
# The landing page of a whole channel; only on another system may it be the entrance itself.
_INTERACTION = re.compile(r"互动交流|交流互动|政民互动|公众互动|公众参与")
_SERVICE = re.compile(
    r"办事(?!处)|政务服务|一网通办|(?:网上|在线)(?:办|申请)|网上服务|在线服务|服务大厅|便民服务|公共服务|行政审批|审批服务|在线申报|服务事项|预约挂号|(?:网上|在线)(?:预约|挂号)"
)
_NO_ENTRANCE = re.compile(
    r"选登|统计|公示|动态|要闻|新闻|通知|公告|征集|年报|公司|(?:局|委员会|办公室|管理处)$|指南$"
)
_BROAD = frozenset({"公共服务", "便民服务"})  # an entrance on the home page, elsewhere news about them
_MAY_BE_ONE = re.compile(
    "|".join(words.pattern for words in (_PETITION, _CONSULTATION, _INTERACTION, _SERVICE))
)
_PURPOSES = (
    (ChannelPurpose.PETITION, _PETITION),
    (ChannelPurpose.CONSULTATION, _CONSULTATION),
    (ChannelPurpose.SERVICE, _SERVICE),
)


class Entrance(Record, frozen=True, array_like=True):
    """A place that a link or a form calls an entrance. `in_bar`: the link stands in a navigation or header."""

    purpose: ChannelPurpose
    place: str
    url: str
    name: str
    parent: str
    in_bar: bool = False


@lru_cache(maxsize=8_192)
def purpose_of(name: str, *, internal: bool = True) -> ChannelPurpose | None:
    """What an entrance of this name is for; None when the name means none."""
    if len(name) > _LONGEST_NAME or _NO_ENTRANCE.search(name):
        return None
    if not internal and _INTERACTION.search(name):
        return ChannelPurpose.CONSULTATION
    return next((purpose for purpose, words in _PURPOSES if words.search(name)), None)


@lru_cache(maxsize=8_192)
def _entrance_name(text: str) -> str | None:
    """The name in a link text that may be that of an entrance."""
    name = clean(text)
    return name if name and len(name) <= _LONGEST_NAME and _MAY_BE_ONE.search(name) else None


def entrances_of(page: Page, places: Places) -> Iterator[Entrance]:
    """The entrances that one page offers: links by their words outside the footer, forms by their purpose."""
    items = {item.url for item in page.items}
    for link in page.links:
        name = _entrance_name(link.text)
        if name is None or link.kind is not LinkKind.PAGE or link.zone is Zone.FOOTER or link.url in items:
            continue
        if name in _BROAD and page.kind is not PageKind.HOME:
            continue
        purpose = purpose_of(name, internal=places.internal(link.url))
        if purpose is not None and (place := places.of(link.url)) != places.root:
            in_bar = link.zone in {Zone.NAV, Zone.HEADER}
            yield Entrance(purpose, place, link.url, name, page.url, in_bar)
    for form in page.forms:
        if form.purpose == "search":
            yield Entrance(ChannelPurpose.SEARCH, places.of(form.action), form.action, "站内搜索", page.url)


def channel_facts(
    entrances: Iterable[Entrance],
    cards: Sequence[Card],
    links: Mapping[str, LinkFact],
    moved: Mapping[str, str],
) -> Iterator[ChannelFact]:
    """One fact for each purpose and place; a page with a message form is an entrance even if no link calls it so.

    `moved` gives for the place of an entrance the one that its redirect led to.
    """
    pages = {place: card for card in cards for place in (card.asked, card.place)}
    pages |= {asked: pages[place] for asked, place in moved.items() if asked not in pages and place in pages}
    known = {
        (entrance.purpose, _settled(entrance, pages)): entrance
        for entrance in _news_left_out(entrances, pages)
    }
    for entrance in _forms(cards):
        if not any(
            (purpose, entrance.place) in known for purpose in (entrance.purpose, ChannelPurpose.PETITION)
        ):
            known[entrance.purpose, entrance.place] = entrance
    ordered = sorted(known, key=lambda identity: (identity[0].value, identity[1]))
    return (_fact(known[identity], pages.get(identity[1]), links) for identity in ordered)


def _settled(entrance: Entrance, pages: Mapping[str, Card]) -> str:
    page = pages.get(entrance.place)
    return page.place if page else entrance.place


def _news_left_out(entrances: Iterable[Entrance], pages: Mapping[str, Card]) -> Iterator[Entrance]:
    """A link to an article or a guide tells of an entrance, unless the navigation itself leads there."""
    seen: set[tuple[ChannelPurpose, str]] = set()
    for entrance in entrances:
        page = pages.get(entrance.place)
        identity = (entrance.purpose, _settled(entrance, pages))
        if identity in seen or (page and page.kind in _LEAVES and not entrance.in_bar):
            continue
        seen.add(identity)
        yield entrance


def _forms(cards: Iterable[Card]) -> Iterator[Entrance]:
    for card in cards:
        if card.read and card.message_form:
            name = own_name(card) or "留言表单"
            words = f"{name}{card.title or ''}"
            purpose = ChannelPurpose.PETITION if _PETITION.search(words) else ChannelPurpose.CONSULTATION
            yield Entrance(purpose, card.place, card.url, name, card.parent or card.url)


def _fact(entrance: Entrance, page: Card | None, links: Mapping[str, LinkFact]) -> ChannelFact:
    opens, reason = _openness(entrance, page, links)
    link = links.get(key_of(entrance.url))
    evidence = page.evidence if page else link.evidence if link else None
    return ChannelFact(
        key=page.place if page else entrance.place,
        purpose=entrance.purpose,
        name=entrance.name,
        url=page.url if page else entrance.url,
        parent=entrance.parent,
        opens=opens,
        form=entrance.purpose is ChannelPurpose.SEARCH
        or (page is not None and page.read and page.message_form),
        refers=page is not None and page.read and page.refers,
        reason=reason,
        evidence=evidence,
    )


def _openness(
    entrance: Entrance, page: Card | None, links: Mapping[str, LinkFact]
) -> tuple[bool | None, str | None]:
    """Whether the entrance opens, and why not or why that is unknown. Only 404 and 410 say for sure that it does not."""
    link = links.get(key_of(entrance.url))
    last = link.attempts[-1] if link and link.attempts else None
    trouble = page.trouble if page else attempt_trouble(last) if last else "未访问"
    if trouble is None:
        return True, None
    status = page.status if page else last.status if last else None
    return (False if status in GONE else None), trouble
