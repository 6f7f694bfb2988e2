"""What follows a report: the unit is told, doubts about the reply, the platform's list filled in, misses kept and tried again."""

import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.door.pages import read_saved
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.evidence.warc import Message as Exchange
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI
from xunwang.office.campaigns.models import CampaignSubject, FindingRow
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import looked, service
from xunwang.office.feedback.figures import figures
from xunwang.office.feedback.filling import fill_in
from xunwang.office.feedback.models import CaseState, ErrorKind, ErrorReport, Machine, MissedCase, Truth
from xunwang.office.feedback.replies import doubts
from xunwang.office.jobs.queue import claim, perform
from xunwang.office.messages.models import Channel, ChannelKind, Message
from xunwang.office.people.roles import Role

PAGE = "http://www.donghe.gov.cn/tzgg/"
HTML = "<html><head><title>通知公告</title></head><body><h1>关于开展安全生产检查的通知</h1><p>各单位要加强党的领到，做好安全生产。</p></body></html>"


@pytest.fixture
def city(office, settings, tmp_path):
    """The county's website was inspected in March and its notice page archived."""
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.RUNS_FOLDER = tmp_path / "runs"
    office.site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    run = archived(tmp_path / "runs")
    checked = office.campaign(office.city, [office.site])
    record_judgement(checked, judgement(office.site), run_path=run)
    return office


HOME = "http://www.donghe.gov.cn/"
HOME_HTML = "<html><head><title>东河县人民政府</title></head><body><h1>东河县人民政府</h1><a href='/tzgg/'>通知公告</a></body></html>"


def archived(folder):
    """A finished run that kept the home page and the notice page."""
    settings = {"reading_day": SEEN.date().isoformat()}
    writer = RunWriter.create(folder, "run-1", model.Subject("any", "任一网站", HOME), settings, SEEN)
    for depth, (url, html) in enumerate([(HOME, HOME_HTML), (PAGE, HTML)]):
        body = html.encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        message = Exchange(
            url=url, method="GET", at=SEEN, request=b"GET / HTTP/1.1\r\n\r\n", status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),), head=head, body=body,
        )  # fmt: skip
        evidence = writer.append_exchange([message])
        attempt = model.Attempt(SEEN, model.Reach.OK, 200, 1.0, url)
        page = read_saved(body, url, home=HOME, today=SEEN.date())
        writer.append_page(
            model.PageRow(page, key_of(url), depth, HOME if depth else None, attempt, evidence)
        )
    writer.close(SEEN, stats=Stats())
    return writer.path


def reported(city, number="ZC1", **fields):
    said = {
        "unit": city.city, "subject": city.site, "source": "national", "number": number, "kind": "typo",
        "description": "正文中“党的领到”有错别字。", "page_url": PAGE, "site_name": "东河县政府",
        "received_at": dt.datetime(2026, 4, 1, 9, tzinfo=SHANGHAI),
    }  # fmt: skip
    report = ErrorReport(**said | fields)
    service.set_deadlines(report, calendar())
    report.save()
    return report


def worked_off():
    while (work := claim()) is not None:
        perform(work)


def test_a_miss_becomes_a_case_with_its_page_and_is_tried_again(client, city):
    report = reported(city)
    service.answer(report, "经核实，错别字已于当日更正。", by=city.boss)
    service.close(report, Truth.TRUE, by=city.boss, machine=Machine.MISSED)
    worked_off()
    case = MissedCase.objects.get()

    assert (case.indicator, case.expected) == ("P-spelling", "党的领到")
    assert case.page
    assert case.state == CaseState.FOUND  # today's rules know the word
    client.force_login(city.boss)
    change = reverse("missed_change", args=[case.pk])
    said = client.post(change, {"indicator": "P-spelling", "expected": "安全生产"}, follow=True)
    assert "仍未发现" in said.content.decode()
    said = client.post(change, {"indicator": "P-spelling", "expected": "别处的字"}, follow=True)
    assert "存下的页面里没有“别处的字”" in said.content.decode()
    assert "不是指标编号" in client.post(change, {"indicator": "错字"}, follow=True).content.decode()
    client.post(change, {"indicator": "W-V4.1", "expected": ""})
    client.post(reverse("missed_try"))
    worked_off()
    case.refresh_from_db()
    assert case.state == CaseState.MISSED

    with zipfile.ZipFile(io.BytesIO(client.get(reverse("missed_export")).content)) as package:
        line = json.loads(package.read("cases.jsonl"))
        assert (line["indicator"], line["url"]) == ("W-V4.1", PAGE)
        assert "党的领到" in package.read(line["page"]).decode()
        assert line["kept"] in package.namelist()
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    assert client.post(reverse("missed_try")).status_code == 403


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("通知里把“部署”写成了“布署”", "布署"),
        ("“布署”应为“部署”", "布署"),
        ("标题将“截至”误写为“截止”", "截止"),
        ("“布署”应当写成“部署”，不应写作“布署”", "布署"),
        ("有错别字", ""),
    ],
)
def test_what_has_to_be_found_is_the_wording_that_stands_there(told, wrong):
    assert looked.expected_of(ErrorReport(kind=ErrorKind.TYPO, description=told)) == wrong


def test_a_case_whose_page_nobody_kept_could_not_be_checked(city):
    report = reported(city, page_url="http://www.donghe.gov.cn/elsewhere/")
    service.answer(report, "经核实，错别字已于当日更正。", by=city.boss)
    service.close(report, Truth.TRUE, by=city.boss, machine=Machine.MISSED)
    worked_off()
    case = MissedCase.objects.get()
    assert (case.state, case.why) == (CaseState.UNCHECKED, "没有存下这个页面")


HIDDEN = "<div style='display:none'><a href='http://www.bocai-vip888.com/'>澳门博彩官网 真人娱乐</a></div>"


def test_a_fault_of_another_kind_is_no_finding_of_this_one_and_a_saved_page_stands_in(client, city):
    """The page was found fault with for its words; the reported hidden link is a miss all the same, and is tried on what a person saved."""
    row = CampaignSubject.objects.get()
    FindingRow.objects.create(
        subject=row, finding_id="f1", indicator="P-word", locator="x", url=PAGE, message="“党的领到”用词不当", certainty="candidate",
        state="waiting", first_seen=SEEN, last_seen=SEEN,
    )  # fmt: skip
    report = reported(city, kind="false", description="页面底部有赌博网站的链接。")
    typo, other = reported(city, "ZC9"), reported(city, "ZC8", description="“按装”应为“安装”。")
    before = [looked.machine_before(one) for one in (report, typo, other)]
    assert before == [Machine.MISSED, Machine.FOUND, Machine.MISSED]
    service.answer(report, "经核实，植入的链接已于当日清除。", by=city.boss)
    service.close(report, Truth.TRUE, by=city.boss, machine=Machine.MISSED)
    worked_off()
    case = MissedCase.objects.get()
    assert (case.indicator, case.state) == (
        "S W-V1",
        CaseState.MISSED,
    )  # the archived page shows nothing of it

    client.force_login(city.boss)
    change = reverse("missed_change", args=[case.pk])

    def handed_in(body):
        saved = SimpleUploadedFile("页面.html", body.encode())
        form = {"indicator": "S-hidden S-spam", "expected": "", "page": saved}
        return client.post(change, form, follow=True).content.decode()

    assert "读不到网页文字" in handed_in("   ")
    assert "已能发现" in handed_in(HTML.replace("</body>", HIDDEN + "</body>"))
    total = figures(ErrorReport.objects.all(), dt.date(2026, 4, 9))
    assert (total.checked, total.missed, total.miss_rate) == (1, 1, "100%")


def test_the_unit_is_told_of_a_report_without_the_citizens_words(city):
    Channel.objects.create(unit=city.county, kind=ChannelKind.MAIL, name="邮箱", hint="…")
    report = reported(city)
    service.hand_over(report, city.county, by=city.boss)
    service.hand_over(report, city.county, by=city.boss)
    message = Message.objects.get()
    assert "东河县政府：错别字，办结期限" in message.text
    assert "党的领到" not in message.text


def test_a_reply_is_proofread(city):
    day = dt.date(2026, 4, 1)
    found = doubts("经核实，我局将加强党的领到，已于2026年3月2日更正。", city.city, day, day)
    assert any("“到”疑应为“导”" in one for one in found)
    assert any("早于收到日期" in one for one in found)
    assert doubts("", city.city, day, day) == []


def platform_list(path, *rows):
    book = openpyxl.Workbook()
    book.active.append(("“我为政府网站找错”留言清单",))
    book.active.append(("留言ID", "留言内容", "留言时间", "回复内容"))
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_platforms_list_goes_back_in_its_own_form(client, city, tmp_path):
    report = reported(city)
    service.answer(report, "=经核实，错别字已于当日更正。", by=city.boss)
    reported(city, "ZC2")
    path = platform_list(
        tmp_path / "list.xlsx",
        ("ZC1", "错字", "2026-04-01 09:00", None), ("ZC2", "错字", "2026-04-01 09:00", None), ("ZC9", "错字", "2026-04-01 09:00", "已有"),
    )  # fmt: skip
    counted = fill_in(path, tmp_path / "out.xlsx", ErrorReport.objects.all())
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active

    assert (counted.filled, counted.open, counted.unknown) == (1, 1, 1)
    assert [cell.value for cell in sheet[2]] == [
        "留言ID",
        "留言内容",
        "留言时间",
        "回复内容",
        "答复时间",
        "核实结果",
    ]
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=经核实，错别字已于当日更正。", "s")
    assert (sheet["D4"].value, sheet["D5"].value) == (None, "已有")

    twice = platform_list(tmp_path / "twice.xlsx", *[("ZC1", "错字", "2026-04-01 09:00", None)] * 2)
    assert fill_in(twice, tmp_path / "out.xlsx", ErrorReport.objects.all()).doubled == ("ZC1",)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").active["D3"].value is None
    lost = platform_list(tmp_path / "lost.xlsx", (1234567890123456789, "错字", "2026-04-01 09:00", None))
    with pytest.raises(OfficeError, match="末尾几位已丢失，请把编号列设为文本"):
        fill_in(lost, tmp_path / "out.xlsx", ErrorReport.objects.all())

    client.force_login(city.boss)
    shown = client.post(
        reverse("error_report_fill"), {"file": SimpleUploadedFile("a.xlsx", path.read_bytes())}
    )
    sent = client.post(reverse("error_report_fill"), {"ticket": shown.context["ticket"]})
    assert openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content))).active["D3"].value
    wrong = client.post(
        reverse("error_report_fill"), {"file": SimpleUploadedFile("a.xlsx", b"a,b\n1,2")}, follow=True
    )
    assert "没有找到找错清单的表头" in wrong.content.decode()
    (tmp_path / "list.csv").write_text("编号,问题描述,提交时间\n1,错,2026-04-01\n", "utf-8")
    with pytest.raises(OfficeError, match="另存为 xlsx"):
        fill_in(tmp_path / "list.csv", tmp_path / "out.xlsx", ErrorReport.objects.all())
