"""Foreign advertising in plain sight: stuffed titles and tags, brands spliced into sentences, links to betting sites."""

import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import costumes, makes, misplaced, outside, wares, words
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.hidden import SURE, TOLD
from xunwang.inspector.safety.hosts import domain_of, is_paid_for, is_stranger, name_weight
from xunwang.inspector.safety.unfolding import is_coded_address, pretends

_ENTITIES = re.compile(r"(?:&#x?[0-9a-f]{2,6};?[^&]{0,1}){4,}", re.IGNORECASE)
_STUFFED = re.compile(r"[【\[].+?[】\]].*_|_.*_|[|｜].*[|｜]|,.*,|，.*，")
_BETWEEN = re.compile(r"[\s_|｜\-–—,，、]+")
_BARE = 8  # characters of a part of a title that is little but its last word
_FOUND = 60
_LURES = 2  # parts of the keywords that call to something else
_CARDS = frozenset({"li", "dd", "div", "td", "figure"})
_CARD = 120  # characters of a card around a link
_PROGRAMS = re.compile(r"\.(?:apk|ipa|exe|msi|dmg|mobileconfig)(?:[?#]|\Z)", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w@.-])[a-z0-9-]{2,40}(?:\.[a-z0-9-]{1,40}){0,2}\.[a-z]{2,8}(?![\w.-])")
_WRITTEN_OUT = 3  # what the address of a betting site weighs that is written in the text
_DISGUISED = 2  # what a link without words weighs
_PAID_FOR = 4  # what an address weighs that says who is paid for its visitors
_PRETENDS = 4  # what an address weighs that shows the name of another host
_PROGRAM = 3  # what a program weighs that a host with a name like those of betting houses offers
_IN_COMPANY = (
    2.2  # log odds from which links to several strangers sell together: lists of services come near it
)
_SAYS = 6  # letters of a link that sells alone by its sound
_BY_WORDS, _BY_BOTH = 3, 4  # weights of a visible link from which it is told


def stuffing(deep: DeepPage, shown: str) -> Iterator[SafetySign]:
    """What title, tags and visible text advertise together; a title counts twice for what the page itself does not speak about."""
    title, metas, text = (
        words.weigh(_without(deep.place, words.plain(part))) for part in (deep.title, deep.metas, shown)
    )
    if text.weight and set(text.words) <= set(words.weigh(deep.tail, sober=False).words):
        text = words.NOTHING  # told as what stands behind the end
    reasons, weight = [], words.together(title, metas, text)
    if title.weight:
        weight += sum(title.each[word] for word in title.words if word not in text.each)
        weight += bool(_STUFFED.search(deep.title[: _FOUND * 4])) or _stands_bare(title, deep.title, text)
        reasons.append(f"页面标题含“{'、'.join(title.words[:3])}”")
        if is_coded(deep):
            weight += 2
            reasons.append("标题用字符编码书写，源码中看不出原文")
    if metas.weight:
        weight += _stands_bare(metas, deep.metas, text)
        if metas.bad and not title.weight:
            weight += max((metas.each[word] for word in metas.words if word not in text.each), default=0)
        reasons.append(f"关键词或描述标签含“{'、'.join(metas.words[:3])}”")
    if text.weight:
        weight += _WRITTEN_OUT * any(
            name_weight(f"http://{host}/") > 1 for host in _HOST.findall(shown.lower())
        )
        reasons.append(f"正文夹杂“{'、'.join(text.words[:4])}”")
    told = next((one for one in (title, metas, text) if one.weight), None)
    if told is None or weight < TOLD:
        return
    shown_text = (
        deep.title if title.weight else deep.metas if metas.weight else shown[max(0, text.start - 15) :]
    )
    yield SafetySign(
        kind=SafetyKind.SPAM,
        rule="title" if title.weight else "metas" if metas.weight else "text",
        place=f"spam:{told.words[0]}",
        found=" ".join(shown_text[:_FOUND].split()),
        why=f"疑似植入推广内容：{'；'.join(reasons)}",
        sure=weight >= SURE,
        bad=title.bad or metas.bad or text.bad,
    )


def of_a_file(text: str) -> Iterator[SafetySign]:
    """What the text of an attachment advertises."""
    said = words.weigh(words.plain(text))
    if said.weight >= TOLD:
        yield SafetySign(
            kind=SafetyKind.SPAM,
            rule="file",
            place=f"spam:{said.words[0]}",
            found=" ".join(text[max(0, said.start - 15) :][:_FOUND].split()),
            why=f"含推广用语“{'、'.join(said.words[:4])}”",
            sure=said.weight >= SURE,
            bad=said.bad,
        )


def is_coded(deep: DeepPage) -> bool:
    """Whether the title alone is written in references to its letters."""
    return _ENTITIES.search(deep.raw_title) is not None


def _stands_bare(said: words.Weighed, told: str, text: words.Weighed) -> bool:
    """Whether a part of a title or of the keywords is little but a forbidden word that the page does not speak about."""
    parts = _BETWEEN.split(told.lower()) if said.bad else []
    foreign = tuple(word for word in said.each if word not in text.each)
    return any(part.endswith(foreign) and len(part) <= _BARE for part in parts)


def _without(place: str, text: str) -> str:
    """A text in which the place of the site, which is no house of that name, stands as any county."""
    return text.replace(place, "本县") if place else text


def of_something_else(deep: DeepPage, text: str, shown: str) -> Iterator[SafetySign]:
    """A title that is not this page's: in another tongue than its `text`, or luring with what `shown`, all that visitors see, says nothing of."""
    abroad = makes.is_in_another_tongue(deep.title) or (
        makes.is_latin_pitch(deep.title) and not makes.is_spoken_of(deep.title, text)
    )
    if abroad and makes.speaks_chinese(text):
        why = "页面标题用外文书写，正文却是中文"
    elif shown and makes.is_of_something_else(deep.title, shown, deep.place, 1 if is_coded(deep) else 2):
        why = "页面标题招揽的内容在页面上毫无踪影"
    elif shown and len(makes.luring_parts(deep.metas, f"{deep.title}\n{shown}", deep.place)) >= _LURES:
        why = "关键词或描述招揽的内容在页面上毫无踪影"
    elif shown and _is_in_costume(deep.title, shown):
        why = "页面标题夹杂繁体字、图形或联系方式，内容在页面上毫无踪影"
    elif makes.is_of_fiction(deep.title) and not makes.speaks_of_office(f"{deep.title}\n{text}"):
        why = "网文或影视页面，没有本单位的任何内容"
    else:
        return
    yield SafetySign(
        kind=SafetyKind.SPAM,
        rule="subject",
        place="spam:subject",
        found=" ".join(deep.title[:_FOUND].split()),
        why=f"疑似植入推广内容：{why}",
    )


def _is_in_costume(title: str, shown: str) -> bool:
    """Whether a title wears several pieces of a costume, and the page speaks of no part that does."""
    parts = costumes.strange_parts(title) if costumes.pieces(title) > 1 else []
    return bool(parts) and not any(makes.is_known(part.lower(), shown.lower()) for part in parts)


def bad_links(deep: DeepPage, links: list[Strange]) -> Iterator[SafetySign]:
    """Visible links to foreign hosts that advertise by their words or their name."""
    strange = [link for link in links if not link.means and is_stranger(link.url, deep.home)]
    sounding = {domain_of(link.url) for link in strange if _loudest(link)[0] >= _IN_COMPANY}
    for link in strange:
        said = words.weigh(_without(deep.place, _said_by(link)), sober=False)
        if outside.is_for_sale(link.url):
            yield outside.of_sale(link.url)
            continue
        named = name_weight(link.url)
        placed = misplaced.weight_of_place(link.node, link.text)
        office = misplaced.weight_as_office(link.text, link.url)
        weight = said.weight + named + placed + office + _DISGUISED * _is_disguised(link)
        weight += _DISGUISED * _is_mark_in_sentence(link, links)
        weight += _PAID_FOR * is_paid_for(link.url)
        sound = _by_its_sound(link)
        is_one_of_several = len(sounding) > 1 and domain_of(link.url) in sounding
        weight += max(0, sound + is_one_of_several - said.weight)
        weight += _PRETENDS * pretends(link.url)
        weight += _DISGUISED * _is_led_on(link, named)
        weight += _PROGRAM * (named > 0 and _PROGRAMS.search(link.url) is not None)
        if said.weight >= _BY_WORDS or weight >= _BY_BOTH:
            yield link_sign(link.url, link.text, said, named, misplaced=bool(placed), office=bool(office))


def _said_by(link: Strange) -> str:
    """What a link says in its words, under the pointer, and on the card around it that leads nowhere else."""
    told = [link.text, *(link.node.attributes.get(name) or "" for name in ("title", "aria-label"))]
    card = link.node.parent
    if card is not None and card.tag in _CARDS and len(card.css("a[href]")) == 1:
        said = " ".join((card.text() or "").split())
        told += [said] if len(said) <= _CARD else []
    return " \n".join(dict.fromkeys(filter(None, told)))


def _by_its_sound(link: Strange) -> int:
    """What it adds that a link sounds like selling, though no list may know its words: more where it says so under the pointer only."""
    sold, part = _loudest(link)
    if sold < wares.LIKELY:
        return 0
    is_said = sold >= wares.SURE and len(part) >= _SAYS
    return _BY_WORDS + (is_said or part not in link.text)


def _loudest(link: Strange) -> tuple[float, str]:
    """The part of what a link says that sounds most like selling, and how much."""
    parts = [part.strip() for part in _said_by(link).split("\n")]
    return max(((wares.odds(words.plain(part)), part) for part in parts), default=(0.0, ""))


def _is_led_on(link: Strange, named: int) -> bool:
    """Whether a link leads by way of another address that hides where it ends, or by one to a host whose name says enough."""
    written = link.node.attributes.get("href") or ""
    return is_coded_address(written) or (named > 1 and domain_of(link.url) not in written.partition("?")[0])


def _is_disguised(link: Strange) -> bool:
    """A link whose words are none: a full stop, a blank."""
    return link.node.css_first("img") is None and not any(letter.isalnum() for letter in link.text)


def _is_mark_in_sentence(link: Strange, links: list[Strange]) -> bool:
    """Whether a link is nothing but a mark of a sentence, and no words beside it lead there as well."""
    return (
        bool(link.text)
        and not link.text.strip("，。；、：！？,;")
        and not any(other.url == link.url and other.text != link.text for other in links)
    )


def link_sign(
    url: str, text: str, said: words.Weighed, named: int, *, misplaced: bool = False, office: bool = False
) -> SafetySign:
    """The sign of a link to a stranger: what its words weigh, and how many points its host's name adds."""
    reasons = [f"链接文字含“{'、'.join(said.words[:3])}”"] if said.weight else []
    reasons += ["链接文字像在招揽生意"] if wares.sells(words.plain(text)) and not reasons else []
    reasons += ["域名形似博彩、色情或临时网站"] if named else []
    reasons += ["网址冒用其他网站的名称"] if pretends(url) else []
    reasons += ["位于只通向本网站的位置（翻页、当前位置、备案号）"] if misplaced else []
    reasons += ["以单位或公共服务的名义"] if office else []
    return SafetySign(
        kind=SafetyKind.SPAM,
        rule="link",
        place=key_of(url),
        found=f"{text[:40]}（{url}）" if text else url,
        why=f"链接到可疑的外部网站{domain_of(url)}：{'，'.join(reasons)}",
        sure=said.weight + named >= SURE - 2,
        target=url,
        bad=said.bad or named > 1,
    )
