"""What accounts publish, looked through like pages: serious wording, secrecy marks, personal data, titles, texts and links of betting and sex, language."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import structs

from xunwang.inspector.model import (
    Attempt,
    Page,
    PageKind,
    PageRow,
    PostFact,
    ProofFact,
    ProofreadFact,
    Reach,
    SafetyFact,
    SafetyKind,
    SafetySign,
)
from xunwang.inspector.privacy import masked
from xunwang.inspector.safety import people, secrecy, wording, words
from xunwang.inspector.safety.hosts import name_weight

_FORBIDDEN = 2  # from where on the name of a host says what it is
_ADVERTISED = 4  # what a title weighs that says more than one word which may be a piece of a name
_ADVERTISED_IN_TEXT = 6  # laws speak of signing up abroad (国际注册) at 4
_READ = 20_000  # characters of a text that are looked at
_SHOWN = 60


def safety_of(posts: Sequence[PostFact]) -> Iterator[SafetyFact]:
    """One fact for each sign in each post; posts that several ways show are looked through once."""
    for post in {(post.title, post.text): post for post in posts}.values():
        text = "\n".join(filter(None, (post.title, post.text, post.picture_text)))
        signs = (wording.signs, secrecy.signs, people.signs)
        for sign in (
            *(one for found in signs for one in found(text, post.key)),
            *_advertised(post),
            *_links(post),
        ):
            shown = structs.replace(sign, found=masked(sign.found))
            yield SafetyFact(sign=shown, url=post.url or "", key=post.key, evidence=post.evidence)


def _advertised(post: PostFact) -> Iterator[SafetySign]:
    """A title or, told more plainly, a text that offers bets or sex. Words against these near by, as police and courts write them, take it back, in a title for the whole post; goods and services are told nowhere here."""
    title, text = map(_readable, (post.title, post.text or ""))
    for rule, part, where, least in (
        ("post-title", title, "发文标题", _ADVERTISED),
        ("post-text", "" if words.is_sober(title) else text, "发文正文", _ADVERTISED_IN_TEXT),
    ):
        said = words.weigh(part)
        if said.bad and said.weight >= least:
            yield SafetySign(
                kind=SafetyKind.SPAM,
                rule=rule,
                place=f"{post.key}#{said.words[0]}",
                found=post.title[:_SHOWN] if rule == "post-title" else part[said.start :][:_SHOWN],
                why=f"{where}含“{'、'.join(said.words[:3])}”，疑似博彩、色情内容",
                bad=True,
                suggest="立即核实，账号被盗用的收回账号并删除",
            )
            return


def _readable(text: str) -> str:
    """As words are looked for; without halves of letters, which the search refuses."""
    return words.plain(text[:_READ].encode("utf-8", "replace").decode())


def _links(post: PostFact) -> Iterator[SafetySign]:
    for link in post.links:
        weight = name_weight(link)
        if weight >= _FORBIDDEN:
            yield SafetySign(
                kind=SafetyKind.SPAM,
                rule="post-link",
                place=f"{post.key}#{link}",
                found=link,
                why="发布的内容链接了疑似博彩、色情的网站",
                sure=weight > _FORBIDDEN,
                bad=True,
                target=link,
                suggest="立即核实并删除链接",
            )


def language_of(posts: Sequence[PostFact], day: dt.date) -> Iterator[ProofFact | ProofreadFact]:
    """Faults of language in titles and texts, proofread as of the day."""
    from xunwang.inspector.proof.sites import SiteReader  # noqa: PLC0415  # loads the speller

    reader = SiteReader(day)
    for post in {(post.title, post.text): post for post in posts}.values():
        reader.take(_row(post))
    yield ProofreadFact(day=day, failed=reader.failed)
    yield from reader.facts()


def _row(post: PostFact) -> PageRow:
    """The post as a page that somebody reads."""
    at = post.published or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    page = Page(
        url=post.url or post.key,
        kind=PageKind.ARTICLE,
        title=post.title,
        published=post.published,
        text="\n".join(filter(None, (post.text, post.picture_text))),
    )
    return PageRow(
        page=page,
        key=post.key,
        depth=0,
        parent=None,
        attempt=Attempt(at=at, reach=Reach.OK, status=200, milliseconds=0),
        evidence=post.evidence,
    )
