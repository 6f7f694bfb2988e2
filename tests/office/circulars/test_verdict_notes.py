"""The notes of a verdict as pages, reports and tables show them."""

from xunwang.office.circulars.notes import notes_in_words


def test_what_one_reason_leaves_open_is_said_once():
    said = notes_in_words(
        [
            "availability not judged",
            "未能检查：W-V3 首页不更新（首页返回反爬验证页（403））",
            "单项否决：W-V4.2 栏目不更新",
            "未能检查：W-V4.1 栏目不更新（首页返回反爬验证页（403））",
            "未能检查：W-V5.1 互动回应差（读取超时）",
            "结论不含未核查的否决指标：W-V4.3 栏目不更新（读取超时）",
        ]
    )
    assert said == [
        "未附连续探测记录，可访问性未作判定",
        "未能检查：W-V3 首页不更新、W-V4.1 栏目不更新（首页返回反爬验证页（403））",
        "单项否决：W-V4.2 栏目不更新",
        "未能检查：W-V5.1 互动回应差（读取超时）",
        "结论不含未核查的否决指标：W-V4.3 栏目不更新（读取超时）",
    ]
