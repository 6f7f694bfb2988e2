"""Sitemaps: every honest form is read, hostile ones end with a word and in bounded memory."""

import datetime as dt
import gzip
import tracemalloc

import pytest

from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.sitemap import Entry, Sitemap, SitemapError, SitemapWalk, declared, read_sitemap
from xunwang.inspector.crawl.targets import Lane, Rank

HOME = "http://www.shi.gov.cn/"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
BOMB = """<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<urlset><url><loc>http://www.shi.gov.cn/&b;</loc></url></urlset>"""
FILE_READER = (
    '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>'
)


def urlset(*locs, lastmod=None):
    tail = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<?xml version='1.0'?><urlset {NAMESPACE}>{''.join(f'<url><loc>{loc}</loc>{tail}</url>' for loc in locs)}</urlset>".encode()


def index(*locs):
    return f"<sitemapindex {NAMESPACE}>{''.join(f'<sitemap><loc>{loc}</loc></sitemap>' for loc in locs)}</sitemapindex>".encode()


def test_addresses_come_with_the_day_of_their_change():
    read = read_sitemap(urlset(HOME + "a?x=1&amp;y=2", lastmod="2026-03-10T08:00:00+08:00"))
    assert read == Sitemap((Entry(HOME + "a?x=1&y=2", dt.date(2026, 3, 10)),))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a?x=1&y=2", "a?x=1&y=2"),
        ("a?x&copy=2", "a?x&copy=2"),
        ("a?x&amp;y", "a?x&y"),
        ("a?x&#38;y", "a?x&y"),
    ],
)
def test_a_bare_ampersand_ends_nothing(written, meant):
    read = read_sitemap(urlset(HOME + written, HOME + "b"))
    assert [entry.loc for entry in read.entries] == [HOME + meant, HOME + "b"]
    assert not read.cut


def test_a_bare_ampersand_in_quoted_data_stays_as_it_is():
    body = f"<urlset><url><loc><![CDATA[{HOME}a?x=1&y=2]]></loc></url></urlset>".encode()
    assert [entry.loc for entry in read_sitemap(body).entries] == [HOME + "a?x=1&y=2"]


def test_an_index_names_further_files():
    assert read_sitemap(index(HOME + "s1.xml", HOME + "s2.xml.gz")).files == (
        HOME + "s1.xml",
        HOME + "s2.xml.gz",
    )


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(urlset(HOME + "a")),
        b"\xef\xbb\xbf\r\n" + urlset(HOME + "a"),
        f"{HOME}a\r\n\r\n".encode(),
        f"<s:urlset xmlns:s='x'><s:url><s:loc> {HOME}a\n</s:loc></s:url></s:urlset>".encode(),
        f"<urlset><url><loc><![CDATA[{HOME}a]]></loc></url></urlset>".encode(),
        f"<urlset xmlns:image='i'><url><loc>{HOME}a</loc><image:image><image:loc>{HOME}i.png</image:loc></image:image></url></urlset>".encode(),
        f"<?xml version='1.0' encoding='GBK'?><urlset><!-- 站点 --><url><loc>{HOME}a</loc><x>站</x></url></urlset>".encode("gbk"),
        f"<urlset><url><lastmod>昨天</lastmod><loc>{HOME}a</loc></url></urlset>".encode(),
    ],
)  # fmt: skip
def test_every_usual_form_is_read(body):
    assert [entry.loc for entry in read_sitemap(body).entries] == [HOME + "a"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BOMB.encode(), "DOCTYPE"),
        (FILE_READER.encode(), "DOCTYPE"),
        (b"<html><body>404</body></html>", "根元素"),
        (b"<!DOCTYPE html><html></html>", "DOCTYPE"),
        (b"<urlset><url><loc>", "不是合格的XML"),
        (b"not a map", "既不是XML"),
        (b"", "既不是XML"),
        (gzip.compress(b" " * 3_000_000), "解压后超过"),
        (b"\x1f\x8b\x08\x00broken", "损坏"),
        (b"<" + b"a" * 2_000_000, "超过"),
    ],
)
def test_what_is_no_sitemap_is_refused_with_a_word(body, words):
    with pytest.raises(SitemapError, match=words):
        read_sitemap(body, longest=1_000_000)


def test_a_bomb_is_not_unpacked():
    bomb = gzip.compress(b"0" * 60_000_000, 9)
    tracemalloc.start()
    with pytest.raises(SitemapError):
        read_sitemap(bomb, longest=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_file_that_breaks_off_gives_what_it_has_and_says_so():
    whole = urlset(*(f"{HOME}{n}" for n in range(100)))
    read = read_sitemap(whole[: len(whole) // 2])
    assert 40 < len(read.entries) < 60
    assert read.cut


def test_more_than_the_limit_is_cut():
    assert len(read_sitemap(urlset(*(f"{HOME}{n}" for n in range(30))), most=20).entries) == 20
    assert read_sitemap("\n".join(f"{HOME}{n}" for n in range(30)).encode(), most=20).cut


def test_robots_lines_are_read_in_every_spelling():
    text = "User-agent: *\nDisallow: /x\nSITEMAP : http://a/s.xml # ours\nsitemap:/t.xml\nSitemap:\n"
    assert declared(text) == ["http://a/s.xml", "/t.xml"]


def walk(files, robots=()):
    scope = Scope(HOME)
    steps = SitemapWalk(HOME, scope, list(robots))
    found, asked = [], []
    while (file := steps.next_file()) is not None:
        asked.append(file)
        if file in files:
            found += steps.take(file, files[file])
    return found, asked, steps


def test_a_walk_reads_what_robots_and_indexes_name_each_once():
    files = {
        HOME + "map/i.xml": index(HOME + "map/i.xml", "/map/s1.xml", HOME + "sitemap.xml"),
        HOME + "map/s1.xml": urlset(
            HOME + "a#x", "http://elsewhere.cn/b", "javascript:alert(1)", lastmod="2026-03-01"
        ),
        HOME + "sitemap.xml": urlset(HOME + "c"),
    }
    found, asked, _ = walk(files, ["/map/i.xml", "http://elsewhere.cn/s.xml"])
    assert asked == [HOME + "map/i.xml", HOME + "sitemap.xml", HOME + "map/s1.xml"]
    assert [one.url for one in found] == [HOME + "c", HOME + "a"]
    assert {(one.guessed, one.lane, one.rank) for one in found} == {(True, Lane.PAGES, Rank.REST)}
    assert found[1].day == dt.date(2026, 3, 1).toordinal()
    assert found[1].parent == HOME + "map/s1.xml"


def test_an_endless_index_ends():
    class Endless(dict):
        def __contains__(self, file):
            return True

        def __getitem__(self, file):
            number = int(file.rpartition("=")[2]) if "=" in file else 0
            return index(*(f"{HOME}s?n={number * 10 + step}" for step in range(1, 11)))

    found, asked, steps = walk(Endless())
    assert found == []
    assert len(asked) == 200
    assert "其余未读" in steps.notes[0]


def test_a_walk_over_no_sitemap_at_all_says_why_and_goes_on():
    found, _, steps = walk({HOME + "sitemap.xml": b"<html></html>"})
    assert found == []
    assert "根元素" in steps.notes[0]
