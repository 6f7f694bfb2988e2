"""Reports asked for, handed in, sent back; who was in time, late or silent."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from msgspec import structs

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.reporting.models import (
    OF_A_PERIOD,
    Addressee,
    ReportForm,
    ReportRequest,
    Submission,
    SubmissionState,
)
from xunwang.office.reporting.quarters import quarter_bounds
from xunwang.office.uploads import Kept

LONGEST = dt.timedelta(days=400)
MOST_TITLE = 100


class Figures(Record, frozen=True):
    """The four counts of a quarter that a lower supervisor reports; None where it reports none."""

    sites: int | None = None
    sites_checked: int | None = None
    accounts: int | None = None
    accounts_checked: int | None = None


@transaction.atomic
def ask_for_reports(
    title: str,
    form: ReportForm,
    units: Sequence[Unit],
    due_on: dt.date,
    *,
    user: User,
    demand: str = "",
    campaign: Campaign | None = None,
    period: dt.date | None = None,
) -> ReportRequest:
    """Asks units below the user's for a report; `period` is any day of the quarter or year that it is of. Raises OfficeError."""
    today = clock.today()
    if not title.strip():
        raise OfficeError("请填写报送通知的名称。")
    if len(title.strip()) > MOST_TITLE:
        raise OfficeError(f"报送通知的名称有 {len(title.strip())} 字，最多 {MOST_TITLE} 字。")
    if not units:
        raise OfficeError("请至少选择一个报送单位。")
    if not today <= due_on <= today + LONGEST:
        raise OfficeError(f"截止日 {due_on} 应在今天（{today}）之后、四百天以内。")
    if any(unit.pk == user.unit_id or not user.unit.holds(unit) for unit in units):
        raise OfficeError("只能要求下级单位报送材料。")
    if ReportRequest.objects.filter(unit=user.unit, title=title.strip()).exists():
        raise OfficeError(f"已经有名为“{title.strip()}”的报送通知，请换一个名称。")
    made = ReportRequest.objects.create(
        unit=user.unit,
        campaign=campaign,
        period_start=_period_start(form, period),
        title=title.strip(),
        form=form,
        demand=demand.strip(),
        issued_on=today,
        due_on=due_on,
        issued_by=user,
    )
    Addressee.objects.bulk_create(Addressee(request=made, unit=unit) for unit in units)
    log_action("report.asked", made, user=user, data={"due": due_on.isoformat(), "subjects": len(units)})
    return made


def _period_start(form: ReportForm, day: dt.date | None) -> dt.date | None:
    if form not in OF_A_PERIOD:
        return None
    if day is None:
        what = "季度" if form is ReportForm.QUARTER else "年度"
        raise OfficeError(f"请选择“所属{what}”：{form.label}按它统计，与下发和报送的日子无关。")
    if day > clock.today():
        raise OfficeError(f"所属时期从 {day} 开始，还没有到，请核对。")
    return quarter_bounds(day)[0] if form is ReportForm.QUARTER else dt.date(day.year, 1, 1)


@transaction.atomic
def hand_in(
    addressee: Addressee, file: Kept, text: str, *, user: User, figures: Figures | None = None
) -> Submission:
    """Keeps a sealed file with its hash. Raises OfficeError for counts that cannot be."""
    counts = figures or Figures()
    if addressee.request.form == ReportForm.QUARTER:
        _refuse_impossible(counts)
    _refuse_twice(addressee, file, text.strip(), counts)
    made = Submission.objects.create(
        addressee=addressee,
        name=file.name,
        kind=file.kind,
        path=file.path,
        size=file.size,
        sha256=file.sha256,
        text=text.strip(),
        on=clock.today(),
        at=clock.now(),
        user=user,
        sites=counts.sites,
        sites_checked=counts.sites_checked,
        accounts=counts.accounts,
        accounts_checked=counts.accounts_checked,
    )
    said = {"file": file.name, "sha256": file.sha256}
    log_action("report.handed_in", made, user=user, unit=addressee.unit, data=said)
    return made


def _refuse_twice(addressee: Addressee, file: Kept, text: str, counts: Figures) -> None:
    """The same file with the same words and counts again, as after a double click."""
    Addressee.objects.select_for_update().get(pk=addressee.pk)
    same = addressee.submissions.filter(returned="", sha256=file.sha256, text=text, **structs.asdict(counts))
    if (sent := same.first()) is not None:
        raise OfficeError(f"“{file.name}”已经在 {clock.shown(sent.at)} 报送，不用再报。")


def _refuse_impossible(counts: Figures) -> None:
    for what, whole, part in (
        ("网站", counts.sites, counts.sites_checked),
        ("账号", counts.accounts, counts.accounts_checked),
    ):
        if whole is None or part is None:
            raise OfficeError(f"请填写{what}总数和检查数，没有的填 0。")
        if part > whole:
            raise OfficeError(f"检查{what}数 {part} 多于{what}总数 {whole}，请核对。")


@transaction.atomic
def send_back(submission: Submission, why: str, *, user: User, again_by: dt.date | None = None) -> None:
    """The report does not count; with `again_by` the unit has until that day. Raises OfficeError."""
    if not why.strip():
        raise OfficeError("请写明退回的原因。")
    addressee = submission.addressee
    _refuse_again_by(addressee, again_by)
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update())
    if submission.returned:
        raise OfficeError(f"“{submission.name}”已经退回，原因：{submission.returned}")
    submission.returned = why.strip()
    submission.save(update_fields=["returned"])
    said = {"reason": why.strip()[:200]}
    if again_by:
        addressee.again_by = again_by
        addressee.save(update_fields=["again_by"])
        said["due"] = again_by.isoformat()
    log_action("report.returned", submission, user=user, unit=addressee.unit, data=said)


def _refuse_again_by(addressee: Addressee, day: dt.date | None) -> None:
    """Time that a unit has already is not taken from it."""
    if day is None:
        return
    today = clock.today()
    first = max(today, addressee.due_on)
    if not first <= day <= today + LONGEST:
        raise OfficeError(
            f"重报截止日 {day} 应不早于 {first}、在四百天以内；不填则仍按原截止日 {addressee.due_on}。"
        )


def see(addressee: Addressee, user: User) -> None:
    """The addressed unit opened the request for the first time."""
    if addressee.seen_at is None and user.unit_id == addressee.unit_id:
        addressee.seen_at = clock.now()
        addressee.save(update_fields=["seen_at"])


def tally(addressees: Sequence[Addressee], today: dt.date) -> dict[SubmissionState, int]:
    """How many stand how, in the order of `SubmissionState`."""
    counted = Counter(addressee.state(today) for addressee in addressees)
    return {state: counted[state] for state in SubmissionState if counted[state]}


def owed(unit: Unit) -> list[Addressee]:
    """What the unit still has to hand in, the most pressing first."""
    today = clock.today()
    rows = Addressee.objects.filter(unit=unit).select_related("request__unit").prefetch_related("submissions")
    owing = {SubmissionState.WAITING, SubmissionState.MISSING, SubmissionState.RETURNED}
    return sorted((row for row in rows if row.state(today) in owing), key=lambda row: row.due_on)
