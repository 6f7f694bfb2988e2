"""What any visitor sees to be broken, among much that looks like it and is meant so."""

import pytest
from reading import ARTICLE_URL, FOOT, HOME, MENU, TODAY, article_of, column_of, page_of

from xunwang.inspector.model import FlawKind, PageKind
from xunwang.inspector.read import read_page

BODY = (
    "<p>施工单位自本周起分三段修整县城道路，每段完工后先试行一周再放行。</p><p>沿线商铺可凭证件通行，"
    "夜间施工时间不超过二十二时。</p><p>居民对扬尘和噪声有意见的，可以拨打公示牌上的电话，当天给予答复。</p>"
)
INFO = "<p>发布时间：2026-03-18 09:00 来源：和平县住建局</p>"


def told(page):
    return [(flaw.kind.value, flaw.words) for flaw in page.flaws]


def kinds(page):
    return [flaw.kind.value for flaw in page.flaws]


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("<b>Warning</b>:  include(top.php): failed to open stream in <b>/data/web/a.php</b> on line <b>3</b>", "program"),
        ("Fatal error: Call to undefined function show()", "program"),
        ("Microsoft OLE DB Provider for SQL Server 错误 '80004005'", "program"),
        ("HTTP Status 500 - Internal Server Error", "program"),
        ("java.lang.NullPointerException at org.demo.Show.list(Show.java:12)", "program"),
        ("数据库连接失败！", "program"),
        ("系统提示：数据库连接失败，请稍后再试", "program"),
        ("[Microsoft][ODBC SQL Server Driver][SQL Server]登录失败", "program"),
        ("Microsoft VBScript 运行时错误 '800a000d'", "program"),
        ("Notice: Undefined index: id in D:\\web\\show.php on line 8", "program"),
        ("错误：无法连接数据库 127.0.0.1", "program"),
        ("SQLSTATE[42S02]: Base table or view not found", "program"),
        ("[an error occurred while processing this directive]", "program"),
        ("{{item.title}}", "template"),
        ("作者：${info.author}", "template"),
        ("$!{article.body}", "template"),
        ("{dede:field.body/}", "template"),
        ("{$content}", "template"),
        ("[!--newstext--]", "template"),
        ('<%=rs("title")%>', "template"),
        ("编辑：undefined", "value"),
        ("NaN-NaN-NaN", "value"),
        ("[object Object]", "value"),
        ("&amp;nbsp;&amp;nbsp;各乡镇", "code"),
        ('&lt;p style="text-indent:2em"&gt;各乡镇&lt;/p&gt;', "code"),
        ("锟斤拷锟斤拷县城", "garbled"),
        ("ï»¿县城", "garbled"),
        ("&#xFFFD;&#xFFFD;&#xFFFD;", "garbled"),
        ("现场".join("道路修整方案的说明".encode().decode("cp1252", "ignore")[:40].split()), "garbled"),
        ("关于修整道路的通知和有关部门的意见".encode().decode("gb18030", "ignore"), "garbled"),
        ("此处为测试内容，请删除", "trial"),
        ("Lorem ipsum dolor sit amet", "trial"),
        ("测试测试测试", "trial"),
        ("（正文待补充）", "trial"),
    ],
)  # fmt: skip
def test_what_is_broken_is_told(shown, kind):
    assert kinds(article_of(INFO, text=f"{BODY}<p>{shown}</p>")) == [kind]


def test_a_column_of_notices_alone_is_an_error_and_no_blank_one():
    notice = (
        "<b>Warning</b>: mysql_fetch_array() expects parameter 1 in <b>/data/list.php</b> on line <b>20</b>"
    )
    assert column_of(f"<h3>通知公告</h3>{notice}").kind is PageKind.ERROR
    rows = "".join(
        f"<li><a href='/zw/{one}.html'>关于修整第{one}段道路的公告</a> 2026-03-1{one}</li>" for one in "123"
    )
    page = column_of(f"{notice}<ul>{rows}</ul><p>共三条公告，每页显示二十条，点击标题查看全文。</p>")
    assert (page.kind, kinds(page)) == (PageKind.COLUMN, ["program"])


INNOCENT = [
    "系统升级期间如提示“数据库连接失败”，请稍候再试。",
    "数据库连接失败怎么办？",
    "常见问题：页面提示“HTTP Status 404”时，请检查网址。",
    "漏洞提示：旧版本抛出java.lang.ClassNotFoundException后服务中断。",
    "采购 Microsoft SQL Server 数据库软件两套，ODBC Driver 由供应商提供。",
    "Microsoft Access 2016",
    "采购内容：数据库异常监测系统",
    "故障现象：无法连接数据库",
    "Notice: applicants may apply on line 10 days before arrival.",
    "字段默认值：null",
    "数据说明：缺失值以NaN表示；备注：null 表示无。",
    "短信模板：您的验证码为${code}，姓名为{{name}}。",
    "网页规范要求&lt;img&gt;标签加上说明，空格不用&amp;nbsp;表示。",
    "测试内容</p><p>朗读和命题说话。",
    "这里是测试站，考生从东门进入。",
    "本文为系统测试规范的解读。",
    "请在附件的表格内填写姓名（此处填写单位名称）。",
    "全县普通话水平测试于四月举行，测试内容包括朗读。",
    "机动车驾驶人考试系统测试工作已经完成。",
    "接口返回值为null的，按零处理。",
    "公式：a&lt;b 且 c&gt;d。",
    "AT&amp;T、R&amp;D 等缩写。",
    "集合{1，2，3}的元素。",
    "价格为$100{含税}。",
    "[附件] [图表]",
    "市民可以登录 http://www.heping.gov.cn/a?b=1&amp;c=2 查询。",
    "Café, crème brûlée, naïve, Übersee.",
    "涓涓细流汇成江河，鐧一字罕见。",
    "错误的做法是只看数量。",
    "暂无附件",
    "某某镇某某村（XX路）",
    "<pre>&lt;p&gt;示例&lt;/p&gt;</pre>",
    "<span id='hits'>undefined</span>",
    "<span style='display:none'>{$hidden}</span>",
    "<!-- {$title} <%=title%> -->",
    "<script type='text/html'><b><%=title%></b> {{title}}</script>",
    "<input value='<%=key%>'>",
    "<textarea>&lt;p&gt;请输入&lt;/p&gt;</textarea>",
]


@pytest.mark.parametrize("shown", INNOCENT)
def test_what_only_looks_so_is_not_told(shown):
    assert told(article_of(INFO, text=f"{BODY}<p>{shown}</p>")) == []


def test_brackets_that_a_framework_knows_wait_for_it():
    script = "<script src='/js/vue.min.js'></script>"
    assert kinds(article_of(INFO, script, text=f"{BODY}<p>{{{{hits}}}}</p>")) == ["waiting"]
    assert kinds(article_of(INFO, text=f"{BODY}<p v-text='hits'>{{{{hits}}}}</p>")) == ["waiting"]


@pytest.mark.parametrize("text", ["", "<p>&nbsp;</p>", "<p>内容正在建设中</p>", "<p></p><p><br></p>"])
def test_an_article_without_anything_below_its_title_is_bare(text):
    behind = "<p>上一篇：<a href='/zw/1.html'>县城新开两条公交线路</a></p>"
    page = article_of(f"{INFO}<p>【字体：大 中 小】 <a href='#'>打印</a></p>", text=text + behind)
    assert page.kind is PageKind.ARTICLE
    assert kinds(page) == ["bare"]


@pytest.mark.parametrize(
    "text",
    [
        "<p><img src='/pic/1.jpg'></p>",
        "<p><img src='/upload/online/topnews/1.jpg'></p>",
        "<p><img src='/share/homepage3.jpg'></p>",
        "<p><a href='javascript:down(3)'>申请表下载</a></p>",
        "<p><a href='/f/1.pdf'>县城道路养护计划.pdf</a></p>",
        "<p><a href='/zt/yh.html'>点击阅读全文</a></p>",
        "<video src='/v/1.mp4'></video>",
        "<iframe src='/v/2.html'></iframe>",
        "<embed src='/v/3.swf'>",
        "<script>var player = new Player('/v/1.mp4');</script>",
        "<script>location.href = '/zt/yh.html';</script>",
        "<ul><li><a href='/a/1.html'>第一章 总则</a></li><li><a href='/a/2.html'>第二章 计划</a></li></ul>",
        "<p>同意施工。特此公告。</p>",
        "<p>施工自三月二十日开始</p>",
    ],
)
def test_an_article_of_pictures_files_films_or_few_words_is_none(text):
    page = article_of(INFO, text=text)
    assert FlawKind.BARE not in {flaw.kind for flaw in page.flaws}


def test_a_text_that_stands_twice_is_told_and_an_often_repeated_line_is_not():
    twice = BODY + BODY
    assert kinds(article_of(INFO, text=twice)) == ["twice"]
    assert kinds(article_of(INFO, text=BODY + "<p>特此公告。</p><p>特此公告。</p>")) == []
    items = "".join(
        f"<p>第{one}户：符合条件，予以公示，公示期为五个工作日。</p>" for one in "一二三四五六七八"
    )
    assert kinds(article_of(INFO, text=items)) == []


def test_a_title_put_in_to_try_something_is_told():
    for title in ("测试", "测试文章2", "test", "aaa", "新建文章", "111"):
        assert kinds(article_of(INFO, title=title, text=BODY)) == ["trial"], title
    for title in (
        "普通话水平测试安排",
        "关于开展软件测试的公告",
        "标题新闻三则",
        "2026年公告",
        "未命名道路公示",
    ):
        assert kinds(article_of(INFO, title=title, text=BODY)) == [], title


def test_a_page_without_a_name_of_its_own_is_told():
    page = page_of(f"{MENU}<ul><li><a href='/1.html'>公告</a></li></ul>{FOOT}", "<title>无标题文档</title>")
    assert told(page) == [("trial", "无标题文档")]
    assert told(column_of("<ul><li><a href='/1.html'>公告</a></li></ul>")) == []


@pytest.mark.parametrize(
    ("declared", "written", "headers", "expected"),
    [
        ("gb2312", "utf-8", {}, ["charset"]),
        ("utf-8", "gb18030", {}, ["charset"]),
        ("gb2312", "utf-8", {"Content-Type": "text/html; charset=utf-8"}, []),
        ("gb2312", "gb18030", {}, []),
        ("utf-8", "utf-8", {}, []),
    ],
)
def test_a_charset_that_browsers_are_told_wrongly(declared, written, headers, expected):
    source = f"<html><head><meta charset='{declared}'><title>公告</title></head><body>{MENU}{BODY}{FOOT}</body></html>"
    page = read_page(source.encode(written), ARTICLE_URL, headers=headers, home=HOME, today=TODAY)
    assert kinds(page) == expected


@pytest.mark.parametrize(
    "odd",
    ["", "\ud800", "{{" * 5_000, "<p>" * 3_000, "锟" * 9, "&" * 9_000, "{$" + "a" * 9_000, "涓" * 20_000],
)
def test_odd_input_raises_nothing(odd):
    source = f"<html><body>{MENU}<h1>公告</h1>{INFO}{odd}</body></html>".encode("utf-8", "surrogatepass")
    read_page(source, ARTICLE_URL, home=HOME, today=TODAY)
