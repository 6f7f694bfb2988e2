"""A released campaign, and its pages as a role gets them."""

import re

from django.urls import reverse
from office_samples import SEEN, closed_run, finding, judgement

from xunwang.inspector.model import Certainty, Ruling, Verdict
from xunwang.office.campaigns import recording, ruling, service


def released(office, tmp_path):
    """A released campaign: the county fails, the park is undecided, a bureau passes."""
    office.run, office.evidence = closed_run(tmp_path)
    sites = {
        "county": office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/"),
        "park": office.website(
            office.park, "南山园区网", "http://www.nanshan.gov.cn/", site_kind="department"
        ),
        "bureau": office.website(
            office.city, "示例市水务局", "http://shui.shili.gov.cn/", site_kind="department"
        ),
    }
    office.checked = office.campaign(office.city, sites.values())
    stale = finding(sites["county"], evidence=office.evidence, excerpt="<b>张**</b>", value="303")
    hidden = finding(sites["county"], "S-hidden", "/x", certainty=Certainty.CANDIDATE, message="疑似隐藏链接")
    for name, verdict, found in [
        ("county", Verdict.FAIL, [stale, hidden]),
        ("park", Verdict.UNDECIDED, []),
        ("bureau", Verdict.PASS, []),
    ]:
        judged = judgement(
            sites[name],
            verdict,
            *found,
            notes=["availability not judged", "未能检查：W-V3 首页不更新（首页返回反爬验证页）"],
            sample_points=True,
        )
        recording.record_judgement(office.checked, judged, run_path=office.run)
    office.rows = {row.name: row for row in office.checked.subjects.all()}
    ruled = office.rows["东河县政府"].findings.get(indicator="S-hidden")
    reviewer = office.user(office.city, "reviewer")
    ruling.decide(ruled, reviewer, Ruling.CONFIRMED, at=SEEN, reason="已打开核对", played=True)
    service.release(office.checked, user=None)
    return office


def visitor(client, city):
    """`visit("supervisor", "campaign", key)`: a page as that role of the city (or another unit) gets it."""

    def get(role, view, *args, unit=None, **query):
        client.force_login(city.user(unit or city.city, role))
        return client.get(reverse(view, args=args), query)

    return get


def text(response):
    """What a reader sees of a page, blanks dropped."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", response.content.decode()))
