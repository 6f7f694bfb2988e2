"""Crawlee for Python tuned by hand: its plain HTTP crawler with selectolax, doubles dropped before anything is queued, storage in memory."""

import asyncio
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import uvloop
from crawlee import ConcurrencySettings
from crawlee.crawlers import BasicCrawlingContext, HttpCrawler, HttpCrawlingContext
from crawlee.http_clients import ImpitHttpClient
from crawlee.storage_clients import MemoryStorageClient
from selectolax.lexbor import LexborHTMLParser

ORDER = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
ROOTS = tuple(ORDER["homes"])
ERRORS = tuple(range(400, 600))


class Links:
    def __init__(self) -> None:
        self.pages = self.requests = 0
        self.broken: list[str] = []
        self.seen = set(ROOTS)
        self.resolved: dict[tuple[str, str], str | None] = {}

    async def visited(self, context: HttpCrawlingContext) -> None:
        url, response = context.request.url, context.http_response
        self.requests += 1
        if response.status_code >= 400:
            self.broken.append(url)
            return
        if not url.startswith(ROOTS) or "html" not in (response.headers.get("content-type") or ""):
            return
        self.pages += 1
        found = self.found(await response.read(), url)
        if found:
            await context.add_requests(found)

    def found(self, body: bytes, base: str) -> list[str]:
        root = "/".join(base.split("/", 3)[:3])
        fresh = []
        tree = LexborHTMLParser(body)
        for node in tree.css("a[href], area[href], img[src]"):
            href = node.attributes.get("href") or node.attributes.get("src") or ""
            url = self.address(root, base, href)
            if url and url not in self.seen:
                self.seen.add(url)
                fresh.append(url)
        return fresh

    def address(self, root: str, base: str, href: str) -> str | None:
        key = (root, href) if href.startswith(("/", "http")) else None
        if key in self.resolved:
            return self.resolved[key]
        url = urljoin(base, href.strip()).partition("#")[0]
        kept = url if urlsplit(url).scheme in {"http", "https"} else None
        if key:
            self.resolved[key] = kept
        return kept

    async def failed(self, context: BasicCrawlingContext, error: Exception) -> None:
        del error
        self.requests += 1
        self.broken.append(context.request.url)


async def crawl() -> Links:
    links = Links()
    crawler = HttpCrawler(
        http_client=ImpitHttpClient(),
        storage_client=MemoryStorageClient(),
        concurrency_settings=ConcurrencySettings(
            min_concurrency=32, max_concurrency=32, desired_concurrency=32
        ),
        max_request_retries=0,
        use_session_pool=False,
        retry_on_blocked=False,
        respect_robots_txt_file=False,
        ignore_http_error_status_codes=ERRORS,
        request_handler_timeout=timedelta(seconds=60),
        statistics_log_format="inline",
        configure_logging=False,
    )
    logging.getLogger("crawlee").setLevel(logging.ERROR)
    crawler.router.default_handler(links.visited)
    crawler.failed_request_handler(links.failed)
    await crawler.run(list(ROOTS))
    return links


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        links = runner.run(crawl())
    result = {"pages": links.pages, "requests": links.requests, "broken": links.broken}
    Path(ORDER["result"]).write_text(json.dumps(result), encoding="utf-8")
