"""Who reads what others wrote, each with good inputs to spoil."""

import atexit
import datetime as dt
import io
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from docx import Document

from bench.fuzz.runs import packed_run, read_run
from xunwang.inspector import door
from xunwang.inspector.crawl.sitemap import SitemapError, read_sitemap
from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind
from xunwang.inspector.norms.loading import check_text
from xunwang.inspector.read.documents.extract import extract
from xunwang.inspector.read.documents.model import Limits
from xunwang.office.circulars.check.checking import check_document
from xunwang.office.circulars.check.document import read_document
from xunwang.office.circulars.check.model import CheckInputError
from xunwang.office.errors import OfficeError
from xunwang.office.letters import table as letters
from xunwang.office.publishing.catalogue import read_catalogue
from xunwang.office.publishing.stated import read_stated
from xunwang.office.registry.sheet import read_register
from xunwang.office.uploads import kind_of
from xunwang.office.vendors.table import read_table
from xunwang_demo.city import build
from xunwang_demo.model import City
from xunwang_demo.register import write

DAY = dt.date(2026, 3, 31)
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)


class Reader(NamedTuple):
    """`seeds`: good inputs; `read` may raise `refusals` only."""

    name: str
    seeds: list[bytes]
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = ()


def workbook(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


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


def registered(city: City) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.xlsx")
        write(city, path)
        return path.read_bytes()


def register_csv() -> bytes:
    rows = [
        "网站名称,首页地址,网站标识码,开办日期",
        "东河县政府,http://www.example.gov.cn/,9900000001,2020-01-01",
    ]
    return "\n".join(rows).encode("gb18030")


def by_path(read: Callable[[Path], object], suffix: str) -> Callable[[bytes], object]:
    """For readers that take a file."""

    def act(data: bytes) -> object:
        path.write_bytes(data)
        return read(path)

    path = _folder() / f"input{suffix}"
    return act


@cache
def _folder() -> Path:
    """One of this process, in memory where the system has such a place; it goes with the process."""
    memory = Path("/dev/shm")
    kept = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(kept.cleanup)
    return Path(kept.name)


def small_pages() -> list[bytes]:
    """Pages of one kind each, a twentieth of a real one: in the same time many more are tried."""
    menu = "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>"
    rows = "".join(
        f"<li><a href='/n/{n}.html'>通知{n}</a><span>2026-03-{n:02d}</span></li>" for n in range(1, 5)
    )
    bodies = (
        f"<ul class='list'>{rows}</ul><div class='page'>共3页 <a href='index_2.html'>下一页</a></div>",
        "<h1>关于春耕的通知</h1><p>发布时间：2026-03-01 来源：示例市</p><div id='zoom'><p>各单位：</p><table><tr><td>甲</td></tr></table></div>",
        "<form action='/s' method='get'><input name='q'></form><script>var a=[{title:'甲',url:'/a.html',date:'2026-03-01'}]</script>",
        "<div style='display:none'><a href='http://x.example/'>彩票</a></div><img src='a.png' alt='图'><iframe src='/f.html'></iframe>",
    )
    footer = "<div class='footer'>主办单位：示例市人民政府 网站标识码：9900000001</div>"
    return [
        f"<!DOCTYPE html><html><head><meta charset='{name}'><title>示例</title></head><body>{menu}{body}{footer}</body></html>".encode(
            name
        )
        for body in bodies
        for name in ("utf-8", "gbk")
    ]


def readers() -> list[Reader]:
    city = build(sites=4)
    bodies = [page.body for site in city.sites for page in site.pages.values()]
    pages = [body for body in bodies if b"<html" in body[:2000].lower()][:60]
    norm, subject = (
        door.norm("cn-2019"),
        Subject(id="1", name="东河县政府", home="http://www.example.gov.cn/"),
    )
    account = Subject(
        id="2", name="东河发布", home="", kind=SubjectKind.ACCOUNT, platform="wechat", handle="dh"
    )
    register, docx = registered(city), circular()
    entries = workbook(
        ["网站名称", "指标", "结果", "分值", "理由", "录入人", "日期"],
        ["东河县政府", "D-1.1", "符合", None, "已看", "某", "2026-03-30"],
    )
    posts = workbook(
        ["账号名称", "标题", "发布时间", "链接"],
        ["东河发布", "通知", "2026-03-01 08:00", "https://mp.weixin.qq.com/s/x"],
    )
    probes = b"time,home,milliseconds\n2026-03-01T00:00:00+08:00,http://www.example.gov.cn/,120\n"
    pins = "栏目地址,栏目名称,更正人,更正日期\nhttp://www.example.gov.cn/a/,通知,某,2026-03-01\n".encode()
    feed = "<rss version='2.0'><channel><title>东河</title><item><title>通知</title><pubDate>Sun, 01 Mar 2026 08:00:00 +0800</pubDate></item></channel></rss>".encode()
    sitemap = (
        b"<urlset><url><loc>http://www.example.gov.cn/a</loc><lastmod>2026-03-01</lastmod></url></urlset>"
    )
    rules = b"id: x\nbase: cn-2019\ntitle: t\nchange:\n  - id: W-V3\n    params: {days: 14}\n"
    home = "http://www.example.gov.cn/"

    def listed(path: Path) -> object:
        return door.share_list(door.PostList(path), [account], NOW)

    return [
        Reader(
            "page",
            [*small_pages() * 8, *pages],
            lambda data: door.read_saved(data, home, home=home, today=DAY),
        ),
        Reader(
            "document", [docx, register, entries, pdf(), *pages[:3]], lambda data: extract(data, Limits())
        ),
        Reader("register", [register], by_path(read_register, ".xlsx")),
        Reader("register csv", [register_csv()], by_path(read_register, ".csv")),
        Reader(
            "entries",
            [entries],
            by_path(lambda path: door.read_entries(path, norm, [subject]), ".xlsx"),
            (door.EntryError,),
        ),
        Reader("posts", [posts], by_path(listed, ".xlsx"), (door.TableError,)),
        Reader("probes", [probes], by_path(door.read_probes, ".csv"), (door.ProbeError,)),
        Reader("pins", [pins], by_path(door.read_pins, ".csv"), (door.PinsError,)),
        Reader(
            "feed or answer",
            [feed, b'{"list":[{"title":"t","ctime":1767225600}]}', *pages[:2]],
            lambda data: door.facts_of_saved(account, data, NOW, NOW),
        ),
        Reader("sitemap", [sitemap], read_sitemap, (SitemapError,)),
        Reader("norm", [rules], lambda data: check_text(data.decode("utf-8", "replace"), "x.yaml")),
        Reader(
            "circular",
            [docx],
            by_path(lambda path: check_document(read_document(path)), ".docx"),
            (CheckInputError,),
        ),
        Reader("upload", [docx, register, pdf()], lambda data: kind_of(data, "x"), (OfficeError,)),
        Reader("run", [packed_run(NOW)], read_run, (door.RunError,)),
        *office_tables(),
    ]


def office_tables() -> list[Reader]:
    """Tables that people bring to the office, in the headers that are known."""
    letter = workbook(
        ["标题", "留言时间", "答复时间", "答复内容", "编号"],
        ["路灯不亮", "2026-03-01", "2026-03-05", "已修好", "A1"],
    )
    fault = workbook(
        ["网站名称", "问题类型", "问题描述", "页面地址", "发现日期"],
        ["东河县政府", "错别字", "部暑应为部署", "http://www.example.gov.cn/a.html", "2026-03-01"],
    )
    asked = workbook(["栏目", "事项", "截止日期", "更新周期"], ["预算决算", "部门预算", "2026-02-20", 365])
    stated = workbook(["网站", "条数", "类别"], ["东河县政府", 120, None])

    def letter_rows(path: Path) -> object:
        found = letters.listed(path)
        return letters.rows_of(found, found.places)

    return [
        Reader(name, [seed], by_path(read, ".xlsx"), (OfficeError,))
        for name, seed, read in (
            ("letters", letter, letter_rows),
            ("finding list", fault, lambda path: read_table(path, {})),
            ("catalogue", asked, read_catalogue),
            ("stated numbers", stated, lambda path: read_stated(path, DAY.replace(day=1), DAY)),
        )
    ]
