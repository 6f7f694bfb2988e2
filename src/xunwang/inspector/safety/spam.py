"""Foreign advertising in plain sight: stuffed titles and tags, brands spliced into sentences, links to betting sites."""

import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import makes, words
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.hidden import SURE, TOLD
from xunwang.inspector.safety.hosts import domain_of, is_stranger, name_weight

_ENTITIES = re.compile(r"(?:&#x?[0-9a-f]{2,6};?[^&]{0,1}){4,}", re.IGNORECASE)
_STUFFED = re.compile(r"[【\[].+?[】\]].*_|_.*_|[|｜].*[|｜]|,.*,|，.*，")
_FOUND = 60
_DISGUISED = 2  # what a link without words weighs
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
        weight += bool(_STUFFED.search(deep.title[: _FOUND * 4]))
        reasons.append(f"页面标题含“{'、'.join(title.words[:3])}”")
        if _ENTITIES.search(deep.raw_title):
            weight += 2
            reasons.append("标题用字符编码书写，源码中看不出原文")
    if metas.weight:
        reasons.append(f"关键词或描述标签含“{'、'.join(metas.words[:3])}”")
    if text.weight:
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


def _without(place: str, text: str) -> str:
    """A text in which the place of the site, which is no house of that name, stands as any county."""
    return text.replace(place, "本县") if place else text


def of_something_else(deep: DeepPage, text: str, shown: str) -> Iterator[SafetySign]:
    """A title that is not this page's: in another tongue than its `text`, or luring with what `shown`, all that visitors see, says nothing of."""
    if makes.is_in_another_tongue(deep.title) and makes.speaks_chinese(text):
        why = "页面标题用外文书写，正文却是中文"
    elif shown and makes.is_of_something_else(deep.title, shown, deep.place):
        why = "页面标题招揽的内容在页面上毫无踪影"
    else:
        return
    yield SafetySign(
        kind=SafetyKind.SPAM,
        rule="subject",
        place="spam:subject",
        found=" ".join(deep.title[:_FOUND].split()),
        why=f"疑似植入推广内容：{why}",
    )


def bad_links(deep: DeepPage, links: list[Strange]) -> Iterator[SafetySign]:
    """Visible links to foreign hosts that advertise by their words or their name."""
    for link in links:
        if link.means or not is_stranger(link.url, deep.home):
            continue
        said = words.weigh(_without(deep.place, link.text), sober=False)
        named = name_weight(link.url)
        disguised = _DISGUISED * _is_disguised(link)
        if said.weight >= _BY_WORDS or said.weight + named + disguised >= _BY_BOTH:
            yield link_sign(link.url, link.text, said, named)


def _is_disguised(link: Strange) -> bool:
    """A link whose words are none: a full stop, a blank."""
    return link.node.css_first("img") is None and not any(letter.isalnum() for letter in link.text)


def link_sign(url: str, text: str, said: words.Weighed, named: int) -> SafetySign:
    reasons = [f"链接文字含“{'、'.join(said.words[:3])}”"] if said.weight else []
    reasons += ["域名形似博彩、色情或临时网站"] if named else []
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
