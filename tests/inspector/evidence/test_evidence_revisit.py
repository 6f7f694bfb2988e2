"""A page found unchanged: today's archive holds a revisit record, the content is the earlier answer's."""

import datetime as dt

import pytest
from samples import NOON, TOMORROW, URLS, filled, link, message, not_modified, row, writer
from warcio.archiveiterator import ArchiveIterator

from xunwang.inspector.evidence import Run, RunError, RunWriter, SameRow, Stats, verify
from xunwang.inspector.evidence.warcread import unpack
from xunwang.inspector.model import Attempt, Reach

THIRD_DAY = TOMORROW + dt.timedelta(days=1)


def again(tmp_path, first, name, answers):
    """A run after `first`, which has the answers given for its rows; returns it closed."""
    run = writer(tmp_path, name, previous=first)
    run.adopt_archives(first)
    for old in first.pages():
        evidence = run.append_revisit([answers(old.page.url)], old.evidence)
        run.append_page(row(old.page.url, evidence))
    run.write_facts([link(old.page.url, old.evidence) for old in first.pages()])
    run.close(THIRD_DAY, stats=Stats())
    return Run.open(run.path)


def without_pages(tmp_path, first, name, places):
    """A run after `first` in which nothing changed: its rows name the places of the pages in earlier tables."""
    run = writer(tmp_path, name, previous=first)
    run.adopt(first)
    for old, place in zip(first.pages(), places, strict=True):
        evidence = run.append_revisit([not_modified(old.page.url)], old.evidence)
        attempt = Attempt(at=TOMORROW, reach=Reach.OK, status=304)
        run.append_same(SameRow(place, old.page.url, old.key, 2, None, attempt, evidence))
    assert [r.page.url for r in run.rows()] == URLS
    run.close(THIRD_DAY, stats=Stats())
    return Run.open(run.path)


def same(url):
    return message(url, f"内容 {url}", at=TOMORROW)


def test_a_page_not_modified_keeps_its_content(tmp_path):
    first = filled(tmp_path)
    second = again(tmp_path, first, "r2", not_modified)
    rows = list(second.pages())
    assert {r.evidence.file for r in rows} == {"archive-00002.warc.gz"}
    answers = [second.response(r.evidence) for r in rows]
    assert [a.body.decode() for a in answers] == [f"内容 {url}" for url in URLS]
    assert [(a.url, a.status) for a in answers] == [(url, 200) for url in URLS]
    assert answers[0].headers["content-type"] == "text/html"
    assert verify(second.path) == []


def test_a_revisit_names_what_it_refers_to(tmp_path):
    first = filled(tmp_path)
    second = again(tmp_path, first, "r2", not_modified)
    origin = unpack(first.span(list(first.pages())[2].evidence)).fields
    parsed = unpack(second.span(list(second.pages())[2].evidence))
    assert parsed.kind == "revisit"
    assert parsed.fields["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert parsed.fields["warc-refers-to"] == origin["warc-record-id"]
    assert parsed.fields["warc-refers-to-target-uri"] == URLS[2]
    assert parsed.fields["warc-refers-to-date"] == origin["warc-date"]
    assert parsed.fields["warc-payload-digest"] == origin["warc-payload-digest"]
    assert parsed.fields["warc-date"].startswith("2026-04-01T04:00:00")
    assert parsed.block.startswith(b"HTTP/1.1 304 ")


def test_the_same_payload_is_not_kept_twice(tmp_path):
    first = filled(tmp_path)
    second = again(tmp_path, first, "r2", same)
    evidence = list(second.pages())[1].evidence
    parsed = unpack(second.span(evidence))
    assert parsed.fields["warc-profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert second.response(evidence).body.decode() == f"内容 {URLS[1]}"


def test_another_payload_is_an_answer_of_its_own(tmp_path):
    first = filled(tmp_path)
    second = again(tmp_path, first, "r2", lambda url: message(url, "新内容", at=TOMORROW))
    evidence = list(second.pages())[1].evidence
    assert unpack(second.span(evidence)).kind == "response"
    assert second.response(evidence).body.decode() == "新内容"


def test_a_revisit_of_a_revisit_refers_to_the_answer(tmp_path):
    second = again(tmp_path, filled(tmp_path), "r2", not_modified)
    third = again(tmp_path, second, "r3", same)
    evidence = list(third.pages())[4].evidence
    assert evidence.file == "archive-00003.warc.gz"
    assert unpack(third.span(evidence)).fields["warc-refers-to-filename"] == "archive-00001.warc.gz"
    assert third.response(evidence).body.decode() == f"内容 {URLS[4]}"
    assert verify(third.path) == []


def test_redirects_before_an_unchanged_page_are_kept(tmp_path):
    first = filled(tmp_path, URLS[:1])
    run = writer(tmp_path, "r2", previous=first)
    run.adopt_archives(first)
    (old,) = first.pages()
    run.append_revisit([message(URLS[3], "", status=302), not_modified(URLS[0])], old.evidence)
    run.close(TOMORROW, stats=Stats())
    with (run.path / "archive-00002.warc.gz").open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "request", "response", "request", "revisit"]


def test_a_rendered_page_is_found_behind_a_revisit(tmp_path):
    run = writer(tmp_path)
    evidence = run.append_exchange([message(URLS[0])])
    run.append_rendered(URLS[0], NOON, "<p>脚本写成</p>".encode())
    run.append_page(row(URLS[0], evidence, rendered=True))
    run.close(NOON, stats=Stats())
    second = again(tmp_path, Run.open(run.path), "r2", not_modified)
    (unchanged,) = second.pages()
    assert second.rendered(unchanged.evidence).decode() == "<p>脚本写成</p>"


def test_a_repeated_payload_within_a_run_is_kept_once(tmp_path):
    run = writer(tmp_path)
    evidence = run.append_exchange([message(URLS[0], "同样的内容")])
    twin = run.append_revisit([message(URLS[1], "同样的内容")], evidence)
    run.close(NOON, stats=Stats())
    closed = Run.open(run.path)
    assert (closed.response(twin).url, closed.response(twin).body.decode()) == (URLS[1], "同样的内容")


def test_a_killed_second_run_keeps_what_it_took_over(tmp_path):
    first = filled(tmp_path)
    killed = writer(tmp_path, "r2", previous=first)
    killed.adopt_archives(first)
    killed.append_revisit([not_modified(URLS[0])], next(first.pages()).evidence)
    killed.sync()
    resumed = RunWriter.resume(killed.path)
    resumed.adopt_archives(first)
    resumed.cut_to({})
    assert [p.name for p in sorted(resumed.path.glob("archive-*"))] == ["archive-00001.warc.gz"]
    evidence = resumed.append_revisit([not_modified(URLS[0])], next(first.pages()).evidence)
    resumed.close(TOMORROW, stats=Stats())
    assert Run.open(resumed.path).response(evidence).body.decode() == f"内容 {URLS[0]}"
    assert verify(resumed.path) == []
    assert verify(first.path) == []


def test_an_unchanged_page_is_not_written_again(tmp_path):
    first = filled(tmp_path)
    places = [f"pages-00001.jsonl.gz:0:{line}" for line in range(5)]
    second = without_pages(tmp_path, first, "r2", places)
    rows = list(second.pages())
    assert [r.page for r in rows] == [r.page for r in first.pages()]
    assert {(r.attempt.status, r.depth, r.evidence.file) for r in rows} == {(304, 2, "archive-00002.warc.gz")}
    assert verify(second.path) == []


def test_an_unchanged_row_may_name_another(tmp_path):
    first = filled(tmp_path)
    second = without_pages(tmp_path, first, "r2", [f"pages-00001.jsonl.gz:0:{line}" for line in range(5)])
    third = without_pages(tmp_path, second, "r3", [f"pages-00002.jsonl.gz:0:{line}" for line in range(5)])
    assert [r.page for r in third.pages()] == [r.page for r in first.pages()]
    assert third.manifest.adopted == (
        "archive-00001.warc.gz",
        "archive-00002.warc.gz",
        "pages-00001.jsonl.gz",
        "pages-00002.jsonl.gz",
    )
    assert verify(third.path) == []


@pytest.mark.parametrize(
    "place", ["pages-00001.jsonl.gz:0:5", "pages-00001.jsonl.gz:7:0", "pages-00009.jsonl.gz:0:0", "x"]
)
def test_a_place_that_is_not_there_is_said(tmp_path, place):
    first = filled(tmp_path)
    run = writer(tmp_path, "r2", previous=first)
    run.adopt(first)
    run.append_same(SameRow(place, URLS[0], URLS[0], 1, None, next(first.pages()).attempt, None))
    with pytest.raises(RunError, match="找不到"):
        list(run.rows())


def test_an_archive_altered_before_it_was_taken_over_is_not_vouched_for(tmp_path):
    first = filled(tmp_path)
    path = first.path / "archive-00001.warc.gz"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    second = again(tmp_path, first, "r2", not_modified)
    assert [a.file for a in verify(second.path)] == ["archive-00001.warc.gz"]
