"""Walks a site of the synthetic city as the crawl would, but in memory: every page read by the real reader."""

import datetime as dt
from collections import deque
from urllib.parse import urlsplit

from xunwang.inspector.fetch.urls import host_of, key_of, resolve, without_fragment
from xunwang.inspector.model import SHANGHAI, Attempt, LinkFact, LinkKind, PageRow, Reach, Subject
from xunwang.inspector.read import read_page
from xunwang.inspector.survey import survey

STARTED = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
_BEHAVIOUR = {"hang": Reach.TIMEOUT, "reset": Reach.RESET}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def _target(url):
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class Walk:
    """The rows and link facts of one site; pages another host serves are only tried."""

    def __init__(self, city, site, *, most=5000):
        self.city, self.site, self.most = city, site, most
        self.hosts = {host_of(other.home): other for other in (*city.sites, *city.neighbours)}
        self.rows, self.links = [], {}
        self._walk()

    def answer(self, url):
        """The attempt at an address, the resource that answered and the address it answered under."""
        resource = None
        for _ in range(5):
            host = self.hosts.get(host_of(url))
            if host is None:
                return Attempt(at=STARTED, reach=Reach.DNS), None, url
            resource = host.pages.get(_target(url), host.missing)
            if resource.behaviour != "answer":
                return Attempt(at=STARTED, reach=_BEHAVIOUR[resource.behaviour]), None, url
            location = dict(resource.headers).get("Location")
            if resource.status not in _REDIRECTS or location is None:
                break
            url = resolve(location, url)
        reach = Reach.OK if resource.status < 400 else Reach.HTTP
        return Attempt(at=STARTED, reach=reach, status=resource.status, final_url=url), resource, url

    def _walk(self):
        queue = deque([(self.site.home, None, 0)])
        seen = {key_of(self.site.home)}
        while queue and len(self.rows) < self.most:
            url, parent, depth = queue.popleft()
            attempt, resource, final = self.answer(url)
            self.links[key_of(url)] = self._link(url, parent, attempt)
            if resource is None or not dict(resource.headers).get("Content-Type", "").startswith("text/html"):
                continue
            page = read_page(
                resource.body,
                final,
                status=resource.status,
                headers=dict(resource.headers),
                home=self.site.home,
                today=self.city.as_of,
            )
            self.rows.append(PageRow(page, key_of(url), depth, parent, attempt, None))
            if resource.status >= 400:
                continue
            for target in self._targets(page, seen):
                seen.add(key_of(target))
                queue.append((target, page.url, depth + 1))

    def _targets(self, page, seen):
        linked = [without_fragment(link.url) for link in page.links if link.kind is LinkKind.PAGE]
        for url in [*linked, *page.next_pages]:
            if key_of(url) in seen:
                continue
            if host_of(url) == host_of(self.site.home):
                yield url
            else:
                self.links.setdefault(key_of(url), self._link(url, page.url, self.answer(url)[0]))

    def _link(self, url, parent, attempt):
        return LinkFact(
            key=key_of(url),
            url=url,
            parent=parent,
            text=None,
            kind=LinkKind.PAGE,
            on_home=parent == self.site.home,
            internal=host_of(url) == host_of(self.site.home),
            attempts=(attempt,),
        )

    def survey(self, order=None):
        """The facts; with `order`, a `Random`, as if the pages below the home page and the links had come otherwise."""
        rows, links = list(self.rows), list(self.links.values())
        if order:
            below = rows[1:]
            order.shuffle(below)
            order.shuffle(links)
            rows[1:] = below
        facts = survey(
            Subject(id=self.site.code, name=self.site.name, home=self.site.home),
            lambda: iter(rows),
            links,
            started=STARTED,
            browser=False,
            complete=True,
            incomplete_reason=None,
        )
        return list(facts)
