"""Which columns an inspection takes a picture of, in a real browser."""

import datetime as dt
from pathlib import Path

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.door import column_pictures
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.model import SHANGHAI, Subject

HOST = "www.qiaotou.gov.cn"
HOME = f"http://{HOST}/"
DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
NEWEST = {"dt": "2026-03-10", "tz": "2026-01-20", "gh": "2024-05-06", "sj": None, "js": ""}
NAMES = {"dt": "工作动态", "tz": "通知公告", "gh": "规划计划", "sj": "统计数据", "js": "机构职能"}
FOOT = "<div class='footer'>主办单位：桥头县人民政府办公室 政府网站标识码：9900000001</div>"
NAV = "<div class='nav'><a href='/'>首页</a>" + "".join(f"<a href='/{path}/'>{name}</a>" for path, name in NAMES.items()) + "</div>"  # fmt: skip
STANDING = f"<h1>机构职能</h1><div class='content'><p>{'本单位负责全县道路养护的组织和监督。' * 20}</p></div>"


def body_of(path: str) -> str | None:
    name = path.strip("/")
    if name not in NEWEST and path != "/":
        return None
    day = NEWEST["dt"] if path == "/" else NEWEST[name]
    rows = f"<ul class='list'><li><a href='/{name or 'dt'}/1.html'>关于道路养护的消息</a><span>{day}</span></li></ul>"
    main = STANDING if day == "" else rows if day else "<div class='list'>暂无内容</div>"
    title = NAMES.get(name, "首页")
    return f"<html><head><title>{title}_桥头县人民政府</title></head><body>{NAV}<div class='main'>{main}</div>{FOOT}</body></html>"


async def serve(request):
    body = body_of(request.path)
    return await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
@pytest.mark.parametrize(("most", "expected"), [(2, {"sj", "gh"}), (12, {"sj", "gh", "dt"})])
def test_columns_that_show_nothing_new_are_pictured_the_emptiest_first(
    tmp_path: Path, monkeypatch, most, expected
) -> None:
    monkeypatch.setattr(column_pictures, "MOST", most)
    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=(f"{HOST}:80:127.0.0.1:{server.port}",), closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1, browser="auto",
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=Subject(id="s", name="桥头县人民政府", home=HOME))],
            tmp_path, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    pictured = {path for path in NAMES if door.shot_of(run, f"{HOME}{path}/")}
    assert pictured == expected
    assert door.verify(run) == []
