"""Orders to repost: deadlines by platform, posts and articles that count, the matrix, and what a campaign makes of it."""

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office_samples import JANUARY, POINT, judgement
from openpyxl import load_workbook

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.accounts.keeping import keep_facts
from xunwang.office.accounts.models import Look, Post
from xunwang.office.campaigns import looking, recording
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.deadlines.workdays import Calendar
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import open_subject
from xunwang.office.reposts import service
from xunwang.office.reposts.limits import due_of, limits_for, read_limits
from xunwang.office.reposts.matching import match
from xunwang.office.reposts.models import Order, Task

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ISSUED = dt.datetime(2026, 3, 27, 10, 0, tzinfo=SHANGHAI)  # a Friday
CALENDAR = Calendar({}, frozenset({2026}))
FAMILIES = {"wechat_subscription": "wechat", "wechat_service": "wechat"}
TEXT = "为进一步做好防汛抗旱各项准备工作，市防汛指挥部决定自四月一日起在全市范围内开展汛前检查，重点检查水库堤防、山洪灾害易发区、城市易涝点和应急物资储备情况，请各单位认真组织自查整改。"


@pytest.fixture
def city(office, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    file = tmp_path / "inspect.json"
    file.write_text(
        json.dumps({"closed": True, "delay": 0.0, "browser": "never", "retry_wait": 0.1, "proof": False})
    )
    settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.CLOCK_SHIFT = dt.timedelta(days=(POINT - clock.today()).days)
    return office


def account(office, name, platform="微博", **fields):
    return open_subject(
        model.SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name=name, platform=platform, handle=name,
        organiser="东河县政府办公室", **fields,
    )  # fmt: skip


def post(subject, at, title, *, text="", url="", day_only=False):
    day = at.astimezone(SHANGHAI).date()
    Post.objects.create(
        subject=subject,
        key=f"{title}{at}",
        title=title,
        published=at,
        day=day,
        day_only=day_only,
        text=text,
        url=url,
    )


def seen_whole(subject, until=POINT):
    moment = dt.datetime.combine(until, dt.time(23), SHANGHAI)
    Look.objects.create(
        subject=subject,
        way="table",
        seen=moment,
        posts=1,
        complete_since=dt.datetime(2026, 1, 1, tzinfo=SHANGHAI),
    )


@pytest.mark.parametrize(
    ("rule", "issued", "due"),
    [
        ("2小时", "2026-03-27T23:30", "2026-03-28T01:30"),
        ("1个工作日", "2026-03-27T10:00", "2026-03-30T23:59:59"),
        ("每个工作日12:00前", "2026-03-27T10:00", "2026-03-27T12:00"),
        ("12:00前", "2026-03-27T12:30", "2026-03-30T12:00"),
        ("每个工作日中午12点前", "2026-03-27T12:30", "2026-03-30T12:00"),
        ("下午5点30分前", "2026-03-27T12:30", "2026-03-27T17:30"),
        ("30分钟", "2026-03-27T23:50", "2026-03-28T00:20"),
        ("不晚于1个工作日", "2026-03-27T10:00", "2026-03-30T23:59:59"),
        ("当天", "2026-03-27T10:00", "2026-03-27T23:59:59"),
        ("次日", "2026-03-27T10:00", "2026-03-28T23:59:59"),
        ("三天内转载", "2026-03-27T10:00", "2026-03-30T23:59:59"),
        ("一周之内", "2026-03-27T10:00", "2026-04-03T23:59:59"),
    ],
)
def test_a_deadline_runs_in_hours_or_working_days(rule, issued, due):
    (limit,) = read_limits(f"其他 {rule}")
    at, provisional = due_of(
        limit.written, dt.datetime.fromisoformat(issued).replace(tzinfo=SHANGHAI), CALENDAR
    )
    assert at == dt.datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    assert not provisional


def test_limits_are_read_by_platform_and_the_wrong_line_is_named():
    limits = read_limits("微博、抖音 2小时\n微信公众号 1个工作日\n其他 每个工作日12:00前")
    assert [limits_for(name, limits, FAMILIES)[0].written for name in ("douyin", "wechat_service", "kuaishou")] == [
        "2小时", "1个工作日", "每个工作日12:00前",
    ]  # fmt: skip
    for written in ("微博\u3000两小时", "微博\t2小时内", "微博：2小时", "微博， 抖音 2个小时之内"):
        (limit,) = read_limits(written)
        assert limit.platforms[0] == "weibo"
        assert due_of(limit.written, ISSUED, CALENDAR)[0] == ISSUED + dt.timedelta(hours=2)
    assert read_limits("微博 2小时；其他 1个工作日") == read_limits("微博 2小时\r\n其他 1个工作日")
    for wrong, said in (
        ("微博 0小时", "看不懂"),
        ("微博 2小时\n微博 3小时", "矛盾"),
        ("微博 马上", "看不懂"),
        ("微博 2时内", "看不懂"),
        ("火星 2小时", "不认得平台"),
        ("", "请写明时限"),
    ):
        with pytest.raises(OfficeError, match=said):
            read_limits(wrong)


@pytest.mark.parametrize(
    ("written", "subscription", "service", "unknown"),
    [
        ("微信订阅号 1个工作日\n微信服务号 4小时", "1个工作日", "4小时", "1个工作日 4小时"),
        ("微信订阅号 1个工作日\n其他 2小时", "1个工作日", "2小时", "1个工作日 2小时"),
        ("微信公众号 1个工作日\n微信服务号 2小时", "1个工作日", "2小时", "1个工作日"),
        ("微博 2小时\n网站 当天", "", "", ""),
    ],
)
def test_a_rule_for_one_kind_of_official_account_is_none_for_the_other(
    written, subscription, service, unknown
):
    limits = read_limits(written)
    found = [
        " ".join(limit.written for limit in limits_for(kind, limits, FAMILIES))
        for kind in ("wechat_subscription", "wechat_service", "wechat")
    ]
    assert found == [subscription, service, unknown]


def test_each_account_gets_the_deadline_of_its_own_kind_and_the_longest_where_that_is_unknown(city):
    for name, platform in (("订", "微信订阅号"), ("服", "微信服务号"), ("公", "微信公众号"), ("博", "微博")):
        account(city, name, platform)
    city.website(city.county, "网", "http://w.donghe.gov.cn/")
    asked = service.Asked(
        title="关于开展汛前检查的通知",
        limits="微博 30分钟\n订阅号 1个工作日\n服务号 4小时\n网站 当天",
        issued=ISSUED,
    )
    order = service.give(asked, service.Addressed(websites=True), city.city, user=None)
    dues = {task.name: task.due.astimezone(SHANGHAI) - ISSUED for task in order.tasks.all()}
    end, day = dt.timedelta(hours=13, minutes=59, seconds=59), dt.timedelta(days=1)
    assert dues == {
        "博": dt.timedelta(minutes=30), "服": dt.timedelta(hours=4), "网": end, "订": end + 3 * day, "公": end + 3 * day
    }  # fmt: skip


def order_of(city, title="关于开展汛前检查的通知", **said):
    asked = service.Asked(title=title, limits="微博 2小时\n其他 1个工作日", issued=ISSUED, **said)
    return service.give(asked, service.Addressed(websites=True), city.city, user=None)


def states(order):
    match(order)
    return {task.name: (str(task.state), task.how, task.minutes) for task in order.tasks.all()}


def test_reposts_are_found_by_link_title_and_text_and_only_what_was_seen_is_missed(city):
    names = ["准时", "迟到", "没转", "没看到", "改题", "链接"]
    found = {name: account(city, name, "抖音" if name == "链接" else "微博") for name in names}
    order = order_of(city, url="https://www.shilishi.gov.cn/xq.html", text=TEXT)
    for name in names:
        if name != "没看到":
            seen_whole(found[name])
    post(found["准时"], ISSUED + dt.timedelta(minutes=35), "【转】关于开展汛前检查的通知")
    post(found["准时"], ISSUED - dt.timedelta(days=300), "关于开展汛前检查的通知")
    post(found["迟到"], ISSUED + dt.timedelta(hours=5), "关于开展汛前检查的通知")
    post(found["没转"], ISSUED + dt.timedelta(minutes=5), "春耕生产有序进行")
    post(found["改题"], ISSUED + dt.timedelta(minutes=50), "汛期将至，这些要查", text=f"{TEXT}（示例水利）")
    post(found["链接"], ISSUED + dt.timedelta(hours=20), "扩散", url="https://www.shilishi.gov.cn/xq.html")
    assert states(order) == {
        "准时": ("done", "title", 35),
        "迟到": ("late", "title", 300),
        "没转": ("missed", "", None),
        "没看到": ("unseen", "", None),
        "改题": ("done", "text", 50),
        "链接": ("done", "link", 1200),
    }


def test_what_was_out_before_the_order_is_done_and_what_is_only_alike_is_left_to_people(city, client):
    early, alike = account(city, "先发"), account(city, "相近")
    order = order_of(city)
    seen_whole(alike)
    post(early, ISSUED - dt.timedelta(hours=1), "关于开展汛前检查的通知")
    post(alike, ISSUED + dt.timedelta(hours=1), "《关于开展汛前检查的通知》解读")
    assert states(order) == {"先发": ("done", "title", 0), "相近": ("unseen", "near", None)}
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    shown = client.get(f"/reposts/{order.pk}/").content.decode()
    assert "下发前已发布" in shown
    assert "标题相近，请核对：" in shown
    task = Task.objects.get(name="相近")
    said = {"task": task.pk, "at": "2026-03-27 09:00", "word": "下发前已转载", "url": ""}
    client.post(f"/reposts/{order.pk}/do/accept/", said)
    task.refresh_from_db()
    assert (task.state, task.word) == ("done", "下发前已转载")


def test_a_link_inside_a_post_tells_a_repost_as_in_an_inspection(city):
    lone = account(city, "东河发布")
    order = order_of(city, url="https://mp.weixin.qq.com/s?__biz=b&mid=1&idx=1&sn=s&chksm=c#rd")
    seen_whole(lone)
    address = "http://mp.weixin.qq.com/s?sn=s&idx=1&mid=1&__biz=b&scene=27#wechat_redirect"
    shown = model.PostFact(
        key="p",
        title="扩散",
        published=ISSUED + dt.timedelta(hours=1),
        links=("https://weibo.com/x", address),
    )
    keep_facts([(lone, shown)])
    assert states(order) == {"东河发布": ("done", "link", 60)}


def test_a_look_before_the_deadline_proves_nothing_missed(city):
    lone = account(city, "东河发布")
    order = order_of(city)
    Look.objects.create(
        subject=lone, way="feed", seen=ISSUED + dt.timedelta(hours=1), posts=1,
        complete_since=ISSUED - dt.timedelta(days=30),
    )  # fmt: skip
    assert states(order)["东河发布"][0] == "unseen"


SITE = model.Subject(id="s", name="东河县政府", home="http://www.donghe.gov.cn/")
COLUMN = model.ColumnFact(
    key="c", name="要闻", type=model.ColumnType.NEWS, type_reason="", first_level=True, url=f"{SITE.home}c/", unread="列表由脚本填入"
)  # fmt: skip


def link(reach, status=None):
    tried = model.Attempt(at=ISSUED + dt.timedelta(days=2), reach=reach, status=status)
    return model.LinkFact(
        key="k", url=f"{SITE.home}k.html", parent=None, text="k", kind=model.LinkKind.PAGE, on_home=False, internal=True, attempts=(tried,)
    )  # fmt: skip


def undated():
    page = model.Page(url=f"{SITE.home}1.html", kind=model.PageKind.ARTICLE, title="关于开展汛前检查的通知")
    tried = model.Attempt(at=ISSUED, reach=model.Reach.OK, status=200)
    return model.PageRow(page=page, key="1", depth=1, parent=None, attempt=tried, evidence=None)


LOOKED = {  # days from the order to the run, what it tells beside a site read whole (None: not whole), how the order stands
    "读完": (4, [], "missed"),
    "有页面已删": (4, [link(model.Reach.OK, 200), link(model.Reach.HTTP, 404)], "missed"),
    "时限以前": (2, [], "unseen"),
    "有页面超时": (4, [link(model.Reach.TIMEOUT)], "unseen"),
    "有栏目没读": (4, [COLUMN], "unseen"),
    "没读完": (4, None, "unseen"),
    "没写日期": (4, [undated()], "unseen"),
}


def test_a_website_missed_an_order_only_where_its_run_read_everything(city, tmp_path):
    sites = {
        name: city.website(city.county, name, f"http://w{number}.donghe.gov.cn/")
        for number, name in enumerate(LOOKED)
    }
    campaign = city.campaign(city.city, list(sites.values()))
    for name, (days, facts, _) in LOOKED.items():
        begun = ISSUED + dt.timedelta(days=days)
        writer = RunWriter.create(tmp_path, name, SITE, {}, begun)
        whole = model.SiteFact(
            subject=SITE, home_url=SITE.home, home_attempts=(), home_read=True, first_seen=begun, complete=facts is not None
        )  # fmt: skip
        rows = [one for one in facts or [] if isinstance(one, model.PageRow)]
        for row in rows:
            writer.append_page(row)
        writer.write_facts([whole, *(one for one in facts or [] if one not in rows)])
        writer.close(begun, stats=Stats())
        recording.record_judgement(campaign, judgement(sites[name]), run_path=writer.path)
    found = states(order_of(city))
    assert {name: found[name][0] for name in LOOKED} == {name: state for name, (*_, state) in LOOKED.items()}


def test_an_order_goes_from_its_form_to_the_matrix_the_list_and_the_campaign(city, client):
    missed, done = account(city, "东河水利", "微信订阅号"), account(city, "东河发布")
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    rows = "平台,账号名称,标题,发布时间\n微博,东河发布,关于开展汛前检查的通知,2026-03-27 10:30\n微信公众号,东河水利,春耕,2026-03-27 11:00\n"
    listed = {
        "file": SimpleUploadedFile("发文.csv", rows.encode()),
        "since": "2026-01-01",
        "until": "2026-03-31",
    }
    client.post("/accounts/lists/", listed)
    said = {
        "title": "关于开展汛前检查的通知",
        "limits": "微博 2小时\n其他 1个工作日",
        "issued": "2026-03-27 10:00",
    }
    assert "看不懂" in client.post("/reposts/new/", said | {"limits": "微博 快"}).content.decode()
    answered = client.post("/reposts/new/", said, follow=True).content.decode()
    assert "已下发给 2 个账号和网站" in answered
    queue.work_off()
    order = Order.objects.get()
    shown = client.get(f"/reposts/{order.pk}/").content.decode()
    assert "30分钟" in shown
    assert "未转载" in shown
    matrix = client.get("/reposts/matrix/?start=2026-03-01&end=2026-03-31").content.decode()
    assert "东河水利" in matrix
    sheet = client.get("/reposts/export/?start=2026-03-01&end=2026-03-31")
    rows = list(
        load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.iter_rows(values_only=True)
    )
    assert [row[2] for row in rows[3:]] == ["东河水利"]

    campaign = city.campaign(city.city, [missed, done])
    looking.start(campaign, user=None)
    queue.work_off()
    findings = FindingRow.objects.filter(indicator="M-10")
    assert [row.subject.name for row in findings] == ["东河水利"]
    assert "未在2026-03-30 23:59前转载" in findings[0].message
    (table,) = [one for one in tables_of(campaign) if one.key == "reposts"]
    assert [row[1] for row in table.rows] == ["东河水利"]

    task = Task.objects.get(name="东河水利")
    accept = {"task": task.pk, "at": "2026-03-30 09:00", "word": "以长图转载", "url": ""}
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    assert client.post(f"/reposts/{order.pk}/do/accept/", accept).status_code == 403
    assert client.get(f"/reposts/{order.pk}/").status_code == 200
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    client.post(f"/reposts/{order.pk}/do/accept/", accept)
    task.refresh_from_db()
    assert (task.state, task.word) == ("done", "以长图转载")
    client.post(f"/reposts/{order.pk}/do/cancel/", {"reason": "重复下发"})
    assert "已撤销" in client.get("/reposts/").content.decode()
    assert not service.facts_for([missed], JANUARY, POINT)


def test_what_a_person_saw_late_is_a_finding_and_what_was_in_time_is_none(city):
    late, timely = account(city, "东河水利"), account(city, "东河发布")
    order = order_of(city)
    person = city.user(city.city, Role.SUPERVISOR)
    for name, hours in (("东河水利", 71), ("东河发布", 1)):
        task = order.tasks.get(name=name)
        service.accept(task, ISSUED + dt.timedelta(hours=hours), "", "以长图转载", user=person)
    campaign = city.campaign(city.city, [late, timely])
    looking.start(campaign, user=None)
    queue.work_off()
    (finding,) = FindingRow.objects.filter(indicator="M-10")
    assert finding.subject.name == "东河水利"
    assert "于2026-03-30 09:00转载，超过时限2026-03-27 12:00" in finding.message
    (table,) = [one for one in tables_of(campaign) if one.key == "reposts"]
    assert [(row[1], row[4]) for row in table.rows] == [("东河水利", "超时转载")]


def test_a_stranger_sees_no_order(city, client):
    account(city, "东河发布")
    order = order_of(city)
    client.force_login(city.user(city.stranger, Role.SUPERVISOR))
    assert client.get(f"/reposts/{order.pk}/").status_code == 404
    assert client.post(f"/reposts/{order.pk}/do/cancel/", {"reason": "x"}).status_code == 404


def test_a_title_that_leaves_out_a_letter_is_left_to_people_and_another_feast_is_not(city):
    title = "关于做好清明节假期安全工作的通知"
    left_out, other = account(city, "漏字"), account(city, "他节")
    order = order_of(city, title=title)
    for one, said in ((left_out, "关于做好清明假期安全工作通知"), (other, title.replace("清明", "端午"))):
        seen_whole(one)
        post(one, ISSUED + dt.timedelta(hours=1), said)
    assert states(order) == {"漏字": ("unseen", "near", None), "他节": ("missed", "", None)}


def test_of_a_repost_known_by_its_day_no_hours_are_told(city, client):
    one = account(city, "按日", "抖音")
    order = order_of(city)
    post(one, ISSUED.replace(hour=0), order.title, day_only=True)
    assert states(order) == {"按日": ("done", "title", None)}
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    for page in (f"/reposts/{order.pk}/", "/reposts/matrix/?start=2026-03-01&end=2026-03-31"):
        shown = client.get(page).content.decode()
        assert "03-27</td>" in shown
        assert "13小时59分" not in shown
