import pytest
from reading import article_of, page_of

from xunwang.inspector.read.scripts import written_by


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ('document.write("<p>甲<\\/p>");', "<p>甲</p>"),
        ("document.writeln('<p>' + '甲' + '</p>');", "<p>甲</p>"),
        (
            "document.write(unescape(\"%3Cspan id='_ideConac'%3E%3C/span%3E\"));",
            "<span id='_ideConac'></span>",
        ),
        ('document.write(unescape("%u6807%u8BC6"));', "标识"),
        ('var a = "<b>甲"; a += "乙</b>"; document.write(a);', "<b>甲乙</b>"),
        ('window["\\x64ocument"]; document.write("\\u7532");', "甲"),
        ('/* document.write("旧") */ document.write("新"); // document.write("旧")', "新"),
        (
            'document.write("<a href=\'http://a.gov.cn/\'>甲</a>"); document.write("乙")',
            "<a href='http://a.gov.cn/'>甲</a>乙",
        ),
    ],
)
def test_fixed_strings_are_put_together(code, html):
    (piece,) = written_by(code)
    assert piece.html.strip() == html
    assert piece.certain


@pytest.mark.parametrize(
    "code",
    [
        'document.write("<a href=\'index_" + i + ".html\'>" + i + "</a>");',
        "function f(){ document.write(\"<a href='/x.html'>甲</a>\"); }",
        'document.write("<p>" + new Date().getFullYear() + "</p>");',
    ],
)
def test_what_a_script_computes_or_may_not_run_is_not_certain(code):
    assert [piece.certain for piece in written_by(code)] == [False]


def test_markup_for_an_element_is_named_with_it():
    (piece,) = written_by("document.getElementById('foot').innerHTML = '<p>主办</p>';")
    assert (piece.html, piece.target, piece.certain) == ("<p>主办</p>", "foot", True)
    (piece,) = written_by('$("#foot").html("<p>主办</p>");')
    assert (piece.html, piece.target) == ("<p>主办</p>", "foot")


@pytest.mark.parametrize(
    ("code", "certain"),
    [
        ('if($("#ly").html()==="来源："){\n$("#ly").html("来源：本站");\n}', False),
        ('if (kind == 1) { $("#ly").html("甲"); } else { $("#ly").html("乙"); }', False),
        ('if (kind > 1) $("#ly").html("甲");', False),
        ('if ($("#ly").length > 0) { $("#ly").html("甲"); }', True),
        ('$(function(){ if (box) { $("#ly").html("甲"); } });', True),
        ('if (a == b) { c(); } $("#ly").html("甲");', True),
    ],
)
def test_what_is_written_in_one_case_only_is_not_certain(code, certain):
    assert {piece.certain for piece in written_by(code)} == {certain}


def test_words_that_a_script_puts_in_where_none_are_stay_out_where_some_are():
    line = '<p><span>发布时间：2026-03-12</span> <span id="ly">来源：和平日报</span></p>'
    script = '<script>if($("#ly").html()==="来源："){$("#ly").html("来源：平台发布");}</script>'
    assert article_of(line + script).source == "和平日报"


def test_only_certain_links_become_links():
    page = page_of('<script>document.write("<a href=\'/sure.html\'>定</a>");var i=f();'
                   'document.getElementById("x").innerHTML="<a href=\'/p"+i+".html\'>疑</a>";</script><div id="x"></div>')  # fmt: skip
    assert [link.href for link in page.links if link.kind == "page"] == ["/sure.html"]


def test_words_written_in_the_middle_of_a_line_stand_there():
    page = article_of('<p>文号：和政<script>document.write("〔2026〕5号")</script></p>')
    assert (
        "和政〔2026〕5号" in page_of('<p>文号：和政<script>document.write("〔2026〕5号")</script></p>').text
    )
    assert page.title == "县城道路养护计划公布"


def test_a_clock_written_by_script_is_no_date_of_the_page():
    page = page_of(
        '<script>var d=new Date();document.write(d.getFullYear()+"年3月31日");</script><p>甲乙丙</p>'
    )
    assert page.text == "甲乙丙"


def test_records_of_a_data_island_are_read_as_the_list_they_fill():
    page = page_of(
        '<div class="main"><script type="text/xml"><datastore><recordset>'
        '<record><![CDATA[<li><a href="/art/2026/3/18/art_1_2.html">桥梁检测安排公示</a><span>2026-03-18</span></li>]]></record>'
        '<record><![CDATA[<li><a href="/art/2026/3/8/art_1_1.html">水库巡查安排公示</a><span>2026-03-08</span></li>]]></record>'
        "</recordset></datastore></script></div>"
    )
    assert [item.date.day for item in page.items] == [18, 8]


def test_a_script_that_writes_without_end_is_looked_at_only_so_far():
    """Each write stands inside the one before it; reading all of them through would take minutes."""
    pieces = written_by('document.write("' * 30_000)
    assert pieces
    assert not any(piece.certain for piece in pieces)


@pytest.mark.parametrize(
    "code",
    [
        'var a = "甲";' + "a = a + a;" * 60 + "document.write(a + i);",
        'var a = "甲";' + "a += a;" * 60 + "document.write(a + i);",
        "document.write(i);" + "/*" * 100_000,
        'document.write(i);"' + '\\"' * 100_000,
        "document.write(i);" + " " * 100_000,
    ],
    ids=["doubled", "added to itself", "comments", "strings", "spaces"],
)
def test_a_script_that_grows_or_begins_without_end_is_looked_at_only_so_far(code):
    """Each of them would fill the memory, or take hours where every place is tried anew."""
    assert [piece.certain for piece in written_by(code)] in ([], [False])


def test_the_scripts_of_a_page_write_only_so_much_together():
    """A few lines make millions of characters, and a page may hold hundreds of them."""
    code = f'var a = "{"甲" * 100}";' + "a = a + a;" * 13 + 'document.write("<p>" + a + "</p>");'
    page = page_of("<p>首</p>" + f"<div><script>{code}</script></div>" * 9 + "<p>末</p>")

    assert page.text.startswith("首")
    assert page.text.endswith("末")
    assert 0 < page.text.count("甲") < 9 * 100 * 2**13


def test_a_footer_is_told_by_the_file_that_a_script_asks_for_whatever_follows_it() -> None:
    page = page_of(
        "<div><ul><li><a href='/a/1.html'>春季植树活动举行</a> 2026-03-27</li></ul></div>"
        "<table><tr><td><table><tr><td><div id='cm_x1'></div><script>var r=new XMLHttpRequest();r.open('GET','/include/footer.html');"
        "r.onload=function(){document.getElementById('cm_x1').innerHTML=r.responseText;};r.send();</script></td></tr></table></td></tr></table>"
        "<div><p>公共文化场馆开放安排</p><p>城市道路养护计划</p><p>河道水位每日播报</p></div>"
    )
    assert "footer" in page.script_filled


def test_a_footer_that_a_script_sets_for_one_of_several_websites_is_not_missing() -> None:
    page = page_of(
        "<div><ul><li><a href='/a/1.html'>春季植树活动举行</a> 2026-03-27</li></ul></div><div id='biao'></div>"
        "<script>if(group==1){var c=document.getElementById('biao');c.innerText='主办：甲县人民政府';}"
        "if(group==2){var c=document.getElementById('biao');c.innerText='主办：乙县人民政府';}</script>"
    )
    assert "footer" in page.script_filled
    assert page.marks.organiser is None
