import contextlib
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.inspector.model import SiteKind
from xunwang.office.registry.sheet import read_register
from xunwang.office.registry.values import RowError, parse_address, parse_date


@pytest.fixture
def book(tmp_path):
    """Writes rows into an xlsx: `book([...], [...])`, or several sheets by name."""

    def write(*rows, **sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, lines in (sheets or {"名单": rows}).items():
            sheet = workbook.create_sheet(title)
            for line in lines:
                sheet.append(line)
        path = tmp_path / "register.xlsx"
        workbook.save(path)
        return path

    return write


def problems(register):
    return [(item.severity, item.row, item.column) for item in register.problems]


def test_a_level_of_no_list_is_taken_as_it_is_and_told(book):
    path = book(
        ["网站名称", "首页地址", "层级"],
        ["甲网", "http://a.gov.cn/", "县级"],
        ["乙网", "http://b.gov.cn/", "星级"],
    )
    register = read_register(path)
    assert [row.level for row in register.rows] == ["县级", "星级"]
    assert problems(register) == [("warning", 3, "层级")]


@pytest.mark.parametrize("line", [["合计", 2], ["", "共计：2家", None], ["东河县小计", "2", "100%"]])
def test_a_line_that_adds_up_is_no_entry(book, line):
    path = book(["网站名称", "首页地址"], ["某县政府", "http://www.a.gov.cn/"], line)
    register = read_register(path)
    assert ([row.name for row in register.rows], register.read) == (["某县政府"], 1)
    assert [item.message for item in register.problems] == ["是合计行，没有当作数据读入。"]


@pytest.mark.parametrize(
    "line",
    [
        ["填报人：示例甲"],
        ["", "填报单位：示例县　审核人：示例乙", ""],
        ["填报人：", "示例甲", "填报日期：", "2026-03-31"],
        ["注：1.首页地址写全；\n2.没有标识码的不填。"],
    ],
)
def test_a_line_below_that_says_who_filled_the_table_in_is_no_entry(book, line):
    path = book(["网站名称", "首页地址"], ["某县政府", "http://www.a.gov.cn/"], line)
    register = read_register(path)
    assert ([row.name for row in register.rows], register.read) == (["某县政府"], 1)
    assert [item.message for item in register.problems] == ["是表下的说明，没有当作数据读入。"]


def test_any_order_synonyms_and_lines_above_the_header(book):
    path = book(
        ["2026年政府网站名录"],
        ["填报说明：请勿改动表头", None],
        [None],
        ["标识码", "主管单位", "网 址*", "站点名称（必填）", "网站类型", "ICP备案编号"],
        [1304000009, "某县政府办", "http://www.a.gov.cn/", "某县政府", "政府门户网站", "例ICP备12345678号"],
    )

    register = read_register(path)

    assert register.problems == ()
    (row,) = register.rows
    assert (row.row, row.name, row.home, row.key) == (5, "某县政府", "http://www.a.gov.cn/", "www.a.gov.cn/")
    assert (row.code, row.site_kind, row.organiser) == ("1304000009", SiteKind.PORTAL, "某县政府办")
    assert row.phone is None


def test_the_right_sheet_is_found_among_others(book):
    path = book(
        说明=[["本表由各单位填写"], ["联系人", "电话"]],
        网站=[["网站名称", "首页地址"], ["甲", "http://a.gov.cn"]],
        旧网站=[["网站名称", "首页地址"], ["乙", "http://b.gov.cn"]],
    )

    register = read_register(path)

    assert (register.sheet, [row.name for row in register.rows]) == ("网站", ["甲"])
    assert "旧网站" in str(register.problems[0])


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_csv_in_the_charsets_and_forms_that_programs_save(tmp_path, charset, comma):
    path = tmp_path / "r.csv"
    lines = ["名称,网址,作者备注", '甲县,http://a.gov.cn,"一，二"', "", "乙县,http://b.gov.cn,"]
    path.write_bytes("\r\n".join(lines).replace(",", comma).encode(charset))

    register = read_register(path)

    assert [(row.row, row.name, row.remark) for row in register.rows] == [
        (2, "甲县", "一，二"),
        (4, "乙县", None),
    ]


def test_each_wrong_row_is_named_with_its_place_and_the_others_are_used(book):
    path = book(
        ["网站名称", "首页地址", "网站标识码"],
        ["甲", "http://a.gov.cn/", "1304000001"],
        [None, "http://b.gov.cn/", None],
        ["丙", "http://a.gov.cn", None],
        ["丁", "ftp://d.gov.cn/", None],
        ["戊", "没有网址", None],
        ["己", None, None],
        ["庚", "http://g.gov.cn/", 1304000001],
        ["辛", "www.h.gov.cn", "13040"],
        ["壬", "http://i.gov.cn http://j.gov.cn", None],
        ["癸", "#N/A", None],
    )

    register = read_register(path)

    assert [row.name for row in register.rows] == ["甲", "辛"]
    assert problems(register) == [
        ("error", 3, "网站名称"),
        ("error", 4, "首页地址"),
        ("error", 5, "首页地址"),
        ("error", 6, "首页地址"),
        ("error", 7, "首页地址"),
        ("error", 8, "网站标识码"),
        ("warning", 9, "首页地址"),
        ("warning", 9, "网站标识码"),
        ("error", 10, "首页地址"),
        ("error", 11, "首页地址"),
    ]
    assert register.read == 10
    assert str(register.problems[1]).startswith(
        "工作表“名单” 第 4 行 “首页地址”列：首页地址 http://a.gov.cn/ 与第 2 行相同"
    )


def test_a_missing_column_is_named_and_nothing_is_read(book):
    register = read_register(book(["网站名称", "联系电话"], ["甲", "123"]))

    assert register.rows == ()
    assert register.unusable is not None
    assert "缺少“首页地址”列" in str(register.unusable)
    assert "工作表“名单”" in str(register.unusable)


def test_a_wrong_sheet_says_what_the_header_should_be(book):
    register = read_register(book(["姓名", "性别"], ["某", "女"]))

    assert "网站名称、首页地址" in str(register.unusable)


def test_the_same_header_twice_is_refused(book):
    register = read_register(
        book(["网站名称", "首页地址", "首页地址"], ["甲", "http://a.gov.cn", "http://b.gov.cn"])
    )

    assert register.rows == ()
    assert "有两个“首页地址”列" in str(register.unusable)


def test_of_two_spellings_the_official_one_is_used_and_the_other_mentioned(book):
    register = read_register(book(["网站名称", "域名", "首页地址"], ["甲", "b.gov.cn", "http://a.gov.cn/"]))

    assert register.rows[0].home == "http://a.gov.cn/"
    assert problems(register) == [("warning", None, "首页地址")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"PK\x03\x04 not really", "不是完好的 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 xls"),
        (b"<html><p>x</p></html>", "另存为 xlsx"),
        (b"%PDF-1.4 ...", "另存为 xlsx"),
        (bytes(range(128, 256)), "另存为 xlsx"),
    ],
)
def test_a_file_that_is_no_table_ends_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "名录.xlsx"
    path.write_bytes(content)

    register = read_register(path)

    assert words in str(register.unusable)
    assert "名录.xlsx" in str(register.unusable)


def test_a_missing_file_ends_in_a_sentence(tmp_path):
    assert "打不开" in str(read_register(tmp_path / "无.xlsx").unusable)


def test_accounts_are_the_same_only_on_the_same_platform(book):
    path = book(
        ["名称", "平台", "类型", "账号标识", "备案日期"],
        ["示例发布", "微博", "政务微博", "slfb", "2024-02-29"],
        ["示例发布", "抖音", None, "slfb", dt.date(2024, 3, 1)],
        ["示例发布", "微博", None, "slfb", None],
        ["某某局", "微信公众号", None, None, "2023-02-30"],
        ["某某局", None, None, None, None],
    )

    register = read_register(path, kind="account")

    assert [(row.platform, row.filed_on) for row in register.rows] == [
        ("微博", dt.date(2024, 2, 29)),
        ("抖音", dt.date(2024, 3, 1)),
        ("微信公众号", None),
    ]
    assert problems(register) == [("error", 4, "账号标识"), ("warning", 5, "备案日期"), ("error", 6, "平台")]
    assert "“2023-02-30”不是真实的日期，应类似 2026-03-31；这一格没有读入。" in str(register.problems[1])


def test_an_address_behind_a_link_is_taken_with_a_note(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["网站名称", "首页地址"])
    workbook.active.append(["甲", "点击进入"])
    workbook.active["B2"].hyperlink = "http://a.gov.cn/"
    workbook.save(tmp_path / "r.xlsx")

    register = read_register(tmp_path / "r.xlsx")

    assert register.rows[0].home == "http://a.gov.cn/"
    assert problems(register) == [("warning", 2, "首页地址")]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("HTTP://WWW.A.GOV.CN", "http://www.a.gov.cn/"),
        ("https://a.gov.cn/index.html", "https://a.gov.cn/index.html"),
        ("http://10.1.2.3:8080/", "http://10.1.2.3:8080/"),
        ("http://示例.政务/", "http://xn--fsq092h.xn--zfr164b/"),
    ],
)
def test_a_good_address_needs_no_note(written, address):
    assert parse_address(written)[0] == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.a.gov.cn", "http://www.a.gov.cn/"),
        ("http：//www.a.gov.cn", "http://www.a.gov.cn/"),
        ("http://www.a.gov.cn；", "http://www.a.gov.cn/"),
        ("http://www。a。gov。cn", "http://www.a.gov.cn/"),
    ],
)
def test_a_mended_address_says_so(written, address):
    found, note = parse_address(written)

    assert found == address
    assert written in note


@pytest.mark.parametrize(
    "written",
    [
        "",
        "http://",
        "http://无",
        "http://http://www.a.gov.cn",
        "javascript:alert(1)",
        "http:/a",
        "a@b",
        "www.gov,cn",
    ],
)
def test_what_is_no_address_is_refused(written):
    with pytest.raises(RowError):
        parse_address(written)


@pytest.mark.parametrize(
    "written",
    ["2026-3-1", "2026/03/01", "2026.3.1", "2026年3月1日", "20260301", "46082", "46082.4", "2026年3月1号", "2026年3月1日（周日）上午9时", "2026年3月1日9:05", "２０２６.３.１", "2026-3-1 周日"],
)  # fmt: skip
def test_days_as_people_write_them(written):
    assert parse_date(written) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [("11月4日", "没有写年份"), ("11.4", "没有写年份"), ("2026年3月1日至3月5日", "不是真实的日期"), ("2026-3-12:30", "不是真实的日期"), ("2026年3月", "不是真实的日期")],
)  # fmt: skip
def test_what_is_no_whole_day_is_told_why(written, said):
    with pytest.raises(RowError, match=said):
        parse_date(written)


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [
        ("website", ["序号", "网站全称", "首页网址（URL）", "主办单位名称", "办公电话"], [1, "示例县人民政府", "http://a.example/", "示例县政府办", "0371-00000000"]),
        ("account", ["政务新媒体名称", "平台类型", "账号类别", "平台账号ID", "开办单位"], ["示例县人民政府", "微信公众号", "订阅号", "slx_fb", "示例县政府办"]),
    ],
)  # fmt: skip
def test_headers_of_county_tables_are_understood(tmp_path, kind, header, row):
    book = openpyxl.Workbook()
    book.active.append(["示例县登记表"])
    book.active.append(header)
    book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    register = read_register(tmp_path / "表.xlsx", kind=kind)
    (found,) = register.rows
    assert (found.name, found.organiser) == ("示例县人民政府", "示例县政府办")
    assert (found.home or found.handle) == (row[2] if kind == "website" else "slx_fb")
    assert register.aside == ()


@given(st.text(max_size=40))
def test_no_text_breaks_the_address_reader(written):
    with contextlib.suppress(RowError):
        assert parse_address(written)[0].startswith(("http://", "https://"))


def test_every_county_portal_is_used_or_named(county_portals):
    register = read_register(county_portals)

    named = {item.row for item in register.errors}
    assert register.read == 3174
    assert len(register.rows) + len(named) == 3174
    assert not named & {row.row for row in register.rows}
    assert all("相同" in str(item) for item in register.errors)
    assert len(named) == 4


def test_an_old_workbook_is_a_register_too():
    register = read_register(Path(__file__).parent / "samples" / "登记表.xls")
    assert [(row.row, row.name, row.home, row.organiser) for row in register.rows] == [
        (3, "示例县人民政府", "http://www.shilixian.example/", "示例县人民政府办公室"),
        (4, "示例县文旅局", "https://wl.shilixian.example/", "示例县人民政府办公室"),
    ]
    assert [item.message for item in register.errors] == []


@pytest.mark.parametrize(
    "written",
    ["９９０００００００１", "990000 0001", "'9900000001", "9900000001\n", 9900000001],
)
def test_a_code_is_the_same_however_its_digits_were_typed(book, written):
    path = book(["网站名称", "首页网址", "网站标识码"], ["示例县", "http://a.example/", written])
    assert [row.code for row in read_register(path).rows] == ["9900000001"]


def test_a_code_that_a_csv_wraps_as_a_formula_is_read(tmp_path):
    path = tmp_path / "名录.csv"
    path.write_bytes(
        '网站名称,首页网址,网站标识码\n示例县,http://a.example/,="9900000001"\n'.encode("gb18030")
    )
    assert [row.code for row in read_register(path).rows] == ["9900000001"]
