"""The columns of a website: as its newest inspection read them, and what people said of them."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.inspector.door.tables import columns_of_run
from xunwang.inspector.model import ColumnFact, Record, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.inspection import limits_of, norm_words
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.places import run_at
from xunwang.office.registry import columns as service
from xunwang.office.registry.models import Column, Subject
from xunwang.office.registry.policies import COLUMNS, SUBJECTS
from xunwang.office.registry.service import open_version
from xunwang.office.selfcheck.service import norm_for
from xunwang.office.uploads import MOST_BYTES, scratch, shown_name
from xunwang.office.web.acting import actionable, try_to, written
from xunwang.office.web.viewing import viewer, visible_or_404

READ = (SubjectKind.WEBSITE, SubjectKind.CHANNEL)


class Line(Record, frozen=True):
    """One column: what the machine read, what people said, or both."""

    url: str
    name: str
    type: str
    word: str
    limit: str
    read: ColumnFact | None = None
    said: Column | None = None


def columns(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    subject = _site(request, key)
    user = viewer(request)
    read, on = _read(user, subject)
    norm = norm_for(subject.unit)
    context = {
        "subject": subject,
        "lines": list(_lines(read, subject, limits_of(norm))),
        "norm": norm_words(norm).title,
        "on": on,
        "types": service.TYPES,
        "no_column": service.NO_COLUMN,
        "may_change": SUBJECTS.may(user, Action.CHANGE, subject),
    }
    return render(request, "web/register_columns.html", context)


def _site(request: HttpRequest, key: uuid.UUID) -> Subject:
    subject = visible_or_404(SUBJECTS, request, key)
    if subject.kind not in READ or not subject.versions.exists():
        raise Http404
    return subject


def _read(user: User, subject: Subject) -> tuple[list[ColumnFact], dt.date | None]:
    """The columns of the newest inspection that this person may see and that can be read, with its day."""
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(subject=subject).exclude(run_path="")
    for row in rows.order_by("-judged_as_of", "-pk")[:3]:
        with suppress(door.RunError, OSError):
            return list(columns_of_run(run_at(row.run_path))), row.judged_as_of
    return [], None


def _lines(read: list[ColumnFact], subject: Subject, limits: dict[str, str]) -> Iterator[Line]:
    said = {
        one.key: one
        for one in Column.objects.on(clock.today()).filter(subject=subject).select_related("user")
    }
    for fact in read:
        one = said.pop(door.key_of(fact.url), None)
        kind = one.type if one else fact.type.value
        yield Line(
            fact.url, (one and one.name) or fact.name, kind, _word(kind), limits.get(kind, ""), fact, one
        )
    for one in said.values():
        yield Line(one.url, one.name, one.type, _word(one.type), limits.get(one.type, ""), None, one)


def _word(kind: str) -> str:
    return service.TYPES.get(kind, "不是栏目")


@require_POST
def enter(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One column, or a table of them."""
    subject = actionable(SUBJECTS, request, key, Action.CHANGE)
    if subject.kind not in READ:
        raise Http404

    def act() -> str:
        if request.FILES.get("file"):
            return _table(request, subject)
        said = (written(request, name) for name in ("address", "type", "name", "reason"))
        made = service.enter(subject, service.Told(*said), user=viewer(request))
        return f"“{made}”已登记为{_word(made.type)}，从下一次检查起算数。"

    try_to(request, act)
    return redirect(reverse("register_columns", args=[subject.pk]))


def _table(request: HttpRequest, subject: Subject) -> str:
    upload = request.FILES.get("file")
    assert upload is not None
    if (upload.size or 0) > MOST_BYTES:
        raise OfficeError(f"“{upload.name}”太大，应不超过 {MOST_BYTES // 1_000_000} MB。")
    with scratch() as folder:
        place = folder / shown_name(upload.name or "")
        place.write_bytes(upload.read())
        try:
            pins = door.read_pins(place)
        except door.PinsError as error:
            raise OfficeError(f"{error}。") from None
    home = open_version(subject, clock.today()).home
    number = service.take_table(subject, home, pins, user=viewer(request))
    return f"已登记 {number} 个栏目，从下一次检查起算数。"


@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    found = actionable(COLUMNS, request, key, Action.CHANGE)
    subject, text = found.subject, str(found)

    def act() -> str:
        service.withdraw(found, user=viewer(request))
        return f"“{text}”的登记已撤销，从下一次检查起由机器识别。"

    try_to(request, act)
    return redirect(reverse("register_columns", args=[subject.pk]))
