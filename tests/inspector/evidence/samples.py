"""Runs made by hand: messages, rows and closed run folders."""

import datetime as dt
import gzip
import random

import msgspec

from xunwang.inspector.evidence import Message, Run, RunWriter, Stats
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    LinkFact,
    LinkKind,
    Page,
    PageRow,
    Reach,
    Subject,
)

NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
TOMORROW = NOON + dt.timedelta(days=1)
SUBJECT = Subject(id="s-1", name="示例市人民政府", home="http://www.shili.gov.cn/")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
URLS = [f"http://www.shili.gov.cn/{n}.html" for n in range(5)]


def message(url, text="正文", status=200, at=NOON):
    return Message(
        url=url,
        method="GET",
        at=at,
        request=f"GET {url.removeprefix('http://www.shili.gov.cn')} HTTP/1.1\r\nHost: www.shili.gov.cn\r\n\r\n".encode(),
        status=status,
        headers=(("Content-Encoding", "gzip"),),
        head=HEAD,
        body=gzip.compress(text.encode(), mtime=0),
        ip="192.0.2.7",
    )


def large(text):
    """An answer whose record is packed, not stored; its content is hardly ever the same twice."""
    filler = "".join(random.Random(text).choices("巡网检查示例市人民政府信息公开工作", k=3000))
    plain = message(text, at=TOMORROW)
    return msgspec.structs.replace(plain, body=filler.encode(), head=b"HTTP/1.1 200 OK\r\n\r\n", headers=())


def not_modified(url, at=TOMORROW):
    plain = message(url, at=at)
    head = b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n'
    return msgspec.structs.replace(plain, status=304, headers=(("ETag", '"7"'),), head=head, body=b"")


def row(url, evidence, title="标题", **more):
    attempt = Attempt(at=NOON, reach=Reach.OK, status=200, milliseconds=12.5)
    return PageRow(
        page=Page(url=url, status=200, title=title),
        key=url,
        depth=1,
        parent="http://www.shili.gov.cn/",
        attempt=attempt,
        evidence=evidence,
        **more,
    )


def writer(tmp_path, name="r1", **more):
    return RunWriter.create(tmp_path / "out", name, SUBJECT, {"max_pages": 10}, NOON, **more)


def link(url, evidence):
    attempts = (Attempt(at=NOON, reach=Reach.OK, status=200),)
    return LinkFact(url, url, None, None, LinkKind.PAGE, False, True, attempts, evidence)


def filled(tmp_path, urls=URLS, name="r1", **more):
    """A closed run with one archived page for each address."""
    run = writer(tmp_path, name, **more)
    links = []
    for url in urls:
        evidence = run.append_exchange([message(url, f"内容 {url}")])
        run.append_page(row(url, evidence))
        links.append(link(url, evidence))
    run.write_facts(links)
    run.close(NOON + dt.timedelta(minutes=5), stats=Stats(pages=len(urls)))
    return Run.open(run.path)
