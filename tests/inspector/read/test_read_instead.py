"""What answers in place of a page, and pages that only speak of such answers."""

import pytest
from reading import ARTICLE_URL, FOOT, MENU, article_of, page_of

from xunwang.inspector.model import PageKind


@pytest.mark.parametrize(
    "code",
    [
        'alert("该文章不存在或已被删除！");history.back();',
        "alert('您访问的信息不存在');location.href='/';",
    ],
)
def test_a_page_that_only_opens_a_box_says_what_stands_in_the_box(code):
    page = page_of(f"<script>{code}</script>", url=ARTICLE_URL)
    assert page.kind is PageKind.ERROR
    assert "不存在" in page.text


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert('请输入关键字');history.back();</script>",
        "<script>alert('该文章不存在')</script>",
        f"{MENU}<p>道路养护计划</p><script>function gone(){{alert('文件不存在');history.back();}}</script>",
    ],
    ids=["another box", "stays", "shows a page"],
)
def test_other_boxes_are_no_error(body):
    assert page_of(body, url=ARTICLE_URL).kind is not PageKind.ERROR


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("常见问题：链接提示“您访问的页面不存在”怎么办", PageKind.ARTICLE),
        ("打开页面未找到内容的处理办法", PageKind.ARTICLE),
        ("您访问的页面不存在", PageKind.ERROR),
    ],
)
def test_an_article_about_pages_that_are_gone_is_there(title, kind):
    body = "<p>发布时间：2026-03-05　来源：县数据局</p>" if kind is PageKind.ARTICLE else ""
    text = "<p>请先检查网址是否正确，仍打不开的，可通过页面底部的入口反映。</p>"
    assert article_of(body, title=title, text=text * 4).kind is kind


def test_the_day_of_a_short_link_below_a_heading_is_that_of_a_row():
    rows = "".join(
        f'<li><a href="/zt/{day}.html">{title}</a><span>2021-0{day}-01</span></li>'
        for title, day in (("接种点公布", 7), ("接种问答", 6))
    )
    page = page_of(f'{MENU}<div class="zt"><h1>疫苗接种服务</h1><ul>{rows}</ul></div>')
    assert page.kind is PageKind.COLUMN
    assert [item.title for item in page.items] == ["接种点公布", "接种问答"]


@pytest.mark.parametrize(
    ("words", "is_error"),
    [
        ("您访问的链接已失效，5秒后返回首页", True),
        ("该网页已经失效", True),
        ("本文件已失效，请查阅新的办法", False),
        ("下载专区。如遇链接失效，请与我们联系。", False),
        ("常用软件。若该链接失效，请换一个地址下载。", False),
        ("为什么打开的链接失效？", False),
        ("短信打开后提示此链接已失效的，多为诈骗。", False),
    ],
)
def test_a_dead_link_may_call_itself_expired_and_so_may_a_document(words, is_error):
    page = page_of(f"<div>{words}</div>", "<title>和平县人民政府</title>")
    assert (page.kind is PageKind.ERROR) is is_error


@pytest.mark.parametrize(
    "words",
    [
        "<font>Microsoft JET Database Engine</font> <font>错误 '80040e14'</font><p>语法错误在查询表达式中。<p>/list.asp，行 41",
        "<b>Fatal error</b>: Uncaught PDOException in /www/list.php on line 12",
        "ORA-00942: 表或视图不存在",
    ],
)
def test_what_a_program_writes_when_it_fails_is_an_error_within_its_frame(words: str) -> None:
    broken = page_of(f"{MENU}<div class='main'>{words}</div>{FOOT}", "<title>水文化</title>")
    assert broken.kind is PageKind.ERROR


def test_a_text_that_speaks_of_such_errors_is_none() -> None:
    text = "<p>系统升级后，填报时如果出现 ORA-00942 或者 Fatal error: 的提示，请先退出再重新登录，仍然不行的，请拨打技术支持电话。</p>"
    assert page_of(f"{MENU}<div class='main'>{text * 3}</div>{FOOT}").kind is not PageKind.ERROR
