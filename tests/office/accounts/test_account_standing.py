"""All accounts together: the nightly standing, what a withdrawn material leaves behind, statistics of a period."""

import csv
import datetime as dt
import io
import uuid

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office_samples import JANUARY, PNG, POINT
from openpyxl import load_workbook

from xunwang.inspector import model
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.accounts import statistics
from xunwang.office.accounts.counting import days_published
from xunwang.office.accounts.evaluating import evaluate
from xunwang.office.accounts.models import Look, Material, Post, PublishedMonth, Standing
from xunwang.office.accounts.quotas import Asked, quotas
from xunwang.office.jobs import queue, ticking
from xunwang.office.people.models import add_unit
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import change_subject, close_subject, open_subject

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def city(office, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.CLOCK_SHIFT = dt.timedelta(days=(POINT - clock.today()).days)
    return office


def account(office, name, platform="微博", unit=None, **fields):
    fields.setdefault("handle", name)
    return open_subject(
        model.SubjectKind.ACCOUNT, unit or office.county, JANUARY, user=None, name=name, platform=platform,
        **fields,
    )  # fmt: skip


def hand_list(
    client,
    rows,
    since="2025-12-01",
    header=("平台", "账号名称", "标题", "发布时间", "图片数", "是否原创"),
    **more,
):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    file = SimpleUploadedFile("发文.csv", text.getvalue().encode())
    said = {"file": file, "since": since, "until": "2026-03-31", "covers_all": "1", **more}
    return client.post("/accounts/lists/", said).content.decode()


def rows_of(name, days, platform="微博", pictures=0):
    return [(platform, name, f"{name}{day}", f"{day} 09:30", pictures, "是") for day in days]


def days_back(*numbers):
    return [POINT - dt.timedelta(days=number) for number in numbers]


def published():
    """The days on which the only account with posts published."""
    (days,) = days_published(PublishedMonth.objects.all(), dt.date(2025, 1, 1), POINT).values()
    return set(days)


def test_every_account_gets_its_standing_and_a_proposal(city, client):
    names = ["正常", "超期", "僵尸", "空壳"]
    for name in names:
        account(city, name, organiser="东河县政府办公室")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(
        client,
        [
            *rows_of("正常", days_back(*range(1, 60, 2))),
            *rows_of("超期", days_back(20, 40)),
            *rows_of("僵尸", days_back(100)),
        ],
        since="2025-11-01",
    )
    account(city, "没来源")
    ticking.keep_ticking()
    queue.work_off()
    states = {row.subject.versions.get().name: row for row in Standing.objects.all()}
    assert {name: str(row.state) for name, row in states.items()} == {
        "正常": "active", "超期": "silent", "僵尸": "zombie", "空壳": "zombie", "没来源": "unseen",
    }  # fmt: skip
    assert (states["超期"].silent, states["超期"].quarter_posts, states["超期"].longest_gap) == (20, 2, 49)
    assert states["正常"].week_posts == 3
    assert "N-V2.1" in states["超期"].found
    assert states["没来源"].silent is None
    page = client.get("/accounts/standing/?state=zombie").content.decode()
    assert "建议注销或整合" in page
    assert "僵尸" in page
    twins = client.get("/accounts/standing/?state=twin").content.decode()
    assert "在同一平台另有账号" in twins
    assert evaluate(POINT) == 0, "whoever has a standing of the day is not reckoned again"


def test_a_shell_needs_its_whole_history_and_the_limit_is_that_of_the_norm(city, client):
    shell, slow = account(city, "空壳"), account(city, "十二天")
    city.campaign(city.city, [shell], norm="minhou")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(client, rows_of("十二天", days_back(12, 13)), covers_all="")
    begun = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    Look.objects.create(subject=shell, way="entered", seen=clock.now(), posts=0, complete_since=begun)
    evaluate(POINT)
    states = {row.subject_id: str(row.state) for row in Standing.objects.all()}
    assert states == {shell.pk: "empty", slow.pk: "silent"}


def test_lists_under_the_name_an_account_had_and_of_closed_accounts_are_taken(city, client):
    renamed, closed, quiet = (
        account(city, "老名发布", handle=""),
        account(city, "关停号"),
        account(city, "安静号"),
    )
    change_subject(renamed, POINT - dt.timedelta(days=10), user=None, name="新名发布")
    close_subject(closed, POINT - dt.timedelta(days=7), user=None)
    client.force_login(city.user(city.city, Role.INSPECTOR))
    days = days_back(*range(1, 20))
    shown = hand_list(client, [*rows_of("老名发布", days), *rows_of("关停号", days[10:])])
    assert "不在名录中的账号" not in shown
    evaluate(POINT)
    states = {row.subject_id: str(row.state) for row in Standing.objects.all()}
    assert states == {renamed.pk: "active", quiet.pk: "zombie"}
    assert Post.objects.filter(subject=closed).count() == 9
    only_closed = hand_list(client, rows_of("关停号", days_back(30)), covers_all="")
    assert "已读入 1 个账号的 1 条发文" in only_closed


def test_a_list_with_a_name_that_nobody_bears_leaves_those_without_rows_unjudged(city, client):
    lone = account(city, "东河发布", handle="")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    account(city, "有行号")
    shown = hand_list(client, [*rows_of("有行号", days_back(1)), *rows_of("东河发布厅", days_back(1))])
    assert "同一平台上没有列出的账号不作“没有发布”认定" in shown
    evaluate(POINT)
    assert str(Standing.objects.get(subject=lone).state) == "unseen"


def test_a_zombie_is_silent_for_the_months_of_the_norm_not_for_ninety_days(city, client):
    month = account(city, "三个月整")
    over = account(city, "三个月又一天")
    city.campaign(city.city, [month, over], norm="guizhou")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(
        client,
        rows_of("三个月整", [dt.date(2025, 12, 31)]) + rows_of("三个月又一天", [dt.date(2025, 12, 30)]),
    )
    evaluate(POINT)
    found = {row.subject_id: (str(row.state), "GZ-M-1" in row.found) for row in Standing.objects.all()}
    assert found == {month.pk: ("silent", False), over.pk: ("zombie", True)}


def test_an_app_stands_as_the_last_person_found_it(city, client):
    names = {"东河通": "yes", "东河查": "no", "没人试": "", "早试过": "yes"}
    found = {name: account(city, name, "小程序") for name in names}
    found["东河客户端"] = open_subject(
        model.SubjectKind.APP, city.county, JANUARY, user=None, name="东河客户端", platform="移动客户端"
    )
    client.force_login(city.user(city.city, Role.INSPECTOR))
    for name, opens in [*names.items(), ("东河客户端", "no"), ("东河客户端", "yes")]:
        seen = POINT - dt.timedelta(days=120 if name == "早试过" else 3)
        said = {
            "opens": opens,
            "seen": f"{seen} 10:00",
            "remark": "白屏",
            "proof": SimpleUploadedFile("屏.png", PNG),
        }
        if opens:
            client.post(f"/accounts/{found[name].pk}/do/tried/", said)
    Look.objects.filter(subject=found["东河客户端"], opens=False).update(
        seen=clock.now() - dt.timedelta(days=9)
    )
    evaluate(POINT)
    states = {row.subject_id: str(row.state) for row in Standing.objects.all()}
    assert {name: states[one.pk] for name, one in found.items()} == {
        "东河通": "usable", "东河查": "broken", "没人试": "unseen", "早试过": "unseen", "东河客户端": "usable",
    }  # fmt: skip
    page = client.get("/accounts/standing/?state=broken").content.decode()
    assert "无法正常使用" in page
    assert "人工核查，打不开或不能正常使用：白屏" in page


def test_units_of_one_name_are_counted_apart_and_apps_hide_no_quota(city):
    bureaus = [add_unit("教育局", "部门", parent=parent) for parent in (city.county, city.stranger)]
    week = (POINT - dt.timedelta(days=6), POINT)
    owners = [(bureaus[0], "微博"), (bureaus[0], "小程序"), (bureaus[1], "微博")]
    accounts = [
        statistics.Account(uuid.uuid4(), "号", platform, "县级", unit.name, unit.path, *week)
        for unit, platform in owners
    ]
    for one in accounts:
        if one.platform == "微博":
            lone = account(city, f"号{one.subject}", unit=bureaus[0])
            accounts[accounts.index(one)] = msgspec.structs.replace(one, subject=lone.pk)
            Look.objects.create(
                subject=lone,
                way="table",
                seen=clock.now(),
                posts=0,
                complete_since=clock.now() - dt.timedelta(days=60),
            )
    found = quotas(accounts, city.city, week, Asked(1, 0), [])
    assert {(one.unit, one.short_weeks, one.unseen_weeks) for one in found} == {
        (f"{parent.name}教育局", 1, 0) for parent in (city.county, city.stranger)
    }


def test_a_period_without_measure_is_refused_with_a_sentence(city, client):
    client.force_login(city.user(city.city, Role.INSPECTOR))
    shown = client.get("/accounts/figures/?start=0001-01-01&end=9999-12-31").content.decode()
    assert "前后相差不超过十年" in shown


def test_an_app_is_no_zombie_and_is_left_to_people(city, client):
    account(city, "东河办事", "小程序")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(client, [("小程序", "东河办事", "上线", "2025-12-02 09:30", "", "")], covers_all="")
    evaluate(POINT)
    assert Standing.objects.get().state == "unseen"
    assert "由检查人员核查能否打开、使用" in client.get("/accounts/standing/").content.decode()


def test_new_posts_are_reckoned_before_the_next_night(city, client):
    lone = account(city, "东河发布")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(client, rows_of("东河发布", days_back(30)))
    evaluate(POINT)
    assert Standing.objects.get().state == "silent"
    hand_list(client, rows_of("东河发布", days_back(1)))
    assert "东河发布" in client.get("/accounts/standing/").content.decode(), (
        "the last word stands until the next"
    )
    assert evaluate(POINT) == 1
    assert Standing.objects.get(subject=lone).state == "active"


def test_posts_of_one_title_and_day_are_told_apart_within_a_list_and_counted_once_over_lists(city, client):
    account(city, "东河发布")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    day = POINT - dt.timedelta(days=1)
    rows = [("微博", "东河发布", "分享图片", f"{day} {hour}:30", 1, "是") for hour in ("09", "10")]
    hand_list(client, rows)
    header = ("平台", "账号名称", "标题", "发布时间", "链接")
    hand_list(
        client, [("微博", "东河发布", "【分享图片】", f"{day} 09:31", "https://weibo.com/1/a")], header=header
    )
    assert Post.objects.count() == 3
    assert days_published(PublishedMonth.objects.all(), day, POINT) == {
        Post.objects.first().subject_id: {day: 2}
    }


def test_a_withdrawn_list_takes_its_posts_out_of_the_calendar_but_not_those_of_others(city, client):
    lone = account(city, "东河发布")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(client, rows_of("东河发布", days_back(1, 2, 3)))
    wrong = Material.objects.get()
    hand_list(client, rows_of("东河发布", days_back(3, 4)))
    assert published() == set(days_back(1, 2, 3, 4))
    client.post(f"/accounts/{lone.pk}/do/withdraw/", {"material": wrong.pk, "reason": "传错了"})
    assert published() == set(days_back(3, 4))
    assert set(Post.objects.values_list("day", flat=True)) == set(days_back(3, 4))
    assert f">{POINT.day - 1}<small>" not in client.get(f"/accounts/{lone.pk}/").content.decode()


def test_figures_of_a_period_by_platform_and_unit_with_ranking_and_quota(city, client):
    account(city, "东河发布", level="县级")
    account(city, "东河视频", "抖音", level="县级")
    account(city, "南山发布", unit=city.park)
    account(city, "看不到", "快手", unit=city.park)
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    every = [dt.date(2026, 3, 1) + dt.timedelta(days=number) for number in range(30)]
    rows = [*rows_of("东河发布", every, pictures=1), *rows_of("南山发布", every[::6])]
    hand_list(client, rows, covers_all="")
    hand_list(client, rows_of("东河视频", [dt.date(2026, 2, 1)], "抖音"), covers_all="")
    hand_list(client, rows_of("东河发布", every))  # the same again, twice is once

    found = statistics.accounts_of(city.city, dt.date(2026, 3, 1), POINT)
    assert [(one.name, one.posts, one.zero) for one in found] == [
        ("东河发布", 30, False), ("南山发布", 5, False), ("东河视频", 0, True), ("看不到", 0, True),
    ]  # fmt: skip
    groups = {group.name: group for group in statistics.by_unit(found, city.city)}
    assert (groups["东河县"].posts, groups["东河县"].zero, groups["南山园区"].registered) == (30, 1, 2)
    met = quotas(found, city.city, (dt.date(2026, 3, 1), POINT), Asked(5, 12))
    assert [(one.unit, one.state, one.short_weeks, one.short_months) for one in met] == [
        ("南山园区", "未达到", 4, 1), ("东河县", "达到", 0, 0),
    ]  # fmt: skip
    page = client.get("/accounts/figures/?start=2026-03-01&end=2026-03-31").content.decode()
    assert "零发布账号 2 个" in page
    sheet = client.get("/accounts/figures/platform.xlsx?start=2026-03-01&end=2026-03-31")
    written = load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active
    table = [list(row) for row in written.iter_rows(min_row=4, values_only=True)]
    assert table[0][1:8] == ["新浪微博", 2, 0, 2, 0, 0, 35]
    assert table[-1][0] == "合计"
    for what in ("level", "unit", "ranking", "quota"):
        assert client.get(f"/accounts/figures/{what}.xlsx").status_code == 200
    client.force_login(city.user(city.stranger, Role.SUPERVISOR))
    assert client.get(f"/accounts/figures/?unit={city.city.pk}").status_code == 404


def test_a_quota_falls_short_only_where_everything_was_seen(city, client):
    account(city, "东河发布")
    account(city, "南山发布", unit=city.park)
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    first = dt.date(2026, 3, 1)
    few = [first + dt.timedelta(days=number) for number in (0, 7)]
    many = [first + dt.timedelta(days=number) for number in range(31)]
    header = ("平台", "账号名称", "标题", "发布时间")
    hand_list(client, [row[:4] for row in rows_of("东河发布", few)], since="", covers_all="", header=header)
    hand_list(client, [row[:4] for row in rows_of("南山发布", many)], covers_all="", header=header)
    found = statistics.accounts_of(city.city, first, POINT)
    told = quotas(found, city.city, (first, POINT), Asked(5, 12))
    assert {one.unit: (one.state, one.short_weeks, one.unseen_weeks, one.unseen_months) for one in told} == {
        "东河县": ("未看到全部", 0, 4, 1),
        "南山园区": ("未看到全部", 0, 0, 1),
    }
    assert {one.state for one in quotas(found, city.city, (first, POINT), Asked(1, 0))} == {
        "未看到全部",
        "达到",
    }
    page = client.get("/accounts/figures/?start=2026-03-01&end=2026-03-31").content.decode()
    assert "未看到全部的周" in page


def test_what_is_undecided_stands_outside_the_pass_rate(city):
    seen = account(city, "东河发布")
    campaign = city.campaign(city.city, [seen, account(city, "东河办事", "小程序")])
    rows = campaign.subjects.order_by("name")
    for row, verdict in zip(rows, ("pass", "undecided"), strict=True):
        row.verdict_at_point = verdict
        row.save()
    found = statistics.accounts_of(city.city, dt.date(2026, 1, 1), POINT)
    (group,) = statistics.by_unit(found, city.city)
    assert (group.inspected, group.passed, group.undecided, group.rate) == (2, 1, 1, 100)


def sheet(answer):
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    title, _, header, *lines = rows
    return title[0], [dict(zip(header, line, strict=True)) for line in lines]


def test_all_differences_stand_in_the_list_and_in_what_is_exported_from_it(city, client):
    twins = [account(city, name, organiser="东河县政府办公室") for name in ("东河甲", "东河乙", "东河丙")]
    account(city, "南山发布", unit=city.park, organiser="南山园区管委会")
    Look.objects.create(
        subject=twins[0], way="capture", seen=clock.now() - dt.timedelta(hours=1), posts=0, shown_name="大河甲",
        certified_body="东河传媒有限公司",
    )  # fmt: skip
    evaluate(POINT)
    client.force_login(city.user(city.city, Role.INSPECTOR))
    told = [
        "备案名称为“东河甲”，平台显示为“大河甲”",
        "主办单位为“东河县政府办公室”，平台认证主体为“东河传媒有限公司”",
        "东河县政府办公室在同一平台另有账号“东河丙”",
        "东河县政府办公室在同一平台另有账号“东河乙”",
    ]
    assert set(Standing.objects.get(subject=twins[0]).differences) == set(told)
    page = client.get("/accounts/standing/?state=name").content.decode()
    assert all(said in page for said in told)
    title, (row,) = sheet(client.get("/accounts/standing.xlsx?state=name"))
    assert title == "名称、主体与备案不一致的账号"
    assert set(row["核对情况"].split("；")) == set(told)
    assert row["平台"] == "新浪微博"
    assert "重新备案" in row["建议"]
    title, rows = sheet(client.get("/accounts/standing.xlsx?state=twin&q=%E4%B8%9C%E6%B2%B3%E4%B9%99"))
    assert (title, [row["名称"] for row in rows]) == ("同一平台重复开设的账号", ["东河乙"])

    close_subject(twins[1], POINT, user=None)
    page = client.get("/accounts/standing/?q=新浪微博").content.decode()
    assert "全部 3<" in page
    assert f"/accounts/{twins[1].pk}/" not in page
    assert len(sheet(client.get("/accounts/standing.xlsx"))[1]) == 3
    assert "没有找到“无此号”" in client.get("/accounts/standing/?q=无此号").content.decode()


def test_what_was_closed_or_moved_in_a_period_counts_for_it_as_long_as_it_was_there(city, client):
    kept, closed, moved = (account(city, name) for name in ("东河发布", "东河视频", "东河水利"))
    fresh = open_subject(
        model.SubjectKind.ACCOUNT, city.county, dt.date(2026, 3, 23), user=None, name="新号", platform="微博", handle="新号"
    )  # fmt: skip
    first, point = dt.date(2026, 3, 1), POINT
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(
        client, [*rows_of("东河视频", [dt.date(2026, 3, 2)]), *rows_of("东河水利", [dt.date(2026, 3, 3)])]
    )
    campaign = city.campaign(city.city, [kept, closed])
    for row in campaign.subjects.all():
        row.verdict_at_point = "pass" if row.subject_id == kept.pk else "fail"
        row.save()
    close_subject(closed, dt.date(2026, 3, 10), user=None)
    change_subject(moved, dt.date(2026, 3, 5), unit=city.park, user=None)

    found = {one.name: one for one in statistics.accounts_of(city.city, first, point)}
    assert (found["东河视频"].posts, found["东河视频"].until, found["东河视频"].is_closed) == (
        1, dt.date(2026, 3, 9), True,
    )  # fmt: skip
    (group,) = statistics.by_level(found.values())
    assert (group.registered, group.closed, group.posts, group.rate) == (4, 1, 2, 50)
    assert found["新号"].zero, "it was seen whole since it is in the register"
    assert "东河视频" not in {
        one.name for one in statistics.accounts_of(city.city, dt.date(2026, 3, 10), point)
    }
    (of_park,) = statistics.accounts_of(city.park, first, point)
    assert (of_park.subject, of_park.posts) == (moved.pk, 1)
    weeks = {one.unit: one.weeks for one in quotas([found["新号"]], city.county, (first, point), Asked(5, 0))}
    assert weeks == {"东河县": 0}, "asked of nobody before there was an account"
    assert fresh.pk == found["新号"].subject
    page = client.get("/accounts/figures/?start=2026-03-01&end=2026-03-31").content.decode()
    assert "其中期内注销" in page


def test_the_verdict_of_the_highest_unit_counts_and_is_told_below_once_it_is_released(city, client):
    lone = account(city, "东河发布")
    of_city, of_county = city.campaign(city.city, [lone]), city.campaign(city.county, [lone])
    of_city.as_of = POINT - dt.timedelta(days=10)
    of_city.save()
    for campaign, verdict in ((of_city, "fail"), (of_county, "pass")):
        campaign.subjects.update(verdict_at_point=verdict)

    def verdict_for(unit):
        (one,) = statistics.accounts_of(unit, dt.date(2026, 1, 1), POINT)
        return one.verdict

    assert (verdict_for(city.city), verdict_for(city.county)) == ("fail", "pass")
    client.force_login(city.user(city.county, Role.SUPERVISOR))
    address = "/accounts/figures/platform.xlsx?start=2026-01-01&end=2026-03-31"
    assert sheet(client.get(address))[1][0]["合格"] == 1
    of_city.released = True
    of_city.save()
    assert verdict_for(city.county) == "fail"
    assert sheet(client.get(address))[1][0]["不合格"] == 1


def test_posts_of_the_late_evening_belong_to_their_day_in_shanghai(city, client):
    account(city, "东河发布")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    hand_list(client, [("微博", "东河发布", "夜读", "2026-03-30 23:50", "", "")])
    assert Post.objects.get().published == dt.datetime(2026, 3, 30, 23, 50, tzinfo=SHANGHAI)
    assert published() == {dt.date(2026, 3, 30)}


def test_programs_and_apps_are_registered_and_inspected_and_nobody_misses_their_posts(city, client):
    account(city, "东河发布")
    account(city, "东河办事", "小程序")
    app = open_subject(
        model.SubjectKind.APP, city.county, JANUARY, user=None, name="东河通", platform="移动客户端"
    )
    row = city.campaign(city.city, [app]).subjects.get()
    row.verdict_at_point = "pass"
    row.save()
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    hand_list(client, rows_of("东河发布", days_back(1)))
    found = statistics.accounts_of(city.city, dt.date(2026, 1, 1), POINT)
    told = {
        one.name: (one.registered, one.published, one.zero, one.unseen, one.passed)
        for one in statistics.by_platform(found)
    }
    assert told == {
        "新浪微博": (1, 1, 0, 0, 0),
        "微信小程序": (1, 0, 0, 0, 0),
        "移动客户端": (1, 0, 0, 0, 1),
    }
    page = client.get("/accounts/figures/?start=2026-01-01&end=2026-03-31").content.decode()
    assert "零发布账号" not in page
    assert client.get("/accounts/figures/?unit=²").status_code == 404


def test_one_platform_has_one_name_on_every_page_however_it_was_registered(city, client):
    account(city, "东河发布", "微博")
    account(city, "南山发布", "政务微博", unit=city.park)
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    for page in ("/registry/accounts/", "/overview/", "/self-checks/"):
        shown = client.get(page).content.decode()
        assert ">微博<" not in shown
        assert "政务微博" not in shown
    assert "<span>新浪微博</span><b>2</b>" in client.get("/registry/accounts/").content.decode()
