"""The pages of a site proofread as rows of a run come by."""

import datetime as dt

import pytest

from xunwang.inspector.evidence.table import LazyRow, SameRow
from xunwang.inspector.model import Attempt, FailedRule, Page, PageKind, PageRow, Reach
from xunwang.inspector.privacy import masked
from xunwang.inspector.proof import Kind, Proofreader, Terms, proofreader, sites
from xunwang.inspector.proof.jobs import HABIT_PAGES
from xunwang.inspector.proof.rules import Rule, RuleBook, shipped_rules
from xunwang.inspector.proof.rules.shapes import Check
from xunwang.inspector.proof.said import NAME, Said
from xunwang.inspector.proof.sites import SiteReader

DAY = dt.date(2026, 3, 31)
SLIP = "各级各部门要认真贯侧落实会议精神，确保各项任务完成。"


@pytest.fixture(scope="module")
def reader():
    return Proofreader()


def row(path, text, *, kind=PageKind.ARTICLE, reach=Reach.OK, title="全县工作会议召开"):
    url = f"http://www.shili.gov.cn{path}"
    attempt = Attempt(dt.datetime(2026, 4, 1, tzinfo=dt.UTC), reach, 200, 10.0)
    return PageRow(Page(url=url, kind=kind, title=title, text=text), path, 1, None, attempt, None)


def facts(reader, rows):
    site = SiteReader(DAY, reader)
    for one in rows:
        site.take(one)
    return list(site.facts())


def test_one_wording_is_told_once_with_the_pages_that_show_it(reader):
    (fact,) = facts(
        reader, [row("/1.html", SLIP), row("/2.html", f"{SLIP}\n{SLIP}"), row("/3.html", "会议召开。")]
    )

    assert (fact.found, fact.suggest, fact.kind, fact.sure) == ("侧", ("彻",), "spelling", True)
    assert (fact.key, fact.pages, fact.more) == ("/1.html", 2, ("http://www.shili.gov.cn/2.html",))
    assert "贯【侧】落实" in fact.excerpt


def test_pages_weighed_together_say_what_each_says_alone(monkeypatch):
    monkeypatch.setattr(sites, "PORTION", 60)
    rows = [row(f"/{number}.html", f"第{number}次会议召开。\n{SLIP}") for number in range(7)]
    together = SiteReader(DAY, Proofreader())

    portions = list(together.take_all(map(LazyRow.of, [*rows, row("/8.html", SLIP, kind=PageKind.ERROR)])))

    assert 1 < len(portions) < len(rows)
    assert list(together.facts()) == facts(Proofreader(), rows)


def test_a_rule_that_raises_costs_neither_the_page_nor_the_site(reader, caplog):
    """As one does whose advice names a part that its pattern does not have."""
    broken = Rule(
        "date.坏",
        Kind.DATE,
        Check.PATTERN,
        "依据",
        "理由",
        (),
        (),
        pattern="会议",
        suggest=r"\2",
        triggers=("会议",),
    )
    site = SiteReader(DAY, Proofreader(rules=RuleBook([broken, *shipped_rules().rules])))
    for number in range(3):
        site.take(
            row(f"/{number}.html", f"{SLIP}\n第{number}次会议召开。\n请各单位于2026年2月30日前报送材料。")
        )

    assert {(fact.rule, fact.pages) for fact in site.facts()} >= {
        ("spelling.语言模型", 3),
        ("date.不存在", 3),
    }
    assert site.failed == (FailedRule("date.坏", "date", "http://www.shili.gov.cn/0.html", 3),)
    assert caplog.text.count("date.坏") == 1


def test_what_a_rule_could_not_check_is_asked_again_by_the_next_run(tmp_path):
    broken = Rule(
        "date.坏",
        Kind.DATE,
        Check.PATTERN,
        "依据",
        "理由",
        (),
        (),
        pattern="会议",
        suggest=r"\2",
        triggers=("会议",),
    )
    said = Said("b")
    site = SiteReader(DAY, Proofreader(rules=RuleBook([broken])), said=said)
    for one in (row("/1.html", "会议召开。"), row("/2.html", "道路养护。", title="道路养护")):
        site.take(one)
    said.write(tmp_path)

    known = Said("b", tmp_path)
    assert (known.mark_on("/1.html"), known.mark_on("/2.html") is None) == (None, False)


def test_lines_longest_unseen_are_forgotten_and_never_those_at_hand(monkeypatch):
    monkeypatch.setattr(proofreader, "REMEMBERED", 4)
    frame = "示例县人民政府\n通知公告\n政务公开"
    rows = [row(f"/{number}.html", f"{frame}\n第{number}次会议召开。\n{SLIP}") for number in range(6)]

    assert facts(Proofreader(), rows) == facts(Proofreader(), rows)
    assert len(facts(Proofreader(), rows)) == 1


ROWS = [row("/1.html", SLIP), row("/2.html", "会议召开。")]


@pytest.fixture
def kept(reader, tmp_path):
    """The folder of a run that has kept what was said of two pages, and what that was."""
    said = Said("basis")
    site = SiteReader(DAY, reader, said=said)
    list(site.take_all(map(LazyRow.of, ROWS)))
    said.write(tmp_path)
    return tmp_path, list(site.facts())


def told_again(folder, rows, *, basis="basis"):
    """Facts of a reader that by itself finds nothing wrong with the slip."""
    said = Said(basis, folder)
    site = SiteReader(DAY, Proofreader(Terms(words=("贯侧",))), said=said)
    list(site.take_all(map(LazyRow.of, rows)))
    said.write(folder)
    return list(site.facts())


def test_texts_that_an_earlier_run_held_are_not_looked_at_again(kept):
    folder, facts_before = kept
    rows = [row("/2.html", "会议召开。"), row("/1.html", SLIP)]

    assert told_again(folder, rows) == facts_before
    assert told_again(folder, rows) == facts_before


def test_what_is_said_of_many_texts_is_packed_on_the_way_and_all_of_it_is_known_again(reader, tmp_path):
    (told,) = reader.suspicions(SLIP, day=DAY)
    said = Said("basis")
    for mark in range(1, 451):
        said.keep(f"/{mark}.html", mark, [told])
    said.write(tmp_path)
    known = Said("basis", tmp_path)

    assert all(known.known(mark) == (told,) for mark in range(1, 451))
    assert (known.mark_on("/450.html"), known.known(451)) == (450, None)


def test_a_text_that_is_new_or_rests_on_other_tables_is_looked_at(kept):
    folder, _ = kept

    assert told_again(folder, [row("/1.html", f"今天的通知。{SLIP}")]) == []
    assert told_again(folder, [row("/1.html", SLIP)], basis="another") == []


def test_a_damaged_memory_knows_nothing(kept):
    folder, _ = kept
    (folder / NAME).write_bytes((folder / NAME).read_bytes()[:-9])

    assert told_again(folder, [row("/1.html", SLIP)]) == []


def test_what_many_pages_keep_is_no_slip(reader):
    (fact,) = facts(reader, [row(f"/{number}.html", SLIP) for number in range(HABIT_PAGES)])

    assert not fact.sure


@pytest.mark.parametrize(
    "unread", [{"kind": PageKind.ERROR}, {"kind": PageKind.CHALLENGE}, {"reach": Reach.TIMEOUT}]
)
def test_a_page_that_was_not_read_tells_nothing(reader, unread):
    assert facts(reader, [row("/1.html", SLIP, **unread)]) == []


def test_long_numbers_are_masked_in_the_excerpt(reader):
    number = "139" + "0" * 8
    (fact,) = facts(reader, [row("/1.html", f"电话{number}，要认真贯侧落实会议精神，确保各项任务完成。")])

    assert number not in fact.excerpt
    assert len(masked(number)) == len(number)


def test_the_day_of_the_page_decides_which_names_hold(reader):
    page = row("/1.html", "请向国土资源部申请。").page
    old = Page(url=page.url, kind=page.kind, text=page.text, published=dt.datetime(2016, 3, 1, tzinfo=dt.UTC))
    attempt = Attempt(dt.datetime(2026, 4, 1, tzinfo=dt.UTC), Reach.OK, 200, 10.0)

    assert facts(reader, [PageRow(old, "/1.html", 1, None, attempt, None)]) == []


# ── pages that are unchanged since an earlier run ────────────────────────────────────────────────


def unchanged(one, asked):
    """The row as it stands in a run that took its page over; who asks for the whole of it is written down."""

    def whole():
        asked.append(one.key)
        return one

    same = SameRow("pages-00001.jsonl.gz:0:0", one.page.url, one.key, 1, None, one.attempt, None)
    return LazyRow(same, whole)


def test_an_unchanged_page_is_read_only_for_the_excerpt_of_a_fault_that_no_page_before_it_showed(kept):
    folder, facts_before = kept
    asked = []
    rows = [*ROWS, row("/3.html", "", kind=PageKind.ERROR)]

    def again():
        said = Said("basis", folder)
        site = SiteReader(DAY, Proofreader(Terms(words=("贯侧",))), said=said)
        list(site.take_all(unchanged(one, asked) for one in rows))
        said.write(folder)
        return list(site.facts())

    assert again() == facts_before
    assert sorted(asked) == ["/1.html", "/3.html"]  # of the third nothing is known yet
    asked.clear()
    assert again() == facts_before
    assert asked == ["/1.html"]


def test_an_unchanged_page_of_which_nothing_is_known_is_read(tmp_path, reader):
    asked = []
    site = SiteReader(DAY, reader, said=Said("basis", tmp_path))
    list(site.take_all(unchanged(one, asked) for one in ROWS))

    assert asked == ["/1.html", "/2.html"]
    assert [fact.found for fact in site.facts()] == ["侧"]
