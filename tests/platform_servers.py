"""Stand-ins for the platforms' interfaces on loopback: they speak the documented protocols, with pages, tokens that end and refusals."""

import contextlib
import datetime as dt
import http.server
import json
import threading
import urllib.parse

from xunwang.inspector.model import SHANGHAI


class Platform:
    """State of one stand-in. `titles` are newest first, a day apart before `newest`; `token_lasts`: calls until a token ends (None: for ever)."""

    def __init__(self, titles, newest, *, token_lasts=None, refuse_after=None, refusal=None, tokens=99):
        self.titles, self.newest = titles, newest
        self.token_lasts, self.tokens = token_lasts, tokens
        self.refuse_after, self.refusal = refuse_after, refusal
        self.calls, self.issued, self.left = [], 0, 0
        self.secrets = {"appid": "wx-示例", "secret": "very-secret-word"}

    def at(self, number):
        return self.newest - dt.timedelta(days=number)

    def issue(self):
        self.issued += 1
        if self.issued > self.tokens:
            return None
        self.left = self.token_lasts if self.token_lasts is not None else 10**6
        return f"token-{self.issued}"

    def accepts(self, token):
        if token != f"token-{self.issued}" or self.left <= 0:
            return False
        self.left -= 1
        return True

    def refuses(self):
        return self.refuse_after is not None and len(self.calls) > self.refuse_after


def wechat(platform, path, query, body, _headers):
    if path == "/cgi-bin/token":
        if query.get("secret") != platform.secrets["secret"]:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        token = platform.issue()
        return {"access_token": token, "expires_in": 7200} if token else {"errcode": 45009, "errmsg": "limit"}
    if not platform.accepts(query.get("access_token")):
        return {"errcode": 42001, "errmsg": "access_token expired rid: 1"}
    platform.calls.append(path)
    if platform.refuses():
        return platform.refusal
    asked = json.loads(body)
    titles = platform.titles if "freepublish" in path else []
    start, count = asked["offset"], min(asked["count"], 20)
    part = list(enumerate(titles))[start : start + count]
    items = [
        {"article_id": f"a{n}", "content": {"news_item": [{"title": title, "url": f"https://mp.example/{n}"}],
         "update_time": int(platform.at(n).timestamp())}}
        for n, title in part
    ]  # fmt: skip
    return {"item": items, "item_count": len(items), "total_count": len(titles)}


def weibo(platform, _path, query, _body, _headers):
    platform.calls.append(query.get("page"))
    if platform.refuses():
        return platform.refusal
    if query.get("access_token") != platform.secrets["secret"]:
        return {"error": "expired_token", "error_code": 21327, "request": "/2/statuses/user_timeline.json"}
    page, size = int(query["page"]), min(int(query["count"]), 10)
    part = list(enumerate(platform.titles))[(page - 1) * size : page * size]
    statuses = [
        {"id": 100_000 - n, "text": title, "created_at": platform.at(n).strftime("%a %b %d %H:%M:%S +0800 %Y"),
         "user": {"id": 7, "screen_name": "示例发布"}}
        for n, title in part
    ]  # fmt: skip
    return {"statuses": statuses, "next_cursor": 0, "total_number": len(platform.titles)}


def douyin(platform, path, query, _body, headers):
    if path == "/oauth/refresh_token/":
        return {"data": {"access_token": platform.issue(), "error_code": 0}, "message": "success"}
    if not platform.accepts(headers.get("access-token")):
        return {
            "data": {"error_code": 2190008, "description": "access_token过期"},
            "extra": {"error_code": 2190008},
        }
    platform.calls.append(query["cursor"])
    start = int(query["cursor"])
    part = list(enumerate(platform.titles))[start : start + 10]
    videos = [
        {"item_id": str(9000 + n), "title": title, "create_time": int(platform.at(n).timestamp()), "is_top": False}
        for n, title in part
    ]  # fmt: skip
    more = start + 10 < len(platform.titles)
    data = {"error_code": 0, "list": videos, "cursor": start + 10, "has_more": more}
    return {"data": data, "extra": {"error_code": 0}}


def atom(platform, path, query, _body, _headers):
    """A feed in pages, as RFC 5005 describes them."""
    page = int(query.get("page", "1"))
    part = list(enumerate(platform.titles))[(page - 1) * 10 : page * 10]
    platform.calls.append(page)
    entries = "".join(
        f"<entry><title>{title}</title><id>urn:{n}</id><updated>{platform.at(n).isoformat()}</updated></entry>"
        for n, title in part
    )
    more = f'<link rel="next" href="{path}?page={page + 1}"/>' if page * 10 < len(platform.titles) else ""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>示例发布</title>{more}{entries}</feed>'


@contextlib.contextmanager
def standing_in(speak, platform):
    """Serves `speak(platform, path, query, body, headers)` on loopback; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            parts = urllib.parse.urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = speak(platform, parts.path, dict(urllib.parse.parse_qsl(parts.query)), body, self.headers)
            is_text = isinstance(said, str)
            sent = said.encode() if is_text else json.dumps(said, ensure_ascii=False).encode()
            self.send_response(403 if not is_text and "error_code" in said else 200)
            self.send_header("Content-Type", "application/atom+xml" if is_text else "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = answer  # noqa: N815  # named by the library

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def noon(year, month, day):
    return dt.datetime(year, month, day, 12, 0, tzinfo=SHANGHAI)
