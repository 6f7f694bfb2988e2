"""Which links of a policy or an interpretation are its own: those of its text, and those beside it that name the same."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.read import read_page
from xunwang.inspector.survey.services import Document, document_of

HOME = "http://www.heping.gov.cn/"
BAR = """<div class="related"><h4>相关阅读</h4><ul><li><a href="/jd/1.html">《和平县停车管理办法》解读</a></li>
<li><a href="/jd/2.html">《和平县绿化养护规定》解读</a></li><li><a href="/yw/3.html">和平县召开城市管理工作会议</a></li></ul></div>"""


def document(title: str, column: str, beside: str) -> Document:
    way = f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/zc/'>{column}</a></div>"
    page = f"<html><head><meta charset='utf-8'><title>{title}_和平县人民政府</title></head><body>{way}<h1>{title}</h1>发布时间：2026-02-01 10:00<div class='TRS_Editor'><p>{'各有关单位应当遵照执行，按月通报。' * 8}</p></div>{beside}</body></html>"
    told = document_of(read_page(page.encode(), f"{HOME}zc/9.html", home=HOME, today=dt.date(2026, 3, 31)))
    assert told is not None
    return told


def test_a_bar_beside_the_text_links_to_what_is_about_the_same_and_to_nothing_else() -> None:
    policy = document("关于印发和平县停车管理办法的通知", "政策文件", BAR)
    assert policy.links == (key_of(f"{HOME}jd/1.html"),)


def test_an_interpretation_may_name_its_original_in_a_bar() -> None:
    bar = '<aside><a href="/zc/1.html">和平县停车管理办法</a><a href="/zc/2.html">和平县绿化养护规定</a></aside>'
    told = document("《和平县停车管理办法》解读", "政策解读", bar)
    assert (told.links, told.original) == ((key_of(f"{HOME}zc/1.html"),), True)
    assert not document("《和平县停车管理办法》解读", "政策解读", BAR).original


def test_a_link_without_a_title_in_a_box_of_its_own_is_the_documents() -> None:
    box = '<div class="panel related"><div>相关解读</div><div><a href="/jd/1.html">点击查看</a></div></div>'
    assert document("关于印发和平县停车管理办法的通知", "政策文件", box).links == (
        key_of(f"{HOME}jd/1.html"),
    )
