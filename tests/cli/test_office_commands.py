"""Verbs that open the office's data folder, each in a process of its own: import, export, serve, circular of a campaign."""

import re
import signal
import socket
import urllib.request

import pytest
from cli_tools import ended, in_process_of_its_own, start
from openpyxl import load_workbook

REGISTER = "网站名称,首页地址,网站标识码\n甲网,http://a.example.gov.cn/,9900000001\n乙网,http://b.example.gov.cn/,9900000002\n"


def test_a_register_goes_in_and_comes_out_again(here, new_home):
    (here / "名录.csv").write_text(REGISTER + "丙网,没有,\n", encoding="utf-8")

    first = in_process_of_its_own("import", "websites", "名录.csv", cwd=here)
    again = in_process_of_its_own("import", "websites", "名录.csv", cwd=here)
    out = in_process_of_its_own("export", "websites", "导出.xlsx", cwd=here)

    assert (first.status, first.out) == (2, "共 3 行：新增 2，变更 0，未变 0，未导入 1。\n")
    assert "第 4 行 “首页地址”列" in first.err
    assert again.out == "共 3 行：新增 0，变更 0，未变 2，未导入 1。\n"
    assert out.status == 0
    cells = [[cell.value for cell in row] for row in load_workbook(here / "导出.xlsx").worksheets[0]]
    assert {row[0] for row in cells[1:]} == {"甲网", "乙网"}


def test_a_full_disk_imports_nothing(here, new_home):
    rows = "".join(f"网站{n},http://w{n}.example.gov.cn/,{9900000100 + n}\n" for n in range(900))
    (here / "名录.csv").write_text(REGISTER + rows, encoding="utf-8")
    in_process_of_its_own("export", "websites", "空.xlsx", cwd=here)

    full = in_process_of_its_own("import", "websites", "名录.csv", cwd=here, largest_file=400_000)
    after = in_process_of_its_own("import", "websites", "名录.csv", cwd=here)

    assert full.status == 1
    assert "数据库" in full.refusal
    assert after.out.startswith("共 902 行：新增 902，")


def test_a_register_that_cannot_be_read_is_one_line_and_nothing_is_imported(here, new_home):
    (here / "名录.xlsx").write_bytes(b"PK\x03\x04 broken")

    refused = in_process_of_its_own("import", "websites", "名录.xlsx", cwd=here)

    assert refused.status == 3
    assert "名录 名录.xlsx 没有导入" in refused.refusal


def test_an_empty_office_serves_and_prints_the_code_of_its_first_start(here):
    process = start(["serve", "--port", "0"], here)
    address = re.search(r"http://\S+", process.stderr.readline())[0]
    code_line = process.stderr.readline()
    with urllib.request.urlopen(address) as answer:
        page = answer.read().decode()
    process.send_signal(signal.SIGTERM)
    end = ended(process)

    assert re.search(r"一次性设置码 [0-9A-Z]{4}(-[0-9A-Z]{4}){2}$", code_line.strip())
    assert "首次设置" in page
    assert (end.status, end.err) == (0, "")


def test_a_busy_port_is_one_line(here, new_home):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        refused = in_process_of_its_own("serve", "--port", busy.getsockname()[1], cwd=here)

    assert refused.status == 1
    assert "端口已被别的程序占用" in refused.refusal


@pytest.mark.parametrize("command", [["serve"], ["import", "websites", "taken"]])
def test_a_home_that_cannot_be_written_is_one_line(here, command):
    (here / "taken").write_text("这是一个文件")

    refused = in_process_of_its_own(*command, "--home", "taken/home", cwd=here)

    assert refused.status == 1
    assert "taken/home 不能写入" in refused.refusal


def test_a_campaign_that_is_not_there_names_those_there_are(here, new_home):
    refused = in_process_of_its_own("circular", "draft", "--campaign", "7", cwd=here)

    assert refused.status == 3
    assert "没有编号为“7”的检查；现有：无" in refused.refusal


def test_a_worker_in_a_folder_that_is_not_the_shared_one_writes_nothing(here):
    there = {"XUNWANG_DATABASE": "postgresql://xunwang@127.0.0.1:1/xunwang"}
    refused = in_process_of_its_own("worker", "--home", "没有挂载", cwd=here, **there)

    assert refused.status == 3
    assert "没有挂载 里没有密钥 secret.key，不是各台机器共享的目录" in refused.refusal
    assert not list(here.iterdir())


@pytest.mark.parametrize("command", [["worker"], ["serve"], ["backup", "甲.xwb"]])
def test_a_secret_given_twice_is_a_wrong_setting(here, command):
    twice = {"XUNWANG_DATABASE": "postgresql:///xunwang", "XUNWANG_DATABASE_FILE": "secret"}
    refused = in_process_of_its_own(*command, "--home", "home", cwd=here, **twice)

    assert refused.status == 3
    assert refused.refusal == "环境变量 XUNWANG_DATABASE 与 XUNWANG_DATABASE_FILE 只能给出一个。"
