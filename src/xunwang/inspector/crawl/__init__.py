"""One site -> pages and links: the frontier, the scope, and a walk that can be killed and resumed."""

from xunwang.inspector.crawl.engine import crawl_site
from xunwang.inspector.crawl.recheck import recheck_links
from xunwang.inspector.crawl.reread import reread
from xunwang.inspector.crawl.settings import CrawlResult, CrawlSettings, Progress

__all__ = ["CrawlResult", "CrawlSettings", "Progress", "crawl_site", "recheck_links", "reread"]
