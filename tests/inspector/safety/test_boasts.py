"""Notes that intruders leave for the owner of a site, and what only sounds like one."""

import pytest

from xunwang.inspector.safety import boasts


@pytest.mark.parametrize(
    "line",
    [
        "致站长：贵站后台存在注入，数据库已打包，两天内联系QQ：1230045，过期公开出售。",
        "此站已被攻破，修复请找飞机 @hei_lang_01",
        "Your database has been downloaded, send 0.02 BTC to get it back.",
    ],
)
def test_a_note_with_a_demand_is_told(line: str) -> None:
    told = list(boasts.signs("", f"会议强调了安全。\n{line}\n下一步将抓好落实。", "a.html"))
    assert [sign.rule for sign in told] == ["note"]
    assert not told[0].sure


@pytest.mark.parametrize(
    "line",
    [
        "本站如有漏洞，请联系管理员，邮箱 wangan@shili.gov.cn。",
        "某公司服务器已被黑客入侵，嫌疑人索要比特币，警方已立案侦查。",
        "网友：管理员你好，我的账号积分已被清空，QQ：1234500。",
        "你的网站已被列入年度检查名单，联系QQ：1234500。",
        "Your files have been downloaded. Please open the folder.",
        "留言：你们网站的附件打不开，后台数据是不是被清空了？我的邮箱是 user12345@126.com",
        "Dear visitor, your files have been downloaded successfully. Contact: service@example.com",
        "If your data has been deleted by mistake, please write to help@example.com.",
        "贵站",
        "",
    ],
)
def test_what_only_sounds_like_a_note_is_none(line: str) -> None:
    assert not list(boasts.signs("", line, "a.html"))
