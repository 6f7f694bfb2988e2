"""Archived pages searched for words: every page that shows one, once, wherever the search was interrupted."""

import datetime as dt
import itertools

import pytest
from stdnum.cn import ric

from xunwang.cli import run
from xunwang.inspector import door
from xunwang.inspector.evidence import RunWriter, SameRow, Stats
from xunwang.inspector.model import SHANGHAI, Attempt, Link, Page, PageRow, Reach, Subject

NOW = dt.datetime(2026, 3, 31, tzinfo=SHANGHAI)
ATTEMPT = Attempt(at=NOW, reach=Reach.OK, status=200)
SITE = Subject(id="1", name="某网站", home="http://a.gov.cn/")
_HOLDER = "11010119900307" + "99"
IDENTITY = next(number for digit in "0123456789X" if ric.is_valid(number := f"{_HOLDER}9{digit}"))


def row(number, text, title="通知"):
    url = f"http://a.gov.cn/{number}.html"
    page = Page(url=url, status=200, title=title, text=text, links=(Link(url=url, href=url, text="旧称"),))
    return PageRow(
        page=page, key=f"a.gov.cn/{number}.html", depth=1, parent=None, attempt=ATTEMPT, evidence=None
    )


def run_of(folder, rows, *, batch=3, name="run"):
    """A closed run whose table has batches of so many rows."""
    writer = RunWriter.create(folder, name, SITE, {}, NOW)
    for number, one in enumerate(rows, 1):
        writer.append_page(one)
        if number % batch == 0:
            writer.sync()
    writer.close(NOW, stats=Stats())
    return writer.path


@pytest.fixture
def archive(tmp_path):
    texts = [f"第{number}页，没有要找的" for number in range(10)]
    texts[4] = "本页写着旧称一次，又写旧称"
    texts[8] = '引号里的"旧称"\n也算'
    return run_of(
        tmp_path, [*(row(n, text) for n, text in enumerate(texts)), row(10, "正文", title="旧称公告")]
    )


def addresses(batches):
    return [hit.url.rpartition("/")[2] for batch in batches for hit in batch.hits]


def test_each_page_that_shows_a_word_is_found_once_and_links_do_not_count(archive):
    batches = list(door.sift(archive, door.TextRule(words=("旧称",))))

    assert addresses(batches) == ["4.html", "8.html", "10.html"]
    assert sum(batch.pages for batch in batches) == 11


def test_a_word_with_quotes_and_a_pattern_are_found(archive):
    assert addresses(door.sift(archive, door.TextRule(words=('"旧称"',)))) == ["8.html"]
    assert addresses(door.sift(archive, door.TextRule(pattern="又写.称|公告"))) == ["4.html", "10.html"]


def test_a_search_goes_on_after_any_batch(archive):
    rule = door.TextRule(words=("旧称",))
    whole = list(door.sift(archive, rule))

    assert len(whole) > 3
    for done in range(len(whole)):
        rest = door.sift(archive, rule, whole[done].mark)
        assert addresses([*whole[: done + 1], *rest]) == addresses(whole)


def test_pages_that_did_not_change_are_searched_in_the_run_that_has_them(archive, tmp_path):
    later = RunWriter.create(tmp_path, "later", SITE, {}, NOW, previous=door.Run.open(archive))
    later.adopt(door.Run.open(archive))
    place = f"{door.Run.open(archive).tables()[0].name}:0:0"
    second = next(itertools.islice(door.Run.open(archive).pages(), 1, None))
    later.append_page(row(20, "新的一页"))
    later.append_same(SameRow(place, second.page.url, second.key, 1, None, ATTEMPT, None))
    later.close(NOW, stats=Stats())

    assert addresses(door.sift(later.path, door.TextRule(words=("第0页",)))) == ["0.html"]
    assert addresses(door.sift(later.path, door.TextRule(words=("旧称",)))) == []


def test_personal_data_beside_what_was_found_is_masked(tmp_path):
    folder = run_of(tmp_path, [row(1, f"申请人{'某' * 24}身份证号{IDENTITY}旧称")])
    ((hit,),) = [batch.hits for batch in door.sift(folder, door.TextRule(words=("旧称",)))]

    assert "旧称" in hit.excerpt
    assert IDENTITY[4:12] not in hit.excerpt


def test_a_damaged_table_is_named(archive):
    table = door.Run.open(archive).tables()[0]
    table.write_bytes(table.read_bytes()[:-20])

    with pytest.raises(door.RunError, match=table.name):
        list(door.sift(archive, door.TextRule(words=("旧称",))))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (door.TextRule(), "至少一个词语"),
        (door.TextRule(words=("  ",)), "应为 1 到"),
        (door.TextRule(words=("字" * 101,)), "应为 1 到"),
        (door.TextRule(words=("词",) * 1001), "最多 1000 个"),
        (door.TextRule(pattern="("), "写得不对"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(rule, said):
    with pytest.raises(door.RuleError, match=said):
        door.check_rule(rule)


def test_the_command_tells_pages_and_ends_with_two(archive, tmp_path, capsysbinary):
    listed = tmp_path / "words.txt"
    listed.write_text("旧称\n\n", "utf-8")

    assert run(["search", str(archive), "--words", str(listed)]) == 2
    out = capsysbinary.readouterr().out.decode()
    assert "http://a.gov.cn/4.html" in out
    assert "11 个页面，3 个页面" in out
    assert run(["search", str(archive), "--word", "没有的词"]) == 0
