"""How much the supervisors below inspected in a quarter, held against what is asked of them (rulebook 5.1)."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.people.models import Unit, UnitLevel
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.reporting.models import ReportForm, Submission
from xunwang.office.reporting.quarters import quarter_bounds

SITES_ASKED = Decimal(100)
ACCOUNTS_ASKED = Decimal(10)
ACCOUNTS_ASKED_OF_PROVINCES = Decimal(30)
_RANKS = {UnitLevel.NATION: 1, UnitLevel.PROVINCE: 2, UnitLevel.CITY: 3, UnitLevel.COUNTY: 4}


class Share(Record, frozen=True):
    """`checked` of `whole` against the percentage `asked`; nothing to inspect meets everything."""

    whole: int
    checked: int
    asked: Decimal

    @property
    def rate(self) -> Decimal | None:
        if not self.whole:
            return None
        return (Decimal(self.checked) * 100 / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def met(self) -> bool:
        return not self.whole or 100 * self.checked >= self.asked * self.whole


class QuarterOf(Record, frozen=True):
    """One supervisor's quarter; `reported`: the counts come from its report, else from its campaigns here."""

    unit: Unit
    sites: Share
    accounts: Share
    reported: bool

    @property
    def shares(self) -> tuple[Share, Share]:
        return self.sites, self.accounts


def ratios(unit: Unit, day: dt.date) -> list[QuarterOf]:
    """The unit itself and the supervisors next below it (governments, not departments), for the quarter of `day`."""
    return [quarter_of(one, day) for one in (unit, *supervisors_below(unit))]


def supervisors_below(unit: Unit) -> list[Unit]:
    """The governments next below; a department bears the level of its own government or none of these."""
    below = (one for one in Unit.objects.subtree(unit) if one.depth == unit.depth + 1)
    return [one for one in below if _rank(one) > _rank(unit)]


def _rank(unit: Unit) -> int:
    return _RANKS.get(UnitLevel(unit.level), 0)


def quarter_of(unit: Unit, day: dt.date) -> QuarterOf:
    """One unit's shares in the quarter of a day."""
    start, end = quarter_bounds(day)
    told = _reported(unit, start)
    asked = ACCOUNTS_ASKED_OF_PROVINCES if unit.level == UnitLevel.PROVINCE else ACCOUNTS_ASKED
    if told is not None:
        sites = Share(told.sites or 0, told.sites_checked or 0, SITES_ASKED)
        accounts = Share(told.accounts or 0, told.accounts_checked or 0, asked)
        return QuarterOf(unit, sites, accounts, reported=True)
    return QuarterOf(
        unit,
        _share(unit, SubjectKind.WEBSITE.value, start, end, SITES_ASKED),
        _share(unit, SubjectKind.ACCOUNT.value, start, end, asked),
        reported=False,
    )


def _reported(unit: Unit, start: dt.date) -> Submission | None:
    """The last valid figures that the unit handed in for the quarter that begins with the day."""
    valid = Submission.objects.filter(
        addressee__unit=unit, addressee__request__form=ReportForm.QUARTER, returned=""
    )
    return (
        valid.filter(addressee__request__period_start=start)
        .exclude(sites=None)
        .order_by("-at", "-pk")
        .first()
    )


def _share(unit: Unit, kind: str, start: dt.date, end: dt.date, asked: Decimal) -> Share:
    """Registered at the end of the quarter; inspected by the unit itself or below, each subject once."""
    registered = SubjectVersion.objects.held(unit, end).filter(kind=kind)
    known = set(registered.values_list("subject_id", flat=True))
    looked = CampaignSubject.objects.filter(
        subject__kind=kind, campaign__unit__path__startswith=unit.path, campaign__as_of__range=(start, end)
    ).exclude(verdict_at_point="")
    return Share(len(known), len(known & set(looked.values_list("subject_id", flat=True))), asked)
