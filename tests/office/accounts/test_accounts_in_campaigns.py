"""Accounts as subjects of a campaign: fetched, handed in, judged, mended; through the worker's own handlers and the pages."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from handing import account, hand_posts
from office_samples import JANUARY, PNG, POINT
from openpyxl import load_workbook

from xunwang.inspector import model
from xunwang.office.campaigns import issuing, looking
from xunwang.office.campaigns.creating import create
from xunwang.office.campaigns.letterhead import Draft, header_of
from xunwang.office.campaigns.models import FindingRow, FindingState
from xunwang.office.campaigns.planning import Plan, Share
from xunwang.office.campaigns.publishing import publish_reports
from xunwang.office.campaigns.service import close_point
from xunwang.office.jobs import queue
from xunwang.office.people.roles import Role
from xunwang.office.rectify.issuing import issue
from xunwang.office.rectify.models import TicketItem
from xunwang.office.rectify.service import answer
from xunwang.office.registry.service import open_subject

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def drawn_by_platform(city, *platforms):
    """A campaign over all accounts of these platforms, from the register."""
    plan = Plan(
        name="第一季度新媒体检查", start=JANUARY, end=POINT, as_of=POINT, norm="cn-2019",
        shares=(Share(model.SubjectKind.ACCOUNT, types=platforms),), seed="12345678",
    )  # fmt: skip
    return create(city.city, plan, user=city.user(city.city, Role.SUPERVISOR))


def test_an_account_goes_the_way_of_a_website_from_its_list_to_the_mended_ticket(city, client):
    active = account(city, "东河发布")
    account(city, "东河水利", "抖音")
    account(city, "东河快手", "快手")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    tried = {
        "interacts": "no",
        "remark": "私信没有回复",
        "seen": "2026-03-30 10:00",
        "proof": SimpleUploadedFile("屏.png", PNG),
    }
    client.post(f"/accounts/{active.pk}/do/tried/", tried)
    told = [("微博", "东河发布", f"春耕第{day}期", f"2026-03-{day:02d} 09:30") for day in range(1, 31)]
    answered = hand_posts(
        client,
        *told,
        ("抖音", "东河水利", "防汛演练", "2026-02-01 10:00"),
        ("快手", "谁家", "无主", "2026-03-01"),
    )
    assert "不在名录中的账号" in answered.content.decode()

    campaign = drawn_by_platform(city, "新浪微博", "抖音")
    assert set(campaign.subjects.values_list("name", flat=True)) == {"东河发布", "东河水利"}
    looking.start(campaign, user=None)
    queue.work_off()
    waiting = FindingRow.objects.get(indicator="N-V3.1")
    assert waiting.state == FindingState.WAITS
    ruled = {"ruling": "dismissed", "reason": "已核实，私信当天回复"}
    client.force_login(city.user(city.city, Role.REVIEWER))
    answered = client.post(f"/findings/{waiting.pk}/decide/", ruled, follow=True)
    assert "认定不属实：1 条" in answered.content.decode()
    client.force_login(city.user(city.city, Role.INSPECTOR))
    queue.work_off()
    verdicts = dict(campaign.subjects.values_list("name", "verdict_at_point"))
    assert verdicts["东河发布"] == "pass"
    finding = FindingRow.objects.get(indicator="N-V2.1")
    assert finding.subject.name == "东河水利"
    assert "最近一次更新为2026-02-01" in finding.message
    assert verdicts["东河水利"] == "fail"
    shown = client.get(f"/findings/{finding.pk}/archive/")
    assert shown.status_code == 200

    close_point(campaign, user=None)
    draft = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县",), POINT)
    files = issuing.draft(campaign, header_of(campaign, draft), user=None).files.all()
    reports = publish_reports(campaign, user=None)
    assert all(re.search(r"-\w", one.path) for one in reports), "named by the account, not by a number alone"
    (attached,) = [file for file in files if "存在问题的政务新媒体" in file.label]
    rows = [
        list(row) for row in load_workbook(campaign.folder / attached.path).active.iter_rows(values_only=True)
    ]
    assert rows[3:] == [
        ["序号", "名称", "类型", "分数", "检查结果", "存在问题"],
        [1, "东河水利", "抖音", "—", "不合格", "监测时间点前2周内无更新"],
    ]
    (circular,) = [file for file in files if file.path.endswith(".docx")]
    text = "\n".join(one.text for one in Document(campaign.folder / circular.path).paragraphs)
    assert "1个政务新媒体账号存在问题：东河水利（抖音）监测时间点前2周内无更新。" in text
    (ticket,) = issue(campaign, user=city.user(city.city, Role.SUPERVISOR), days=5)
    hand_posts(client, ("抖音", "东河水利", "汛期提示", "2026-03-30 10:00"))
    answer(
        ticket,
        {item.pk: "已恢复更新" for item in ticket.items.all()},
        "",
        user=city.user(city.county, Role.UNIT_CLERK),
    )
    queue.work_off()
    assert TicketItem.objects.get(finding=finding).state == "mended"


def test_what_nobody_could_see_is_not_silence(city, client):
    lone = account(city, "东河播报")
    campaign = city.campaign(city.city, [lone])
    looking.start(campaign, user=None)
    queue.work_off()
    row = campaign.subjects.get()
    assert row.verdict_at_point == "undecided"
    assert "没有可用的数据来源" in row.outcomes.get(indicator="N-V2.1", when="point").reason


def test_an_app_that_nobody_tried_is_undecided_in_a_campaign_until_somebody_tries_it(city, client):
    program = account(city, "东河办事", "小程序")
    campaign = city.campaign(city.city, [program])
    looking.start(campaign, user=None)
    queue.work_off()
    row = campaign.subjects.get()
    assert (row.verdict_at_point, row.outcomes.get(indicator="N-V2.2", when="point").outcome) == (
        "undecided",
        "unchecked",
    )
    client.force_login(city.user(city.city, Role.INSPECTOR))
    tried = {"opens": "yes", "seen": "2026-03-30 10:00", "proof": SimpleUploadedFile("屏.png", PNG)}
    client.post(f"/accounts/{program.pk}/do/tried/", tried)
    again = city.campaign(city.city, [program], name="第二次检查")
    looking.start(again, user=None)
    queue.work_off()
    assert again.subjects.get().verdict_at_point == "pass"


def test_an_app_filed_as_an_account_and_one_filed_as_an_app_stand_in_one_circular_and_notice(city, client):
    filed = account(city, "东河通", "移动客户端")
    app = open_subject(
        model.SubjectKind.APP, city.county, JANUARY, user=None, name="东河办", platform="移动客户端"
    )
    client.force_login(city.user(city.city, Role.INSPECTOR))
    for one in (filed, app):
        said = {
            "opens": "no",
            "remark": "白屏",
            "seen": "2026-03-30 10:00",
            "proof": SimpleUploadedFile("屏.png", PNG),
        }
        client.post(f"/accounts/{one.pk}/do/tried/", said)
    campaign = city.campaign(city.city, [filed, app])
    looking.start(campaign, user=None)
    queue.work_off()
    finding = campaign.subjects.get(name="东河通").findings.get(indicator="N-V2.2")
    client.force_login(city.user(city.city, Role.REVIEWER))
    shown = client.get(f"/findings/{finding.pk}/archive/").content.decode()
    assert "<td>白屏</td>" in shown
    assert f"/materials/{finding.subject.subject.materials.get().pk}/proof/" in shown
    for one in campaign.subjects.all():
        ruled = {"ruling": "confirmed", "reason": "核实"}
        client.post(f"/findings/{one.findings.get(indicator='N-V2.2').pk}/decide/", ruled)
    queue.work_off()

    close_point(campaign, user=None)
    draft = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县",), POINT)
    (circular, *_) = issuing.draft(campaign, header_of(campaign, draft), user=None).files.all()
    text = "\n".join(one.text for one in Document(campaign.folder / circular.path).paragraphs)
    assert "移动客户端2个" in text
    (ticket,) = issue(campaign, user=city.user(city.city, Role.SUPERVISOR), days=5)
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    letter = Document(io.BytesIO(client.get(f"/tickets/{ticket.pk}/notice.docx").getvalue()))
    assert "发现你单位的政务新媒体账号存在下列2个问题" in "".join(one.text for one in letter.paragraphs)
    assert "移动客户端：东河通" in "".join(cell.text for row in letter.tables[0].rows for cell in row.cells)
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "<dt>账号</dt><dd>东河通</dd>" in page
