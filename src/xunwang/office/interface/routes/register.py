"""Units, the register of a day, and what is known of new-media accounts."""

import datetime as dt
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404, HttpRequest
from ninja import Query, Router

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.interface import shapes
from xunwang.office.interface.asking import ANSWERS, Bearer, asker, paged, seen_or_404
from xunwang.office.interface.models import Scope
from xunwang.office.interface.problems import RefusedError
from xunwang.office.interface.schemas import (
    AccountOut,
    Paged,
    Paging,
    RegisterIn,
    RegisterOut,
    SubjectIn,
    SubjectOut,
    Text,
    UnitOut,
)
from xunwang.office.people.models import User
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.fields import FIELDS, NAMES, RegisterKind
from xunwang.office.registry.importing import import_register, preview
from xunwang.office.registry.models import SubjectVersion, VersionQuerySet
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.registry.workbooks import write_rows
from xunwang.office.uploads import scratch

router = Router(tags=["名录"], auth=Bearer(Scope.REGISTER))


@router.get("/units", summary="单位", response={200: Paged[UnitOut], **ANSWERS})
def units(request: HttpRequest, paging: Query[Paging]) -> Paged[UnitOut]:
    return paged(UNITS.visible(asker(request)).order_by("path"), paging, shapes.unit)


@router.get("/subjects", summary="某一天的名录", response={200: Paged[SubjectOut], **ANSWERS})
def subjects(
    request: HttpRequest,
    paging: Query[Paging],
    kind: SubjectKind | None = None,
    on: dt.date | None = None,
    q: Text = "",
) -> Paged[SubjectOut]:
    rows = _rows(asker(request), on or clock.today(), q)
    if kind:
        rows = rows.filter(kind=kind.value)
    return paged(rows, paging, shapes.subject)


@router.get("/subjects/{uuid:key}", summary="一个对象的登记历史", response={200: list[SubjectOut], **ANSWERS})
def subject(request: HttpRequest, key: UUID) -> list[SubjectOut]:
    found = seen_or_404(SUBJECTS, request, key)
    rows = found.versions.select_related("unit", "subject").order_by("valid_from")
    if not rows:
        raise Http404
    return [shapes.subject(row) for row in rows]


@router.get("/accounts", summary="新媒体账号及最近发布", response={200: Paged[AccountOut], **ANSWERS})
def accounts(
    request: HttpRequest, paging: Query[Paging], platform: Text = "", q: Text = ""
) -> Paged[AccountOut]:
    rows = _rows(asker(request), clock.today(), q).filter(
        kind__in=[SubjectKind.ACCOUNT.value, SubjectKind.APP.value]
    )
    if platform:
        rows = rows.filter(platform=platform)
    told = rows.annotate(last_post=Max("subject__posts__day"), last_seen=Max("subject__looks__seen"))
    return paged(told, paging, shapes.account)


@router.post(
    "/subjects",
    auth=Bearer(Scope.HAND_IN),
    summary="报入名录：与导入表格相同，先逐行核对再写入，可在“导入记录”里撤销",
    response={200: RegisterOut, **ANSWERS},
)
def hand_in(request: HttpRequest, said: RegisterIn) -> RegisterOut:
    user = asker(request)
    if not SUBJECTS.grants_to(user, Action.CHANGE):
        raise RefusedError(403, "名录只能由“主管人员”角色的令牌报入；填报单位的变动请在系统里报备。")
    with scratch() as folder:
        path = folder / "rows.xlsx"
        write_rows(said.kind, path, [_cells(said.kind, one) for one in said.rows])
        if said.check_only:
            report = preview(path, said.kind, user.unit, said.on, create_units=said.create_units)
        else:
            report = import_register(
                path,
                said.kind,
                user.unit,
                user,
                said.on,
                create_units=said.create_units,
                shown_as=user.shown_name,
            )
    if report.unusable:
        raise OfficeError(report.unusable.message)
    return shapes.imported(report, written=not said.check_only)


def _cells(kind: RegisterKind, row: SubjectIn) -> dict[str, str]:
    """The row under the names of the spreadsheet's columns. Raises OfficeError."""
    given = {name: str(value) for name, value in row.dict().items() if value}
    cells = {{"type": "type_name"}.get(name, name): text for name, text in given.items()}
    foreign = sorted(cells.keys() - {field.name for field in FIELDS[kind]})
    if foreign:
        raise OfficeError(f"“{row.name}”：{NAMES[kind]}名录没有 {foreign[0]} 这一项。")
    return cells


def _rows(user: User, day: dt.date, asked: str) -> VersionQuerySet:
    rows = SubjectVersion.objects.on(day).filter(subject__in=SUBJECTS.visible(user))
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(home__icontains=asked) | Q(code=asked))
    return rows.select_related("unit", "subject").order_by("unit__path", "name", "pk")
