import datetime as dt
import json

import pytest
from linked_pages import LINKS, PAGE
from office_samples import POINT

from page_server import serving
from xunwang.office.jobs import queue
from xunwang.office.people.models import add_unit
from xunwang.office.registry import life


@pytest.fixture
def web(office, settings, tmp_path, monkeypatch):
    """The county's website as it was inspected, and an old website of the county that left the register."""
    office.titles = {
        "www.donghe.gov.cn": "东河县人民政府",
        "edu.donghe.gov.cn": "东河县教育局",
        "busy.donghe.gov.cn": "东河县档案馆",
        "www.park-online.com": "南山园区",
        "old.donghe.gov.cn": "东河旅游网",
        "www.elsewhere.gov.cn": "某部委",
    }

    def page(host, path):
        status = {"gone.donghe.gov.cn": 404, "busy.donghe.gov.cn": 503}.get(host, 200)
        title = office.titles.get(host)
        links = LINKS if host == "www.donghe.gov.cn" and path == "/" else ""
        text = PAGE.format(title=title or "没有这个页面", text=f"欢迎访问。{links}")
        return status if title else 404, text

    with serving(page) as port:
        said = {"connect_to": [f"::127.0.0.1:{port}"], "closed": True, "delay": 0.0}
        file = tmp_path / "inspect.json"
        file.write_text(
            json.dumps(said | {"retry_wait": 0.1, "browser": "never", "proof": False, "max_pages": 2})
        )
        settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
        settings.UPLOADS_FOLDER = tmp_path / "uploads"
        monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
        office.school = add_unit("东河县教育局", "department", parent=office.county)
        office.site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
        office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/")
        office.old = office.website(office.county, "东河旅游网", "http://old.donghe.gov.cn/")
        life.close(office.old, life.Turn(POINT), user=None)
        yield office
