"""`xunwang verify`: any altered byte is found, and the page that it belonged to is named."""

import json

from xunwang.inspector.evidence import Run


def alter(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def test_an_untouched_run_is_said_to_be_whole(xunwang, inspected):
    ended = xunwang("verify", inspected)
    assert ended.status == 0
    assert ended.out == f"{inspected}：完好\n"


def test_one_altered_byte_names_its_file_and_page(xunwang, inspected):
    row = list(Run.open(inspected).pages())[1]
    alter(inspected / row.evidence.file, row.evidence.offset + 40)

    ended = xunwang("verify", inspected)
    as_json = json.loads(xunwang("verify", inspected, "--format", "json").out)

    assert ended.status == 2
    assert f"存档“{row.evidence.file}”已被改动，涉及页面：{row.page.url}\n" in ended.out
    (alteration,) = as_json[str(inspected)]
    assert alteration["file"] == row.evidence.file
    assert alteration["kind"] == "altered"
    assert alteration["urls"] == [row.page.url]


def test_a_manifest_that_cannot_be_read_is_an_alteration(xunwang, inspected):
    (inspected / "manifest.json").write_text("{", encoding="utf-8")
    ended = xunwang("verify", inspected)
    assert ended.status == 2
    assert "清单“manifest.json”已被改动" in ended.out


def test_a_removed_and_an_added_file_are_found(xunwang, inspected):
    (inspected / "facts.jsonl").unlink()
    (inspected / "说明.txt").write_text("后来", encoding="utf-8")
    ended = xunwang("verify", inspected)
    assert ended.status == 2
    assert "发现2处改动" in ended.out
    assert "事实表“facts.jsonl”缺失" in ended.out
    assert "文件“说明.txt”不在清单中" in ended.out


def test_a_folder_that_is_no_run_is_refused_in_one_line(xunwang, here):
    (here / "空").mkdir()
    ended = xunwang("verify", "空")
    assert ended.status == 3
    assert "不是检查记录目录" in ended.refusal
