"""Search forms as sites write them: what is asked, and what cannot be asked without a script."""

from urllib.parse import parse_qs, urlsplit

import pytest

from xunwang.inspector.read.search_form import SCRIPTED, SearchForm, search_form

HOME = "http://www.heping.gov.cn/zw/"


def read(body: str, charset: str = "utf-8") -> SearchForm | str | None:
    page = f'<html><head><meta charset="{charset}"></head><body>{body}</body></html>'
    return search_form(page.encode(charset), HOME, {})


def asked(body: str, words: str, charset: str = "utf-8") -> tuple[str, dict[str, list[str]]]:
    form = read(body, charset)
    assert isinstance(form, SearchForm)
    parts = urlsplit(form.address(words))
    query = parse_qs(parts.query, keep_blank_values=True, encoding=charset)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query


def test_hidden_fields_and_choices_go_with_the_words() -> None:
    place, query = asked(
        '<form action="/was5/web/search"><input name="searchword"><input type="hidden" name="channelid" value="290962">'
        '<select name="scope"><option value="all">全部</option><option value="t" selected>标题</option></select>'
        '<input type="radio" name="order" value="time" checked><input type="radio" name="order" value="hit"><input type="submit" value="搜索"></form>',
        "道路养护",
    )
    assert place == "http://www.heping.gov.cn/was5/web/search"
    assert query == {"searchword": ["道路养护"], "channelid": ["290962"], "scope": ["t"], "order": ["time"]}


def test_the_words_are_written_as_the_page_is() -> None:
    _, query = asked(
        '<form action="s.asp"><input name="keyword"> <button>站内搜索</button></form>', "公告", "gbk"
    )
    assert query == {"keyword": ["公告"]}


def test_the_words_are_written_as_the_site_sent_the_page_that_a_browser_rendered() -> None:
    rendered = '<html><body><form action="s.asp"><input name="keyword"> <button>站内搜索</button></form></body></html>'
    form = search_form(rendered.encode(), HOME, {}, served_in="gb18030")
    assert isinstance(form, SearchForm)
    assert form.query("公告") == "keyword=%B9%AB%B8%E6"


def test_a_relative_action_and_a_query_in_it_are_kept() -> None:
    place, query = asked(
        '<form action="list?site=9"><input name="q" placeholder="请输入关键词"></form>', "水库"
    )
    assert place == "http://www.heping.gov.cn/zw/list"
    assert query == {"site": ["9"], "q": ["水库"]}


@pytest.mark.parametrize(
    "body",
    [
        '<form action="javascript:void(0)"><input name="q" placeholder="搜索"></form>',
        '<form onsubmit="return go()"><input name="searchword"><button>搜索</button></form>',
        '<form action="/search"><input placeholder="请输入关键字"></form>',
        '<div><input id="kw" placeholder="请输入搜索内容"><i onclick="go()"></i></div>',
    ],
)
def test_what_only_a_script_sends_is_not_asked(body: str) -> None:
    assert read(body) == SCRIPTED


@pytest.mark.parametrize(
    "body",
    [
        '<form action="/letter/save" method="post"><input name="title"><textarea name="content"></textarea></form>',
        '<form action="/login"><input name="user"><input type="password" name="pw"></form>',
        '<form action="/subscribe"><input name="mail"><button>订阅</button></form>',
        '<form action="/dy"><input name="mail" placeholder="请输入您的邮箱"><button>订阅</button></form>',
        '<div><input placeholder="请输入订阅邮箱"><button>订阅</button></div>',
        "<p>没有表单</p>",
    ],
)
def test_other_forms_are_never_asked(body: str) -> None:
    assert read(body) is None


def test_the_way_it_is_sent_is_told() -> None:
    form = read('<form action="/search" method="POST"><input name="q" placeholder="搜索"></form>')
    assert isinstance(form, SearchForm)
    assert form.method == "post"
