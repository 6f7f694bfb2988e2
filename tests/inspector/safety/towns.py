"""A town of sites, each with one fault or with what only looks like one, and what its hosts answer before and after somebody was there."""

from loopback import answer

_TEXT = (
    "{name}召开全体干部大会，传达学习上级会议精神，安排部署当前重点工作，要求各科室对照任务清单抓好落实，切实转变作风、服务群众。"
    "会议强调，要统筹发展和安全，做好汛期值班值守，确保人民群众生命财产安全。"
)
_BETS = (
    "注册就送彩金，百家乐、老虎机、真人视讯、捕鱼达人任您挑选，充值秒到账，提款三分钟，代理加盟月入十万，二十四小时在线客服竭诚为您服务。"
    * 4
)


def office(
    name: str,
    *links: tuple[str, str],
    title: str = "",
    text: str = "",
    head: str = "",
    end: str = "",
    code: str = "",
) -> bytes:
    items = "".join(f'<li><a href="{href}">{words}</a></li>' for href, words in links)
    mark = f"　网站标识码：{code}" if code else ""
    return answer(
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title or name}</title>{head}</head><body><div class='top'><a href='/'>{name}</a></div>"
        f"<div class='main'><p>{text or _TEXT.format(name=name) * 3}</p><ul class='list'>{items}</ul></div>"
        f"<div class='foot'>主办：{name}{mark}　示ICP备20265678号</div>{end}</body></html>"
    )


def bets(title: str = "澳门娱乐城_真人百家乐_注册送彩金") -> bytes:
    return office("娱乐城", title=title, text=_BETS)


def moved(where: str) -> bytes:
    return answer(status="302 Found", headers=(f"Location: {where}",))


def by(header: str, words: str, met: bytes, other: bytes):
    """An answer that depends on what a header of the request says."""
    return lambda request: met if words in request.headers.get(header, "").lower() else other


NAMES = {
    # a name of the host: (name of the office, kinds that must be told)
    "pachong": ("示例县林业局", {"cloak"}),
    "laiyuan": ("示例县农业农村局", {"cloak", "redirect"}),
    "shouji": ("示例县商务局", {"cloak", "redirect"}),
    "neiye": ("示例县教育局", {"cloak"}),
    "yanchi": ("示例县审计局", {"redirect", "cloak"}),
    "waidi": ("示例县文旅局", {"redirect"}),
    "heiye": ("示例县水利局", {"tamper"}),
    "huanwen": ("示例县信访局", {"tamper"}),
    "chashou": ("示例县气象局", {"tamper"}),
    "yidong": ("示例县交通局", set()),
    "fanghu": ("示例县公安局", set()),
    "jianban": ("示例县档案局", set()),
    "gaiban": ("示例县应急局", set()),
    "weihu": ("示例县科技局", set()),
    "xinwen": ("示例县人社局", set()),
    "huoban": ("示例县发改局", set()),
}
# What the links of one site lead to: the words of the link, the kinds that must be told.
OUTSIDE = {
    "www.lao-hezuo.example": ("统计学会", {"redirect"}),
    "www.lvshi-xh.example": ("律师协会", {"redirect"}),
    "www.kuaiji-xh.example": ("会计学会", {"redirect"}),
    "www.yiyao-cg.example": ("药品采购", {"redirect"}),
    "www.mz-shili.example": ("旧版网站", {"mirror"}),
    "www.xinyong-sl.example": ("信用平台", set()),
    "www.huaile.example": ("招商网", set()),
    "www.canji-jy.example": ("就业服务", set()),
}
CODE = "9900000121"
_OLD = ("/xw/", "工作动态")
_DAY = "</p><h1>志愿服务</h1><p class='info'>发布时间：2024-05-07 来源：办公室</p><p>"
_ARTICLE = (
    "2024年5月6日，{name}组织志愿者到城南社区开展义务劳动，清理垃圾两吨，得到居民好评。活动持续半天，三十余人参加，还走访了五户困难群众，送去米面油等慰问品。"
    * 3
)


def host(key: str) -> str:
    return f"www.{key}.gov.cn"


def plain(key: str, *links: tuple[str, str], **parts: str) -> bytes:
    return office(NAMES[key][0], _OLD, *links, **parts)


def towns(second: bool) -> dict[str, dict]:
    """What every host answers, at the first inspection or, with `second`, after somebody was there."""
    hosts: dict[str, dict] = {}
    for key, (name, _) in NAMES.items():
        news = office(
            name,
            ("/xw/1.html", "志愿服务"),
            ("/xw/2.html", "主题党日"),
            title=f"工作动态-{name}",
            text=f"{name}工作动态栏目，发布本单位工作信息。",
        )
        one = office(name, title=f"志愿服务-{name}", text=_DAY + _ARTICLE.format(name=name))
        two = office(
            name,
            title=f"主题党日-{name}",
            text=f"{name}党支部开展主题党日活动，重温入党誓词，参观革命纪念馆，党员干部深受教育。" * 3,
        )
        hosts[host(key)] = {"/": plain(key), "/xw/": news, "/xw/1.html": one, "/xw/2.html": two}
    site = {key: hosts[host(key)] for key in NAMES}
    answer_oddly(site)
    if second:
        change(site)
    return hosts | strangers()


def answer_oddly(site: dict[str, dict]) -> None:
    """What some answer to visitors of a kind, or lead to."""
    site["pachong"]["/"] = by("user-agent", "spider", bets(), plain("pachong"))
    site["laiyuan"]["/"] = by("referer", "baidu.", moved("http://www.wan-yl.example/i"), plain("laiyuan"))
    site["shouji"]["/"] = by("user-agent", "iphone", bets("棋牌游戏大厅下载_斗地主提现"), plain("shouji"))
    site["neiye"]["/xw/"] = by("user-agent", "spider", bets(), site["neiye"]["/xw/"])
    site["yanchi"]["/"] = answer(
        plain("yanchi").partition(b"\r\n\r\n")[2],
        headers=("Content-Type: text/html; charset=utf-8", "Refresh: 3; url=http://www.wan-yl.example/i"),
    )
    site["waidi"]["/"] = plain("waidi", ("/zt/lvyou/", "旅游节专题"))
    site["waidi"]["/zt/lvyou/"] = moved("http://www.bieren-ly.example/")
    site["huoban"]["/"] = plain(
        "huoban", *((f"http://{name}/", words) for name, (words, _) in OUTSIDE.items()), code=CODE
    )
    site["yidong"]["/"] = by("user-agent", "iphone", moved("http://m.yidong.gov.cn/"), plain("yidong"))
    site["fanghu"]["/"] = by(
        "user-agent",
        "spider",
        answer(
            "<html><head><title>403 Forbidden</title></head><body>您的请求被网站防火墙拦截</body></html>",
            "403 Forbidden",
        ),
        plain("fanghu"),
    )
    site["jianban"]["/"] = by(
        "user-agent",
        "iphone",
        office(
            NAMES["jianban"][0],
            _OLD,
            text=_TEXT.format(name="示例县档案局"),
            head="<style>body{font-size:14px}</style>",
        ),
        plain("jianban"),
    )


def strangers() -> dict[str, dict]:
    """The hosts that are led to."""
    return {
        "m.yidong.gov.cn": {"/": office(NAMES["yidong"][0], title="示例县交通局手机版")},
        "www.wan-yl.example": {"/i": bets()},
        "www.lao-hezuo.example": {"/": bets("2026世界杯投注_官网入口")},
        "www.lvshi-xh.example": {
            "/": office(
                "域名",
                title="lvshi-xh.example 域名出售",
                text="您正在访问的域名正在出售中，欢迎报价。一口价 3800 元，支持中介交易。",
            )
        },
        "www.kuaiji-xh.example": {"/": moved("http://www.bifen-zb.example/")},
        "www.bifen-zb.example": {
            "/": office(
                "比分",
                title="足球比分直播_滚球盘口_亚盘投注",
                text="提供滚球盘口、亚盘欧赔、投注推荐，注册送彩金。" * 10,
            )
        },
        "www.yiyao-cg.example": {
            "/": office(
                "yiyao-cg.example",
                title="yiyao-cg.example - This website is for sale!",
                text="The domain yiyao-cg.example is for sale. Buy this domain. Related searches: loans, insurance, credit.",
            )
        },
        "www.bieren-ly.example": {
            "/": office("外地旅行社", text="境外游、自由行、跟团游，报价优惠，欢迎咨询门店。" * 10)
        },
        "www.mz-shili.example": {"/": plain("huoban", code=CODE)},
        "www.xinyong-sl.example": {
            "/": office("示例县信用平台", text="信用信息查询、双公示、红黑名单、信用修复办理指引。" * 12)
        },
        "www.huaile.example": {"/": answer("<h1>502</h1>", "502 Bad Gateway")},
        "www.canji-jy.example": {"/": moved("http://www.canji-fuwu.example/")},
        "www.canji-fuwu.example": {
            "/": office(
                "残疾人就业服务平台", text="残疾人就业服务平台提供求职登记、技能培训、岗位推荐等服务。" * 12
            )
        },
    }


def change(site: dict[str, dict]) -> None:
    """What stands there after somebody was there."""
    site["heiye"]["/"] = answer(
        "<html><head><title>Hacked By R00t</title></head><body bgcolor=black><h1>Hacked By R00t Team</h1><p>Your security is low. Greetz to all members. We are watching you admin.</p></body></html>"
    )
    site["huanwen"]["/"] = office(
        "同城资讯",
        title="同城二手房_租房_招聘信息",
        text="出租两室一厅，精装修，拎包入住，中介勿扰。急聘服务员数名，包吃住。转让旺铺，价格面议。" * 5,
    )
    name = NAMES["chashou"][0]
    site["chashou"]["/xw/1.html"] = office(
        name,
        title=f"志愿服务-{name}",
        text=_DAY
        + _ARTICLE.format(name=name).replace(
            "得到居民好评。",
            '得到居民好评。想了解更多请看<a href="http://www.jianfei-cha.example/">减肥茶哪个牌子好</a>。',
            1,
        ),
    )
    site["gaiban"]["/"] = office(
        "示例县应急管理局",
        _OLD,
        ("/fw/", "安全科普"),
        title="示例县应急管理局门户网站",
        text="全县防汛抗旱应急演练在城北水库举行，模拟暴雨红色预警下的群众转移、险情处置和医疗救护，检验预案的可行性。"
        * 4,
    )
    site["gaiban"]["/fw/"] = office("示例县应急管理局", title="安全科普")
    site["weihu"]["/"] = office(
        NAMES["weihu"][0],
        title="系统维护公告",
        text="因机房搬迁，示例县科技局网站将于今日22时至次日6时停机维护，期间暂停访问，由此带来不便，敬请谅解。",
    )
    name = NAMES["xinwen"][0]
    site["xinwen"]["/xw/1.html"] = office(
        name,
        title=f"志愿服务-{name}",
        text=_DAY + _ARTICLE.format(name=name) + f"（更正：参加人数应为三十五人，特此说明。{name}办公室）",
    )
    site["xinwen"]["/"] = plain(
        "xinwen",
        ("https://www.12333.gov.cn/", "政务服务平台"),
        text="全县春季招聘会吸引六十家企业参加，提供岗位一千二百个，现场达成就业意向三百余人。" * 6,
    )
