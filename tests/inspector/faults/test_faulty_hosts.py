"""Links to other hosts, each of which fails in its own way: names, ports, certificates, inner addresses."""

import asyncio
import socket

import pytest
from certificates import MISSING, Authority, self_signed
from loopback import EAGER, Loopback, answer, clock
from prose import prose
from walks import HOME, HOST, SETTINGS, SUBJECT, begin

from xunwang.inspector.crawl import crawl_site
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Reach

LINKS = {
    "https://expired.example.com/": (Reach.TLS, Detail.EXPIRED),
    "https://self.example.com/": (Reach.TLS, Detail.SELF_SIGNED),
    "https://name.example.com/": (Reach.TLS, Detail.WRONG_HOST),
    "https://stranger.example.com/": (Reach.TLS, Detail.UNKNOWN_ISSUER),
    "https://plain.example.com/": (Reach.TLS, Detail.NO_TLS),
    "https://good.example.com/": (Reach.OK, None),
    "http://closed.example.com/": (Reach.REFUSED, None),
    "http://no-such-host.invalid/": (Reach.DNS, Detail.NO_SUCH_NAME),
    "http://busy-names.example.com/": (Reach.DNS, Detail.NO_NAME_SERVER),
    "http://inner.example.com/": (Reach.FORBIDDEN, "inner.example.com解析到10.1.2.3，不是公网地址"),
    "http://127.0.0.1/": (Reach.FORBIDDEN, "127.0.0.1不是公网地址"),
    "http://[::ffff:169.254.169.254]/": (Reach.FORBIDDEN, ...),
    "http://2130706433/": (Reach.FORBIDDEN, "127.0.0.1不是公网地址"),
    "http://localhost./": (Reach.FORBIDDEN, ...),
    "http://good.example.com:6379/": (Reach.FORBIDDEN, "端口6379不在允许之列"),
}
ANSWERS = {"inner.example.com": "10.1.2.3", "localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1"}


async def names(host, port):
    """A name server of ours; nothing leaves this machine."""
    if host == "busy-names.example.com":
        raise socket.gaierror(socket.EAI_AGAIN, "try again")
    if host not in ANSWERS and not host.startswith("::"):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return [(ANSWERS.get(host, host), port)]


class Blunt(Loopback):
    """A web server that answers whatever it is told with a sentence in plain HTTP."""

    async def _serve(self, reader, writer):
        await reader.read(4096)
        writer.write(answer("plain HTTP was sent to here", "400 Bad Request"))
        await writer.drain()
        writer.close()


def rules(servers):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        shut = closed.getsockname()[1]
    mapped = {f"{name}.example.com": (443, server.port) for name, server in servers.items()}
    mapped |= {"closed.example.com": (80, shut)}
    return [ConnectTo(host, port, "127.0.0.1", to) for host, (port, to) in mapped.items()]


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    """What became of each link of one page."""
    if MISSING:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("hosts")
    authority = Authority(folder / "own")
    contexts = {
        "expired": authority.server("expired.example.com", start="20200101000000Z", end="20210101000000Z"),
        "self": self_signed(folder, "self.example.com"),
        "name": authority.server("another.example.com"),
        "stranger": Authority(folder / "stranger", "陌生根证书").server("stranger.example.com"),
        "good": authority.server("good.example.com"),
    }
    items = "".join(f'<li><a href="{url}">{url}</a></li>' for url in LINKS)
    home = answer(f"<html><title>首页</title><body><p>{prose('home')}</p><ul>{items}</ul></body></html>")

    async def run(servers, site):
        site_rule = ConnectTo(HOST, 80, "127.0.0.1", site.port)
        guard = Guard(connect_to=[site_rule, *rules(servers)], lookup=names)
        writer = begin(folder)
        async with Client(guard, clock, FetchSettings(timeout=20, manners=EAGER)) as client:
            result = await crawl_site(SUBJECT, writer, client, settings=SETTINGS, clock=clock)
            found = {fact.url: fact.attempts[-1] for fact in result.links}
        writer.abandon()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.file))
        servers = {
            name: Loopback({"/": answer("elsewhere")}, tls=context) for name, context in contexts.items()
        } | {"plain": Blunt({})}
        with Loopback({"/": home}) as site:
            for server in servers.values():
                server.__enter__()
            try:
                yield asyncio.run(run(servers, site))
            finally:
                for server in servers.values():
                    server.__exit__()


@pytest.mark.parametrize("url", LINKS)
def test_a_link_to_a_host_in_trouble_ends_in_its_reason(ends, url):
    reach, detail = LINKS[url]
    last = ends[resolve(url, url)]
    assert last.reach is reach
    assert detail is ... or last.detail == detail


def test_the_site_itself_was_read(ends):
    assert ends[HOME].reach is Reach.OK
