"""Servers, partners, copies and attachments as a stranger would plant them: one inspection over a town of sites, each with one fault or with what only looks like one."""

import csv
import datetime as dt
import io
from functools import cache
from random import Random

import docx
import openpyxl
import pytest
from loopback import NOON, answer
from second_looks import Web
from stdnum import luhn

from xunwang.inspector import door
from xunwang.inspector.model import SafetyFact, Subject
from xunwang_demo.oddities import citizen_number

_RANDOM = Random(20260422)
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


def inspected(web: Web, folder, keys, since: dict | None = None) -> dict[str, door.Run]:
    made = door.InspectSettings(
        connect_to=tuple(f"{name}:80:127.0.0.1:{web.port}" for name in web._hosts),
        closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.0, browser="never", proof=False,
    )  # fmt: skip
    asked = [
        door.Inspection(
            subject=Subject(id=key, name=NAMES[key][0], home=f"http://{host(key)}/", code=CODE),
            since=since[key].path if since and key in since else None,
        )
        for key in keys
    ]
    runs = door.inspect_sites(
        asked, folder, made, reading_day=dt.date(2026, 3, 31), clock=lambda: NOON, tell=lambda _: None
    )
    return {run.manifest.subject.id: run for run in map(door.Run.open, runs)}


_TOUCHED = ("heiye", "huanwen", "chashou", "gaiban", "weihu", "xinwen")  # between two inspections


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> dict[str, list[SafetyFact]]:
    """What inspections tell of each site, of those that somebody touched the second one."""
    folder = tmp_path_factory.mktemp("towns")
    with Web(towns(False)) as web:
        first = inspected(web, folder / "one", _TOUCHED)
    with Web(towns(True)) as web:
        runs = inspected(web, folder / "two", NAMES, since=first)
    return {key: [fact for fact in run.facts() if isinstance(fact, SafetyFact)] for key, run in runs.items()}


@pytest.mark.parametrize("key", [key for key in NAMES if key != "huoban"])
def test_what_a_server_does_is_told_for_what_it_is(facts, key):
    name, kinds = NAMES[key]
    told = {str(fact.sign.kind) for fact in facts[key]}
    assert told <= kinds, (name, told)
    assert bool(told) == bool(kinds), name


@pytest.mark.parametrize("outside", OUTSIDE)
def test_what_became_of_a_partner_is_told(facts, outside):
    assert {
        str(fact.sign.kind) for fact in facts["huoban"] if outside in (fact.sign.target or "")
    } == OUTSIDE[outside][1]


def mobile() -> str:
    return f"13{_RANDOM.randint(0, 9)}{_RANDOM.randint(0, 99_999_999):08d}"


def card() -> str:
    body = f"6228{_RANDOM.randint(0, 10**14 - 1):014d}"
    return body + luhn.calc_check_digit(body)


def a_csv(*rows: tuple, coding: str = "gb18030") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(coding)


def a_sheet(*rows: tuple, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("明细") if hidden else book.active
    if hidden:
        book.active.append(["合计", 3])
        sheet.sheet_state = "hidden"
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_document(*paragraphs: str, table: tuple[tuple, ...] = (), header: str = "") -> bytes:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = header
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        grid = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def a_pdf(*lines: str) -> bytes:
    """A page of text in a font of the reader's own, as old scanners of forms write it."""
    text = (
        "BT /F1 12 Tf 50 780 Td "
        + " 0 -20 Td ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
        + " ET"
    )
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return f"{body}xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF".encode(
        "latin-1"
    )


@cache
def attachments() -> dict[str, tuple[bytes, str, set[str]]]:
    """By path: the file, the words of its link, and what must be told."""
    head, names = ("序号", "姓名", "身份证号"), ("何某", "吕某某", "施某")
    people = [(number, name, citizen_number(_RANDOM)) for number, name in enumerate(names, 1)]
    phones = [(name, "石桥村", mobile()) for name in names]
    return {
        "/f/1.csv": (a_csv(head, *people), "公示名单", {"privacy"}),
        "/f/2.xlsx": (a_sheet(("姓名", "村组", "联系电话"), *phones), "低保户花名册", {"privacy"}),
        "/f/3.docx": (a_document("关于公示的通知", table=(head, *people)), "拟录用人员公示", {"privacy"}),
        "/f/4.pdf": (a_pdf("拟资助学生名单", f"孔某，身份证号：{citizen_number(_RANDOM)}"), "资助名单", {"privacy"}),
        "/f/5.xlsx": (a_sheet(head, *people, hidden=True), "汇总表", {"privacy"}),
        "/f/6.docx": (a_document("关于开展检查的通知", "各乡镇人民政府：现将有关事项通知如下。" * 5, header="秘密★1年"), "通知", {"secrecy"}),
        "/f/7.docx": (a_document("申请人曹某，本人银行卡号：" + card() + "，开户行农商行。"), "申请表", {"privacy"}),
        "/f/8.csv": (a_csv(("姓名", "证件号码", "金额"), ("王*", "990724********0012", 500), coding="utf-8-sig"), "补贴公示", set()),
        "/f/9.docx": (a_document(f"采购人：示例县中学　联系人：李老师　电话：{mobile()}", "代理机构：示例招标公司　电话：0990-2321000"), "招标公告", set()),
        "/f/10.xlsx": (a_sheet(("企业名称", "统一社会信用代码", "联系电话"), ("示例建材公司", "91990724MA2X0XXX1N", "0990-2320001")), "企业名录", set()),
        "/f/11.pdf": (a_pdf("国家秘密的密级分为绝密、机密、秘密三级。", "咨询电话：0990-2321000"), "保密法", set()),
    }  # fmt: skip


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory) -> dict[str, set[str]]:
    files = attachments()
    key = "huoban"
    links = tuple((path, words) for path, (_, words, _) in files.items())
    types = {"csv": "text/csv", "pdf": "application/pdf"}
    pages = {
        path: answer(
            data, headers=(f"Content-Type: {types.get(path.rpartition('.')[2], 'application/octet-stream')}",)
        )
        for path, (data, _, _) in files.items()
    }
    site = {"/": plain(key, ("/gs/", "公示公告")), "/xw/": plain(key), "/gs/": plain(key, *links)} | pages
    hosts = {host(key): site}
    with Web(hosts) as web:
        made = door.InspectSettings(
            connect_to=(f"{host(key)}:80:127.0.0.1:{web.port}",),
            closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.0, browser="never", proof=False,
        )  # fmt: skip
        one = door.Inspection(
            subject=Subject(id=key, name=NAMES[key][0], home=f"http://{host(key)}/", code="9900000001")
        )
        (run,) = door.inspect_sites(
            [one],
            tmp_path_factory.mktemp("files"),
            made,
            reading_day=dt.date(2026, 3, 31),
            clock=lambda: NOON,
            tell=lambda _: None,
        )
    told: dict[str, set[str]] = {path: set() for path in files}
    for fact in door.Run.open(run).facts():
        if isinstance(fact, SafetyFact):
            told.setdefault("/" + fact.url.partition("gov.cn/")[2], set()).add(str(fact.sign.kind))
    return told


@pytest.mark.parametrize("path", list(attachments()))
def test_what_an_attachment_holds_is_told(handed_out, path):
    assert handed_out[path] == attachments()[path][2]
