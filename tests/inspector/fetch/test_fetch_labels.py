"""Labels that say something else than the bytes: what comes, whole, and as what it is taken."""

import pytest
from hostile import LIMIT, ask, end
from loopback import answer

from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach

# ── labels that lie ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content_type",
    [
        "application/octet-stream",
        "text/plain",
        "",
        "TEXT/HTML",
        "text/html;charset",
        "application/xml",
        ";;;",
        "text",
    ],
)
def test_a_page_under_a_wrong_label_comes_whole(content_type):
    body = b"<html>" + b"a" * 200_000
    headers = (f"Content-Type: {content_type}",) if content_type else ("X-None: 1",)
    exchange = ask(answer(body, headers=headers))
    whole = exchange.body == body
    assert whole or (content_type in {";;;", "text"} and exchange.truncated)


@pytest.mark.parametrize(
    "label", ["text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/html; charset=none-such"]
)
def test_a_mislabelled_charset_changes_no_byte(label):
    body = "政务公开".encode("gb18030") * 30
    exchange = ask(answer(body, headers=(f"Content-Type: {label}",)))
    assert exchange.body == body


def test_an_image_that_says_to_be_a_page_is_read_within_the_bounds_of_a_page():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(2 * LIMIT)
    assert end(ask(answer(picture))) == (Reach.TOO_LARGE, Detail.TOO_LARGE)


PAGE = "<!DOCTYPE html><html><title>页</title></html>"


@pytest.mark.parametrize(
    ("label", "body", "is_page"),
    [
        ("text/html", PAGE, True),
        ("text/html", "just words", True),
        ("text/html", "", True),
        ("application/octet-stream", "\ufeff\r\n" + PAGE, True),
        ("application/octet-stream", "MZ\x90", False),
        ("application/xhtml+xml", "<?xml version='1.0'?><html/>", True),
        ("text/plain", PAGE, True),
        ("text/plain", "1,2,3", False),
        ("", PAGE, True),
        ("application/json", '{"a": "<html>"}', False),
        ("image/png", PAGE, False),
        ("text/html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", False),
        ("text/html", b"\x89PNG\r\n\x1a\n", False),
        ("text/html", b"\xff\xd8\xff\xe0", False),
        ("text/html", b"PK\x03\x04docx", False),
        ("text/html", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        ("text/html", "RIFF".encode("utf-16"), True),
    ],
)
def test_the_first_bytes_tell_a_page_from_a_file_under_its_label(label, body, is_page):
    headers = (f"Content-Type: {label}",) if label else ("X-None: 1",)
    assert ask(answer(body, headers=headers)).is_page is is_page
