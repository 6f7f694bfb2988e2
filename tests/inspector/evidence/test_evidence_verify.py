"""`verify` finds any altered byte and says which page it was."""

import io
import os
import random
import shutil
import sqlite3

import pytest
from samples import NOON, TOMORROW, URLS, filled, large, link, message, not_modified, row, writer

from xunwang.inspector.evidence import Run, RunError, SameRow, Stats, verify
from xunwang.inspector.evidence.warc import pack
from xunwang.inspector.evidence.warcread import read_member

ROBOTS = "http://www.shili.gov.cn/robots.txt"
OLD = "http://www.shili.gov.cn/old.html"
MORE = [f"http://www.shili.gov.cn/zwgk/{n}.html" for n in range(60)]


def flip(path, offset, mask=0x20):
    data = bytearray(path.read_bytes())
    data[offset] ^= mask
    path.write_bytes(bytes(data))


def rich(tmp_path):
    """A second run with everything that a run can hold: unchanged pages, new ones, redirects, shots, a frontier."""
    first = filled(tmp_path)
    run = writer(tmp_path, "r2", previous=first)
    run.adopt(first)
    run.append_exchange([message(ROBOTS, "User-agent: *")])
    links = []
    for line, old in enumerate(first.pages()):
        evidence = run.append_revisit([not_modified(old.page.url)], old.evidence)
        place = f"pages-00001.jsonl.gz:0:{line}"
        run.append_same(SameRow(place, old.page.url, old.key, 1, None, old.attempt, evidence))
    for url in MORE:
        evidence = run.append_exchange([message(OLD, "", status=302), large(url)])
        run.append_rendered(url, NOON, f"<p>{url}</p>".encode() * 100)
        run.append_page(row(url, evidence, rendered=True))
        links.append(link(url, evidence))
        if url.endswith("5.html"):
            run.sync()
    with sqlite3.connect(run.path / "frontier.sqlite") as database:
        database.execute("CREATE TABLE target (key TEXT)")
    run.shot("首页", b"\x89PNG" * 50)
    run.write_facts(links)
    run.close(TOMORROW, stats=Stats(pages=5))
    return Run.open(run.path)


def owners(path):
    """For every byte of an archive the address of its record; "" for the archive's own head."""
    data, found = path.read_bytes(), []
    while len(found) < len(data):
        parsed = read_member(io.BytesIO(data[len(found) :]))
        found += [parsed.url] * parsed.length
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return rich(tmp_path_factory.mktemp("rich"))


def names(run):
    return sorted(p.relative_to(run.path).as_posix() for p in run.path.rglob("*") if p.is_file())


def test_an_untouched_run_is_untouched(run):
    assert names(run) == [
        "archive-00001.warc.gz",
        "archive-00002.warc.gz",
        "facts.jsonl",
        "frontier.sqlite",
        "manifest.json",
        "pages-00001.jsonl.gz",
        "pages-00002.jsonl.gz",
        "run.json",
        "shots/首页.png",
    ]
    assert verify(run.path) == []


def test_any_altered_byte_is_found_and_named(run, tmp_path):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    for name in names(run):
        whole = (copy / name).read_bytes()
        owner = owners(copy / name) if name.startswith("archive") else None
        for _ in range(40):
            offset, mask = dice.randrange(len(whole)), dice.randrange(1, 256)
            flip(copy / name, offset, mask)
            found = verify(copy)
            assert found, (seed, name, offset, mask)
            assert name in {a.file for a in found}, (seed, name, offset, mask)
            if name != "manifest.json":
                assert [(a.file, a.kind) for a in found] == [(name, "altered")], (seed, name, offset, mask)
            if owner:
                (alteration,) = found
                wanted = (owner[offset],) if owner[offset] else ()
                assert alteration.urls == wanted, (seed, name, offset, mask, alteration)
                assert all(url in alteration.message for url in wanted)
            (copy / name).write_bytes(whole)
    assert verify(copy) == []


def test_an_altered_batch_of_rows_names_its_pages(run, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    path = copy / "pages-00002.jsonl.gz"
    flip(path, 4)
    (alteration,) = verify(copy)
    assert alteration.urls == tuple(URLS + MORE[:6])
    assert "第1至11行" in alteration.message


def test_an_altered_line_of_the_facts_is_numbered(run, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    lines = (copy / "facts.jsonl").read_bytes().splitlines(keepends=True)
    lines[2] = b"[" + lines[2][1:]
    (copy / "facts.jsonl").write_bytes(b"".join(lines))
    (alteration,) = verify(copy)
    assert "第3行" in alteration.message


def test_altered_fields_of_the_opening_are_named(run, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    text = (copy / "run.json").read_text(encoding="utf-8")
    (copy / "run.json").write_text(text.replace('"max_pages": 10', '"max_pages": 99'), encoding="utf-8")
    (alteration,) = verify(copy)
    assert alteration.file == "run.json"
    assert "settings" in alteration.message


def test_cut_and_lengthened_archives_are_told_apart_from_their_pages(tmp_path):
    run = filled(tmp_path)
    path = run.path / "archive-00001.warc.gz"
    whole = path.read_bytes()
    last = list(run.pages())[-1].evidence
    path.write_bytes(whole[: last.offset + 10])
    assert verify(run.path)[0].urls == (URLS[-1],)
    path.write_bytes(b"")
    assert verify(run.path)[0].urls == tuple(URLS)
    path.write_bytes(whole + b"more")
    (alteration,) = verify(run.path)
    assert alteration.urls == ()
    assert f"变为{len(whole) + 4}字节" in alteration.message


def test_a_missing_and_an_added_file_are_named(tmp_path):
    run = filled(tmp_path)
    (run.path / "facts.jsonl").unlink()
    (run.path / "notes.txt").write_text("later", encoding="utf-8")
    assert [(a.file, a.kind) for a in verify(run.path)] == [
        ("facts.jsonl", "missing"),
        ("notes.txt", "extra"),
    ]


def test_what_is_no_file_of_a_run_is_named(tmp_path):
    run = filled(tmp_path)
    (run.path / "empty").mkdir()
    (run.path / "shots").mkdir()
    (run.path / "shots" / "manifest.json").write_text("{}", encoding="utf-8")
    (run.path / "facts.jsonl").rename(tmp_path / "elsewhere.jsonl")
    (run.path / "facts.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")
    os.mkfifo(run.path / "pipe")
    assert [(a.file, a.kind) for a in verify(run.path)] == [
        ("facts.jsonl", "altered"),
        ("empty", "extra"),
        ("pipe", "extra"),
        ("shots/manifest.json", "extra"),
    ]


def test_a_missing_archive_names_its_pages(tmp_path):
    run = filled(tmp_path)
    (run.path / "archive-00001.warc.gz").unlink()
    (alteration,) = verify(run.path)
    assert (alteration.file, alteration.kind) == ("archive-00001.warc.gz", "missing")
    assert alteration.urls == tuple(URLS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"pages": 5', '"pages": 6'),
        ('"pages": 5', '"pages":  5'),
        ('"follows": null', '"gollows": null'),
        ('"format": 2', '"format": 3'),
        ('"format": 2', '"format": "'),
        ('"sha256"', '"sha255"'),
    ],
)
def test_an_altered_manifest_is_found(tmp_path, old, new):
    run = filled(tmp_path)
    path = run.path / "manifest.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert [a.file for a in verify(run.path)] == ["manifest.json"]


def test_what_is_no_run_cannot_be_verified(tmp_path):
    with pytest.raises(RunError):
        verify(tmp_path)


def test_an_altered_table_of_another_kind_is_located_too(tmp_path):
    run = writer(tmp_path)
    (run.path / "notes-00001.jsonl.gz").write_bytes(
        pack(b'{"fact":{"url":"http://www.shili.gov.cn/a"}}\n' * 3)
    )
    run.close(NOON, stats=Stats())
    flip(run.path / "notes-00001.jsonl.gz", 5)
    (alteration,) = verify(run.path)
    assert "第1至3行" in alteration.message
    assert alteration.urls == ("http://www.shili.gov.cn/a",)
