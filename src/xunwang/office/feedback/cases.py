"""Faults that the public found and the machine had not: each is kept with its page and what has to be found, and tried again."""

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.door.pages import read_saved
from xunwang.office import clock, lasting
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.looked import INDICATORS, Looked, expected_of, runs_before
from xunwang.office.feedback.models import CaseState, ErrorKind, ErrorReport, Machine, MissedCase
from xunwang.office.feedback.service import report_ruled
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.uploads import place_of

KEEP, TRY = "missed_case", "missed_cases"
MOST_PAGE_BYTES = 5_000_000


@receiver(report_ruled, dispatch_uid="feedback.cases")
def _keep(report: ErrorReport, **_: object) -> None:
    """What is a miss no longer is no case any more."""
    if report.machine == Machine.MISSED:
        keep(report)
    else:
        _drop(report)


def _drop(report: ErrorReport) -> None:
    for case in MissedCase.objects.filter(report=report):
        for place in filter(None, map(place_of, filter(None, (case.page, case.kept)))):
            transaction.on_commit(partial(place.unlink, missing_ok=True))
        case.delete()


def keep(report: ErrorReport) -> MissedCase:
    """The case of a report that was closed as missed; its page is looked for in the background."""
    case, _ = MissedCase.objects.get_or_create(
        report=report,
        defaults={
            "indicator": INDICATORS.get(ErrorKind(report.kind), ""),
            "expected": expected_of(report),
        },
    )
    ask(KEEP, case.pk)
    return case


@handles(KEEP)
def _keep_page(work: Work) -> None:
    """The page as the last inspection before the report kept it, and a first try."""
    case = MissedCase.objects.select_related("report").filter(pk=work.key).first()
    if case is not None:
        _take_page(case)
        try_again(case)


def _take_page(case: MissedCase, saved: bytes | None = None) -> None:
    """The page with what belongs to it, out of the newest run that knows it; `saved` stands in for what the runs hold."""
    url = case.report.page_url
    found = next(_kept(case.report, saved), None) if url else None
    body = saved
    if found is not None:
        looked, kept = found
        case.kept, case.norm = _written(case, kept, ".zip"), looked.norm
        body = body or _archived(looked.run, url)
    if body is not None:
        case.page, case.sha256 = _written(case, body, ".html"), hashlib.sha256(body).hexdigest()
    case.save(update_fields=["page", "sha256", "kept", "norm"])


def _kept(report: ErrorReport, saved: bytes | None) -> Iterator[tuple[Looked, bytes]]:
    for looked in runs_before(report):
        try:
            kept = door.keep_around(looked.run, report.page_url, saved=saved)
        except (door.RunError, OSError, ValueError):
            continue
        if kept is not None:
            yield looked, kept


def _written(case: MissedCase, body: bytes, suffix: str) -> str:
    inside = f"missedcase/{case.pk}/{uuid.uuid4().hex}{suffix}"
    lasting.write(Path(settings.UPLOADS_FOLDER) / inside, body)
    return inside


def _archived(run: Path, url: str) -> bytes | None:
    evidence = door.page_evidence(run, url)
    if evidence is None:
        return None
    archived = door.archived_page(run, evidence)
    return archived.rendered or archived.body


@transaction.atomic
def change(case: MissedCase, indicator: str, expected: str, *, by: User) -> None:
    """What has to be found. Raises OfficeError."""
    try:
        names = door.names_in(indicator)
    except ValueError as error:
        raise OfficeError(f"“{error}”不是指标编号，应类似 P-spelling、D-4.3 或 W-V4。") from error
    if len(" ".join(names)) > 100:
        raise OfficeError("指标编号太多，请只留下应当发现这个问题的几个。")
    case.indicator, case.expected, case.state = " ".join(names), expected.strip()[:200], CaseState.NEW
    case.save(update_fields=["indicator", "expected", "state"])
    log_action("missed_case.changed", case, user=by, unit=case.report.unit, data={"text": case.expected})


@transaction.atomic
def hand_in_page(case: MissedCase, body: bytes, *, by: User) -> None:
    """The page as somebody saved it, where the inspections never fetched it or it has changed since. Raises OfficeError."""
    if not case.report.page_url:
        raise OfficeError("这件找错没有写明页面地址，存下的页面不知道属于哪里。")
    if not body or len(body) > MOST_PAGE_BYTES:
        raise OfficeError(f"保存的页面应是不超过 {MOST_PAGE_BYTES // 1_000_000} MB 的网页文件（html）。")
    if not read_saved(body, case.report.page_url, home=None, today=None).text.strip():
        raise OfficeError("这个文件里读不到网页文字，请在浏览器中用“另存为网页，仅 HTML”保存后再上传。")
    _take_page(case, body)
    log_action("missed_case.page", case, user=by, unit=case.report.unit, data={"sha256": case.sha256})


def try_again(case: MissedCase) -> CaseState:
    """Reads the kept page with today's readers and rules; what came of it stays with the case."""
    tried = _tried(case)
    case.state, case.why = CaseState(tried.end.value), tried.why[:200]
    case.tried_at = clock.now()
    case.save(update_fields=["state", "why", "tried_at"])
    return case.state


def _tried(case: MissedCase) -> door.Tried:
    kept, page = _bytes_of(case.kept), _bytes_of(case.page)
    try:
        if kept is not None:
            return door.try_case(kept, form_of(case), door.norm(case.norm or settings.PATROL_NORM))
        if page is not None:
            return door.try_page(page, form_of(case))
    except (door.RunError, door.NormError, OSError) as error:
        return door.Tried(door.End.UNCHECKED, str(error))
    return door.Tried(door.End.UNCHECKED, "没有存下这个页面")


def _bytes_of(path: str) -> bytes | None:
    place = place_of(path) if path else None
    return place.read_bytes() if place else None


def form_of(case: MissedCase) -> door.Case:
    return door.Case(
        url=case.report.page_url,
        indicators=case.indicator,
        day=timezone.localdate(case.report.received_at),
        norm=case.norm or settings.PATROL_NORM,
        expected=case.expected,
    )


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
    """A zip: one line of JSON a case, and the pages, so that any later version can be held against them (`xunwang cases`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        lines = []
        for case in cases:
            files = {"page": (case.page, f"pages/{case.pk}.html"), "kept": (case.kept, f"kept/{case.pk}.zip")}
            inside: dict[str, str | None] = dict.fromkeys(files)
            for field, (path, name) in files.items():
                body = _bytes_of(path)
                if body is not None:
                    package.writestr(name, body)
                    inside[field] = name
            lines.append(json.dumps(_line(case) | inside, ensure_ascii=False))
        package.writestr("cases.jsonl", "\n".join(lines) + "\n")
    return out.getvalue()


def _line(case: MissedCase) -> dict[str, str | None]:
    form = form_of(case)
    return {
        "url": form.url,
        "site": case.report.site_name,
        "indicator": form.indicators,
        "expected": form.expected or None,
        "reported": form.day.isoformat(),
        "norm": form.norm,
        "sha256": case.sha256 or None,
        "state": case.state,
    }
