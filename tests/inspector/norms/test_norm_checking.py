"""`norms.check` refuses what cannot be right, and names the line."""

from pathlib import Path

import pytest

from xunwang.inspector import norms
from xunwang.inspector.norms import NormError

HEAD = "id: test\nextends: {base}\ntitle: 测试\nbasis: 测试文件\n"
ROOT = """\
id: root
title: 测试
basis: 测试文件
score: {base: 100, pass_line: 60, bonus_line: 80, bonus_cap: 30, no_service: none}
levels:
  发布解读: {points: 31, confidence: I}
rules:
"""
RULE = "  - {{id: {id}, name: 名, kind: {kind}, objects: [portal], check: auto, confidence: V, text: 文{more}}}\n"


def written(folder: Path, text: str, name: str = "test.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def overlay(body: str, base: str = "cn-2019") -> str:
    return HEAD.format(base=base) + body


def rule(rule_id: str = "D-1.1", kind: str = "veto", more: str = "") -> str:
    return RULE.format(id=rule_id, kind=kind, more=more)


REFUSALS = {
    "unknown field": (overlay("colour: red\n"), 5, "不认识字段“colour”"),
    "unknown indicator": (
        overlay("changes:\n  D-1.4: {points: 3}\n  D-9.9: {points: 3}\n"),
        7,
        "没有指标“D-9.9”",
    ),
    "unknown field of a change": (overlay("changes:\n  D-1.4: {how: blank_columns}\n"), 6, "不认识字段“how”"),
    "bound": (overlay("changes:\n  D-1.5:\n    points: 4\n    points_each: 2\n"), 7, "低于已知下限5分"),
    "each above cap": (
        overlay("changes:\n  D-1.4:\n    points: 2\n    points_each: 3\n"),
        8,
        "每处扣3分，超过该指标总分2分",
    ),
    "negative": (overlay("changes:\n  D-1.4: {points: -1}\n"), 6, "“points”应为大于0的数"),
    "window": (overlay("changes:\n  W-V3:\n    params: {days: 0}\n"), 7, "应为大于0的整数"),
    "window backwards": (overlay("changes:\n  W-V3:\n    params: {days: -14}\n"), 7, "应为大于0的整数"),
    "window of weeks": (overlay("changes:\n  W-V3:\n    params: {weeks: 0}\n"), 7, "不认识字段“weeks”"),
    "window of half a day": (overlay("changes:\n  W-V3:\n    params: {days: 0.5}\n"), 7, "应为大于0的整数"),
    "window of news": (
        overlay("changes:\n  W-V4.1:\n    params: {news_days: 0}\n"),
        7,
        "应为大于0的整数",
    ),
    "window of months": (overlay("changes:\n  D-1.5:\n    params: {months: 0}\n"), 7, "应为大于0的整数"),
    "months backwards": (overlay("changes:\n  D-1.5:\n    params: {months: -6}\n"), 7, "应为大于0的整数"),
    "share": (overlay("changes:\n  W-V2:\n    params: {share_percent: 101}\n"), 7, "不大于100"),
    "unknown param": (overlay("changes:\n  W-V3:\n    params: {weeks: 2}\n"), 7, "不认识字段“weeks”"),
    "unknown mark": (overlay("changes:\n  D-4.2:\n    params: {marks: [icp, flag]}\n"), 7, "没有“flag”"),
    "both periods": (overlay("changes:\n  D-1.4:\n    params: {months: 1}\n"), 7, "给出且只给出一个"),
    "unknown object": (overlay("changes:\n  D-1.4: {objects: [village]}\n"), 6, "没有“village”"),
    "unknown kind": (overlay("changes:\n  D-1.4: {kind: fine}\n"), 6, "没有“fine”"),
    "kind of objects": (overlay("objects:\n  fine: [portal]\n"), 6, "没有类别“fine”"),
    "no service": (overlay("score:\n  no_service: ignore\n"), 6, "没有“ignore”这种处理"),
    "lines": (overlay("score: {pass_line: 90}\n"), 5, "合格线 ≤ 加分线"),
    "type": (overlay("score: {pass_line: 很高}\n"), 5, "“pass_line”的值不合要求"),
    "level": (overlay("levels:\n  信息公开: {points: 3, confidence: V}\n"), 6, "没有一级指标“信息公开”"),
    "dates": (overlay("valid_from: 2026-02-01\nvalid_to: 2026-01-01\n"), 6, "晚于有效期止"),
    "no date": (overlay("valid_from: 2026-02-30\n"), 5, "不是有效的日期"),
    "called a date": (overlay("valid_from: !!timestamp 三月\n"), 5, "不是有效的日期"),
    "called a number": (overlay("valid_from: !!int ''\n"), 5, "不是有效的日期或数值"),
    "called true or false": (overlay("valid_from: !!bool 对\n"), 5, "不是有效的日期或数值"),
    "a mark of its own": (overlay("valid_from: !x 2026-01-01\n"), 5, "不能使用的标记"),
    "bytes": (overlay("valid_from: !!binary 网\n"), 5, "不能使用的标记"),
    "the sign of a default": (overlay("valid_from: =\n"), 5, "不能使用的标记"),
    "unlabelled points": (overlay("sample_points: true\n"), 5, "points_label"),
    "base": ("id: test\nextends: cn-2018\ntitle: 测试\nbasis: 测试\n", 2, "没有规则集“cn-2018”"),
    "itself": ("id: test\nextends: test\ntitle: 测试\nbasis: 测试\n", 2, "成了环：test → test"),
    "norm id": ("id: 广东\nextends: cn-2019\ntitle: 测试\nbasis: 测试\n", 1, "规则集编号“广东”"),
    "twice": (overlay("title: 又一个\n"), 5, "“title”重复出现"),
    "yaml": (overlay("score: {pass_line: 60\n"), 6, "不是有效的YAML"),
    "list": ("- 1\n", 1, "最外层"),
    "missing": ("id: test\nextends: cn-2019\nbasis: 测试\n", 1, "缺少“title”"),
    "doubled id": (overlay("rules:\n" + rule("W-V3")), 6, "“W-V3”重复"),
    "id form": (ROOT + rule("第一条"), 8, "“第一条”形式不对"),
    "unknown how": (ROOT + rule("W-V3", more=", how: guess"), 8, "没有检查方式“guess”"),
    "param missing": (ROOT + rule("W-V3", more=", how: home_freshness"), 8, "缺少参数“days”"),
    "no level": (ROOT + rule("D-1.1", "deduct"), 8, "缺少“level1”"),
    "no text": (
        ROOT + "  - {id: W-V3, name: 名, kind: veto, objects: [portal], check: auto, confidence: V}\n",
        8,
        "缺少“text”",
    ),
    "sum above": (
        overlay("changes:\n  D-4.1: {points: 10}\n  D-4.2: {points: 12}\n"),
        7,
        "“功能设计”各指标分值合计22，已超过21",
    ),
    "sum of all": (overlay("changes:\n  D-4.1: {points: 1}\n", "example-points"), 6, "合计20，应为21"),
    "level sums": (
        overlay("levels:\n  办事服务: {points: 24, confidence: V}\n"),
        5,
        "一级指标分值合计99，应为100",
    ),
    "account rule id": (
        overlay(
            "new_media:\n  base_score: 100\n  deduct:\n"
            "    - {id: slow, name: 慢, when: {metric: posts_per_week, op: '<', value: 2}, applies_to: [weibo],"
            " points_each: 5, text: 文}\n"
        ),
        8,
        "“slow”形式不对",
    ),
    "account rule": (overlay("new_media:\n  base_score: 100\n  deducts: []\n"), 7, "不认识字段“deducts”"),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_wrong_norm_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    problems = norms.check(path)
    assert (problems[0].line, words in problems[0].message) == (line, True), problems
    with pytest.raises(NormError, match=rf"规则文件test\.yaml第{line}行"):
        norms.load(path)


def test_a_good_overlay_is_accepted_and_applied(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        overlay("changes:\n  W-V4.1:\n    params: {limit: 3}\n  D-1.4: {points: 6, points_each: 0.5}\n"),
    )
    assert norms.check(path) == []
    norm = norms.load(path)
    assert norm.rule("W-V4.1").params == {"news_days": 14, "notice_months": 6, "limit": 3}
    assert str(norm.rule("D-1.4").points_each) == "0.5"


def test_an_overlay_may_extend_a_file_beside_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        overlay("changes:\n  W-V3: {params: {days: 7}}\n").replace("id: test", "id: province"),
        "province.yaml",
    )
    path = written(tmp_path, overlay("changes:\n  W-V4.3: {params: {limit: 2}}\n", "province"))
    norm = norms.load(path)
    assert (norm.rule("W-V3").params["days"], norm.rule("W-V4.3").params["limit"]) == (7, 2)


def test_two_norms_may_not_extend_each_other(tmp_path: Path) -> None:
    written(tmp_path, overlay("", "test").replace("id: test", "id: other"), "other.yaml")
    path = written(tmp_path, overlay("", "other"))
    assert "成了环" in norms.check(path)[0].message


def test_a_broken_base_is_named(tmp_path: Path) -> None:
    written(tmp_path, overlay("colour: red\n").replace("id: test", "id: other"), "other.yaml")
    (problem,) = norms.check(written(tmp_path, overlay("", "other")))
    assert (problem.line, "other.yaml有误，第5行" in problem.message) == (2, True)


@pytest.mark.parametrize("head", norms.available(), ids=lambda head: head.id)
def test_the_shipped_norms_pass_their_own_check(head: norms.NormHead) -> None:
    assert norms.check(head.id) == []


def test_what_is_no_norm_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NormError, match="没有规则集“none”"):
        norms.load("none")
    path = tmp_path / "gbk.yaml"
    path.write_bytes("标题: 测试".encode("gbk"))
    with pytest.raises(NormError, match="不是UTF-8文本"):
        norms.check(path)


JUNK = ["3", "-0.5", "文", "[]", "[3, [4]]", "{}", "{a: {b: c}}", "null", "true", "2026-01-01", '""', ".inf"]
PLACES = [
    "id: {junk}\nextends: cn-2019\ntitle: 测试\nbasis: 测试\n",
    "id: test\nextends: {junk}\ntitle: 测试\nbasis: 测试\n",
    *(
        overlay(body.replace("JUNK", "{junk}"))
        for body in (
            "valid_from: JUNK\n",
            "rate_decimals: JUNK\n",
            "sample_points: JUNK\n",
            "points_label: JUNK\n",
            "notes: JUNK\n",
            "score: JUNK\n",
            "score:\n  pass_line: JUNK\n",
            "score:\n  no_service: JUNK\n",
            "score:\n  account_veto_levels: JUNK\n",
            "levels: JUNK\n",
            "levels:\n  发布解读: JUNK\n",
            "levels:\n  发布解读:\n    points: JUNK\n    confidence: V\n",
            "objects: JUNK\n",
            "objects:\n  deduct: JUNK\n",
            "changes: JUNK\n",
            "changes:\n  W-V3: JUNK\n",
            "changes:\n  W-V3:\n    kind: JUNK\n",
            "changes:\n  W-V3:\n    objects: JUNK\n",
            "changes:\n  W-V3:\n    params: JUNK\n",
            "changes:\n  W-V3:\n    params:\n      days: JUNK\n",
            "changes:\n  W-V3:\n    sample: JUNK\n",
            "changes:\n  W-V3:\n    text: JUNK\n",
            "changes:\n  W-V3:\n    evidence: JUNK\n",
            "changes:\n  W-V3:\n    verified: JUNK\n",
            "changes:\n  D-1.4:\n    points: JUNK\n",
            "changes:\n  D-4.2:\n    params:\n      marks: JUNK\n",
            "rules: JUNK\n",
            "rules:\n  - JUNK\n",
            "rules:\n  - id: JUNK\n",
            "rules:\n  - {id: X-1, name: 名, kind: veto, objects: [portal], check: auto, confidence: V, text: 文, how: JUNK}\n",
            "new_media: JUNK\n",
            "new_media:\n  deduct: JUNK\n",
            "new_media:\n  deduct:\n    - JUNK\n",
        )
    ),
]


@pytest.mark.parametrize("place", PLACES)
def test_no_junk_anywhere_ends_in_anything_but_a_sentence(tmp_path: Path, place: str) -> None:
    """A norm that passes the check can be loaded; one that does not is refused by both, in words."""
    for junk in JUNK:
        path = written(tmp_path, place.replace("{junk}", junk))
        if norms.check(path):
            with pytest.raises(NormError, match="第"):
                norms.load(path)
        else:
            assert norms.load(path).rules
