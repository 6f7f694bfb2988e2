"""Words, tables and highlights of a circular that people change, on the page and in the docx that comes back."""

import re

import docx
import msgspec
import pytest
from circular_city import DRAFT, altered, tables_of, words
from django.urls import reverse

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns import comparing, issuing
from xunwang.office.campaigns.letterhead import header_of
from xunwang.office.campaigns.models import COUNTING
from xunwang.office.errors import OfficeError
from xunwang.office.web.views.driving import draft_for


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


def test_columns_of_tables_are_chosen_and_their_figures_stay_bound(client, city, version):
    client.force_login(city.boss)
    table = next(one for one in issuing.tables_to_choose(version) if "按网站类型" in one.caption)
    before = tables_of(version)[0]
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
    after = tables_of(newest)[0]
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
