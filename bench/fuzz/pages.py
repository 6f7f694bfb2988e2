"""What websites and platforms answer: pages, feeds, maps of a site, rules for robots, the heads of answers, certificates."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.fuzz.model import ACCOUNT, DAY, HOME, NOW, Reader
from xunwang.inspector import door
from xunwang.inspector.crawl.sitemap import SitemapError, declared, read_sitemap
from xunwang.inspector.evidence import Message
from xunwang.inspector.fetch.answer import Answer
from xunwang.inspector.fetch.certificates import read_certificate, vouched_in
from xunwang.inspector.fetch.cookies import Cookies
from xunwang.inspector.fetch.faults import ExchangeError
from xunwang.inspector.fetch.forwarding import sends_on
from xunwang.inspector.fetch.manners import retry_seconds
from xunwang.inspector.fetch.robots import AGENT, pause_of, rules_of
from xunwang.inspector.fetch.wanted import asks_for_certificate
from xunwang_demo.city import build

_RSS = "<rss version='2.0'><channel><title>东河</title><item><title>通知</title><pubDate>Sun, 01 Mar 2026 08:00:00 +0800</pubDate></item></channel></rss>"
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>一</title><id>urn:1</id><updated>2026-03-29T08:00:00+08:00</updated></entry></feed>'
_PAYLOADS = (
    '{"list":[{"title":"t","ctime":1767225600}]}',
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"7","content_text":"一条","date_published":"2026-03-28T00:00:00Z"}]}',
    '{"total_count":1,"item_count":1,"item":[{"article_id":"a","update_time":1767225600,"content":{"news_item":[{"title":"春耕","url":"http://mp.weixin.qq.com/s?x=1","content":"<p>全文</p>"}]}}]}',
    '{"statuses":[{"id":5,"created_at":"Sun Mar 01 08:00:00 +0800 2026","text":"春耕","user":{"screen_name":"东河发布"},"pic_num":1}],"total_number":1}',
    '{"status_code":0,"aweme_list":[{"aweme_id":"7","desc":"春耕","create_time":1767225600,"author":{"nickname":"东河发布"}}],"has_more":0,"max_cursor":1}',
    '{"data":{"list":[{"item_id":"7","title":"春耕","create_time":1767225600,"is_top":false}],"has_more":false,"cursor":1,"error_code":0},"extra":{"error_code":0}}',
    '{"xunwang_capture":2,"captured_at":"2026-03-30T08:00:00+08:00","url":"https://weibo.com/u/1","title":"东河发布","text":"春耕\\n3月29日 08:00\\n防汛\\n昨天 09:00","links":[{"text":"春耕","url":"https://weibo.com/1/a"}]}',
)
_ARTICLE = """<html><head><meta property="og:title" content="春耕" /><script src="https://res.wx.qq.com/a.js"></script></head>
<body><script>var ct = "1774828800"; var nickname = htmlDecode("东河发布");</script></body></html>"""
_SITEMAP = b"<urlset><url><loc>http://www.example.gov.cn/a</loc><lastmod>2026-03-01</lastmod></url></urlset>"
_ROBOTS = b"""User-agent: *
Disallow: /a/*.php$
Allow: /a/b.php
Crawl-delay: 2.5
Request-rate: 1/10m 0800-1230
Visit-time: 0600-0845
Sitemap: http://www.example.gov.cn/sitemap.xml
"""
_HEADS = (
    b"HTTP/1.1 503 Busy\r\nContent-Type: text/html; charset=gbk\r\nRetry-After: Sun, 01 Mar 2026 08:00:00 +0800\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 4\r\n\r\nbusy",
    b"HTTP/1.1 429 Slow\r\nRetry-After: 120\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nLocation: /a.html\r\nContent-Length: 60\r\n\r\n<meta http-equiv='refresh' content='0; url=/index/'> waiting",
)


def small_pages() -> list[bytes]:
    """Pages of one kind each, a twentieth of a real one: in the same time many more are tried."""
    menu = "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>"
    rows = "".join(
        f"<li><a href='/n/{n}.html'>通知{n}</a><span>2026-03-{n:02d}</span></li>" for n in range(1, 5)
    )
    bodies = (
        f"<ul class='list'>{rows}</ul><div class='page'>共3页 <a href='index_2.html'>下一页</a></div>",
        "<h1>关于春耕的通知</h1><p>发布时间：2026-03-01 来源：示例市</p><div id='zoom'><p>各单位：</p><table><tr><td>甲</td></tr></table></div>",
        "<form action='/s' method='get'><input name='q'></form><script>var a=[{title:'甲',url:'/a.html',date:'2026-03-01'}]</script>",
        '<script type=\'application/json\'>[["S",1],{"rows":2},[3],{"title":4,"url":5,"day":6},"春耕工作公示","/zw/1.html","2026-03-18"]</script>',
        "<div style='display:none'><a href='http://x.example/'>彩票</a></div><img src='a.png' alt='图'><iframe src='/f.html'></iframe>",
    )
    footer = "<div class='footer'>主办单位：示例市人民政府 网站标识码：9900000001</div>"
    return [
        f"<!DOCTYPE html><html><head><meta charset='{name}'><title>示例</title></head><body>{menu}{body}{footer}</body></html>".encode(
            name
        )
        for body in bodies
        for name in ("utf-8", "gbk")
    ]


def real_pages() -> list[bytes]:
    bodies = [page.body for site in build(sites=4).sites for page in site.pages.values()]
    return [body for body in bodies if b"<html" in body[:2000].lower()][:60]


def answers() -> list[Reader]:
    pages = real_pages()
    payloads = [text.encode() for text in (_RSS, _ATOM, *_PAYLOADS, _ARTICLE)]
    return [
        Reader(
            "page",
            [*small_pages() * 8, *pages],
            lambda data: door.read_saved(data, HOME, home=HOME, today=DAY),
        ),
        Reader(
            "feed or answer",
            [*payloads, *pages[:2]],
            lambda data: list(door.facts_of_saved(ACCOUNT, data, NOW, NOW)),
        ),
        Reader("sitemap", [_SITEMAP], read_sitemap, (SitemapError,)),
        Reader("robots", [_ROBOTS], _robots),
        Reader("answer of a server", list(_HEADS), _answer, (ExchangeError,)),
        Reader("certificate", [_certificate()], read_certificate),
        Reader("certificates of an issuer", [_certificate()], vouched_in),
        Reader("handshake", [_HELLO], asks_for_certificate),
    ]


# A greeting, and a wish to see a certificate, in two records.
_HELLO = b"\x16\x03\x03\x00\x06\x02\x00\x00\x02ab" + b"\x16\x03\x03\x00\x06\x0d\x00\x00\x02cd"


def _robots(data: bytes) -> object:
    rules = rules_of(data)
    return (
        rules.can_fetch(f"{HOME}a/b.php?c=d", AGENT),
        pause_of(rules),
        declared(data.decode("utf-8", "replace")),
    )


def _answer(data: bytes) -> object:
    """As a connection brings it: in two pieces; then what we take from the head."""
    answer = Answer(lambda _kind: 1 << 20)
    for piece in (data[: len(data) // 2], data[len(data) // 2 :]):
        if answer.take(piece):
            break
    else:
        answer.end(None)
    cookies = Cookies()
    cookies.keep(Message(HOME, "GET", NOW, b"", answer.status, tuple(answer.headers), b"", answer.body))
    wait = retry_seconds(answer.first.get("retry-after"), NOW)
    return cookies.header(HOME), wait, sends_on(answer.body)


def _certificate() -> bytes:
    key, until = ec.derive_private_key(7, ec.SECP256R1()), NOW + dt.timedelta(days=90)
    name = x509.Name(
        [x509.NameAttribute(kind, "示例") for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)]
    )
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW, until).add_extension(
        x509.SubjectAlternativeName([x509.DNSName("www.example.gov.cn")]), critical=False
    )
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
