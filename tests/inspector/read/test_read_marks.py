import pytest
from reading import MENU, article_of, page_of

CODE = "1399000001"
ENTRY = f"http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}&amp;url=x"


def marks_of(foot, head="", body="<p>正文</p>"):
    return page_of(f'{MENU}{body}<div class="footer">{foot}</div>', head).marks


@pytest.mark.parametrize(
    "text",
    [
        f"网站标识码：{CODE}", f"政府网站标识码{CODE}", f"标识码: {CODE}", f"网站标识码&nbsp;{CODE}", f"标识码：<span>{CODE}</span>",
        f"网站<br>标识码：<br>{CODE}", f"标 识 码：{CODE}", f"<script>document.writeln('<p>标识码：{CODE}<\\/p>');</script>",
        f"<div id='f'></div><script>var s='标识码：{CODE}';document.getElementById('f').innerHTML=s;</script>",
        f"<div style='display:none'>标识码：{CODE}</div>", f"<img src='/bsm.png' alt='网站标识码：{CODE}'>",
        f"<p id='f'></p><script>document.getElementById('f').innerText='标识码:{CODE}';</script>",
    ],
)  # fmt: skip
def test_the_site_code_in_every_form(text):
    marks = marks_of(text)
    assert (marks.site_code, marks.site_code_from) == (CODE, "text")


def test_a_code_of_a_state_council_department():
    assert marks_of("网站标识码BM99000001").site_code == "bm99000001"


def test_where_a_code_that_is_not_printed_comes_from():
    entry = marks_of(
        f'<script id="_jiucuo_" sitecode={CODE} src="http://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'
    )
    assert (entry.site_code, entry.site_code_from) == (CODE, "entry")
    meta = marks_of("", f'<meta name="SiteIDCode" content="{CODE}">')
    assert (meta.site_code, meta.site_code_from) == (CODE, "meta")
    assert marks_of("", '<meta name="SiteIDCode" content="28">').site_code is None


def test_comments_carry_no_marks():
    marks = marks_of(f"<!-- 标识码：{CODE} 主办单位：县政府办公室 --><%-- 冀ICP备99000001号 --%>")
    assert (marks.site_code, marks.organiser, marks.icp) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "icp"),
    [
        ("冀ICP备99000001号", "冀ICP备99000001号"),
        ("ICP备案编号：冀ICP备99000001号-1", "冀ICP备99000001号-1"),
        ("备案序号：<a href='#'>冀ICP备<br>99000001号 - 2</a>", "冀ICP备99000001号-2"),
        ("冀ICP备99000001", "冀ICP备99000001"),
        ("冀icp备99000001号", "冀ICP备99000001号"),
    ],
)
def test_icp_numbers(text, icp):
    assert marks_of(text).icp == icp


@pytest.mark.parametrize(
    "text",
    [
        "冀公网安备 13990002000001号", "冀公网安备13990002000001号", "冀公网安备号13990002000001", "冀公网安备<br>13990002000001 号",
        "冀公安备：13990002000001号", "公安备案：冀公网安备13990002000001号", "<img src='/ga.png' alt='冀公网安备13990002000001号'>",
    ],
)  # fmt: skip
def test_police_records(text):
    assert marks_of(text).police == "冀公网安备13990002000001号"


@pytest.mark.parametrize("text", ["公安备案号：13990002000001", "公安备案 13990002000001号"])
def test_a_police_record_may_stand_without_its_province(text):
    assert marks_of(text).police == "公网安备13990002000001号"


def test_a_police_badge_without_words_is_told_by_its_address():
    link = '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=13990002000001"><img src="/ga.png"></a>'
    assert marks_of(link).police == "公网安备13990002000001号"


@pytest.mark.parametrize(
    "text",
    [
        "主办单位：和平县人民政府办公室", "主办：和平县人民政府办公室 © 版权所有", "主办单位: 和平县人民政府办公室承办单位：大数据中心",
        "和平县人民政府办公室主办 地址：和平路1号", "主 办：和平县人民政府办公室<br>联系电话：0399-6600001", "主办单位<span>和平县人民政府办公室</span>",
        "主办单位：<a href='/'>和平县人民政府办公室</a>", "版权所有：和平县人民政府 主办单位：和平县人民政府办公室 冀ICP备99000001号",
        "和平县人民政府办公室主办网站联系电话：0399-6600001", "和平县人民政府办公室主办冀ICP备99000001号", "和平县人民政府办公室主办政府网站标识码：1399000001",
        "和平县人民政府办公室 主办 和平县大数据中心 承办", "主办 和平县人民政府办公室 承办 和平县大数据中心",
    ],
)  # fmt: skip
def test_organisers(text):
    assert marks_of(text).organiser == "和平县人民政府办公室"


def test_words_of_the_body_are_no_marks():
    page = article_of(
        text="<p>主办单位：县绿化委员会</p><p>联系电话：0399-1234567</p>"
        + "<p>植树区域分为河岸、校园和村庄三类。</p>" * 9
    )
    assert page.marks.organiser == "和平县人民政府办公室"
    assert page.marks.contact is None
    assert marks_of("版权所有", body="<p>主办单位：县绿化委员会</p>").organiser is None


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("联系电话：0399-6600001", "0399-6600001"),
        ("联系方式：0399－6600001（工作日）", "0399－6600001"),
        ("电 话：(0399)6600001", "(0399)6600001"),
        ("热线：0399--6600001", "0399--6600001"),
        ('<a href="/lxwm.html">联系我们</a>', "http://www.heping.gov.cn/lxwm.html"),
        ("技术支持：科技公司 电话：0399-6600009", None),
        ("主办：和平高新技术产业园区管理委员会 网站联系电话：0399-6600001（工作日）", "0399-6600001"),
        ("技术支持电话：0399-6600009", None),
        ("举报电话：0399-6600008", None),
        ("承办: 和平县人民政府办公室 (0399-6600001)", "0399-6600001"),
        ("热线服务:0399-6600001", "0399-6600001"),
        ("联系电邮：bgs@heping.gov.cn", "bgs@heping.gov.cn"),
        ("E-mail：bgs@heping.gov.cn 电话：0399－6600001", "0399－6600001"),
        ("举报邮箱：jubao@heping.gov.cn", None),
        ("技术支持：科技公司 邮箱：help@keji.example", None),
    ],
)
def test_contacts(text, contact):
    assert marks_of(text).contact == contact


@pytest.mark.parametrize("name", ["网站地图", "站点地图", " 网站地图 ", "网站导航", "网站导览"])
def test_site_maps(name):
    assert marks_of(f'<a href="/map/">{name}</a>').sitemap == "http://www.heping.gov.cn/map/"


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (f'<a href="{ENTRY}"><img src="/jc.png"></a>', "http://zfwzgl.www.gov.cn/exposure/jiucuo.html"),
        (f'<a style="display:none" href="http://121.43.68.40/exposure/jiucuo.html?site_code={CODE}">找错</a>', "http://121.43.68.40/"),
        (f'<script id="_jiucuo_" sitecode="{CODE}" src="http://pucha.kaipuyun.cn/exposure/jiucuo.js"></script>', "http://pucha.kaipuyun.cn/"),
        (f"<script id='_jiucuo_' sitecode='{CODE}' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>", "https://zfwzgl.www.gov.cn/"),
        (f"<script id=_jiucuo_ sitecode={CODE} src=/js/jiucuo.js></script>", "http://www.heping.gov.cn/js/jiucuo.js"),
        (f'<img onclick="Link(\'{CODE}\')" src="/jc.png">', "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"),
        (f'<span class="jc" data-setting="{{sitecode:\'{CODE}\'}}"></span>', "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"),
        (f'<a href="/public/jiucuopage.html?sitecode={CODE}">找错</a>', "http://www.heping.gov.cn/public/jiucuopage.html"),
        (f"<script>document.write(\"<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}&url=\"+encodeURIComponent(location.href)+\"'>找错</a>\")</script>", "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"),
        (f'<a href="javascript:Link({CODE})">找错</a>', "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"),
    ],
)  # fmt: skip
def test_the_entrance_for_errors_in_its_forms(html, address):
    marks = marks_of(html)
    assert marks.error_entry.startswith(address)
    assert marks.error_entry_code == CODE


def test_an_old_entrance_without_a_parameter_is_an_entrance_without_a_code():
    marks = marks_of('<a href="https://zfwzxx.www.gov.cn/check_web/errorInfo/jcInfo/1399000001-9">找错</a>')
    assert marks.error_entry.startswith("https://zfwzxx.www.gov.cn/")
    assert marks.error_entry_code is None


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/jiucuo/">我要纠错</a>',
        '<iframe src="/jiucuo/form.html"></iframe>',
        f'<!-- <a href="{ENTRY}">找错</a> -->',
    ],
)
def test_a_way_of_its_own_is_no_entrance_for_errors(html):
    assert marks_of(html).error_entry is None


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://bszs.conac.cn/sitename?method=show&amp;id=9"><img src="/red.png"></a>',
        '<script src="http://dcs.conac.cn/js/05/107/0000/1/CA051070000999999990001.js"></script>',
        "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/1/CA1.js'%3E%3C/script%3E\"));</script>",
        '<span id="_ideConac"></span>',
        '<a id="_ideConac" href="/catalog.html">标识</a>',
    ],
)
def test_the_badge_of_party_and_government_sites(html):
    assert marks_of(html).conac is True


def test_a_page_without_marks_has_none():
    marks = marks_of("版权所有")
    assert marks.conac is False
    assert (marks.site_code, marks.icp, marks.police, marks.sitemap, marks.error_entry) == (None,) * 5


def test_marks_are_found_in_a_footer_that_is_not_called_so():
    page = page_of(
        f'{MENU}<h1>甲乙丙丁</h1><div class="zz8"><p>和平县人民政府办公室主办</p><p>标识码：{CODE}</p><p>电话：0399-6600001</p></div>'
    )
    assert (page.marks.organiser, page.marks.contact) == ("和平县人民政府办公室", "0399-6600001")


def test_a_telephone_that_is_also_a_fax():
    assert marks_of("电话（传真）：0855-2200000").contact == "0855-2200000"
    assert marks_of("建议使用电话（或微信）联系").contact is None


def test_a_development_zone_is_no_technical_support():
    marks = marks_of(f"示例经济技术开发区管理委员会主办　电话：0990-8850066　网站标识码：{CODE}")
    assert (marks.organiser, marks.contact) == ("示例经济技术开发区管理委员会", "0990-8850066")


def test_a_foot_for_telephones_that_is_not_shown_names_the_office_too():
    foot = (
        "<style>.dbx { display: none }</style><div class='dbx'><div>和平县人民政府办公室主办</div><div>县电子政务中心承办</div>"
        f"<div>网站标识码：{CODE}</div><div>电话：0399-6600001</div></div>"
    )
    marks = page_of(f"{MENU}<h1>甲乙丙丁</h1><p>正文</p><iframe src='/foot.html'></iframe>{foot}").marks
    assert (marks.organiser, marks.contact) == ("和平县人民政府办公室", "0399-6600001")
