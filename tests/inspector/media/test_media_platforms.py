"""The platforms on which accounts are kept, as registers and circulars name them."""

import pytest

from xunwang.inspector import door
from xunwang.inspector.media.ways import WAY_NAMES

NAMED = [
    "微信订阅号",
    "微信服务号",
    "微信小程序",
    "微信视频号",
    "微博",
    "抖音",
    "快手",
    "今日头条",
    "百家号",
    "人民号",
    "企鹅号",
    "大鱼号",
    "网易号",
    "搜狐号",
    "澎湃号",
    "南方号",
    "一点号",
    "B站",
    "移动客户端",
]


@pytest.mark.parametrize("name", NAMED)
def test_each_platform_is_known_with_its_ways_in_and_what_they_cannot_tell(name):
    platform = door.platform_named(name)
    assert platform is not None
    assert platform.ways
    assert set(platform.ways) <= set(WAY_NAMES)
    assert platform.blind
    assert all(door.platform_named(other) == platform for other in platform.names)
    assert "entered" in platform.ways
    assert platform.family != "app" or platform.ways == ("entered",)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("今日头条号", "toutiao"),
        ("微信公众号（订阅号）", "wechat_subscription"),
        ("微信(服务号)", "wechat_service"),
        ("微信 公众平台", "wechat"),
        ("小程序（微信）", "wechat_mini"),
        ("快手短视频", "kuaishou"),
        ("官方微博账号", "weibo"),
        ("微博（抖音）", "weibo"),
        ("客户端（安卓）", "app"),
        ("APP", "app"),
    ],
)
def test_what_clerks_write_beside_the_name_of_a_platform(written, known):
    platform = door.platform_named(written)
    assert platform is not None
    assert platform.id == known


@pytest.mark.parametrize(
    "written", ["", "号", "平台", "()", "(", "官方", "门户网站", "某某号", "\ud800", "号" * 9999]
)
def test_words_that_name_no_platform(written):
    assert door.platform_named(written) is None
