"""The hashes in the archive are those of what was sent, whether the crawl had them at hand or not."""

import gzip
import hashlib
import re

from loopback import Loopback, answer
from walks import HOST, html, inspect

from xunwang.inspector.evidence import verify


def test_every_answer_is_archived_with_the_hash_of_its_body_as_it_was_sent(tmp_path):
    packed = gzip.compress(html(title="压缩的一页").partition(b"\r\n\r\n")[2])
    coded = ("Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip")
    pages = {
        "/": html("/plain.html", "/packed.html", "/moved.html", title="首页"),
        "/plain.html": html(title="原样的一页"),
        "/packed.html": answer(packed, headers=coded),
        "/moved.html": answer(status="302 Found", headers=("Location: /target.html",)),
        "/target.html": html(title="移来的一页"),
    }
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path)
    rows = {row.key.removeprefix(HOST): row for row in run.pages()}
    assert set(rows) == {"/", "/plain.html", "/packed.html", "/target.html"}
    for row in rows.values():
        record = gzip.decompress(run.span(row.evidence))
        (stated,) = re.findall(rb"WARC-Payload-Digest: sha256:(\w+)", record)
        assert stated.decode() == hashlib.sha256(run.response(row.evidence).raw).hexdigest()
    assert verify(run.path) == []
