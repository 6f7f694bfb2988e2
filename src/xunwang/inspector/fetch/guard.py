"""One gate at connect time: the address really connected to decides, for the client, its redirects and the browser."""

import asyncio
import ipaddress
import socket
from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from xunwang.inspector.model import Record

WEB_PORTS = frozenset({80, 81, 443, 7001, *range(8000, 8100), 8443, 8880, 8888, 9000, 9080, 9090, 9443})
_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# What `is_global` lets through although it leads inside, everywhere or nowhere: relays, NAT64, 6to4, Teredo, multicast.
_DENIED: tuple[_Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.88.99.0/24",
        "224.0.0.0/4",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "ff00::/8",
        "3fff::/20",
        "::/96",
    )
)


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
        if host and _literal(host):
            raise ValueError(f"--connect-to 的第一个主机应为域名而不是IP地址，实际为“{text}”")
        first, second = (int(port) if port else None for port in ports)
        return cls(host=host, port=first, to_host=to_host, to_port=second)

    def matches(self, host: str, port: int) -> bool:
        return self.host in {None, host} and self.port in {None, port}

    def target(self, host: str, port: int) -> tuple[str, int]:
        return self.to_host or host, self.to_port or port


class Guard:
    """Says which addresses may be connected to. Loopback, private, link-local and the like are refused.

    `allow` lifts that for networks (CIDR) or single addresses, `allow_private` for all of them; a target of `connect_to`
    is allowed because the operator named it, but only for requests to the host it stands for. With `closed` nothing
    but these targets is ever contacted.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        allow: Collection[str] = (),
        ports: Collection[int] = (),
        connect_to: Sequence[ConnectTo] = (),
        closed: bool = False,
    ) -> None:
        self._allow_private = allow_private
        self._allow = tuple(ipaddress.ip_network(text, strict=False) for text in allow)
        self._ports = WEB_PORTS | frozenset(ports)
        self._connect_to = tuple(connect_to)
        self._closed = closed

    def mapped(self, host: str, port: int) -> tuple[str, int] | None:
        """Where the operator sends requests for this host and port; None when nowhere else. IP addresses stay themselves."""
        if _literal(host):
            return None
        rule = next((rule for rule in self._connect_to if rule.matches(host.lower(), port)), None)
        return rule.target(host, port) if rule else None

    def check_port(self, port: int) -> None:
        if port not in self._ports:
            raise GuardRefusedError(f"端口{port}不在允许之列")

    def check_address(self, text: str) -> None:
        """Raises `GuardRefusedError` unless this IP address may be connected to."""
        address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
        if self._closed:
            raise GuardRefusedError(f"只允许连接指定的地址，{address}不在其中")
        if self._allow_private or any(address in network for network in self._allow):
            return
        if not address.is_global or any(address in network for network in _DENIED):
            raise GuardRefusedError(f"{address}不是公网地址")

    async def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """The IP addresses behind a host that may be connected to, mapping applied.

        `GuardRefusedError` when there are only others, `socket.gaierror` when there are none.
        """
        target = self.mapped(host, port)
        if target:
            return await lookup(*target)
        if self._closed:
            raise GuardRefusedError(f"只允许连接指定的地址，{host}不在其中")
        self.check_port(port)
        return self._permitted(host, await lookup(host, port))

    def _permitted(self, host: str, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
        permitted = [pair for pair in found if self._permits(pair[0])]
        if not permitted:
            raise GuardRefusedError(f"{host}解析到{found[0][0]}，不是公网地址")
        return permitted

    def _permits(self, address: str) -> bool:
        try:
            self.check_address(address)
        except GuardRefusedError:
            return False
        return True


async def lookup(host: str, port: int) -> list[tuple[str, int]]:
    """The IP addresses of a host, IPv4 first; `socket.gaierror` when it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ordered = sorted(found, key=lambda info: info[0] == socket.AF_INET6)
    return list(dict.fromkeys((str(info[4][0]), port) for info in ordered))


def _unwrapped(address: _Address) -> _Address:
    """The IPv4 address inside an IPv6 one that is only its clothing."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


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
