"""A server that does exactly one thing, asked once."""

from loopback import Loopback, answer, fetch, guard_for

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
HTML = "Content-Type: text/html"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LIMIT = 1 << 20


def ask(handler, path="", **settings):
    if isinstance(handler, bytes):
        handler = {"/": handler}
    with Loopback(handler) as server:
        return fetch(guard_for(server, HOST), HOME + path, page_bytes=LIMIT, **settings)


def end(exchange):
    return exchange.attempt.reach, exchange.attempt.detail


def redirect(to, *more):
    return answer(status="302 Found", headers=(f"Location: {to}", *more))
