"""The columns of a website as people entered them: the next inspections go by them, whatever the reader would guess."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.inspector.model import Subject as Inspected
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.registry.models import Column, Subject
from xunwang.office.registry.values import RowError, parse_address

TYPES = {kind.value: word for word, kind in door.COLUMN_TYPES.items()}
"""What a column may hold, with the words that people and tables of corrections use."""
NO_COLUMN = "none"
"""Entered in the place of a type: the page is no column, whatever it looks like."""


class Told(Record, frozen=True):
    """What somebody says of a column; `type` is one of `TYPES` or `NO_COLUMN`."""

    address: str
    type: str
    name: str = ""
    reason: str = ""


@transaction.atomic
def enter(subject: Subject, told: Told, *, user: User) -> Column:
    """Holds from today on, in the place of what was said of the same address before. Raises OfficeError."""
    if told.type not in {*TYPES, NO_COLUMN}:
        raise OfficeError(f"请选择栏目类型：{'、'.join(TYPES.values())}，或“不是栏目”。")
    if not told.address:
        raise OfficeError("请填写栏目地址。")
    try:
        url = parse_address(told.address)[0]
    except RowError as error:
        raise OfficeError(str(error)) from None
    key = door.key_of(url)
    _end(Column.objects.filter(subject=subject, key=key, valid_to=None))
    is_column = told.type != NO_COLUMN
    made = Column.objects.create(
        subject=subject,
        key=key,
        url=url,
        name=told.name[:200],
        type=told.type if is_column else "",
        is_column=is_column,
        reason=told.reason[:300],
        user=user,
        valid_from=clock.today(),
    )
    said = {
        "kind": TYPES.get(made.type, "不是栏目"),
        "text": f"{told.name} {url}".strip(),
        "reason": made.reason or None,
    }
    log_action("column.entered", subject, user=user, unit=subject.unit, data=said)
    return made


@transaction.atomic
def take_table(subject: Subject, home: str, pins: Iterable[door.Pin], *, user: User) -> int:
    """Enters a table of corrections, all or none; gives their number. Raises OfficeError."""
    asked = list(pins)
    for pin in asked:
        _refuse_strange(pin, home)
        kind = str(pin.type) if pin.type and pin.column else NO_COLUMN
        enter(subject, Told(pin.url, kind, pin.name or "", pin.reason or ""), user=user)
    return len(asked)


def _refuse_strange(pin: door.Pin, home: str) -> None:
    """What cannot be kept is not left out in silence. Raises OfficeError."""
    if not pin.concerns(home):
        why = f"不属于本网站（{home}），请删去这一行，或填写“网站首页”"
    elif pin.items or pin.date or pin.first_level is not None:
        why = "填了条目选择器、日期选择器或一级栏目，这几项在这里不能登记，请清空"
    elif pin.column and pin.type is None:
        why = f"没有填类型，应为 {'、'.join(TYPES.values())} 之一"
    else:
        return
    raise OfficeError(f"栏目 {pin.url} {why}；表格没有登记任何一行。")


@transaction.atomic
def withdraw(column: Column, *, user: User) -> None:
    """The reader judges for itself again."""
    subject, text = column.subject, f"{column.name} {column.url}".strip()
    _end(Column.objects.filter(pk=column.pk))
    log_action("column.withdrawn", subject, user=user, unit=subject.unit, data={"text": text})


def _end(columns: Iterable[Column]) -> None:
    """What was said today was said for nobody yet."""
    today = clock.today()
    for one in columns:
        if one.valid_from == today:
            one.delete()
        else:
            one.valid_to = today
            one.save(update_fields=["valid_to"])


def pins_for(subject: Inspected, day: dt.date) -> tuple[door.Pin, ...]:
    """What an inspection on the day has to go by."""
    rows = Column.objects.on(day).filter(subject=uuid.UUID(subject.id)).select_related("user").order_by("key")
    return tuple(_pin(one, subject.home) for one in rows)


def _pin(said: Column, home: str) -> door.Pin:
    return door.Pin(
        url=said.url,
        by=said.user.shown_name if said.user else "",
        on=said.valid_from,
        site=home,
        name=said.name or None,
        type=door.COLUMN_TYPES[TYPES[said.type]] if said.type else None,
        column=said.is_column,
        reason=said.reason or None,
    )
