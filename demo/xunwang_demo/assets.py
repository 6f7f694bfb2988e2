"""Files a site serves beside its pages: pictures, style sheets, scripts, small but real documents."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from xunwang_demo.model import Resource

TYPES = {
    "png": "image/png",
    "css": "text/css",
    "js": "application/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file(body: bytes, suffix: str) -> Resource:
    return Resource(
        body, 200, (("Content-Type", TYPES[suffix]),), role="script" if suffix in {"js", "json"} else "file"
    )


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture that fades from its colour to a lighter one."""

    def chunk(kind: bytes, payload: bytes) -> bytes:
        checked = kind + payload
        return struct.pack(">I", len(payload)) + checked + struct.pack(">I", zlib.crc32(checked))

    def row(number: int) -> bytes:
        shift = 70 * number // height
        return b"\x00" + bytes(min(255, part + shift) for part in colour) * width

    rows = b"".join(row(number) for number in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def pictures() -> dict[str, bytes]:
    named = {
        "logo": png(240, 48, (19, 58, 117)),
        "banner": png(960, 120, (120, 160, 205)),
        "police": png(16, 16, (200, 40, 40)),
        "red": png(32, 40, (200, 30, 30)),
        "jiucuo": png(80, 30, (230, 190, 60)),
        "icon": png(32, 32, (90, 120, 180)),
    }
    photos = {f"photo{n}": png(300, 180, (60 * n, 140, 240 - 40 * n)) for n in range(1, 5)}
    return {f"/images/{name}.png": body for name, body in {**named, **photos}.items()}


def document(suffix: str, title: str) -> bytes:
    """A small document of the given kind; the .xls is HTML and the .doc is RTF, as real systems write them."""
    writers = {"pdf": _pdf, "doc": _rtf, "xls": _html_table, "docx": _docx, "xlsx": _xlsx}
    return writers[suffix](title)


def _pdf(title: str) -> bytes:
    text = f"(attachment {zlib.crc32(title.encode())})".encode()
    stream = b"BT /F1 14 Tf 72 720 Td " + text + b" Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def _rtf(title: str) -> bytes:
    escaped = "".join(f"\\u{ord(char)}?" for char in title)
    return f"{{\\rtf1\\ansi\\deff0 {escaped}\\par}}".encode("ascii")


def _html_table(title: str) -> bytes:
    return f"<html><meta charset='utf-8'><table><tr><td>{title}</td></tr><tr><td>序号</td></tr></table></html>".encode()


def _docx(title: str) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{title}</w:t></w:r></w:p></w:body></w:document>'
    )
    return _package("word/document.xml", body, "wordprocessingml.document")


def _xlsx(title: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{title}</t></is></c></row></sheetData></worksheet>'
    return _package("xl/workbook.xml", book, "spreadsheetml.sheet", {"xl/worksheets/sheet1.xml": sheet})


def _package(part: str, content: str, kind: str, sheets: dict[str, str] | None = None) -> bytes:
    """A minimal office package whose main part is `part`."""
    office = "http://schemas.openxmlformats.org"
    prefix = "application/vnd.openxmlformats-officedocument"
    overrides = f'<Override PartName="/{part}" ContentType="{prefix}.{kind}.main+xml"/>'
    files = {
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="{part}"/></Relationships>',
        part: content,
    }
    for name, sheet in (sheets or {}).items():
        files[name] = sheet
        overrides += f'<Override PartName="/{name}" ContentType="{prefix}.spreadsheetml.worksheet+xml"/>'
        files["xl/_rels/workbook.xml.rels"] = (
            f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    return _zip(files)


def _zip(files: dict[str, str]) -> bytes:
    """Entries carry a fixed time, so that the same city is the same to the byte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + text
            )
    return buffer.getvalue()
