import pytest

from xunwang.inspector.model import ColumnType as T
from xunwang.inspector.survey.naming import Names, clean, means_more, names_column, type_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("梨镇要闻", T.NEWS),
        ("工作动态", T.NEWS),
        ("图片新闻", T.NEWS),
        ("今日梨镇", T.NEWS),
        ("统计动态", T.NEWS),
        ("政策动态", T.NEWS),
        ("领导活动", T.NEWS),
        ("政务要闻", T.NEWS),
        ("时政信息", T.NEWS),
        ("区县动态信息", T.NEWS),
        ("工作进展", T.NEWS),
        ("新闻发布会", T.OTHER),
        ("新闻发言人", T.OTHER),
        ("通知公告", T.NOTICE),
        ("公示公告", T.NOTICE),
        ("采购公告", T.OTHER),
        ("招标采购公告", T.OTHER),
        ("中标公告", T.OTHER),
        ("公告栏", T.NOTICE),
        ("政府采购", T.OTHER),
        ("行政处罚公示", T.OTHER),
        ("双公示", T.OTHER),
        ("政策文件", T.POLICY),
        ("规范性文件", T.POLICY),
        ("镇政府文件", T.POLICY),
        ("政策法规", T.POLICY),
        ("惠企政策", T.POLICY),
        ("政策解读", T.INTERPRETATION),
        ("文件解读", T.INTERPRETATION),
        ("图解政策", T.INTERPRETATION),
        ("统计数据解读", T.DATA),
        ("统计公报", T.DATA),
        ("数据发布", T.DATA),
        ("人事任免公告", T.PERSONNEL),
        ("招聘公告", T.PERSONNEL),
        ("人事信息", T.PERSONNEL),
        ("规划计划", T.PLAN),
        ("发展规划", T.PLAN),
        ("办事统计", T.SERVICE_STATISTICS),
        ("机构职能", T.ORGANISATION),
        ("领导之窗", T.LEADERS),
        ("镇长信箱", T.MESSAGES),
        ("咨询投诉", T.MESSAGES),
        ("梨镇概况", T.OVERVIEW),
        ("走进梨镇", T.OVERVIEW),
        ("政府信息公开指南", T.DISCLOSURE),
        ("政府信息公开年报", T.DISCLOSURE),
        ("政务公开", T.DISCLOSURE),
        ("意见征集", T.SURVEY),
        ("意见征集公告", T.SURVEY),
        ("网上调查", T.SURVEY),
        ("在线访谈", T.INTERVIEW),
        ("办事指南", T.SERVICE),
        ("专题专栏", T.TOPIC),
        ("建议提案办理", T.OTHER),
        ("政府公报", T.OTHER),
        ("应急预案", T.OTHER),
        ("特色水果", T.OTHER),
    ],
)
def test_a_name_tells_the_type(name, kind):
    assert type_of(Names(own=name)).type is kind


def test_the_reason_names_the_word():
    assert type_of(Names(own="梨镇要闻")).reason == "栏目名称含‘要闻’"


def test_news_below_a_special_topic_belongs_to_the_topic():
    typed = type_of(Names(own="工作动态", above=("专题专栏", "春耕专题")))
    assert typed.type is T.TOPIC
    assert "专题专栏" in typed.reason


def test_a_disclosure_section_that_is_named_like_one_is_no_topic():
    assert type_of(Names(own="通知公告", above=("政务公开专栏",))).type is T.NOTICE


def test_the_shelf_of_a_year_takes_the_type_above_it():
    assert type_of(Names(own="2024年", above=("政策文件",))).type is T.POLICY
    assert type_of(Names(own="特色水果", above=("政策文件",))).type is T.OTHER


def test_tags_speak_where_the_name_is_silent():
    assert type_of(Names(own="最新发布", type_meta="政策文件")).type is T.POLICY
    assert type_of(Names(own="最新发布", column_meta="通知公告")).type is T.NOTICE
    assert type_of(Names(own="政策解读", type_meta="政策文件")).type is T.INTERPRETATION


def test_a_type_tag_with_two_types_tells_none():
    assert type_of(Names(own="最新发布", type_meta="信息公开，政策文件")).type is T.OTHER


def test_item_titles_speak_last():
    assert type_of(Names(own="最新发布", titles=5, hinted=(5, 0, 0))).type is T.INTERPRETATION
    assert type_of(Names(own="最新发布", titles=5, hinted=(2, 3, 0))).type is T.NOTICE
    assert type_of(Names(own="最新发布", titles=4, hinted=(4, 0, 0))).type is T.OTHER


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 通 知 公 告 ", "通知公告"),
        ("· 要闻 >>", "要闻"),
        ("【政策文件】", "政策文件"),
        ("县长信箱（12）", "县长信箱"),
        ("  ", None),
        (None, None),
    ],
)
def test_names_are_read_aloud(text, name):
    assert clean(text) == name


@pytest.mark.parametrize("text", ["更多", "更多>>", "MORE", "more...", "查看更多", " 更 多 » "])
def test_a_link_that_only_says_more(text):
    assert means_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "首页",
        "网站首页",
        "登录",
        "无障碍浏览",
        "English",
        "搜索",
        "网站地图",
        "联系我们",
        "关于我们",
        "RSS订阅",
        "手机版",
        "政务微博",
        "更多",
    ],
)
def test_links_that_name_no_column(text):
    assert not names_column(text)


@pytest.mark.parametrize("text", ["政务公开", "通知公告", "走进梨镇", "网上调查", "审计", "民生"])
def test_links_that_can_name_a_column(text):
    assert names_column(text)
