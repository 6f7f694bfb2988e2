"""`verify` finds any altered byte and says which page it was."""

import random

import pytest
from test_evidence_run import URLS, filled

from xunwang.inspector.evidence import RunError, verify


def flip(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x20
    path.write_bytes(bytes(data))


def test_an_altered_byte_of_the_archive_names_its_page(tmp_path):
    run = filled(tmp_path, URLS)
    evidence = list(run.pages())[3].evidence
    flip(run.path / evidence.file, evidence.offset + evidence.length // 2)
    (alteration,) = verify(run.path)
    assert (alteration.file, alteration.kind) == (evidence.file, "altered")
    assert alteration.urls == (URLS[3],)
    assert URLS[3] in alteration.message


@pytest.mark.parametrize("name", ["archive-00001.warc.gz", "pages-00001.jsonl.gz", "facts.jsonl", "run.json"])
def test_any_altered_byte_of_any_file_is_found(tmp_path, name):
    run = filled(tmp_path, URLS)
    path = run.path / name
    whole = path.read_bytes()
    for offset in random.Random(7).sample(range(len(whole)), 20):
        flip(path, offset)
        assert [a.file for a in verify(run.path)] == [name]
        path.write_bytes(whole)
    assert verify(run.path) == []


def test_a_missing_and_an_added_file_are_named(tmp_path):
    run = filled(tmp_path, URLS)
    (run.path / "facts.jsonl").unlink()
    (run.path / "notes.txt").write_text("later", encoding="utf-8")
    assert [(a.file, a.kind) for a in verify(run.path)] == [
        ("facts.jsonl", "missing"),
        ("notes.txt", "extra"),
    ]


def test_a_missing_archive_is_named(tmp_path):
    run = filled(tmp_path, URLS)
    (run.path / "archive-00001.warc.gz").unlink()
    assert [(a.file, a.kind) for a in verify(run.path)] == [("archive-00001.warc.gz", "missing")]


def test_an_altered_manifest_is_found(tmp_path):
    run = filled(tmp_path, URLS)
    path = run.path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"pages": 5', '"pages": 6'), encoding="utf-8")
    assert [a.file for a in verify(run.path)] == ["manifest.json"]


def test_what_is_no_run_cannot_be_verified(tmp_path):
    with pytest.raises(RunError):
        verify(tmp_path)
