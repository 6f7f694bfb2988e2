"""Hidden links and texts: bad is what is hidden, foreign and out of place together; hiding alone never is."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.fetch.urls import locator_of
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import makes, wares, words
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.elements import is_in_turn, is_nameless
from xunwang.inspector.safety.hosts import domain_of, is_stranger, is_tool, name_weight
from xunwang.inspector.safety.styles import Means, strongest

TOLD = 5  # weight from which a suspicion is worth telling
SURE = 8
_INNOCENT = 3  # what a harmless explanation takes back
_NAMELESS = 2  # what a box weighs that nothing can show again
_SELLING = 2  # what an offer weighs that is hidden
_COUNTS = re.compile(r"(?:统计|计数)\Z")
_READABLE = 8  # letters of a text that says something
_FOUND = 40  # characters of a text that are shown
_WEIGHTY_WORDS = 5


class Case(NamedTuple):
    """What speaks about one link. `weight` is the sum, `reasons` what stands behind it, for people."""

    weight: int
    reasons: tuple[str, ...]
    bad: bool


def hidden_links(deep: DeepPage, links: Sequence[Strange]) -> Iterator[SafetySign]:
    """Links that are hidden and lead astray."""
    seen = {domain_of(link.url) for link in links if not link.means}
    for link in links:
        if link.means:
            case = _case(deep, link, seen)
            if case.weight >= TOLD:
                yield _sign(link, case, deep.home)


def _case(deep: DeepPage, link: Strange, seen: set[str]) -> Case:
    means = strongest(link.means)
    assert means is not None
    foreign = is_stranger(link.url, deep.home)
    said = words.weigh(f"{link.text} ", sober=False)
    named = name_weight(link.url) if foreign else 0
    weight, reasons = means.strength, [means.words]
    if foreign:
        weight += 2
        reasons.append(f"指向外部域名{domain_of(link.url)}")
    if said.weight:
        weight += min(said.weight, _WEIGHTY_WORDS)
        reasons.append(f"链接文字含“{'、'.join(said.words[:3])}”")
    if named:
        weight += named
        reasons.append("域名形似博彩、色情或临时网站" if named > 1 else "域名形似临时网站")
    if foreign and link.container is not None:
        more = _of_the_block(deep, link)
        if more:
            reasons.append("与多个外部链接藏在一处")
        elif is_nameless(link.container):
            more = _NAMELESS
            reasons.append("外框没有名称，页面上没有什么会让它显示出来")
        elif (makes.sells(link.text) or wares.sells(words.plain(link.text))) and not deep.restyled:
            more = _SELLING
            reasons.append("招揽生意")
        weight += more
    if not said.weight and _is_innocent(deep, link, seen, foreign=foreign):
        weight -= _INNOCENT
    if not foreign and not said.weight:
        weight = 0
    return Case(weight, tuple(reasons), said.bad or (named > 1 and foreign))


def _of_the_block(deep: DeepPage, link: Strange) -> int:
    """Links thrown in a bare box, and many of them, weigh more."""
    assert link.container is not None
    if is_in_turn(link.container):
        return 0
    if link.container.tag == "noscript" and deep.leads_to_strangers_only(link.container):
        return _SELLING
    around = deep.block_around(link.node, link.container)
    if not deep.is_block(around):
        return 0
    bare = not (around.attributes.get("class") or around.attributes.get("id"))
    return 1 + int(bare or deep.is_foreign_block(around))


def _is_innocent(deep: DeepPage, link: Strange, seen: set[str], *, foreign: bool) -> bool:
    """Whether something harmless explains why the link is hidden."""
    if link.is_part or is_tool(link.url) or _COUNTS.search(link.text):
        return True
    if foreign and domain_of(link.url) in seen:
        return True
    if Means.INDENT in link.means and _has_picture(link):
        return True
    return link.container is not None and deep.company(link.container).good >= 0.5


def _has_picture(link: Strange) -> bool:
    """An icon in the place of its words."""
    style = link.node.attributes.get("style") or ""
    return (
        "url(" in style or link.node.css_first("img") is not None or bool(link.node.attributes.get("class"))
    )


def _sign(link: Strange, case: Case, home: str) -> SafetySign:
    means = strongest(link.means)
    assert means is not None
    return SafetySign(
        kind=SafetyKind.HIDDEN,
        rule=means.name.lower(),
        place=locator_of(link.url, home),
        found=f"{link.text[:_FOUND]}（{link.url}）" if link.text else link.url,
        why=f"隐藏的链接：{'，'.join(case.reasons)}",
        sure=case.weight >= SURE,
        target=link.url,
        bad=case.bad,
    )


def hidden_text(unseen: str, known: str) -> Iterator[SafetySign]:
    """Text that visitors do not see and that advertises; `known` are the words of links that were told already."""
    said = words.weigh(words.plain(unseen))
    if said.weight >= TOLD and not _is_told(said, known):
        yield SafetySign(
            kind=SafetyKind.HIDDEN,
            rule="text",
            place=f"text:{said.words[0]}",
            found=_around(unseen, said.start),
            why=f"隐藏的文字含推广用语“{'、'.join(said.words[:4])}”",
            sure=said.weight >= SURE,
            bad=said.bad,
        )


def text_in_a_dot(deep: DeepPage, known: str) -> Iterator[SafetySign]:
    """Words that scroll through a box too small to read them, whatever they say: nobody does that for readers."""
    for node in deep.tree.css("marquee"):
        text = " ".join((node.text() or "").split())
        if sum(map(str.isalpha, text)) >= _READABLE and text[:_FOUND] not in known and deep.is_dot(node):
            yield SafetySign(
                kind=SafetyKind.HIDDEN,
                rule="dot",
                place=f"dot:{text[:_FOUND]}",
                found=text[:_FOUND],
                why=f"文字{Means.MARQUEE.words}，访问者看不到",
            )
            return


def after_the_end(deep: DeepPage, known: str) -> Iterator[SafetySign]:
    """Text behind the end of the page; links there are told as links."""
    said = words.weigh(deep.tail, sober=False)
    if said.weight >= 3 and not _is_told(said, known):
        yield SafetySign(
            kind=SafetyKind.HIDDEN,
            rule="tail_text",
            place=f"tail:{said.words[0]}",
            found=_around(deep.tail, said.start),
            why=f"页面结束标记之后还有推广文字“{'、'.join(said.words[:4])}”",
            sure=said.weight >= TOLD,
            bad=said.bad,
        )


def _is_told(said: words.Weighed, known: str) -> bool:
    lowered = known.lower()
    return all(word in lowered for word in said.words)


def _around(text: str, place: int) -> str:
    start = max(0, place - _FOUND // 4)
    return " ".join(text[start : start + _FOUND].split())
