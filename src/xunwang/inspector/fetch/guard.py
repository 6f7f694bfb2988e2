"""One gate at connect time: the address really connected to decides, for the client, its redirects and the browser."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from xunwang.inspector.fetch.urls import host_of, registered_domain
from xunwang.inspector.model import Record

WEB_PORTS = frozenset({80, 81, 443, 7001, *range(8000, 8100), 8443, 8880, 8888, 9000, 9080, 9090, 9443})
_REMEMBERED = 4_096
_Address = IPv4Address | IPv6Address

# What `is_global` lets through although it leads inside, everywhere or nowhere: relays, multicast, 6to4, Teredo, ORCHID.
_DENIED_4: tuple[IPv4Network, ...] = tuple(
    map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4"))
)
_DENIED_6: tuple[IPv6Network, ...] = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
# All that IANA has given out as global unicast; NAT64, mapped, link-local, site-local and multicast lie outside.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
Lookup = Callable[[str, int], Awaitable[list[tuple[str, int]]]]


class GuardRefusedError(OSError):
    """The guard does not connect there; the message names the place."""


class ConnectTo(Record, frozen=True):
    """As curl's --connect-to: requests for `host:port` go to `to_host:to_port`; None stands for any, or the same."""

    host: str | None
    port: int | None
    to_host: str | None
    to_port: int | None

    @classmethod
    def parse(cls, text: str) -> "ConnectTo":
        """Reads HOST:PORT:HOST2:PORT2; each part may be empty, IPv6 addresses stand in brackets. ValueError in Chinese."""
        parts = _split(text)
        if len(parts) != 4:
            raise ValueError(f"--connect-to 应为 主机:端口:目标主机:目标端口，实际为“{text}”")
        ports = (parts[1], parts[3])
        if any(port and not (port.isdigit() and 0 < int(port) < 65536) for port in ports):
            raise ValueError(f"--connect-to 的端口应为1至65535的整数，实际为“{text}”")
        host, to_host = (part.lower() or None for part in (parts[0], parts[2]))
        first, second = (int(port) if port else None for port in ports)
        return cls(host=host, port=first, to_host=to_host, to_port=second)

    def matches(self, host: str, port: int) -> bool:
        return self.host in {None, host} and self.port in {None, port}

    def target(self, host: str, port: int) -> tuple[str, int]:
        return self.to_host or host, self.to_port or port


class Guard:
    """Says which addresses may be connected to. Loopback, private, link-local and the like are refused.

    `private_sites` (home pages) lifts that for requests to these sites, with the other hosts of their registered domain;
    `allow` for networks (CIDR) or single addresses, `allow_private` for everything. A target of `connect_to` is allowed
    because the operator named it, but only for requests to the host it stands for. With `closed` nothing but these
    targets is ever contacted. `lookup` finds the addresses of a name.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        private_sites: Collection[str] = (),
        allow: Collection[str] = (),
        ports: Collection[int] = (),
        connect_to: Sequence[ConnectTo] = (),
        closed: bool = False,
        lookup: Lookup | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._private_domains = frozenset(registered_domain(_plain(host_of(site))) for site in private_sites)
        self._allow = tuple(ipaddress.ip_network(text, strict=False) for text in allow)
        self._ports = WEB_PORTS | frozenset(ports)
        self._connect_to = tuple(connect_to)
        self._closed = closed
        self._lookup = lookup or system_lookup
        self._mapped: dict[tuple[str, int], tuple[str, int] | None] = {}

    def mapped(self, host: str, port: int) -> tuple[str, int] | None:
        """Where the operator sends requests for this host and port; None when nowhere else. As with curl a rule may stand for an IP address, too."""
        if not self._connect_to:
            return None
        if (host, port) not in self._mapped:
            if len(self._mapped) >= _REMEMBERED:
                self._mapped.clear()
            self._mapped[host, port] = self._target(host, port)
        return self._mapped[host, port]

    def stands_in(self, host: str, port: int) -> bool:
        """Whether the address behind a host is but a stand-in: in a closed world one of them plays the servers of many hosts."""
        return self._closed and self.mapped(host, port) is not None

    def _target(self, host: str, port: int) -> tuple[str, int] | None:
        name = _plain(host)
        rule = next((rule for rule in self._connect_to if rule.matches(name, port)), None)
        return rule.target(host, port) if rule else None

    def check_port(self, port: int) -> None:
        if port not in self._ports:
            raise GuardRefusedError(f"端口{port}不在允许之列")

    def check_address(self, text: str, host: str | None = None) -> None:
        """Raises `GuardRefusedError` unless this IP address may be connected to on behalf of `host`."""
        address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
        if self._closed:
            raise GuardRefusedError(f"只允许连接指定的地址，{address}不在其中")
        if not (_is_public(address) or self._lifted(address, host)):
            raise GuardRefusedError(f"{address}不是公网地址")

    def _lifted(self, address: _Address, host: str | None) -> bool:
        return (
            self._allow_private
            or any(address in network for network in self._allow)
            or (host is not None and registered_domain(_plain(host)) in self._private_domains)
        )

    async def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """The IP addresses behind a host that may be connected to, mapping applied.

        `GuardRefusedError` when there are only others, `socket.gaierror` when there are none.
        """
        target = self.mapped(host, port)
        if target:
            return await self._lookup(*target)
        if self._closed:
            raise GuardRefusedError(f"只允许连接指定的地址，{host}不在其中")
        self.check_port(port)
        return self._permitted(host, await self._lookup(host, port))

    def _permitted(self, host: str, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
        permitted = [pair for pair in found if self._permits(pair[0], host)]
        if not permitted:
            led = "" if found[0][0] == host else f"{host}解析到"
            raise GuardRefusedError(f"{led}{found[0][0]}{'，' if led else ''}不是公网地址")
        return permitted

    def _permits(self, address: str, host: str) -> bool:
        try:
            self.check_address(address, host)
        except GuardRefusedError:
            return False
        return True


async def system_lookup(host: str, port: int) -> list[tuple[str, int]]:
    """The IP addresses of a host, IPv4 first; `socket.gaierror` when it has none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as exc:  # a label that no name server could be asked for
        raise socket.gaierror(socket.EAI_NONAME, f"no name: {host[:100]}") from exc
    ordered = sorted(found, key=lambda info: info[0] == socket.AF_INET6)
    return list(dict.fromkeys((str(info[4][0]), port) for info in ordered))


def _is_public(address: _Address) -> bool:
    if not address.is_global:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _DENIED_4)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _DENIED_6)


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address inside an IPv6 one that is only its clothing."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _plain(host: str) -> str:
    """A host name without what changes nothing: brackets, capitals, the dot of the root."""
    return host.strip("[]").rstrip(".").lower()


def _split(text: str) -> list[str]:
    """Splits at colons outside brackets."""
    parts = [""]
    depth = 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter == ":" and depth == 0:
            parts.append("")
        elif letter not in "[]":
            parts[-1] += letter
    return parts
