"""Endless sites come to an end, and only their endless part: walks over generated sites, page by page."""

import datetime as dt
import hashlib
from collections import deque

import pytest
from prose import prose

from xunwang.inspector.crawl.discover import Carrier
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.shapes import date_in
from xunwang.inspector.crawl.traps import Snag, Traps, snag
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Link, Page

HOME = "http://www.shi.gov.cn/"
TODAY = dt.date(2026, 3, 31)
ARTICLES = 300


def walk(answer, *, limit=6000, traps=None, home=HOME):
    """Follows every link breadth first; `answer(path)` gives the text of a page and the hrefs on it. Gives the paths read."""
    scope, traps = Scope(home), traps or Traps(TODAY)
    queue, known, read = deque([(home, 0)]), {key_of(home)}, []
    while queue:
        url, depth = queue.popleft()
        if not traps.allows(url):
            continue
        path = "/" + url.split("/", 3)[3]
        read.append(path)
        assert len(read) < limit, f"no end in sight at {path}"
        text, hrefs = answer(path)
        page = Page(
            url=url,
            status=200,
            text=text,
            links=tuple(Link(url=HOME.rstrip("/") + href, href=href, text="") for href in hrefs),
        )
        traps.saw(url, text)
        for found in Carrier(page, depth, scope, traps).found():
            if found.key not in known:
                known.add(found.key)
                queue.append((found.url, found.depth))
    return read, traps


def walk_hosts(answer):
    """The same over several hosts: `answer(host, path)` gives absolute links. Gives hosts and paths read."""
    scope, traps = Scope(HOME), Traps(TODAY)
    queue, known, read = deque([(HOME, 0)]), {key_of(HOME)}, []
    while queue:
        url, depth = queue.popleft()
        if traps.allows(url):
            host, _, path = url.removeprefix("http://").partition("/")
            read.append((host, f"/{path}"))
            text, hrefs = answer(host, f"/{path}")
            traps.saw(url, text)
            page = Page(url=url, text=text, links=tuple(Link(url=href, href=href, text="") for href in hrefs))
            new = [found for found in Carrier(page, depth, scope, traps).found() if found.key not in known]
            known.update(found.key for found in new)
            queue.extend((found.url, found.depth) for found in new)
    return read


def site(extra):
    """An ordinary site of articles; `extra(path)` answers for the endless part, and the home page leads to it."""

    def answer(path):
        if path == "/":
            return prose("home"), [*(f"/art/{n}.html" for n in range(ARTICLES)), *extra(None)[1]]
        if path.startswith("/art/"):
            return prose(path), ["/"]
        return extra(path)

    return answer


def every_article(read):
    return {f"/art/{n}.html" for n in range(ARTICLES)} <= set(read)


def reasons(traps):
    return {trap.snag for trap in traps.told()}


def test_an_ordinary_site_is_read_whole_and_nothing_is_left_out():
    read, traps = walk(site(lambda path: ("", [])))
    assert len(read) == ARTICLES + 1
    assert traps.told() == ()


def test_a_site_addressed_by_numbers_in_its_query_is_read_whole():
    def answer(path):
        if path == "/":
            return prose("home"), [f"/show.jsp?columnid={n % 7}&articleid={n}" for n in range(1200)]
        return prose(path), ["/"]

    read, traps = walk(answer)
    assert len(read) == 1201
    assert traps.told() == ()


def test_articles_named_by_long_tokens_are_read_whole():
    def name(n):
        return f"/info/{hashlib.md5(str(n).encode()).hexdigest()}/view.html"

    def answer(path):
        return (prose("home"), [name(n) for n in range(600)]) if path == "/" else (prose(path), [])

    read, traps = walk(answer)
    assert len(read) == 601
    assert traps.told() == ()


def test_a_calendar_without_end_is_closed_and_told():
    def calendar(path):
        if path is None:
            return "", ["/rili/2026/03/"]
        year, month = (int(part) for part in path.split("/")[2:4])
        before, after = (year - (month == 1), (month - 2) % 12 + 1), (year + (month == 12), month % 12 + 1)
        return f"{year}年{month}月日程安排，本月没有日程", [f"/rili/{y}/{m:02d}/" for y, m in (before, after)]

    read, traps = walk(site(calendar), limit=800)
    assert every_article(read)
    (trap,) = traps.told()
    assert trap.snag in {Snag.REPEATS, Snag.DEEP}
    assert trap.left_out >= 1


def test_a_calendar_linked_flat_ends_at_once_where_its_dates_are_absurd():
    def calendar(path):
        if path is None:
            return "", [
                f"/rili?year={year}&month={month}" for year in range(1900, 2300) for month in range(1, 13)
            ]
        return "本月没有日程", []

    read, traps = walk(site(calendar))
    assert every_article(read)
    assert len(read) < ARTICLES + 1 + 250
    assert reasons(traps) & {Snag.FAR_DATES, Snag.COMBINATIONS, Snag.REPEATS}
    assert sum(trap.left_out for trap in traps.told()) + len(read) == ARTICLES + 1 + 4800


def test_pages_of_far_years_with_content_are_read():
    def annals(path):
        if path is None:
            return "", [f"/shizhi/{year}/1.html" for year in range(1001, 1900)]
        return prose(path), []

    read, traps = walk(site(annals))
    assert len(read) == ARTICLES + 1 + 899
    assert traps.told() == ()


def test_leaves_of_a_list_without_end_are_closed():
    def pager(path):
        number = int(path.rpartition("=")[2]) if path else 0
        links = [f"/list.jsp?page={number + step}" for step in range(1, 300)]
        return f"第{number}页，共{number}页。没有更多信息", links

    read, traps = walk(site(pager))
    assert every_article(read)
    assert len(read) < ARTICLES + 1 + 250
    assert Snag.REPEATS in reasons(traps)


def test_session_ids_in_every_address_cost_no_page_and_end():
    counter = iter(range(10**9))

    def fresh():
        return hashlib.md5(f"s{next(counter)}".encode()).hexdigest()[:24]

    def answer(path):
        page = path.split("/", 2)[2] if path != "/" else ""
        links = [f"/{fresh()}/art/{n}.html" for n in range(40)] + [f"/{fresh()}/col/{n}/" for n in range(8)]
        return prose(page), links

    read, traps = walk(answer, limit=1200)
    pages = {path.split("/", 2)[2] for path in read if path != "/"}
    assert pages == {f"art/{n}.html" for n in range(40)} | {f"col/{n}/" for n in range(8)}
    assert Snag.DOUBLES in reasons(traps)
    assert len(read) < 4 * len(pages)


def test_session_ids_in_a_parameter_end_too():
    counter = iter(range(10**9))

    def answer(path):
        page = path.partition("?")[0]
        tickets = [hashlib.md5(f"q{next(counter)}".encode()).hexdigest() for _ in range(30)]
        return prose(page), [f"/p/{n}.html?ticket={ticket}" for n, ticket in enumerate(tickets)]

    read, traps = walk(answer, limit=500)
    assert {path.partition("?")[0] for path in read} == {"/", *(f"/p/{n}.html" for n in range(30))}
    assert Snag.DOUBLES in reasons(traps)


def test_a_site_that_answers_under_two_names_is_read_once():
    def answer(host, path):
        hosts = ("www.shi.gov.cn", "shi.gov.cn")
        hrefs = [f"http://{hosts[n % 2]}/art/{n}.html" for n in range(60)] + [
            f"http://{host}/art/{n}.html" for n in range(60)
        ]
        return prose(path), hrefs

    read = walk_hosts(answer)
    assert {path for _, path in read} == {"/", *(f"/art/{n}.html" for n in range(60))}
    assert len(read) < 75


def test_two_names_with_different_pages_are_both_read():
    def answer(host, path):
        return prose(host + path), [
            f"http://{one}/art/{n}.html" for n in range(60) for one in ("www.shi.gov.cn", "shi.gov.cn")
        ]

    assert len(walk_hosts(answer)) == 121


def test_daily_figures_are_read_for_years():
    def answer(path):
        if path == "/":
            return prose("home"), [f"/kqzl/t{n}.html" for n in range(900)]
        return f"空气质量日报 AQI {path}：优。首要污染物：无", []

    read, traps = walk(answer)
    assert len(read) == 901
    assert traps.told() == ()


def test_spinning_parameters_are_closed():
    def shelf(path):
        links = [
            f"/so.jsp?a={a}&b={b}&c={c}&d={d}"
            for a in range(7)
            for b in range(7)
            for c in range(7)
            for d in range(7)
        ]
        return "。".join(sorted(prose(f"shelf{n}", 2) for n in range(20))), links if path is None else []

    read, traps = walk(site(shelf))
    assert every_article(read)
    assert len(read) < ARTICLES + 1 + 260
    assert reasons(traps) == {Snag.COMBINATIONS} or reasons(traps) == {Snag.REPEATS}
    assert sum(trap.left_out for trap in traps.told()) + len(read) == ARTICLES + 1 + 7**4


def test_one_page_under_ever_new_words_is_closed_by_its_folder():
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(5000)]

    def answer(path):
        if path == "/":
            return prose("home"), [
                *(f"/art/{n}.html" for n in range(ARTICLES)),
                *(f"/tag/{word}/" for word in words),
            ]
        return (prose(path) if path.startswith("/art/") else "没有找到相关内容"), []

    read, traps = walk(answer)
    assert every_article(read)
    assert len(read) < ARTICLES + 1100
    (trap,) = traps.told()
    assert trap.branch == "www.shi.gov.cn/tag/*"


def test_a_relative_link_snowball_and_recursive_frames_end():
    read, traps = walk(
        lambda path: (
            prose(path),
            [f"{path.rstrip('/')}/zwgk/xxgk/", f"/frame.jsp?in={path.count('in')}&{path.partition('?')[2]}"],
        )
    )
    assert len(read) < 400
    assert reasons(traps) & {Snag.CIRCLES, Snag.DEEP}


@pytest.mark.parametrize(
    ("url", "depth", "reason"),
    [
        (HOME + "a" * 1000, 1, Snag.LONG),
        (HOME + "a.html", 13, Snag.DEEP),
        (HOME + "a.html", 12, None),
        (HOME + "a/b/a/b/a/b/c.html", 1, Snag.CIRCLES),
        (HOME + "a/a/a/a/c.html", 1, Snag.CIRCLES),
        (HOME + "a/a/b/a/c.html", 1, None),
        (HOME + "2026/03/03/t1.html", 1, None),
        (HOME + "x?u=http%252525253A", 1, Snag.ESCAPES),
    ],
)  # fmt: skip
def test_an_address_alone_can_tell(url, depth, reason):
    assert snag(url, depth) is reason


def test_a_near_equal_page_with_a_clock_and_a_counter_says_nothing_new():
    traps = Traps(TODAY)
    for n in range(300):
        traps.saw(
            f"{HOME}v/{n}",
            f"欢迎访问，今天是2026年3月{n % 28 + 1}日 {n % 24:02d}:05:09。您是第{n * 7919}位访客。{'本栏目正在建设中' * 5}，会话{n:x}f9",
        )
    assert not traps.allows(f"{HOME}v/301")
    (trap,) = traps.told()
    assert "没有任何未读过的内容" in trap.words
    assert "未再访问1个地址" in trap.words


def test_pages_in_latin_letters_are_told_apart():
    traps = Traps(TODAY)
    for n in range(1000):
        traps.saw(
            f"{HOME}en/{n}.html",
            f"The municipal office {hashlib.sha256(str(n).encode()).hexdigest()} opened a new hall for citizens today.",
        )
    assert traps.allows(f"{HOME}en/1001.html")


def test_what_a_trap_learnt_survives_the_process_in_a_few_kilobytes():
    traps = Traps(TODAY)
    for n in range(4000):
        traps.saw(f"{HOME}t{n % 500}x/a{n}.html", prose(n, 2))
    for n in range(250):
        traps.saw(f"{HOME}list.jsp?page={n}", "没有更多信息")
    assert not traps.allows(f"{HOME}list.jsp?page=999")
    state = traps.state()
    again = Traps(TODAY)
    again.restore(state)
    assert len(state) < 12_000
    assert again.told() == traps.told()
    assert not again.allows(f"{HOME}list.jsp?page=1000")
    assert again.allows(f"{HOME}art/1.html")
    assert again.told()[0].left_out == 2


def test_a_trap_read_by_one_process_after_the_other_ends_no_later():
    def pages_until_closed(*, restarted):
        traps = Traps(TODAY)
        for n in range(1, 2_000):
            traps.saw(
                f"{HOME}day.jsp?d={n}", f"第{n}天的日程安排\n本日没有安排\n请选择其他日期查看详细的日程"
            )
            traps.saw(f"{HOME}news/{n}x/t{n}.html", prose(n, 2))
            if restarted and n % 30 == 0:
                state = traps.state()
                assert len(state) < 12_000
                traps = Traps(TODAY)
                traps.restore(state)
            if not traps.allows(f"{HOME}day.jsp?d=0"):
                return n
        return None

    assert pages_until_closed(restarted=True) == pages_until_closed(restarted=False) < 300


def test_memory_is_bounded_whatever_the_addresses():
    traps = Traps(TODAY)
    for n in range(6000):
        traps.saw(
            f"{HOME}{hashlib.md5(str(n).encode()).hexdigest()[:7]}/x{chr(97 + n % 26)}{n}/y.jsp?a{n}=1&b={n}",
            prose(n, 1),
        )
        traps.leave_out(Snag.DEEP, f"{HOME}w{n}/{n}")
    assert len(traps._branches) <= 4096
    assert len(traps.told()) <= 61
    assert sum(trap.left_out for trap in traps.told()) == 6000
    assert len(traps.state()) < 20_000


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2026/03/", (2026, 3, 1)), ("art/2026/3/9/art_17_5.html", (2026, 3, 9)), ("t20260310_7.html", (2026, 3, 10)), ("2026-03/10/c_1.htm", (2026, 3, 10)),
        ("rili?year=2026&month=3", (2026, 3, 1)), ("rili?y=2026", (2026, 1, 1)), ("d/202603/x.html", (2026, 3, 1)), ("rili?date=9999-12-31", (9999, 12, 31)),
        ("2013/5678.html", None), ("art_12345678.html", None), ("a/b.html", None), ("x?id=0000-01", None), ("", None), ("2026-02-31/a", None),
    ],
)  # fmt: skip
def test_a_date_in_an_address_is_read(path, day):
    assert date_in(HOME + path) == (dt.date(*day) if day else None)
