"""Reports asked for and handed in: what this unit owes, what it asked for, one request, and the quarter's ratios."""

import datetime as dt
from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign
from xunwang.office.deadlines.rhythms import described, rhythms
from xunwang.office.errors import OfficeError
from xunwang.office.messages.models import Occasion
from xunwang.office.messages.service import send, with_link
from xunwang.office.numerals import whole
from xunwang.office.people.models import Unit
from xunwang.office.people.policy import Action
from xunwang.office.reporting import reminding, service
from xunwang.office.reporting.assessment import assess
from xunwang.office.reporting.models import Addressee, ReportForm, ReportRequest, Submission, SubmissionState
from xunwang.office.reporting.policies import ADDRESSEES, REQUESTS, SUBMISSIONS
from xunwang.office.reporting.quarters import quarter_bounds, quarter_words, quarters_until
from xunwang.office.reporting.ratios import ratios, supervisors_below
from xunwang.office.uploads import folder_of
from xunwang.office.web.acting import (
    actionable,
    day,
    kept_files,
    number,
    optional_day,
    ticked,
    try_to,
    written,
)
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import day_asked, page_of, viewer, visible, visible_or_404

_COUNTS = (
    ("sites", "网站总数"),
    ("sites_checked", "检查网站数"),
    ("accounts", "账号总数"),
    ("accounts_checked", "检查账号数"),
)


_QUARTERS, _YEARS = 6, 3
"""How far back a request may ask."""


class Line(Record, frozen=True):
    """A request in the list with how its addressees stand."""

    request: ReportRequest
    tally: tuple[tuple[str, int], ...]


class Row(Record, frozen=True):
    addressee: Addressee
    state: SubmissionState
    reminded: Occasion | None = None


def reports(request: HttpRequest) -> HttpResponse:
    user, today = viewer(request), clock.today()
    with one_moment():
        page = page_of(request, visible(REQUESTS, request).select_related("unit"))
        lines = _lines(request, page.object_list)
        owed = [Row(one, one.state(today)) for one in service.owed(user.unit)]
        context = {"page": page, "lines": lines, "owed": owed, "today": today, **_asking(request)}
        return render(request, "web/reports.html", context)


def _lines(request: HttpRequest, shown: Iterable[ReportRequest]) -> list[Line]:
    """The requests, each with how its addressees stand; these are asked for together."""
    asked: dict[int, ReportRequest] = {one.pk: one for one in shown}
    of: dict[int, list[Addressee]] = {key: [] for key in asked}
    for row in visible(ADDRESSEES, request).filter(request__in=asked).prefetch_related("submissions"):
        row.request = asked[row.request_id]
        of[row.request_id].append(row)
    today = clock.today()
    return [
        Line(one, tuple((str(state.label), count) for state, count in service.tally(of[key], today).items()))
        for key, one in asked.items()
    ]


def _asking(request: HttpRequest) -> dict[str, object]:
    """What the form of a new request needs."""
    user = viewer(request)
    if not REQUESTS.grants_to(user, Action.CHANGE):
        return {}
    below = Unit.objects.subtree(user.unit).exclude(pk=user.unit_id).filter(valid_to=None)
    return {
        "may_ask": True,
        "units": [(unit.pk, unit.name, False) for unit in below],
        "forms": ReportForm.choices,
        "quarters": [(one, quarter_words(one)) for one in quarters_until(clock.today(), _QUARTERS)],
        "years": [dt.date(clock.today().year - back, 1, 1) for back in range(_YEARS)],
        "campaigns": Campaign.objects.filter(unit=user.unit)[:20],
        "due": clock.today() + dt.timedelta(days=10),
    }


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not REQUESTS.grants_to(user, Action.CHANGE):
        raise Http404

    def act() -> str:
        made = service.ask_for_reports(
            written(request, "title"),
            _form(request),
            list(Unit.objects.subtree(user.unit).filter(pk__in=ticked(request, "units"))),
            day(request, "due_on", "截止日"),
            user=user,
            demand=written(request, "demand"),
            campaign=_campaign(request),
            period=_period(request),
        )
        for addressee in made.addressees.select_related("unit"):
            text = f"{made.title}：请最迟 {made.due_on} 在“材料报送”中上传盖章材料。"
            send(
                addressee.unit,
                topic="report.asked",
                key=f"report:{addressee.pk}",
                title=made.title,
                text=with_link(text, "report", made.pk),
            )
        return f"已向 {made.addressees.count()} 个单位下发“{made.title}”。"

    try_to(request, act)
    return redirect("reports")


def _form(request: HttpRequest) -> ReportForm:
    try:
        return ReportForm(written(request, "form"))
    except ValueError:
        raise OfficeError("请选择要报送的材料。") from None


def _period(request: HttpRequest) -> dt.date | None:
    """The quarter or the year, whichever the form of the report goes by."""
    name, label = (
        ("quarter", "所属季度") if written(request, "form") == ReportForm.QUARTER else ("year", "所属年度")
    )
    return optional_day(request, name, label)


def _campaign(request: HttpRequest) -> Campaign | None:
    asked = ticked(request, "campaign")
    return Campaign.objects.filter(unit=viewer(request).unit, pk__in=asked).first()


def report(request: HttpRequest, key: int) -> HttpResponse:
    asked = visible_or_404(REQUESTS, request, key)
    user, today = viewer(request), clock.today()
    rows = visible(ADDRESSEES, request).filter(request=asked).select_related("unit")
    listed = list(rows.prefetch_related("submissions__user"))
    last = reminding.last_reminders(listed)
    shown = [Row(one, one.state(today), last.get(one.pk)) for one in listed]
    mine = next((one.addressee for one in shown if one.addressee.unit_id == user.unit_id), None)
    if mine is not None:
        service.see(mine, user)
    context = {
        "asked": asked,
        "rows": shown,
        "mine": mine if mine and ADDRESSEES.may(user, Action.ANSWER, mine) else None,
        "may_ask": REQUESTS.may(user, Action.CHANGE, asked),
        "owing": sum(row.state in reminding.OWED for row in shown),
        "counts": _COUNTS if asked.form == ReportForm.QUARTER else (),
        "tally": [(str(s.label), n) for s, n in service.tally([r.addressee for r in shown], today).items()],
        "today": today,
        "rhythm": described(rhythms()(asked.unit)),
    }
    return render(request, "web/report.html", context)


@require_POST
def press(request: HttpRequest, key: int) -> HttpResponse:
    asked = actionable(REQUESTS, request, key, Action.CHANGE)
    try_to(request, lambda: _pressed(request, asked))
    return redirect("report", asked.pk)


def _pressed(request: HttpRequest, asked: ReportRequest) -> str:
    owing, reached = reminding.remind_now(asked, user=viewer(request))
    silent = f"，其中 {owing - reached} 个没有消息渠道，请电话联系" if owing > reached else ""
    return f"已催办 {owing} 个单位{silent}。"


@require_POST
def hand_in(request: HttpRequest, key: int) -> HttpResponse:
    addressee = actionable(ADDRESSEES, request, key, Action.ANSWER)

    def act() -> str:
        files = kept_files(request, "file", folder_of(viewer(request), addressee))
        if len(files) != 1:
            raise OfficeError("请选择一个盖章后的文件（PDF、OFD、图片或 Word）。")
        quarter = addressee.request.form == ReportForm.QUARTER
        figures = _figures(request) if quarter else None
        service.hand_in(addressee, files[0], written(request, "text"), user=viewer(request), figures=figures)
        return f"“{files[0].name}”已报送，校验值 {files[0].sha256[:12]}…。"

    try_to(request, act)
    return redirect("report", addressee.request_id)


def _figures(request: HttpRequest) -> service.Figures:
    return service.Figures(**{name: number(request, name, label) for name, label in _COUNTS})


@require_POST
def send_back(request: HttpRequest, key: int) -> HttpResponse:
    submission = visible_or_404(SUBMISSIONS, request, key)
    actionable(ADDRESSEES, request, submission.addressee_id, Action.CHANGE)
    try_to(request, lambda: _sent_back(request, submission))
    return redirect("report", submission.addressee.request_id)


def _sent_back(request: HttpRequest, submission: Submission) -> str:
    again_by = optional_day(request, "again_by", "重报截止日")
    service.send_back(submission, written(request, "why"), user=viewer(request), again_by=again_by)
    asked, until = submission.addressee.request, f"最迟 {again_by} " if again_by else "尽快"
    text = f"{asked.unit}退回了“{asked.title}”的材料：{submission.returned}。请{until}重新报送。"
    send(
        submission.addressee.unit,
        topic="report.returned",
        key=f"report:{submission.addressee_id}:returned:{submission.pk}",
        title=f"材料退回：{asked.title}",
        text=with_link(text, "report", asked.pk),
    )
    return f"“{submission.name}”已退回，单位需要{until}重新报送。"


def report_file(request: HttpRequest, key: int) -> FileResponse:
    submission = get_object_or_404(SUBMISSIONS.visible(viewer(request)), pk=key)
    return download(submission.path, f"{submission.addressee.unit}-{submission.name}")


def assessment(request: HttpRequest) -> HttpResponse:
    """The annual assessment of this unit and of the supervisors next below, from the year's own records."""
    user, today = viewer(request), clock.today()
    if not REQUESTS.grants_to(user, Action.CHANGE):
        raise Http404
    asked = whole(request.GET.get("year", ""), today.year)
    year = asked if asked is not None and asked >= 2000 else today.year
    with one_moment():
        sheets = [assess(unit, year, today) for unit in (user.unit, *supervisors_below(user.unit))]
        context = {"year": year, "years": range(today.year, today.year - 5, -1), "sheets": sheets}
        return render(request, "web/assessment.html", context)


def shares(request: HttpRequest) -> HttpResponse:
    """How much was inspected in a quarter, here and by the supervisors below."""
    user = viewer(request)
    if not REQUESTS.grants_to(user, Action.CHANGE):
        raise Http404
    on, problem = day_asked(request)
    with one_moment():
        context = {
            "on": on,
            "problem": problem,
            "lines": ratios(user.unit, on),
            "quarter": quarter_words(on),
            "unfinished": quarter_bounds(on)[1] >= clock.today(),
        }
        return render(request, "web/shares.html", context)
