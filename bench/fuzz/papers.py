"""Documents: attachments of websites, circulars, drafts to proofread, what comes back from WPS and Word, pictures."""

import io
from functools import partial
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from bench.circular import invented
from bench.fuzz.model import DAY, Reader, by_path, folder, workbook, zipped
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.read.documents.extract import extract
from xunwang.inspector.read.documents.model import Limits
from xunwang.office.circulars.check.checking import check_document
from xunwang.office.circulars.check.document import read_document
from xunwang.office.circulars.check.model import CheckInputError
from xunwang.office.circulars.data import CircularRefused
from xunwang.office.circulars.docx import write_circular
from xunwang.office.circulars.layout import load_layout
from xunwang.office.circulars.readback import read_parts
from xunwang.office.circulars.selfcheck import examine
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.pictures import painted_anew
from xunwang.office.uploads import kind_of

_SAMPLES = Path(__file__).resolve().parents[2] / "tests" / "inspector" / "read" / "documents" / "samples"
_OFD = """<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="30 30 100 8"><ofd:TextCode X="0" Y="7">关于河道清理的通知</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"""
_SLIDE = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>河道清理</a:t></a:p></p:sld>'
_OPEN = '<office:text xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><text:h>通知</text:h><text:p>特此<text:span>通知</text:span></text:p></office:text>'
_SHEET = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>王某</Data></Cell></Row></Table></Worksheet></Workbook>'
_SAVED = b"""MIME-Version: 1.0\r
Content-Type: multipart/related; boundary="b1"\r
\r
--b1\r
Content-Type: text/html; charset="utf-8"\r
Content-Transfer-Encoding: quoted-printable\r
\r
<html><p>=E9=80=9A=E7=9F=A5</p></html>\r
--b1--\r
"""
_RTF = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 FangSong;}}\pard \'b9\'ab\'b8\'e6\par \uc1\u38468?\u20214?:\tab 1\cell 2\row}"


def circular() -> bytes:
    out, document = io.BytesIO(), Document()
    document.add_paragraph("全市共有政府网站16家，抽查8家，合格6家，合格率75%。其中县区4家、部门4家。")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[1].cells, ("1", "东河县政府", "合格"), strict=True):
        cell.text = text
    document.save(out)
    return out.getvalue()


def pdf() -> bytes:
    """One page with a line of text, its table of objects left to be repaired."""
    stream = b"BT /F1 12 Tf 72 720 Td (Notice 2026-03-01) Tj ET"
    return b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R/Size 6>>
%%%%EOF
""" % (len(stream), stream)


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(out, form)
    return out.getvalue()


def papers() -> list[Reader]:
    docx, xlsx = circular(), workbook(["事项", "日期"], ["部门预算", "2026-02-20"])
    return [
        Reader("document", [docx, xlsx, pdf(), *_attachments(docx)], lambda data: extract(data, Limits())),
        Reader(
            "circular",
            [docx],
            by_path(lambda path: check_document(read_document(path)), ".docx"),
            (CheckInputError,),
        ),
        _sent_back(),
        *_drafts(docx, xlsx),
        Reader(
            "upload", [docx, xlsx, pdf(), picture("PNG")], lambda data: kind_of(data, "x"), (OfficeError,)
        ),
        Reader(
            "picture",
            [picture(form) for form in ("PNG", "JPEG", "WEBP")],
            lambda data: painted_anew(SimpleUploadedFile("x", data)),
            (OfficeError,),
        ),
    ]


def _attachments(docx: bytes) -> list[bytes]:
    ofd = zipped({"OFD.xml": "<a/>", "Doc_0/Pages/Page_0/Content.xml": _OFD})
    pptx = zipped({"ppt/presentation.xml": "<a/>", "ppt/slides/slide1.xml": _SLIDE})
    recorded = [path.read_bytes() for path in sorted(_SAMPLES.iterdir()) if path.is_file()]
    packed = zipped({"通知.docx": docx, "里面.zip": zipped({"公告.rtf": _RTF}), "空.txt": b""})
    opened = [zipped({"mimetype": "a", "content.xml": _OPEN}), _SHEET.encode(), _SAVED]
    return [
        ofd,
        pptx,
        _RTF,
        packed,
        *opened,
        *recorded,
        "意见征集\r\n".encode("gb18030"),
        b"<html><p>a</p></html>",
    ]


def _sent_back() -> Reader:
    """The draft of a circular, changed by others, held against what it was written from."""
    data, layout, path = invented(4, 4), load_layout(), folder() / "circular.docx"
    write_circular(data, path, layout=layout)

    def read(changed: Path) -> object:
        examined = examine(data, changed, layout)
        return examined, read_parts(changed)

    return Reader("circular sent back", [path.read_bytes()], by_path(read, ".docx"), (CircularRefused,))


def _drafts(docx: bytes, xlsx: bytes) -> list[Reader]:
    text = "关于春耕的通知\n各单位：\n请认真贯彻。\n".encode("gb18030")
    page = "<html><head><title>通知</title></head><body><p>请认真贯彻。</p></body></html>".encode()
    return [
        Reader(
            f"draft {suffix}",
            [seed],
            partial(proof.read_document, name=f"文稿.{suffix}", today=DAY),
            (proof.DocumentError,),
        )
        for suffix, seed in (("docx", docx), ("xlsx", xlsx), ("txt", text), ("html", page))
    ]
