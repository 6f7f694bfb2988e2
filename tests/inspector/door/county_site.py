"""A county's whole website in a style of its own: thirty-odd pages, a few real faults, and beside each what only looks like one."""

from collections.abc import Sequence

HOST = "www.liuxi-xian.gov.cn"
HOME = f"http://{HOST}/"
NAME, CODE = "柳溪县人民政府", "9900980011"
_METAS = f'<meta name="SiteName" content="{NAME}"><meta name="SiteDomain" content="{HOST}"><meta name="SiteIDCode" content="{CODE}">'
_BAR = (
    ("/", "网站首页"), ("/xwdt/jrlx/", "今日柳溪"), ("/xwdt/xzdt/", "乡镇动态"), ("/zwgk/tzgg/", "通知公告"), ("/zwgk/zcwj/", "政策文件"),
    ("/zwgk/", "政务公开"), ("/bsfw/", "办事服务"), ("/hdjl/xzxx/", "县长信箱"), ("/zjlx/", "走进柳溪"),
)  # fmt: skip
_BELOW = (
    ("/zwgk/zcjd/", "政策解读"), ("/zwgk/jgzn/", "机构职能"), ("/zwgk/ldzc/", "领导之窗"), ("/zwgk/czzj/", "财政资金"), ("/zwgk/rsxx/", "人事信息"),
    ("/zwgk/jyta/", "建议提案"), ("/zwgk/ghjh/", "规划计划"), ("/hdjl/myzj/", "民意征集"),
)  # fmt: skip
_FOOT = f"""<div class="lx-bottom"><p><a href="/wzdt.html">网站地图</a> | <a href="mailto:web@liuxi-xian.gov.cn">写邮件给我们</a></p>
<p>主办单位：柳溪县人民政府办公室　联系电话：0600-7700011　网站标识码：{CODE}　赣ICP备99980011号-1</p>
<p><a href="https://bszs.conac.cn/sitename?method=show&id=AB12"><img src="/i/red.png" alt="党政机关"></a>
<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}&url=http%3A%2F%2F{HOST}%2F"><img src="/i/jiucuo.png" alt="我为政府网站找错"></a></p></div>"""
_SIDE = '<div class="lx-rank"><h4>点击排行</h4><ul><li><a href="/xwdt/jrlx/20260330-1.html">全县一季度重点项目集中开工</a><span>2026-03-30</span></li></ul></div>'
_TOPIC_OVER = "乡村读书节专题"

Row = tuple[str, str, str]  # address, title, day


def page(title: str, body: str, metas: str = "") -> str:
    bar = "".join(f'<a href="{path}">{name}</a>' for path, name in _BAR)
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>{_METAS}{metas}</head><body>'
        f'<div class="lx-top"><span class="clock">今天是2026年3月31日 星期二</span><img src="/i/logo.png" alt="{NAME}">'
        f'<form action="/so" method="get"><input name="q" placeholder="请输入关键字"><button>搜索</button></form></div><div class="lx-menu">{bar}</div>{body}{_FOOT}'
        '<iframe src="/sso.html" style="display:none" width="0" height="0"></iframe></body></html>'
    )


def _column_metas(name: str, kind: str) -> str:
    return (
        f'<meta name="ColumnName" content="{name}"><meta name="ColumnDescription" content="{NAME}{name}">'
        f'<meta name="ColumnKeywords" content="{name}"><meta name="ColumnType" content="{kind}">'
    )


def column(
    path: str, name: str, rows: Sequence[Row], *, before: str = "", after: str = "", kind: str = "信息公开"
) -> tuple[str, str]:
    listed = "".join(f'<li><i>{day}</i><a href="{url}">{title}</a></li>' for url, title, day in rows)
    place = f'<div class="lx-where">当前位置：<a href="/">首页</a> &gt; <a href="{path}">{name}</a></div>'
    body = f'<div class="lx-page">{place}{before}<ul class="lx-rows">{listed}</ul>{after}</div>'
    return path, page(f"{name}-{NAME}", body, _column_metas(name, kind))


def article(
    column_of: Row,
    row: Row,
    words: str,
    *,
    source: str = "柳溪县融媒体中心",
    side: str = _SIDE,
    after: str = "",
) -> tuple[str, str]:
    path, name, kind = column_of
    url, title, day = row
    metas = _column_metas(name, kind) + (
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 10:30"><meta name="ContentSource" content="{source}">'
    )
    place = f'<div class="lx-where">当前位置：<a href="/">首页</a> &gt; <a href="{path}">{name}</a> &gt; 正文</div>'
    share = '<div class="lx-share">【<a href="javascript:window.print()">打印</a>】分享到：<a href="javascript:share(1)">微信</a></div>'
    body = (
        f'<div class="lx-page">{place}<h1>{title}</h1><p class="lx-info">发布时间：{day} 10:30　来源：{source}</p>'
        f'<div class="lx-text"><p>{words}</p>{after}</div>{share}</div>{side}'
    )
    return url, page(f"{title}-{NAME}", body, metas)


_FILL = "有关单位按照职责分工，明确任务、时限和责任人，逐项推进落实，并及时向社会公布进展情况，接受群众监督。"
NEWS = ("/xwdt/jrlx/", "今日柳溪", "政务动态")
TOWNS = ("/xwdt/xzdt/", "乡镇动态", "政务动态")
NOTICES = ("/zwgk/tzgg/", "通知公告", "通知公告")
POLICIES = ("/zwgk/zcwj/", "政策文件", "政策文件")
READINGS = ("/zwgk/zcjd/", "政策解读", "政策解读")
MONEY = ("/zwgk/czzj/", "财政资金", "信息公开")
STAFF = ("/zwgk/rsxx/", "人事信息", "人事信息")
PLANS = ("/zwgk/ghjh/", "规划计划", "规划计划")
ASKED = ("/hdjl/myzj/", "民意征集", "互动交流")

_NEWS_ROWS: list[Row] = [
    ("/xwdt/jrlx/20251226-3.html", "[置顶]柳溪县政务服务指南", "2025-12-26"),
    ("/xwdt/jrlx/20260330-1.html", "全县一季度重点项目集中开工", "2026-03-30"),
    ("/xwdt/jrlx/20260324-2.html", "公安机关通报打击网络赌博成果", "2026-03-24"),
    ("/xwdt/jrlx/20260318-1.html", "县图书馆延长开放时间", "2026-03-18"),
]
_TOWN_ROWS: list[Row] = [
    ("/xwdt/xzdt/20260312-1.html", "清溪镇开展义务植树", "2026-03-12"),
    ("/xwdt/xzdt/20260226-1.html", "石坪乡修缮灌溉水渠", "2026-02-26"),
]
_NOTICE_ROWS: list[Row] = [
    ("/zwgk/tzgg/20260309-1.html", "关于受理2026年技能培训报名的通知（截止日期2026-04-30）", "2026-03-09"),
    ("/zwgk/tzgg/20260112-1.html", "关于部分路段夜间施工的公告", "2026-01-12"),
    ("/zwgk/tzgg/20251120-1.html", "保密宣传教育月活动通知", "2025-11-20"),
]
_POLICY_ROWS: list[Row] = [
    ("/zwgk/zcwj/20260115-1.html", "柳溪县人民政府关于印发柳溪县农村公路管理养护办法的通知", "2026-01-15"),
    (
        "/zwgk/zcwj/20251016-1.html",
        "柳溪县人民政府办公室关于印发柳溪县社区养老服务补助办法的通知",
        "2025-10-16",
    ),
    ("/zwgk/zcwj/20250820-1.html", "柳溪县人民政府关于印发柳溪县户外广告设置管理规定的通知", "2025-08-20"),
]
_READING_ROWS: list[Row] = [
    ("/zwgk/zcjd/20260116-1.html", "《柳溪县农村公路管理养护办法》解读", "2026-01-16"),
    ("/zwgk/zcjd/20251017-1.html", "一图读懂《柳溪县社区养老服务补助办法》", "2025-10-17"),
]
_MONEY_ROWS: list[Row] = [
    ("/zwgk/czzj/20260205-1.html", "柳溪县2026年县级部门预算公开", "2026-02-05"),
    ("/zwgk/czzj/20250918-1.html", "柳溪县2024年财政决算公开", "2025-09-18"),
    ("/zwgk/czzj/20250211-1.html", "柳溪县2025年县级部门预算公开", "2025-02-11"),
]
_STAFF_ROWS: list[Row] = [  # the newest lies on the very day a year before
    ("/zwgk/rsxx/20250331-1.html", "柳溪县2025年事业单位招聘公告", "2025-03-31"),
    ("/zwgk/rsxx/20240620-1.html", "柳溪县事业单位拟聘用人员公示", "2024-06-20"),
]
_PLAN_ROWS: list[Row] = [
    ("/zwgk/ghjh/20250210-1.html", "柳溪县2025年重点工作计划", "2025-02-10"),
    ("/zwgk/ghjh/20240126-1.html", "柳溪县2024年重点工作计划", "2024-01-26"),
]
_ASKED_ROWS: list[Row] = [
    (
        "/hdjl/myzj/20260320-1.html",
        "关于公开征求《柳溪县停车场管理办法（征求意见稿）》意见的公告",
        "2026-03-20",
    ),
    (
        "/hdjl/myzj/20251130-1.html",
        "关于《柳溪县绿化管理办法（征求意见稿）》意见采纳情况的反馈",
        "2025-11-30",
    ),
    (
        "/hdjl/myzj/20251020-1.html",
        "关于公开征求《柳溪县绿化管理办法（征求意见稿）》意见的公告",
        "2025-10-20",
    ),
]
_GUIDES = (
    "道路占用许可",
    "户外广告设置审批",
    "公共场所卫生许可",
    "老年人优待证办理",
    "农机登记",
    "食品小作坊登记",
)
_TOPICS = "/zt/"


def _guide(number: int, name: str) -> tuple[str, str]:
    """The second lacks half of its elements, the third is vague, the forms of the fourth and the fifth are gone."""
    elements = [
        ("设定依据", "《柳溪县政务服务事项目录》第三章。"), ("申请条件", "在本县行政区域内从事相应活动的单位和个人。"),
        ("申请材料", f"1.{name}申请表；2.身份证明复印件；3.其他材料：（1）场地平面图（2）授权委托书。"),
        ("办理流程", "申请—受理—审查—决定—送达。"), ("办理地点", "柳溪县政务服务中心二楼5号窗口。"),
        ("办理时间", "工作日9:00—12:00，13:30—17:00。"), ("咨询电话", "0600-7700125"),
    ]  # fmt: skip
    if number == 2:
        elements = elements[:3]
    if number == 3:
        elements[2] = ("申请材料", f"{name}申请表及其他有关材料。")
    rows = "".join(f"<tr><th>{one}</th><td>{text}</td></tr>" for one, text in elements)
    form = f'<p><a href="/files/form{number}.doc">{name}申请表.doc</a></p>'
    place = f'<div class="lx-where">当前位置：<a href="/">首页</a> &gt; <a href="/bsfw/">办事服务</a> &gt; {name}</div>'
    return f"/bsfw/{number}.html", page(
        f"{name}-办事指南-{NAME}",
        f'<div class="lx-page">{place}<h1>{name}</h1><table>{rows}</table>{form}</div>',
    )


def _letter(number: int, title: str, asked: str, answered: str | None) -> tuple[str, str]:
    answer = (
        f"<p>答复单位：柳溪县交通运输局</p><p>答复时间：{answered}</p><p>答复内容：您好，经现场核实，护栏已于当日修复，感谢您的反映。</p>"
        if answered
        else "<p>办理状态：办理中</p>"
    )
    place = '<div class="lx-where">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/xzxx/">县长信箱</a> &gt; 信件详情</div>'
    return f"/hdjl/xzxx/{number}.html", page(
        f"{title}-县长信箱-{NAME}",
        f'<div class="lx-page">{place}<h1>{title}</h1><p>来信时间：{asked}</p><p>来信内容：请问{title}何时处理？</p>{answer}</div>',
    )


_LETTERS = (
    (1, "县道护栏破损", "2026-03-16", "2026-03-18"),
    (2, "公园座椅损坏", "2026-02-20", None),  # not yet three months
    (3, "巷道排水不畅", "2025-10-08", None),
)


def _mailbox() -> tuple[str, str]:
    rows = "".join(
        f'<tr><td><a href="/hdjl/xzxx/{number}.html">{title}</a></td><td>{asked}</td><td>{answered or ""}</td><td>{"已办结" if answered else "办理中"}</td></tr>'
        for number, title, asked, answered in _LETTERS
    )
    form = '<form action="/hdjl/save" method="post"><input name="name"><input name="title"><textarea name="content"></textarea><input type="submit" value="提交来信"></form>'
    before = f"<p>来信统计：共收到来信3件，已答复1件，答复率33%</p>{form}<table><tr><th>来信标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>{rows}</table>"
    place = (
        '<div class="lx-where">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/xzxx/">县长信箱</a></div>'
    )
    return "/hdjl/xzxx/", page(
        f"县长信箱-{NAME}",
        f'<div class="lx-page">{place}{before}</div>',
        _column_metas("县长信箱", "互动交流"),
    )


def _home() -> tuple[str, str]:
    rows = "".join(
        f'<li><i>{day[5:]}</i><a href="{url}">{title}</a></li>' for url, title, day in _NEWS_ROWS[1:]
    )
    notices = "".join(
        f'<li><i>{day[5:]}</i><a href="{url}">{title}</a></li>' for url, title, day in _NOTICE_ROWS
    )
    body = (
        f'<div class="lx-page"><h3><a href="/xwdt/jrlx/">今日柳溪</a></h3><ul class="lx-rows">{rows}</ul>'
        f'<h3><a href="/zwgk/tzgg/">通知公告</a></h3><ul class="lx-rows">{notices}</ul>'
        f'<div class="lx-topics"><a href="/zt/dsj/">{_TOPIC_OVER}</a> <a href="/zt/lzjs.html">廉政建设</a> <a href="javascript:void(0)">返回顶部</a></div></div>'
    )
    return "/", page(NAME, body)


def _standing() -> dict[str, str]:
    words = "柳溪县位于丘陵与平原之间，辖12个乡镇、3个街道，2025年末户籍人口41万人，全年地区生产总值286亿元，县人民政府驻城关镇。境内气候温和，盛产茶叶、柑橘，铁路和高速公路穿境而过。"
    leaders = "<h3>县长</h3><p>主持县人民政府全面工作，简历：1970年生，大学学历。</p><h3>副县长</h3><p>负责常务工作，分管发展改革、财政，简历：1975年生，研究生学历。</p>"
    duties = "县人民政府办公室：负责文电、会务、督查和政务公开工作，办公地址柳溪县城关镇人民路1号，联系电话0600-7700010。县财政局：负责县级财政收支管理，联系电话0600-7700020。"
    shown = {
        "/zjlx/": ("走进柳溪", f"<p>{words}</p>"),
        "/zwgk/jgzn/": ("机构职能", f"<p>{duties}</p>"),
        "/zwgk/ldzc/": ("领导之窗", leaders),
    }
    return {
        path: page(
            f"{name}-{NAME}",
            f'<div class="lx-page"><div class="lx-where">当前位置：<a href="/">首页</a> &gt; {name}</div>{text}</div>',
            _column_metas(name, "概况信息"),
        )
        for path, (name, text) in shown.items()
    }


def pages() -> dict[str, str]:
    """Every page by its path."""
    found = dict([_home(), _mailbox()])
    for about, rows in ((NEWS, _NEWS_ROWS), (TOWNS, _TOWN_ROWS), (NOTICES, _NOTICE_ROWS), (POLICIES, _POLICY_ROWS), (READINGS, _READING_ROWS),
                        (MONEY, _MONEY_ROWS), (STAFF, _STAFF_ROWS), (PLANS, _PLAN_ROWS), (ASKED, _ASKED_ROWS)):  # fmt: skip
        found.update([column(about[0], about[1], rows, kind=about[2])])
        for number, row in enumerate(rows):
            title = row[1].removeprefix("[置顶]")
            found.update(
                [article(about, (row[0], title, row[2]), _words(title, number), after=_after(row[0]))]
            )
    found.update([column("/zwgk/jyta/", "建议提案", ())])
    below = "".join(f'<a href="{path}">{name}</a> ' for path, name in _BELOW)
    found["/zwgk/"] = page(
        f"政务公开-{NAME}",
        f'<div class="lx-page"><div class="lx-where">当前位置：<a href="/">首页</a> &gt; 政务公开</div><div class="lx-sub">{below}</div></div>',
    )
    guides = [_guide(number, name) for number, name in enumerate(_GUIDES, 1)]
    found.update(guides)
    found["/bsfw/"] = page(f"办事服务-{NAME}", '<div class="lx-page"><div class="lx-where">当前位置：<a href="/">首页</a> &gt; 办事服务</div><ul>' + "".join(
        f'<li><a href="{path}">{name}</a></li>' for (path, _), name in zip(guides, _GUIDES, strict=True)) + "</ul></div>", _column_metas("办事服务", "办事服务"))  # fmt: skip
    found.update(_letter(*one) for one in _LETTERS)
    found.update(
        [
            column(
                "/zt/dsj/",
                _TOPIC_OVER,
                [
                    ("/zt/dsj/1.html", "读书节开幕", "2023-04-23"),
                    ("/zt/dsj/2.html", "读书分享会举行", "2023-05-10"),
                ],
            )
        ]
    )
    about = ("/zt/dsj/", _TOPIC_OVER, "信息公开")
    found.update(
        [
            article(about, ("/zt/dsj/1.html", "读书节开幕", "2023-04-23"), _words("读书节开幕", 1)),
            article(about, ("/zt/dsj/2.html", "读书分享会举行", "2023-05-10"), _words("读书分享会举行", 2)),
        ]
    )
    links = "".join(f'<p><a href="{path}">{name}</a></p>' for path, name in (*_BAR, *_BELOW))
    found["/wzdt.html"] = page(f"网站地图-{NAME}", f'<div class="lx-page"><h2>网站地图</h2>{links}</div>')
    return found | _standing()


def _words(title: str, number: int) -> str:
    special = {
        "公安机关通报打击网络赌博成果": "县公安局通报，今年以来侦破跨境网络赌博案件5起，依法处置涉赌网站12个。警方提醒，网络赌博十赌九输，请群众自觉抵制。",
        "保密宣传教育月活动通知": "各单位要组织学习保密法，做好国家秘密载体管理，机密、秘密文件不得带离办公场所，涉密计算机不得连接互联网。",
        "关于公开征求《柳溪县停车场管理办法（征求意见稿）》意见的公告": "现公开征求意见，征求意见时间自2026年3月20日起至2026年4月20日止，公众可以通过来信提出意见建议。",
        "关于公开征求《柳溪县绿化管理办法（征求意见稿）》意见的公告": "现公开征求意见，征求意见时间自2025年10月20日起至2025年11月19日止，公众可以通过来信提出意见建议。",
        "关于《柳溪县绿化管理办法（征求意见稿）》意见采纳情况的反馈": "公开征求意见期间共收到意见建议7条，采纳5条，未采纳2条，未采纳的已说明理由。",
    }  # fmt: skip
    places = ("城关镇", "清溪镇", "石坪乡", "双桥镇")
    return f"{special.get(title, f'近日，柳溪县就“{title}”有关事项作出安排，{places[number % 4]}等地同步推进。')}{_FILL}本项工作由第{number + 1}工作组负责联络，办理情况定期汇总。"


def _after(url: str) -> str:
    """Policy and interpretation lead to each other in the first pair; of the second only the interpretation leads on."""
    links = {
        "/zwgk/zcwj/20260115-1.html": '<p>相关解读：<a href="/zwgk/zcjd/20260116-1.html">《柳溪县农村公路管理养护办法》解读</a></p>',
        "/zwgk/zcjd/20260116-1.html": '<p>政策原文：<a href="/zwgk/zcwj/20260115-1.html">柳溪县农村公路管理养护办法</a></p>',
        "/zwgk/zcjd/20251017-1.html": '<p>政策原文：<a href="/zwgk/zcwj/20251016-1.html">柳溪县社区养老服务补助办法</a></p>',
        "/xwdt/jrlx/20260318-1.html": '<p><img src="/i/gone.jpg" alt="图书馆"></p>',
    }
    return links.get(url, "")
