"""The figures of the overview and of the big screen: what this person may see, each with the way to its rows."""

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from xunwang.inspector.model import Record, SubjectKind, Verdict
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import COUNTING, Campaign
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, FINDINGS
from xunwang.office.campaigns.regions import region_of
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.people.models import User
from xunwang.office.rectify.models import OPEN_STATES, OWED_STATES, TicketState
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.registry.history import counts
from xunwang.office.web.charts import Bar, Point

PERIODS, INDICATORS, REGIONS = 8, 10, 12
_WEBSITE, _ACCOUNT = SubjectKind.WEBSITE.value, SubjectKind.ACCOUNT.value


class Figure(Record, frozen=True):
    """A large figure: what it counts, and where its rows are."""

    label: str
    value: str
    link: str
    tone: str = ""


class Overview(Record, frozen=True):
    """`newest` is the latest inspection whose point is closed; without one there is nothing to draw but the register."""

    figures: tuple[Figure, ...]
    newest: Campaign | None = None
    trend: tuple[Point, ...] = ()
    indicators: tuple[Bar, ...] = ()
    regions: tuple[Bar, ...] = ()
    tickets: tuple[Bar, ...] = ()
    platforms: tuple[Bar, ...] = ()


def overview(user: User, today: dt.date) -> Overview:
    done = CAMPAIGNS.visible(user).filter(point_closed_at__isnull=False).order_by("-as_of", "-pk")
    periods = list(done[:PERIODS])
    newest = periods[0] if periods else None
    return Overview(
        figures=_figures(user, today, newest),
        newest=newest,
        trend=tuple(_point(user, campaign) for campaign in reversed(periods)),
        indicators=_indicators(user, newest) if newest else (),
        regions=_regions(user, newest) if newest else (),
        tickets=_tickets(user, today),
        platforms=_platforms(user, today),
    )


def _figures(user: User, today: dt.date, newest: Campaign | None) -> tuple[Figure, ...]:
    registered = counts(user.unit, today)
    made = [
        Figure("登记网站", str(registered.by_kind.get(_WEBSITE, 0)), reverse("websites")),
        Figure("登记新媒体账号", str(registered.by_kind.get(_ACCOUNT, 0)), reverse("accounts")),
    ]
    if newest:
        verdicts = _verdicts(user, newest)
        link = reverse("campaign", args=[newest.pk])
        rate = rate_of(verdicts)
        made += [
            Figure("最近一次检查合格率", f"{rate}%" if rate is not None else "—", link),
            Figure("不合格", str(verdicts[Verdict.FAIL.value]), f"{link}?verdict=fail", "bad"),
            Figure("暂不作结论", str(verdicts[Verdict.UNDECIDED.value]), f"{link}?verdict=undecided", "open"),
        ]
    tickets = TICKETS.visible(user)
    late = tickets.filter(state__in=OWED_STATES, due_on__lt=today).count()
    owed = tickets.filter(state__in=OPEN_STATES).count()
    reports = ERROR_REPORTS.visible(user).filter(closed_at=None).count()
    made += [
        Figure("未办结整改", str(owed), reverse("tickets"), "open" if owed else ""),
        Figure("逾期整改", str(late), f"{reverse('tickets')}?list=overdue", "bad" if late else ""),
        Figure("在办网民找错", str(reports), reverse("error_reports"), "open" if reports else ""),
    ]
    return tuple(made)


def _verdicts(user: User, campaign: Campaign) -> Counter[str]:
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign)
    return Counter(rows.values_list("verdict_at_point", flat=True))


def rate_of(verdicts: Counter[str]) -> Decimal | None:
    """Passed ÷ decided in percent with one decimal, half up."""
    passed, failed = verdicts[Verdict.PASS.value], verdicts[Verdict.FAIL.value]
    if not passed + failed:
        return None
    return (Decimal(passed) * 100 / (passed + failed)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _point(user: User, campaign: Campaign) -> Point:
    rate = rate_of(_verdicts(user, campaign))
    told = f"{campaign.name}：合格率{rate}%" if rate is not None else campaign.name
    return Point(f"{campaign.as_of:%Y-%m-%d}", rate, reverse("campaign", args=[campaign.pk]), told)


def _indicators(user: User, campaign: Campaign) -> tuple[Bar, ...]:
    """The indicators that most subjects break."""
    words = norm_words(campaign.norm)
    found = FINDINGS.visible(user).filter(subject__campaign=campaign, at_point=True, state__in=COUNTING)
    rows = found.values("indicator").annotate(subjects=Count("subject", distinct=True), places=Count("pk"))
    ranked = sorted(
        (row for row in rows if row["indicator"] not in words.advisory),
        key=lambda row: (-row["subjects"], row["indicator"]),
    )
    where = reverse("findings_of", args=[campaign.pk])
    return tuple(
        Bar(
            label=words.indicators.get(row["indicator"], row["indicator"]),
            value=row["subjects"],
            shown=f"{row['subjects']} 个对象 {row['places']} 处",
            link=f"{where}?{urlencode({'indicator': row['indicator']})}",
            tone="bad" if "-V" in row["indicator"] else "",
        )
        for row in ranked[:INDICATORS]
    )


def _regions(user: User, campaign: Campaign) -> tuple[Bar, ...]:
    """Pass rates of the units next below that which inspects, the lowest first; nothing where most have but one subject."""
    if not user.unit.holds(campaign.unit):
        return ()
    name = region_of(campaign.unit)
    by_region: dict[str, Counter[str]] = {}
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign)
    for path, verdict in rows.values_list("unit__path", "verdict_at_point"):
        by_region.setdefault(name(path), Counter())[verdict] += 1
    rated = [(region, verdicts, rate_of(verdicts)) for region, verdicts in by_region.items()]
    known = [(region, verdicts, rate) for region, verdicts, rate in rated if rate is not None]
    if len(known) < 2 or 2 * len(known) > rows.count():
        return ()
    where = reverse("campaign", args=[campaign.pk])
    return tuple(
        Bar(
            label=region,
            value=rate,
            shown=f"{rate}%（不合格 {verdicts[Verdict.FAIL.value]}）",
            link=f"{where}?{urlencode({'q': region})}",
            tone="good" if rate == 100 else "",
        )
        for region, verdicts, rate in sorted(known, key=lambda one: (one[2], one[0]))[:REGIONS]
    )


def _tickets(user: User, today: dt.date) -> tuple[Bar, ...]:
    tickets = TICKETS.visible(user)
    by_state = tickets.values_list("state").annotate(count=Count("pk")).order_by()
    found = dict(by_state)
    late = tickets.filter(Q(state__in=OWED_STATES), due_on__lt=today).count()
    where = reverse("tickets")
    lists = {TicketState.CLOSED: "closed", TicketState.ANSWERED: "answered"}
    tones = {TicketState.CLOSED: "good", TicketState.REOPENED: "bad", TicketState.ISSUED: "open"}
    bars = [
        Bar(
            str(state.label),
            found[state],
            f"{found[state]} 件",
            f"{where}?list={lists.get(state, 'open')}",
            tones.get(state, ""),
        )
        for state in TicketState
        if found.get(state)
    ]
    return (*bars, *([Bar("其中已逾期", late, f"{late} 件", f"{where}?list=overdue", "bad")] if late else []))


def _platforms(user: User, today: dt.date) -> tuple[Bar, ...]:
    registered = counts(user.unit, today, kind=_ACCOUNT)
    ranked = sorted(registered.by_platform.items(), key=lambda pair: (-pair[1], pair[0]))
    where = reverse("accounts")
    return tuple(Bar(name, count, f"{count} 个", where) for name, count in ranked[:REGIONS])
