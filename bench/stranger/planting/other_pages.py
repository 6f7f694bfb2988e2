"""What other authors would plant in frames, tags, links and files for the same indicators, and what they would take for innocent."""

import re
from collections.abc import Callable

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import QUIET, Truth, address, age, fault, near, no, pick, yes
from bench.stranger.rendering import plain_page

ENTRY = re.compile(
    r"<a [^>]*(?:jiucuo\.html|Link\().*?</a>|<script[^>]*jiucuo\.js[^>]*></script>|<[^<>]*jiucuo[^<>]*>",
    re.DOTALL,
)


def on(site: Site, edit: Callable[[str], str], *, home: bool = True, inner: bool = True) -> None:
    """Edits the pages as they are served: the home page, the others, or both."""
    site.edits.append(lambda path, html: edit(html) if (home if path == "/" else inner) else html)


def swap(site: Site, old: str, new: str, *, home: bool = True, inner: bool = True) -> None:
    on(site, lambda html: html.replace(old, new), home=home, inner=inner)


@fault("marks", ways=4)
def marks_lost_oddly(site: Site, n: int) -> list[Truth]:
    if n == 0:  # on the home page all is well
        swap(site, site.icp, "", home=False)
    elif n == 1:
        swap(site, site.police, "")
    elif n == 2:
        swap(site, site.phone, "")
    else:
        swap(site, site.code, site.code[:9])
    words = (
        "no record of the ministry on inner pages",
        "the police's mark without number",
        "contact without number",
        "a code of nine digits",
    )
    return [
        yes("D-4.2", None, words[n]),
        yes("D-4.7 D-4.4 D-2.4 D-1.2", None, "", optional=True),  # phone and code stand elsewhere, too
    ]


@near("marks", ways=4)
def marks_written_oddly(site: Site, n: int) -> list[Truth]:
    if n == 0:
        swap(site, site.icp, site.icp.replace("备", "备 ").replace("号", " 号"))
    elif n == 1:
        swap(site, f"赣公网安备 {site.police}号", f"赣公网安备<br>{site.police}号")
    elif n == 2:
        swap(site, "政府网站标识码：", "网站标识码 ")
    else:
        swap(site, "网站地图", "站点导航")
        return [no("D-4.2", None, "the map under another name"), yes("L-15", None, "", optional=True)]
    return [no("D-4.2", None, ("spaces in a record", "a number below its label", "a label without colon")[n])]


@fault("entry", ways=4)
def entry_lost_oddly(site: Site, n: int) -> list[Truth]:
    if n == 0:  # on the home page alone
        on(site, lambda html: ENTRY.sub("", html), home=False)
    elif n == 1:
        on(site, lambda html: ENTRY.sub("我为政府网站找错", html))
    elif n == 2:
        on(
            site,
            lambda html: ENTRY.sub(
                '<a href="/jiucuo.html"><img src="/images/jiucuo.png" alt="我要纠错"></a>', html
            ),
        )
        site.extra["/jiucuo.html"] = plain_page(
            "我要纠错",
            "<h1>我要纠错</h1><form method='post' action='/jc'><textarea name='n'></textarea></form>",
        )
    else:
        on(
            site,
            lambda html: ENTRY.sub(
                '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=&url=">找错</a>', html
            ),
        )
    return [
        yes(
            "D-4.4",
            None,
            (
                "on the home page alone",
                "words without a link",
                "an own page of corrections",
                "an entrance without a code",
            )[n],
        )
    ]


@near("entry", ways=3)
def entry_written_oddly(site: Site, n: int) -> list[Truth]:
    code = site.code
    # Hardly a quotation mark, which would end the string of a script that writes the foot.
    html = (
        f"<script id='_jiucuo_' sitecode='{code}' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>",
        f"<span id=_span_jiucuo><img onclick=Link(&quot;{code}&quot;) style=margin:0;border:0;cursor:pointer alt=找错 src=https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={code}></span>",
        f"<a target=_blank title=政府网站找错 href=https://zfwzgl.www.gov.cn/exposure/jiucuo.html?url=http%3A%2F%2F{site.host}%2F&site_code={code}>政府网站找错</a>",
    )[n]
    on(site, lambda page: ENTRY.sub(lambda _: html, page))
    return [no("D-4.4", None, "another form of the entrance")]


@fault("tags", ways=4)
def tags_lost_oddly(site: Site, n: int) -> list[Truth]:
    name = ("PubDate", "SiteName", "ColumnName", "ArticleTitle")[n]
    tag = re.compile(rf"<meta[^>]*name=[\"']{name}[\"'][^>]*>", re.IGNORECASE)
    instead = f'<meta name="{name}" content="">' if n < 3 else ""
    on(site, lambda html: tag.sub(instead, html), home=n == 1)
    return [yes("D-4.7", None, ("PubDate empty", "SiteName empty", "ColumnName empty", "no ArticleTitle")[n])]


@near("tags", ways=4)
def tags_written_oddly(site: Site, n: int) -> list[Truth]:
    tag = re.compile(r'<meta name="(\w+)" content="([^"]*)">')
    form = (
        lambda m: f'<META NAME="{m[1].lower()}" CONTENT="{m[2]}"/>',
        lambda m: f"<meta content='{m[2]}' name='{m[1]}'>",
        lambda m: f'<meta name = "{m[1]}"\n content = "{m[2]}" />',
        lambda m: m[0] * 2,
    )[n]
    on(site, lambda html: tag.sub(form, html))
    return [no("D-4.7", None, "tags in another spelling")]


@fault("deadhome", ways=4)
def dead_on_home_otherwise(site: Site, n: int) -> list[Truth]:
    where = ("/css/2018.css", "/wzsm/about.html", "http//www.jiuwangzhi.gov.cn/", "/svc/weather.do")[n]
    if n == 0:
        site.home_head += f'<link rel="stylesheet" href="{where}">'
    elif n == 1:
        swap(site, "</body>", f'<p><a href="{where}">网站声明</a></p></body>')
    elif n == 2:
        site.home_html += f'<p><a href="{where}">上级网站</a></p>'
    else:
        site.home_html += f'<p><a href="{where}">天气服务</a></p>'
        site.extra[where] = Answer(b"Internal Server Error", "text/html", status=500)
        return [
            yes("D-4.3", where, "an error of the server", optional=True)
        ]  # counts a day later at the earliest
    where = where.removeprefix("http") if n == 2 else where  # which makes it one of the site's own
    return [
        yes(
            "D-4.3",
            where,
            ("a style sheet", "in the footer of every page", "an address typed wrongly")[n],
            optional=n == 0,
        )
    ]


@near("deadhome", ways=4)
def no_links_at_all(site: Site, n: int) -> list[Truth]:
    path = "/meiyou/zhege.html"
    site.home_html += (
        f'<!-- <a href="{path}">旧版</a> --><p>旧版已停用</p>',
        f'<template><a href="{path}">模板</a></template>',
        f'<a href="javascript:void(0)" onclick="go(1)">下载</a> <a href="tel:07992233445">电话</a> <a href="mailto:a@b.cn">邮箱</a> <a href="#nowhere">顶部</a><span data-old="{path}"></span>',
        f'<script type="text/template"><a href="{path}">[title]</a></script>',
    )[n]
    return [no("D-4.3", path, "no link")]


@fault("deadin", ways=4)
def dead_inside_otherwise(site: Site, n: int) -> list[Truth]:
    _, i = pick(site, *QUIET)
    where = (f"/fj/{i.number}.zip", f"/fj/{i.number}.xls", f"/img/{i.number}.png", f"/zt/{i.number}/")[n]
    i.raw += (
        f'<p><a href=".{where}" download>附件下载</a></p>',
        f'<p><a href="{where} ">统计表</a></p>',
        f'<p><img data-src="{where}" src="{where}"></p>',
        f'<map name="m"><area shape="rect" coords="0,0,50,50" href="{where}"></map><img src="/images/top.jpg" usemap="#m">',
    )[n]
    return [
        yes(
            "D-4.3",
            where,
            (
                "a zip by a relative address",
                "an address with a blank",
                "a picture loaded late",
                "an area of a map",
            )[n],
        )
    ]


@near("deadin", ways=3)
def alive_after_all(site: Site, n: int) -> list[Truth]:
    _, i = pick(site, *QUIET)
    path = f"/ok/{i.number}.html"
    page = plain_page("说明", "<h1>说明</h1><p>有关工作的说明。</p>")
    if n == 0:
        i.raw += f'<p><a href=" {path}#p2 ">说明</a></p>'
        site.extra[path] = page
    elif n == 1:
        i.raw += f'<p><a href="//{site.host}{path}">说明</a></p>'
        site.extra[path] = page
    else:
        i.raw += f'<p><a href="{path}?a=1&amp;b=2">说明</a></p>'
        site.extra[f"{path}?a=1&b=2"] = page
    return [no("D-4.3", path, ("a fragment and blanks", "no scheme", "an ampersand")[n])]


@fault("search", ways=2)
def search_lost_oddly(site: Site, n: int) -> list[Truth]:
    form = re.compile(r"<form [^>]*(?:search|/s\b|/so|so\.)[^>]*>", re.IGNORECASE)
    if n == 0:  # the page of results is gone
        on(site, lambda html: form.sub('<form action="/search/old.jsp" method="get">', html))
    else:
        on(site, lambda html: form.sub('<form action="http://so.jiuxitong.com/so" method="get">', html))
    return [
        yes("D-4.5", None, "a search that leads nowhere", optional=n == 1),
        yes("L-15 D-4.3", None, "", optional=True),
    ]


@fault("source", ways=4)
def reprint_otherwise(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.source = None
    words = (
        "央视网消息：",
        "中新社广州8月30日电",
        "（光明日报记者 李远航）",
        "经济日报北京8月27日讯　记者周立平报道：",
    )[n]
    i.body.insert(0, words + "今年以来各地基层治理工作取得新进展。")
    return [yes("L-6", address(site, key, i), words)]


@near("source", ways=3)
def source_otherwise(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.source = None
    i.body.insert(0, "新华社北京8月30日电　今年以来各地基层治理工作取得新进展。")
    i.body.append(("（转自：新华网）", "稿件来源：新华社", "文章出处：新华社客户端")[n])
    return [no("L-6", address(site, key, i), i.body[-1])]


@fault("topic", ways=2)
def old_topic_otherwise(site: Site, n: int) -> list[Truth]:
    site.columns["z1"].name = ("2022年防汛抗旱专题", "第七次人口普查专题")[n]
    age(site, "z1", (1500, 1900)[n])
    return [yes("L-10", None, "a topic whose time is over")]


@fault("leave", ways=1)
def prompt_for_something_else(site: Site, n: int) -> list[Truth]:
    """Words of leaving stand in the site's own news alone."""
    site.flags["leave"] = False
    _, i = pick(site, *QUIET)
    i.body.append("活动结束后，请带好随身物品有序离开。访问外部网站时注意防范诈骗。")
    return [yes("L-11", None, "no prompt before leaving")]


@near("leave", ways=2)
def prompt_in_other_words(site: Site, n: int) -> list[Truth]:
    site.flags["leave"] = False
    words = ("您将前往非本网站页面，请确认是否继续浏览", "即将跳转至第三方网站，是否继续？")[n]
    script = f"<script>function out(u){{if(window.confirm('{words}')){{window.open(u)}}}}</script>"
    swap(site, "</body>", script + "</body>")
    return [no("L-11", None, words)]


@fault("media", ways=3)
def plays_by_itself(site: Site, n: int) -> list[Truth]:
    site.home_html += (
        '<video src="/v2.mp4" muted autoplay="true"></video>',
        '<video id="v" src="/v2.mp4"></video><script>document.getElementById("v").play()</script>',
        '<iframe src="/player.html" width="400" height="300" allow="autoplay"></iframe>',
    )[n]
    site.extra["/v2.mp4"] = Answer(b"\0" * 64, "video/mp4")
    site.extra["/player.html"] = Answer(b"<html><body><video src='/v2.mp4' autoplay></video></body></html>")
    return [yes("L-12", None, "plays by itself", optional=n != 1)]  # without sound, or in a frame of its own


@near("media", ways=2)
def plays_when_asked(site: Site, n: int) -> list[Truth]:
    site.home_html += (
        '<video src="/v2.mp4" controls data-autoplay="false"></video>',
        '<embed src="/v2.mp4" autostart="false">',
    )[n]
    site.extra["/v2.mp4"] = Answer(b"\0" * 64, "video/mp4")
    return [no("L-12", None, "plays when asked")]


@fault("access", ways=1)
def access_in_words_only(site: Site, n: int) -> list[Truth]:
    site.flags["access"] = False
    _, i = pick(site, *QUIET)
    i.body.append("社区推进无障碍设施改造，为老年人安装扶手。")
    return [yes("L-13", None, "no way in for the aged")]


@near("access", ways=3)
def access_by_other_names(site: Site, n: int) -> list[Truth]:
    site.flags["access"] = False
    words = ("关怀版", "老年模式", "无障碍辅助工具")[n]
    on(
        site,
        lambda html: re.sub(r"(<body[^>]*>)", rf'\1<a href="javascript:aria()">{words}</a>', html, count=1),
    )
    return [no("L-13", None, words)]


@fault("times", ways=1)
def no_times(site: Site, n: int) -> list[Truth]:
    """Articles that show no day at all."""
    day = re.compile(r"20\d\d[-./年]\d\d?[-./月]\d\d?日?(?: \d\d:\d\d(?::\d\d)?)?")
    body = site.columns["sp"].items
    heads = {i.title for i in body}

    def edit(html: str) -> str:
        named = re.search(r"<title>(.*?)_", html)
        return day.sub("", html) if named and named[1] in heads else html

    on(site, edit, home=False)
    return [
        yes("L-4", None, "articles of one column without a day", optional=True),
        yes("D-4.7 L-4c D-1.9", None, "", optional=True),
    ]


@fault("banner", ways=2)
def name_of_another(site: Site, n: int) -> list[Truth]:
    name = ("政务信息网", "门户网站")[n]
    site.flags.update(banner=name, title=name)
    return [yes("D-4.1 G-8", None, "a name that says no place")]


@near("banner", ways=2)
def name_in_a_picture(site: Site, n: int) -> list[Truth]:
    site.flags.update(title=(f"{site.name}-首页", f"欢迎访问{site.name}网站")[n])
    return [no("D-4.1 G-8", None, "the name in the title")]


@fault("tools", ways=1)
def tools_in_words_only(site: Site, n: int) -> list[Truth]:
    site.flags["tools"] = False
    _, i = pick(site, *QUIET)
    i.body.append("请自行打印报名表，并分享给身边的朋友。")
    return [yes("L-15", None, "no printing, no sharing")]


@near("tools", ways=2)
def tools_by_other_names(site: Site, n: int) -> list[Truth]:
    site.flags["tools"] = False
    bar = (
        '<div class="bar">【<a href="javascript:f(1)">大</a> <a href="javascript:f(0)">小</a>】【<a href="javascript:p()">打印此页</a>】【<a href="javascript:s()">分享</a>】【<a href="javascript:window.close()">关闭</a>】</div>',
        '<div class="bar"><i class="fs" title="字体放大"></i><i class="pr" title="打印"></i><i class="sh" title="扫一扫分享本页"></i></div>',
    )[n]
    for c in site.columns.values():
        for i in c.items:
            i.raw += bar
    return [no("L-15", None, "tools by other names")]
