"""An account named on its unit's website, read from the run of the website's last inspection."""

import pytest
from office_samples import JANUARY, SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.office.accounts.on_site import on_site
from xunwang.office.campaigns import service
from xunwang.office.registry.service import open_subject

pytestmark = pytest.mark.django_db


def home_page(folder, *links):
    """A closed run whose home page carries the links."""
    subject = model.Subject(id="s", name="东河县政府", home="http://www.donghe.gov.cn/")
    writer = RunWriter.create(folder, "run-1", subject, {}, SEEN)
    page = model.Page(url=subject.home, kind=model.PageKind.HOME, links=links)
    attempt = model.Attempt(at=SEEN, reach=model.Reach.OK, status=200, milliseconds=1)
    writer.append_page(
        model.PageRow(page=page, key="/", depth=0, parent=None, attempt=attempt, evidence=None)
    )
    writer.write_facts([])
    writer.close(SEEN, stats=Stats())
    return writer.path


def account(office, name, platform, handle):
    made = open_subject(
        "account", office.county, JANUARY, user=None, name=name, platform=platform, handle=handle
    )
    return made.versions.get()


def test_a_link_on_the_home_page_names_the_account_and_its_platform(office, tmp_path):
    named = account(office, "东河发布", "微博", "donghefabu")
    other = account(office, "东河水利", "微博", "donghewater")
    assert not on_site(named).checked
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    campaign = office.campaign(office.city, [site])
    links = (
        model.Link(url="https://example.com/donghefabu", href="x", text="东河发布"),
        model.Link(url="https://weibo.com/DongHeFaBu", href="x", text="官方微博"),
    )
    service.record_judgement(campaign, judgement(site), run_path=home_page(tmp_path, *links))
    assert on_site(named).link == "https://weibo.com/DongHeFaBu"
    assert (on_site(other).checked, on_site(other).link) == (True, None)
