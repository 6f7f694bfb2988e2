"""The review queue: one candidate at a time with its evidence beside it, decided from the keyboard."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office.campaigns.inspection import (
    NormWords,
    archived,
    exhibit_of,
    is_html,
    norm_words,
    picture_of,
    screenshot,
)
from xunwang.office.campaigns.models import (
    PENDING,
    Campaign,
    FindingRow,
    FindingState,
    Word,
    without_judgements,
)
from xunwang.office.campaigns.policies import CAMPAIGNS, FINDINGS
from xunwang.office.campaigns.review import (
    alike,
    already_ruled,
    decide_many,
    matching,
    pending_by_campaign,
    precision,
    reasons_of,
    sent_on_by,
)
from xunwang.office.errors import OfficeError
from xunwang.office.numerals import whole
from xunwang.office.people.policy import Action
from xunwang.office.uploads import folder_of
from xunwang.office.web.acting import actionable, kept_files, optional_day, try_to, written
from xunwang.office.web.viewing import in_order, numbered, viewer, visible, visible_or_404

SHOWN = 100
"""Entries of the queue beside the candidate."""
_FILTERS = ("indicator", "state", "q")
_STATES = {"": PENDING, "second": (FindingState.SECOND,), "ruled": (
    FindingState.CONFIRMED, FindingState.DISMISSED, FindingState.EXCUSED,
), "counts": (FindingState.COUNTS,)}  # fmt: skip
_STATE_WORDS = (("", "等待认定"), ("second", "待第二人复核"), ("ruled", "已认定"), ("counts", "自动认定"))


class Queue(Record, frozen=True):
    """How many findings of a campaign wait for a ruling, and for that of a second person."""

    campaign: Campaign
    waiting: int
    second: int


def queues(request: HttpRequest) -> HttpResponse:
    """The campaigns in which something waits, and how far the machine can be trusted."""
    campaigns = visible(CAMPAIGNS, request).select_related("unit")
    mine = [one for one in campaigns if viewer(request).unit.holds(one.unit)]
    names = {
        rule: name
        for norm in {one.norm for one in mine}
        for rule, name in norm_words(norm).indicators.items()
    }
    context = {"campaigns": _waiting(mine), "precision": precision(mine), "names": names}
    return render(request, "web/queues.html", context)


def _waiting(campaigns: Sequence[Campaign]) -> list[Queue]:
    found = pending_by_campaign(campaigns)
    return [
        Queue(one, found[one.pk, FindingState.WAITS], found[one.pk, FindingState.SECOND]) for one in campaigns
    ]


def queue(request: HttpRequest, key: int) -> HttpResponse:
    campaign = visible_or_404(CAMPAIGNS, request, key)
    asked = {name: request.GET.get(name, "").strip() for name in _FILTERS}
    rows = _asked_for(request, campaign, asked)
    line = _line(rows)
    chosen = numbered(_findings(request, campaign), request.GET.get("f", ""))
    current = chosen or (_row(rows, line[0]) if line else None)
    words = norm_words(campaign.norm)
    context: dict[str, Any] = {
        "campaign": campaign,
        "words": words,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "count": len(line),
        "states": _STATE_WORDS,
        "indicators": _indicators(request, campaign, asked["state"]),
        "current": current,
        "was": numbered(_findings(request, campaign), request.GET.get("was", "")),
    }
    if current is not None:
        place = _place(rows, line, current)
        context |= _around(rows, line, place) | _beside(request, current)
        queued = current.pk in line
        context |= {"before": _at(line, place - 1), "after": _at(line, place + queued), "queued": queued}
    return render(request, "web/review.html", context)


def _line(rows: QuerySet[FindingRow]) -> list[int]:
    """The queue as it stands, by keys."""
    return list(rows.values_list("pk", flat=True))


def _row(rows: QuerySet[FindingRow], key: int) -> FindingRow | None:
    return rows.filter(pk=key).first()


def _place(rows: QuerySet[FindingRow], line: Sequence[int], finding: FindingRow) -> int:
    """Where a finding stands in the queue; where it would stand if it was ruled on already."""
    if finding.pk in line:
        return line.index(finding.pk)
    keys = rows.values_list("indicator", "value", "subject", "pk")
    words = norm_words(finding.subject.campaign.norm)
    mine = (finding.indicator, finding.value, finding.subject_id, finding.pk)
    return sum((words.rank(key[0]), *key) < (words.rank(mine[0]), *mine) for key in keys)


def _at(line: Sequence[int], place: int) -> int | None:
    return line[place] if 0 <= place < len(line) else None


def _around(rows: QuerySet[FindingRow], line: Sequence[int], place: int) -> dict[str, Any]:
    """The part of the queue beside the candidate, as far as it is shown."""
    first = max(0, min(place - SHOWN // 2, len(line) - SHOWN))
    keys = list(line[first : first + SHOWN])
    return {"listed": in_order(rows, keys), "first": first + 1, "last": first + len(keys), "place": place + 1}


def _findings(request: HttpRequest, campaign: Campaign) -> QuerySet[FindingRow]:
    rows = visible(FINDINGS, request).filter(subject__campaign=campaign)
    return without_judgements(rows.select_related("subject__unit", "subject__campaign"), "subject__")


def _asked_for(request: HttpRequest, campaign: Campaign, asked: dict[str, str]) -> QuerySet[FindingRow]:
    rows = _findings(request, campaign).filter(state__in=_STATES.get(asked["state"], PENDING))
    if asked["indicator"]:
        rows = rows.filter(indicator=asked["indicator"])
    if asked["q"]:
        rows = matching(rows, asked["q"])
    return rows.order_by(_rank(norm_words(campaign.norm)), "indicator", "value", "subject", "pk")


def _rank(words: NormWords) -> Case:
    """What decides a verdict comes first."""
    sharing: dict[int, list[str]] = {}
    for indicator, rank in words.ranks.items():
        sharing.setdefault(rank, []).append(indicator)
    ranks = (When(indicator__in=names, then=Value(rank)) for rank, names in sharing.items())
    return Case(*ranks, default=Value(len(words.ranks)))


def _indicators(request: HttpRequest, campaign: Campaign, state: str) -> list[tuple[str, int]]:
    rows = visible(FINDINGS, request).filter(
        subject__campaign=campaign, state__in=_STATES.get(state, PENDING)
    )
    counted = rows.order_by("indicator").values_list("indicator").annotate(Count("pk"))
    words = norm_words(campaign.norm)
    return sorted(counted, key=lambda one: words.rank(one[0]))


def _beside(request: HttpRequest, current: FindingRow) -> dict[str, Any]:
    decisions = list(current.decisions.select_related("user"))
    context: dict[str, Any] = {
        "alike": alike(current).count(),
        "may_decide": FINDINGS.may(viewer(request), Action.DECIDE, current),
        "decisions": decisions,
        "seen": decisions[-1].pk if decisions else 0,
        "reasons": reasons_of(viewer(request), current.indicator),
        "has_picture": picture_of(current) is not None,
        "has_shot": screenshot(current.subject) is not None,
        "rulings": Word,
    }
    exhibit = exhibit_of(current)
    if exhibit is None:
        return context
    try:
        answer = archived(exhibit)
    except OfficeError as error:
        return context | {"refusal": str(error)}
    return context | {"answer": answer, "html": is_html(answer), "headers": _headers(answer)}


def _headers(answer: door.Archived) -> list[tuple[str, str]]:
    return [(name, value[:300]) for name, value in answer.headers]


@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """A ruling on one candidate, on all that are alike, or on all that the queue's filter shows."""
    finding = actionable(FINDINGS, request, key, Action.DECIDE)
    campaign = finding.subject.campaign
    asked = {name: written(request, f"asked_{name}") for name in _FILTERS}
    rows = _asked_for(request, campaign, asked)
    line = _line(rows)
    behind = line[_place(rows, line, finding) :]
    where = {name: value for name, value in asked.items() if value}
    if try_to(request, lambda: _ruled(request, finding, asked)):
        left = set(_line(rows)) - {finding.pk}
        onward = next((key for key in behind if key in left), None)
        where |= {"was": str(finding.pk)} | ({"f": str(onward)} if onward else {})
    else:
        where["f"] = str(finding.pk)
    return redirect(f"{reverse('review', args=[campaign.pk])}?{urlencode(where)}")


def _ruled(request: HttpRequest, finding: FindingRow, asked: dict[str, str]) -> str:
    user = viewer(request)
    if written(request, "ruling") not in Word.values:
        raise OfficeError("请选择认定结果。")
    word = Word(written(request, "ruling"))
    if told := already_ruled(finding, word, user, whole(written(request, "seen"))):
        return told
    proof = kept_files(request, "proof", folder_of(user, finding)) if word is Word.EXCUSED else []
    until = optional_day(request, "excused_until", "免予计算至") if word is Word.EXCUSED else None
    if word is Word.EXCUSED and not proof:
        raise OfficeError("免予计算需要上传证明材料。")
    scope = written(request, "scope")
    rows = visible(FINDINGS, request)
    if scope == "alike":
        rows = rows.filter(pk__in=alike(finding).values("pk"))
    elif scope == "filter":
        rows = _asked_for(request, finding.subject.campaign, asked)
    else:
        rows = rows.filter(pk=finding.pk)
    if not asked["q"] and scope == "filter":
        raise OfficeError("按地址批量认定前，请先在上方填写地址并筛选。")
    left = rows.filter(sent_on_by(user)).count() if scope in {"alike", "filter"} else 0
    if left:
        rows = rows.exclude(sent_on_by(user))
    count = decide_many(
        without_judgements(rows.select_related("subject__campaign__unit"), "subject__"),
        user,
        word,
        reason=written(request, "reason") or None,
        excused_until=until,
        proof=proof[0].path if proof else "",
    )
    told = f"您提请第二人复核的 {left} 条没有改，由另一位审核人员认定。" if left else ""
    return f"{word.label}：{count} 条。{told}"
