"""Accounts of a period by platform and unit: figures, quotas, differences, and what is exported of them."""

import datetime as dt
import io
import uuid

import msgspec
from handing import account, hand_list, rows_of
from office_samples import POINT
from openpyxl import load_workbook

from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.accounts import statistics
from xunwang.office.accounts.evaluating import evaluate
from xunwang.office.accounts.models import Look, Standing
from xunwang.office.accounts.quotas import Asked, quotas
from xunwang.office.people.models import add_unit
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import change_subject, close_subject, open_subject


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
