"""A province in a database: units, websites, accounts, four quarters of inspections with their outcomes, findings and entries of the trail, written in bulk so that it takes minutes.

Filling goes on where it was interrupted.
"""

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from xunwang.inspector import door
from xunwang.office.campaigns.models import Campaign, CampaignSubject, OutcomeRow, When
from xunwang.office.people.audit import FIRST, SYSTEM, seal
from xunwang.office.people.models import AuditEntry, Unit, UnitLevel, User
from xunwang.office.people.roles import Role
from xunwang.office.registry.models import Subject, SubjectVersion

OPENED = dt.date(2024, 1, 1)
QUARTERS = (
    ("第一季度", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
    ("第二季度", dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
    ("第三季度", dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    ("第四季度", dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
)
_BATCH = 2000
_STEP = 200_000  # findings written in one transaction
_COLUMNS = (
    "subject_id, finding_id, indicator, locator, url, parent, message, excerpt, value, threshold, certainty, state, first_seen, last_seen, at_point, weighed, source, "
    "run_path, evidence_file, evidence_offset, evidence_length, evidence_sha256"
)
_VALUES = (
    "s.id, {key}, 'D-' || (1 + n % 3) || '.' || (1 + n % 7), '/xxgk/' || n || '.html', 'http://w' || s.id || '.example.gov.cn/xxgk/' || n || '.html', 'http://w' || s.id || '.example.gov.cn/xxgk/', "
    "'链接打不开', '通知公告第' || n || '号', '404', '', 'sure', CASE WHEN (s.id + n) % 100 = 0 AND s.campaign_id = {newest} THEN 'waits' ELSE 'confirmed' END, "
    "{at}, {at}, {true}, NOT ((s.id + n) % 100 = 0 AND s.campaign_id = {newest}), '', '', 'archive-00001.warc.gz', n * 900, 900, ''"
)
_INSERT = {
    "postgresql": "INSERT INTO campaigns_findingrow ({columns}) SELECT {values} FROM campaigns_campaignsubject s CROSS JOIN generate_series(1, {each}) n "
    "WHERE s.id > {after} AND s.id <= {until}",
    "sqlite": "INSERT INTO campaigns_findingrow ({columns}) WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {each}) "
    "SELECT {values} FROM campaigns_campaignsubject s CROSS JOIN numbers WHERE s.id > {after} AND s.id <= {until}",
}
_SUMS = """
INSERT INTO campaigns_weighedrow (subject_id, indicator, places)
SELECT subject_id, indicator, COUNT(*) FROM campaigns_findingrow
WHERE weighed AND subject_id > {after} AND subject_id <= {until} GROUP BY subject_id, indicator
"""
_OUTCOMES = """
INSERT INTO campaigns_outcomerow (subject_id, "when", indicator, outcome, reason, value, threshold)
SELECT s.id, w.name, i.name, CASE (s.id + i.number) % 10 WHEN 0 THEN 'found' WHEN 1 THEN 'unchecked' WHEN 2 THEN 'not_applicable' ELSE 'met' END,
    CASE (s.id + i.number) % 10 WHEN 1 THEN '这类页面只由脚本填充，没有浏览器时未能检查' ELSE '' END, CASE (s.id + i.number) % 10 WHEN 0 THEN '3' ELSE '' END, ''
FROM campaigns_campaignsubject s CROSS JOIN ({indicators}) i CROSS JOIN ({moments}) w
WHERE s.id > {after} AND s.id <= {until}
"""
_KEY = {"postgresql": "md5(s.id || '-' || n)", "sqlite": "lower(hex(randomblob(16)))"}


def fill(sites: int, accounts: int, findings: int, *, outcomes: bool = True) -> None:
    """Makes what is not there yet; the outcomes of all indicators take longest of all."""
    begun = time.monotonic()
    units = _units(sites)
    _subjects("website", sites, units)
    _subjects("account", accounts, units)
    _campaigns(units[0])
    _people(units)
    print(
        f"register of {sites} websites and {accounts} accounts: {time.monotonic() - begun:.0f} s", flush=True
    )
    if outcomes:
        _outcomes()
    _trail()
    _findings(findings)


def gather_statistics() -> None:
    """As the database does by itself in time; PostgreSQL also notes which rows everybody sees, without which it looks each of them up."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _batched(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Until Python 3.12 brings it."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _units(sites: int) -> list[Unit]:
    """A top, cities, and units below them, a hundredth and a fourth as many as websites."""
    if not Unit.objects.exists():
        cities = max(1, sites // 700)
        made = [Unit(name="示例省", level=UnitLevel.PROVINCE, path="000001/")]
        made += [
            Unit(name=f"第{n}市", level=UnitLevel.CITY, path=f"000001/{n + 2:06d}/") for n in range(cities)
        ]
        below = range(max(1, sites // 4))
        made += [
            Unit(
                name=f"第{n}局",
                level=UnitLevel.DEPARTMENT,
                path=f"000001/{n % cities + 2:06d}/{n + cities + 2:06d}/",
            )
            for n in below
        ]
        Unit.objects.bulk_create(made, batch_size=_BATCH)
    return list(Unit.objects.all())


def _subjects(kind: str, count: int, units: list[Unit]) -> None:
    have = Subject.objects.filter(kind=kind).count()
    below = [unit for unit in units if unit.depth == 2] or units
    for numbers in _batched(range(have, count), _BATCH):
        made = [Subject(id=uuid.uuid4(), kind=kind, unit=below[n % len(below)]) for n in numbers]
        Subject.objects.bulk_create(made)
        SubjectVersion.objects.bulk_create(_version(one, n) for one, n in zip(made, numbers, strict=True))


def _version(subject: Subject, number: int) -> SubjectVersion:
    version = SubjectVersion(
        subject=subject,
        kind=subject.kind,
        unit=subject.unit,
        valid_from=OPENED,
        name=f"第{number}号{subject.kind}",
    )
    if subject.kind == "website":
        version.home = f"http://w{number}.example.gov.cn/"
        version.address_key = version.home
        version.code, version.site_kind = f"99{number:08d}", "department"
    else:
        version.platform, version.handle = ("wechat", "weibo")[number % 2], f"zh{number}"
    return version


def _campaigns(top: Unit) -> None:
    for name, begin, end in QUARTERS:
        closed = timezone.make_aware(dt.datetime.combine(end, dt.time(12)))
        campaign, _ = Campaign.objects.get_or_create(
            unit=top, name=name,
            defaults={"period_start": begin, "period_end": end, "norm": "cn-2019", "as_of": end, "released": True, "point_closed_at": closed},
        )  # fmt: skip
        versions = SubjectVersion.objects.filter(subject__kind="website").exclude(
            subject__inspections__campaign=campaign
        )
        for batch in _batched(versions.iterator(), _BATCH):
            CampaignSubject.objects.bulk_create(_inspected(campaign, one) for one in batch)


def _inspected(campaign: Campaign, version: SubjectVersion) -> CampaignSubject:
    verdict = "fail" if version.pk % 5 == 0 else "pass"
    return CampaignSubject(
        campaign=campaign, subject_id=version.subject_id, unit_id=version.unit_id, name=version.name, home=version.home,
        row={"id": str(version.subject_id), "name": version.name, "home": version.home, "kind": "website"},
        run_state="looked", run_path=f"c{campaign.pk}/{version.pk}", judged_as_of=campaign.as_of, pages_done=900, pages_total=900,
        verdict_at_point=verdict, verdict_at_closing=verdict, score_at_point=80, score_at_closing=80, score_complete=True,
    )  # fmt: skip


def _people(units: list[Unit]) -> None:
    if not User.objects.exists():
        below = next(unit for unit in units if unit.depth == 2)
        people = (
            ("province", Role.SUPERVISOR, units[0]),
            ("auditor", Role.AUDITOR, units[0]),
            ("clerk", Role.UNIT_CLERK, below),
        )
        for name, role, unit in people:
            user = User(username=name, role=role, unit=unit, full_name="某", password_set_at=timezone.now())
            user.set_unusable_password()
            user.save()


def _findings(wanted: int) -> None:
    rows = CampaignSubject.objects.order_by("pk")
    each = max(1, wanted // max(1, rows.count()))
    done = CampaignSubject.objects.filter(findings__isnull=False).aggregate(last=Max("pk"))["last"] or 0
    begun, steps = time.monotonic(), max(1, _STEP // each)
    for after, until in _ranges(list(rows.filter(pk__gt=done).values_list("pk", flat=True)), done, steps):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_insert(each, after, until))
            cursor.execute(_SUMS.format(after=after, until=until))
    print(f"{each} findings each of {rows.count()} inspections: {time.monotonic() - begun:.0f} s", flush=True)


def _outcomes() -> None:
    """Of every indicator of the norm, at the monitoring point and at the closing."""
    names = [one.id for one in door.norm("cn-2019").rules]
    indicators = " UNION ALL ".join(
        f"SELECT '{name}' AS name, {number} AS number" for number, name in enumerate(names)
    )
    moments = " UNION ALL ".join(f"SELECT '{when.value}' AS name" for when in When)
    rows = CampaignSubject.objects.order_by("pk")
    done = OutcomeRow.objects.aggregate(last=Max("subject"))["last"] or 0
    begun, steps = time.monotonic(), max(1, _STEP // len(names))
    for after, until in _ranges(list(rows.filter(pk__gt=done).values_list("pk", flat=True)), done, steps):
        with connection.cursor() as cursor:
            cursor.execute(_OUTCOMES.format(indicators=indicators, moments=moments, after=after, until=until))
    print(
        f"{len(names) * len(When)} outcomes each of {rows.count()} inspections: {time.monotonic() - begun:.0f} s",
        flush=True,
    )


def _trail() -> None:
    """An entry for each inspection, sealed as the office does it."""
    newest = AuditEntry.objects.order_by("-pk").first()
    previous, there = (newest.hash, AuditEntry.objects.count()) if newest else (FIRST, 0)
    top, now = Unit.objects.order_by("path")[:1].get(), timezone.now()
    rows = CampaignSubject.objects.order_by("pk").values_list("pk", "name")[there:]
    for batch in _batched(rows.iterator(), _BATCH):
        made = []
        for key, name in batch:
            entry = AuditEntry(
                at=now, user_name=SYSTEM, unit=top, action="judgement.recorded",
                target=f"campaigns.campaignsubject:{key}", target_label=name, previous=previous,
            )  # fmt: skip
            entry.hash = previous = seal(entry, "sha256")
            made.append(entry)
        AuditEntry.objects.bulk_create(made)


def _ranges(keys: list[int], done: int, step: int) -> Iterator[tuple[int, int]]:
    for batch in _batched(keys, step):
        yield done, batch[-1]
        done = batch[-1]


def _insert(each: int, after: int, until: int) -> str:
    newest = Campaign.objects.order_by("as_of").values_list("pk", flat=True).last()
    values = _VALUES.format(
        key=_KEY[connection.vendor],
        newest=newest,
        at="'2025-12-31 12:00:00+00'" if connection.vendor == "postgresql" else "'2025-12-31 12:00:00'",
        true="true" if connection.vendor == "postgresql" else "1",
    )
    return _INSERT[connection.vendor].format(
        columns=_COLUMNS, values=values, each=each, after=after, until=until
    )
