"""Letter boxes whose letters lie as data in a script of the page."""

import datetime as dt

from xunwang.inspector.model import Message
from xunwang.inspector.read import read_page

URL = "http://www.heping.gov.cn/hd/qzxx/"


def letters(script: str, name: str = "区长信箱") -> tuple[Message, ...]:
    page = (
        f'<html><head><meta charset="utf-8"><title>{name}-和平区人民政府</title></head><body>'
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; {name}</div><ul id="list"></ul><script>{script}</script></body></html>'
    )
    return read_page(
        page.encode(), URL, home="http://www.heping.gov.cn/", today=dt.date(2026, 3, 31)
    ).messages


def test_letters_in_a_script_are_read_with_their_days_offices_and_answers() -> None:
    found = letters(
        'var mails = [{"id":88,"title":"路灯不亮希望维修","createTime":"2026-03-02 09:10:00","replyTime":"2026-03-05 10:00:00",'
        '"deptName":"区城管局","statusName":"已回复","url":"/hd/qzxx/88.html"},{"id":90,"title":"公交站台积水","createTime":'
        '"2025-12-01 08:00:00","replyTime":null,"deptName":"区交通运输局","statusName":"未回复","url":"/hd/qzxx/90.html"}];'
    )
    assert [(one.title, one.asked, one.answered, one.unit, one.replied) for one in found] == [
        ("路灯不亮希望维修", dt.date(2026, 3, 2), dt.date(2026, 3, 5), "区城管局", True),
        ("公交站台积水", dt.date(2025, 12, 1), None, "区交通运输局", False),
    ]
    assert found[0].url == "http://www.heping.gov.cn/hd/qzxx/88.html"


def test_a_code_for_the_status_tells_nothing() -> None:
    found = letters(
        'render([{"mailId":"7","subject":"咨询入学政策","writeDate":1772409600000,"status":2},'
        '{"mailId":"8","subject":"反映噪声扰民","writeDate":1772323200000,"status":1}]);'
    )
    assert [(one.asked, one.replied) for one in found] == [
        (dt.date(2026, 3, 2), None),
        (dt.date(2026, 3, 1), None),
    ]


def test_rows_of_another_list_are_no_letters() -> None:
    news = (
        '[{"title":"全区工作会议召开","url":"/a/1.html","pubDate":"2026-03-02"},'
        '{"title":"春季植树活动举行","url":"/a/2.html","pubDate":"2026-03-01"}]'
    )
    assert letters(f"var data={news};") == ()
    assert letters(f"var data={news};", name="公示公告") == ()
