import pytest
from survey_sketch import HOME, TEXT, Sketch

from xunwang.inspector.model import ChannelPurpose as P
from xunwang.inspector.model import PageKind, Reach
from xunwang.inspector.survey.channels import purpose_of

NAV = (("政务公开", "/zwgk/"), ("办事服务", "/bs/"), ("互动交流", "/hd/"))


def only(sketch, purpose):
    return [fact for fact in sketch.channels() if fact.purpose is purpose]


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("县长信箱", P.CONSULTATION),
        ("咨询留言", P.CONSULTATION),
        ("我要写信", P.CONSULTATION),
        ("投诉建议", P.CONSULTATION),
        ("网上信访", P.PETITION),
        ("纪检信箱", P.PETITION),
        ("12388举报", P.PETITION),
        ("办事服务", P.SERVICE),
        ("政务服务", P.SERVICE),
        ("网上办事大厅", P.SERVICE),
        ("新桥街道办事处", None),
        ("政务服务和数据管理局", None),
        ("信箱来信选登", None),
        ("办事统计", None),
        ("互动交流", None),
        ("示例市开展政务服务便民化提升行动", None),
        ("通知公告", None),
    ],
)
def test_the_name_tells_what_an_entrance_is_for(name, purpose):
    assert purpose_of(name) is purpose


def test_a_mailbox_with_a_form_is_a_consultation_channel():
    sketch = Sketch().front(*NAV).page("/hd/", PageKind.OTHER, main=[("镇长信箱", "/hd/xx/")])
    sketch.page("/hd/xx/", PageKind.OTHER, depth=2, forms=["message"])
    [channel] = only(sketch, P.CONSULTATION)
    assert (channel.name, channel.opens, channel.form, channel.parent) == (
        "镇长信箱",
        True,
        True,
        HOME + "hd/",
    )


def test_a_mailbox_behind_a_redirect_has_the_form_of_its_page():
    sketch = (
        Sketch()
        .front(*NAV, main=[("镇长信箱", "/xx")])
        .page("/letter/new/", PageKind.OTHER, forms=["message"])
    )
    sketch.link("/xx", Reach.OK, 200, HOME + "letter/new/")
    [channel] = only(sketch, P.CONSULTATION)
    assert (channel.name, channel.form) == ("镇长信箱", True)


def test_a_message_form_counts_although_no_link_calls_it_so():
    sketch = Sketch().front(*NAV).page("/hd/", PageKind.OTHER, forms=["message"], title="互动交流")
    [channel] = only(sketch, P.CONSULTATION)
    assert (channel.name, channel.form) == ("互动交流", True)


def test_an_address_without_a_form_is_doubtful():
    sketch = Sketch().front(*NAV, main=[("镇长信箱", "/xx.html")]).page("/xx.html", PageKind.OTHER, text=TEXT)
    [channel] = only(sketch, P.CONSULTATION)
    assert (channel.opens, channel.form) == (True, False)


def test_petitions_never_count_as_consultation_even_with_a_form():
    sketch = (
        Sketch()
        .front(*NAV, main=[("网上信访", "/xf/")])
        .page("/xf/", PageKind.OTHER, forms=["message"], title="网上信访")
    )
    assert only(sketch, P.CONSULTATION) == []
    assert [channel.form for channel in only(sketch, P.PETITION)] == [True]


def test_news_about_an_entrance_is_no_entrance():
    sketch = (
        Sketch()
        .front(*NAV, main=[("镇长信箱开通", "/n/1.html")])
        .page("/n/1.html", PageKind.ARTICLE, text=TEXT)
    )
    assert only(sketch, P.CONSULTATION) == []


@pytest.mark.parametrize(
    ("reach", "status", "opens", "reason"),
    [
        (Reach.OK, 200, True, None),
        (Reach.HTTP, 404, False, "无法打开(404)"),
        (Reach.HTTP, 503, None, "无法打开(503)"),
        (Reach.TIMEOUT, None, None, "访问超时"),
        (Reach.CHALLENGE, None, None, "返回反爬验证页"),
    ],
)
def test_a_service_on_another_system_opens_as_its_link_did(reach, status, opens, reason):
    service = "http://zwfw.shilishi.gov.cn/lz/"
    sketch = Sketch().front(*NAV[:1], ("政务服务", service), NAV[2]).link(service, reach, status)
    [channel] = only(sketch, P.SERVICE)
    assert (channel.opens, channel.reason) == (opens, reason)


def test_a_service_nobody_visited_is_unknown():
    [channel] = only(Sketch().front(*NAV), P.SERVICE)
    assert (channel.opens, channel.reason) == (None, "未访问")


def test_a_dead_service_page_does_not_open():
    sketch = Sketch().front(*NAV).page("/bs/", PageKind.ERROR, reach=Reach.HTTP, status=404)
    [channel] = only(sketch, P.SERVICE)
    assert channel.opens is False


def test_public_services_among_what_is_made_public_are_no_entrance():
    side = [("公共服务", "/zwgk/fw/"), ("资金信息", "/zwgk/zj/")]
    sketch = Sketch().front(("政务公开", "/zwgk/"))
    sketch.page("/zwgk/zj/", side=side)
    assert only(sketch, P.SERVICE) == []
    [channel] = only(Sketch().front(("公共服务", "/fw/")).page("/fw/"), P.SERVICE)
    assert channel.name == "公共服务"


@pytest.mark.parametrize(
    ("words", "refers"),
    [
        ("本单位事项请携带材料到政务服务大厅窗口办理，暂不提供网上申请。", True),
        ("网上办理功能即将上线，敬请关注。", True),
        ("用户登录后可在线申请下列事项：取水许可、林木采伐许可。", False),
        (TEXT * 4 + "需要现场勘验的事项到政务服务中心窗口办理。", False),
    ],
)
def test_a_page_may_only_send_its_visitors_elsewhere(words, refers):
    sketch = Sketch().front(*NAV).page("/bs/", PageKind.OTHER, text=words)
    [channel] = only(sketch, P.SERVICE)
    assert (channel.opens, channel.refers) == (True, refers)


def test_footer_links_are_no_entrances():
    sketch = Sketch().front(("政务公开", "/zwgk/"), footer=[("政务服务", "/bs/")])
    assert only(sketch, P.SERVICE) == []


def test_one_fact_for_one_entrance():
    sketch = (
        Sketch()
        .front(*NAV, main=[("网上办事", "/bs/index.html")])
        .page("/bs/", PageKind.OTHER, text=TEXT, nav=NAV)
    )
    assert len(only(sketch, P.SERVICE)) == 1


def test_a_search_form_is_a_search_entrance():
    sketch = Sketch().front(*NAV, forms=["search"]).page("/zwgk/", PageKind.OTHER, forms=["search"])
    [channel] = only(sketch, P.SEARCH)
    assert (channel.url, channel.form) == (HOME + "submit", True)
