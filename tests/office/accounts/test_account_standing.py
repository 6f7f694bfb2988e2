"""All accounts together: the nightly standing, and what handed-in lists and apps do to it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from handing import account, days_back, hand_list, published, rows_of
from office_samples import JANUARY, PNG, POINT

from xunwang.inspector import model
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.accounts import statistics
from xunwang.office.accounts.counting import days_published
from xunwang.office.accounts.evaluating import evaluate
from xunwang.office.accounts.models import Look, Material, Post, PublishedMonth, Standing
from xunwang.office.jobs import queue, ticking
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import change_subject, close_subject, open_subject

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


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
