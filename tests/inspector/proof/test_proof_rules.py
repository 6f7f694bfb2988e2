"""Every rule carries its own tests: what it must find and what it must leave alone."""

import datetime as dt
from decimal import Decimal

import pytest

from xunwang.inspector.proof.rules import RuleBook, RuleError, shipped_rules
from xunwang.inspector.proof.rules.amounts import amount_of
from xunwang.inspector.proof.rules.book import read_rules

RULES = shipped_rules().rules
BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def found(book, example):
    """`2026-03-31|text` gives the text a day of publication."""
    day, bar, text = example.partition("|")
    published = dt.date.fromisoformat(day) if bar else None
    return book.suspicions((text if bar else example).split("\n"), published)


def named(pairs):
    return [f"{rule.id}: {example}" for rule, example in pairs]


@pytest.mark.parametrize(("rule", "example"), BAD, ids=named(BAD))
def test_a_bad_example_is_found(rule, example):
    assert found(RuleBook([rule]), example)


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=named(GOOD))
def test_no_rule_finds_a_good_example(rule, example):
    assert found(shipped_rules(), example) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_says_why_and_on_what_basis(rule):
    assert rule.why
    assert rule.basis
    assert rule.bad
    assert rule.good
    for wrong, right in rule.pairs.items():
        assert wrong != right
        assert found(RuleBook([rule]), right) == [], right


def test_names_of_rules_are_their_own():
    names = [rule.id for rule in RULES]

    assert len(set(names)) == len(names)


def test_a_suspicion_says_where_what_and_why():
    (suspicion,) = found(shipped_rules(), "定于2026年3月31日（星期三）召开。")

    assert (suspicion.line, suspicion.start, suspicion.end) == (1, 15, 16)
    assert (suspicion.found, suspicion.suggest) == ("三", ("二",))
    assert suspicion.why == "2026年3月31日是星期二（历法）"


@pytest.mark.parametrize(
    ("text", "start", "suggest", "why"),
    [
        ("坚持“稳字当头“，扎实推进。", 7, ("”",), "这里的前引号应当是后引号"),
        ("“稳字当头“是总要求。", 5, ("”",), "这里的前引号应当是后引号"),
        ("坚持”稳字当头”，扎实推进。", 2, ("“",), "这里的后引号应当是前引号"),
        ("坚持“稳中求进工作总基调。", 2, (), "这个前引号没有与之配对的后引号"),
        ("规划》已经印发。", 2, (), "这个后书名号没有与之配对的前书名号"),
    ],
)
def test_a_mark_without_its_other_half_is_told_from_one_turned_round(text, start, suggest, why):
    (suspicion,) = found(shipped_rules(), text)

    assert (suspicion.start, suspicion.end, suspicion.suggest) == (start, start + 1, suggest)
    assert suspicion.why.startswith(f"{why}（")


def test_an_old_law_is_said_to_be_replaced_and_a_day_nobody_held_against_a_source_to_need_it():
    (confirmed,) = found(shipped_rules(), "2026-03-31|依照《中华人民共和国执业医师法》处理。")
    (unconfirmed,) = found(shipped_rules(), "2026-03-31|依照《信访条例》受理。")

    assert confirmed.why.startswith(
        "《执业医师法》自2022年3月1日起不再施行，由《中华人民共和国医师法》取代（"
    )
    assert "，日期待核对（" in unconfirmed.why


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("2024年2月29日", 0),
        ("2100年2月29日", 1),
        ("6月31日前", 1),
        ("2026年0月5日", 1),
        ("每天8时30分至17时", 0),
        ("3月5日25时10分", 1),
        ("比例为4月31日", 1),
    ],
)
def test_days_and_hours(text, hits):
    assert len(found(shipped_rules(), text)) == hits


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("壹佰元整", "100"),
        ("壹万零伍拾元", "10050"),
        ("叁佰贰拾万元整", "3200000"),
        ("伍元陆角柒分", "5.67"),
        ("拾元", "10"),
        ("贰亿元", "200000000"),
    ],
)
def test_amounts_in_words(words, value):
    assert amount_of(words) == Decimal(value)


def test_a_quotation_of_several_paragraphs_is_no_fault():
    lines = ["他说：“第一段。", "“第二段。", "“第三段。”"]

    assert shipped_rules().suspicions(lines) == []


def test_a_rule_that_cannot_be_used_is_named():
    text = "- {id: x.y, kind: word, check: guessed, basis: b, why: w, bad: [], good: []}"

    with pytest.raises(RuleError, match=r"own\.yaml 中的规则 x\.y 不能使用"):
        list(read_rules(text, "own.yaml"))


def test_a_jumble_that_may_mean_several_names_is_told_once_with_all_of_them():
    (one,) = shipped_rules().suspicions(["县文化游电旅广局组织了演出。"])
    assert one.found == "文化游电旅广局"
    assert one.suggest == ("文化广电旅游局", "文化旅游广电局", "广电文化旅游局")
