"""Attachments as a stranger would plant them: what they hold of people is told."""

import csv
import datetime as dt
import io
from functools import cache
from random import Random

import docx
import openpyxl
import pytest
from loopback import NOON, answer
from second_looks import Web
from stdnum import luhn
from towns import NAMES, host, plain

from xunwang.inspector import door
from xunwang.inspector.model import SafetyFact, Subject
from xunwang_demo.oddities import citizen_number

_RANDOM = Random(20260422)


def mobile() -> str:
    return f"13{_RANDOM.randint(0, 9)}{_RANDOM.randint(0, 99_999_999):08d}"


def card() -> str:
    body = f"6228{_RANDOM.randint(0, 10**14 - 1):014d}"
    return body + luhn.calc_check_digit(body)


def a_csv(*rows: tuple, coding: str = "gb18030") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(coding)


def a_sheet(*rows: tuple, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("明细") if hidden else book.active
    if hidden:
        book.active.append(["合计", 3])
        sheet.sheet_state = "hidden"
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_document(*paragraphs: str, table: tuple[tuple, ...] = (), header: str = "") -> bytes:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = header
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        grid = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def a_pdf(*lines: str) -> bytes:
    """A page of text in a font of the reader's own, as old scanners of forms write it."""
    text = (
        "BT /F1 12 Tf 50 780 Td "
        + " 0 -20 Td ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
        + " ET"
    )
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return f"{body}xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode(
        "latin-1"
    )


@cache
def attachments() -> dict[str, tuple[bytes, str, set[str]]]:
    """By path: the file, the words of its link, and what must be told."""
    head, names = ("序号", "姓名", "身份证号"), ("何某", "吕某某", "施某")
    people = [(number, name, citizen_number(_RANDOM)) for number, name in enumerate(names, 1)]
    phones = [(name, "石桥村", mobile()) for name in names]
    return {
        "/f/1.csv": (a_csv(head, *people), "公示名单", {"privacy"}),
        "/f/2.xlsx": (a_sheet(("姓名", "村组", "联系电话"), *phones), "低保户花名册", {"privacy"}),
        "/f/3.docx": (a_document("关于公示的通知", table=(head, *people)), "拟录用人员公示", {"privacy"}),
        "/f/4.pdf": (a_pdf("拟资助学生名单", f"孔某，身份证号：{citizen_number(_RANDOM)}"), "资助名单", {"privacy"}),
        "/f/5.xlsx": (a_sheet(head, *people, hidden=True), "汇总表", {"privacy"}),
        "/f/6.docx": (a_document("关于开展检查的通知", "各乡镇人民政府：现将有关事项通知如下。" * 5, header="秘密★1年"), "通知", {"secrecy"}),
        "/f/7.docx": (a_document("申请人曹某，本人银行卡号：" + card() + "，开户行农商行。"), "申请表", {"privacy"}),
        "/f/8.csv": (a_csv(("姓名", "证件号码", "金额"), ("王*", "990724********0012", 500), coding="utf-8-sig"), "补贴公示", set()),
        "/f/9.docx": (a_document(f"采购人：示例县中学　联系人：李老师　电话：{mobile()}", "代理机构：示例招标公司　电话：0990-2321000"), "招标公告", set()),
        "/f/10.xlsx": (a_sheet(("企业名称", "统一社会信用代码", "联系电话"), ("示例建材公司", "91990724MA2X0XXX1N", "0990-2320001")), "企业名录", set()),
        "/f/11.pdf": (a_pdf("国家秘密的密级分为绝密、机密、秘密三级。", "咨询电话：0990-2321000"), "保密法", set()),
    }  # fmt: skip


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory) -> dict[str, set[str]]:
    files = attachments()
    key = "huoban"
    links = tuple((path, words) for path, (_, words, _) in files.items())
    types = {"csv": "text/csv", "pdf": "application/pdf"}
    pages = {
        path: answer(
            data, headers=(f"Content-Type: {types.get(path.rpartition('.')[2], 'application/octet-stream')}",)
        )
        for path, (data, _, _) in files.items()
    }
    site = {"/": plain(key, ("/gs/", "公示公告")), "/xw/": plain(key), "/gs/": plain(key, *links)} | pages
    hosts = {host(key): site}
    with Web(hosts) as web:
        made = door.InspectSettings(
            connect_to=(f"{host(key)}:80:127.0.0.1:{web.port}",),
            closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.0, browser="never", proof=False,
        )  # fmt: skip
        one = door.Inspection(
            subject=Subject(id=key, name=NAMES[key][0], home=f"http://{host(key)}/", code="9900000001")
        )
        (run,) = door.inspect_sites(
            [one],
            tmp_path_factory.mktemp("files"),
            made,
            reading_day=dt.date(2026, 3, 31),
            clock=lambda: NOON,
            tell=lambda _: None,
        )
    told: dict[str, set[str]] = {path: set() for path in files}
    for fact in door.Run.open(run).facts():
        if isinstance(fact, SafetyFact):
            told.setdefault("/" + fact.url.partition("gov.cn/")[2], set()).add(str(fact.sign.kind))
    return told


@pytest.mark.parametrize("path", list(attachments()))
def test_what_an_attachment_holds_is_told(handed_out, path):
    assert handed_out[path] == attachments()[path][2]
