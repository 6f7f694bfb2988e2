"""The figures of the overview: what this person may see, each with the way to its rows."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from xunwang.inspector.model import Record, SubjectKind, Verdict
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS
from xunwang.office.campaigns.summing import summed
from xunwang.office.campaigns.weighing import broken
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.models import OPEN_STATES, OWED_STATES, TicketState
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.registry.history import counts
from xunwang.office.web.charts import Chart, Item, Shape, Tone

PERIODS, INDICATORS, REGIONS = 8, 10, 12
_TONES = ((Decimal(100), "best"), (Decimal(80), "good"), (Decimal(60), "fair"), (Decimal(0), "poor"))
_WEBSITE, _ACCOUNT = SubjectKind.WEBSITE.value, SubjectKind.ACCOUNT.value


class Figure(Record, frozen=True):
    """A large figure: what it counts, and where its rows are."""

    label: str
    value: str
    link: str
    tone: str = ""


class Tile(Record, frozen=True):
    """A unit on the map: its pass rate (None where nothing was decided), and the way to what lies below it."""

    name: str
    rate: Decimal | None
    passed: int
    failed: int
    undecided: int
    link: str

    @property
    def tone(self) -> str:
        """`none`, or how good: 100, from 80, from 60, below."""
        if self.rate is None:
            return "none"
        return next(tone for least, tone in _TONES if self.rate >= least)


class Map(Record, frozen=True):
    """The units next below one unit; `trail` leads from the top of what may be seen down to it."""

    unit: Unit
    trail: tuple[Unit, ...]
    tiles: tuple[Tile, ...]


class Overview(Record, frozen=True):
    """`newest` is the latest inspection whose point is closed; without one there is nothing to draw but the register."""

    figures: tuple[Figure, ...]
    basis: str = ""
    newest: Campaign | None = None
    charts: tuple[Chart, ...] = ()
    map: Map | None = None


def overview(user: User, today: dt.date, unit: Unit | None = None) -> Overview:
    """`unit`: where on the map the person stands; else at the top."""
    periods = judged(user)
    newest = periods[0] if periods else None
    drawn = [trend(user, periods)]
    if newest:
        drawn += [indicators(user, newest), _regions(user, newest)]
    drawn += [_tickets(user, today), _platforms(user, today)]
    return Overview(
        figures=figures(user, today, newest),
        basis=basis(user, newest) if newest else "",
        newest=newest,
        charts=tuple(chart for chart in drawn if chart.items),
        map=_map(user, newest, unit) if newest else None,
    )


def judged(user: User) -> list[Campaign]:
    """The latest campaigns whose point is closed, the newest first."""
    verdicts = CampaignSubject.objects.filter(campaign=OuterRef("pk")).exclude(verdict_at_point="")
    closed = CAMPAIGNS.visible(user).filter(Exists(verdicts), point_closed_at__isnull=False)
    return list(closed.order_by("-as_of", "-pk")[:PERIODS])


def figures(user: User, today: dt.date, newest: Campaign | None) -> tuple[Figure, ...]:
    """The large ones: what is registered, how it stood in the newest campaign, what is owed."""
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


def basis(user: User, newest: Campaign) -> str:
    """What the rate among the large figures was reckoned from."""
    found = summed(_verdicts(user, newest))
    return (
        f"合格率、不合格和暂不作结论取自“{newest.name}”（监测时间点 {newest.as_of}）："
        f"合格 {found.passed} ÷ 已作出结论 {found.passed + found.failed}，暂不作结论的不计。"
    )


def _verdicts(user: User, campaign: Campaign) -> Counter[str]:
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign).order_by()
    return Counter(dict(rows.values_list("verdict_at_point").annotate(count=Count("pk"))))


def _by_unit(rows: QuerySet[CampaignSubject]) -> Counter[tuple[str, str]]:
    """How many subjects by the path of their unit and their verdict; counted here, since a database asked to group by units walks through all campaigns."""
    return Counter(rows.order_by().values_list("unit__path", "verdict_at_point"))


def rate_of(verdicts: Counter[str]) -> Decimal | None:
    """The pass rate as the campaign's page and its circular have it."""
    return summed(verdicts).pass_rate


def trend(user: User, periods: Sequence[Campaign]) -> Chart:
    """The pass rates of the campaigns, the newest of which comes first."""
    points = tuple(_point(user, campaign) for campaign in reversed(periods))
    hint = "括号内为合格数和已作出结论的对象数；各次检查的对象不同时，合格率不宜直接相比。"
    return Chart("trend", "合格率走势", Shape.LINE, "检查", "合格率", points, most=100, hint=hint)


def _point(user: User, campaign: Campaign) -> Item:
    found = summed(_verdicts(user, campaign))
    rate, judged = found.pass_rate, found.passed + found.failed
    shown = f"{rate}%（{found.passed}/{judged}）" if rate is not None else "暂无结论"
    return Item(
        f"{campaign.as_of:%Y-%m-%d}", rate, shown, reverse("campaign", args=[campaign.pk]), name=campaign.name
    )


def indicators(user: User, campaign: Campaign, most: int = INDICATORS) -> Chart:
    """The indicators that most subjects break, at most so many."""
    words = norm_words(campaign.norm)
    ranked = sorted(broken(user, campaign), key=lambda one: (-one.subjects, one.indicator))
    where = reverse("findings_of", args=[campaign.pk])
    items = tuple(
        Item(
            label=words.indicators.get(one.indicator, one.indicator),
            value=one.subjects,
            shown=f"{one.subjects} 个对象 {one.places} 处",
            link=f"{where}?{urlencode({'indicator': one.indicator})}",
            tone=Tone.BAD if one.indicator in words.vetoes else Tone.PLAIN,
        )
        for one in ranked[:most]
    )
    title, hint = f"问题最多的指标（{campaign.name}）", "点开可看每一处问题和证据。"
    if any(one.tone is Tone.BAD for one in items):
        hint = f"红色斜纹为单项否决指标。{hint}"
    return Chart("indicators", title, Shape.BARS, "指标", "对象和问题", items, hint=hint)


def _regions(user: User, campaign: Campaign) -> Chart:
    """Pass rates of the units next below that which inspects, the lowest first; nothing where most have but one subject."""
    items = _rated(user, campaign) if user.unit.holds(campaign.unit) else ()
    return Chart("regions", f"各地区合格率（{campaign.name}）", Shape.BARS, "地区", "合格率", items, most=100)


def _rated(user: User, campaign: Campaign) -> tuple[Item, ...]:
    top = campaign.unit.path
    by_region: dict[str, Counter[str]] = {}
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign, unit__path__startswith=top)
    for (path, verdict), count in _by_unit(rows).items():
        first = path[len(top) :].partition("/")[0]
        by_region.setdefault(f"{top}{first}/" if first else top, Counter())[verdict] += count
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=by_region)}
    rated = [(part, verdicts, rate_of(verdicts)) for part, verdicts in by_region.items()]
    known = [
        (rate, f"{units[part]}本级" if part == top else units[part].name, part, verdicts)
        for part, verdicts, rate in rated
        if rate is not None
    ]
    if len(known) < 2 or 2 * len(known) > rows.count():
        return ()
    where = reverse("campaign", args=[campaign.pk])
    return tuple(
        Item(
            label=region,
            value=rate,
            shown=f"{rate}%（不合格 {verdicts[Verdict.FAIL.value]}）",
            link=f"{where}?{urlencode({'unit': units[part].pk, **({'own': 1} if part == top else {})})}",
            tone=Tone.GOOD if rate == 100 else Tone.PLAIN,
        )
        for rate, region, part, verdicts in sorted(known, key=lambda one: one[:3])[:REGIONS]
    )


def _map(user: User, campaign: Campaign, unit: Unit | None) -> Map | None:
    """None where the tree has nothing below the place that has more than one part."""
    top = campaign.unit if user.unit.holds(campaign.unit) else user.unit
    place = unit if unit is not None and top.holds(unit) else top
    by_part: dict[str, Counter[str]] = {}
    deeper: set[str] = set()
    rows = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign, unit__path__startswith=place.path)
    for (path, verdict), count in _by_unit(rows).items():
        first, _, rest = path[len(place.path) :].partition("/")
        part = f"{place.path}{first}/" if first else place.path
        by_part.setdefault(part, Counter())[verdict] += count
        if rest:
            deeper.add(part)
    units = Unit.objects.filter(path__in=by_part)
    tiles = tuple(_tile(one, place, campaign, by_part[one.path], deep=one.path in deeper) for one in units)
    trail = [one for one in Unit.objects.above(place) if top.holds(one)]
    return Map(place, tuple(trail), tiles) if len(tiles) > 1 or unit is not None else None


def _tile(unit: Unit, place: Unit, campaign: Campaign, verdicts: Counter[str], *, deep: bool) -> Tile:
    own = unit.pk == place.pk
    where = reverse("overview") if deep and not own else reverse("campaign", args=[campaign.pk])
    return Tile(
        name=f"{unit.name}本级" if own else unit.name,
        rate=rate_of(verdicts),
        passed=verdicts[Verdict.PASS.value],
        failed=verdicts[Verdict.FAIL.value],
        undecided=verdicts[Verdict.UNDECIDED.value],
        link=f"{where}?{urlencode({'unit': unit.pk, **({'own': 1} if own else {})})}",
    )


def _tickets(user: User, today: dt.date) -> Chart:
    tickets = TICKETS.visible(user)
    by_state = tickets.values_list("state").annotate(count=Count("pk")).order_by()
    found = dict(by_state)
    late = tickets.filter(Q(state__in=OWED_STATES), due_on__lt=today).count()
    where = reverse("tickets")
    tones = {TicketState.CLOSED: Tone.GOOD, TicketState.REOPENED: Tone.BAD, TicketState.ISSUED: Tone.OPEN}
    items = [
        Item(
            str(state.label),
            found[state],
            f"{found[state]} 件",
            f"{where}?list={state.value}",
            tones.get(state, Tone.PLAIN),
        )
        for state in TicketState
        if found.get(state)
    ]
    if late:
        items.append(Item("其中已逾期", late, f"{late} 件", f"{where}?list=overdue", Tone.BAD))
    return Chart("tickets", "整改进展", Shape.BARS, "状态", "整改通知", tuple(items))


def _platforms(user: User, today: dt.date) -> Chart:
    registered = counts(user.unit, today, kind=_ACCOUNT)
    ranked = sorted(registered.by_platform.items(), key=lambda pair: (-pair[1], pair[0]))
    where = reverse("accounts")
    items = tuple(
        Item(name, count, f"{count} 个", f"{where}?{urlencode({'part': name})}")
        for name, count in ranked[:REGIONS]
    )
    return Chart("platforms", "登记的新媒体账号（按平台）", Shape.BARS, "平台", "账号", items)
