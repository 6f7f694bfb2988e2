"""Changes of the unit tree: a new unit, another name or place, the end of one."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, UnitLevel, User, add_unit
from xunwang.office.people.past import remember

Pending = Callable[[Unit], str]
_PENDING: list[Pending] = []


def ends_before_closing(pending: Pending) -> Pending:
    """Registers what has to be over before a unit is closed: a function that says what is still open with it, "" for nothing."""
    _PENDING.append(pending)
    return pending


@transaction.atomic
def found(parent: Unit, name: str, level: str, on: dt.date, *, user: User) -> Unit:
    """A new unit below `parent`. Raises OfficeError."""
    name = _checked(name, level, parent)
    unit = add_unit(name, level, parent=parent)
    unit.valid_from = on
    unit.save(update_fields=["valid_from"])
    log_action("unit.created", unit, user=user, unit=unit, data={"on": on.isoformat(), "level": _word(level)})
    return unit


@transaction.atomic
def rename(unit: Unit, name: str, level: str, *, user: User) -> None:
    """Another name or level for the same unit."""
    before = f"{unit.name}（{_word(unit.level)}）"
    unit.name, unit.level = _checked(name, level, _parent(unit), but=unit), level
    unit.save(update_fields=["name", "level"])
    after = f"{unit.name}（{_word(level)}）"
    log_action("unit.changed", unit, user=user, unit=unit, data={"before": before, "after": after})


@transaction.atomic
def move(unit: Unit, parent: Unit, *, user: User) -> None:
    """The unit with everything below it hangs under `parent` from now on; past days are counted where it stood then."""
    if unit.holds(parent):
        raise OfficeError(f"“{parent}”是“{unit}”本身或其下级，不能作为它的上级。")
    was = _parent(unit)
    if was and was.pk == parent.pk:
        raise OfficeError(f"“{unit}”的上级已经是“{parent}”。")
    _checked(unit.name, unit.level, parent)
    old = unit.path
    new = f"{parent.path}{unit.pk:06d}/"
    moved = Unit.objects.filter(path__startswith=old)
    deepest = max(map(len, moved.values_list("path", flat=True)))
    if deepest - len(old) + len(new) > 250:
        raise OfficeError("单位层级太深，不能再往下移。")
    remember(moved)
    moved.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    unit.refresh_from_db()
    said = {"before": was.name if was else None, "after": parent.name}
    log_action("unit.moved", unit, user=user, unit=unit, data=said)


@transaction.atomic
def close(unit: Unit, on: dt.date, *, user: User) -> None:
    """The unit exists no more from that day; nothing and nobody may be left in it."""
    below = Unit.objects.subtree(unit).exclude(pk=unit.pk).filter(valid_to=None).first()
    if below:
        raise OfficeError(f"“{unit}”还有下级单位“{below}”，请先撤销或划走下级。")
    subject = unit.subjects.filter(versions__valid_to=None).first()
    if subject:
        raise OfficeError(f"“{unit}”还负责“{subject}”，请先划转或注销它负责的对象。")
    person = unit.users.filter(is_active=True).first()
    if person:
        raise OfficeError(f"“{unit}”还有启用的账号“{person.username}”，请先停用或交接。")
    left = [text for pending in _PENDING if (text := pending(unit))]
    if left:
        raise OfficeError(f"“{unit}”还有{'、'.join(left)}，请先办结或改由其他单位办理。")
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    log_action("unit.closed", unit, user=user, unit=unit, data={"on": on.isoformat()})


def _parent(unit: Unit) -> Unit | None:
    return Unit.objects.above(unit).last()


def _checked(name: str, level: str, parent: Unit | None, *, but: Unit | None = None) -> str:
    """The name, when a unit below `parent` may be called so."""
    name = name.strip()
    if not name or len(name) > 200:
        raise OfficeError("请填写单位名称，不超过 200 个字。")
    if level not in UnitLevel.values:
        raise OfficeError("请选择单位的层级。")
    same = Unit.objects.filter(name=name, path__startswith=parent.path if parent else "")
    depth = parent.depth + 1 if parent else 0
    if any(one.depth == depth and one.pk != (but.pk if but else None) for one in same):
        raise OfficeError(f"同一上级之下已有名为“{name}”的单位，请换一个名称。")
    return name


def _word(level: str) -> str:
    return str(UnitLevel(level).label)
