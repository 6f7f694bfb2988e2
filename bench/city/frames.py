"""Two content systems: a modern one of nested boxes in UTF-8, and an old one of tables in GBK.

Both write what such systems really write around the text: meta tags, comments of the system, inline styles of a word
processor, sharing and counting scripts, titles repeated as attributes.
"""

from collections.abc import Iterable
from html import escape
from itertools import cycle, islice

from bench.city.plan import Column, Entry, Extra, SitePlan

_CROWD = ("中国政府网", "示例省人民政府", "示例市人大", "示例市政协", "示例市纪委监委", "示例日报", "示例新闻网", "示例市统计局",
          "示例市财政局", "示例市民政局", "示例市教育局", "示例市卫生健康委", "示例市交通运输局", "示例市水利局", "示例市文化和旅游局",
          "示例市气象局", "示例市税务局")  # fmt: skip
_SHARING = """<script type="text/javascript">
var _share={"common":{"bdSnsKey":{},"bdText":document.title,"bdMini":"2","bdMiniList":false,"bdPic":"","bdStyle":"0","bdSize":"16"},"share":{}};
function doZoom(size){var o=document.getElementById("zoom");if(!o){return;}o.style.fontSize=size+"px";var p=o.getElementsByTagName("p");
for(var i=0;i<p.length;i++){p[i].style.fontSize=size+"px";p[i].style.lineHeight=(size*2)+"px";}}
function doPrint(){var h=window.document.body.innerHTML;var s=h.indexOf("<!--startprint-->");var e=h.indexOf("<!--endprint-->");
window.document.body.innerHTML=h.substring(s+17,e);window.print();window.document.body.innerHTML=h;return false;}
function setHome(o){try{o.style.behavior="url(#default#homepage)";o.setHomePage(location.href);}catch(e){alert("请在浏览器设置中操作");}}
function addFavorite(t,u){try{window.external.addFavorite(u,t);}catch(e){try{window.sidebar.addPanel(t,u,"");}catch(x){alert("请使用Ctrl+D收藏");}}}
(function(){var d=new Date();var w=["日","一","二","三","四","五","六"];var s=d.getFullYear()+"年"+(d.getMonth()+1)+"月"+d.getDate()+"日 星期"+w[d.getDay()];
var n=document.getElementById("today");if(n){n.innerHTML=s;}})();
</script>
"""
_COUNTING = """<script type="text/javascript">
var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.async=true;hm.setAttribute("data-site","3507000011");
hm.src="/js/count.js";var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);})();
function searchSubmit(f){if(f.searchword.value==""||f.searchword.value=="请输入关键字"){alert("请输入检索内容");f.searchword.focus();return false;}
f.action="/search/";f.submit();return true;}
var _ua=navigator.userAgent.toLowerCase(),_old=/msie [6-8]/.test(_ua);if(_old){var _tip=document.createElement("div");_tip.className="old_tip";
_tip.innerHTML="您的浏览器版本过低，为保证浏览效果，请升级";document.body.insertBefore(_tip,document.body.firstChild);}
function tabs(box,on){var t=document.getElementById(box);if(!t){return;}var h=t.getElementsByTagName("h3"),d=t.getElementsByTagName("ul");
for(var i=0;i<h.length;i++){(function(n){h[n].onmouseover=function(){for(var j=0;j<h.length;j++){h[j].className="";d[j].style.display="none";}
h[n].className=on;d[n].style.display="block";};})(i);}}
function slide(id,wait){var b=document.getElementById(id);if(!b){return;}var l=b.getElementsByTagName("li"),n=0;window.setInterval(function(){
l[n].style.display="none";n=(n+1)%l.length;l[n].style.display="block";},wait||4000);}
tabs("hot_box","on");slide("focus",5000);
document.oncopy=function(){window._copied=(window._copied||0)+1;};
</script>
"""
_HEAD_STYLE = """<style type="text/css">
body,div,dl,dt,dd,ul,ol,li,h1,h2,h3,h4,h5,h6,pre,form,fieldset,input,textarea,p,blockquote,th,td{padding:0;margin:0}fieldset,img{border:0}
table{border-collapse:collapse;border-spacing:0}ol,ul{list-style:none}address,caption,cite,code,dfn,em,strong,th,var{font-weight:normal;font-style:normal}
.clearfix:after{content:".";display:block;height:0;clear:both;visibility:hidden}.clearfix{*zoom:1}.fl{float:left}.fr{float:right}.w1200{width:1200px;margin:0 auto}
.header{height:160px;background:url(/images/banner.jpg) no-repeat center top}.header .txt{width:260px;height:34px;line-height:34px;border:1px solid #d9d9d9;padding-left:8px}
.con_left{width:280px;padding:12px;border:1px solid #e2e2e2;background:#fafafa}.con_right{width:860px;min-height:600px}.list_ul li{height:40px;line-height:40px;border-bottom:1px dashed #ddd}
.page{text-align:center;padding:24px 0}.page a,.page span{display:inline-block;min-width:28px;height:28px;line-height:28px;border:1px solid #ddd;margin:0 3px}
.xl_title{font-size:26px;line-height:40px;text-align:center;padding:20px 0;color:#c00}.xl_info{text-align:center;border-top:1px solid #eee;border-bottom:1px solid #eee;line-height:36px}
.TRS_Editor P{margin-top:0;margin-bottom:0;line-height:2;font-family:宋体;font-size:12pt}
.TRS_Editor DIV,.TRS_Editor TD,.TRS_Editor TH,.TRS_Editor SPAN,.TRS_Editor FONT,.TRS_Editor UL,.TRS_Editor LI,.TRS_Editor A{line-height:2;font-family:宋体;font-size:12pt}
.nav li{float:left;width:11.1%;text-align:center}.nav li a{display:block;height:42px;line-height:42px;color:#fff}.nav li.on a{background:#0b5fa5}
.hot li{height:30px;line-height:30px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;padding-left:12px;background:url(/images/dot.png) no-repeat 0 center}
</style>
"""


class Frame:
    """The modern system."""

    charset = "utf-8"

    def __init__(self, plan: SitePlan) -> None:
        self._plan = plan
        self._menu = self._written_menu()
        self._foot = self._written_foot()
        self._latest = sorted((e for c in plan.columns for e in c.entries[:2]), key=lambda e: e.day)[-12:]

    # pages -------------------------------------------------------------------------------------------------

    def home(self) -> str:
        boxes = "\n".join(self._box(column, column.entries[:6]) for column in self._plan.columns[:18])
        return self._page(self._plan.name, "", boxes + self._friends(), crumbs="")

    def channel(self, name: str) -> str:
        columns = [column for column in self._plan.columns if column.channel == name]
        boxes = "\n".join(self._box(column, column.entries[:10]) for column in columns)
        return self._page(
            f"{name}_{self._plan.name}", self._column_tags(name), boxes, crumbs=self._crumbs(name)
        )

    def standing(self, name: str, paragraphs: Iterable[str]) -> str:
        main = self._body(f"<h1>{name}</h1>", paragraphs, Extra())
        return self._page(
            f"{name}_{self._plan.name}", self._column_tags(name), main, crumbs=self._crumbs(name)
        )

    def listing(self, column: Column, number: int) -> str:
        main = self._list(column.shown(number)) + self._pager(column, number)
        crumbs = self._crumbs(column.channel, column.name)
        tags = self._column_tags(column.name)
        return self._page(f"{column.name}_{self._plan.name}", tags, main, crumbs=crumbs, side=column)

    def article(self, column: Column, index: int, paragraphs: Iterable[str], source: str) -> str:
        entry = column.entries[index]
        around = column.entries[max(0, index - 1) : index] + column.entries[index + 1 : index + 5]
        head = (
            f'<h1 class="xl_title">{escape(entry.title)}</h1>\n<div class="xl_info"><span>发布时间：{entry.day} {entry.clock}</span>'
            f'<span>来源：{source}</span><span>浏览次数：<i id="hits">{entry.number * 7}</i></span><span>字体：<a href="javascript:doZoom(20)">大</a> '
            '<a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a></span></div>'
        )
        main = self._body(head, paragraphs, self._plan.extras.get(entry.number, Extra()))
        main += f'<div class="xl_about"><h3>相关信息</h3>{self._list(around)}</div>'
        tags = self._column_tags(column.name) + self._article_tags(entry, source)
        crumbs = self._crumbs(column.channel, column.name, "正文")
        return self._page(
            f"{entry.title}_{column.name}_{self._plan.name}", tags, main, crumbs=crumbs, side=column
        )

    # the frame ---------------------------------------------------------------------------------------------

    def _page(self, title: str, tags: str, main: str, *, crumbs: str, side: Column | None = None) -> str:
        aside = self._side(side) if side else ""
        return (
            f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{self.charset}">\n<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1.0">\n<title>{escape(title)}</title>\n{self._site_tags()}{tags}'
            f'<link rel="stylesheet" type="text/css" href="/css/common.css">\n<link rel="stylesheet" type="text/css" href="/css/main.css">\n'
            f'<script type="text/javascript" src="/js/jquery.min.js"></script>\n<script type="text/javascript" src="/js/common.js"></script>\n{_HEAD_STYLE}</head>\n<body>\n'
            f'<div class="top"><div class="w1200 clearfix"><span id="today" class="fl"></span><div class="fr"><a href="/zwgk/jg/14/">无障碍浏览</a> | <a href="/zwgk/jg/13/">网站地图</a></div></div></div>\n'
            f'<div class="header"><div class="w1200"><a href="/"><img src="/images/logo.png" alt="{self._plan.name}" width="620" height="96"></a>\n'
            '<form name="searchForm" method="get" action="/search/" onsubmit="return searchSubmit(this)"><input type="text" name="searchword" class="txt" value=""><input type="submit" value="搜索" class="btn"></form></div></div>\n'
            f'{self._menu}\n{crumbs}\n<div class="w1200 clearfix wrap">\n{aside}<div class="con_right fr">\n{main}\n</div>\n</div>\n{self._foot}\n{_SHARING}{_COUNTING}</body>\n</html>\n'
        )  # fmt: skip

    def _written_menu(self) -> str:
        rows = []
        for channel, path in self._plan.channels.items():
            below = "".join(
                f'<dd><a href="{column.path}" title="{column.name}" target="_self" class="sub_a" onfocus="this.blur();">{column.name}</a></dd>'
                for column in self._plan.columns
                if column.channel == channel
            )
            rows.append(f'<li class="m"><h3><a href="{path}" title="{channel}" target="_self">{channel}</a></h3><dl class="sub">{below}</dl></li>')  # fmt: skip
        others = "".join(f'<dd><a href="{path}" title="{name}" target="_self" class="sub_a" onfocus="this.blur();">{name}</a></dd>' for name, path in self._plan.standing.items())  # fmt: skip
        return f'<div class="nav"><div class="w1200"><ul class="clearfix"><li class="m on"><h3><a href="/" target="_self">首页</a></h3></li>{"".join(rows)}<li class="m"><h3>机构</h3><dl class="sub">{others}</dl></li></ul></div></div>'

    def _written_foot(self) -> str:
        code = f"35070000{sum(map(ord, self._plan.authority)) % 90 + 10}"
        friends = self._friends()
        return (
            f'{friends}<div class="footer"><div class="w1200"><p><a href="/zwgk/jg/8/">网站声明</a> | <a href="/zwgk/jg/9/">联系我们</a></p>'
            f"<p>主办单位：{self._plan.name}办公室&nbsp;&nbsp;承办单位：示例市数据管理中心&nbsp;&nbsp;联系电话：工作日拨打政务服务便民热线</p>"
            f'<p>网站标识码：{code}&nbsp;&nbsp;<a href="/zwgk/jg/1/">闽ICP备20260001号-{code[-1]}</a>&nbsp;&nbsp;闽公网安备 {code}00{code[-2:]}号</p>'
            '<p>为了获得更好的浏览效果，建议您使用IE8.0及以上版本浏览器登录本站，屏幕分辨率设置为1280*1024</p><p><img src="/images/party.png" alt="党政机关"><img src="/images/jiucuo.png" alt="政府网站找错"></p></div></div>'
        )  # fmt: skip

    def _friends(self) -> str:
        links = (f'<a href="{path}" target="_blank" title="{name}">{name}</a>' for name, path in zip(_CROWD, cycle(self._plan.channels.values()), strict=False))  # fmt: skip
        return f'<div class="links w1200"><h3>友情链接</h3><div>{" ".join(links)}</div></div>'

    def _crumbs(self, *steps: str) -> str:
        known = {**self._plan.channels, **{column.name: column.path for column in self._plan.columns}}
        links = [f'<a href="{known[step]}" class="CurrChnlCls">{step}</a>' if step in known else f"<span>{step}</span>" for step in steps]  # fmt: skip
        return f'<div class="position w1200">当前位置：<a href="/" class="CurrChnlCls">首页</a> &gt; {" &gt; ".join(links)}</div>'

    def _side(self, column: Column) -> str:
        hot = "\n".join(self._side_line(entry) for entry in column.hot)
        latest = "\n".join(self._side_line(entry) for entry in self._latest)
        return (
            f'<div class="con_left fl"><div class="hot"><h3>热点信息</h3><ul>\n{hot}\n</ul></div>'
            f'<div class="hot"><h3>最新发布</h3><ul>\n{latest}\n</ul></div></div>\n'
        )

    def _side_line(self, entry: Entry) -> str:
        return f'<li><a href="{entry.path}" target="_blank" title="{escape(entry.title)}">{escape(entry.title[:18])}…</a></li>'

    # pieces ------------------------------------------------------------------------------------------------

    def _site_tags(self) -> str:
        plan = self._plan
        return f'<meta name="SiteName" content="{plan.name}">\n<meta name="SiteDomain" content="{plan.authority}">\n<meta name="SiteIDCode" content="3507000011">\n<meta name="Author" content="示例市数据管理中心">\n'

    def _column_tags(self, name: str) -> str:
        return f'<meta name="ColumnName" content="{name}">\n<meta name="ColumnDescription" content="{self._plan.name}{name}栏目，发布{name}有关信息">\n<meta name="ColumnKeywords" content="{name},政务公开,信息公开">\n<meta name="ColumnType" content="{name}">\n'

    def _article_tags(self, entry: Entry, source: str) -> str:
        title = escape(entry.title)
        return f'<meta name="ArticleTitle" content="{title}">\n<meta name="PubDate" content="{entry.day} {entry.clock}">\n<meta name="ContentSource" content="{source}">\n<meta name="Keywords" content="{title}">\n<meta name="Description" content="{title}，{source}，{self._plan.name}">\n'

    def _box(self, column: Column, entries: Iterable[Entry]) -> str:
        return f'<div class="box"><div class="tit"><h2><a href="{column.path}" target="_blank">{column.name}</a></h2><a class="more" href="{column.path}" target="_blank">更多&gt;&gt;</a></div>{self._list(entries)}</div>'

    def _list(self, entries: Iterable[Entry]) -> str:
        lines = "\n".join(self._line(entry) for entry in entries)
        return f'<ul class="list_ul">\n{lines}\n</ul>'

    def _line(self, entry: Entry) -> str:
        title = escape(entry.title)
        return f'<li class="clearfix"><i class="dot"></i><a href="{entry.path}" target="_blank" title="{title}" class="fl ellipsis">{title}</a><span class="date fr">{entry.day}</span></li>'

    def _pager(self, column: Column, number: int) -> str:
        near = [n for n in range(1, column.pages + 1) if abs(n - number) < 5 or n == column.pages]
        links = " ".join(f'<a href="{column.page_path(n)}" class="page_n">{n}</a>' if n != number else f'<span class="cur">{n}</span>' for n in near)  # fmt: skip
        return f'<div class="page">共{column.pages}页 {links}</div>'

    def _body(self, head: str, paragraphs: Iterable[str], extra: Extra) -> str:
        text = "\n".join(self._paragraph(paragraph) for paragraph in paragraphs)
        images = "".join(f'<p align="center" style="text-align:center;"><img src="{url}" oldsrc="{url.rpartition("/")[2]}" alt="" width="600" style="border-width:0px;"></p>' for url in extra.images)  # fmt: skip
        files = "".join(f'<p class="fj">附件：<a href="{url}" target="_blank">附件{n}（点击下载）</a></p>' for n, url in enumerate(extra.attachments, start=1))  # fmt: skip
        links = "".join(f'<p>详见：<a href="{url}" target="_blank">专题链接</a></p>' for url in extra.links)
        return f'<div class="xl"><!--startprint-->\n{head}\n<div class="xl_con" id="zoom"><!--ZJEG_RSS.content.begin--><div class="TRS_Editor">\n{text}\n{images}{files}{links}</div><!--ZJEG_RSS.content.end--></div><!--endprint-->\n</div>\n'

    def _paragraph(self, text: str) -> str:
        return f'<p style="text-align: justify; line-height: 2em; text-indent: 32pt; margin-top: 0px; margin-bottom: 0px;" class="MsoNormal"><span style="font-family: 仿宋_GB2312; font-size: 16pt; mso-spacerun: \'yes\'; mso-font-kerning: 1.0000pt;">{escape(text)}</span></p>'


class Tables(Frame):
    """The old system: tables, upper-case tags, single quotes, GBK."""

    charset = "gbk"

    def _list(self, entries: Iterable[Entry]) -> str:
        lines = "\n".join(self._line(entry) for entry in entries)
        return (
            f'<TABLE width="100%" border=0 cellpadding=0 cellspacing=0 class=list_table>\n{lines}\n</TABLE>'
        )

    def _line(self, entry: Entry) -> str:
        title = escape(entry.title)
        return f"<TR><TD width=12 height=28 align=center valign=middle><img src='/images/dot.png' width=3 height=3></TD><TD align=left class=bt_link><A href='{entry.path}' target=_blank title='{title}'>{title}</A></TD><TD width=90 align=right class=bt_time>[{entry.day}]</TD></TR>"

    def _side_line(self, entry: Entry) -> str:
        return f"<li><FONT color=#c00>·</FONT><A href='{entry.path}' target=_blank title='{escape(entry.title)}' style='color:#333;text-decoration:none;'>{escape(entry.title[:18])}…</A></li>"

    def _paragraph(self, text: str) -> str:
        return f"<P style='TEXT-ALIGN: justify; LINE-HEIGHT: 30pt; TEXT-INDENT: 32pt; MARGIN: 0cm 0cm 0pt; mso-line-height-rule: exactly' class=MsoNormal align=left><SPAN lang=ZH-CN style='FONT-SIZE: 16pt; FONT-FAMILY: 仿宋_GB2312; mso-bidi-font-family: 仿宋_GB2312; mso-hansi-font-family: 宋体'>{escape(text)}<?xml:namespace prefix = o /><o:p></o:p></SPAN></P>"


def frame_of(plan: SitePlan, number: int) -> Frame:
    """Every second site of a city is an old one."""
    return next(islice((kind(plan) for kind in cycle((Frame, Tables))), number, None))
