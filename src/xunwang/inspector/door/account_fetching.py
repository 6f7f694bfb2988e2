"""Ways into accounts that lie in the network: feeds with their pages, and interfaces asked with credentials. Everything through the gate."""

import datetime as dt

from msgspec import structs

from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.client import Method
from xunwang.inspector.fetch.exchange import Exchange
from xunwang.inspector.media.interfaces import INTERFACES, Access, Answer, Ask
from xunwang.inspector.media.interfaces.talk import MOST_PAGES
from xunwang.inspector.media.look import Look, joined, reaches
from xunwang.inspector.media.ways import known_until, next_page, read_payload
from xunwang.inspector.model import Evidence, Reach, Record

REACHES_BACK = dt.timedelta(days=130)
"""How far before the monitoring point lists are followed: what the rules look at is a quarter or three months, and some days more."""


class Fetched(Record, frozen=True):
    """What a way in the network showed, when, and how many requests that took."""

    way: str
    look: Look
    seen: dt.datetime
    evidence: Evidence | None
    requests: int


async def fetch_feed(feed: str, since: dt.datetime, writer: RunWriter, tools: Tools) -> Fetched:
    """A feed and, where it names them, its further pages back to `since`. Pages before one that fails stay."""
    way, pages, note = "feed", list[Look](), None
    address: str | None = feed
    first: Evidence | None = None
    first_body = b""
    seen = tools.clock()
    while address is not None and len(pages) < MOST_PAGES:
        exchange = await tools.client.fetch(address)
        kept = writer.append_exchange(exchange.hops)
        if not pages:
            first, seen, first_body = kept, exchange.attempt.at, exchange.body
        way_here, page = _page(exchange)
        if page.unread and pages:
            note = f"第{len(pages) + 1}页未能读取：{page.unread}"
            break
        way = way_here
        proven = tuple(structs.replace(post, evidence=kept) for post in page.posts)
        pages.append(structs.replace(page, posts=proven))
        done = page.unread is not None or reaches(page, since)
        address = None if done else next_page(way, address, page)
    look = pages[0] if len(pages) == 1 else joined(pages)
    if first_body:
        look = known_until(look, first_body, seen)
    return Fetched(way, structs.replace(look, note=note or look.note), seen, first, len(pages) + bool(note))


def _page(exchange: Exchange) -> tuple[str, Look]:
    if exchange.attempt.reach is Reach.OK:
        return read_payload(exchange.body, exchange.attempt.at)
    return "feed", Look(unread=f"订阅源未能读取：{_why(exchange)}")


def _why(exchange: Exchange) -> str:
    attempt = exchange.attempt
    return attempt.detail or (f"状态码 {attempt.status}" if attempt.status else attempt.reach.value)


async def ask_interface(access: Access, since: dt.datetime, writer: RunWriter, tools: Tools) -> Fetched:
    """Leads the talk with an interface. Answers are archived under addresses without secrets; those that hold a secret are not."""
    module, seen = INTERFACES[access.way], tools.clock()
    server = (access.server or module.SERVER).rstrip("/")
    talk = module.talk(access.given, server, seen, since)
    requests, last = 0, None
    try:
        ask: Ask = next(talk)
        while True:
            requests += 1
            answer = await _answer(ask, writer, tools)
            last = answer.evidence or last
            ask = talk.send(answer)
    except StopIteration as end:
        return Fetched(access.way, end.value, seen, last, requests)


async def _answer(ask: Ask, writer: RunWriter, tools: Tools) -> Answer:
    """Redirects are not followed: they would carry the secrets elsewhere."""
    method: Method = "GET" if ask.body is None else "POST"
    exchange = await tools.client.fetch(
        ask.url, method, headers=ask.headers, body=ask.body, follow=False, files=True
    )
    if not exchange.body:
        return Answer(failed=_why(exchange) if exchange.attempt.reach is not Reach.OK else "应答是空的")
    kept = None
    if ask.shown is not None:
        kept = writer.append_resource(ask.shown, exchange.attempt.at, "application/json", exchange.body)
    return Answer(body=exchange.body, evidence=kept)
