"""A campaign that has been judged: the county has a stale column and a candidate, the park is clean."""

from office_samples import closed_run, finding, judgement

from xunwang.inspector.model import Certainty, Verdict
from xunwang.office.campaigns import recording


def judged(office, folder):
    """Puts the campaign `checked` and its `rows` by name on the office; the county's run is a real one."""
    office.run, office.evidence = closed_run(folder)
    office.county_site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    office.park_site = office.website(office.park, "南山园区网", "http://www.nanshan.gov.cn/")
    office.checked = office.campaign(office.city, [office.county_site, office.park_site])
    stale = finding(office.county_site, evidence=office.evidence)
    hidden = finding(
        office.county_site, "S-hidden", "/x", certainty=Certainty.CANDIDATE, message="疑似隐藏链接"
    )
    recording.record_judgement(
        office.checked, judgement(office.county_site, Verdict.FAIL, stale, hidden), run_path=office.run
    )
    recording.record_judgement(office.checked, judgement(office.park_site), run_path=office.run)
    office.rows = {row.name: row for row in office.checked.subjects.all()}
    return office
