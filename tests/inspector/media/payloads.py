"""Payloads that speak the protocols of feeds and platforms, all of our own making, and what is read of them."""

import datetime as dt
import json

from xunwang.inspector.media.ways import read_payload
from xunwang.inspector.model import SHANGHAI

SEEN = dt.datetime(2026, 3, 31, 10, 0, tzinfo=SHANGHAI)


def read(payload):
    body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    return read_payload(body, SEEN)


def days(look):
    return [post.published.date().isoformat() if post.published else None for post in look.posts]


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>示例发布的动态</title>
<item><title>春季植树活动</title><link>https://weibo.example/1</link><pubDate>Mon, 30 Mar 2026 02:00:00 GMT</pubDate>
<description><![CDATA[<p>详见 <a href="https://www.shilishi.gov.cn/a.html">这里</a></p>]]></description></item>
<item><title>防汛演练</title><guid isPermaLink="false">g-2</guid><pubDate>2026-03-20 08:00:00</pubDate></item>
</channel></rss>"""


def feed_of(*moments):
    items = "".join(
        f"<item><title>第{n}条</title><pubDate>{at}</pubDate></item>" for n, at in enumerate(moments)
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


ARTICLE = """<!--headTrap<body></body><head></head><html></html>--><html><head>
<meta property="og:title" content="示例市&quot;春风&quot;行动" /><script src="https://res.wx.qq.com/a.js"></script></head>
<body><em id="publish_time"></em><script>var ct = "1774828800"; var nickname = htmlDecode("示例发布");
var msg_link = "https://mp.weixin.qq.com/s?x=1";</script></body></html>"""


def status(number, at, **more):
    return {"id": number, "text": f"第{number}条 https://t.example/{number}", "created_at": at, **more}


def video(number, at, **more):
    return {"aweme_id": str(number), "desc": f"作品{number}", "create_time": at, **more}
