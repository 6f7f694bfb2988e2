"""`xunwang proofread` on files and on standard input."""

import json
import subprocess

import docx
import pytest
from cli_tools import COMMAND

from xunwang.inspector.door.proofreading import seen_in_run

SLIP = "各级各部门要认真贯侧落实会议精神，确保各项任务完成。"
CLEAN = "行政机关应当自收到申请之日起二十个工作日内予以答复。\n"
FIELDS = {"file", "line", "start", "end", "found", "suggest", "kind", "tier", "rule", "why"}


def draft(here, text, name="稿.txt"):
    path = here / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_file_ends_with_nought(xunwang, here):
    ended = xunwang("proofread", draft(here, CLEAN))

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith("稿.txt：确定0处，疑似0处\n")


def test_what_is_found_is_shown_with_its_surroundings(xunwang, here):
    ended = xunwang("proofread", draft(here, f"{CLEAN}{SLIP}\n"))

    assert ended.status == 2
    assert "确定 错别字 第2行第10字：各级各部门要认真贯【侧】落实会议精神，确保各项任　建议：彻" in ended.out


def test_what_stands_around_a_slip_shows_no_number_of_a_person(xunwang, here):
    number = "138 " + "0013 " + "8000"
    ended = xunwang("proofread", draft(here, f"申请人手机号{number}，截止目前未回复。\n"))

    assert "用词" in ended.out
    assert number[-4:] not in ended.out
    assert number[:7] not in ended.out


def test_a_page_shows_what_was_put_into_it_where_no_visitor_reads(xunwang, here):
    link = '<div style="display:none"><a href="http://www.ag8899.example/">真人娱乐城注册送彩金</a></div>'
    menu = '<ul class="sub" style="display:none"><li><a href="http://www.gov.cn/">中国政府网</a></li></ul>'
    page = "<html><head><meta charset='utf-8'><title>县政府召开会议</title></head><body><p>会议研究部署防汛抗旱工作。</p>{}</body></html>"
    hacked = xunwang("proofread", "--format", "jsonl", draft(here, page.format(link), "页.html"))
    clean = xunwang("proofread", draft(here, page.format(menu), "净.html"))

    (one,) = map(json.loads, hacked.out.splitlines())
    assert (one["kind"], one["tier"], one["line"], one["end"]) == ("hidden", "sure", 1, 0)
    assert "ag8899.example" in one["found"]
    assert clean.status == 0


def test_jsonl_holds_every_field_of_the_contract(xunwang, here):
    path = draft(here, f"{CLEAN}{SLIP}\n请于2026年2月30日前报送。\n")

    ended = xunwang("proofread", "--format", "jsonl", path)

    spelling, date = [json.loads(line) for line in ended.out.splitlines()]
    assert set(spelling) == FIELDS
    assert (spelling["file"], spelling["line"], spelling["start"], spelling["end"]) == (str(path), 2, 9, 10)
    assert (spelling["found"], spelling["suggest"], spelling["kind"]) == ("侧", ["彻"], "spelling")
    assert (date["line"], date["found"], date["kind"], date["tier"]) == (3, "2026年2月30日", "date", "sure")
    assert date["suggest"] == []


def test_standard_input(here):
    process = subprocess.run(
        [*COMMAND, "proofread", "-", "--format", "jsonl"],
        input=SLIP.encode(),
        capture_output=True,
        cwd=here,
        check=False,
    )

    (found,) = [json.loads(line) for line in process.stdout.decode().splitlines()]
    assert process.returncode == 2
    assert (found["file"], found["suggest"]) == ("-", ["彻"])


def test_several_files_and_a_docx(xunwang, here):
    document = docx.Document()
    document.add_paragraph("关于开展检查的通知")
    document.add_paragraph(SLIP)
    document.save(here / "稿.docx")

    ended = xunwang("proofread", here / "稿.docx", draft(here, CLEAN))

    assert ended.status == 2
    assert "第2段第10字" in ended.out
    assert "稿.txt：确定0处，疑似0处" in ended.out


def test_tables_of_the_user(xunwang, here):
    offices = draft(here, "姓名,职务,任职日期,离任日期\n陈示例,市长,2024-01-05,\n", "职务.csv")
    words = draft(here, "贯侧\n", "专名.txt")
    decisions = draft(here, "文字,建议,理由,经办人,有效期至\n按装,,店名,王示例,2026-12-31\n", "决定.csv")
    path = draft(here, f"副市长陈示例到场。\n{SLIP}\n按装门市部。\n")
    tables = ["--offices", offices, "--words", words, "--ignore", decisions]

    found = xunwang("proofread", path, "--as-of", "2026-03-31", "--format", "jsonl", *tables).out
    later = xunwang("proofread", path, "--as-of", "2027-01-01", "--format", "jsonl", *tables).out

    assert [json.loads(line)["kind"] for line in found.splitlines()] == ["title"]
    assert [json.loads(line)["kind"] for line in later.splitlines()] == ["title", "word"]


def test_the_day_of_publication_matters(xunwang, here):
    path = draft(here, "示例市书展将于2024年5月1日开幕。\n")

    assert xunwang("proofread", path, "--published", "2024-04-01").status == 0
    assert xunwang("proofread", path, "--published", "2026-03-31").status == 2


def test_a_draft_is_of_the_day_that_it_is_signed_on_or_about_to_be_published(xunwang, here):
    text = "请到市国土资源局办理。\n"

    assert xunwang("proofread", draft(here, text), "--as-of", "2026-03-31").status == 2
    assert xunwang("proofread", draft(here, f"{text}2017年3月31日\n"), "--as-of", "2026-03-31").status == 0


def test_only_what_is_sure(xunwang, here):
    path = draft(here, "（一）、加强领导。\n请于2026年2月30日前报送。\n")

    everything = xunwang("proofread", path, "--format", "jsonl").out.splitlines()
    sure = xunwang("proofread", path, "--format", "jsonl", "--sure-only").out.splitlines()

    assert [json.loads(line)["tier"] for line in everything] == ["suspected", "sure"]
    assert [json.loads(line)["tier"] for line in sure] == ["sure"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("缺.txt", None, "文件 缺.txt 不能读取：文件或目录不存在；应给出存在的文件，或用 - 表示标准输入"),
        (
            "稿.pdf",
            b"%PDF-1.7",
            "稿.pdf：PDF 文件已损坏，无法读取；应为 txt、md、html、docx、xlsx、pdf、doc、wps、xls、et、pptx 或 ofd",
        ),
        ("稿.docx", b"x", "稿.docx：不是完好的 docx 文件，请用办公软件打开后另存为 docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(xunwang, here, name, data, sentence):
    if data is not None:
        (here / name).write_bytes(data)

    ended = xunwang("proofread", draft(here, SLIP, "好.txt"), name)

    assert ended.status == 3
    assert ended.refusal == sentence


def test_a_table_that_cannot_be_used_is_one_line(xunwang, here):
    table = draft(here, "姓名\n", "职务.csv")

    ended = xunwang("proofread", draft(here, CLEAN), "--offices", table)

    assert ended.status == 3
    assert "缺少列“职务、任职日期、离任日期”" in ended.refusal


def test_by_word_one_wording_of_many_files_is_one_job(xunwang, here):
    files = [draft(here, f"{SLIP}\n", "甲.txt"), draft(here, f"{CLEAN}{SLIP}\n", "乙.txt")]

    told = xunwang("proofread", "--by-word", *files)
    (job,) = [
        json.loads(line)
        for line in xunwang("proofread", "--by-word", "--format", "jsonl", *files).out.splitlines()
    ]

    assert told.status == 2
    assert "确定 错别字 侧 → 彻：2处" in told.out
    assert (job["found"], job["right"], job["times"], len(job["where"])) == ("侧", "彻", 2, 2)


def test_by_word_refuses_a_folder_that_is_no_run(xunwang, here):
    (here / "空").mkdir()

    ended = xunwang("proofread", "--by-word", here / "空")

    assert ended.status == 3
    assert "“空”不是检查记录目录" in ended.err


def test_an_inspection_keeps_the_tables_of_the_user(xunwang, site, here):
    page = site.pages["/news/0.html"].decode()
    told = f"<p>副市长陈示例到场。</p><p>{SLIP}</p><p>按装门市部今天开业。</p>"
    site.pages["/news/0.html"] = page.replace("<p>正文。</p>", told).encode()
    offices = draft(here, "姓名,职务,任职日期,离任日期\n陈示例,市长,2024-01-05,\n", "职务.csv")
    decisions = draft(here, "文字,建议,理由,经办人,有效期至\n按装,,店名,王示例,2026-12-31\n", "决定.csv")
    words = draft(here, "贯侧\n", "专名.txt")
    asked = ("--allow-private", "--delay", "0", "--browser", "never", "-q", "--format", "json")
    tables = ("--offices", offices, "--words", words, "--ignore", decisions)

    def found_in(*more):
        ended = xunwang("inspect", site.home, *asked, "--as-of", "2026-03-31", *more)
        run = here / json.loads(ended.out)["sites"][0]["run"]
        return run, {(one.kind, one.found) for one in seen_in_run(run)}

    _, plain = found_in()
    run, informed = found_in(*tables)

    assert plain == {("spelling", "侧"), ("word", "按装")}
    assert {kind for kind, _ in informed} == {"title"}
    kept = json.loads(json.loads((run / "manifest.json").read_text())["settings"]["terms"])
    assert kept["ignored"][0] | {"right": None} == {
        "found": "按装", "reason": "店名", "person": "王示例", "until": "2026-12-31", "right": None,
    }  # fmt: skip


def test_an_inspection_refuses_a_table_that_cannot_be_used(xunwang, site, here):
    table = draft(here, "文字\n", "决定.csv")

    ended = xunwang("inspect", site.home, "--allow-private", "--ignore", table)

    assert ended.status == 3
    assert "缺少列“建议、理由、经办人、有效期至”" in ended.refusal
    assert site.requests == []
