"""Orders to repost, held against what accounts showed within their time."""

import datetime as dt

import msgspec
import pytest
from account_looks import ACCOUNT, AS_OF, judged, look, moment, outcome

from xunwang.inspector.model import (
    OutcomeKind,
    PostFact,
    RepostOrderFact,
)

# ── M-10: orders to repost ───────────────────────────────────────────────────────────────────────

ORDER = RepostOrderFact(
    key="o1", title="关于做好2026年春季防汛工作的通知", issued=moment(AS_OF - dt.timedelta(days=5), 9),
    due=moment(AS_OF - dt.timedelta(days=5), 11), url="https://www.shilishi.gov.cn/t1.html",
)  # fmt: skip


def at(hour, title, day=5, **more):
    return PostFact(
        key=f"{title}{hour}", title=title, published=moment(AS_OF - dt.timedelta(days=day), hour), **more
    )


@pytest.mark.parametrize(
    ("posts", "kind"),
    [
        ([at(10, "关于做好2026年春季防汛工作的通知")], "met"),
        ([at(10, "【转载】关于做好2026年春季防汛工作的通知（全文）")], "met"),
        ([at(10, "速看！", links=("https://www.shilishi.gov.cn/t1.html",))], "met"),
        ([at(10, "今日要闻", text="市政府印发《关于做好2026年春季防汛工作的通知》，要求……")], "met"),
        ([at(13, "关于做好2026年春季防汛工作的通知")], "found"),
        ([at(8, "关于做好2026年春季防汛工作的通知")], "met"),
        ([at(8, "关于做好2026年春季防汛工作的通知", day=40)], "found"),
        ([at(10, "关于做好2025年春季防汛工作的通知")], "found"),
        ([at(10, "关于做好2026年春季护林工作的通知")], "found"),
        ([at(10, "关于认真做好2026年春季防汛工作的通知")], "unchecked"),
        ([at(10, "关于未及时转载《关于做好2026年春季防汛工作的通知》的检讨")], "unchecked"),
        (
            [at(10, "速看！", links=("http://www.shilishi.gov.cn/t1.html/?from=timeline#wechat_redirect",))],
            "met",
        ),
        ([at(10, "速看！", links=("https://www.shilishi.gov.cn/t1.html?id=2",))], "found"),
        (
            [at(10, "检查结果", text="对未及时转载《关于做好2026年春季防汛工作的通知》的账号予以提醒")],
            "found",
        ),
        ([at(10, "关于做好2025年秋季护林工作的提醒")], "found"),
        ([], "found"),
    ],
)
def test_an_order_is_met_by_title_address_or_text_within_its_time(posts, kind):
    assert outcome([look(), ORDER, *posts], "M-10").outcome == kind


def test_an_order_that_nobody_could_have_seen_followed_is_unchecked():
    found = outcome([look(since=None), ORDER], "M-10")
    assert found.outcome is OutcomeKind.UNCHECKED


def test_an_order_that_is_not_due_is_no_fault():
    later = msgspec.structs.replace(ORDER, due=moment(AS_OF + dt.timedelta(days=1)))
    assert outcome([look(), later], "M-10").outcome is OutcomeKind.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("norm", "platform", "ordered", "after", "rules"),
    [  # the order's own hours and whether it is about an emergency, minutes after it until the repost (None: never), and what is found
        ("anhui-2016", "weibo", (2, False), 90, ["AH-M-1"]),
        ("anhui-2016", "weibo", (2, False), 50, []),
        ("anhui-2016", "weibo", (72, False), None, ["AH-M-1"]),
        ("anhui-2016", "douyin", (72, False), None, ["M-10"]),
        ("guiyang-2017", "weibo", (72, False), None, ["M-10"]),
        ("guiyang-2017", "weibo", (72, True), 150, ["GY-M-3"]),
        ("guiyang-2017", "weibo", (1, True), 90, ["GY-M-3"]),
        ("guiyang-2017", "weibo", (72, True), 110, []),
        ("guiyang-2017", "wechat_subscription", (24, True), 150, []),
        ("guiyang-2017", "wechat_subscription", (24, True), None, ["GY-M-3"]),
        ("guiyang-2017", "douyin", (2, True), None, ["M-10"]),
        ("cn-2019", "weibo", (72, True), None, ["M-10"]),
    ],
)  # fmt: skip
def test_places_hold_their_platforms_to_their_own_hours_and_find_each_miss_once(
    norm, platform, ordered, after, rules
):
    hours, emergency = ordered
    subject = msgspec.structs.replace(ACCOUNT, platform=platform, level="部门")
    due = ORDER.issued + dt.timedelta(hours=hours)
    order = msgspec.structs.replace(ORDER, due=due, emergency=emergency)
    posts = []
    if after is not None:
        shown = ORDER.issued + dt.timedelta(minutes=after)
        posts = [PostFact(key="p", title=ORDER.title, published=shown)]
    found = judged([look(), order, *posts], norm, subject).findings
    assert [one.indicator for one in found if one.locator.startswith("order:")] == rules
