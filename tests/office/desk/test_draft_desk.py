"""三审三校: three people, one hash; a change voids what was signed; secrets are asked about; the record goes with the text."""

import hashlib
import io
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse

from xunwang.office.desk import service
from xunwang.office.desk.models import Manuscript, Step
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry
from xunwang.office.proofing import service as proofing

TEXT = "全市政务公开工作会议召开。\n会议要求，各单位要及时回应群众关切。"


@pytest.fixture
def people(office):
    return [office.user(office.city, role) for role in ("unit_clerk", "reviewer", "supervisor")]


@pytest.fixture
def text(people):
    return service.keep("全市政务公开工作会议召开", TEXT, user=people[0])


def test_three_people_sign_one_after_another_over_what_they_saw(text, people):
    first, second, third = people
    service.sign(text, text.sha256, "", user=first)
    with pytest.raises(OfficeError, match="三个不同的人"):
        service.sign(text, text.sha256, "", user=first)
    service.sign(text, text.sha256, "改得好", user=second)
    with pytest.raises(OfficeError, match="须先作保密审查"):
        service.sign(text, text.sha256, "", user=third)
    service.check_secrecy(text, text.sha256, "", user=second)
    service.sign(text, text.sha256, "", user=third)
    state = service.state_of(text)
    assert state.complete
    assert [(one.step, one.user) for one in state.valid] == [(1, first), (2, second), (3, third)]
    with pytest.raises(OfficeError, match="都已签署"):
        service.sign(text, text.sha256, "", user=third)


def test_a_title_longer_than_is_kept_is_named(people):
    with pytest.raises(OfficeError, match="标题有 201 字，最多 200 字"):
        service.keep("题" * 201, TEXT, user=people[0])
    assert service.keep("𬭚" * 200, TEXT, user=people[0]).title == "𬭚" * 200


def test_a_change_voids_every_signature_and_the_check(text, people):
    seen = text.sha256
    service.sign(text, seen, "", user=people[0])
    service.check_secrecy(text, seen, "", user=people[1])
    service.keep(text.title, f"{TEXT}会议还作了部署。", user=people[0], manuscript=text, seen=seen)
    text.refresh_from_db()
    state = service.state_of(text)
    assert (state.valid, state.secrecy, state.next_step) == ((), None, Step.FIRST)
    assert len(state.void) == 1
    with pytest.raises(OfficeError, match="被改动"):
        service.sign(text, seen, "", user=people[1])
    with pytest.raises(OfficeError, match="没有改动"):
        service.keep(text.title, text.text, user=people[0], manuscript=text, seen=text.sha256)


def test_a_mark_of_secrecy_asks_for_a_word(people):
    marked = service.keep("会议材料", "机密★5年\n会议材料一份。", user=people[0])
    assert service.secrecy_marks(marked)
    with pytest.raises(OfficeError, match="疑似密级标志"):
        service.check_secrecy(marked, marked.sha256, " ", user=people[1])
    made = service.check_secrecy(marked, marked.sha256, "标志系历史文件名，已解密", user=people[1])
    assert made.marks == 1


def test_a_text_that_is_withheld_goes_no_further(client, text, people):
    for user in people[:2]:
        service.sign(text, text.sha256, "", user=user)
    with pytest.raises(OfficeError, match="写明理由"):
        service.check_secrecy(text, text.sha256, " ", user=people[1], passed=False)
    client.force_login(people[1])
    where = reverse("manuscript_act", args=[text.pk, "secrecy"])
    said = {"sha256": text.sha256, "opinion": "含内部数据", "passed": "no"}
    shown = client.post(where, said, follow=True).content.decode()
    assert "不予公开" in shown
    assert "含内部数据" in shown
    with pytest.raises(OfficeError, match="保密审查没有通过"):
        service.sign(text, text.sha256, "", user=people[2])
    assert client.get(reverse("manuscript_file", args=[text.pk])).status_code == 409
    service.check_secrecy(text, text.sha256, "数据已经公布过", user=people[1])
    service.sign(text, text.sha256, "", user=people[2])
    assert service.state_of(text).complete


def test_the_desk_from_draft_to_export(client, office, people):
    client.force_login(people[0])
    where = reverse("manuscripts")
    assert "还没有文稿" in client.get(where).content.decode()
    assert client.post(where, {"title": "", "text": TEXT}).status_code == 400
    client.post(where, {"title": "会议召开", "text": f"{TEXT}截止2026年4月31日。"})
    made = Manuscript.objects.get()
    page = reverse("manuscript", args=[made.pk])
    shown = client.get(page).content.decode()
    assert "待初审" in shown
    assert "校对结果" in shown

    def do(act, user, **more):
        client.force_login(user)
        where = reverse("manuscript_act", args=[made.pk, act])
        return client.post(where, {"sha256": made.sha256, **more}, follow=True).content.decode()

    assert "已失效" not in do("change", people[0], title="会议召开", text=TEXT)
    made.refresh_from_db()
    assert "初审已签署" in do("sign", people[0])
    assert client.get(reverse("manuscript_file", args=[made.pk])).status_code == 409
    assert "待复审：会议召开" not in client.get(reverse("home")).content.decode()
    client.force_login(people[1])
    assert "待复审：会议召开" in client.get(reverse("home")).content.decode()
    assert "复审已签署" in do("sign", people[1], opinion="同意发布")
    assert "保密审查已登记" in do("secrecy", people[1])
    assert "审核完毕" in do("sign", people[2])
    answer = client.get(reverse("manuscript_file", args=[made.pk]))
    assert unquote(answer["Content-Disposition"]).endswith("''会议召开（含审核记录）.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert made.sha256 in words
    assert [row.cells[0].text for row in paper.tables[0].rows] == ["环节", "初审", "复审", "终审", "保密审查"]
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {"manuscript.made", "manuscript.changed", "manuscript.signed", "manuscript.exported"}
    client.force_login(office.user(office.county, "supervisor"))
    assert client.get(page).status_code == 404


def test_whoever_has_the_exported_paper_can_reckon_the_hash_from_it(client, people):
    client.force_login(people[0])
    text = "一、总体情况\r\n\r\n网站\t3 个 。\r\n　　二、要求\r\n"
    client.post(reverse("manuscripts"), {"title": "会议召开", "text": text})
    made = Manuscript.objects.get()
    for user in people:
        service.check_secrecy(made, made.sha256, "", user=user)
        service.sign(made, made.sha256, "", user=user)
    body = client.get(reverse("manuscript_file", args=[made.pk])).content
    title, *lines = [one.text for one in docx.Document(io.BytesIO(body)).paragraphs]
    text = lines[: lines.index("三审三校记录")]

    assert "、一个空行和正文" in "".join(lines)
    assert hashlib.sha256("\n".join([title, "", *text]).encode()).hexdigest() == made.sha256


def test_a_text_as_long_as_may_be_is_counted_as_people_count_it_and_can_be_opened(
    client, people, monkeypatch
):
    for module in (service, proofing):
        monkeypatch.setattr(module, "MOST", 500)
    client.force_login(people[0])
    text = "\n".join(["会议要求各单位及时回应群众关切。"] * 50)[:499] + "。"
    where = reverse("manuscripts")
    kept = client.post(where, {"title": "会议召开", "text": text.replace("\n", "\r\n")}, follow=True)
    made = Manuscript.objects.get()
    assert made.text == text
    assert "待初审" in kept.content.decode()
    done = client.post(
        reverse("manuscript_act", args=[made.pk, "sign"]), {"sha256": made.sha256}, follow=True
    )
    assert "初审已签署" in done.content.decode()
    more = client.post(where, {"title": "会议召开", "text": f"{text}会"})
    assert more.status_code == 400
    assert "正文有 501 字，一篇最多 500 字" in more.content.decode()


def test_signs_that_no_paper_can_hold_stay_out_of_a_text(client, people):
    client.force_login(people[0])
    client.post(reverse("manuscripts"), {"title": "会议召开", "text": "会议\x00召开。\x0b会议\x0c要求。"})
    assert Manuscript.objects.get().text == "会议召开。 会议要求。"


def test_two_who_mend_the_same_text_do_not_undo_each_other(client, text, people):
    seen = text.sha256
    service.keep(text.title, f"{TEXT}会议还作了部署。", user=people[1], manuscript=text, seen=seen)
    client.force_login(people[0])
    mine = {"title": text.title, "text": f"{TEXT}会议通报了情况。", "sha256": seen}
    where = reverse("manuscript_act", args=[text.pk, "change"])
    answer = client.post(where, mine)
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "被改动" in page
    text.refresh_from_db()
    assert text.text.endswith("会议还作了部署。")
    assert "会议通报了情况。</textarea>" in page
    assert f'name="sha256" value="{text.sha256}"' in page
    client.post(where, mine | {"sha256": text.sha256})
    text.refresh_from_db()
    assert text.text.endswith("会议通报了情况。")


def test_signing_is_asked_and_offered_only_where_it_can_be_done(client, text, people):
    where, asked = reverse("manuscript", args=[text.pk]), f"待终审：{text.title}"
    for user in people[:2]:
        service.sign(text, text.sha256, "", user=user)
    client.force_login(people[1])
    assert "签署终审" not in client.get(where).content.decode()
    client.force_login(people[2])
    assert asked in client.get(reverse("home")).content.decode()
    assert "签署终审" in client.get(where).content.decode()
    service.check_secrecy(text, text.sha256, "", user=people[1])
    assert "不予公开" in client.get(where).content.decode()
    service.check_secrecy(text, text.sha256, "含内部数据", user=people[1], passed=False)
    assert asked not in client.get(reverse("home")).content.decode()
    assert "签署终审" not in client.get(where).content.decode()
