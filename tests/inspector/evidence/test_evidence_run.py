"""The run folder: written, closed, read back; nothing good is ever overwritten."""

import json
import os

import pytest
from samples import NOON, URLS, filled, message, row, writer
from warcio.archiveiterator import ArchiveIterator

from xunwang.inspector.evidence import Run, RunError, RunWriter, Stats, verify
from xunwang.inspector.evidence.warcread import unpack


def test_what_was_written_is_read_back(tmp_path):
    run = filled(tmp_path, URLS)
    rows = list(run.pages())
    assert [r.page.url for r in rows] == URLS
    assert [fact.url for fact in run.facts()] == URLS
    answer = run.response(rows[3].evidence)
    assert (answer.status, answer.url) == (200, URLS[3])
    assert answer.body.decode() == f"内容 {URLS[3]}"
    assert answer.raw[:2] == b"\x1f\x8b"
    assert answer.headers["content-encoding"] == "gzip"


def test_the_manifest_names_every_file_with_its_hash(tmp_path):
    run = filled(tmp_path, URLS)
    manifest = json.loads((run.path / "manifest.json").read_text())
    assert {file["name"] for file in manifest["files"]} == {
        "run.json",
        "facts.jsonl",
        "archive-00001.warc.gz",
        "pages-00001.jsonl.gz",
    }
    assert manifest["kind"] == "inspection"
    assert manifest["subject"]["id"] == "s-1"
    assert manifest["settings"] == {"max_pages": 10}
    assert manifest["stats"]["pages"] == 5
    assert manifest["started"] < manifest["ended"]
    assert verify(run.path) == []


def test_the_archive_is_read_by_another_tool(tmp_path):
    run = filled(tmp_path, URLS)
    with (run.path / "archive-00001.warc.gz").open("rb") as stream:
        kinds = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            kinds.append(record.rec_type)
            if record.rec_type == "response":
                assert "内容" in record.content_stream().read().decode()
                assert record.rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert kinds == ["warcinfo"] + ["request", "response", "metadata"] * 5


def test_evidence_is_a_record_that_stands_alone(tmp_path):
    run = filled(tmp_path, URLS)
    evidence = list(run.pages())[2].evidence
    parsed = unpack(run.span(evidence))
    assert parsed.fields["warc-target-uri"] == URLS[2]
    assert parsed.fields["warc-type"] == "response"


def test_a_rendered_page_lies_behind_its_answer(tmp_path):
    run = writer(tmp_path)
    plain = run.append_exchange([message(URLS[0])])
    shown = run.append_exchange([message(URLS[1])])
    run.append_rendered(URLS[1], NOON, "<p>脚本写成</p>".encode())
    run.close(NOON, stats=Stats())
    closed = Run.open(run.path)
    assert closed.rendered(shown).decode() == "<p>脚本写成</p>"
    assert closed.rendered(plain) is None


def test_archives_rotate_at_their_size(tmp_path):
    run = filled(tmp_path, URLS, rotate_at=1)
    assert len(list(run.path.glob("archive-*.warc.gz"))) == 5
    assert all(run.response(r.evidence).status == 200 for r in run.pages())


def test_a_run_is_never_written_over(tmp_path):
    run = filled(tmp_path, URLS)
    before = (run.path / "manifest.json").read_bytes()
    with pytest.raises(RunError, match="不会覆盖"):
        writer(tmp_path)
    with pytest.raises(RunError, match="已经完成"):
        RunWriter.resume(run.path)
    assert (run.path / "manifest.json").read_bytes() == before


def test_what_is_behind_the_marks_is_cut_off(tmp_path):
    first = writer(tmp_path)
    kept = first.append_exchange([message(URLS[0])])
    first.append_page(row(URLS[0], kept))
    marks = first.sync()
    first.append_exchange([message(URLS[1])])
    first.append_page(row(URLS[1], None))
    first.sync()
    second = RunWriter.resume(first.path)
    second.cut_to(marks)
    assert [r.page.url for r in second.rows()] == [URLS[0]]
    again = second.append_exchange([message(URLS[1])])
    second.append_page(row(URLS[1], again))
    second.close(NOON, stats=Stats())
    run = Run.open(first.path)
    assert [r.page.url for r in run.pages()] == URLS[:2]
    assert [run.response(r.evidence).url for r in run.pages()] == URLS[:2]
    assert verify(run.path) == []


def test_committed_data_that_is_gone_is_said_and_not_passed_over(tmp_path):
    first = writer(tmp_path)
    first.append_exchange([message(URLS[0])])
    marks = first.sync()
    (first.path / "archive-00001.warc.gz").unlink()
    with pytest.raises(RunError, match=r"archive-00001\.warc\.gz"):
        RunWriter.resume(first.path).cut_to(marks)


def test_a_following_run_names_the_manifest_before_it(tmp_path):
    first = filled(tmp_path, URLS)
    second = filled(tmp_path, URLS[:1], name="r2", kind="recheck", follows=first)
    assert second.manifest.kind == "recheck"
    assert second.manifest.follows == "r1"
    assert second.manifest.previous == first.manifest_hash


def test_archives_are_taken_over_with_their_evidence(tmp_path):
    first = filled(tmp_path, URLS)
    second = writer(tmp_path, "r2", kind="reapply", follows=first)
    second.adopt_archives(first)
    for old in first.pages():
        second.append_page(old)
    second.close(NOON, stats=Stats())
    run = Run.open(second.path)
    assert [run.response(r.evidence).url for r in run.pages()] == URLS
    assert verify(run.path) == []


@pytest.mark.parametrize(("make", "words"), [(False, "找不到"), (True, "不是检查记录目录")])
def test_what_is_no_run_is_said_so(tmp_path, make, words):
    folder = tmp_path / "some"
    if make:
        folder.mkdir()
    with pytest.raises(RunError, match=words):
        Run.open(folder)
    with pytest.raises(RunError):
        RunWriter.resume(folder)


def test_an_unfinished_run_is_named_as_such(tmp_path):
    run = writer(tmp_path)
    with pytest.raises(RunError, match="--resume"):
        Run.open(run.path)


def test_a_spoilt_manifest_is_named(tmp_path):
    run = filled(tmp_path, URLS)
    (run.path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(RunError, match=r"manifest\.json"):
        Run.open(run.path)


def test_a_newer_format_is_not_guessed_at(tmp_path):
    run = filled(tmp_path, URLS)
    path = run.path / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 99'), encoding="utf-8")
    with pytest.raises(RunError, match="升级"):
        Run.open(run.path)


def test_a_file_in_the_way_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(RunError, match="同名的文件"):
        writer(tmp_path)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "in the way"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_one_sentence(tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(RunError, match="权限"):
        writer(tmp_path)
