"""A small reader of its own for the tests of the city: links, metas, text. It shares nothing with xunwang."""

from html.parser import HTMLParser
from urllib.parse import urljoin

VOID = {"br", "img", "meta", "link", "input", "hr", "base"}


class Seen(HTMLParser):
    """`links` are the resolved addresses of every href and src, `metas` the named ones in lower case."""

    def __init__(self, url, text):
        super().__init__(convert_charrefs=True)
        self.base = url
        self.links = []
        self.metas = {}
        self.words = []
        self._script = False
        self.feed(text)
        self.text = "".join(self.words)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "base":
            self.base = given["href"]
        if tag == "meta" and "name" in given:
            self.metas[given["name"].lower()] = given.get("content", "")
        for name in ("href", "src"):
            if name in given and tag != "base":
                self.links.append(urljoin(self.base, given[name]))
        self._script = tag == "script"

    def handle_endtag(self, tag):
        self._script = self._script and tag != "script"

    def handle_data(self, data):
        if not self._script:
            self.words.append(data)


def text_of(site, target):
    charset = "gb18030" if site.style == "tables" else "utf-8"
    return site.pages[target].body.decode(charset)


def read(site, target):
    return Seen(site.home + target.removeprefix("/"), text_of(site, target))


def pages_of(site):
    """The HTML pages of a site, by request target."""
    return {t: r for t, r in site.pages.items() if r.role in {"home", "column", "article"}}


def target_of(site, url):
    assert url.startswith(site.home), url
    return "/" + url.removeprefix(site.home)
