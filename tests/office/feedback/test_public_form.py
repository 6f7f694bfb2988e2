"""The pages for everybody: what they take in, what they tell, and what they do not bear."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from stdnum.cn import ric

from xunwang.office.errors import OfficeError
from xunwang.office.feedback import captcha, public, service
from xunwang.office.feedback.flooding import Doing, count, household
from xunwang.office.feedback.models import ErrorReport, ReportPicture, Truth
from xunwang.office.limits.models import Tally
from xunwang.office.people.audit import PUBLIC
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.uploads import place_of

FORM, STATE = reverse("report_error"), reverse("report_state")
WRONG_WORD = "标题中的“检察”应为“检查”，请更正。"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return settings.UPLOADS_FOLDER


@pytest.fixture
def city(office):
    """The city takes reports; its county has a website."""
    office.site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/", code="3700000001")
    public.open_form(office.city, wanted=True, by=office.user(office.city, Role.SUPERVISOR))
    return office


@pytest.fixture
def citizen():
    return Client(enforce_csrf_checks=True)


def ticket_on(response):
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode())[1]


def sent(citizen, *, words="", place="203.0.113.9", **changes):
    """Fills in the form as a person does, with the right answer."""
    page = citizen.get(FORM, {"words": words} if words else {}, REMOTE_ADDR=place)
    ticket = ticket_on(page)
    said = {
        "site_code": "3700000001", "page_url": "http://www.donghe.gov.cn/a.html", "kind": "typo",
        "description": WRONG_WORD, "ticket": ticket, "answer": captcha.opened(ticket).answer,
    }  # fmt: skip
    return citizen.post(FORM, said | changes, REMOTE_ADDR=place)


def photo(size=(3000, 1000), *, kind="JPEG", mode="RGB"):
    """A picture that tells where it was taken."""
    image = Image.new(mode, size)
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return SimpleUploadedFile("me.jpg", out.getvalue())


def number_on(response):
    return re.search(r'class="lookup">([\w-]+)<', response.content.decode())[1]


def test_nothing_is_open_to_the_public_until_a_unit_opens_it(citizen, client, office):
    clerk = office.user(office.county, Role.UNIT_CLERK)
    assert [citizen.get(page).status_code for page in (FORM, STATE, reverse("report_question"))] == [404] * 3
    client.force_login(clerk)
    assert client.post(reverse("error_report_form"), {"open": "1"}).status_code == 403
    client.force_login(office.user(office.county, Role.UNIT_LEADER))
    client.post(reverse("error_report_form"), {"open": "1"})

    assert citizen.get(FORM).status_code == 200
    assert "http://testserver/jiucuo/?site_code=" in client.get(reverse("error_report_form")).content.decode()


def test_a_citizen_reports_an_error_and_follows_it_by_its_number(citizen, city, client):
    page = citizen.get(FORM, {"site_code": "3700000001", "url": "http://www.donghe.gov.cn/a.html?x=1&y=2"})
    assert 'value="http://www.donghe.gov.cn/a.html?x=1&amp;y=2"' in page.content.decode()
    born = "37010219900307451"
    secret = born + ric.calc_check_digit(f"{born}0")
    thanks = sent(
        citizen, description=f"页面公布了身份证号{secret}。", contact="someone@example.com", pictures=photo()
    )
    report = ErrorReport.objects.get()

    assert (report.unit, report.subject, report.source) == (city.city, city.site, "public")
    assert secret not in report.description
    assert "someone" not in report.contact + report.contact_hint.replace("s***", "")
    assert AuditEntry.objects.get(action="error_report.received").user_name == PUBLIC
    with Image.open(place_of(report.pictures.get().path)) as kept:
        assert (kept.format, max(kept.size), dict(kept.getexif())) == ("JPEG", 2000, {})

    number = number_on(thanks)
    assert "已收到，等待转办" in citizen.post(STATE, {"number": number.lower()}).content.decode()
    boss = city.user(city.city, Role.SUPERVISOR)
    service.hand_over(report, city.county, by=boss)
    service.answer(report, "经核实，已删除页面中的个人信息。", by=boss)
    assert "已删除页面" not in citizen.post(STATE, {"number": number}).content.decode()
    service.close(report, Truth.UNTRUE, by=boss)
    told = citizen.post(STATE, {"number": number}).content.decode()
    assert "已办结，经核实不属实" in told
    assert "已删除页面" in told
    assert secret not in told
    assert "没有这个查询码" in citizen.post(STATE, {"number": "AAAAAAAAAAAA"}).content.decode()


def test_the_question_has_a_form_for_those_who_do_not_see(citizen, city):
    page = citizen.get(FORM, {"words": "1"}).content.decode()
    assert re.search(r"[一二三四五六七八九][加减][一二三四五六七八九]等于几？", page)
    assert "<img" not in page
    assert sent(citizen, words="1").status_code == 200
    shown = citizen.get(reverse("report_question"), {"ticket": captcha.new_ticket(in_words=False)})
    with Image.open(io.BytesIO(shown.content)) as image:
        assert image.size == (180, 56)
        assert len(image.getcolors(256)) > 10


def test_an_answer_counts_once_and_a_wrong_one_not_at_all(citizen, city, settings):
    ticket = ticket_on(citizen.get(FORM))
    answer = captcha.opened(ticket).answer
    wrong = sent(citizen, ticket=ticket, answer=answer + 1)
    assert wrong.status_code == 400
    assert "答错了" in wrong.content.decode()
    assert WRONG_WORD in wrong.content.decode()
    assert "已经用过" in sent(citizen, ticket=ticket, answer=answer).content.decode()
    assert "已失效" in sent(citizen, ticket="forged", answer="5").content.decode()
    old = captcha.new_ticket(in_words=False)
    settings.CLOCK_SHIFT = dt.timedelta(minutes=31)
    assert "超过 30 分钟" in sent(citizen, ticket=old, answer=answer).content.decode()
    assert not ErrorReport.objects.exists()


def test_one_household_can_send_five_an_hour(citizen, city):
    household = [f"2001:db8:7::{last}" for last in range(5)]
    assert all(sent(citizen, place=place).status_code == 200 for place in household)
    refused = sent(citizen, place="2001:db8:7::99")
    assert (refused.status_code, ErrorReport.objects.count()) == (400, 5)
    assert "一小时后" in refused.content.decode()
    assert sent(citizen, place="2001:db8:8::1").status_code == 200
    assert not Tally.objects.filter(key__contains="2001:db8").exists()

    Tally.objects.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    assert sent(citizen, place="2001:db8:7::1").status_code == 200


def test_guessing_numbers_and_answers_ends_soon(city):
    for _ in range(60):
        count("here", Doing.LOOKED)
    for _ in range(20):
        count("here", Doing.WRONG)
    with pytest.raises(OfficeError, match="频繁"):
        count("here", Doing.LOOKED)
    with pytest.raises(OfficeError, match="次数过多"):
        public.answered(captcha.new_ticket(in_words=False), "0", "here")
    count("there", Doing.LOOKED)


def test_the_proxy_is_believed_only_where_there_is_one(rf, settings):
    said = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert household(said) == "10.0.0.1/32"
    settings.HTTPS = True
    assert household(said) == "203.0.113.9/32"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"description": "错"}, "6 到 1000 个字"),
        ({"description": "错" * 1001}, "6 到 1000 个字"),
        ({"kind": "joke"}, "问题类型"),
        ({"page_url": "javascript:alert(1)"}, "http://"),
        ({"page_url": "http://[broken"}, "http://"),
        ({"page_url": "首页"}, "http://"),
        ({"page_url": "http://evil.example@www.donghe.gov.cn/"}, "http://"),
        ({"page_url": "", "site_code": ""}, "页面地址"),
        ({"contact": "a" * 101}, "100"),
        ({"site_code": "1234567890", "page_url": ""}, None),
        ({"pictures": SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>")}, "图片打不开"),
        ({"pictures": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n cut off")}, "图片打不开"),
        ({"pictures": [photo((9, 9)) for _ in range(4)]}, "3 张"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_kept(citizen, city, changes, said):
    answer = sent(citizen, **changes)
    if said is None:
        assert ErrorReport.objects.get().subject is None
        return
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept", "site"),
    [
        ("www.donghe.gov.cn/a", "http://www.donghe.gov.cn/a", "东河县政府"),
        ("donghe.gov.cn", "http://donghe.gov.cn/", "东河县政府"),
        ("HTTP://WWW.DONGHE.GOV.CN:80/a b", "http://www.donghe.gov.cn/a%20b", "东河县政府"),
        ("http://www.nanshan.gov.cn/a", "http://www.nanshan.gov.cn/a", "南山园区"),
        (
            "https://www.shili.gov.cn/nanshan/x/1.html",
            "https://www.shili.gov.cn/nanshan/x/1.html",
            "南山子站",
        ),
        ("https://zt.donghe.gov.cn/", "https://zt.donghe.gov.cn/", "东河县政府"),
    ],
)
def test_an_address_is_read_as_people_write_it_and_tells_whose_page_it_is(citizen, city, written, kept, site):
    """The code that came with the link is the county's."""
    city.website(city.park, "南山园区", "http://www.nanshan.gov.cn/", code="3700000002")
    city.website(city.county, "东河子站", "http://www.shili.gov.cn/donghe/")
    city.website(city.park, "南山子站", "http://www.shili.gov.cn/nanshan/")
    sent(citizen, page_url=written, description=f"{WRONG_WORD}\x00\x0b请核对")
    report = ErrorReport.objects.get()
    assert (report.page_url, report.site_name) == (kept, site)
    assert report.description == f"{WRONG_WORD} 请核对"
    doubt = "是“东河县政府”的，页面却属于" in report.events.get().text
    assert doubt is (site != "东河县政府")


def test_a_picture_that_unpacks_to_a_gigabyte_is_refused_unopened(citizen, city):
    bomb = photo((14_000, 13_000), kind="PNG", mode="1")
    assert bomb.size < 100_000
    assert "尺寸太大" in sent(citizen, pictures=photo((6_000, 5_001), kind="PNG", mode="1")).content.decode()
    assert "尺寸太大" in sent(citizen, pictures=bomb).content.decode()
    big = SimpleUploadedFile("big.png", b"\x89PNG\r\n\x1a\n" + b"0" * 5_000_001)
    assert "超过 5 MB" in sent(citizen, pictures=big).content.decode()
    assert citizen.post(FORM, {}, CONTENT_LENGTH=str(17_000_000)).status_code == 413


def test_no_page_can_frame_them_and_nothing_is_remembered_of_the_visitor(citizen, city):
    answer = citizen.get(FORM)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert not sent(citizen).cookies


def test_the_nearest_open_unit_takes_the_report(citizen, city):
    sent(citizen)
    public.open_form(city.county, wanted=True, by=city.user(city.county, Role.UNIT_LEADER))
    sent(citizen)
    sent(citizen, site_code="", page_url="http://WWW.donghe.gov.cn/b.html")
    sent(citizen, site_code="", page_url="http://unknown.example/")
    assert [report.unit for report in ErrorReport.objects.order_by("pk")] == [
        city.city, city.county, city.county, city.city,
    ]  # fmt: skip
    public.open_form(city.city, wanted=False, by=city.user(city.city, Role.SUPERVISOR))
    city.website(city.park, "南山园区", "http://www.nanshan.gov.cn/")
    refused = sent(citizen, site_code="", page_url="http://www.nanshan.gov.cn/")
    assert "不在本入口受理" in refused.content.decode()


def test_pictures_are_for_those_who_see_the_report_and_go_in_time(citizen, client, city):
    sent(citizen, pictures=photo((40, 30), kind="PNG", mode="LA"))
    picture = ReportPicture.objects.get()
    page = reverse("report_picture", args=[picture.pk])
    assert client.get(page).status_code == 302
    client.force_login(city.user(city.stranger, Role.SUPERVISOR))
    assert client.get(page).status_code == 404
    client.force_login(city.user(city.city, Role.INSPECTOR))
    assert client.get(page)["Content-Type"] == "image/jpeg"

    closed = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    ErrorReport.objects.update(closed_at=closed)
    place = place_of(picture.path)
    assert public.forget_pictures(closed.date() + dt.timedelta(days=180)) == 0
    assert public.forget_pictures(closed.date() + dt.timedelta(days=181)) == 1
    assert not place.exists()


def test_another_question_keeps_what_was_written(citizen, city):
    written = {"site_code": "3700000001", "page_url": "http://www.donghe.gov.cn/a.html", "kind": "typo", "description": WRONG_WORD, "contact": "a@b.example"}  # fmt: skip
    page = citizen.post(FORM, written | {"ticket": ticket_on(citizen.get(FORM)), "words": "1"})
    assert page.context["said"] == written
    assert "等于几" in page.content.decode()
    wrong = citizen.post(FORM, written | {"ticket": ticket_on(page), "answer": "99", "in_words": "1"})
    assert "等于几" in wrong.content.decode()  # whoever cannot see the picture gets no picture again
    right = captcha.opened(ticket_on(wrong)).answer
    assert number_on(citizen.post(FORM, written | {"ticket": ticket_on(wrong), "answer": right}))


def test_a_report_of_the_public_has_no_answer_on_the_national_platform(citizen, client, city):
    sent(citizen)
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    page = client.get(reverse("error_report", args=[ErrorReport.objects.get().pk])).content.decode()
    assert "全国平台答复时间" not in page
