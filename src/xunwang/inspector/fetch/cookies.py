"""Cookies of one fetch: a redirect that sets one wants to see it again; nothing is kept beyond."""

import http.cookies

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.urls import host_of

_MOST = 50


class Cookies:
    def __init__(self) -> None:
        self._jars: dict[str, dict[str, str]] = {}

    def keep(self, message: Message) -> None:
        jar = self._jars.setdefault(host_of(message.url), {})
        for name, value in message.headers:
            if name.lower() == "set-cookie" and len(jar) < _MOST:
                jar.update(_parsed(value))

    def header(self, url: str) -> str | None:
        """The Cookie header for a request to `url`."""
        jar = self._jars.get(host_of(url)) if self._jars else None
        return "; ".join(f"{name}={value}" for name, value in jar.items()) if jar else None


def _parsed(header: str) -> dict[str, str]:
    try:
        morsels = http.cookies.SimpleCookie(header)
    except http.cookies.CookieError:
        return {}
    return {name: morsel.value for name, morsel in morsels.items()}
