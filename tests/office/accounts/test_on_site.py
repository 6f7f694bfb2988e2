"""Accounts on their unit's website, read from the run of the website's last inspection and held against the register."""

import pytest
from office_samples import JANUARY, POINT, SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.office.accounts.models import ShownBySite
from xunwang.office.accounts.on_site import entries_of, read_new_runs
from xunwang.office.campaigns import recording
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import open_subject

pytestmark = pytest.mark.django_db


def site_run(folder, *facts):
    """A closed run over a website with these facts."""
    subject = model.Subject(id="s", name="东河县政府", home="http://www.donghe.gov.cn/")
    writer = RunWriter.create(folder, "run-1", subject, {}, SEEN)
    writer.write_facts(facts)
    writer.close(SEEN, stats=Stats())
    return writer.path


def account(office, name, platform, handle="", unit=None):
    made = open_subject(
        "account", unit or office.county, JANUARY, user=None, name=name, platform=platform, handle=handle
    )
    return made.versions.get()


def inspected(office, folder, *facts):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    campaign = office.campaign(office.city, [site])
    recording.record_judgement(campaign, judgement(site), run_path=site_run(folder, *facts))


def entry(version):
    return entries_of([version], POINT)[version.subject_id]


LINK = model.ShownAccount(
    url="https://weibo.com/DongHeFaBu", platform="weibo", words="官方微博", page="http://www.donghe.gov.cn/a"
)
CODE = model.ShownAccount(
    url="http://weixin.qq.com/r/x", platform="wechat", words="东河发布", page=None, code=True
)
STRANGE = model.ShownAccount(
    url="https://v.douyin.com/x/", platform="douyin", words="东河抖音", page=None, code=True
)


def test_an_account_is_found_by_link_and_code_and_strangers_are_listed(office, tmp_path, client):
    named = account(office, "东河发布", "微博", "donghefabu")
    other = account(office, "东河水利", "微博", "donghewater")
    wechat = account(office, "东河发布", "微信订阅号")
    assert "没有检查过的网站" in entry(named).unread
    inspected(office, tmp_path, model.ShownAccountsFact(accounts=(LINK, CODE, STRANGE), pictures=3))
    assert read_new_runs() == 1
    assert read_new_runs() == 0, "a run is read once"
    assert (entry(named).url, entry(named).page) == (LINK.url, LINK.page)
    assert (entry(other).url, entry(other).unread) == (None, None)
    assert entry(wechat).code
    client.force_login(office.user(office.city, Role.INSPECTOR))
    page = client.get("/accounts/on-site/").content.decode()
    assert "v.douyin.com" in page.replace("<wbr>", "")
    assert "名录中没有该平台的账号" in page
    assert "DongHeFaBu" not in page
    assert "没有链接和二维码" in client.get(f"/accounts/{other.subject_id}/").content.decode()
    client.force_login(office.user(office.stranger, Role.INSPECTOR))
    assert "还没有可以核对的网站" in client.get("/accounts/on-site/").content.decode()


def test_a_run_of_before_proves_nothing(office, tmp_path):
    lone = account(office, "东河发布", "微博")
    inspected(office, tmp_path)
    read_new_runs()
    assert ShownBySite.objects.get().shown is None
    assert "重新检查" in entry(lone).unread
