"""IPv6 only: names looked up for AAAA records alone, and whether this machine has a way there at all."""

import asyncio
import ipaddress
import socket

_GLOBAL = ipaddress.IPv6Network("2000::/3")


async def six_lookup(host: str, port: int) -> list[tuple[str, int]]:
    """The IPv6 addresses of a host; `socket.gaierror` when it has none. A `Lookup` for a guard of its own."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except UnicodeError as exc:
        raise socket.gaierror(socket.EAI_NONAME, f"no name: {host[:100]}") from exc
    return list(dict.fromkeys((str(info[4][0]), port) for info in found))


def has_no_records(error: socket.gaierror) -> bool:
    """Whether a failed look-up says that there are none, rather than that nobody answered."""
    return error.errno in {
        socket.EAI_NONAME,
        getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
        getattr(socket, "EAI_ADDRFAMILY", socket.EAI_NONAME),
    }


def why_no_way(address: str = "2400:3200::1") -> str | None:
    """Why this machine cannot reach an IPv6 address, in Chinese; None when it can try. Nothing is sent.

    An address of the public network is out of reach with a source that is none of it.
    """
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 53))
            source = ipaddress.IPv6Address(probe.getsockname()[0].partition("%")[0])
    except OSError:
        return "本机没有IPv6网络"
    if ipaddress.IPv6Address(address) in _GLOBAL and source not in _GLOBAL:
        return "本机没有公网IPv6地址"
    return None
