"""The city on one loopback port, by host name."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from bench.stranger.model import Answer
from bench.stranger.rendering import PNG, Rendered

KNOWN = {
    "zfwzgl.www.gov.cn",
    "dcs.conac.cn",
    "bszs.conac.cn",
    "beian.miit.gov.cn",
    "www.beian.gov.cn",
    "www.gov.cn",
    "www.zgxinwen.cn",
    "zwfw.shengji.gov.cn",
    "121.43.68.40",
}


class Answers:
    """Answers of all websites, and how often each address was asked."""

    def __init__(self, sites: list[Rendered]) -> None:
        self.sites = {r.site.host: r for r in sites}
        self.others = {a: x for r in sites for a, x in r.site.others.items()}
        self.asked: dict[str, int] = {}
        self.lock = threading.Lock()

    def answer(self, host: str, target: str, headers: Message) -> Answer:
        parts = urlsplit(target)
        whole = f"http://{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        with self.lock:
            self.asked[whole] = self.asked.get(whole, 0) + 1
            times = self.asked[whole]
        found = self.others.get(whole) or self.others.get(f"http://{host}/*") or self.own(host, target)
        for rule, other in found.variants:
            kind, word = rule.split(":", 1)
            if word.lower() in (headers.get("User-Agent" if kind == "ua" else "Referer") or "").lower():
                found = other
                break
        if found.fail_first >= times:
            return Answer(b"Service Unavailable", "text/plain", status=503, headers={"Retry-After": "1"})
        return found

    def searches(self, host: str, path: str) -> bool:
        site = self.sites.get(host)
        return site is not None and path == site.skin.search_path

    def own(self, host: str, target: str) -> Answer:
        parts = urlsplit(target)
        site = self.sites.get(host)
        if site is None:
            if host in KNOWN or host.endswith(".example-ok.cn"):
                return (
                    Answer(PNG, "image/png")
                    if parts.path.endswith(".png")
                    else Answer(b"", "application/javascript")
                    if parts.path.endswith(".js")
                    else Answer(
                        "<html><head><title>页面</title></head><body><p>欢迎访问</p></body></html>".encode()
                    )
                )
            twin = self.sites.get("www." + host) or self.sites.get(host.removeprefix("www."))
            return (
                Answer(b"", status=301, headers={"Location": twin.site.home})
                if twin
                else Answer(b"no such host", status=502)
            )
        whole = parts.path + (f"?{parts.query}" if parts.query else "")
        k = site.skin
        if parts.path == k.search_path:
            asked = parse_qs(parts.query, encoding="latin-1").get(k.search_name) or [""]
            return site.found(asked[0].encode("latin-1").decode(k.charset, "replace"))
        if parts.path == k.apply_path:
            whole = parts.path
        if parts.path in k.files:
            whole = parts.path
        if parts.path in ("/robots.txt", "/favicon.ico"):
            return Answer(b"", status=404)
        return site.pages.get(whole) or site.pages.get(whole.rstrip("/") + "/") or site.missing()


@contextmanager
def serving(sites: list[Rendered]) -> Iterator[int]:
    """Yields the port."""
    city = Answers(sites)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None: ...

        def reply(self, head: bool) -> None:
            host = self.headers.get("Host", "").split(":")[0]
            a = city.answer(host, self.path, self.headers)
            time.sleep(a.delay)
            if head and a.no_head:
                a = Answer(b"", status=405)
            self.send_response(a.status)
            self.send_header("Content-Type", a.ctype)
            self.send_header("Content-Length", str(len(a.body)))
            for name, value in a.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not head:
                self.wfile.write(a.body)

        def do_GET(self) -> None:
            self.reply(False)

        def do_HEAD(self) -> None:
            self.reply(True)

        def do_POST(self) -> None:
            """Nothing is taken in; the form of a search may be sent so."""
            length = int(self.headers["Content-Length"])
            asked = self.rfile.read(length).decode("ascii", "replace")
            host = self.headers["Host"].split(":")[0]
            if not city.searches(host, self.path):
                self.send_error(405)
                return
            self.path += f"?{asked}"
            self.reply(False)

    ThreadingHTTPServer.request_queue_size = 256
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
