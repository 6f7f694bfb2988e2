"""Tables that people bring, in the headers that are known, and lists in lines of text."""

import importlib.resources
from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from bench.fuzz.model import ACCOUNT, DAY, HOME, NOW, SITE, Reader, by_path, folder, workbook
from xunwang.inspector import door
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record
from xunwang.inspector.norms.loading import check_text
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import filling
from xunwang.office.feedback.sheet import read_list
from xunwang.office.letters import table as letters
from xunwang.office.publishing.catalogue import read_catalogue
from xunwang.office.publishing.stated import read_stated
from xunwang.office.registry.sheet import read_register
from xunwang.office.reply_forms import ReplyForm
from xunwang.office.vendors.table import read_table
from xunwang_demo.city import build
from xunwang_demo.register import write

_FORM = ReplyForm(
    name="回复表", number="编号", belongs="份通知", columns=(("编号", 10), ("问题", 40), ("情况", 46))
)
_NORMS = importlib.resources.files("xunwang.inspector.norms") / "data"
_OLD = Path(__file__).resolve().parents[2] / "tests" / "inspector" / "media" / "samples" / "推文登记.xls"
_WEB = """<html><head><meta charset="gb2312"></head><body><table><tr><th colspan="2">东河发布</th></tr>
<tr><th>标题</th><th>发布时间</th></tr><tr><td>通知</td><td rowspan="2">2026-03-01 08:00</td></tr><tr><td>提示</td></tr></table></body></html>""".encode(
    "gb18030"
)
_EXPORT = {"name": "站点名", "home": "站点网址"}
"""What a register calls its columns where a system exported it in words of its own."""


class _Table(Record, frozen=True):
    """A seed with what reads it from a file, `suffix` being that of the file."""

    name: str
    seed: bytes
    read: Callable[[Path], object]
    refusals: tuple[type[Exception], ...] = ()
    suffix: str = ".xlsx"

    def reader(self) -> Reader:
        return Reader(self.name, [self.seed], by_path(self.read, self.suffix), self.refusals)


def tables() -> list[Reader]:
    norms = [entry.read_bytes() for entry in sorted(_NORMS.iterdir()) if _is_small_norm(entry)]
    return [
        *(one.reader() for one in (*_registers(), *_of_the_inspector(), *_of_the_office())),
        Reader("norm", norms, _norm, (door.NormError,)),
    ]


def _is_small_norm(entry: Traversable) -> bool:
    """Those that change another one, so that many are tried in the same time."""
    return entry.name.endswith(".yaml") and b"\nextends: " in entry.read_bytes()


def _norm(data: bytes) -> object:
    problems = check_text(data.decode("utf-8", "replace"), "x.yaml")
    if problems:
        raise door.NormError(str(problems[0]))
    return problems


def _registers() -> Iterator[_Table]:
    accounts = workbook(
        ["账号名称", "平台", "账号标识", "主办单位"], ["东河发布", "微信", "dh", "东河县政府"]
    )
    exported = workbook(["站点名", "站点网址", "标识码"], ["东河县政府", HOME, "9900000001"])
    comma = (
        "网站名称,首页地址,网站标识码,开办日期\n东河县政府,http://www.example.gov.cn/,9900000001,2020-01-01"
    )
    yield _Table("register", _registered(), read_register)
    yield _Table("register csv", comma.encode("gb18030"), read_register, suffix=".csv")
    yield _Table("register of accounts", accounts, lambda path: read_register(path, kind="account"))
    yield _Table("export of another system", exported, lambda path: read_register(path, named=_EXPORT))


def _registered() -> bytes:
    path = folder() / "register.xlsx"
    write(build(sites=4), path)
    return path.read_bytes()


def _of_the_inspector() -> Iterator[_Table]:
    norm = door.norm("cn-2019")
    yield _Table(
        "entries",
        workbook(
            ["网站名称", "指标", "结果", "分值", "理由", "录入人", "日期"],
            ["东河县政府", "D-1.1", "符合", None, "已看", "某", "2026-03-30"],
        ),
        lambda path: door.read_entries(path, norm, [SITE]),
        (door.EntryError,),
    )
    yield _Table(
        "entries in lines",
        '{"subject":"东河县政府","indicator":"W-V1.6","outcome":"found","by":"某","at":"2026-03-31","reason":"已看"}\n'.encode(),
        lambda path: door.read_entries(path, norm, [SITE]),
        (door.EntryError,),
        ".jsonl",
    )
    yield _Table(
        "decisions",
        '{"finding":"a1","ruling":"confirmed","by":"某","at":"2026-03-31T08:00:00","reason":"已看"}\n'.encode(),
        lambda path: door.decisions_in(path, NOW),
        (ValueError,),
        ".jsonl",
    )
    yield _Table(
        "points form", _points(norm), lambda path: door.read_points_form(path, "cn-2019"), (door.NormError,)
    )
    yield from _of_accounts()
    yield from _of_visits()
    yield from _of_terms()


def _points(norm: door.Norm) -> bytes:
    """The empty form with one cell filled in, since an empty one is refused."""
    import openpyxl  # asked for once

    path = folder() / "points.xlsx"
    door.write_points_form(norm, path)
    book = openpyxl.load_workbook(path)
    (column,) = (cell.column for cell in book.worksheets[0][1] if cell.value == "每处扣分")
    book.worksheets[0].cell(2, column).value = 0.5
    book.save(path)
    return path.read_bytes()


def _of_accounts() -> Iterator[_Table]:
    posts = workbook(
        ["账号名称", "标题", "发布时间", "链接"],
        ["东河发布", "通知", "2026-03-01 08:00", "https://mp.weixin.qq.com/s/x"],
    )
    entered = workbook(
        ["账号名称", "平台", "最近更新时间", "查看时间", "查看人", "能否打开"],
        ["东河发布", "微信", "2026-03-30 08:00", "2026-03-31 09:00", "某", "能"],
    )
    orders = workbook(
        ["标题", "下发时间", "截止时间", "平台"], ["防汛提示", "2026-03-01 08:00", "2小时", "微信"]
    )
    feeds = workbook(["账号名称", "平台", "订阅地址"], ["东河发布", "微信", "http://hub.example/dh"])
    refused = (door.TableError,)
    for name, seed, suffix in (
        ("posts", posts, ".xlsx"),
        ("posts in an old workbook", _OLD.read_bytes(), ".xls"),
        ("posts in a web table", _WEB, ".xls"),
        ("posts in a document", _document(), ".docx"),
    ):
        yield _Table(
            name, seed, lambda path: door.share_list(door.PostList(path), [ACCOUNT], NOW), refused, suffix
        )
    yield _Table(
        "what people saw of accounts", entered, lambda path: door.share_entered(path, [ACCOUNT], NOW), refused
    )
    yield _Table("orders to repost", orders, lambda path: door.share_orders(path, [ACCOUNT]), refused)
    yield _Table("feeds of accounts", feeds, lambda path: door.share_feeds(path, [ACCOUNT]))


def _document() -> bytes:
    """A Word document with a table of posts, one day over two rows."""
    import docx  # asked for once

    document = docx.Document()
    document.add_paragraph("东河发布2026年3月发文清单")
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("标题", "发布时间"), ("通知", "1日"), ("提示", "1日")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "1日"
    path = folder() / "posts.docx"
    document.save(str(path))
    return path.read_bytes()


def _of_visits() -> Iterator[_Table]:
    probes = b"time,home,milliseconds\n2026-03-01T00:00:00+08:00,http://www.example.gov.cn/,120\n"
    pins = "栏目地址,栏目名称,更正人,更正日期\nhttp://www.example.gov.cn/a/,通知,某,2026-03-01\n".encode()
    written = "by: 某\non: 2026-03-01\npins:\n  - url: http://www.example.gov.cn/a/\n    name: 通知\n    items: ul.list li\n".encode()
    yield _Table("probes", probes, door.read_probes, (door.ProbeError,), ".csv")
    yield _Table("pins", pins, door.read_pins, (door.PinsError,), ".csv")
    yield _Table("pins in yaml", written, door.read_pins, (door.PinsError,), ".yaml")


def _of_terms() -> Iterator[_Table]:
    offices = "姓名,职务,任职日期,离任日期\n某甲,县长,2024-01-01,\n".encode()
    ignored = "文字,建议,理由,经办人,有效期至\n部暑,部署,地名,某,2026-12-31\n".encode()
    refused = (proof.TermsError,)
    yield _Table("terms: offices", offices, proof.read_offices, refused, ".csv")
    yield _Table("terms: what is right", ignored, proof.read_ignored, refused, ".csv")
    yield _Table("terms: words", "东河\n# 地名\n西河\n".encode(), proof.read_words, refused, ".txt")


def _of_the_office() -> Iterator[_Table]:
    letter = workbook(
        ["标题", "留言时间", "答复时间", "答复内容", "编号"],
        ["路灯不亮", "2026-03-01", "2026-03-05", "已修好", "A1"],
    )
    fault = workbook(
        ["网站名称", "问题类型", "问题描述", "页面地址", "发现日期"],
        ["东河县政府", "错别字", "部暑应为部署", f"{HOME}a.html", "2026-03-01"],
    )
    asked = workbook(["栏目", "事项", "截止日期", "更新周期"], ["预算决算", "部门预算", "2026-02-20", 365])
    stated = workbook(["网站", "条数", "类别"], ["东河县政府", 120, None])
    reports = workbook(
        ["编号", "网站名称", "问题描述", "提交时间", "问题类型", "答复内容"],
        ["20260001", "东河县政府", "打不开", "2026-03-01 08:00", "无法访问", None],
    )
    for name, seed, read in (
        ("letters", letter, _letter_rows),
        ("finding list", fault, lambda path: read_table(path, {})),
        ("catalogue", asked, read_catalogue),
        ("stated numbers", stated, lambda path: read_stated(path, DAY.replace(day=1), DAY)),
        ("error reports", reports, read_list),
        (
            "error reports to fill in",
            reports,
            lambda path: filling.fill_in(path, folder() / "filled.xlsx", ()),
        ),
        (
            "filled form",
            _FORM.written("7", [("1", "打不开", "已修好")]),
            lambda path: list(_FORM.read(path, "7")),
        ),
    ):
        yield _Table(name, seed, read, (OfficeError,))


def _letter_rows(path: Path) -> object:
    found = letters.listed(path)
    return letters.rows_of(found, found.places)
