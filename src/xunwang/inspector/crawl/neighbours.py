"""Where the other subjects of the register live, so that no site is walked as a part of another."""

from collections.abc import Collection, Iterable

from xunwang.inspector.fetch.urls import key_of

ROOT = "/"


def netloc_of(url: str) -> str:
    """Host and port; the scheme's own port is left out."""
    return key_of(url).partition("/")[0]


def folder_of(home: str) -> str:
    """The folder a home page stands in, with slashes around it: `/rsj/index.html` and `/rsj` give `/rsj/`."""
    path = key_of(home).partition("?")[0].partition("/")[2]
    parent, _, last = path.rpartition("/")
    folder = path if last and "." not in last else parent
    return f"/{folder}/" if folder else ROOT


def path_of(url: str) -> str:
    return "/" + key_of(url).partition("/")[2]


def twin_of(host: str) -> str:
    """The same name with `www.` in front of it, or without."""
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


class Neighbours:
    """The homes of all other websites, by host and folder. Built once for a register, asked by the scope of each site."""

    def __init__(self, homes: Iterable[str] = ()) -> None:
        self._folders: dict[str, set[str]] = {}
        for home in homes:
            self._folders.setdefault(netloc_of(home), set()).add(folder_of(home))

    def live_at(self, netloc: str) -> bool:
        return netloc in self._folders

    def folders(self, netloc: str) -> Collection[str]:
        """The folders of one host that are homes of websites, the site that asks included."""
        return self._folders.get(netloc, ())

    def own(self, host: str, *, below: str) -> bool:
        """Whether `host`, or a host between it and the site's own domain `below`, is the home of another website."""
        while host != below and host.endswith(f".{below}"):
            if self.live_at(host) or self.live_at(twin_of(host)):
                return True
            host = host.partition(".")[2]
        return False
