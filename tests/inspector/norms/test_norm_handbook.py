"""The handbook is what the rule sets say."""

import re
from pathlib import Path

import pytest

from xunwang.inspector import norms
from xunwang.inspector.norms import handbook

FOLDER = Path(__file__).parents[3] / "docs" / "handbook"
PAGES = handbook.render()


def test_the_handbook_is_up_to_date() -> None:
    assert handbook.stale(FOLDER) == []


@pytest.mark.parametrize("rule", norms.load("cn-2019").rules, ids=lambda rule: rule.id)
def test_every_rule_has_its_section(rule: norms.Rule) -> None:
    heading = f"## {rule.id} {rule.name}\n\n{rule.text}\n"
    (page,) = [text for text in PAGES.values() if heading in text]
    section = page.partition(heading)[2].partition("\n## ")[0]
    assert rule.basis in section
    assert ("待核对" in section) or (rule.verified and rule.points_each is None)


def test_no_parameter_speaks_in_words_of_the_program() -> None:
    told = [line for page in PAGES.values() for line in page.splitlines() if line.startswith("| 参数 | ")]
    assert len(told) > 100
    assert [line for line in told if re.search("[：、][a-z_]+(?:、| [|]$)", line)] == []


@pytest.mark.parametrize("page", ["index.md", "indicators.md"])
def test_no_two_neighbours_of_a_list_read_alike(page: str) -> None:
    rows = [
        line.split(" | ")[:2]
        for line in PAGES[page].splitlines()
        if line.startswith(("| W-", "| N-", "| D-"))
    ]
    names = [(number[2], name) for number, name in rows]
    assert len(rows) > 50
    assert len(set(names)) == len(names)


def test_overlays_tell_what_they_change() -> None:
    page = PAGES["overlays.md"]
    assert "账号从100分起扣" in page
    assert "扣分指标适用于：门户网站、部门网站、专业系统等其它网站" in page
    assert "D-4.3 可用性：4分（示例分值），每处0.5分（示例分值）" in page
    assert "按59分计" in page


def test_an_altered_a_missing_and_a_foreign_page_are_named(tmp_path: Path) -> None:
    handbook.write(tmp_path)
    assert handbook.main(["--check", str(tmp_path)]) == 0
    (tmp_path / "design.md").write_text("改过", encoding="utf-8")
    (tmp_path / "bonus.md").unlink()
    (tmp_path / "old.md").write_text("旧", encoding="utf-8")
    assert handbook.stale(tmp_path) == ["bonus.md", "design.md", "old.md"]
    assert handbook.main(["--check", str(tmp_path)]) == 2
    assert handbook.main([str(tmp_path)]) == 0
    assert handbook.stale(tmp_path) == []
