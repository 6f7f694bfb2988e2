import pytest

from xunwang.inspector.model import ColumnType as T
from xunwang.inspector.survey.naming import Names, by_name, clean, means_more, names_column, type_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("梨镇要闻", T.NEWS),
        ("工作动态", T.NEWS),
        ("政务资讯", T.NEWS),
        ("教育资讯", T.OTHER),
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
        ("消费投诉公示", T.OTHER),
        ("投诉结果公示", T.OTHER),
        ("投诉举报", T.MESSAGES),
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


def test_the_tag_decides_where_the_last_word_of_the_name_agrees():
    assert type_of(Names(own="招考公告")).type is T.PERSONNEL
    assert type_of(Names(own="招考公告", type_meta="人事信息")).type is T.PERSONNEL
    typed = type_of(Names(own="招考公告", type_meta="通知公告"))
    assert (typed.type, typed.reason) == (T.NOTICE, "栏目名称以‘公告’结尾，标签ColumnType含‘通知’")


def test_the_tag_decides_where_the_name_begins_with_the_trade_of_an_office():
    assert type_of(Names(own="调查队伍", type_meta="动态要闻")).type is T.NEWS
    assert type_of(Names(own="2023统计开放日", type_meta="专题专栏")).type is T.TOPIC
    assert type_of(Names(own="统计数据", type_meta="动态要闻")).type is T.DATA
    assert type_of(Names(own="调查征集", type_meta="动态要闻")).type is T.SURVEY


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


@pytest.mark.parametrize("text", ["政务公开", "通知公告", "走进梨镇", "网上调查", "审计", "民生", "交通地图"])
def test_links_that_can_name_a_column(text):
    assert names_column(text)


# Names of columns as they are met on government sites, by the type that a person gives them.
BY_TYPE = {
    T.NEWS: (
        "要闻动态 政务要闻 今日松果 时政要闻 部门动态 镇街动态 基层动态 乡镇传真 区县动态 本地要闻 "
        "工作动态 新闻中心 图片新闻 视频新闻 政务信息 媒体聚焦 省内要闻 国务院要闻 工作简报 信息快报 "
        "行业动态 科室动态 领导活动 会议报道 上级要闻 市州动态 一线传真 教育新闻 学校动态 党建动态 "
        "水利要闻 财经新闻 每日要闻 综合新闻 热点新闻 政府工作动态 部门快讯 乡镇动态 交通动态"
    ),
    T.NOTICE: (
        "通知公告 公示公告 公告公示 最新公告 通知 公告 公示 公告栏 公示栏 通知通告 公示信息 重要通知 "
        "公告通告 文件通知 政务公告 便民公告 拍卖公告 停水停电公告 征地公告 通知公示 工作通知 本局公告 "
        "信息公示"
    ),
    T.POLICY: (
        "政策文件 规范性文件 行政规范性文件 政府文件 市政府文件 部门文件 政策法规 法律法规 法规规章 "
        "政策 政策库 其他文件 上级文件 本级政策 政府规章 办公室文件 政策公开 惠企政策 惠民政策 "
        "最新政策 中央政策 地方性法规 政策制度 文件库 政府令 政办发"
    ),
    T.INTERPRETATION: (
        "政策解读 文件解读 图解政策 一图读懂 媒体解读 专家解读 部门解读 解读回应 视频解读 政策问答 "
        "文字解读 政策图解 动漫解读 新闻发布会解读"
    ),
    T.PERSONNEL: (
        "人事信息 人事任免 人事招考 公务员招考 干部任前公示 招聘信息 事业单位招聘 招考录用 人才招聘 "
        "人事管理 人事考试 任免信息"
    ),
    T.PLAN: (
        "规划计划 发展规划 专项规划 工作计划 国民经济规划 规划信息 总体规划 年度计划 五年规划 规划纲要 "
        "中长期规划"
    ),
    T.DATA: (
        "数据发布 统计数据 统计信息 统计公报 数据开放 统计年鉴 经济数据 月度数据 统计月报 统计分析 "
        "公共数据 数据解读 财政数据 经济运行 进度数据"
    ),
    T.ORGANISATION: (
        "机构职能 机构设置 内设机构 部门职责 单位职能 机构概况 组织机构 直属机构 主要职责 科室设置 "
        "机构信息 职能职责 下属单位 直属单位 机构简介 局属单位"
    ),
    T.LEADERS: (
        "领导之窗 领导信息 领导介绍 领导班子 领导简介 局领导 领导分工 市长之窗 县长之窗 领导成员 "
        "单位领导 区领导 政府领导 本局领导 局长之窗 领导团队 领导专栏"
    ),
    T.OVERVIEW: (
        "县情概况 走进松果 市情概览 历史沿革 魅力雾松 概况 区域概况 自然地理 行政区划 人文历史 "
        "地理气候 风土人情 镇情简介 城市名片"
    ),
    T.DISCLOSURE: (
        "信息公开指南 政府信息公开目录 信息公开年报 公开年报 依申请公开 政府信息公开制度 公开指南 "
        "法定主动公开内容 信息公开 政务公开 政府信息公开 公开目录 政府信息公开年度报告 公开制度 "
        "基层政务公开 主动公开目录"
    ),
    T.MESSAGES: (
        "县长信箱 局长信箱 留言咨询 在线咨询 网上咨询 我要留言 书记信箱 咨询投诉 来信选登 互动交流 "
        "网民留言 信件公开 领导信箱 我要写信 业务咨询 常见问题 政民互动 在线留言 热线留言 举报投诉 "
        "回复选登"
    ),
    T.SURVEY: (
        "意见征集 民意征集 网上调查 调查征集 征求意见 问卷调查 在线调查 意见征求 网上征集 意见反馈 "
        "征集调查 结果反馈 决策征集 听证会"
    ),
    T.INTERVIEW: ("在线访谈 访谈直播 网上访谈 访谈预告 往期访谈"),
    T.SERVICE_STATISTICS: ("办件统计 办事统计 办事数据统计 服务统计 办理统计 办件公示"),
    T.SERVICE: (
        "办事指南 办事服务 在线办事 网上办事 便民服务 政务服务 服务大厅 事项清单 下载中心 表格下载 "
        "行政审批 个人办事 法人办事 公共服务 办事大厅 资料下载"
    ),
    T.TOPIC: ("专题专栏 热点专题 专题 专栏 往期专题 专题报道"),
    T.OTHER: (
        "财政信息 重点领域 预决算公开 三公经费 权责清单 行政处罚 行政许可 双公示 政府采购 招标采购 "
        "应急管理 建议提案 重大项目 公共资源交易 扶贫信息 环境保护 食品药品安全 行政执法 信用信息 "
        "新闻发布会 财政预决算 价格收费 重大建设项目 社会救助 安全生产 政府工作报告 民生实事 公报 "
        "政府公报 行政事业性收费 会议公开 政府常务会议 回应关切"
    ),
}


@pytest.mark.parametrize("kind", BY_TYPE)
def test_common_names_tell_their_type(kind):
    wrong = {name: by_name(name) for name in BY_TYPE[kind].split() if (by_name(name) or T.OTHER) is not kind}
    assert wrong == {}
