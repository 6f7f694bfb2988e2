"""Which addresses belong to the site, which only hang on it, and which would lead round in circles.

Belonging, from the surest to the most careful rule:

1. The home host, its twin with or without `www.`, where the home page redirects to, and hosts that the register declares (`also`).
   A name owns all its ports that are no other website's home; an IP address owns only its own port.
2. A folder that is the home of another website is outside, and a site whose home is a folder of another website's host ends
   with that folder.
3. Another host is a candidate when it lies below the site's own name (`www.` left out, never above the registered domain), the
   register names no other website there or in between, and the home page or a navigation bar links to it. One page of it is
   read: the same site code, organiser or ICP holder takes the host in, another one leaves it out, and when nothing is said it
   stays outside: its links are checked, not followed.

So a portal at www.shi.gov.cn may take in zwgk.shi.gov.cn; rsj.shi.gov.cn takes in neither its parent nor its siblings.
"""

import re
from collections.abc import Collection
from enum import Enum

import msgspec
from msgspec import structs

from xunwang.inspector.crawl.identity import Identity, identity_of
from xunwang.inspector.crawl.neighbours import ROOT, Neighbours, folder_of, netloc_of, path_of, twin_of
from xunwang.inspector.crawl.traps import MAX_LENGTH, snag
from xunwang.inspector.fetch.urls import host_of, is_ip, registered_domain
from xunwang.inspector.model import Page, Record

_ASKED_AT_MOST = 3  # pages of one host that may leave open whose it is
_HOSTS_ASKED = 300  # of one site: a server can answer for any name below its own
_REMEMBERED = 20_000


class Place(Enum):
    INSIDE = "inside"
    OUTSIDE = "outside"
    CANDIDATE = "candidate"  # outside until a page of its host says whose it is
    EXCLUDED = "excluded"  # the operator's --include and --exclude
    TRAP = "trap"


class _Bounds(Record, frozen=True):
    """What one host is to the site: within `root`, without the folders of others."""

    place: Place
    root: str = ROOT
    others: tuple[str, ...] = ()

    def hold(self, url: str) -> bool:
        if self.root == ROOT and not self.others:
            return True
        path = path_of(url)
        return path.startswith(self.root) and not path.startswith(self.others)


class ScopeState(Record, frozen=True):
    """What a scope has learnt, to be kept with the run."""

    adopted: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    asked: dict[str, int] = msgspec.field(default_factory=dict)
    identity: Identity = Identity()


class Scope:
    """The bounds of one site; see the head of this module for the rules.

    `include` and `exclude` are regular expressions over addresses; with `include` no further hosts are taken in. `also` holds
    hosts, with a port where that is not the usual one, or addresses on them; ValueError when one is no host.
    """

    def __init__(
        self,
        home: str,
        include: str | None = None,
        exclude: str | None = None,
        *,
        also: Collection[str] = (),
        neighbours: Neighbours | None = None,
        identity: Identity | None = None,
    ) -> None:
        self._include = re.compile(include) if include else None
        self._exclude = re.compile(exclude) if exclude else None
        self._neighbours = neighbours or Neighbours()
        self._folders: dict[str, str] = dict.fromkeys(map(_declared, also), ROOT)
        self._bases: set[str] = set()
        self._bounds: dict[str, _Bounds] = {}
        self._learnt = ScopeState(identity=identity or Identity())
        self._take(home)

    # ── what belongs ─────────────────────────────────────────────────────────────────────────────

    def adopt(self, url: str) -> None:
        """Takes the place of an address in: the home page was redirected there. Another website's home stays that website's."""
        if self.owns(url) or folder_of(url) in self._neighbours.folders(netloc_of(url)):
            return
        self._learnt = structs.replace(self._learnt, adopted=(*self._learnt.adopted, url))
        self._take(url)

    def _take(self, home: str) -> None:
        host, netloc, folder = host_of(home), netloc_of(home), folder_of(home)
        self._folders[netloc] = folder
        if not is_ip(host) and not self._within_another(netloc, folder):
            self._take_name(host, folder)
        self._bounds.clear()

    def _take_name(self, host: str, folder: str) -> None:
        domain, bare = registered_domain(host), host.removeprefix("www.")
        has_twin = bare == domain or bare.endswith(f".{domain}")  # not so for www.gov.cn
        for name in (host, twin_of(host)) if has_twin else (host,):
            if not self._neighbours.live_at(name):
                self._folders.setdefault(name, folder)
        self._bases.add(bare if has_twin else host)

    def _within_another(self, netloc: str, folder: str) -> bool:
        return any(folder != other and folder.startswith(other) for other in self._neighbours.folders(netloc))

    def owns(self, url: str) -> bool:
        bounds = self._bounds_of(netloc_of(url))
        return bounds.place is Place.INSIDE and bounds.hold(url)

    def holds(self, host: str) -> bool:
        """Whether pages of this host belong to the site, at whichever port. It comes without port, brackets and last dot."""
        return any(_without_port(netloc) == host for netloc in (*self._folders, *self._learnt.admitted))

    def place(self, url: str, depth: int) -> Place:
        """Where an address lies that was found `depth` clicks away from the home page."""
        if len(url) > MAX_LENGTH:
            return Place.TRAP
        bounds = self._bounds_of(netloc_of(url))
        if bounds.place is Place.OUTSIDE or not bounds.hold(url):
            return Place.OUTSIDE
        if (self._include and not self._include.search(url)) or (self._exclude and self._exclude.search(url)):
            return Place.EXCLUDED
        return Place.TRAP if bounds.place is Place.INSIDE and snag(url, depth) else bounds.place

    def _bounds_of(self, netloc: str) -> _Bounds:
        bounds = self._bounds.get(netloc)
        if bounds is None:
            if len(self._bounds) >= _REMEMBERED:
                self._bounds.clear()
            bounds = self._bounds[netloc] = self._find_bounds(netloc)
        return bounds

    def _find_bounds(self, netloc: str) -> _Bounds:
        host, _, port = netloc.partition(":")
        if netloc in self._folders:
            return self._inside(netloc, self._folders[netloc])
        if netloc in self._learnt.admitted:
            return self._inside(netloc, ROOT)
        if is_ip(netloc) or self._neighbours.live_at(netloc):
            return _Bounds(Place.OUTSIDE)
        if port:
            inside = self._bounds_of(host).place is Place.INSIDE
            return self._inside(netloc, ROOT) if inside else _Bounds(Place.OUTSIDE)
        return _Bounds(Place.CANDIDATE if self._may_belong(host) else Place.OUTSIDE)

    def _inside(self, netloc: str, folder: str) -> _Bounds:
        others = [other for other in self._neighbours.folders(netloc) if not folder.startswith(other)]
        root = folder if self._within_another(netloc, folder) else ROOT
        return _Bounds(Place.INSIDE, root, tuple(others))

    def _may_belong(self, host: str) -> bool:
        if self._include or host in self._learnt.refused:
            return False
        return any(
            host.endswith(f".{base}") and not self._neighbours.own(host, below=base) for base in self._bases
        )

    # ── hosts that may belong ────────────────────────────────────────────────────────────────────

    def know_home(self, page: Page) -> None:
        """Learns from the home page who the site says it is, where the register did not tell."""
        identity = self._learnt.identity.or_else(identity_of(page))
        self._learnt = structs.replace(self._learnt, identity=identity)

    def curious(self, url: str) -> bool:
        """Whether a page at this address is worth reading to learn whose its host is."""
        netloc, asked = netloc_of(url), self._learnt.asked
        if self._bounds_of(netloc).place is not Place.CANDIDATE:
            return False
        return asked[netloc] < _ASKED_AT_MOST if netloc in asked else len(asked) < _HOSTS_ASKED

    def hear(self, asked: str, page: Page | None) -> str | None:
        """Learns from the page that came for an address worth asking; the host (with its port) when it is taken in by this."""
        netloc = netloc_of(asked)
        learnt = self._learnt
        asked_so_far = {**learnt.asked, netloc: learnt.asked.get(netloc, 0) + 1}
        self._learnt = structs.replace(learnt, asked=asked_so_far)
        if page is None or netloc_of(page.url) != netloc:
            return None
        kinship = learnt.identity.kinship(identity_of(page))
        if kinship == "same":
            self._learnt = structs.replace(self._learnt, admitted=(*learnt.admitted, netloc))
        elif kinship == "other":
            self._learnt = structs.replace(self._learnt, refused=(*learnt.refused, netloc))
        self._bounds.clear()
        return netloc if kinship == "same" else None

    # ── kept with the run ────────────────────────────────────────────────────────────────────────

    def state(self) -> bytes:
        return msgspec.json.encode(self._learnt)

    def restore(self, state: bytes) -> None:
        """Goes on with what an earlier process had learnt. `msgspec.DecodeError` when the bytes are no state."""
        self._learnt = msgspec.json.decode(state, type=ScopeState)
        for url in self._learnt.adopted:
            self._take(url)
        self._bounds.clear()


def _without_port(netloc: str) -> str:
    """The host of a netloc, as connections name it."""
    host = netloc[1:].partition("]")[0] if netloc.startswith("[") else netloc.partition(":")[0]
    return host.rstrip(".")


def _declared(host: str) -> str:
    return netloc_of(host if "//" in host else f"http://{host}/")
