"""Circulars and sentences whose figures are right: nothing may be named."""

from pathlib import Path

import pytest

from xunwang.office.circulars.check import check_document, read_document

HERE = Path(__file__).parent
CIRCULARS = sorted((HERE / "consistent").iterdir())
SENTENCES = (HERE / "consistent_sentences.txt").read_text(encoding="utf-8").splitlines()
CORPUS = HERE.parents[4] / "shared/data/corpora/prov_gov_reports_2026.txt"


def test_there_are_circulars_of_many_layouts():
    assert len(CIRCULARS) >= 22
    assert len(SENTENCES) >= 115


@pytest.mark.parametrize("path", CIRCULARS, ids=lambda path: path.stem)
def test_a_consistent_circular_as_text(path):
    assert check_document(read_document(path)) == []


@pytest.mark.parametrize("path", CIRCULARS, ids=lambda path: path.stem)
def test_a_consistent_circular_as_docx(path, as_docx):
    document = read_document(path)
    rebuilt = as_docx(document)
    assert [len(table.rows) for table in rebuilt.tables] == [len(table.rows) for table in document.tables]
    assert check_document(rebuilt) == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_consistent_sentence(sentence, check_text):
    assert check_text(sentence) == []


def test_government_reports_raise_no_alarm():
    """31 real reports of other matters, 0.6 M characters: wording nobody here wrote."""
    if not CORPUS.exists():
        pytest.skip("GATE SKIPPED: shared/data/corpora is absent")
    assert check_document(read_document(CORPUS)) == []


@pytest.mark.parametrize("heading", ["", "附件：检查结果\n\n"])
def test_a_table_of_all_websites_is_no_list_of_the_failed(heading, check_text):
    table = (
        "| 序号 | 网站名称 | 检查结果 | 存在问题 |\n|---|---|---|---|\n"
        "| 1 | 甲县政府网 | 合格 | 无 |\n| 2 | 乙县政府网 | 不合格 | 首页不更新 |\n| 3 | 丙县政府网 | 合格 | 无 |\n"
    )
    assert check_text(f"本次检查政府网站3家，合格2家，不合格1家。\n\n{heading}{table}") == []


def test_what_has_no_verdict_yet_is_counted_in_a_table(check_text):
    head = "| 类型 | 检查数（家） | 合格（家） | 不合格（家） | 暂不作结论（家） | 合格率 |\n|---|---|---|---|---|---|\n"
    assert check_text(f"{head}| 部门网站 | 9 | 4 | 4 | 1 | 50.00% |\n") == []
    assert [one.kind for one in check_text(f"{head}| 部门网站 | 9 | 4 | 3 | 1 | 50.00% |\n")] == ["sum"]
    assert [one.kind for one in check_text(f"{head}| 部门网站 | 9 | 4 | 4 | 1 | 57.00% |\n")] == ["rate"]
