"""Words by which a row of a list is no published post, and those that only look so."""

import pytest

from xunwang.inspector.media.post_words import (
    LIKELY,
    headline_of,
    is_foot,
    is_unpublished,
    says_nothing_came,
    tells_more,
    why_not_out,
)


@pytest.mark.parametrize(
    "word", ["草稿", "未发送", "待审核", "发送失败", "已删除", "因错字已撤回", "仅自己可见", "被作者删除", "审核未通过", "不公开", "已删", "已撤", "该内容已被发布者删除", "此内容因违规无法查看", "被投诉不可访问"]
)  # fmt: skip
def test_a_state_by_which_nobody_sees_the_post(word):
    assert why_not_out(["正常", word], is_to_come=False) == word


@pytest.mark.parametrize(
    "word",
    ["已发布", "正常", "发送成功", "已群发", "通过", "定时发布", "评论已删除", "图片已撤回", "原创", "公开", "所有人可见", "删除线已改", "已删除错字后重发", "链接已下架", "仅粉丝可见", "已删改", "曝光违规行为", "网络慢，无法查看", "已撤换封面"],
)  # fmt: skip
def test_states_of_posts_that_are_out(word):
    assert why_not_out([word], is_to_come=False) is None


def test_what_waits_for_its_time_is_out_once_that_has_come():
    assert why_not_out(["定时发布"], is_to_come=True) == "定时发布"
    assert why_not_out(["定时发布"], is_to_come=False) is None


@pytest.mark.parametrize(
    "title",
    [
        "无",
        "/",
        "本月无更新",
        "第二季度无更新",
        "5月暂无发布",
        "本周没有推送",
        "均未更新",
        "账号自2026年3月开通以来未发布内容",
        "今年以来一直未发文（截至11月20日）",
    ],
)
def test_a_title_that_says_nothing_came(title):
    assert says_nothing_came(title, dated=False)


@pytest.mark.parametrize(
    "title", ["无偿献血周末开场", "没有一个冬天会白等", "关于公交时刻表未更新的说明", "系统暂无更新计划时请这样办", "无障碍设施改造完成", "空气质量周报", "建馆以来未发表的手稿", "开园以来没有更新的设施（一）换新"]
)  # fmt: skip
def test_titles_that_begin_or_end_like_it(title):
    assert not says_nothing_came(title, dated=False)
    assert not says_nothing_came(title, dated=True)


def test_with_a_day_only_what_is_no_title_at_all_says_so():
    assert says_nothing_came("无", dated=True)
    assert not says_nothing_came("三号井水位数据未更新", dated=True)


@pytest.mark.parametrize(
    "title", ["填表人：某某 审核人：某某", "注：不含转发", "共12条", "合计 9篇", "备注: 截图另附", "本月预计再更新两条", "以下空白"]
)  # fmt: skip
def test_lines_below_a_list(title):
    assert is_foot(title)


@pytest.mark.parametrize(
    "title", ["说明会下周三开", "审核流程又少两步", "统计年鉴可以预订了", "联系群众十二法", "以上路段今晚封闭", "预计周末有雪", "共享单车停放新规", "负责人谈：桥怎么修", "12条便民措施落地"]
)  # fmt: skip
def test_titles_that_are_no_such_line(title):
    assert not is_foot(title)


def test_a_list_that_goes_on_elsewhere():
    assert all(map(tells_more, ["第1页/共3页", "共30条，下一页", "仅显示前20条", "第 2 页 共 9 页"]))
    assert not any(map(tells_more, ["第1页/共1页", "第3页", "共30条", "三页纸讲清政策"]))


def test_drafts_lie_on_sheets_of_their_own():
    assert all(map(is_unpublished, ["草稿箱", "草稿（2）", "待发布", "回收站"]))
    assert not any(map(is_unpublished, ["已发表", "11月", "Sheet1", "发文", "定时发布"]))


@pytest.mark.parametrize(
    ("name", "lines", "year"),
    [
        ("Sheet1", ["示例镇视频号登记（2026年11月）"], 2026),
        ("2025年", ["登记表"], 2025),
        ("11月", ["2025年12月—2026年1月登记"], None),
        ("11月", ["填报日期：2026年11月23日"], None),
        ("11月", ["2026年示例镇面向2035规划宣传登记"], None),
    ],
)
def test_the_year_stands_in_the_title_of_a_sheet(name, lines, year):
    assert headline_of(name, [(line, None) for line in lines]).year == year


def test_whose_a_sheet_is_stands_above_its_header():
    assert headline_of("1", [("单位账号：示例林业", None)]).account == "示例林业"
    assert headline_of("1", [("填报单位：示例县林业局", None)]).account is None
    assert headline_of("1", [("抖音号情况说明", None)]).account is None


@pytest.mark.parametrize(
    ("field", "known", "unknown"),
    [
        ("title", ["推文题目", "视频名称", "资讯标题", "作品"], ["作品数", "视频号", "推送", "文章类型", "内容"]),
        ("time", ["首次发布", "群发时间", "首次发布时间", "publish_time"], ["更新时间", "最后编辑时间", "发布", "发布人", "审核时间"]),
        ("day", ["上线日期", "刊发日期", "发布日"], ["修改日期", "备案日期", "发布日均阅读"]),
        ("state", ["当前状态", "状态", "可见范围"], ["状态栏说明文字", "范围"]),
    ],
)  # fmt: skip
def test_headers_that_look_like_a_field(field, known, unknown):
    assert all(LIKELY[field].fullmatch(word) for word in known)
    assert not any(LIKELY[field].fullmatch(word) for word in unknown)


@pytest.mark.parametrize("odd", ["", "\ud800", "9" * 5000, "第" * 5000, "\x00页"])
def test_odd_words_break_nothing(odd):
    why_not_out([odd], is_to_come=True)
    says_nothing_came(odd, dated=False)
    is_foot(odd)
    tells_more(odd)
    headline_of(odd, [(odd, 1, None)])
