"""A blank column whose page shows nothing but menus and a footer stays blank, in whatever its classes are called."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI, Attempt, PageRow, Reach
from xunwang.inspector.read import read_page
from xunwang.inspector.survey.digest import Digest, digest_of
from xunwang.inspector.survey.places import Places

HOME = "http://www.example.gov.cn/"
MENU = "".join(
    f'<li><a href="/k{number}">栏目之{name}</a></li>' for number, name in enumerate("甲乙丙丁戊己庚辛壬癸")
)
BLANK = f"""<html><body><div class="q1"><ul>{MENU}</ul></div><div class="q2"><h2>专项资金</h2><ul id="docs"></ul></div>
<div class="q3"><p>主办单位：示例市财政局 联系电话：0600-1234567 苏ICP备99000008号-1 网站标识码：9900000008</p>
<p>版权所有 示例市财政局</p></div><script>document.getElementById("foot").innerHTML="<p>苏ICP备99000008号-1</p>";</script>
</body></html>"""
POINTS = "".join(
    f"<p>· <a href='/k{number}'>栏目之{name}</a></p>" for number, name in enumerate("甲乙丙丁戊")
)


def test_menu_and_footer_are_no_standing_text() -> None:
    digest = _digest(BLANK)
    assert not digest.long_text
    assert not digest.some_text


def test_a_menu_of_points_says_nothing_of_its_own() -> None:
    assert _digest(
        f"<html><body><table><tr><td>{POINTS}</td><td><h2>专项资金</h2></td></tr></table></body></html>"
    ).lines == ("专项资金",)


def _digest(html: str) -> Digest:
    url = f"{HOME}zxzj"
    page = read_page(html.encode(), url, home=HOME, today=dt.date(2026, 3, 31))
    attempt = Attempt(at=dt.datetime(2026, 3, 31, tzinfo=SHANGHAI), reach=Reach.OK, status=200)
    row = PageRow(page=page, key=key_of(url), depth=1, parent=HOME, attempt=attempt, evidence=None)
    return digest_of(row, Places(HOME))
