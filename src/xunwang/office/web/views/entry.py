"""One subject in the register: what it is, how it became so, and what the people in charge may do with it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.errors import OfficeError
from xunwang.office.filing.policies import FILINGS
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry import life
from xunwang.office.registry.dated import Dated, dated
from xunwang.office.registry.diary import diary
from xunwang.office.registry.entry import form_of, read_entry, written_entry
from xunwang.office.registry.fields import FIELDS
from xunwang.office.registry.identity import going_by
from xunwang.office.registry.life import Turn
from xunwang.office.registry.models import KIND_LABELS, LifeEvent, Subject, SubjectVersion
from xunwang.office.registry.policies import EVENTS, SUBJECTS
from xunwang.office.web.acting import actionable, chosen_unit, day, optional_day, refuse, try_to, written
from xunwang.office.web.viewing import day_asked, viewer, visible_or_404

OPENABLE = (
    SubjectKind.WEBSITE,
    SubjectKind.ACCOUNT,
    SubjectKind.CHANNEL,
    SubjectKind.APP,
    SubjectKind.SYSTEM,
)

_MOST_NAMED = 5
"""Entries that a refusal names."""
_MOST_ALIKE = 200
"""Units of one name among which the superior decides."""


def register_subject(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    subject = visible_or_404(SUBJECTS, request, key)
    user = viewer(request)
    on, wrong = day_asked(request)
    versions = list(subject.versions.select_related("unit").order_by("valid_from"))
    if not versions:  # an orphan in the review: the register never had it
        raise Http404
    shown = next((one for one in reversed(versions) if one.valid_from <= on), versions[0])
    may_change = SUBJECTS.may(user, Action.CHANGE, subject)
    inspections = CAMPAIGN_SUBJECTS.visible(user).filter(subject=subject).select_related("campaign")
    context = {
        "subject": subject,
        "shown": shown,
        "on": on,
        "wrong": wrong,
        "may_file_turns": may_change,
        "today": clock.today(),
        "in_register": shown.valid_from <= on and (shown.valid_to is None or shown.valid_to > on),
        "suspended": subject.pk in life.suspended(on),
        "kind_label": KIND_LABELS[SubjectKind(subject.kind)],
        "facts": _facts(shown),
        "chapters": diary(versions),
        "events": _events(subject),
        "columns": subject.columns.on(clock.today()).count(),
        "channels": _today(subject.channels.all()),
        "filings": FILINGS.visible(user).filter(subject=subject).select_related("holder")[:12],
        "inspections": inspections.order_by("-campaign__as_of", "-pk")[:12],
    }
    if versions[-1].valid_to is None and subject.unit_id == user.unit_id:
        context["may_file"] = FILINGS.grants_to(user, Action.ANSWER)
    if may_change and versions[-1].valid_to is None:
        context |= _acting(user, subject, versions[-1])
    return render(request, "web/register_subject.html", context)


def _facts(version: SubjectVersion) -> list[tuple[str, str, str]]:
    """(field, header, text) of what the register says."""
    said = written_entry(form_of(SubjectKind(version.subject.kind)), version)
    return [
        (field.name, field.header, said[field.name])
        for field in FIELDS[form_of(SubjectKind(version.subject.kind))]
        if field.name != "name" and said[field.name]
    ]


def _events(subject: Subject) -> list[Dated]:
    return dated(list(subject.events.select_related("into", "user")))


def _today(subjects: Any) -> list[SubjectVersion]:
    rows = SubjectVersion.objects.filter(subject__in=subjects, valid_to=None)
    return list(rows.select_related("unit").order_by("name", "pk"))


def _acting(user: User, subject: Subject, current: SubjectVersion) -> dict[str, Any]:
    """What the forms of the page need."""
    kind = form_of(SubjectKind(subject.kind))
    others = SubjectVersion.objects.below(user.unit).filter(kind=subject.kind, valid_to=None)
    return {
        "may_change": True,
        "may_add_channel": subject.kind == SubjectKind.WEBSITE,
        "form": form_rows(subject.kind, written_entry(kind, current)),
        "others": others.exclude(subject=subject).exists(),
    }


def form_rows(kind: str, given: dict[str, str]) -> list[tuple[Any, str]]:
    """(field, what stands in it) of the form for a subject of the kind."""
    return [(field, given.get(field.name, "")) for field in FIELDS[form_of(SubjectKind(kind))]]


# ── what people do ───────────────────────────────────────────────────────────────────────────────


def new_subject(request: HttpRequest) -> HttpResponse:
    """A new entry: a website, an account, a channel of a website that another unit answers for."""
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    kind = _kind(request.POST.get("kind") or request.GET.get("kind", ""))
    parent = _parent(request, kind)
    if request.method == "POST":
        try:
            subject = _open(request, user, kind, parent)
        except OfficeError as error:
            refuse(request, error)
            return render(
                request, "web/new_subject.html", _blank(user, kind, parent, request.POST.dict()), status=400
            )
        messages.success(request, f"已登记“{subject}”。")
        return redirect("register_subject", subject.pk)
    return render(request, "web/new_subject.html", _blank(user, kind, parent, {}))


def _kind(name: str) -> SubjectKind:
    return SubjectKind(name) if name in {one.value for one in OPENABLE} else SubjectKind.WEBSITE


def _parent(request: HttpRequest, kind: SubjectKind) -> Subject | None:
    """The website to which a channel belongs."""
    if kind is not SubjectKind.CHANNEL:
        return None
    try:
        key = uuid.UUID(request.POST.get("parent") or request.GET.get("parent", ""))
    except ValueError:
        raise Http404 from None
    return actionable(SUBJECTS, request, key, Action.CHANGE)


def _blank(user: User, kind: SubjectKind, parent: Subject | None, given: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "kinds": [(one.value, KIND_LABELS[one]) for one in OPENABLE if one is not SubjectKind.CHANNEL],
        "kind_label": KIND_LABELS[kind],
        "parent": parent,
        "form": form_rows(kind, given),
        "given": given,
        "units": UNITS.visible(user).filter(valid_to=None).order_by("path"),
        "today": clock.today(),
    }


def _open(request: HttpRequest, user: User, kind: SubjectKind, parent: Subject | None) -> Subject:
    fields = _fields(request, kind)
    return life.open_new(
        kind, chosen_unit(request, "填报单位"), _turn(request, "开办日期"), user=user, parent=parent, **fields
    )


def _fields(request: HttpRequest, kind: SubjectKind) -> dict[str, Any]:
    form = form_of(kind)
    fields, notes = read_entry(form, {field.name: written(request, field.name) for field in FIELDS[form]})
    for note in notes:
        messages.warning(request, note)
    return fields


def _turn(request: HttpRequest, label: str) -> Turn:
    turn = Turn(
        day(request, "on", label), optional_day(request, "filed_on", "报备日期"), written(request, "note")
    )
    if turn.filed_on and turn.filed_on > clock.today():
        raise OfficeError(f"报备日期 {turn.filed_on} 在今天之后，应填已经报备的日期，没有报备可以不填。")
    return turn


def _unit_named(user: User, text: str) -> Unit:
    """The unit that goes by the name, or by its superior's and its own with a slash between. Raises OfficeError."""
    *above, name = (part.strip() for part in text.replace("／", "/").split("/"))
    if not name:
        raise OfficeError("请填写接收单位的名称。")
    units = UNITS.visible(user).filter(valid_to=None).order_by("path")
    known = {unit: _below(unit) for unit in units.filter(name=name)[:_MOST_ALIKE]}
    found = [unit for unit, whole in known.items() if not above or whole == f"{above[-1]}/{name}"]
    if len(found) == 1:
        return found[0]
    if found:
        told = "、".join(known[unit] for unit in found[:_MOST_NAMED])
        raise OfficeError(f"“{name}”不止一个单位，请连同上级一起写，例如：{told}。")
    near = "、".join(_below(unit) for unit in units.filter(name__icontains=name)[:_MOST_NAMED])
    raise OfficeError(f"没有名为“{text}”的单位{f'，是不是：{near}' if near else ''}。请填写单位名称。")


def _below(unit: Unit) -> str:
    above = Unit.objects.above(unit).last()
    return f"{above.name}/{unit.name}" if above else unit.name


Act = Callable[[HttpRequest, User, Subject], str]


def _change(request: HttpRequest, user: User, subject: Subject) -> str:
    fields = _fields(request, SubjectKind(subject.kind))
    kinds = life.change(subject, _turn(request, "变更日期"), user=user, **fields)
    return (
        f"已登记：{'、'.join(str(kind.label) for kind in kinds)}。" if kinds else "内容没有变化，未作登记。"
    )


def _move(request: HttpRequest, user: User, subject: Subject) -> str:
    unit = _unit_named(user, written(request, "unit"))
    life.move(subject, unit, _turn(request, "划转日期"), user=user)
    return f"已划转到“{unit}”。"


def _merge(request: HttpRequest, user: User, subject: Subject) -> str:
    into = _named(user, subject, written(request, "into"))
    life.merge(subject, into, _turn(request, "合并日期"), user=user)
    return f"已并入“{into}”。"


def _named(user: User, subject: Subject, text: str) -> Subject:
    """The other one of the same kind that goes by the text. Raises OfficeError."""
    if not text:
        raise OfficeError("请填写并入哪一个：名称、标识码或首页地址。")
    others = SubjectVersion.objects.below(user.unit).filter(kind=subject.kind, valid_to=None)
    others = others.exclude(subject=subject).select_related("subject", "unit").order_by("name", "pk")
    found = list(others.filter(going_by(text))[:_MOST_NAMED])
    if len(found) == 1:
        return found[0].subject
    near = found or list(others.filter(name__icontains=text)[:_MOST_NAMED])
    told = "、".join(f"{one.name}（{one.unit}，{one.code or one.home}）" for one in near)
    if found:
        raise OfficeError(f"“{text}”不止一个：{told}，请改填标识码或首页地址。")
    raise OfficeError(
        f"名录中没有“{text}”{f'，是不是：{told}' if told else ''}。请填写名称、标识码或首页地址。"
    )


def _suspend(request: HttpRequest, user: User, subject: Subject) -> str:
    until = day(request, "until", "关停至")
    life.suspend(subject, until, _turn(request, "关停日期"), user=user)
    return f"已登记临时关停，至 {until}。"


def _resume(request: HttpRequest, user: User, subject: Subject) -> str:
    life.resume(subject, _turn(request, "恢复日期"), user=user)
    return "已登记恢复开放。"


def _close(request: HttpRequest, user: User, subject: Subject) -> str:
    life.close(subject, _turn(request, "注销日期"), user=user)
    return "已登记注销，历史仍可查询。"


_ACTS: dict[str, Act] = {
    "change": _change,
    "move": _move,
    "merge": _merge,
    "suspend": _suspend,
    "resume": _resume,
    "close": _close,
}


@require_POST
def act(request: HttpRequest, key: uuid.UUID, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    subject = actionable(SUBJECTS, request, key, Action.CHANGE)
    try_to(request, lambda: _ACTS[act](request, viewer(request), subject))
    return redirect("register_subject", subject.pk)


@require_POST
def filed(request: HttpRequest, key: int) -> HttpResponse:
    """The day on which a turn was filed, entered afterwards."""
    event: LifeEvent = actionable(EVENTS, request, key, Action.CHANGE)

    def enter() -> str:
        filed_on = day(request, "filed_on", "报备日期")
        if filed_on > clock.today():
            raise OfficeError(f"报备日期 {filed_on} 在今天之后，应填已经报备的日期。")
        life.file(event, filed_on, user=viewer(request))
        return "已登记报备日期。"

    try_to(request, enter)
    return redirect("register_subject", event.subject_id)
