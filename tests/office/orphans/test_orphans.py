"""From a link on a crawled page to a closed ticket: who is outside the register, whose it is, what people decide, what the re-check sees."""

import datetime as dt
import re

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from linked_pages import LINKS
from office_samples import JANUARY, POINT

from xunwang.inspector import door
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.model import LinkFact, LinkKind
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState
from xunwang.office.campaigns.review import precision
from xunwang.office.duty.models import MachineLook
from xunwang.office.filing.models import Filing
from xunwang.office.jobs import queue
from xunwang.office.looking import looking_settings
from xunwang.office.orphans import gathering, probing
from xunwang.office.orphans.models import Answer, Orphan, OrphanState
from xunwang.office.people.models import AuditEntry
from xunwang.office.places import noted
from xunwang.office.rectify.models import ItemState, Ticket
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject


def _inspected(site):
    version = SubjectVersion.objects.get(subject=site, valid_to=None)
    out = gathering.run_at("")
    out.mkdir(parents=True, exist_ok=True)
    inspection = door.Inspection(subject=inspector_subject(version))
    (run,) = door.inspect_sites(
        [inspection],
        out,
        looking_settings(),
        reading_day=clock.today(),
        clock=clock.local_now,
        tell=lambda _: None,
    )
    MachineLook.objects.create(subject=site, day=clock.today(), run_path=noted(run))


def _written(site):
    """What an inspection of the site writes down of its links, without one."""
    version = SubjectVersion.objects.get(subject=site, valid_to=None)
    writer = RunWriter.create(gathering.run_at(""), "run", inspector_subject(version), {}, clock.local_now())
    links = re.findall(r'href="([^"]+)">([^<]+)<', LINKS)
    home = version.home
    writer.write_facts(
        LinkFact(
            key=url,
            url=url,
            parent=home,
            text=text,
            kind=LinkKind.PAGE,
            on_home=True,
            internal=False,
            attempts=(),
        )
        for url, text in links
    )
    writer.close(clock.local_now(), stats=Stats())
    MachineLook.objects.create(subject=site, day=clock.today(), run_path=noted(writer.path))


def _looked_at(site, keep=_written):
    keep(site)
    gathering.gather()
    probing.ask_for_looks()
    queue.work_off()
    return {one.host: one for one in Orphan.objects.select_related("unit")}


def test_links_out_of_the_register_are_told_with_their_evidence(web, client):
    found = _looked_at(web.site, _inspected)

    assert set(found) == {
        "edu.donghe.gov.cn", "gone.donghe.gov.cn", "busy.donghe.gov.cn", "park-online.com", "elsewhere.gov.cn", "old.donghe.gov.cn",
    }  # fmt: skip
    school = found["edu.donghe.gov.cn"]
    assert (school.unit, school.placed, school.answer, school.title) == (
        web.school,
        True,
        Answer.LIVE,
        "东河县教育局",
    )
    assert (school.first_on, school.traces.get().text) == (clock.today(), "县教育局")
    assert found["park-online.com"].unit == web.park
    assert (found["busy.donghe.gov.cn"].unit, found["busy.donghe.gov.cn"].answer) == (
        web.county,
        Answer.UNREAD,
    )
    assert (found["gone.donghe.gov.cn"].state, found["gone.donghe.gov.cn"].answer) == (
        OrphanState.SETTLED,
        Answer.GONE,
    )
    assert not found["elsewhere.gov.cn"].placed
    old = found["old.donghe.gov.cn"]
    assert (old.kind, old.answer, old.subject, old.first_on) == ("cancelled", Answer.LIVE, web.old, POINT)

    client.force_login(web.user(web.city, "supervisor"))
    page = client.get(reverse("orphans")).content.decode()
    assert all(host in page for host in ("edu.donghe.gov.cn", "park-online.com", "busy.donghe.gov.cn"))
    assert "elsewhere.gov.cn" not in page
    assert "elsewhere.gov.cn" in client.get(reverse("orphans") + "?list=unplaced").content.decode()
    assert "old.donghe.gov.cn" in client.get(reverse("orphans") + "?list=cancelled").content.decode()
    shown = client.get(reverse("orphan", args=[school.pk])).content.decode()
    assert "http://edu.donghe.gov.cn/index.html" in shown
    assert "东河县政府" in shown
    assert "名录外网站" in client.get(reverse("home")).content.decode()


def test_whoever_asks_for_it_sees_at_once_what_is_cancelled_and_still_there(web, client):
    client.force_login(web.user(web.city, "supervisor"))
    client.post(reverse("orphans_gather"))
    queue.work_off()
    page = client.get(reverse("orphans") + "?list=cancelled").content.decode()

    assert "old.donghe.gov.cn" in page
    assert "能打开" in page


def test_what_is_cancelled_and_taken_over_by_others_says_so_and_what_went_away_is_settled(web):
    web.titles["old.donghe.gov.cn"] = "本域名出售"
    assert _looked_at(web.site)["old.donghe.gov.cn"].answer == Answer.OTHER
    del web.titles["old.donghe.gov.cn"]
    assert probing.look(Orphan.objects.get(subject=web.old)).state == OrphanState.SETTLED
    web.titles["old.donghe.gov.cn"] = "东河旅游网"
    assert probing.look(Orphan.objects.get(subject=web.old)).state == OrphanState.OPEN


def _file_opening(web):
    by = web.user(web.school, "unit_clerk")
    Filing.objects.create(
        unit=web.school, matter="opening", subject_kind="website", name="东河县教育局网站", said={"home": "http://edu.donghe.gov.cn/"},
        on=JANUARY, reason="补报", holder=web.county, filed_on=JANUARY, due_on=JANUARY,
    )  # fmt: skip
    return by


def test_what_is_ours_goes_through_review_and_ticket_until_it_is_filed(web, client):
    school = _looked_at(web.site)["edu.donghe.gov.cn"]
    boss = web.user(web.city, "supervisor")
    client.force_login(boss)
    said = {"unit": web.school.pk, "reason": "电话核实"}
    client.post(reverse("orphan_act", args=[school.pk, "ours"]), said)
    school.refresh_from_db()
    finding = FindingRow.objects.get()
    campaign = Campaign.objects.get()
    assert (school.state, school.finding, finding.state) == (OrphanState.OURS, finding, FindingState.WAITS)
    assert finding.parent == "http://www.donghe.gov.cn/"
    assert not SubjectVersion.objects.filter(subject=finding.subject.subject).exists()
    assert client.get(reverse("register_subject", args=[finding.subject.subject_id])).status_code == 404

    driven = client.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert "没有要逐个检查的对象" in driven  # only brought together, nothing was looked at
    assert "已检查" not in driven
    assert "认定属实的通知单位整改" in client.get(reverse("home")).content.decode()
    queue_page = client.get(reverse("review", args=[campaign.pk])).content.decode()
    assert "在用网站未备案" in queue_page
    assert "名录核对" in queue_page
    client.post(reverse("decide", args=[finding.pk]), {"ruling": "confirmed", "scope": "one"})
    assert precision(Campaign.objects.all()) == []  # nothing here was the machine's word
    for name in ("campaign", "queues"):
        assert client.get(reverse(name, args=[campaign.pk] if name == "campaign" else [])).status_code == 200
    client.post(reverse("drive", args=[campaign.pk, "issue"]), {"days": "5"})
    ticket = Ticket.objects.get()
    assert ticket.unit == web.school

    clerk = web.user(web.school, "unit_clerk")
    client.force_login(clerk)
    item = ticket.items.get()
    assert "edu.donghe.gov.cn" in client.get(reverse("ticket", args=[ticket.pk])).content.decode()
    answer = {f"item-{item.pk}": "正在补报", "text": "已安排"}
    client.post(reverse("ticket_act", args=[ticket.pk, "answer"]), answer)
    queue.work_off()
    item.refresh_from_db()
    assert item.state == ItemState.STILL

    _file_opening(web)
    client.post(reverse("ticket_act", args=[ticket.pk, "answer"]), answer | {"text": "已报备"})
    queue.work_off()
    for row in (item, ticket, finding, school):
        row.refresh_from_db()
    assert (item.state, ticket.state, finding.state) == (ItemState.MENDED, "closed", FindingState.MENDED)
    assert school.state == OrphanState.SETTLED

    client.force_login(boss)
    assert ">定稿</button>" in client.get(reverse("campaign", args=[campaign.pk])).content.decode()
    client.post(reverse("drive", args=[campaign.pk, "close"]))
    campaign.refresh_from_db()
    assert campaign.point_closed_at


def test_not_ours_and_ignored_are_left_alone_until_the_day(web, client, settings):
    found = _looked_at(web.site)
    client.force_login(web.user(web.city, "inspector"))

    def do(host, act, **said):
        client.post(reverse("orphan_act", args=[found[host].pk, act]), said)
        found[host].refresh_from_db()
        return found[host].state

    assert do("park-online.com", "foreign") == OrphanState.OPEN  # without a word
    assert do("park-online.com", "foreign", reason="企业自办") == OrphanState.FOREIGN
    assert do("park-online.com", "ours", unit=web.park.pk) == OrphanState.FOREIGN
    until = clock.today() + dt.timedelta(days=3)
    assert (
        do("edu.donghe.gov.cn", "ignore", until=until.isoformat(), reason="正在并站") == OrphanState.IGNORED
    )
    assert do("busy.donghe.gov.cn", "ours", unit=web.county.pk) == OrphanState.OPEN  # nobody has seen it open
    settings.CLOCK_SHIFT = dt.timedelta(days=4)
    probing.ask_for_looks()
    found["edu.donghe.gov.cn"].refresh_from_db()
    assert found["edu.donghe.gov.cn"].state == OrphanState.OPEN
    assert do("park-online.com", "reopen") == OrphanState.OPEN
    said = AuditEntry.objects.filter(action="orphan.decided").values_list("data__result", flat=True)
    assert list(said.order_by("pk")) == ["不归本地", "暂不处理", "待核实"]

    client.force_login(web.user(web.county, "unit_clerk"))
    assert client.get(reverse("orphans")).status_code == 403
    client.force_login(web.user(web.stranger, "supervisor"))
    assert client.get(reverse("orphan", args=[found["edu.donghe.gov.cn"].pk])).status_code == 404


def test_many_are_decided_at_once_or_none(web, client):
    found = _looked_at(web.site)
    client.force_login(web.user(web.city, "inspector"))
    page = client.get(reverse("orphans") + "?list=unplaced").content.decode()
    assert f'name="orphans" value="{found["elsewhere.gov.cn"].pk}"' in page

    def do(act, *hosts, **said):
        chosen = {"orphans": [found[host].pk for host in hosts]}
        page = client.post(reverse("orphans_act", args=[act]), chosen | said, follow=True).content.decode()
        return page, set(Orphan.objects.filter(state=OrphanState.FOREIGN).values_list("host", flat=True))

    assert "请先勾选" in do("foreign", reason="外地")[0]
    assert do("foreign", "elsewhere.gov.cn", "park-online.com", reason="外地")[1] == {
        "elsewhere.gov.cn",
        "park-online.com",
    }
    page, foreign = do("foreign", "edu.donghe.gov.cn", "park-online.com", reason="外地")
    assert "“park-online.com”现在是“不归本地”" in page
    assert "edu.donghe.gov.cn" not in foreign
    client.force_login(web.user(web.stranger, "supervisor"))
    chosen = {"orphans": [found["edu.donghe.gov.cn"].pk], "reason": "外地"}
    assert client.post(reverse("orphans_act", args=["foreign"]), chosen).status_code == 404


def test_people_name_the_owner_and_addresses_that_nobody_links_to(web, client):
    busy = _looked_at(web.site)["busy.donghe.gov.cn"]
    client.force_login(web.user(web.city, "supervisor"))
    address = reverse("orphan_act", args=[busy.pk, "place"])
    client.post(address, {"unit": web.school.pk, "reason": "电话核实"})
    busy.refresh_from_db()
    assert (busy.unit, busy.placed, busy.state) == (web.school, True, OrphanState.OPEN)
    assert busy.why.endswith("核实：电话核实")

    def tell(address, told="群众来电"):
        said = {"address": address, "told": told}
        return client.post(reverse("orphans_tell"), said, follow=True).content.decode()

    assert "已在名录或正在办理的报备中" in tell("www.donghe.gov.cn")
    assert "不是完整的网址" in tell("东河")
    assert "请写明从哪里知道" in tell("http://lyj.donghe.gov.cn", "")
    assert "列在“待核实”" in tell("http://lyj.donghe.gov.cn/index.html")
    orphan = Orphan.objects.get(host="lyj.donghe.gov.cn")
    assert (orphan.unit, orphan.traces.get().told_by.rpartition("：")[2]) == (web.county, "群众来电")


def test_a_national_list_names_what_our_register_lacks(web, client, tmp_path):
    book = openpyxl.Workbook()
    for row in (["网站名称", "首页网址", "主办单位"], ["东河县政府", "http://www.donghe.gov.cn/", "东河县"],
                ["东河县教育局网站", "http://edu.donghe.gov.cn/", "东河县教育局"]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    client.force_login(web.user(web.city, "supervisor"))
    upload = SimpleUploadedFile("全国系统.xlsx", (tmp_path / "a.xlsx").read_bytes())
    page = client.post(
        reverse("compare_register"),
        {"kind": "website", "on": clock.today().isoformat(), "file": upload, "list": "1"},
    )
    assert "列入名录外网站 1 个" in page.content.decode()
    orphan = Orphan.objects.get()
    assert (orphan.host, orphan.unit) == ("edu.donghe.gov.cn", web.school)
    assert orphan.traces.get().told_by == "全国系统.xlsx 第3行“东河县教育局网站”"


def test_nobody_is_led_to_a_page_that_the_role_does_not_open(client, office):
    offered = {}
    for role in ("supervisor", "inspector", "reviewer"):
        client.force_login(office.user(office.city, role))
        listed = client.get(reverse("orphans")).content.decode()
        offered[role] = reverse("compare_register") in listed
        assert offered[role] == (client.get(reverse("compare_register")).status_code == 200)

    assert offered == {"supervisor": True, "inspector": False, "reviewer": False}
