"""Catalogues and stated numbers are kept: whose, by whom, and what explains a difference."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.sites import bare_host
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.publishing.catalogue import read_catalogue
from xunwang.office.publishing.models import Catalogue, StatedTotal
from xunwang.office.publishing.stated import Stated
from xunwang.office.registry.models import Subject, SubjectVersion, VersionQuerySet
from xunwang.office.registry.sheet import Problem


@transaction.atomic
def keep_catalogue(
    subject: Subject, path: Path, name: str, *, by: User
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The catalogue of a website from now on, and the rows of the file that are not in it. Raises OfficeError for a file of no use."""
    asked = read_catalogue(path)
    entries = list(asked.entries)
    if not entries:
        raise OfficeError("目录的表头下面没有内容，每行应写明一个“栏目”。")
    said = {"name": name[:200], "entries": msgspec.to_builtins(entries), "by": by, "at": clock.now()}
    kept, _ = Catalogue.objects.update_or_create(subject=subject, defaults=said)
    log_action(
        "catalogue.kept", subject, user=by, unit=subject.unit, data={"file": name, "entries": len(entries)}
    )
    return kept, asked.problems


@transaction.atomic
def state(rows: Iterable[Stated], *, by: User) -> tuple[int, list[Problem]]:
    """Keeps stated numbers of websites below the user's unit; gives how many, and the rows of unknown websites.

    What was stated before for the same website, period and kind is replaced; a reason that was given stays while the
    number stays.
    """
    known: dict[str, dict[UUID, Subject]] = {}
    for row in _websites(by).select_related("subject__unit"):
        for word in {str(row.subject_id), row.name, row.code, bare_host(row.home)} - {""}:
            known.setdefault(word, {})[row.subject_id] = row.subject
    problems, kept = [], 0
    told: dict[tuple[object, ...], Stated] = {}
    for one in rows:
        found = known.get(one.key or one.site) or known.get(bare_host(one.site)) or {}
        if len(found) == 1:
            (subject,) = found.values()
            first = told.setdefault((subject.pk, one.first, one.last, one.kind), one)
            if first.number != one.number:
                problems.append(Problem(_told_before(first, one), "error", one.sheet or None, one.row))
                continue
            _keep(subject, one, by)
            kept += 1
        else:
            problems.append(Problem(_not_one(one.site, len(found)), "error", one.sheet or None, one.row))
    log_action("stated.entered", by.unit, user=by, data={"entries": kept})
    return kept, problems


def _told_before(first: Stated, one: Stated) -> str:
    """Sheets of single months without days of their own all speak of the whole period."""
    sheet = f"工作表“{first.sheet}”" if first.sheet != one.sheet else ""
    return (
        f"“{one.site}”{one.first}至{one.last}的{one.kind or '合计'}在{sheet}第 {first.row} 行是 {first.number}，这一行是 {one.number}，"
        "没有读入；是不同时段的，请在“起始日期”“截止日期”列写明。"
    )


def _not_one(site: str, found: int) -> str:
    if not found:
        return f"名录里没有名为“{site}”的网站。"
    return f"有 {found} 个网站叫“{site}”，不知是哪一个，请在“网站”列写网站标识码或首页地址。"


def _keep(subject: Subject, one: Stated, by: User) -> None:
    place: dict[str, Any] = {"subject": subject, "first": one.first, "last": one.last, "kind": one.kind}
    said: dict[str, Any] = {"number": one.number, "source": one.source, "by": by, "at": clock.now()}
    before = StatedTotal.objects.filter(**place).first()
    if before is not None and before.number != one.number:
        said["reason"] = ""
    StatedTotal.objects.update_or_create(**place, defaults=said)


def _websites(by: User) -> VersionQuerySet:
    return SubjectVersion.objects.on(clock.today()).below(by.unit).filter(kind="website")


@transaction.atomic
def explain(total: StatedTotal, reason: str, *, by: User) -> None:
    """Why a unit states another number than was counted. Raises OfficeError."""
    if not reason.strip():
        raise OfficeError("请写明差异原因。")
    total.reason = reason.strip()[:500]
    total.save(update_fields=["reason"])
    log_action(
        "stated.explained", total.subject, user=by, unit=total.subject.unit, data={"reason": total.reason}
    )
