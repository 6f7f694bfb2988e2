"""Whole inspections of sites whose pages are made by one template, one of which names what the others do not."""

import pytest
from loopback import answer
from second_looks import HOST, Web, inspect

from xunwang.inspector.model import SafetyFact

SEARCH = '<form action="/so" method="get"><input name="q"><button>搜索</button></form>'
PARTNERS = '<a href="http://www.gov.cn/">中国政府网</a> <a href="http://lvyou.shili-travel.com/">示例旅游</a>'
TOPICS = (
    "防汛值守",
    "春耕备耕",
    "校园食堂检查",
    "道路养护",
    "医保缴费",
    "植树活动",
    "消防演练",
    "老旧小区改造",
)


def article(topic, *, search=SEARCH, partners=PARTNERS, head="", inside="", last="", told=None):
    """A page of the column, whose template ends with a foot of partners."""
    text = "".join(
        f"<p>{place}就{topic}作出安排，要求各村各社区压实责任，逐项核对台账，及时回应群众关切，确保{topic}各项措施落到实处。</p>"
        for place in ("示例县人民政府", "示例县应急管理局", "各乡镇")
    )
    return answer(
        f"<!DOCTYPE html><html><head><title>{topic}工作部署_示例县人民政府</title>"
        f'<meta name="Description" content="{told or f"{topic}工作部署"}">{head}</head>'
        f'<body><div class="header"><a href="/">首页</a> <a href="/gzdt/">工作动态</a>{search}</div>'
        f'<div class="main"><h1>{topic}工作部署</h1><div class="info">2026-03-02 来源：示例县</div><div class="con">{text}{inside}</div></div>'
        f'<div class="footer"><div class="links">{partners}</div><p>主办：示例县人民政府办公室　备案号：示ICP备00000001号</p></div>{last}</body></html>'
    )


def told_of(tmp_path, odd, *, home=""):
    """What the siblings tell of a site with eight honest pages and one made of `odd`."""
    pages = {f"/gzdt/art_{number}.html": article(topic) for number, topic in enumerate(TOPICS)}
    pages["/gzdt/art_90.html"] = article("节约用水宣传", **odd)
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in sorted(pages, reverse=True))
    pages["/"] = answer(
        f"<html><head><title>示例县人民政府</title></head><body><h1>示例县人民政府</h1><ul>{links}</ul>{home}</body></html>"
    )
    with Web({HOST: pages}) as web:
        run = inspect(web, tmp_path / "run")
    return [fact for fact in run.facts() if isinstance(fact, SafetyFact) and fact.sign.rule == "siblings"]


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        (
            {"partners": f'{PARTNERS} <a href="http://www.hengtong-water.com/">不锈钢水箱厂家直销</a>'},
            "spam",
        ),
        ({"partners": f'{PARTNERS} <a href="http://www.yuanmao-print.com/"> </a>'}, "spam"),
        ({"last": '<a href="http://www.yuanmao-print.com/">彩色画册</a>'}, "spam"),
        (
            {"last": '<iframe src="http://www.yuanmao-print.com/f.htm" width="300" height="80"></iframe>'},
            "script",
        ),
        ({"head": '<script src="http://198.51.100.7/u.js"></script>'}, "script"),
        (
            {"search": SEARCH.replace("/so", "http://www.yuanmao-print.com/so")},
            "redirect",
        ),
        ({"told": "正规私家调查取证公司，婚姻调查找人查址，签约付款"}, "spam"),
    ],
    ids=["a trade", "no words", "at the end", "a frame", "a bare address", "a form", "a description"],
)
def test_what_one_page_alone_names_is_told_with_those_it_was_held_against(tmp_path, odd, kind):
    (fact,) = told_of(tmp_path, odd)
    assert str(fact.sign.kind) == kind
    assert not fact.sign.sure
    assert fact.url.endswith("/gzdt/art_90.html")
    assert "同一模板的另外8页（如/gzdt/art_" in fact.sign.why
    assert fact.evidence is not None


@pytest.mark.parametrize(
    "odd",
    [
        {"partners": f'{PARTNERS} <a href="http://www.shili-library.com/">示例县图书馆</a>'},
        {"inside": '<p><a href="http://www.shili-water.com/">节水产品价格查询</a></p>'},
        {"inside": '<p><iframe src="http://v.shili-video.com/p/1" width="640" height="360"></iframe></p>'},
        {"inside": '<div id="map"></div><script src="http://ditu.shili-map.com/api.js"></script>'},
        {"head": '<script src="http://www.shili-wenjuan.com/form.js"></script>'},
        {"last": '<script src="http://tj.shili-count.com/stat.js"></script>'},
        {
            "inside": '<form action="http://www.shili-wenjuan.com/t/1" method="post"><p>一、您对节水工作是否满意</p><input name="a"></form>'
        },
        {"told": "为落实有关要求，现就相关事项公布如下，请遵照执行"},
        {"partners": f'{PARTNERS} <a href="http://www.shili-nongmao.com/">农产品批发市场</a>'},
        {"partners": f'{PARTNERS} <a href="http://fuwu.shili-dating.com:8090/">网上服务大厅</a>'},
        {"last": '<p>技术支持：<a href="http://www.shili-keji.com/">示例网络</a></p>'},
        {"last": '<form action="http://www.shili-wenjuan.com/t/1"><p>您满意吗</p><input name="a"></form>'},
        {"told": "某制造公司招聘普工，月薪六千元，包吃住，联系电话见正文"},
        {"told": "警方提醒：刷单返利、冒充客服退款都是诈骗，切勿轻信"},
        {"told": "ناھىيىلىك ھۆكۈمەت سۇ تېجەش تەشۋىقاتى يىغىنى ئاچتى"},
    ],
    ids=[
        "a partner",
        "in the text",
        "a film",
        "a map",
        "a questionnaire",
        "a counter",
        "a form",
        "a summary",
        "a market of farmers",
        "a port",
        "who made it",
        "one more form",
        "an offer of work",
        "a warning",
        "Uyghur",
    ],
)
def test_what_honest_pages_alone_name_is_no_suspicion(tmp_path, odd):
    assert told_of(tmp_path, odd) == []


def test_what_the_home_page_names_as_well_needs_two_more_signs(tmp_path):
    link = '<a href="http://www.yuanmao-print.com/">彩色画册</a>'
    assert told_of(tmp_path, {"last": link}, home=link) == []
