import pytest

from xunwang.inspector.read.decode import decode, is_text

WORDS = "和平县人民政府办公室关于开展桥梁检测工作的通知，请各乡镇和街道按时上报材料。"
HTML = f"<html><head><title>{WORDS}</title></head><body><p>{WORDS}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (HTML.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + HTML.encode(), "utf-8"),
        (HTML.encode("gb18030"), "gb18030"),
        (HTML.encode("gbk").replace(b"<head>", b'<head><meta charset="utf-8">'), "gb18030"),
        (HTML.encode().replace(b"<head>", b'<head><meta charset="gb2312">'), "utf-8"),
        (b"\xff\xfe" + HTML.encode("utf-16-le"), "utf-16-le"),
        (HTML.replace("桥", "\U00020bb7").encode("gb18030"), "gb18030"),
    ],
)
def test_the_bytes_decide_before_the_declaration(body, charset):
    text, told = decode(body)
    assert told == charset
    assert "人民政府办公室关于开展" in text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "\r\n\r\n"])
def test_markup_in_utf16_is_read_without_its_mark(charset, before):
    text, told = decode((before + HTML).encode(charset))
    assert (told, text) == (charset, before + HTML)


def test_a_few_broken_bytes_do_not_turn_utf8_into_gb18030():
    text, told = decode(HTML.encode().replace("桥".encode(), b"\xe6\xa1"))
    assert told == "utf-8"
    assert "人民政府办公室" in text


def test_big5_is_read_only_where_it_is_declared():
    words = "臺北市政府辦公室關於開展橋樑檢測工作的通知"
    declared = {"Content-Type": "text/html; charset=Big5"}
    assert decode(words.encode("big5"), declared) == (words, "big5")
    assert decode(words.encode("big5"))[1] == "gb18030"


def test_utf8_that_was_read_as_latin1_is_mended():
    text, told = decode(HTML.encode().decode("latin-1").encode())
    assert told == "utf-8"
    assert WORDS in text


def test_characters_nobody_sees_are_dropped():
    assert decode("标识\u200b码\ufeff".encode())[0] == "标识码"


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0doc", b"\x89PNG\r\n"])
def test_files_are_no_pages_whatever_their_name(body):
    assert not is_text(body)


def test_a_spreadsheet_that_is_html_is_text():
    assert is_text(b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>")
