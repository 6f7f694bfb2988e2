"""The search of a site tried at the end of its crawl, with what lies in the archive of the run."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from xunwang.inspector.closer import Sample, Sampler
from xunwang.inspector.closer.searching import KnownItem, judged_by_change, should_be_found, tried
from xunwang.inspector.crawl.visit import Reading
from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import RunError, RunWriter
from xunwang.inspector.fetch.browser import RenderError
from xunwang.inspector.fetch.client import Exchange
from xunwang.inspector.fetch.robots import Robots, RobotsStance
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import Evidence, Page, PageKind, SearchFact, SearchTry
from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.search_form import SearchForm, search_form

_LOOKED_AT, _ITEMS = 12, 2
_ROBOTS = "robots.txt不允许访问搜索页，未试用"
_NO_ITEM = "没有读到可供检索的信息，未试用"
_SCRIPT_FAILED = "搜索由脚本驱动，浏览器未能打开"
_AS_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_RENDERED: Mapping[str, str] = {"content-type": "text/html; charset=utf-8"}


async def search_facts(
    writer: RunWriter, tools: Tools, sampler: Sampler, home: Sample, *, today: dt.date, robots: RobotsStance
) -> tuple[SearchFact, ...]:
    """The fact of the site's search; none where its home page shows no search. At most three addresses are asked for."""
    looker = _Looker(writer, tools, Reading(home=home.url, today=today), Robots(tools.client, robots))
    archived = looker.archived(home)
    form = (
        search_form(archived[0], home.url, archived[1], served_in=looker.served_in(home))
        if archived
        else None
    )
    items = list(looker.items(sampler))[:_ITEMS]
    if not isinstance(form, SearchForm):
        return await _by_script(looker, home.url, items, form)
    why = None if items else _NO_ITEM
    where = form.action if form.postable else form.address(items[0].title) if items else ""
    why = why or (None if await looker.may_ask(where) else _ROBOTS)
    if why:
        return (SearchFact(key=key_of(form.action), url=form.action, unasked=why),)
    return (await tried(form, items, looker.ask, looker.show if tools.browser else None),)


async def _by_script(
    looker: "_Looker", home: str, items: Sequence[KnownItem], why: str | None
) -> tuple[SearchFact, ...]:
    """A search without a form that could be sent, tried where a browser is at hand; `why`: what is known of it, None where nothing shows one."""
    tries: list[SearchTry] = []
    for item in items if looker.has_browser else ():
        one = await looker.ask_script(home, item)
        if one is None:
            break
        tries.append(one)
        if one.found is not False:
            break
    if tries:
        return (SearchFact(key=key_of(home), url=home, tries=tuple(tries)),)
    return (SearchFact(key=key_of(home), url=home, unasked=why),) if why else ()


class _Looker:
    """Reads what is archived and asks for what is not."""

    def __init__(self, writer: RunWriter, tools: Tools, reading: Reading, robots: Robots) -> None:
        self._writer = writer
        self._client = tools.client
        self._browser = tools.browser
        self._clock = tools.clock
        self._reading = reading
        self._robots = robots

    def archived(self, sample: Sample) -> tuple[bytes, Mapping[str, str]] | None:
        if sample.evidence is None:
            return None
        with suppress(RunError):
            answer = self._writer.response(sample.evidence)
            html = self._writer.rendered(sample.evidence) if sample.rendered else None
            return (html, _RENDERED) if html else (answer.body, answer.headers)
        return None

    def served_in(self, sample: Sample) -> str | None:
        """The charset in which the site sent a page that a browser rendered since."""
        if not sample.rendered or sample.evidence is None:
            return None
        with suppress(RunError):
            answer = self._writer.response(sample.evidence)
            return decode(answer.body, answer.headers)[1]
        return None

    def items(self, sampler: Sampler) -> Iterator[KnownItem]:
        """Articles that the search should know: with a title of their own, and not of the last days."""
        for sample in sampler.pages(PageKind.ARTICLE, _LOOKED_AT):
            if sample.title and should_be_found(sample.title, sample.day, self._reading.today):
                yield KnownItem(title=sample.title, url=sample.url)

    async def may_ask(self, url: str) -> bool:
        return await self._robots.allows(url)

    async def ask(self, url: str, body: bytes | None) -> tuple[Exchange, Page | None, Evidence | None]:
        """The answer to a question, sent as a form where it has a body."""
        if body is None:
            exchange = await self._client.fetch(url)
        else:
            exchange = await self._client.fetch(url, "POST", body=body, headers=_AS_FORM)
        for one in self._robots.take():
            self._writer.append_exchange(one.hops)
        evidence = self._writer.append_exchange(exchange.hops)
        attempt = exchange.attempt
        if attempt.status is None or not exchange.is_page:
            return exchange, None, evidence
        final = without_fragment(attempt.final_url or exchange.url)
        return (
            exchange,
            self._reading.page(exchange.body, final, attempt.status, exchange.headers),
            evidence,
        )

    @property
    def has_browser(self) -> bool:
        return self._browser is not None

    async def ask_script(self, home: str, item: KnownItem) -> SearchTry | None:
        """The search of the home page asked for an item by its own script; None where a browser sees none."""
        if self._browser is None:
            return None
        try:
            seen = await self._browser.search(home, item.title, self.may_ask)
        except RenderError:
            return SearchTry(title=item.title, url=item.url, reason=_SCRIPT_FAILED)
        for one in self._robots.take():
            self._writer.append_exchange(one.hops)
        if seen is None:
            return None
        final = without_fragment(seen.final_url)
        before = self._reading.page(seen.before, home, 200, _RENDERED)
        after = self._reading.page(seen.html, final, 200, _RENDERED, late=not seen.rested)
        evidence = self._writer.append_resource(final, self._clock(), _RENDERED["content-type"], seen.html)
        if before is None or after is None:
            return SearchTry(title=item.title, url=item.url, reason=_SCRIPT_FAILED, evidence=evidence)
        return judged_by_change(item, before, after, evidence)

    async def show(self, url: str) -> Page | None:
        """A page of results as the browser holds it, archived behind the answer that it was made from."""
        if self._browser is None:
            return None
        with suppress(RenderError):
            rendered = await self._browser.render(url)
            self._writer.append_rendered(url, self._clock(), rendered.html)
            final, late = without_fragment(rendered.final_url), not rendered.rested
            return self._reading.page(rendered.html, final, 200, _RENDERED, late=late)
        return None
