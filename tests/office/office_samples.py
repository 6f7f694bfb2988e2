"""An office small enough to hold in mind: a province with one city, the city's two counties, and a stranger city."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

from xunwang.inspector import model
from xunwang.inspector.evidence.folder import shot_of_page
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.urls import key_of
from xunwang.office.campaigns import service
from xunwang.office.campaigns.models import FindingRow, WeighedRow
from xunwang.office.people.models import UnitLevel, User, add_unit
from xunwang.office.registry.service import open_subject
from xunwang.office.registry.values import parse_address

JANUARY, MARCH, POINT = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 31)
SEEN = dt.datetime(2026, 3, 31, 9, 30, tzinfo=model.SHANGHAI)
PASSWORD = "Lianye-7-beihai"
STALE_PAGE = """<html><head><meta charset="gbk"><title>通知公告</title><script>alert(1)</script></head>
<body><h1>通知公告</h1><ul><li>关于开展试点工作的通知 <span>2025-06-01</span></li></ul></body></html>"""


def hold_sums():
    """Holds what is kept of findings that weigh against a fresh count of them."""
    weighing = FindingRow.objects.filter(weighed=True).values_list("subject", "indicator")
    kept = WeighedRow.objects.values_list("subject", "indicator", "places")
    assert Counter(weighing) == {(subject, indicator): places for subject, indicator, places in kept}


class QuickHasher(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8, 1


class Office:
    """Units, their websites and people. `users` are named `unit.role` and made when first asked for."""

    def __init__(self):
        self.province = add_unit("示例省", UnitLevel.PROVINCE)
        self.city = add_unit("示例市", UnitLevel.CITY, parent=self.province)
        self.county = add_unit("东河县", UnitLevel.COUNTY, parent=self.city)
        self.park = add_unit("南山园区", UnitLevel.PARK, parent=self.city)
        self.stranger = add_unit("邻省某市", UnitLevel.CITY)
        self.users = {}

    @property
    def boss(self):
        """Whoever runs the city's inspections."""
        return self.user(self.city, "supervisor")

    @property
    def clerk(self):
        """Whoever answers for the county's websites."""
        return self.user(self.county, "unit_clerk")

    def user(self, unit, role):
        """Somebody without a password (hashing one takes a third of a second); tests log them in by force."""
        key = (unit.pk, role)
        if key not in self.users:
            self.users[key] = User.objects.create(
                username=f"{role}{unit.pk}", role=role, unit=unit, full_name=f"{unit.name}某"
            )
        return self.users[key]

    def website(self, unit, name, home, *, on=JANUARY, **fields):
        address, key = parse_address(home)[0], model_key(home)
        fields.setdefault("site_kind", model.SiteKind.PORTAL.value)
        return open_subject(
            model.SubjectKind.WEBSITE, unit, on, user=None, name=name, home=address, address_key=key, **fields
        )

    def campaign(self, unit, subjects, name="2026年第一季度检查", norm="cn-2019", **settings):
        return service.create_campaign(
            unit,
            name,
            period=(JANUARY, POINT),
            norm=norm,
            as_of=POINT,
            subjects=subjects,
            user=None,
            closing_on=dt.date(2026, 4, 30),
            **settings,
        )


def words(answer):
    """What a page says, without its markup and blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", answer.content.decode()))


def model_key(home):
    return key_of(parse_address(home)[0])


def finding(subject, indicator="W-V4.1", locator="/tzgg/", *, certainty=model.Certainty.AUTOMATIC, **fields):
    fields.setdefault("message", "通知公告栏目超过6个月未更新")
    return model.Finding(
        id=model.finding_id(str(subject.pk), indicator, locator),
        indicator=indicator,
        subject=str(subject.pk),
        locator=locator,
        url="http://www.donghe.gov.cn/tzgg/",
        certainty=certainty,
        first_seen=SEEN,
        **fields,
    )


def judgement(subject, verdict=model.Verdict.PASS, *findings, score="93.5", notes=(), **fields):
    outcomes = (
        model.Outcome("W-V3", model.OutcomeKind.MET, value=0, threshold=14),
        model.Outcome("W-V4.1", model.OutcomeKind.FOUND, value=6, threshold=5),
        model.Outcome("W-V2", model.OutcomeKind.UNCHECKED, reason="没有可访问性监测数据"),
        model.Outcome("D-2.1", model.OutcomeKind.NOT_APPLICABLE, points=Decimal("0.5")),
    )
    version = subject.versions.get(valid_to=None)
    return model.Judgement(
        subject=model.Subject(id=str(subject.pk), name=version.name, home=version.home),
        norm="cn-2019",
        as_of=POINT,
        verdict=verdict,
        score=None if score is None else Decimal(score),
        score_complete=False,
        verdict_notes=tuple(notes),
        outcomes=outcomes,
        findings=findings,
        **fields,
    )


def closed_run(
    folder: Path,
    name: str = "run-1",
    *,
    html: str = STALE_PAGE,
    kind: str = "text/html; charset=gbk",
    rendered: str | None = None,
    key: str = "any",
):
    """A finished run with one archived page, its picture and that of the home page; gives its folder and the pointer to the page."""
    subject = model.Subject(id=key, name="任一网站", home="http://www.donghe.gov.cn/")
    writer = RunWriter.create(folder, name, subject, {}, SEEN)
    body = html.encode("gbk")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    evidence = writer.append_exchange(
        [
            Message(
                url="http://www.donghe.gov.cn/tzgg/",
                method="GET",
                at=SEEN,
                request=b"GET /tzgg/ HTTP/1.1\r\nHost: www.donghe.gov.cn\r\n\r\n",
                status=200,
                headers=(("Content-Type", kind),),
                head=head,
                body=body,
            )
        ]
    )
    if rendered is not None:
        writer.append_rendered("http://www.donghe.gov.cn/tzgg/", SEEN, rendered.encode())
    writer.shot("home", PNG)
    writer.shot(shot_of_page(key_of("http://www.donghe.gov.cn/tzgg/")), PNG)
    writer.close(SEEN, stats=Stats())
    return writer.path, evidence


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
