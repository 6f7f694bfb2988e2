import datetime as dt

import pytest
from django.utils import timezone
from office_samples import POINT, closed_run, finding, judgement
from rectify_samples import judged

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns import recording
from xunwang.office.campaigns.looking import folder_of
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState
from xunwang.office.rectify.models import Ticket, TicketItem, TicketState
from xunwang.office.retention.lots import Lot

LONG_AGO = dt.timedelta(days=12 * 366)


def ran(row, name):
    """A finished run in the place where the campaign's workers make it."""
    return closed_run(folder_of(row), name)


class Old:
    """A campaign settled twelve years ago: everything ruled and mended, and both websites inspected anew since."""

    def __init__(self, office, folder):
        judged(office, folder / "elsewhere")
        self.office, self.campaign = office, office.checked
        rows = office.rows["东河县政府"], office.rows["南山园区网"]
        (self.run, evidence), (self.clean, _) = (ran(row, "first") for row in rows)
        stale = finding(office.county_site, evidence=evidence)
        recording.record_judgement(
            self.campaign, judgement(office.county_site, Verdict.FAIL, stale), run_path=self.run
        )
        recording.record_judgement(self.campaign, judgement(office.park_site), run_path=self.clean)
        self.county, self.park = self.campaign.subjects.order_by("pk")
        self.finding = self.county.findings.get()
        self.ticket = self._mended()
        Campaign.objects.filter(pk=self.campaign.pk).update(point_closed_at=timezone.now() - LONG_AGO)
        self.campaign.refresh_from_db()
        self.newer = self._newer()

    @property
    def lot(self):
        return Lot(self.campaign.unit, self.campaign)

    def _mended(self):
        ticket = Ticket.objects.create(
            campaign=self.campaign,
            unit=self.office.county,
            issued_on=POINT,
            asked_on=POINT,
            due_days=5,
            due_on=POINT,
            state=TicketState.CLOSED,
            closed_at=timezone.now() - LONG_AGO,
        )
        TicketItem.objects.create(ticket=ticket, finding=self.finding)
        FindingRow.objects.filter(pk=self.finding.pk).update(state=FindingState.MENDED)
        return ticket

    def _newer(self):
        sites = [self.office.county_site, self.office.park_site]
        newer = self.office.campaign(self.office.city, sites, "后来的检查")
        for row, site in zip(newer.subjects.order_by("pk"), sites, strict=True):
            recording.record_judgement(newer, judgement(site), run_path=ran(row, "second")[0])
        return newer


@pytest.fixture
def old(office, settings, tmp_path):
    settings.RUNS_FOLDER = tmp_path / "runs"
    return Old(office, tmp_path)
