"""A page that is walked as it is written gives the tree that the HTML parser would give."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.read.nodes import top_node
from xunwang.inspector.read.plain import Unplain
from xunwang.inspector.read.walk import Walk
from xunwang_demo.city import build


def walked(source, *, plain):
    walk, top = Walk(frozenset(), plain=plain), top_node()
    walk.read(source if plain else LexborHTMLParser(source).root.html, top)
    walk.close(top)
    walk.finish()
    elements = [
        (node.tag, node.attrs, node.depth, node.start, node.end, node.dark_start, node.dark_end, node.stop)
        for node in walk.nodes
    ]
    scripts = [script.code for script in walk.scripts]
    return elements, walk.text, walk.dark, walk.light.cuts, walk.titles, scripts


def whole(body):
    return f'<!DOCTYPE html>\n<html lang="zh">\n<head><meta charset="utf-8"><title>县城 &amp; 乡镇</title></head>\n<body>{body}</body>\n</html>\n'


@pytest.mark.parametrize(
    "body",
    [
        "<p>道路<b>养护</b>&nbsp;安排</p><br/>",
        "文字 <!-- 注 --> 文字",
        "<ul>\n<li><a href=/a/b.html>甲</a></li>\n<li><A HREF='/c?x=1&y=2' Class=k>乙</A></li></ul>".replace(
            "</A>", "</a>"
        ),
        "<table><tbody><tr><td>一</td><td>二</td></tr></tbody></table>末",
        "<select name=q><option value=1>甲<option>乙</option></select>后",
        "<script>if (a < b && c > d) { e('</div>') }</script><p>后</p>",
        "<script>\n<!--\nvar a = 1;\n//-->\n</script><p>后</p>",
        "<script>s.indexOf('<!--begin-->') < s.indexOf('<!--end-->')</script>后<!-- 注 --><script>b</script>",
        "<script><!--> a</script><script><!---> b <!-- c</script><p>后</p>",
        "<noscript>请打开脚本</noscript><svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
        "<textarea>\n写 < 信</textarea><iframe src=x></iframe>",
        "<dl><dt>甲</dt><dd><p>乙</p></dd></dl><pre>\n丙</pre>",
        "<p hidden>不见</p>看见",
        "<table><tr><td>甲</td></tr></table>",
        "<TABLE border=0>\n<CAPTION>表</CAPTION>\n<TR><TD>甲<TABLE><TR><TD>乙</TD></TR></TABLE></TD></TR> <TR><TD>丙</TD></TR>\n</TABLE>末",
        "<table><thead><tr><th>甲</th></tr></thead><tr><td>乙</td></tr></table>",
        "<P>甲<FONT color=#c00><B>乙</B></FONT></P><SELECT><OPTION>丙</OPTION></SELECT><SCRIPT>a < b</SCRIPT>后",
        "甲<?xml:namespace prefix = o /><o:p>乙</o:p><![if !supportLists]>丙<![endif]><st1:date w='1'>丁</st1:date>",
    ],
)
def test_careful_pages_are_walked_as_written(body):
    assert walked(whole(body), plain=True) == walked(whole(body), plain=False)


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲<p>乙",
        "<p>甲<div>乙</div></p>",
        "<table><tr><td>甲</td></tr><tbody><tr><td>乙</td></tr></tbody></table>",
        "<table><tr><td>甲</td></tr>乙</table>",
        "<table><td>甲</td></table>",
        "<table><tr><td>甲</table>",
        "<table>甲<tbody></tbody></table>",
        "<a href=x>甲<a href=y>乙</a></a>",
        "<b>甲<i>乙</b>丙</i>",
        "<li>甲</li>",
        "<ul><li>甲<li>乙</ul>",
        "<form><form></form></form>",
        "<div/>甲",
        "甲 &copy 乙",
        "<a href='?a=1&copy=2'>甲</a><a href='?x&lt'>乙</a>",
        "<a href=x href=y>甲</a>",
        "<a title='a>b'>甲</a>",
        "<h1><h2>甲</h2></h1>",
        "<select><b>甲</b></select>",
        "<noscript><div>甲</noscript>",
        "<svg><p>甲</p></svg>",
        "<script><!-- <script> </script>",
        "<script><!-- <SCRIPT> --></script>",
        "<script>a</SCRIPT>甲</script>",
        "<!--> 甲 -->",
        "<![CDATA[甲]]>",
        "<o:p/>甲",
        "<SCRIPT>a</SCRIPT>甲</script>",
        "甲 < 乙",
        "</p>甲",
        "</br>甲",
        "<td>甲</td>",
        "<option>甲</option>",
        "<plaintext>甲",
        "<xmp><b></xmp>",
        "<image src=x>",
        "<body class=k>甲",
        "<head><title>甲</title></head>",
        "<template><p>甲</template>",
        "<object><param name=a></object>",
        "</body>甲",
        "<div>甲",
    ],
)
def test_careless_pages_go_through_the_parser(body):
    with pytest.raises(Unplain):
        walked(whole(body), plain=True)


def test_the_pages_of_the_city_mean_what_they_spell():
    plain = 0
    for site in build(20260331).sites:
        for answer in list(site.pages.values())[:25]:
            source = answer.body.decode("utf-8", "ignore").replace("\r\n", "\n")
            try:
                spelt = walked(source, plain=True)
            except Unplain:
                continue
            plain += 1
            assert spelt == walked(source, plain=False)
    assert plain > 50
