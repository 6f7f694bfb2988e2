"""How a score comes about and where it stands: the sheet of a subject, what people entered, what-if, ranking, commendations."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.inspector.model import OutcomeKind, Record, Subject
from xunwang.office.campaigns import entering
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.judging import ask_to_judge_again, what_if
from xunwang.office.campaigns.models import OUTCOME_LABELS, CampaignSubject, FindingRow, When
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, ENTRIES
from xunwang.office.campaigns.ranking import average, beside, commended, group_of, ranking
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.uploads import folder_of
from xunwang.office.web.acting import actionable, kept_files, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404


class Point(Record, frozen=True):
    """A line of the sheet with the rows of its findings."""

    said: dict[str, Any]
    counting: tuple[FindingRow, ...]
    waiting: int
    waived: int


def score_sheet(request: HttpRequest, key: int, row: int) -> HttpResponse:
    shown = visible_or_404(CAMPAIGN_SUBJECTS, request, row)
    if shown.campaign_id != key:
        raise Http404
    context = _what_if(request, shown)
    with one_moment():
        return render(request, "web/score_sheet.html", context | _sheet_page(request, shown))


def _sheet_page(request: HttpRequest, shown: CampaignSubject) -> dict[str, Any]:
    closing = request.GET.get("when") == When.CLOSING and shown.verdict_at_closing
    moment = When.CLOSING if closing else When.POINT
    judged = getattr(shown, f"judgement_at_{moment}") or {}
    return {
        "shown": shown,
        "campaign": shown.campaign,
        "moment": moment,
        "judged": judged,
        "words": norm_words(shown.campaign.norm),
        "points": _points(shown, judged.get("sheet") or {}),
        "beside": beside(shown),
        "group": group_of(shown),
        "entries": shown.entries.select_related("user"),
        "remarks": {
            one["entry"]["indicator"]: one.get("remark") or ""
            for one in judged.get("entries", [])
            if not one["taken"]
        },
        "indicators": entering.indicators_of(shown),
        "outcomes": [(kind.value, OUTCOME_LABELS[kind]) for kind in entering.ENTERABLE],
        "may_enter": _may_enter(request, shown),
        "norms": _norms_for(shown),
    }


def _points(shown: CampaignSubject, sheet: dict[str, Any]) -> list[Point]:
    found = {finding.finding_id: finding for finding in shown.findings.all()}
    return [
        Point(
            said,
            tuple(found[key] for key in said.get("findings", ()) if key in found),
            len(said.get("waiting", ())),
            len(said.get("waived", ())),
        )
        for said in sheet.get("rows", ())
    ]


def _may_enter(request: HttpRequest, shown: CampaignSubject) -> bool:
    user = viewer(request)
    return ENTRIES.grants_to(user, Action.DECIDE) and user.unit.holds(shown.campaign.unit)


def _what_if(request: HttpRequest, shown: CampaignSubject) -> dict[str, Any]:
    norm = request.GET.get("norm", "")
    if norm not in {head.id for head in _norms_for(shown)}:
        return {}
    try:
        other, differences = what_if(shown, norm)
    except OfficeError as error:
        messages.error(request, str(error))
        return {"tried": norm}
    return {"tried": norm, "other": other, "differences": differences, "other_words": norm_words(norm)}


def _norms_for(shown: CampaignSubject) -> list[door.NormHead]:
    """What the subject can be tried under: not the norm that holds, nor those that say nothing about its kind."""
    subject = msgspec.convert(shown.row, Subject)
    return [head for head in door.norms_for(subject) if head.id != shown.campaign.norm]


@require_POST
def enter(request: HttpRequest, key: int) -> HttpResponse:
    """An entry for one indicator of the subject."""
    row = visible_or_404(CAMPAIGN_SUBJECTS, request, key)
    if not _may_enter(request, row):
        raise PermissionDenied

    def act() -> str:
        proof = kept_files(request, "proof", folder_of(viewer(request), row))
        outcome = written(request, "outcome")
        entering.enter(
            row,
            written(request, "indicator"),
            OutcomeKind(outcome)
            if outcome in {kind.value for kind in OutcomeKind}
            else OutcomeKind.UNCHECKED,
            reason=written(request, "reason"),
            user=viewer(request),
            points=_points_written(written(request, "points")),
            proof=proof[0].path if proof else "",
        )
        ask_to_judge_again(row)
        return "已录入，得分和结论将重算。"

    try_to(request, act)
    return redirect("score_sheet", row.campaign_id, row.pk)


def _points_written(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal(-1)
    if not points.is_finite() or not 0 <= points <= 1000:
        raise OfficeError(f"分值应为 0 到 1000 的数，实际为“{text}”。")
    return points


@require_POST
def withdraw_entry(request: HttpRequest, key: int) -> HttpResponse:
    entry = actionable(ENTRIES, request, key, Action.DECIDE)

    def act() -> str:
        entering.withdraw(entry, user=viewer(request))
        ask_to_judge_again(entry.subject)
        return "已撤回，得分和结论将重算。"

    try_to(request, act)
    return redirect("score_sheet", entry.subject.campaign_id, entry.subject_id)


def entry_proof(request: HttpRequest, key: int) -> HttpResponseBase:
    entry = visible_or_404(ENTRIES, request, key)
    return download(entry.proof, f"录入依据-{entry.pk}{Path(entry.proof).suffix}")


def score_ranking(request: HttpRequest, key: int) -> HttpResponse:
    """The ranking of a campaign by score, and who did a task well."""
    with one_moment():
        campaign = visible_or_404(CAMPAIGNS, request, key)
        covered = (
            visible(CAMPAIGN_SUBJECTS, request).filter(campaign=campaign).select_related("unit", "subject")
        )
        of_accounts = request.GET.get("of") == "accounts"
        rows = covered.filter(subject__kind__in=ON_PLATFORMS)
        if not of_accounts:
            rows = covered.exclude(subject__kind__in=ON_PLATFORMS)
        ranked = ranking(campaign, rows)
        whole = [one.row.score_at_point for one in ranked if one.place]
        context = {
            "campaign": campaign,
            "of_accounts": of_accounts,
            "has_accounts": covered.filter(subject__kind__in=ON_PLATFORMS).exists(),
            "page": page_of(request, ranked),
            "whole": len(whole),
            "partial": len(ranked) - len(whole),
            "average": average(whole),
            "unscored": rows.filter(score_at_point=None).count(),
            "commended": commended(campaign) if viewer(request).unit.holds(campaign.unit) else None,
        }
        return render(request, "web/ranking.html", context)
