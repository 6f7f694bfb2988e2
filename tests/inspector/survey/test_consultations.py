"""What a page tells of a consultation: until when it runs, and whether it is one or tells how one ended."""

import datetime as dt

import pytest

from xunwang.inspector.read import read_page
from xunwang.inspector.survey.services import Document, document_of

HOME = "http://www.heping.gov.cn/"
WAY = "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/{folder}/'>{column}</a></div>"


def document(title: str, text: str, column: str = "征集调查") -> Document | None:
    way = WAY.format(folder="zj", column=column)
    page = f"<html><head><meta charset='utf-8'><title>{title}_和平县人民政府</title></head><body>{way}<h1>{title}</h1>发布时间：2026-02-01 10:00<div class='TRS_Editor'><p>{text}</p><p>{'欢迎社会各界提出意见和建议，' * 8}</p></div></body></html>"
    return document_of(
        read_page(page.encode(), f"{HOME}zj/202602/t20260201_1.html", home=HOME, today=dt.date(2026, 3, 31))
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("征集时间：2026年2月1日至2026年3月1日", "2026-03-01"),
        ("征求意见时间自2026年2月1日起至3月2日止。", "2026-03-02"),
        ("调查时间：2026-02-01 09:00 — 2026-02-20", "2026-02-20"),
        ("公开征求意见期限为2026.2.1～2026.2.28", "2026-02-28"),
        ("请于2026年3月5日前反馈。意见征集截止时间为2026年3月5日。", "2026-03-05"),
        ("截止日期：2026年3月6日", "2026-03-06"),
    ],
)
def test_a_consultation_ends_with_its_period(text: str, day: str) -> None:
    told = document("关于《和平县供热管理办法》公开征求意见的公告", text)
    assert told is not None
    assert told.deadline == dt.date.fromisoformat(day)


def test_what_became_of_opinions_is_no_consultation_of_its_own() -> None:
    told = document("关于《和平县供热管理办法》意见采纳情况的反馈", "现将有关情况反馈如下。")
    assert told is not None
    assert told.outcome
    assert told.subjects[0] == "和平县供热管理办法"


def test_who_collects_papers_asks_for_no_opinion() -> None:
    assert document("关于征集县志资料的公告", "请与县志办公室联系。", "通知公告") is None
