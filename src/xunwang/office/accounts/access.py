"""Credentials for platforms' interfaces: entered by those who keep an account, sealed, and never shown again."""

from collections.abc import Iterable, Mapping

import msgspec
from django.db import transaction

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.accounts.materials import account_version
from xunwang.office.accounts.models import Interface
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject
from xunwang.office.registry.service import inspector_subject
from xunwang.office.sealing import seal, unseal


def way_of(subject: Subject) -> str | None:
    """The interface that the account's platform has; None where it has none."""
    return door.interface_for(inspector_subject(account_version(subject, clock.today())).platform)


@transaction.atomic
def set_access(subject: Subject, given: Mapping[str, str], server: str, *, user: User) -> None:
    """Keeps the credentials in place of earlier ones. Raises OfficeError for what is missing."""
    way = way_of(subject)
    if way is None:
        raise OfficeError("该平台没有可用的数据接口，请用订阅源、发文清单、书签采集或人工登记。")
    lacking = door.lacking(way, given)
    if lacking:
        raise OfficeError(f"请填写{'、'.join(lacking)}。")
    if server and not (server.startswith(("http://", "https://")) and door.resolve(server, server)):
        raise OfficeError(f"接口地址“{server}”应以 http:// 或 https:// 开头；直接连接平台的留空。")
    wanted = {field.name: given.get(field.name, "") for field in door.fields_for(way)}
    said = {"way": way, "sealed": seal(msgspec.json.encode(wanted).decode()), "server": server[:300]}
    Interface.objects.update_or_create(subject=subject, defaults={**said, "by": user, "at": clock.now()})
    log_action("media.access", subject, user=user, unit=subject.unit, data={"kind": door.WAY_NAMES[way]})


@transaction.atomic
def remove_access(subject: Subject, *, user: User) -> None:
    Interface.objects.filter(subject=subject).delete()
    log_action("media.access_removed", subject, user=user, unit=subject.unit)


def accesses(subjects: Iterable[Subject]) -> dict[object, door.Access]:
    """Subject id -> its way in. Raises OfficeError when the office's key is another one by now."""
    rows = Interface.objects.filter(subject__in=list(subjects))
    return {row.subject_id: _opened(row) for row in rows}


def _opened(row: Interface) -> door.Access:
    given = msgspec.json.decode(unseal(row.sealed), type=dict[str, str])
    return door.Access(way=row.way, given=given, server=row.server or None)
