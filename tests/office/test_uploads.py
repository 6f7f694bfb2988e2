"""What is handed in is known by its bytes, kept under our names, and never leads out of its folder."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xunwang.office import uploads
from xunwang.office.errors import OfficeError


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return settings.UPLOADS_FOLDER


def package(*names):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


PDF = b"%PDF-1.7 ..."


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (
            package("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (package("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (package("OFD.xml"), "application/ofd"),
    ],
)
def test_the_bytes_say_what_a_file_is(body, kind):
    kept = uploads.keep(SimpleUploadedFile("报告.txt", body, content_type="text/html"), "ticket/1")

    assert kept.kind == kind
    assert uploads.place_of(kept.path).read_bytes() == body


@pytest.mark.parametrize(
    "body",
    [
        b"<html><script>alert(1)</script>",
        b"<svg onload=alert(1)>",
        b"MZ\x90\x00",
        package("evil.exe"),
        package("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 broken",
        b"",
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(body, folder):
    with pytest.raises(OfficeError):
        uploads.keep(SimpleUploadedFile("报告.pdf", body, content_type="application/pdf"), "ticket/1")

    assert not folder.exists()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\报告.pdf", "报告.pdf"),
        ("..", "未命名"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("字" * 300, "字" * 120),
    ],
)
def test_names_are_only_shown(written, shown):
    assert uploads.shown_name(written) == shown


def test_a_file_is_kept_inside_whatever_its_name(folder):
    kept = uploads.keep(SimpleUploadedFile("x.pdf", PDF), "ticket/1")
    (only,) = [path for path in folder.rglob("*") if path.is_file()]

    assert only.parent == folder / "ticket" / "1"
    assert kept.path == only.relative_to(folder).as_posix()


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "ticket/../../secret", "gone.pdf"])
def test_no_path_leads_out_of_the_folder(folder, path):
    folder.mkdir(parents=True)
    (folder.parent / "secret").write_text("secret")

    assert uploads.place_of(path) is None


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    with pytest.raises(OfficeError, match="超过"):
        uploads.keep(SimpleUploadedFile("x.pdf", PDF), "ticket/1")


def test_a_table_is_called_by_a_name_that_people_understand(client, office, folder):
    client.force_login(office.user(office.city, "supervisor"))
    for name, body in (("../../etc/名录.xlsx", b"PK\x03\x04 junk"), ("名录.csv", "名称\n".encode())):
        said = {"kind": "website", "on": "2026-01-01", "file": SimpleUploadedFile(name, body)}
        page = client.post(reverse("import"), said).content.decode()
        assert "上传的表格" in page
        assert not re.search(r"[0-9a-f]{32}", re.sub(r"<[^>]+>", "", page))
        assert "not a zip" not in page
    kept = [path.relative_to(folder).parts for path in folder.rglob("*.*") if path.is_file()]
    assert [parts[0] for parts in kept] == ["import"]
