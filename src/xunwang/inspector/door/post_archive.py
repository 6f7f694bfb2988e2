"""Posts archived like pages: what they show, with their pictures and attachments, through the same gate and into the same run."""

import datetime as dt
from collections.abc import Sequence

from msgspec import structs

from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.exchange import Exchange
from xunwang.inspector.fetch.robots import Robots
from xunwang.inspector.media.attached import FileKind, attached_to
from xunwang.inspector.model import Evidence, PostFact, PostFile, Reach, RepostOrderFact
from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.documents.pictures import WORDS, has_letter_reader

_BACK = dt.timedelta(days=100)
_MOST_ORDERED = 40
_LETTERS = 6  # pictures of an account that words are read off: seconds each


class PostArchive:
    """Archives posts of one account; each address is asked for once."""

    def __init__(self, writer: RunWriter, tools: Tools) -> None:
        self._writer, self._tools = writer, tools
        self._robots = Robots(tools.client, tools.settings.stance())
        self._letters = _LETTERS if has_letter_reader() else 0
        self._known: dict[str, tuple[PostFile, bytes]] = {}

    @property
    def requests(self) -> int:
        return len(self._known)

    async def keep(self, posts: Sequence[PostFact], orders: Sequence[RepostOrderFact]) -> list[PostFact]:
        """The posts in their order; those that were chosen with their files."""
        chosen = {post.key for post in _chosen(posts, orders, self._tools.settings.posts_archived)}
        return [await self._with_files(post) if post.key in chosen else post for post in posts]

    async def _with_files(self, post: PostFact) -> PostFact:
        if post.url is None or self._tools.stop.is_set():
            return post
        page, body = await self._file(post.url, "page")
        files, words = [page], list[str]()
        named = attached_to(decode(body, {})[0], post.url) if body else []
        for url, kind in named:
            file, content = await self._file(url, kind)
            files.append(file)
            if kind == "picture" and content and self._letters:
                self._letters -= 1
                words += [
                    part.text
                    for part in (await self._tools.read_picture(content)).parts
                    if part.name == WORDS
                ]
        return structs.replace(post, files=tuple(files), picture_text="\n".join(words) or None)

    async def _file(self, url: str, kind: FileKind) -> tuple[PostFile, bytes]:
        if url not in self._known and not await self._robots.allows(url):
            self._known[url] = PostFile(url=url, kind=kind, unread="robots.txt 不允许读取"), b""
        if url not in self._known:
            exchange = await self._tools.client.fetch(url, files=True)
            for one in self._robots.take():
                self._writer.append_exchange(one.hops)
            evidence = self._writer.append_exchange(exchange.hops)
            read = exchange.attempt.reach is Reach.OK and bool(exchange.body)
            self._known[url] = _file(url, kind, exchange, evidence), exchange.body if read else b""
        return self._known[url]


def _file(url: str, kind: FileKind, exchange: Exchange, evidence: Evidence | None) -> PostFile:
    attempt = exchange.attempt
    unread = None
    if attempt.reach is not Reach.OK:
        unread = attempt.detail or (f"状态码 {attempt.status}" if attempt.status else attempt.reach.value)
    return PostFile(url=url, kind=kind, evidence=evidence, unread=unread)


def _chosen(posts: Sequence[PostFact], orders: Sequence[RepostOrderFact], newest: int) -> list[PostFact]:
    """The newest posts that have an address, and those that may answer an order."""
    dated = sorted(
        ((post.published, number, post) for number, post in enumerate(posts) if post.url and post.published),
        reverse=True,
    )
    if newest <= 0 or not dated:
        return []
    edge = dated[0][0] - _BACK
    recent = [post for at, _, post in dated[:newest] if at >= edge]
    wanted = {title for order in orders for title in (order.title, *order.titles)}
    ordered = [post for *_, post in dated if any(title in post.title for title in wanted)]
    return [*recent, *ordered[:_MOST_ORDERED]]
