"""The archive is read by other people's tools."""

import subprocess
import sys
from collections import Counter

from samples import NOON, TOMORROW, URLS, filled, large, message, not_modified, row, writer
from warcio.archiveiterator import ArchiveIterator

from xunwang.inspector.evidence import Run, Stats


def every_kind(tmp_path):
    """Archives with every kind of record: plain, packed, empty and cut answers, a redirect, a rendered page, revisits."""
    first = filled(tmp_path)
    run = writer(tmp_path, "r2", previous=first)
    run.adopt(first)
    for old in first.pages():
        run.append_page(row(old.page.url, run.append_revisit([not_modified(old.page.url)], old.evidence)))
    same = message(URLS[0], f"内容 {URLS[0]}", at=TOMORROW)
    run.append_revisit([same], next(first.pages()).evidence)
    evidence = run.append_exchange([message(URLS[1], "", status=302), large(f"{URLS[2]}?名=值\n")])
    run.append_rendered(URLS[2], NOON, "<p>脚本写成</p>".encode())
    run.append_page(row(URLS[2], evidence, rendered=True))
    run.append_exchange([change(large(URLS[3]), truncated="length", ip=None)])
    run.append_exchange(
        [change(message(URLS[4]), body=b"", head=b"HTTP/1.1 204 No Content\r\n\r\n", status=204)]
    )
    run.append_exchange([change(message(URLS[4]), body=b"\x89PNG" + bytes(200_000))])
    run.close(TOMORROW, stats=Stats())
    return Run.open(run.path)


def change(of, **fields):
    return type(of)(**{**{name: getattr(of, name) for name in of.__struct_fields__}, **fields})


def test_every_digest_holds_for_warcio(tmp_path):
    kinds = Counter()
    for archive in every_kind(tmp_path).archives():
        with archive.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()
                kinds[record.rec_type] += 1
                assert record.rec_headers.get_header("WARC-Record-ID").startswith("<urn:uuid:")
    assert kinds == {
        "warcinfo": 2,
        "request": 16,
        "response": 10,
        "revisit": 6,
        "metadata": 11,
        "resource": 1,
    }


def test_warcio_check_finds_nothing(tmp_path):
    archives = [str(path) for path in every_kind(tmp_path).archives()]
    program = "from warcio.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "check", "-v", *archives], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout
    assert "digest pass" in ended.stdout
    assert "failed" not in ended.stdout


def test_every_record_has_its_own_id(tmp_path):
    ids = []
    for archive in every_kind(tmp_path).archives():
        with archive.open("rb") as stream:
            ids += [r.rec_headers.get_header("WARC-Record-ID") for r in ArchiveIterator(stream)]
    assert len(ids) == len(set(ids)) == 46


def test_how_a_page_was_reached_is_told(tmp_path):
    run = every_kind(tmp_path)
    told = {}
    with run.archives()[0].open("rb") as stream:
        for record in ArchiveIterator(stream):
            told.setdefault(record.rec_type, []).append((record.rec_headers, record.content_stream().read()))
    headers, block = told["metadata"][2]
    assert headers.get_header("WARC-Target-URI") == URLS[2]
    assert headers.get_header("WARC-Concurrent-To") == told["response"][2][0].get_header("WARC-Record-ID")
    assert block.decode() == "via: http://www.shili.gov.cn/\r\ndepth: 1\r\nreach: ok\r\nfetchTimeMs: 12.5\r\n"


def test_the_same_messages_give_the_same_bytes_but_for_their_ids(tmp_path):
    texts = []
    for name in ("a", "b"):
        run = filled(tmp_path, name=name)
        with run.archives()[0].open("rb") as stream:
            texts.append([r.content_stream().read() for r in ArchiveIterator(stream)])
        evidence = list(run.pages())[3].evidence
        texts[-1] += [(evidence.offset, evidence.length)]
    assert texts[0] == texts[1]
