"""Whole inspections of sites that show others what they do not show us, and of what sites lead to."""

import io
from random import Random

import openpyxl
import pytest
from loopback import answer
from second_looks import CLICHE, HOME, HOST, Web, inspect, page, signs

from xunwang_demo.oddities import citizen_number

LIST = ("/a/", "工作动态")
SITE = {"/": page(LIST), "/a/": page(("/", "首页"), title="工作动态")}
SPAM = page(title="百家乐平台_真人荷官_官网登录", text=CLICHE)


def test_what_only_a_spider_gets_is_found_and_archived(tmp_path):
    def home(request):
        return SPAM if "baiduspider" in request.headers["user-agent"] else page(LIST)

    with Web({HOST: SITE | {"/": home}}) as web:
        run = inspect(web, tmp_path)
    (fact,) = signs(run, "cloak")
    assert "只有搜索引擎爬虫看得到" in fact.sign.why
    assert fact.url == HOME
    assert fact.on_home
    assert CLICHE.encode() in run.response(fact.evidence).body


def test_visitors_from_a_search_engine_who_are_led_away_are_found(tmp_path):
    def home(request):
        if "baidu.com" in request.headers.get("referer", ""):
            return answer(status="302 Found", headers=("Location: http://www.bie.example/in",))
        return page(LIST)

    with Web({HOST: SITE | {"/": home}, "www.bie.example": {"/in": page(title="别处")}}) as web:
        run = inspect(web, tmp_path)
    facts = signs(run, "cloak")
    assert {fact.sign.target for fact in facts} == {"http://www.bie.example/in"}
    assert any("从搜索引擎来的访问者被带到外部网站bie.example" in fact.sign.why for fact in facts)
    assert all(fact.sign.sure for fact in facts)


@pytest.mark.parametrize(
    ("header", "said", "visitor"),
    [
        ("referer", "sogou.com", "从搜狗搜索来的访问者"),
        ("referer", "so.com/", "从360搜索来的访问者"),
        ("referer", "bing.com", "从必应搜索来的访问者"),
        ("user-agent", "googlebot", "谷歌搜索的爬虫"),
        ("user-agent", "sogou web spider", "搜狗搜索的爬虫"),
    ],
)
def test_a_cloak_for_one_search_engine_alone_is_found_at_the_home_page(tmp_path, header, said, visitor):
    def home(request):
        return SPAM if said in request.headers.get(header, "").lower() else page(LIST)

    with Web({HOST: SITE | {"/": home}}) as web:
        (fact,) = signs(inspect(web, tmp_path), "cloak")
    assert f"只有{visitor}看得到" in fact.sign.why
    assert fact.url == HOME


def test_once_a_cloak_is_found_no_further_search_engines_are_played(tmp_path):
    def home(request):
        return SPAM if "baidu" in request.headers.get("referer", "") else page(LIST)

    with Web({HOST: SITE | {"/": home}}) as web:
        inspect(web, tmp_path)
    assert not any("sogou" in headers.get("referer", "") for _, _, headers in web.visitors)


def test_a_mobile_version_of_the_site_is_no_cloak(tmp_path):
    def home(request):
        if "iphone" in request.headers["user-agent"]:
            return answer(status="302 Found", headers=("Location: http://m.shili.gov.cn/",))
        return page(LIST)

    mobile = {"/": page(title="示例县政府手机版", text="手机版首页" * 30)}
    with Web({HOST: SITE | {"/": home}, "m.shili.gov.cn": mobile}) as web:
        run = inspect(web, tmp_path)
    assert signs(run, "cloak") == []


def test_a_small_page_for_telephones_that_leads_abroad_only_is_a_cloak(tmp_path):
    def home(request):
        if "iphone" in request.headers["user-agent"]:
            return answer(
                "<title>安装</title><h1>免费看</h1><a href='https://d.xia-zai.example/v5.html'>立即打开</a>"
            )
        return page(LIST)

    with Web({HOST: SITE | {"/": home}}) as web:
        (fact,) = signs(inspect(web, tmp_path), "cloak")
    assert fact.sign.target == "https://d.xia-zai.example/v5.html"
    assert "手机访问者" in fact.sign.why


def test_a_page_that_changes_with_every_visit_is_no_cloak(tmp_path):
    texts = iter(range(1_000))

    def home(_request):
        number = next(texts)
        return page(
            LIST,
            title=f"第{number}期",
            text="".join(chr(0x4E00 + (number * 97 + step * 31) % 5_000) for step in range(200)),
        )

    with Web({HOST: SITE | {"/": home}}) as web:
        run = inspect(web, tmp_path)
    assert signs(run, "cloak") == []


def test_a_plain_page_next_to_the_home_page_is_seen_through_other_eyes_too(tmp_path):
    def led_away(request):
        if "iphone" in request.headers["user-agent"]:
            return answer(status="302 Found", headers=("Location: http://www.bie.example/in",))
        return page()

    away = {"www.bie.example": {"/in": page(title="别处")}}
    with Web({HOST: SITE | {"/": page(("/zt/", "专题")), "/zt/": led_away}} | away) as web:
        (fact,) = signs(inspect(web, tmp_path), "cloak")
    assert "手机访问者被带到外部网站bie.example" in fact.sign.why


def test_a_partner_who_bears_the_name_in_a_title_is_no_mirror(tmp_path):
    partner = page(
        title="示例县人民政府旅游招商推介专题", foot="<p>主办：示例县旅游投资有限公司 示ICP备12345号</p>"
    )
    hosts = {
        HOST: SITE | {"/": page(LIST, ("http://www.lvyou.example/", "旅游网"))},
        "www.lvyou.example": {"/": partner},
    }
    with Web(hosts) as web:
        assert signs(inspect(web, tmp_path), "mirror") == []


def test_without_a_second_look_nobody_else_asks(tmp_path):
    with Web({HOST: SITE}) as web:
        inspect(web, tmp_path, second_look=False)
    assert all("xunwang" in headers["user-agent"] for _, _, headers in web.visitors)
    assert not any("referer" in headers for _, _, headers in web.visitors)


def test_what_became_of_foreign_hosts_is_told_at_the_page_that_links_to_them(tmp_path):
    links = [
        ("http://www.lao.example/", "老合作网站"),
        ("http://www.kong.example/", "活动专题"),
        ("http://www.hao.example/", "县农商行"),
    ]
    copy = page(
        foot="<div class='footer'>主办：示例县人民政府办公室 政府网站标识码：9900000001 示ICP备12345678号</div>"
    )
    hosts = {
        HOST: SITE | {"/": page(LIST, *links, ("http://www.fang.example/", "政务镜像"))},
        "www.lao.example": {"/": SPAM},
        "www.kong.example": {"/": page(title="kong.example", text="本域名可出售，联系购买此域名。")},
        "www.hao.example": {"/": page(title="县农商行", text="存款贷款业务介绍。" * 60)},
        "www.fang.example": {"/": copy},
    }
    with Web(hosts) as web:
        run = inspect(web, tmp_path)
    turned = {fact.sign.target: fact for fact in signs(run, "redirect")}
    assert set(turned) == {"http://www.lao.example/", "http://www.kong.example/"}
    assert turned["http://www.lao.example/"].sign.bad
    assert turned["http://www.lao.example/"].url == HOME
    assert "停放或出售" in turned["http://www.kong.example/"].sign.why
    (mirror,) = signs(run, "mirror")
    assert mirror.sign.target == "http://www.fang.example/"
    assert "标识码" in mirror.sign.why


@pytest.mark.parametrize("named", ["diu.example", "http://www.DIU.example/a/b.html", " WWW.diu.example "])
def test_a_domain_on_the_users_list_is_told_without_being_asked(tmp_path, named):
    links = [("http://www.diu.example/", "旧域名")]
    hosts = {
        HOST: SITE | {"/": page(LIST, *links)},
        "www.diu.example": {"/": page(title="看似正常", text="正常内容。" * 60)},
    }
    with Web(hosts) as web:
        run = inspect(web, tmp_path, lost_domains=(named,))
    (fact,) = signs(run, "redirect")
    assert "名单" in fact.sign.why
    assert fact.sign.sure


def test_an_address_of_the_site_that_ends_abroad_is_told(tmp_path):
    moved = answer(status="302 Found", headers=("Location: http://www.yixiang.example/x",))
    hosts = {
        HOST: SITE | {"/": page(LIST, ("/old/zt.html", "专题")), "/old/zt.html": moved},
        "www.yixiang.example": {"/x": page(title="异乡")},
    }
    with Web(hosts) as web:
        run = inspect(web, tmp_path)
    (fact,) = signs(run, "redirect")
    assert "本网站的地址跳转到外部网站yixiang.example" in fact.sign.why


def sheet(number):
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "身份证号码"])
    book.active.append([1, "王某某", number])
    data = io.BytesIO()
    book.save(data)
    return answer(
        data.getvalue(),
        headers=("Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    )


def test_personal_data_in_an_attachment_is_masked_wherever_it_is_told(tmp_path):
    number = citizen_number(Random(7))
    hosts = {
        HOST: SITE | {"/": page(LIST, ("/f/mingdan.xlsx", "补贴人员名单")), "/f/mingdan.xlsx": sheet(number)}
    }
    with Web(hosts) as web:
        run = inspect(web, tmp_path)
    (fact,) = signs(run, "privacy")
    assert fact.url == f"{HOME}f/mingdan.xlsx"
    assert fact.sign.found == f"{number[:2]}{'*' * 14}{number[-2:]}"
    assert fact.evidence is not None
    assert number not in (run.path / "facts.jsonl").read_text()


def judged(run, indicator):
    from xunwang.inspector import door  # noqa: PLC0415  # only here

    (one,) = door.judge([run.path], door.norm("cn-2019"), as_of=run.manifest.started.date())
    return [finding for finding in one.judgement.findings if finding.indicator == indicator]


@pytest.mark.parametrize(
    "text",
    [
        CLICHE,
        "欢迎光临本站，出售各类二手车辆，价格实惠，量大从优，欢迎来电咨询选购，全国发货，假一赔十。" * 4,
    ],
    ids=["spam", "foreign"],
)
def test_a_home_page_that_was_turned_into_something_else_is_told_against_the_last_good_copy(tmp_path, text):
    with Web({HOST: SITE}) as web:
        first = inspect(web, tmp_path / "one")
    with Web({HOST: SITE | {"/": page(LIST, title="热门资讯网", text=text)}}) as web:
        second = inspect(web, tmp_path / "two", since=first.path)
    (fact,) = signs(second, "tamper")
    assert "与上次检查时相比已被改动" in fact.sign.why
    assert "热门资讯网" in fact.sign.found
    assert [finding.url for finding in judged(second, "W-V1.4")] == [HOME]


def test_a_new_design_and_new_texts_of_the_site_itself_are_no_tampering(tmp_path):
    fresh = (
        "县政府印发工作方案，推进老旧小区改造，全年计划新开工三十个项目，惠及群众两千余户，资金来源为财政补助和专项债券。"
        * 4
    )
    with Web({HOST: SITE}) as web:
        first = inspect(web, tmp_path / "one")
    with Web({HOST: SITE | {"/": page(LIST, title="示例县人民政府门户网站", text=fresh)}}) as web:
        second = inspect(web, tmp_path / "two", since=first.path)
    assert signs(second, "tamper") == []


TRADE = '<a href="http://www.pifa.example/">布料批发</a>'
CSS = "text/css"


def style(text):
    return answer(text, headers=(f"Content-Type: {CSS}",))


def test_a_link_that_only_a_style_sheet_of_the_site_hides_is_found_once(tmp_path):
    load = '<link rel="stylesheet" href="/css/a.css">'
    foot = f"<div class='gg2'>{TRADE}</div>"
    site = {
        "/": page(LIST, head=load, foot=foot),
        "/a/": page(("/", "首页"), title="工作动态", head=load, foot=foot),
        "/css/a.css": style("@charset 'utf-8';\n/* 样式 */ .gg2 { position:absolute; left:-9999px }"),
    }
    with Web({HOST: site}) as web:
        run = inspect(web, tmp_path)
    asked = [path for _, path, _ in web.visitors if path.endswith(".css")]
    (fact,) = signs(run, "hidden")
    assert fact.sign.target == "http://www.pifa.example/"
    assert "移到屏幕之外" in fact.sign.why
    assert len(asked) == 1


@pytest.mark.parametrize(
    "rules",
    [
        ".gg2{left:-9999px;position:absolute}.gg2:hover{left:0}",  # a menu that the pointer brings back
        "@media print{.gg2{font-size:0}}",
        ".gg2 a{color:#fff}",  # the ground may be any
        ".gg2{font-size:0}.gg2 a{font-size:16px}",
        ".gg2{overflow:hidden;height:0}.gg2{height:auto}",
        ".gg2{display:none}",
    ],
)
def test_what_sheets_of_honest_sites_do_is_no_alarm(tmp_path, rules):
    load = '<link href="/css/a.css" rel="stylesheet" type="text/css">'
    site = {
        "/": page(LIST, head=load, foot=f"<div class='gg2'>{TRADE}</div>"),
        "/a/": SITE["/a/"],
        "/css/a.css": style(rules),
    }
    with Web({HOST: site}) as web:
        run = inspect(web, tmp_path)
    assert signs(run, "hidden") == []
