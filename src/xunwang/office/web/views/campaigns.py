"""The list of campaigns, one campaign with its verdicts, one subject with all that was found."""

from collections import Counter, defaultdict
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.db.models import Aggregate, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.inspector.model import OutcomeKind, Record, Verdict
from xunwang.office import clock
from xunwang.office.campaigns.creating import drawn_of
from xunwang.office.campaigns.inspection import norm_words, screenshot
from xunwang.office.campaigns.models import (
    COUNTING,
    OUTCOME_LABELS,
    PENDING,
    VERDICT_LABELS,
    Campaign,
    CampaignSubject,
    FileKind,
    FindingRow,
    FindingState,
    OutcomeRow,
    RunState,
    WeighedRow,
    When,
    without_judgements,
)
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, FILES, FINDINGS, VERSIONS
from xunwang.office.campaigns.service import begun, with_begun, without_verdict
from xunwang.office.campaigns.summing import Summary, summary, summed
from xunwang.office.campaigns.weighing import costing
from xunwang.office.circulars.layout import layouts, load_layout
from xunwang.office.duty.lending import lendable
from xunwang.office.people.models import Unit
from xunwang.office.people.policy import Action
from xunwang.office.rectify.issuing import owing_units
from xunwang.office.web.reading import one_moment
from xunwang.office.web.templatetags.office import subject_kind
from xunwang.office.web.viewing import in_order_asked, page_of, unit_asked, viewer, visible, visible_or_404
from xunwang.office.web.views.driving import draft_for, progress_of

_SORTED = {
    "name": ("name",),
    "unit": ("unit__path", "pk"),
    "verdict": ("verdict_at_point",),
    "score": ("score_at_point",),
}
_UNDECIDED = 100
"""Undecided subjects told one by one; the others are found by their verdict."""
_NOTES = KeyTransform("verdict_notes", "judgement_at_point")
"""Why a verdict is open, taken out of the judgement in the database."""


class Listed(Record, frozen=True):
    campaign: Campaign
    point: Summary


class Line(Record, frozen=True):
    """A line of the table by kind."""

    label: str
    point: Summary


def campaigns(request: HttpRequest) -> HttpResponse:
    page = page_of(request, with_begun(visible(CAMPAIGNS, request).select_related("unit")))
    rows = CAMPAIGN_SUBJECTS.of_campaigns(viewer(request), list(page)).order_by()
    verdicts: dict[int, Counter[str]] = defaultdict(Counter)
    for key, verdict, count in rows.values_list("campaign", "verdict_at_point").annotate(count=Count("pk")):
        verdicts[key][verdict] = count
    listed = [Listed(campaign, summed(verdicts[campaign.pk])) for campaign in page]
    may_create = CAMPAIGNS.grants_to(viewer(request), Action.CHANGE)
    return render(request, "web/campaigns.html", {"page": page, "listed": listed, "may_create": may_create})


def campaign(request: HttpRequest, key: int) -> HttpResponse:
    with one_moment():
        shown = visible_or_404(CAMPAIGNS, request, key)
        return render(request, "web/campaign.html", _shown(request, shown) | _driving(request, shown))


def _shown(request: HttpRequest, shown: Campaign) -> dict[str, Any]:
    covered = _covered(request, shown)
    undecided = covered.filter(verdict_at_point=Verdict.UNDECIDED.value)
    wanted = {name: request.GET.get(name, "").strip() for name in ("q", "verdict")}
    unit = unit_asked(request)
    listed = _filtered(covered, wanted).filter(_below(unit, own="own" in request.GET))
    files = FILES.visible(viewer(request)).filter(campaign=shown)
    return {
        "campaign": shown,
        "begun": begun().filter(campaign=shown).exists(),
        "drawn": drawn_of(shown) if viewer(request).unit.holds(shown.unit) else None,
        "words": norm_words(shown.norm),
        "point": summary(shown, "point", rows=covered),
        "closing": summary(shown, "closing", rows=covered),
        "has_closing": covered.exclude(verdict_at_closing="").exists(),
        "lines": _by_kind(covered),
        "sample_points": covered.filter(sample_points=True).exists(),
        "page": _page(request, shown, in_order_asked(request, listed, _SORTED, "pk")),
        "unit": unit,
        "undecided": undecided.annotate(why=_NOTES)[:_UNDECIDED],
        "more_undecided": max(0, undecided.count() - _UNDECIDED),
        "wanted": wanted,
        "verdicts": [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()],
        "files": sorted(
            files.filter(subject=None, version=None),
            key=lambda file: list(FileKind).index(FileKind(file.kind)),
        ),
        "versions": visible(VERSIONS, request)
        .filter(campaign=shown)
        .select_related("made_by", "sealed_by")
        .prefetch_related("files"),
        "reports": files.exclude(subject=None).count(),
    }


def _below(unit: Unit | None, *, own: bool) -> Q:
    """What a tile of the map stands for: a unit with all below it, or its `own` alone."""
    if unit is None:
        return Q()
    return Q(unit=unit) if own else Q(unit__path__startswith=unit.path)


def _driving(request: HttpRequest, shown: Campaign) -> dict[str, Any]:
    """What the page needs for those who may drive the campaign."""
    user = viewer(request)
    if not CAMPAIGNS.may(user, Action.CHANGE, shown):
        return {}
    today = clock.today()
    tickets = list(shown.tickets.all())
    return {
        "may_drive": True,
        "may_close": not without_verdict(shown).exists(),
        "may_release": CAMPAIGNS.may(user, Action.RELEASE, shown),
        "may_review": FINDINGS.grants_to(user, Action.DECIDE),
        "progress": progress_of(shown),
        "lendable": 0 if shown.point_closed_at else len(lendable(shown)),
        "waiting": FindingRow.objects.filter(subject__campaign=shown, state__in=PENDING).count(),
        "owing": owing_units(shown),
        "tickets": {
            "total": len(tickets),
            "closed": sum(not ticket.open for ticket in tickets),
            "overdue": sum(ticket.overdue(today) for ticket in tickets),
        }
        if tickets
        else None,
        "draft": draft_for(shown),
        "layout": newest.layout if (newest := shown.versions.first()) else "standard",
        "layouts": layouts(),
        "forms": [(name, load_layout(key)) for key, name in layouts().items() if load_layout(key).fields],
    }


def _covered(request: HttpRequest, campaign: Campaign) -> QuerySet[CampaignSubject]:
    rows = visible(CAMPAIGN_SUBJECTS, request).filter(campaign=campaign).select_related("unit")
    return without_judgements(rows)


def _by_kind(covered: QuerySet[CampaignSubject]) -> list[Line]:
    by_label: dict[str, Counter[str]] = defaultdict(Counter)
    counted = covered.order_by().values_list("row__platform", "row__site_kind", "verdict_at_point")
    for platform, kind, verdict, count in counted.annotate(count=Count("pk")):
        by_label[subject_kind({"platform": platform, "site_kind": kind})][verdict] += count
    lines = [Line(label, summed(verdicts)) for label, verdicts in sorted(by_label.items())]
    return lines if len(lines) > 1 else []


def _filtered(covered: QuerySet[CampaignSubject], wanted: dict[str, str]) -> QuerySet[CampaignSubject]:
    rows = covered
    if wanted["q"]:
        asked = wanted["q"]
        rows = rows.filter(
            Q(name__icontains=asked) | Q(home__icontains=asked) | Q(unit__name__icontains=asked)
        )
    if wanted["verdict"]:
        rows = rows.filter(verdict_at_point=wanted["verdict"])
    return rows


def _page(
    request: HttpRequest, campaign: Campaign, covered: QuerySet[CampaignSubject]
) -> Page[CampaignSubject]:
    """Findings are counted for the rows that the page shows, not for all that it could show."""
    page = page_of(request, covered.values_list("pk", flat=True))
    shown = covered.filter(pk__in=list(page))
    weighed = costing(WeighedRow.objects.all(), campaign)
    waiting = FindingRow.objects.filter(state__in=PENDING)
    page.object_list = shown.annotate(
        places=_of_subject(weighed, Sum("places")), waiting=_of_subject(waiting, Count("pk"))
    )
    return page


def _of_subject(rows: QuerySet[Any], told: Aggregate) -> Coalesce:
    summed = rows.filter(subject=OuterRef("pk")).order_by().values("subject").annotate(told=told)
    return Coalesce(Subquery(summed.values("told")), 0)


def subject(request: HttpRequest, key: int, row: int) -> HttpResponse:
    shown = visible_or_404(CAMPAIGN_SUBJECTS, request, row)
    if shown.campaign_id != key:
        raise Http404
    moment = (
        When.CLOSING if request.GET.get("when") == When.CLOSING and shown.verdict_at_closing else When.POINT
    )
    outcomes = shown.outcomes.filter(when=moment)
    findings = shown.findings.prefetch_related("decisions__user")
    if moment is When.POINT:
        findings = findings.filter(at_point=True)
    words = norm_words(shown.campaign.norm)
    in_order = sorted(findings, key=lambda one: (words.rank(one.indicator), one.indicator, one.pk))
    page = page_of(request, in_order)
    weighing = Q(weighed=True) if moment is When.POINT else Q(state__in=COUNTING)
    context = {
        "shown": shown,
        "campaign": shown.campaign,
        "words": words,
        "moment": moment,
        "judged": getattr(shown, f"judgement_at_{moment}") or {},
        "groups": _grouped(outcomes, _unproven(shown, moment)),
        "unchecked": _by_reason(outcomes.filter(outcome=OutcomeKind.UNCHECKED.value)),
        "page": page,
        "places": costing(shown.findings.filter(weighing), shown.campaign).count(),
        "findings": [
            (name, list(rows)) for name, rows in groupby(page, key=lambda finding: finding.indicator)
        ],
        "files": FILES.visible(viewer(request)).filter(subject=shown),
        "has_shot": screenshot(shown) is not None,
        "may_look_again": _was_looked_at(shown)
        and CAMPAIGNS.may(viewer(request), Action.CHANGE, shown.campaign),
    }
    return render(request, "web/subject.html", context)


def _was_looked_at(row: CampaignSubject) -> bool:
    """Whether an inspection of the subject came to its end, one way or the other, and may be repeated."""
    if row.campaign.point_closed_at:
        return False
    return row.run_state == RunState.FAILED or (row.run_state == RunState.LOOKED and bool(row.run_path))


def _unproven(row: CampaignSubject, moment: When) -> dict[str, FindingState]:
    """Indicators of which nothing weighs at the moment, with the reason: their findings wait for a person, or another indicator has them."""
    listed = Q(at_point=True) if moment is When.POINT else Q()
    by_indicator: dict[str, set[str]] = defaultdict(set)
    proven = set()
    told = row.findings.filter(listed).order_by().values_list("indicator", "state", "weighed")
    for name, state, weighed in told.distinct():
        by_indicator[name].add(state)
        if weighed if moment is When.POINT else state in COUNTING:
            proven.add(name)
    return {
        name: FindingState.WAITS if states & {*PENDING} else FindingState.WAIVED
        for name, states in by_indicator.items()
        if name not in proven and states & {*PENDING, FindingState.WAIVED}
    }


def _grouped(
    outcomes: QuerySet[OutcomeRow], unproven: dict[str, FindingState]
) -> list[tuple[str, str, list[OutcomeRow]]]:
    """(kind, its words, its rows) in the order in which a reader wants them: faults first. What waits for a person is none."""
    by_kind: dict[str, list[OutcomeRow]] = defaultdict(list)
    for row in outcomes:
        is_found = row.outcome == OutcomeKind.FOUND.value
        by_kind[unproven.get(row.indicator, row.outcome) if is_found else row.outcome].append(row)
    found, *others = [(kind.value, label) for kind, label in OUTCOME_LABELS.items()]
    between = [(state.value, str(state.label)) for state in (FindingState.WAITS, FindingState.WAIVED)]
    return [(kind, label, by_kind[kind]) for kind, label in (found, *between, *others) if by_kind[kind]]


def _by_reason(outcomes: QuerySet[OutcomeRow]) -> list[tuple[str, list[OutcomeRow]]]:
    """The indicators that could not be checked, under their reasons; what concerns few of them comes first."""
    by_reason: dict[str, list[OutcomeRow]] = defaultdict(list)
    for row in outcomes:
        by_reason[row.reason].append(row)
    return sorted(by_reason.items(), key=lambda entry: len(entry[1]))
