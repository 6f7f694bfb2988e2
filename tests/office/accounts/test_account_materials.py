"""What people hand in of an account: proof, answers, entries and lists, taken, refused, shown and withdrawn."""

import csv
import datetime as dt
import functools
import http.server
import io
import json
import re
import threading
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from handing import account, hand_posts
from office_samples import PNG

from platform_servers import Platform, noon, standing_in, weibo
from xunwang.office.accounts.models import Feed, Interface, Look, Material, Post
from xunwang.office.campaigns import looking
from xunwang.office.jobs import queue
from xunwang.office.people.roles import Role


def test_a_person_who_looked_brings_proof_and_is_not_from_the_unit_itself(city, client):
    lone = account(city, "东河播报", "视频号")
    page = f"/accounts/{lone.pk}/do/entry/"
    said = {
        "seen": "2026-03-31 00:01",
        "last": "2026-03-01 08:00",
        "title": "元宵节",
        "shown_name": "东河播报",
    }
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    answered = client.post(page, said | {"proof": SimpleUploadedFile("屏.png", PNG)}, follow=True)
    assert "应由检查人员填写" in answered.content.decode()
    client.force_login(city.user(city.county, Role.INSPECTOR))
    assert "请上传截图" in client.post(page, said, follow=True).content.decode()
    client.post(page, said | {"proof": SimpleUploadedFile("屏.png", PNG)})
    material = Material.objects.get()
    assert client.get(f"/materials/{material.pk}/proof/").status_code == 200
    assert Look.objects.get().shown_name == "东河播报"
    shown = client.get(f"/accounts/{lone.pk}/").content.decode()
    assert "元宵节" in shown
    assert "<b>30</b>" in shown, "silent since the first of March, seen until the thirty-first"

    client.post(f"/accounts/{lone.pk}/do/withdraw/", {"material": material.pk, "reason": "登记错了"})
    assert not Look.objects.exists()
    assert Material.objects.get().withdrawn == "登记错了"


def test_an_empty_address_takes_the_feed_away_and_says_so(city, client):
    lone = account(city, "东河播报")
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    where = f"/accounts/{lone.pk}/do/feed/"
    kept = client.post(where, {"address": "http://feeds.example/a.xml"}, follow=True)
    assert "订阅地址已保存" in kept.content.decode()
    left = client.post(where, {"address": ""}, follow=True).content.decode()
    assert "不读取订阅源" in left
    assert "已保存" not in left
    assert not Feed.objects.exists()


def test_others_do_not_see_the_account_nor_hand_anything_in(city, client):
    lone = account(city, "东河播报")
    client.force_login(city.user(city.stranger, Role.SUPERVISOR))
    assert client.get(f"/accounts/{lone.pk}/").status_code == 404
    client.force_login(city.user(city.county, Role.AUDITOR))
    assert client.get(f"/accounts/{lone.pk}/").status_code == 200
    assert (
        client.post(f"/accounts/{lone.pk}/do/feed/", {"address": "http://feeds.example/a.xml"}).status_code
        == 403
    )
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.json", b'{"errcode": 40001, "errmsg": "invalid credential"}', "凭证无效"),
        ("b.html", b"<html>nothing that anybody knows</html>", "没有认出带时间的发文"),
        ("c.xml", b"<rss><channel><title>x", "订阅源里没有条目"),
    ],
)
def test_a_file_that_shows_nothing_is_refused_with_a_sentence(city, client, name, body, told):
    lone = account(city, "东河播报")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    said = {"file": SimpleUploadedFile(name, body), "seen": "2026-03-31 00:01"}
    answered = client.post(f"/accounts/{lone.pk}/do/saved/", said, follow=True)
    assert told in answered.content.decode()
    assert not Material.objects.exists()
    assert not Post.objects.exists()


def test_credentials_are_sealed_and_used_by_the_inspection(city, client, tmp_path):
    lone = account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    page = f"/accounts/{lone.pk}/do/interface/"
    assert "请填写授权令牌" in client.post(page, {"uid": "7"}, follow=True).content.decode()
    with standing_in(weibo, Platform(["春耕", "植树"], noon(2026, 3, 30))) as server:
        client.post(page, {"access_token": "very-secret-word", "server": server})
        kept = Interface.objects.get()
        assert "very-secret-word" not in kept.sealed
        assert "very-secret-word" not in client.get(f"/accounts/{lone.pk}/").content.decode()
        said = json.loads((tmp_path / "inspect.json").read_bytes())
        (tmp_path / "inspect.json").write_text(
            json.dumps(said | {"closed": False, "allow_private": True, "posts_archived": 0})
        )
        campaign = city.campaign(city.city, [lone])
        looking.start(campaign, user=None)
        queue.work_off()
    assert set(Post.objects.values_list("title", flat=True)) == {"春耕", "植树"}
    assert campaign.subjects.get().outcomes.get(indicator="N-V2.1", when="point").outcome == "met"
    client.post(page, {"remove": "1"})
    assert not Interface.objects.exists()


def test_an_uploaded_answer_counts_from_its_own_time_not_from_the_upload(city, client):
    lone = account(city, "东河视频", "抖音")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    videos = [
        {"aweme_id": str(at), "desc": f"作品{at}", "create_time": at} for at in (1771200000, 1770800000)
    ]
    payload = {"status_code": 0, "has_more": 0, "aweme_list": videos}
    page, now = f"/accounts/{lone.pk}/do/saved/", "2026-03-31 00:01"

    def hand_in(name, body):
        client.post(page, {"file": SimpleUploadedFile(name, json.dumps(body).encode()), "seen": now})

    hand_in("a.json", payload)
    (look,) = Look.objects.all()
    assert look.seen.date() < dt.date(2026, 2, 16)
    assert "没有写明取得时间" in client.get(f"/accounts/{lone.pk}/").content.decode()
    hand_in("b.json", payload | {"extra": {"now": 1774800000000}})
    assert Look.objects.first().seen == dt.datetime.fromtimestamp(1774800000, dt.UTC)
    campaign = city.campaign(city.city, [lone])
    looking.start(campaign, user=None)
    queue.work_off()
    assert Look.objects.count() == 2, "an inspection repeats what was handed in and adds nothing"
    reason = campaign.subjects.get().outcomes.get(indicator="N-V2.1", when="point").reason
    assert "2026-03-30" in reason


@contextmanager
def files_served(folder):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_was_archived_with_a_post_is_shown_beside_it(city, client, tmp_path):
    lone = account(city, "东河头条", "今日头条")
    folder = tmp_path / "served"
    folder.mkdir()
    page = '<html><body><div class="article"><p>春耕</p><script>alert(1)</script><img src="/1.png"></div></body></html>'
    (folder / "1.html").write_text(page, encoding="utf-8")
    (folder / "1.png").write_bytes(PNG)
    with files_served(folder) as home:
        item = "<item><title>{0}</title><link>{1}/{2}.html</link><pubDate>Mon, 30 Mar 2026 02:00:00 GMT</pubDate></item>"
        items = item.format("春耕", home, 1) + item.format("植树", home, 2)
        feed = f"<rss version='2.0'><channel><title>东河头条</title>{items}</channel></rss>"
        (folder / "feed.xml").write_text(feed, encoding="utf-8")
        Feed.objects.create(subject=lone, address=f"{home}/feed.xml")
        said = json.loads((tmp_path / "inspect.json").read_bytes())
        (tmp_path / "inspect.json").write_text(json.dumps(said | {"closed": False, "allow_private": True}))
        campaign = city.campaign(city.city, [lone])
        looking.start(campaign, user=None)
        queue.work_off()
    client.force_login(city.user(city.city, Role.INSPECTOR))
    shown = client.get(f"/accounts/{lone.pk}/").content.decode()
    assert "页面未取到（" in shown
    links = re.findall(rf"/accounts/{lone.pk}/archived/(\w+)/", shown)
    answers = [client.get(f"/accounts/{lone.pk}/archived/{digest}/") for digest in links]
    kinds = {answer["Content-Type"].partition(";")[0]: answer for answer in answers}
    assert "sandbox" in kinds["text/html"]["Content-Security-Policy"]
    assert "春耕" in kinds["text/html"].content.decode()
    assert kinds["application/octet-stream"].content == PNG
    assert client.get(f"/accounts/{lone.pk}/archived/{'0' * 64}/").status_code == 404
    client.force_login(city.user(city.stranger, Role.SUPERVISOR))
    assert client.get(f"/accounts/{lone.pk}/archived/{links[0]}/").status_code == 404


def test_an_entry_that_contradicts_itself_or_names_a_year_of_the_middle_ages_is_refused(city, client):
    lone = account(city, "东河播报", "视频号")
    client.force_login(city.user(city.city, Role.INSPECTOR))

    def answered(**said):
        said = {"seen": "2026-03-30 10:00", "proof": SimpleUploadedFile("屏.png", PNG), **said}
        return client.post(f"/accounts/{lone.pk}/do/entry/", said, follow=True).content.decode()

    assert "请只保留一项" in answered(last="2026-03-30 09:00", nothing="1")
    assert "请核对年份" in answered(last="1026-03-30 09:00")
    assert "请核对年份" in answered(seen="0001-01-01 00:00", nothing="1")
    assert not Material.objects.exists()
    answered(last="2026-03-30T01:00+00:00")
    assert Post.objects.get().published == noon(2026, 3, 30).replace(hour=9)


def test_any_material_can_be_withdrawn_however_many_came_after_it(city, client):
    lone = account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    for number in range(14):
        hand_posts(client, ("微博", "东河发布", f"第{number}条", f"2026-03-{number + 1:02d} 09:30"), since="")
    first = Material.objects.order_by("seen").first()
    page = f"/accounts/{lone.pk}/do/withdraw/"
    assert f'<option value="{first.pk}">' in client.get(f"/accounts/{lone.pk}/").content.decode()
    assert client.post(page, {"material": "甲", "reason": "错"}).status_code == 404
    client.post(page, {"material": first.pk, "reason": "错"})
    assert not Post.objects.filter(title="第0条").exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("微博", "东河发布", "春耕", "某日"), "没有一条发文可以计入：第 2 行：发布时间“某日”看不懂"),
        (("微博", "谁家", "春耕", "2026-03-30"), "里的账号都不在名录中（“谁家”）"),
        ((), "只有表头，没有发文"),
    ],
)
def test_a_list_of_which_nothing_counts_says_why(city, client, row, told):
    account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    assert told in hand_posts(client, *([row] if row else [])).content.decode()


def test_what_a_person_tried_and_said_stands_on_the_page_of_the_account(city, client):
    app = account(city, "东河通", "移动客户端")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    tried = {"opens": "yes", "downloads": "no", "remark": "苹果版没有上架", "seen": "2026-03-30 10:00"}
    client.post(f"/accounts/{app.pk}/do/tried/", tried | {"proof": SimpleUploadedFile("屏.png", PNG)})
    shown = client.get(f"/accounts/{app.pk}/").content.decode()
    assert "打开使用：是，下载：否；苹果版没有上架" in shown


def test_a_list_of_one_account_is_taken_under_the_account_that_is_said(city, client):
    ours, other = account(city, "东河播报"), account(city, "东河播报", platform="抖音")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    head = ["标题", "推送时间"]

    def hand(owner, *rows, **more):
        text = io.StringIO()
        csv.writer(text).writerows([head, *rows])
        file = SimpleUploadedFile("推文.csv", text.getvalue().encode())
        said = {"file": file, "since": "2026-01-01", "until": "2026-03-31", "owner": owner, **more}
        return client.post("/accounts/lists/", said).content.decode()

    assert "没有写明是哪个账号的发文" in hand("", ["春灌", "2026-03-20"])
    assert "都不在名录中" in hand("东河播报", ["春灌", "2026-03-20"])  # there are two of the name
    for _ in "ab":
        assert "已读入 1 个账号的 1 条发文" in hand("抖音：东河播报", ["春灌", "2026-03-20"])
    assert Post.objects.get().subject == other
    assert "已读入 1 个账号的 0 条发文" in hand("微博:东河播报", ["合计", "0篇"], covers_all="1")
    assert set(Material.objects.filter(name="推文.csv").values_list("subject", flat=True)) == {
        ours.pk,
        other.pk,
    }
    assert f"owner={quote('新浪微博:东河播报')}" in client.get(f"/accounts/{ours.pk}/").content.decode()
