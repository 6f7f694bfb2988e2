"""Scrapy as its documents advise: a CrawlSpider with a LinkExtractor, and their settings for broad crawls."""

import json
import sys
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule
from twisted.python.failure import Failure

ORDER = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
HOSTS = frozenset(ORDER["hosts"])


def from_inside(request: Request, response: Response) -> Request | None:
    """Only pages of the sites are followed further; what lies outside is asked for and left alone."""
    return request if urlsplit(response.url).hostname in HOSTS else None


class Links(CrawlSpider):
    name = "links"
    start_urls = ORDER["homes"]
    rules = (
        Rule(
            LinkExtractor(tags=("a", "area", "img"), attrs=("href", "src"), deny_extensions=()),
            callback="visited",
            errback="failed",
            follow=True,
            process_request=from_inside,
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = self.requests = 0
        self.broken: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        return spider

    def parse_start_url(self, response: Response, **kwargs: Any) -> tuple[()]:
        del kwargs
        self.visited(response)
        return ()

    def visited(self, response: Response) -> None:
        self.requests += 1
        if response.status >= 400:
            self.broken.append(response.url)
        elif urlsplit(response.url).hostname in HOSTS and b"html" in response.headers.get(
            "Content-Type", b""
        ):
            self.pages += 1

    def failed(self, failure: Failure) -> None:
        self.requests += 1
        self.broken.append(failure.request.url)

    def ended(self) -> None:
        result = {"pages": self.pages, "requests": self.requests, "broken": self.broken}
        Path(ORDER["result"]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "INFO",
            "ROBOTSTXT_OBEY": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "REDIRECT_ENABLED": True,
            "HTTPERROR_ALLOW_ALL": True,
            "CONCURRENT_REQUESTS": 32,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0,
            "REACTOR_THREADPOOL_MAXSIZE": 20,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Links)
    process.start()
