"""The circular's seal, its pdf, its pages and what everybody else reads of it."""

import datetime as dt
import re
import shutil

import msgspec
import pytest
from circular_city import DRAFT, altered, tables_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xunwang.office import clock
from xunwang.office.campaigns import issuing, service
from xunwang.office.campaigns.letterhead import header_of
from xunwang.office.errors import OfficeError
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import claim, perform
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role


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
    assert [tuple(row) for row in tables[0]] == list(tables_of(version)[0])
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
