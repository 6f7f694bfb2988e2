"""Spoiled input for everything that reads what others wrote: pages, documents, spreadsheets, circulars, rule sets.

Run: python -m bench.fuzz [--seconds 600] [--seed N] [--only PAGE,…] [--keep FOLDER]. Each input is a good one that was cut, doubled, mixed with
another or changed in some bytes, well-formed parts included (numbers, quotes, tags, XML entities). A reader may refuse it in its own words;
any other exception is a crash, kept in the folder with its traceback.
"""

import argparse
import datetime as dt
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from docx import Document

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
from xunwang.office.registry.sheet import read_register
from xunwang.office.uploads import kind_of
from xunwang_demo.city import build
from xunwang_demo.model import City
from xunwang_demo.register import write

DAY = dt.date(2026, 3, 31)
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
_SPICE = (
    b"\x00", b"\xff\xfe", b"<", b">", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"]]", b'"', b"'", b"\\", b"\r\n", b"-1", b"1e309",
    b"99999999999999999999", b"2026-02-30", b"0000-00-00", "０１２".encode(), "\u202e".encode(), b"<script>", b"</html>", b"=cmd()",
    b"\xed\xa0\x80", b"PK\x03\x04", b"%s%n", b"{{", b"&xxe;", b"*a", b"<<: *x",
)  # fmt: skip


class Reader(NamedTuple):
    """`seeds`: good inputs; `read` may raise `refusals` only."""

    name: str
    seeds: list[bytes]
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = ()


def spoiled(seed: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """One to four accidents."""
    data = bytearray(seed)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        length = draw.choice([1, 2, 8, 64, 512])
        match draw.randrange(6):
            case 0:
                del data[at:]
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = draw.choice(_SPICE)
            case 3:
                data[at:at] = data[at : at + length] * draw.choice([1, 2, 50])
            case 4:
                other = draw.choice(others)
                begin = draw.randrange(len(other) + 1)
                data[at : at + length] = other[begin : begin + length]
            case _:
                data[at : at + length] = draw.randbytes(min(length, len(data) - at))
    return bytes(data)


def spoiled_package(seed: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """Half of the time a part inside the zip is spoiled, so that the packing itself stays whole."""
    if draw.random() < 0.5 or not zipfile.is_zipfile(io.BytesIO(seed)):
        return spoiled(seed, others, draw)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, spoiled(part, others, draw) if name == chosen else part)
    return out.getvalue()


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
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            file.write(data)
            file.flush()
            return read(Path(file.name))

    return act


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
        Reader("page", pages, lambda data: door.read_saved(data, home, home=home, today=DAY)),
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
    ]


class Tally(NamedTuple):
    """What became of the inputs of one reader."""

    tried: int
    read: int
    refused: int
    slowest: float
    crashes: list[str]


def attack(reader: Reader, draw: random.Random, inputs: Iterator[None], keep: Path | None = None) -> Tally:
    """Spoils seeds as long as `inputs` goes on, and reads them."""
    counted: Counter[str] = Counter()
    slowest, crashes = 0.0, []
    for _ in inputs:
        data = spoiled_package(draw.choice(reader.seeds), reader.seeds, draw)
        begun = time.process_time()
        try:
            reader.read(data)
            counted["read"] += 1
        except reader.refusals:
            counted["refused"] += 1
        except Exception:  # noqa: BLE001  # that is what is looked for
            crashes.append(_kept(reader, data, traceback.format_exc(), keep))
        slowest = max(slowest, time.process_time() - begun)
    return Tally(counted.total() + len(crashes), counted["read"], counted["refused"], slowest, crashes)


def _kept(reader: Reader, data: bytes, told: str, keep: Path | None) -> str:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        number = len(list(keep.iterdir()))
        (keep / f"{reader.name.replace(' ', '-')}-{number}").write_bytes(data)
    return told


def for_seconds(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    chosen = [one for one in readers() if not asked.only or one.name in asked.only.split(",")]
    print(f"seed {asked.seed}, {asked.seconds / len(chosen):.0f} s each")
    crashed = 0
    for reader in chosen:
        tally = attack(reader, draw, for_seconds(asked.seconds / len(chosen)), asked.keep)
        crashed += len(tally.crashes)
        print(
            f"{reader.name:16} {tally.tried:>9} tried {tally.read:>9} read {tally.refused:>9} refused "
            f"{len(tally.crashes):>4} crashes, slowest {tally.slowest:.2f} s",
            flush=True,
        )
        print("".join(sorted({crash.splitlines()[-1] + "\n" for crash in tally.crashes})), end="")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
