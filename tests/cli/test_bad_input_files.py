"""Files that cannot be used: one clear line each, the right exit status, and nothing half-written."""

from pathlib import Path

import pytest
from cli_tools import in_process_of_its_own
from openpyxl import Workbook

HEADER = ["网站名称", "首页地址"]


def book(path: Path, rows: list[list[str]], title: str = "Sheet1") -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def cut_short(path: Path) -> None:
    book(path, [HEADER, ["甲网", "http://a.example.gov.cn/"]])
    path.write_bytes(path.read_bytes()[:2000])


REGISTERS = {
    "an xlsx cut short": (cut_short, "名录.xlsx”不是完好的 xlsx 表格"),
    "a text called xlsx": (lambda path: path.write_text("这不是表格"), "没有找到网站名录的表头"),
    "an empty file": (lambda path: path.write_bytes(b""), "名录.xlsx"),
    "a wrong sheet": (
        lambda path: book(path, [["姓名", "职务"], ["王某", "科员"]], title="通讯录"),
        "没有找到网站名录的表头（看过：通讯录），表头应有“网站名称、首页地址”等列",
    ),
    "a missing column": (
        lambda path: book(path, [["网站名称", "类型"], ["甲网", "门户网站"]]),
        "表头缺少“首页地址”列",
    ),
    "a column twice": (
        lambda path: book(path, [[*HEADER, "首页地址"], ["甲网", "http://a.example.gov.cn/", ""]]),
        "表头有两个“首页地址”列",
    ),
}


@pytest.mark.parametrize(("make", "sentence"), REGISTERS.values(), ids=REGISTERS)
def test_a_register_that_cannot_be_read_is_one_line(xunwang, here, make, sentence):
    make(here / "名录.xlsx")

    ended = xunwang("inspect", "--from", "名录.xlsx")

    assert ended.status == 3
    assert sentence in ended.refusal
    assert [path.name for path in here.iterdir()] == ["名录.xlsx"]


def test_a_register_without_a_usable_row_names_each_and_inspects_nothing(xunwang, here):
    book(here / "名录.xlsx", [HEADER, ["甲网", "不是网址"], ["", "http://b.example.gov.cn/"]])

    ended = xunwang("inspect", "--from", "名录.xlsx")

    *rows, refusal = ended.err.splitlines()
    assert (ended.status, ended.out) == (3, "")
    assert ["第 2 行" in rows[0], "第 3 行" in rows[1]] == [True, True]
    assert refusal.startswith("xunwang: 名录 名录.xlsx 中没有可以检查的网站")
    assert not (here / "out").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("time,home\n", "缺少列 milliseconds；表头应为 time,home,milliseconds,error"),
        (
            "time,home,milliseconds\n2026-02-30T08:00:00,http://a.example/,12\n",
            "probes.csv 第2行：time“2026-02-30T08:00:00”不是有效时间",
        ),
        (
            "time,home,milliseconds\n2026-03-30T08:00:00,a.example,12\n",
            "第2行：home“a.example”不是完整的首页地址",
        ),
        ("time,home,milliseconds\n2026-03-30T08:00:00,http://a.example/,\n", "milliseconds 与 error 都为空"),
    ],
)
def test_probes_that_cannot_be_read_name_the_row(xunwang, here, content, sentence):
    (here / "probes.csv").write_text(content)

    ended = xunwang("inspect", "http://a.example/", "--probes", "probes.csv")

    assert ended.status == 3
    assert sentence in ended.refusal


def overlay(here: Path, rules: str) -> Path:
    path = here / "本省.yaml"
    path.write_text(
        f"id: ours\ntitle: 本省规则\nbasis: 内部文件\nextends: cn-2019\n{rules}", encoding="utf-8"
    )
    return path


BAD_NORMS = {
    "an unknown indicator": ("changes:\n  W-V9.9: {params: {days: 3}}\n", "W-V9.9"),
    "an impossible window": ("changes:\n  W-V3: {params: {days: -14}}\n", "days"),
    "no yaml at all": ("rules: [\n", "本省.yaml"),
}


@pytest.mark.parametrize(("rules", "word"), BAD_NORMS.values(), ids=BAD_NORMS)
def test_a_norm_that_is_wrong_is_refused_with_its_line(xunwang, here, rules, word):
    path = overlay(here, rules)

    checked = xunwang("norms", "check", path)
    used = xunwang("inspect", "http://a.example/", "--norm", path)

    assert (checked.status, used.status) == (3, 3)
    assert word in checked.err
    assert checked.out == ""
    assert word in used.refusal
    assert "第" in used.refusal
    assert "行" in used.refusal


def test_a_norm_that_is_right_is_taken(xunwang, here):
    path = overlay(here, "changes:\n  W-V3: {params: {days: 7}}\n")

    assert xunwang("norms", "check", path).status == 0


def test_a_circular_that_is_no_document_is_one_line(xunwang, here):
    (here / "通报.docx").write_bytes(b"PK\x03\x04 broken")

    ended = xunwang("circular", "check", "通报.docx")

    assert ended.status == 3
    assert "通报.docx" in ended.refusal


def test_the_form_of_points_comes_back_as_a_norm(xunwang, here):
    assert xunwang("norms", "form", "cn-2019", "分值.xlsx").status == 0
    unfilled = xunwang("norms", "fill", "分值.xlsx")
    book(here / "别的.xlsx", [["姓名"], ["王某"]])

    assert unfilled.status == 3
    assert "没有填入" in unfilled.refusal
    assert xunwang("norms", "fill", "别的.xlsx").status == 3
    assert xunwang("norms", "fill", "没有.xlsx").status == 3


@pytest.mark.parametrize(
    "command",
    [
        ["norms", "form", "cn-2019", "taken/分值.xlsx"],
        ["import", "--template", "websites", "taken/名录.xlsx"],
    ],
)
def test_a_file_in_a_place_that_cannot_be_written_is_one_line(xunwang, here, command):
    (here / "taken").write_text("这是一个文件")

    ended = xunwang(*command)

    assert ended.status == 3
    assert f"不能写入 {command[-1]}：路径中有一段是文件而不是目录" in ended.refusal
    assert [path.name for path in here.iterdir()] == ["taken"]


def test_a_full_disk_leaves_no_part_of_a_form(here):
    (here / "分值.xlsx").write_bytes(b"old")

    full = in_process_of_its_own("norms", "form", "cn-2019", "分值.xlsx", cwd=here, largest_file=1000)

    assert full.status == 1
    assert "分值.xlsx" in full.refusal
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {"分值.xlsx": b"old"}
