"""An order from above: entered, handed down, collected from pages and spreadsheets, replied to with the answers of all."""

import datetime as dt
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from rectify_samples import judged

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar, confirm_year
from xunwang.office.deadlines.workdays import deadline
from xunwang.office.errors import OfficeError
from xunwang.office.mandates import papers, reminding, service
from xunwang.office.mandates.models import Mandate, MandateFile
from xunwang.office.messages import service as messages
from xunwang.office.messages.models import ChannelKind, Message, Occasion
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MONDAY = dt.date(2026, 3, 2)


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    judged(office, tmp_path)
    (office.ticket,) = issuing.issue(office.checked, user=office.boss)
    return office


def order(city, *, days=20, on=None, title="“僵尸”账号清理", **more):
    told = service.Told("省政府办公厅", "省办〔2026〕9号", title, "逐个核实。", on or clock.today(), days)
    return service.receive(told, user=city.boss, **more)


def test_an_order_is_entered_once_and_what_two_do_at_once_is_done_once(client, city):
    made = order(city)
    with pytest.raises(OfficeError, match="已经登记"):
        order(city)
    same = Mandate.objects.get()
    service.answer(made, "办结。", user=city.boss)
    with pytest.raises(OfficeError, match="已于"):
        service.answer(same, "另一个人的话。", user=city.clerk)
    assert Mandate.objects.get().answer == "办结。"
    order(city)  # the answered one is done with: the same may be ordered again


def page_after(client, mandate, act, form):
    return client.post(reverse("mandate_act", args=[mandate.pk, act]), form, follow=True).content.decode()


def text_of(body):
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_an_order_goes_down_comes_back_and_is_replied_to_with_all_answers(client, city):
    client.force_login(city.boss)
    form = {"sender": "省政府办公厅", "number": "省办〔2026〕9号", "title": "专项清理", "demand": "逐个核实。",
            "received_on": clock.today().isoformat(), "days": "20", "tickets": [city.ticket.pk],
            "files": SimpleUploadedFile("来文.pdf", PDF)}  # fmt: skip
    page = client.post(reverse("new_mandate"), form, follow=True).content.decode()
    assert "已登记，截止日" in page
    made = Mandate.objects.get()
    assert "来文.pdf" in page
    assert made.due_on == deadline(clock.today(), 20, calendar(), first_day_counts=False)

    units = [city.county.pk, city.park.pk, city.stranger.pk]
    down = {"units": units, "days": "5", "demand": "", "with_letter": "1"}
    page = page_after(client, made, "hand-down", down)
    assert "已分办给 2 个单位" in page
    part, other = made.parts.order_by("unit__path")
    assert [list(one.tickets.all()) for one in (part, other)] == [[city.ticket], []]

    client.force_login(city.clerk)
    assert "上级交办：专项清理" in client.get(reverse("home")).content.decode()
    assert client.get(reverse("mandate", args=[made.pk])).status_code == 404
    assert client.get(reverse("mandate", args=[other.pk])).status_code == 404
    own = client.get(reverse("mandate", args=[part.pk])).content.decode()
    assert "示例市交办" in own
    assert "来文：" in own
    (letter,) = MandateFile.objects.filter(event__mandate=part)
    body = b"".join(client.get(reverse("mandate_file", args=[letter.pk])).streaming_content)
    assert hashlib.sha256(body).hexdigest() == letter.sha256
    answer = {"text": "清理 3 个。", "files": SimpleUploadedFile("清单.pdf", PDF)}
    assert "已回复，报告和校验值" in page_after(client, part, "answer", answer)
    back = reverse("mandate_act", args=[part.pk, "back"])
    assert client.post(back, {"reason": "x"}).status_code == 403

    client.force_login(city.boss)
    assert "已退回" in page_after(client, part, "back", {"reason": "没有写明账号名称"})
    assert Occasion.objects.filter(unit=city.county, topic="mandate.returned").exists()
    client.force_login(city.clerk)
    page_after(client, part, "answer", {"text": "清理 3 个：东河商务等。"})

    client.force_login(city.boss)
    refused = page_after(client, made, "answer", {"text": "已全部清理。"})
    assert "还有 1 个单位没有回复（南山园区）" in refused
    assert "已全部清理。" in refused
    page_after(client, made, "answer", {"text": "已全部清理。", "without_silent": "1"})
    kept = MandateFile.objects.get(event__mandate=made, event__kind="answered")
    body = b"".join(client.get(reverse("mandate_file", args=[kept.pk])).streaming_content)
    assert hashlib.sha256(body).hexdigest() == kept.sha256
    text = text_of(body)
    for said in (
        "省政府办公厅：",
        "省办〔2026〕9号",
        "已全部清理。",
        "清理 3 个：东河商务等。",
        "未回复",
        "清单.pdf",
        "待整改",
    ):
        assert said in text, said
    assert text.count("办理情况报告-专项清理.docx") == 1  # the one that was sent back has gone
    client.force_login(city.user(city.stranger, "supervisor"))
    assert client.get(reverse("mandate_file", args=[kept.pk])).status_code == 404
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "mandate.received", "mandate.handed_down", "mandate.seen", "mandate.answered", "mandate.returned",
    }  # fmt: skip


def filled(body, answers):
    book = load_workbook(io.BytesIO(body))
    sheet = book.active
    for row in sheet.iter_rows(min_row=3):
        row[4].value = answers.get(row[1].value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_units_that_cannot_log_in_answer_by_spreadsheet(client, city):
    made = order(city)
    service.hand_down(made, [city.county, city.park], 5, "", user=city.boss)
    client.force_login(city.boss)
    body = b"".join(client.get(reverse("mandate_paper", args=[made.pk, "xlsx"])).streaming_content)
    today = clock.today().isoformat()

    def read(body):
        files = SimpleUploadedFile("表.xlsx", body)
        return page_after(client, made, "read", {"files": files, "on": today})

    assert "没有填写任何办理情况" in read(filled(body, {}))
    foreign = order(city, days=30, title="另一件")
    service.hand_down(foreign, [city.county], 5, "", user=city.boss)
    assert "属于另一件交办事项" in read(filled(papers.form(foreign), {"东河县": "完成"}))
    assert "已读入 1 个单位的办理情况" in read(filled(body, {"南山园区": "没有此类账号。"}))
    assert made.parts.get(unit=city.park).answer == "没有此类账号。"
    assert made.parts.get(unit=city.county).open
    assert "南山园区已于" in read(filled(body, {"南山园区": "再报。", "东河县": "完成。"}))
    assert made.parts.get(unit=city.county).open


def test_what_cannot_be_ordered_is_refused(city):
    with pytest.raises(OfficeError, match="在今天之后"):
        order(city, on=clock.today() + dt.timedelta(days=1))
    with pytest.raises(OfficeError, match="1 到 250"):
        order(city, days=0)
    made = order(city)
    with pytest.raises(OfficeError, match="晚于本级截止日"):
        service.hand_down(made, [city.county], 60, "", user=city.boss)
    with pytest.raises(OfficeError, match="只能分办给下级"):
        service.hand_down(made, [city.stranger], 5, "", user=city.boss)
    assert not made.parts.exists()
    service.hand_down(made, [city.county], 5, "", user=city.boss)
    with pytest.raises(OfficeError, match="不需要再分办"):
        service.hand_down(made, [city.county], 5, "", user=city.boss)


def test_deadlines_follow_the_calendar_and_whoever_ordered_it(city):
    made = order(city, on=MONDAY, days=5)
    assert made.due_on == dt.date(2026, 3, 9)
    confirm_year(2026, {dt.date(2026, 3, 4)}, set(), source="通知", user=city.boss)
    made.refresh_from_db()
    assert (made.due_on, made.due_provisional) == (dt.date(2026, 3, 10), False)
    service.move_deadline(made, 8, "省办电话同意", user=city.boss)
    assert made.due_on == dt.date(2026, 3, 13)


def at(day, hour=10):
    return dt.datetime(day.year, day.month, day.day, hour, 5, tzinfo=SHANGHAI)


def test_the_unit_is_reminded_once_an_occasion_and_the_one_above_hears_of_the_late_one(city):
    messages.add_channel(city.county, ChannelKind.JSON, "群", "http://hook.example.gov.cn/", by=city.boss)
    made = order(city, on=MONDAY, days=20)
    Mandate.objects.filter(pk=made.pk).update(answered_on=MONDAY)
    part = Mandate.objects.create(
        parent=made, unit=city.county, sender="示例市", title="清理", received_on=MONDAY, due_days=5,
        due_on=dt.date(2026, 3, 9), made_by=city.boss,
    )  # fmt: skip
    assert reminding.remind_all(at(dt.date(2026, 3, 7))) == 0
    assert reminding.remind_all(at(MONDAY, 7)) == 0
    assert reminding.remind_all(at(dt.date(2026, 3, 6))) == 1
    assert reminding.remind_all(at(dt.date(2026, 3, 6), 15)) == 0
    (message,) = Message.objects.filter(unit=city.county)
    assert "分办后还没有人查看，最迟 2026-03-09 回复，还剩 1 个工作日" in message.text
    assert reminding.remind_all(at(dt.date(2026, 3, 12))) == 1
    above = Occasion.objects.get(unit=city.city)
    assert (above.reached, "清理" in above.title) == (0, True)
    Mandate.objects.filter(pk=part.pk).update(answered_on=MONDAY)
    assert reminding.remind_all(at(dt.date(2026, 3, 20))) == 0
