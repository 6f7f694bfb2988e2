"""Scrapy tuned by hand: XPath only, addresses resolved and doubles dropped before anything is scheduled, middlewares off."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

ORDER = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
ROOTS = tuple(ORDER["homes"])


class Links(scrapy.Spider):
    name = "links"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = self.requests = 0
        self.broken: list[str] = []
        self.seen = set(ORDER["homes"])
        self.resolved: dict[tuple[str, str], str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for home in ORDER["homes"]:
            yield self.asked(home)

    def asked(self, url: str) -> Request:
        return Request(url, callback=self.visited, errback=self.failed, dont_filter=True)

    def visited(self, response: Response) -> Iterator[Request]:
        self.requests += 1
        if response.status >= 400:
            self.broken.append(response.url)
            return
        if not response.url.startswith(ROOTS) or b"html" not in response.headers.get("Content-Type", b""):
            return
        self.pages += 1
        root = "/".join(response.url.split("/", 3)[:3])
        for href in response.selector.root.xpath("//a/@href | //area/@href | //img/@src"):
            url = self.address(root, response.url, href)
            if url and url not in self.seen:
                self.seen.add(url)
                yield self.asked(url)

    def address(self, root: str, base: str, href: str) -> str | None:
        """Most links of a site stand on every page of it: resolved once, they are remembered."""
        key = (root, href) if href.startswith(("/", "http")) else None
        if key in self.resolved:
            return self.resolved[key]
        url = urljoin(base, href.strip()).partition("#")[0]
        url = url if urlsplit(url).scheme in {"http", "https"} else None
        if key:
            self.resolved[key] = url
        return url

    def failed(self, failure: Failure) -> None:
        self.requests += 1
        self.broken.append(failure.request.url)

    def ended(self) -> None:
        result = {"pages": self.pages, "requests": self.requests, "broken": self.broken}
        Path(ORDER["result"]).write_text(json.dumps(result), encoding="utf-8")


OFF = (
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware",
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware",
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
    "scrapy.downloadermiddlewares.stats.DownloaderStats",
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
)
OFF_SPIDER = (
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",
    "scrapy.spidermiddlewares.referer.RefererMiddleware",
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
    "scrapy.spidermiddlewares.depth.DepthMiddleware",
)

if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "WARNING",
            "ROBOTSTXT_OBEY": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "CONCURRENT_REQUESTS": 32,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "LOGSTATS_INTERVAL": 0,
            "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
            "DOWNLOADER_MIDDLEWARES": dict.fromkeys(OFF),
            "SPIDER_MIDDLEWARES": dict.fromkeys(OFF_SPIDER),
        }
    )
    process.crawl(Links)
    process.start()
