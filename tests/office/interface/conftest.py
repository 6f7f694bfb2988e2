import pytest
from office_samples import closed_run, finding, judgement
from systems import System, token_for

from xunwang.inspector import model
from xunwang.office.campaigns import recording
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing


@pytest.fixture
def city(office, tmp_path):
    """The city's campaign over a site of its county and one of its park, each with a fault and a ticket; nothing is released."""
    office.county_site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    office.park_site = office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/")
    office.checked = office.campaign(office.city, [office.county_site, office.park_site])
    run, _ = closed_run(tmp_path)
    for site in (office.county_site, office.park_site):
        recording.record_judgement(
            office.checked, judgement(site, model.Verdict.FAIL, finding(site)), run_path=run
        )
    issuing.issue(office.checked, user=office.user(office.city, Role.SUPERVISOR))
    office.ticket = office.checked.tickets.get(unit=office.county)
    return office


@pytest.fixture
def system(client, city):
    def come(unit, role=Role.UNIT_CLERK, **options):
        return System(client, token_for(city, unit, role, **options)[1])

    return come
