"""The nightly evaluation: every account judged from what is known of it, under the norm its unit was last inspected by."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import (
    SHANGHAI,
    AccountFact,
    Judgement,
    OutcomeKind,
    PostFact,
    Record,
    Subject,
    SubjectKind,
)
from xunwang.office import clock
from xunwang.office.accounts.calendars import is_seen, longest_gap, seen_spans
from xunwang.office.accounts.counting import days_published, last_days
from xunwang.office.accounts.models import Look, Post, PublishedMonth, Standing, StandingState
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.registry import models as registry
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.limits import months_later
from xunwang.office.registry.service import inspector_subject

BACK = dt.timedelta(days=130)
"""What is looked at: a quarter, or three months, and some days more."""
ZOMBIE_MONTHS = 3
"""How many months a zombie is silent, where its norm names none."""
SILENT_DAYS = 14
"""What counts as recent where the norm asks for no update within a time."""
_BEFORE_ALL = dt.date(2005, 1, 1)
"""Before there were such accounts: who sees all from here on sees the whole history."""
_CHUNK = 500
_NATIONAL = "cn-2019"
_QUARTER = 90
_NO_WAY = "没有数据来源看过该账号"
_FRESHNESS = "account_freshness"
_TRIED = "seen_by_person"


@repeats("accounts.standing", every=dt.timedelta(hours=1))
def _evaluate(work: Work) -> None:
    """Whoever has no standing of today yet; an interrupted night goes on where it stood."""
    evaluate(clock.today(), tell=lambda done, total: work.tell("账号评估", done, total))


class _Norms:
    """The norm for each unit: that of the newest inspection by the unit or one above it."""

    def __init__(self) -> None:
        from xunwang.office.campaigns.models import Campaign  # noqa: PLC0415  # campaigns stand on accounts

        rows = Campaign.objects.order_by("pk").values_list("unit__path", "norm")
        self._by_path = dict(rows)
        self._norms: dict[str, door.Norm] = {}

    def of(self, path: str) -> door.Norm:
        near = max((own for own in self._by_path if path.startswith(own)), key=len, default=None)
        name = self._by_path[near] if near else _NATIONAL
        if name not in self._norms:
            try:
                self._norms[name] = door.norm(name)
            except door.NormError:
                self._norms[name] = door.norm(_NATIONAL)
        return self._norms[name]


def evaluate(day: dt.date, *, tell: object = None) -> int:
    """Gives every account of the register that has none yet its standing of the day; the number of those evaluated."""
    versions = registry.SubjectVersion.objects.on(day).filter(kind__in=ON_PLATFORMS)
    waiting = (
        versions.exclude(subject__standing__day=day).select_related("subject", "unit").order_by("subject_id")
    )
    rows, norms, done = list(waiting), _Norms(), 0
    everyone = [inspector_subject(row) for row in versions.select_related("subject")]
    siblings = door.siblings_of(everyone) if rows else {}
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        standings = [
            _standing(row, inspector_subject(row), known, norms.of(row.unit.path), day)
            for row, known in _known(chunk, day, siblings)
        ]
        with transaction.atomic():
            Standing.objects.filter(subject__in=[row.subject_id for row in chunk]).delete()
            Standing.objects.bulk_create(standings, batch_size=_CHUNK)
        done += len(chunk)
        if callable(tell):
            tell(done, len(rows))
    return done


class _Known:
    """What is known of one account."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.posts: list[PostFact] = []
        self.last: dt.date | None = None
        self.days: dict[dt.date, int] = {}
        self.siblings: tuple[str, ...] = ()


def _known(
    rows: Sequence[registry.SubjectVersion], day: dt.date, siblings: dict[str, tuple[str, ...]]
) -> Iterator[tuple[registry.SubjectVersion, _Known]]:
    known: dict[object, _Known] = defaultdict(_Known)
    ids = [row.subject_id for row in rows]
    for look in Look.objects.filter(subject__in=ids, seen__date__lte=day).order_by():
        known[look.subject_id].looks.append(look)
    fields = ("subject_id", "key", "title", "published", "day_only", "original", "way", "url")
    posts = Post.objects.filter(subject__in=ids, day__gte=day - BACK, day__lte=day).order_by()
    for subject, key, title, published, day_only, original, way, url in posts.values_list(*fields).iterator():
        fact = PostFact(
            key=key, title=title, published=published, day_only=day_only, original=original, way=way or None, url=url or None
        )  # fmt: skip
        known[subject].posts.append(fact)
    published = PublishedMonth.objects.filter(subject__in=ids)
    for subject, days in days_published(published, day - BACK, day).items():
        known[subject].days, known[subject].last = days, max(days)
    silent = [one for one in ids if known[one].last is None]
    for subject, last in last_days(PublishedMonth.objects.filter(subject__in=silent), day).items():
        known[subject].last = last
    for row in rows:
        known[row.subject_id].siblings = siblings.get(str(row.subject_id), ())
        yield row, known[row.subject_id]


def _standing(
    row: registry.SubjectVersion, subject: Subject, known: _Known, norm: door.Norm, day: dt.date
) -> Standing:
    judged = door.judge_facts(subject, [*_looks(subject, known, day), *known.posts], norm, day)
    spans = seen_spans(known.looks)
    last, first = known.last, day - dt.timedelta(days=_QUARTER - 1)
    seen_since = last + dt.timedelta(days=1) if last else None
    is_known = last is not None and (last == day or is_seen(spans, seen_since or day, day))
    silent = (day - last).days if last and is_known else None
    edge = months_later(day, -_zombie_months(norm))
    silence = _Silence(
        recent=_since(known.days, day, SILENT_DAYS) > 0,
        empty=last is None and is_seen(spans, _BEFORE_ALL, day),
        zombie=last < edge if last and is_known else last is None and is_seen(spans, edge, day),
    )
    quarter = {on: count for on, count in known.days.items() if on >= first}
    return Standing(
        subject=row.subject,
        day=day,
        norm=norm.id,
        state=_state(subject, silence, judged, norm),
        last=last,
        silent=silent,
        longest_gap=longest_gap(quarter, first, day) if is_seen(spans, first, day) else None,
        week_posts=_since(quarter, day, 7),
        month_posts=_since(quarter, day, 30),
        quarter_posts=sum(quarter.values()),
        found=_found(judged),
        near=msgspec.to_builtins(judged.warnings),
    )


def _found(judged: Judgement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in judged.findings:
        found[one.indicator].append(one.message)
    return found


def _since(days: dict[dt.date, int], day: dt.date, count: int) -> int:
    edge = day - dt.timedelta(days=count - 1)
    return sum(posts for on, posts in days.items() if on >= edge)


def _looks(subject: Subject, known: _Known, day: dt.date) -> Iterator[AccountFact]:
    """Where nothing ever looked, that is said, for the register alone tells of twins."""
    if not known.looks:
        seen = dt.datetime.combine(day, dt.time(), SHANGHAI)
        yield AccountFact(subject, "none", seen, unread=_NO_WAY, siblings=known.siblings)
    for look in known.looks:
        yield AccountFact(
            subject=subject,
            way=look.way,
            seen=look.seen,
            unread=look.unread or None,
            complete_since=look.complete_since,
            posts=look.posts,
            shown_name=look.shown_name or None,
            certified_body=look.certified_body or None,
            siblings=known.siblings,
            note=look.note or None,
            opens=look.opens,
            downloads=look.downloads,
            interacts=look.interacts,
            certified=look.certified,
            remark=look.remark or None,
        )


class _Silence(Record, frozen=True):
    """Whether an account was heard of late, never (`empty`: over its whole history), or not for as long as makes a zombie."""

    recent: bool
    empty: bool
    zombie: bool


def _zombie_months(norm: door.Norm) -> int:
    months = [one.params["months"] for one in norm.rules if one.how == _FRESHNESS and "months" in one.params]
    return max(months, default=ZOMBIE_MONTHS)


def _state(subject: Subject, silence: _Silence, judged: Judgement, norm: door.Norm) -> StandingState:
    """Zombies and shells are told by silence that was seen; the rest as the norm's rules found."""
    if subject.kind is SubjectKind.APP:
        return _state_of_app(silence, judged, norm)
    if silence.empty:
        return StandingState.EMPTY
    if silence.zombie:
        return StandingState.ZOMBIE
    rules = {rule.id for rule in norm.rules if rule.how == _FRESHNESS}
    fresh = {one.outcome for one in judged.outcomes if one.indicator in rules}
    if OutcomeKind.FOUND in fresh:
        return StandingState.SILENT
    if OutcomeKind.UNCHECKED in fresh or not (silence.recent or OutcomeKind.MET in fresh):
        return StandingState.UNSEEN
    is_slow = any("每周" in text or "一周" in text for text in _rhythm(judged))
    return StandingState.SLOW if is_slow else StandingState.ACTIVE


def _state_of_app(silence: _Silence, judged: Judgement, norm: door.Norm) -> StandingState:
    """Of apps nobody asks for posts: a person tries whether they open."""
    rules = {one.id for one in norm.rules if one.how == _TRIED and "opens" in one.params.get("aspects", ())}
    tried = {one.outcome for one in judged.outcomes if one.indicator in rules}
    if OutcomeKind.FOUND in tried:
        return StandingState.BROKEN
    if OutcomeKind.MET in tried:
        return StandingState.USABLE
    return StandingState.ACTIVE if silence.recent else StandingState.UNSEEN


def _rhythm(judged: Judgement) -> list[str]:
    return [one.message for one in judged.findings if one.locator.startswith("week:")]
