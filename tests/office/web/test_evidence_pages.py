"""What the office keeps, as people get it: archived pages, pictures, files of the circular."""

import pytest
from office_samples import closed_run, finding, judgement
from released_city import released, text, visitor

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns import recording, service
from xunwang.office.people.models import AuditEntry


@pytest.fixture
def city(office, tmp_path):
    return released(office, tmp_path)


@pytest.fixture
def visit(client, city):
    return visitor(client, city)


def test_the_archived_page_comes_as_received_and_caged(visit, city):
    found = city.rows["东河县政府"].findings.get(indicator="W-V4.1")
    frame = visit("supervisor", "archive", found.pk)
    body = visit("supervisor", "archive_body", found.pk)

    assert '<iframe class="archive" sandbox src=' in frame.content.decode()
    assert "核对一致" in text(frame)
    assert "<script>alert(1)</script>" in body.content.decode("gbk")
    assert body["Content-Type"] == "text/html; charset=gbk"
    policy = body["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert body["X-Content-Type-Options"] == "nosniff"


def test_an_altered_archive_is_refused_in_words(visit, city):
    archive = city.run / city.evidence.file
    raw = bytearray(archive.read_bytes())
    raw[city.evidence.offset + city.evidence.length // 2] ^= 0xFF
    archive.write_bytes(raw)
    found = city.rows["东河县政府"].findings.get(indicator="W-V4.1")

    assert "已被改动" in text(visit("supervisor", "archive", found.pk))
    assert visit("supervisor", "archive_body", found.pk).status_code == 410


def test_a_finding_without_evidence_has_no_archive(visit, city):
    found = city.rows["东河县政府"].findings.get(indicator="S-hidden")

    assert visit("supervisor", "archive", found.pk).status_code == 404


def test_what_is_no_web_page_is_handed_out_as_a_file(visit, city, tmp_path):
    run, evidence = closed_run(tmp_path, "run-2", html="<svg onload=alert(1)>", kind="image/svg+xml")
    site = city.rows["南山园区网"].subject
    judged = judgement(site, Verdict.UNDECIDED, finding(site, evidence=evidence))
    row = recording.record_judgement(city.checked, judged, run_path=run)

    body = visit("supervisor", "archive_body", row.findings.get().pk)

    assert body["Content-Type"] == "application/octet-stream"
    assert body["Content-Disposition"].startswith("attachment")


def test_what_the_browser_made_of_a_page_is_shown_beside_it(visit, city, tmp_path):
    run, evidence = closed_run(tmp_path, "run-3", rendered="<h1>脚本填入的列表</h1>")
    site = city.rows["南山园区网"].subject
    row = recording.record_judgement(
        city.checked, judgement(site, Verdict.UNDECIDED, finding(site, evidence=evidence)), run_path=run
    )
    key = row.findings.get().pk

    assert "浏览器运行脚本之后" in text(visit("supervisor", "archive", key))
    body = visit("supervisor", "archive_body", key, rendered="1")
    assert body.content.decode() == "<h1>脚本填入的列表</h1>"
    assert body["Content-Security-Policy"].endswith("sandbox")


def test_the_screenshot_of_the_run_is_shown(visit, city):
    row = city.rows["东河县政府"]
    picture = visit("supervisor", "shot", row.pk)

    assert picture["Content-Type"] == "image/png"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert "检查时的首页" in text(visit("supervisor", "subject", city.checked.pk, row.pk))


def test_the_picture_of_the_very_page_of_a_finding_is_shown(visit, city):
    stale, hidden = (
        city.rows["东河县政府"].findings.get(indicator=indicator) for indicator in ("W-V4.1", "S-hidden")
    )
    picture = visit("supervisor", "picture", stale.pk)

    assert picture["Content-Type"] == "image/png"
    assert picture["Content-Security-Policy"].endswith("sandbox")
    assert stale.url == "http://www.donghe.gov.cn/tzgg/"
    type(hidden).objects.filter(pk=hidden.pk).update(url="http://www.donghe.gov.cn/other/")
    assert visit("supervisor", "picture", hidden.pk).status_code == 404


@pytest.fixture
def circular(city):
    city.checked.folder.mkdir(parents=True)
    path = city.checked.folder / "circular.docx"
    path.write_bytes(b"the words")
    return service.add_file(city.checked, path, kind="circular", label="检查情况通报", user=None)


def test_the_circular_is_downloaded_under_its_chinese_name_and_noted(visit, circular):
    answer = visit("supervisor", "file", circular.pk)

    assert b"".join(answer.streaming_content) == b"the words"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%A3%80")
    assert AuditEntry.objects.first().action == "file.downloaded"


def test_a_file_that_was_changed_afterwards_is_not_handed_out(visit, city, circular):
    (city.checked.folder / "circular.docx").write_bytes(b"other words")
    answer = visit("supervisor", "file", circular.pk)

    assert answer.status_code == 409
    assert "被改动过" in text(answer)


def test_a_file_outside_the_folder_is_never_read(visit, city, circular, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    circular.path = "../../secret.txt"
    circular.save()

    assert visit("supervisor", "file", circular.pk).status_code == 404
