"""Tickets in the pages: issued, answered, given more time, sent out as a package and taken back. Real forms, real rows."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from rectify_samples import judged

from xunwang.office import clock
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing

PDF = b"%PDF-1.7 report"


@pytest.fixture
def city(office, tmp_path, settings):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return judged(office, tmp_path)


def test_issuing_answering_and_the_refused_answer_keeps_its_words(as_, city):
    as_("supervisor").post(reverse("drive", args=[city.checked.pk, "issue"]), {"days": "10"})
    ticket = city.checked.tickets.get()
    item = ticket.items.get()
    where = reverse("ticket_act", args=[ticket.pk, "answer"])
    clerk = as_("unit_clerk", city.county)
    home = clerk.get(reverse("home")).content.decode()
    bad = SimpleUploadedFile("报告.pdf", b"<script>")

    refused = clerk.post(where, {f"item-{item.pk}": "已更新栏目", "files": bad})
    done = clerk.post(where, {f"item-{item.pk}": "已更新栏目", "files": SimpleUploadedFile("报告.pdf", PDF)})

    assert "整改通知：2026年第一季度检查" in home
    assert refused.status_code == 400
    assert "已更新栏目" in refused.content.decode()
    assert done.status_code == 302
    attachment = ticket.attachments.get()
    download = clerk.get(reverse("attachment", args=[attachment.pk]))
    assert download["Content-Type"] == "application/octet-stream"
    assert download["Content-Disposition"].startswith("attachment")
    assert as_("unit_clerk", city.park).get(reverse("attachment", args=[attachment.pk])).status_code == 404


@pytest.fixture
def ticket(city):
    (made,) = issuing.issue(city.checked, user=city.user(city.city, "supervisor"))
    return made


ACTS = {
    **{
        name: {"supervisor", "inspector"} for name in ("check", "note", "measure", "extend", "back", "accept")
    },
    "decide": {"supervisor", "reviewer"},
    "answer": set(),
    "appeal": set(),
}


@pytest.mark.parametrize("act", ACTS)
def test_role_by_act_by_foreign_ticket(as_, city, ticket, act):
    where = reverse("ticket_act", args=[ticket.pk, act])
    form = {"item": ticket.items.get().pk}
    for role in Role:
        above = as_(role).post(where, form).status_code
        own = as_(role, city.county).post(where, form).status_code
        foreign = as_(role, city.stranger).post(where, form).status_code
        beside = as_(role, city.park).post(where, form).status_code

        assert (above != 403) == (role.value in ACTS[act]), role
        assert (own != 403) == (
            act in {"answer", "appeal"} and role in {Role.UNIT_CLERK, Role.UNIT_LEADER}
        ), role
        assert (foreign, beside) == (404, 404), role


@pytest.mark.parametrize(("state", "offered"), [("issued", True), ("answered", False), ("reopened", True)])
def test_more_time_is_offered_to_a_unit_that_owes_an_answer(as_, ticket, state, offered):
    ticket.state = state
    ticket.save()
    page = as_("supervisor").get(reverse("ticket", args=[ticket.pk])).content.decode()

    assert ("延长期限" in page) is offered


def test_the_notice_package_goes_out_and_comes_back(as_, city, ticket):
    boss = as_("supervisor")
    letter = boss.get(reverse("notice", args=[ticket.pk, "docx"]))
    form = boss.get(reverse("notice", args=[ticket.pk, "xlsx"]))
    words = docx.Document(io.BytesIO(b"".join(letter.streaming_content)))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    book = load_workbook(io.BytesIO(b"".join(form.streaming_content)))
    book.active.cell(3, 6).value = "栏目已恢复更新"
    filled = io.BytesIO()
    book.save(filled)

    boss.post(
        reverse("ticket_act", args=[ticket.pk, "form"]),
        {"files": SimpleUploadedFile("回复表.xlsx", filled.getvalue()), "on": str(ticket.asked_on)},
    )

    assert "东河县：" in text
    assert "W-V4.1" in words.tables[0].cell(1, 2).text
    assert len(words.inline_shapes) == 2  # of the home page and of the column
    assert "检查时的页面（http://www.donghe.gov.cn/tzgg/）" in text
    ticket.refresh_from_db()
    assert (ticket.state, ticket.items.get().answer) == ("answered", "栏目已恢复更新")


def test_the_form_of_another_notice_is_refused(as_, city, ticket):
    book = Workbook()
    book.active.append(["整改通知编号", "00000000-0000-0000-0000-000000000000"])
    book.active.append(["编号"])
    kept = io.BytesIO()
    book.save(kept)
    page = as_("supervisor").post(
        reverse("ticket_act", args=[ticket.pk, "form"]),
        {"files": SimpleUploadedFile("x.xlsx", kept.getvalue())},
        follow=True,
    )

    assert "属于另一份整改通知" in page.content.decode()


def test_what_is_no_form_is_named_as_its_sender_called_it(as_, city, ticket):
    """Not by the name under which it was kept, which nobody knows."""
    place = reverse("ticket_act", args=[ticket.pk, "form"])
    sent = SimpleUploadedFile("东河回复.pdf", b"%PDF-1.4 x")
    page = as_("supervisor").post(place, {"files": sent, "on": clock.today().isoformat()}, follow=True)

    assert "文件“东河回复.pdf”是 PDF，里面的表格不能读入" in page.content.decode()


def test_a_formula_in_a_finding_stays_text_in_the_form(as_, city, ticket):
    finding = ticket.items.get().finding
    finding.message = '=HYPERLINK("http://x","y")'
    finding.save()
    form = as_("supervisor").get(reverse("notice", args=[ticket.pk, "xlsx"]))
    cell = load_workbook(io.BytesIO(b"".join(form.streaming_content))).active.cell(3, 4)

    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')
