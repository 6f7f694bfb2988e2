"""The circular from draft to seal: versions, a docx that comes back changed, the seal, the pdf."""

import datetime as dt
import re
import shutil

import docx
import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY, judgement
from rectify_samples import judged

from xunwang.inspector.model import SHANGHAI, SubjectKind, Verdict
from xunwang.office import clock
from xunwang.office.campaigns import comparing, issuing, recording, service
from xunwang.office.campaigns.letterhead import Draft, header_of
from xunwang.office.campaigns.models import COUNTING
from xunwang.office.circulars.data import chinese_date
from xunwang.office.circulars.readback import read_document
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.service import set_deadlines
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import claim, perform
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing as notices
from xunwang.office.rectify.issuing import issue
from xunwang.office.rectify.models import ItemState, Ticket
from xunwang.office.registry.service import open_subject
from xunwang.office.web.views.driving import draft_for

DRAFT = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县人民政府",), dt.date(2026, 4, 10))


@pytest.fixture
def city(office, tmp_path, settings):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    judged(office, tmp_path)
    for row in office.checked.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(office.checked, user=None)
    return office


def as_the_inspection_has_it(row):
    """The subject of the register's row, and indicators found only where there are findings."""
    said = row.judgement_at_point
    said["subject"] = row.row
    found = {one["indicator"]: 1 for one in said["findings"]}
    met = [one for one in said["outcomes"] if one["outcome"] == "met"]
    broken = [one for one in said["outcomes"] if one["outcome"] == "found" and one["indicator"] in found]
    said["outcomes"] = met + [one | {"value": 1, "threshold": 1} for one in broken]
    row.save()


@pytest.fixture
def version(city):
    return issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss)


def test_error_reports_of_the_period_are_told_and_stay_as_they_were(city):
    for number, day in enumerate((5, 6, 30)):
        received = dt.datetime(2026, 3, day, 9, tzinfo=SHANGHAI)
        report = ErrorReport(
            unit=city.county, source="national", number=f"{number}", kind="typo", received_at=received
        )
        set_deadlines(report, calendar())
        report.closed_at = received + dt.timedelta(days=1) if number < 2 else None
        report.save()
    version = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss)

    assert "网民留言3条，按期办结2条，按期办结率为66.67%。" in words(version)
    assert version.files.filter(label__contains="网民找错留言办理情况").exists()
    ErrorReport.objects.update(closed_at=dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI))
    path = version.campaign.folder / version.files.get(kind="circular").path
    assert not issuing.held_against(version, path).wrong
    assert "按期办结1条" in words(issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss))


def words(version):
    path = version.campaign.folder / version.files.get(kind="circular").path
    return "".join(line.text for line in read_document(path).lines)


def altered(version, folder, old, new):
    """The version's docx as it comes back with other words."""
    document = docx.Document(str(version.campaign.folder / version.files.get(kind="circular").path))
    run = next(run for one in document.paragraphs for run in one.runs if old in run.text)
    run.text = run.text.replace(old, new)
    document.save(str(folder / "back.docx"))
    return folder / "back.docx"


def test_each_draft_is_a_version_of_its_own(city, version):
    other = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss, layout="regional")

    assert (version.number, other.number, other.layout) == (1, 2, "regional")
    assert {file.path.split("/")[1] for file in other.files.all()} == {"v2"}
    assert issuing.header_kept(version) == header_of(city.checked, DRAFT)
    assert AuditEntry.objects.filter(action="circular.drafted").count() == 2


def test_regions_are_the_units_below(city):
    made = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=None, layout="regional")
    path = made.campaign.folder / made.files.get(kind="circular").path
    regions = next(table.rows for table in read_document(path).tables if table.rows[0][0] == "地区")

    assert [row[:3] for row in regions[1:]] == [
        ("东河县", "1", "1"),
        ("南山园区", "1", "1"),
        ("合计", "2", "2"),
    ]


def test_accounts_are_told_by_region_too(office, tmp_path):
    """Of the accounts of each county how many are registered and were inspected, as the layout promises."""
    made = [
        open_subject(SubjectKind.ACCOUNT, unit, JANUARY, user=None, name=name, platform="微信", level="县级")
        for unit, names in ((office.county, "甲乙丙"), (office.park, "丁"))
        for name in names
    ]
    campaign = office.campaign(office.city, made[1:])
    for row in campaign.subjects.all():
        recording.record_judgement(campaign, judgement(row.subject, Verdict.PASS), run_path=tmp_path)
    for row in campaign.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(campaign, user=None)
    made = issuing.draft(campaign, header_of(campaign, DRAFT), user=None, layout="regional")
    path = campaign.folder / made.files.get(kind="circular").path
    regions = next(table.rows for table in read_document(path).tables if table.rows[0][0] == "地区")

    assert [row[:4] for row in regions[1:]] == [
        ("东河县", "3", "2", "2"),
        ("南山园区", "1", "1", "1"),
        ("合计", "4", "3", "3"),
    ]


def test_the_period_before_and_last_year_are_compared(city):
    for day, verdict in ((dt.date(2025, 3, 20), Verdict.PASS), (dt.date(2025, 12, 31), Verdict.FAIL)):
        site = city.website(
            city.county, f"旧站{day}", f"http://www.old{day.month}.gov.cn/", on=dt.date(2025, 1, 1)
        )
        other = service.create_campaign(
            city.city, f"{day}检查", period=(day, day), norm="cn-2019", as_of=day, subjects=[site], user=None
        )
        recording.record_judgement(other, judgement(site, verdict), run_path=city.run)
        service.close_point(other, user=None)

    text = words(issuing.draft(city.checked, header_of(city.checked, DRAFT), user=None))

    assert "合格率与上一检查周期（已作出结论的网站1家，合格率0.00%）相比提高50.00个百分点" in text
    assert "合格率与去年同期（已作出结论的网站1家，合格率100.00%）相比下降50.00个百分点" in text


def test_the_second_verdict_speaks_for_no_day_to_come(city):
    city.checked.subjects.update(verdict_at_closing="pass")
    city.checked.closing_on = None
    early = msgspec.structs.replace(DRAFT, issued=clock.today() + 9 * dt.timedelta(days=1))
    assert header_of(city.checked, early).closing == clock.today()
    assert header_of(city.checked, DRAFT).closing == min(DRAFT.issued, clock.today())


def test_what_became_of_the_notices_of_the_period_before_is_told(city):
    (ticket,) = notices.issue(city.checked, user=city.boss)
    settle = [
        (ItemState.OPEN, (1, 0)),
        (ItemState.STILL, (1, 0)),
        (ItemState.ACCEPTED, (1, 1)),
        (ItemState.LIFTED, None),
    ]
    item = ticket.items.get()
    day = dt.date(2026, 6, 30)
    later = service.create_campaign(
        city.city,
        "下一次",
        period=(day, day),
        norm="cn-2019",
        as_of=day,
        subjects=[city.county_site],
        user=None,
    )
    for state, counted in settle:
        item.state = state
        item.save()
        told = header_of(later, DRAFT).previous
        assert (told and (told.told, told.mended)) == counted
    assert header_of(city.checked, DRAFT).previous is None


def test_the_yearly_form_tells_of_all_inspections_of_the_year(city):
    other = city.campaign(city.city, [], name="年初检查")
    today = city.checked.as_of
    for day in (today, today.replace(year=today.year - 1)):
        Ticket.objects.create(
            campaign=other, unit=city.county, issued_on=day, asked_on=day, due_days=10, due_on=day
        )
    draft = msgspec.structs.replace(DRAFT, filled={"security_checks": "3"})
    made = issuing.draft(city.checked, header_of(city.checked, draft), user=city.boss, layout="supervision")

    path = made.campaign.folder / made.files.get(kind="circular").path
    rows = {row[0]: row[2] for row in read_document(path).tables[0].rows}
    assert (rows["组织检查（次）"], rows["检查网站（家次）"], rows["不合格网站（家次）"]) == ("1", "2", "1")
    assert (rows["组织安全检查（次）"], rows["组织培训（次）"]) == ("3", "—")
    counted = f"（件，截至{chinese_date(clock.today())}）"
    assert (rows[f"发出整改通知{counted}"], rows[f"办结整改通知{counted}"]) == ("1", "0")
    until = chinese_date(today)
    assert rows[f"登记网站（家，截至{until}）"] == "2"
    text = "".join(line.text for line in read_document(path).lines)
    assert f"统计期间：{today.year}年1月1日至{until}（本年度尚未结束）" in text
    assert f"{today.year}年1月1日至{until}组织检查1次" in text
    assert "全年" not in text
    assert f"附件1-{today.year}年度检查情况" in made.files.values_list("label", flat=True)
    assert not issuing.held_against(made, path).wrong


def test_a_channel_is_told_in_a_table_and_is_no_website(city, tmp_path):
    channel = open_subject(
        SubjectKind.CHANNEL, city.park, dt.date(2026, 1, 1), user=None, parent=city.county_site,
        name="招商频道", home="http://www.donghe.gov.cn/zs/",
    )  # fmt: skip
    checked = city.campaign(city.city, [city.county_site, channel], name="带频道的检查")
    for subject in (city.county_site, channel):
        recording.record_judgement(checked, judgement(subject), run_path=city.run)
    for row in checked.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(checked, user=None)

    made = issuing.draft(checked, header_of(checked, DRAFT), user=city.boss)

    assert "本次检查政府网站1家" in words(made)
    (table,) = [one for one in issuing.from_kept(issuing.kept_of(made).tables) if one.key == "channels"]
    assert [row[:3] for row in table.rows] == [("招商频道", "南山园区", "合格")]


def test_words_are_changed_around_figures_that_cannot_be(client, city, version):
    client.force_login(city.boss)
    where = reverse("circular_edit", args=[version.pk])
    shown = {one.key: one.shown for one in issuing.wording_of(version)}
    key, text = next((key, text) for key, text in shown.items() if "本次检查政府网站" in text)
    assert "【网站检查数＝2】" in client.get(where).content.decode()

    def answer(changed):
        return client.post(where, shown | {key: changed}, follow=True).content.decode()

    assert "没有改动" in answer(text)
    assert "是直接写的数字" in answer(text + "另有35家。")
    assert "不是本段的数字" in answer(text.replace("网站检查数＝", "网站总数＝"))
    assert "占位符不完整" in answer(text.replace("【网站检查数", "网站检查数"))
    assert "占位符不完整" in answer(re.sub("【(地区＝[^】]*)】", r"\1", text))
    assert city.checked.versions.count() == 1
    reworded = text.replace("本次检查政府网站【网站检查数＝2】", "本次共检查各级政府网站【网站检查数＝9】")
    assert "第 2 版已按修改后的文字和表格生成" in answer(reworded)
    newest = city.checked.versions.first()
    assert "本次共检查各级政府网站2家" in words(newest)
    path = newest.campaign.folder / newest.files.get(kind="circular").path
    assert issuing.held_against(newest, path) == issuing.Examined((), ())
    assert [one.changed for one in issuing.wording_of(newest)].count(True) == 1

    heads = {one.label: one for one in issuing.wording_of(newest) if one.label}
    title = heads["标题"].shown.replace("的通报", "及整改要求的通知")
    form = {heads["标题"].key: title, heads["署名"].key: heads["署名"].shown + "办公室"}
    client.post(reverse("circular_edit", args=[newest.pk]), form)
    headed = city.checked.versions.first()
    path = headed.campaign.folder / headed.files.get(kind="circular").path
    assert "情况及整改要求的通知" in words(headed).replace("\n", "")
    assert issuing.held_against(headed, path) == issuing.Examined((), ())
    client.force_login(city.user(city.county, "supervisor"))
    assert client.get(where).status_code == 404


def _tables(version):
    path = version.campaign.folder / version.files.get(kind="circular").path
    return [table.rows for table in read_document(path).tables]


def test_columns_of_tables_are_chosen_and_their_figures_stay_bound(client, city, version):
    client.force_login(city.boss)
    table = next(one for one in issuing.tables_to_choose(version) if "按网站类型" in one.caption)
    before = _tables(version)[0]
    wanted = {"不合格率": "2", "检查数": "1", "问题处数": "3"}
    form = {f"table-{table.key}": "1"}
    for one in table.choices:
        form[f"place-{table.key}-{one.figure}"] = wanted.get(one.name, "")
        form[f"head-{table.key}-{one.figure}"] = "问题（处）" if one.name == "问题处数" else one.head

    def answer(**changed):
        said = form | {f"{what}-{table.key}-checked": text for what, text in changed.items()}
        return client.post(reverse("circular_edit", args=[version.pk]), said, follow=True).content.decode()

    assert "不含数字" in answer(head="检查2家")
    assert "另一项数字的名称" in answer(head="合格")
    assert "用了两次" in answer(head="不合格率")
    assert "应填整数" in answer(place="甲")
    assert city.checked.versions.count() == 1
    assert "第 2 版已按修改后的文字和表格生成" in answer()
    newest = city.checked.versions.get(number=2)
    after = _tables(newest)[0]
    assert after[0] == ("网站类型", "检查数（家）", "不合格率", "问题（处）")
    assert [row[0] for row in after] == [row[0] for row in before]
    rows = list(city.checked.subjects.all())
    failed = [row for row in rows if row.verdict_at_point == Verdict.FAIL]
    assert 0 < len(failed) < len(rows)
    places = sum(row.findings.filter(state__in=COUNTING).count() for row in rows)
    assert after[-1][1:] == (f"{len(rows)}", f"{100 * len(failed) / len(rows):.2f}%", f"{places}")
    path = newest.campaign.folder / newest.files.get(kind="circular").path
    assert not issuing.held_against(newest, path).wrong
    with pytest.raises(OfficeError, match="没有改动"):
        issuing.reword(newest, {}, {}, user=city.boss)


def test_a_changed_figure_does_not_come_back(city, version, tmp_path):
    path = altered(version, tmp_path, "本次检查政府网站2家", "本次检查政府网站5家")

    with pytest.raises(OfficeError, match="“网站检查数”写为“5”，按检查数据应为“2”"):
        issuing.take_back(version, path, confirmed=True, user=city.boss)
    assert city.checked.versions.count() == 1


def test_every_figure_of_a_circular_is_held_against_the_campaign(city, version, tmp_path):
    known = comparing.known_figures(city.checked)
    assert {key: str(known[key]) for key in ("网站.抽查", "网站.合格", "网站.合格率")} == {
        "网站.抽查": "2", "网站.合格": "1", "网站.合格率": "50.00",
    }  # fmt: skip
    whole = city.checked.folder / version.files.get(kind="circular").path
    assert comparing.disagreements(city.checked, whole) == []
    path = altered(version, tmp_path, "检查发现存在问题的网站1家", "检查发现存在问题的网站2家")
    told = [(one.stated, one.computed, one.severity) for one in comparing.disagreements(city.checked, path)]
    assert told == [("2", "1", "certain")]
    other = docx.Document()
    other.add_paragraph("另一份与本次检查无关的文件，共3页。")
    other.save(str(tmp_path / "other.docx"))
    assert comparing.disagreements(city.checked, tmp_path / "other.docx") == []


def test_changed_words_come_back_once_somebody_looked_at_them(city, version, tmp_path):
    path = altered(version, tmp_path, "防止问题反弹。", "防止问题反弹，全年培训320人次。")
    with pytest.raises(OfficeError, match="须人工核实"):
        issuing.take_back(version, path, confirmed=False, user=city.boss)

    back = issuing.take_back(version, path, confirmed=True, user=city.boss)

    assert (back.number, back.returned) == (2, True)
    assert "全年培训320人次" in words(back)
    assert back.files.count() == version.files.count()


def test_highlights_are_people_s_own_words_that_every_later_version_keeps(client, city, version, tmp_path):
    own = msgspec.structs.replace(DRAFT, highlights=("东河县每日读网。", "市教育局读网300次。"))
    header = header_of(city.checked, own)
    with pytest.raises(OfficeError, match="工作亮点里的“300”不取自检查数据"):
        issuing.draft(city.checked, header, user=city.boss)
    made = issuing.draft(city.checked, header, user=city.boss, confirmed=True)
    assert re.search("二、工作亮点东河县每日读网。市教育局读网300次。三、存在问题", words(made))
    assert "工作亮点" not in words(version)

    back = issuing.take_back(
        made, altered(made, tmp_path, "每日读网", "每日读网两遍"), confirmed=True, user=city.boss
    )
    kept = draft_for(city.checked)
    assert kept.highlights == ("东河县每日读网两遍。", "市教育局读网300次。")
    assert (kept.issuer, kept.issued) == (DRAFT.issuer, DRAFT.issued)
    path = back.campaign.folder / back.files.get(kind="circular").path
    assert issuing.held_against(back, path) == issuing.Examined((), ())

    again = issuing.draft(city.checked, header_of(city.checked, kept), user=city.boss)
    client.force_login(city.boss)
    where = reverse("circular_edit", args=[again.pk])
    assert "东河县每日读网两遍。" in client.get(where).content.decode()
    refused = client.post(where, {"highlights": "读网500次。"}).content.decode()
    assert "请核实后勾选" in refused
    assert "读网500次。\n</textarea>" in refused
    client.post(where, {"highlights": ""})
    assert "工作亮点" not in words(city.checked.versions.first())


def test_highlights_that_were_first_written_in_wps_are_kept(city, version, tmp_path):
    path = version.campaign.folder / version.files.get(kind="circular").path
    document = docx.Document(str(path))
    before = next(one for one in document.paragraphs if one.text == "二、存在问题")
    for text in ("二、主要做法", "各县建立了读网制度。"):
        before.insert_paragraph_before(text)
    before.runs[0].text = before.runs[0].text.replace("二、", "三、")
    document.save(str(tmp_path / "back.docx"))

    back = issuing.take_back(version, tmp_path / "back.docx", confirmed=True, user=city.boss)

    assert issuing.header_kept(back).highlights == ("各县建立了读网制度。",)


def test_words_that_were_changed_stand_in_the_next_draft_too(city, version):
    paragraph = next(one for one in issuing.wording_of(version) if "防止问题反弹。" in one.shown)
    texts = {paragraph.key: paragraph.shown.replace("防止问题反弹。", "杜绝问题反弹。")}
    issuing.reword(version, texts, {}, user=city.boss)

    assert "杜绝问题反弹。" in words(
        issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss)
    )


def test_other_systems_read_what_the_circular_says(client, city, version):
    def ask(unit, role, path):
        until = clock.today() + dt.timedelta(days=9)
        by = city.user(city.city, "administrator")
        token = tokens.issue(unit, "业务系统", role=role, scopes=[Scope.RESULTS], expires_on=until, by=by)[1]
        return client.get(f"/api/v1{path}", headers={"authorization": f"Bearer {token}"})

    (listed,) = ask(city.city, Role.INSPECTOR, f"/campaigns/{city.checked.pk}/circulars").json()["items"]
    told = ask(city.city, Role.INSPECTOR, f"/circulars/{version.pk}").json()
    figures = {one["name"]: one["value"] for one in told["figures"]}
    tables = [one["rows"] for one in told["statements"] if one["look"] == "table"]

    assert (listed["id"], listed["seal"]) == (version.pk, None)
    assert (figures["网站检查数"], figures["网站不合格数"], figures["网站合格率"]) == ("2", "1", "50.00%")
    assert any("本次检查政府网站2家" in one["text"] for one in told["statements"])
    assert [tuple(row) for row in tables[0]] == list(_tables(version)[0])
    assert {one["sha256"] for one in told["files"]} == {one.sha256 for one in version.files.all()}
    assert ask(city.county, Role.UNIT_CLERK, f"/circulars/{version.pk}").status_code == 404
    issuing.seal(version, user=city.boss)
    service.release(city.checked, user=city.boss)
    assert ask(city.county, Role.UNIT_CLERK, f"/circulars/{version.pk}").json()["seal"] == version.seal


def test_a_sealed_circular_is_final(city, version):
    issuing.seal(version, user=city.boss)

    assert version.seal == issuing.seal_of(version)
    assert (version.sealed_by, AuditEntry.objects.first().action) == (city.boss, "circular.sealed")
    for act in (
        lambda: issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss),
        lambda: issuing.seal(version, user=city.boss),
    ):
        with pytest.raises(OfficeError, match="已经封存"):
            act()


def test_what_was_altered_on_disk_is_not_sealed(city, version):
    (city.checked.folder / version.files.first().path).write_bytes(b"other")

    with pytest.raises(OfficeError, match="被改动或删除"):
        issuing.seal(version, user=city.boss)


def test_without_libreoffice_the_pdf_says_so(version, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    issuing.ask_for_pdf(version)
    perform(claim())

    job = Job.objects.get(kind=issuing.PDF)
    assert job.state == JobState.FAILED
    assert "没有安装LibreOffice" in job.problem


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="GATE SKIPPED: LibreOffice is not installed")
def test_with_libreoffice_the_pdf_stands_beside_the_docx(version):
    issuing.ask_for_pdf(version)
    perform(claim())

    made = version.files.get(path__endswith=".pdf")
    assert (version.campaign.folder / made.path).read_bytes().startswith(b"%PDF-")


def test_the_pages_of_the_circular(client, city, version, tmp_path):
    client.force_login(city.boss)
    home, where = reverse("campaign", args=[city.checked.pk]), reverse("circular_returned", args=[version.pk])
    assert "在 WPS 或 Word 中改过文字" in client.get(home).content.decode()

    def hand_in(old, new, **more):
        body = altered(version, tmp_path, old, new).read_bytes()
        return client.post(where, {"file": SimpleUploadedFile("通报.docx", body), **more}, follow=True)

    refused = hand_in("不合格1家", "不合格0家").content.decode()
    assert "与检查数据不符" in refused
    assert "网站不合格数" in refused
    reworded = hand_in("防止问题反弹。", "防止反弹。").content.decode()
    assert re.search(r"改写或删去的表述</td><td>[^<]*防止反弹。</td><td>[^<]*防止问题反弹。</td>", reworded)
    dropped = hand_in("防止问题反弹。", "").content.decode()
    assert "（无）" not in reworded + dropped
    taken = hand_in("防止问题反弹。", "防止反弹。", confirmed="1").content.decode()
    assert "已收为新的一版" in taken
    assert "第 2 版" in taken
    wrong = client.post(where, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}).content.decode()
    assert "请选择一个 docx 文件" in wrong
    old = client.post(reverse("circular_act", args=[version.pk, "seal"]), follow=True).content.decode()
    assert "只能封存最新的一版" in old
    newest = city.checked.versions.first()
    page = client.post(reverse("circular_act", args=[newest.pk, "seal"]), follow=True).content.decode()
    assert "已封存，封存校验值" in page
    assert "交回核对" not in page
    client.force_login(city.user(city.county, "supervisor"))
    assert client.post(reverse("circular_act", args=[version.pk, "seal"])).status_code == 404


def test_a_sealed_circular_is_opened_to_everybody_without_personal_data(client, city, version):
    draft = msgspec.structs.replace(
        header_of(city.checked, DRAFT), contact="联系人：林禾，电话：0000-1234567"
    )
    version = issuing.draft(city.checked, draft, user=city.boss)
    client.force_login(city.boss)

    def do(act):
        return client.post(reverse("circular_act", args=[version.pk, act]), follow=True).content.decode()

    assert "请先封存通报" in do("open")
    do("seal")
    assert "请先公布结果" in do("open")
    service.release(city.checked, user=city.boss)
    assert "任何人不登录即可查看" in do("open")
    version.refresh_from_db()
    where = reverse("public_circular", args=[version.public_key])
    client.logout()
    page = client.get(where).content.decode()
    assert "本次检查政府网站2家" in page
    assert "林禾" not in page
    title = re.sub("<[^>]+>", "", re.search("<h1>.*</h1>", page)[0])
    assert re.fullmatch("示例市人民政府办公室关于2026年第一季度.*情况的通报", title)
    files = [
        file
        for file in version.files.all()
        if reverse("public_file", args=[version.public_key, file.pk]) in page
    ]
    assert {file.kind for file in files} == {"attachment"}
    got = client.get(reverse("public_file", args=[version.public_key, files[0].pk]))
    assert b"".join(got.streaming_content)[:2] == b"PK"
    docx_file = version.files.get(kind="circular")
    assert client.get(reverse("public_file", args=[version.public_key, docx_file.pk])).status_code == 404
    assert client.get(reverse("public_circular", args=["other"])).status_code == 404
    assert client.post(where).status_code == 405
    client.force_login(city.boss)
    do("close")
    client.logout()
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("unit", "issuer", "region"),
    [
        ("清禾县", "清禾县人民政府办公室", "清禾县"),
        ("清禾县人民政府", "清禾县人民政府办公室", "清禾县"),
        ("清禾县人民政府办公室", "清禾县人民政府办公室", "清禾县"),
        ("清禾县政务服务局", "清禾县政务服务局", "清禾县政务服务局"),
    ],
)
def test_a_first_draft_is_signed_by_an_office_of_the_unit_s_place(city, unit, issuer, region):
    city.checked.unit.name, city.checked.unit.level = unit, "county"

    proposed = draft_for(city.checked)

    assert (proposed.issuer, proposed.report_to, proposed.region) == (issuer, issuer, region)
    assert proposed.addressees[0] == "各乡镇人民政府、街道办事处"


def test_a_first_draft_asks_for_reports_by_the_day_that_the_tickets_name(city):
    tickets = issue(city.checked, user=city.boss, days=17)

    assert {one.due_on for one in tickets} == {draft_for(city.checked).deadline}
