"""Errors that the public found and the machine had not: each is kept with its page and the wording that has to be found, and tried again.

Only errors of language can be tried on one page alone; of others the case says so and waits for the next inspection.
"""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.door.pages import read_saved
from xunwang.office import clock, lasting
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import CaseState, ErrorKind, ErrorReport, MissedCase
from xunwang.office.feedback.service import report_missed
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.places import run_at
from xunwang.office.uploads import place_of

KEEP, TRY = "missed_case", "missed_cases"
_INDICATORS = {
    ErrorKind.TYPO: "P-spelling", ErrorKind.UNREACHABLE: "D-4.3", ErrorKind.STALE: "W-V4.1", ErrorKind.UNANSWERED: "W-V5.2",
}  # fmt: skip
_QUOTED = re.compile(r"[“「\"]([^”」\"]{1,40})[”」\"]")


@receiver(report_missed, dispatch_uid="feedback.cases")
def _keep(report: ErrorReport, **_: object) -> None:
    keep(report)


def keep(report: ErrorReport) -> MissedCase:
    """The case of a report that was closed as missed; its page is looked for in the background."""
    quoted = _QUOTED.search(report.description)
    case, _ = MissedCase.objects.get_or_create(
        report=report,
        defaults={
            "indicator": _INDICATORS.get(ErrorKind(report.kind), ""),
            "expected": quoted[1] if quoted and report.kind == ErrorKind.TYPO else "",
        },
    )
    ask(KEEP, case.pk)
    return case


@handles(KEEP)
def _keep_page(work: Work) -> None:
    """The page as the last inspection before the report kept it, and a first try."""
    case = MissedCase.objects.select_related("report").get(pk=work.key)
    body = _archived(case.report)
    if body is not None:
        inside = f"missedcase/{case.pk}/page.html"
        place = Path(settings.UPLOADS_FOLDER) / inside
        lasting.write(place, body)
        case.page, case.sha256 = inside, hashlib.sha256(body).hexdigest()
        case.save(update_fields=["page", "sha256"])
    try_again(case)


def _archived(report: ErrorReport) -> bytes | None:
    """The reported page as it stood in the newest inspection before the report."""
    if not report.page_url:
        return None
    day = timezone.localdate(report.received_at)
    rows = CampaignSubject.objects.filter(subject=report.subject_id, judged_as_of__lte=day).exclude(
        run_path=""
    )
    for row in rows.order_by("-judged_as_of", "-pk"):
        run = run_at(row.run_path)
        try:
            evidence = door.page_evidence(run, report.page_url)
            if evidence is not None:
                archived = door.archived_page(run, evidence)
                return archived.rendered or archived.body
        except (door.RunError, OSError, ValueError):
            continue
    return None


@transaction.atomic
def change(case: MissedCase, indicator: str, expected: str, *, by: User) -> None:
    """What has to be found. Raises OfficeError."""
    if not re.fullmatch(r"[A-Z]-[\w.-]{1,30}", indicator):
        raise OfficeError(f"“{indicator}”不是指标编号，应类似 P-spelling 或 D-4.3。")
    case.indicator, case.expected, case.state = indicator, expected.strip()[:200], CaseState.NEW
    case.save(update_fields=["indicator", "expected", "state"])
    log_action("missed_case.changed", case, user=by, unit=case.report.unit, data={"text": case.expected})


def try_again(case: MissedCase) -> CaseState:
    """Reads the kept page with today's rules; what came of it stays with the case."""
    case.state, case.why = _outcome(case)
    case.tried_at = clock.now()
    case.save(update_fields=["state", "why", "tried_at"])
    return case.state


def _outcome(case: MissedCase) -> tuple[CaseState, str]:
    place = place_of(case.page) if case.page else None
    if place is None:
        return CaseState.UNCHECKED, "没有存下这个页面"
    if not case.indicator.startswith("P-"):
        return CaseState.UNCHECKED, "这类问题不能凭一个页面复测，下次检查时核对"
    if not case.expected:
        return CaseState.UNCHECKED, "没有填写应当发现的文字"
    day = timezone.localdate(case.report.received_at)
    page = read_saved(place.read_bytes(), case.report.page_url, home=None, today=day)
    text = f"{page.title or ''}\n{page.text or ''}"
    if case.expected not in text:
        return CaseState.UNCHECKED, f"存下的页面里没有“{case.expected}”"
    found = proof.proofread(proof.Proofreader(), text, day=day)
    hit = any(_same(one.found, case.expected) for one in found)
    return (CaseState.FOUND, "") if hit else (CaseState.MISSED, "")


def _same(found: str, expected: str) -> bool:
    """A mark may cover less or more than what a person quoted."""
    return bool(found) and (found in expected or expected in found)


def ask_again(unit: Unit) -> None:
    """Tries all cases of the unit and those below it, in the background."""
    ask(TRY, unit.pk)


@handles(TRY)
def _try_all(work: Work) -> None:
    unit = Unit.objects.get(pk=work.key)
    cases = MissedCase.objects.filter(report__unit__path__startswith=unit.path).select_related("report")
    for case in cases:
        try_again(case)


def packed(cases: list[MissedCase]) -> bytes:
    """A zip: one line of JSON a case, and the pages, so that any later version can be held against them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        lines = []
        for case in cases:
            place = place_of(case.page) if case.page else None
            name = f"pages/{case.pk}.html" if place else None
            if place and name:
                package.writestr(name, place.read_bytes())
            lines.append(json.dumps(_line(case, name), ensure_ascii=False))
        package.writestr("cases.jsonl", "\n".join(lines) + "\n")
    return out.getvalue()


def _line(case: MissedCase, page: str | None) -> dict[str, str | None]:
    return {
        "url": case.report.page_url,
        "site": case.report.site_name,
        "indicator": case.indicator,
        "expected": case.expected or None,
        "reported": timezone.localdate(case.report.received_at).isoformat(),
        "page": page,
        "sha256": case.sha256 or None,
        "state": case.state,
    }
