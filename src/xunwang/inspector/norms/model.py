"""What a rule set is: rules, sums, scoring parameters, all of it data."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import msgspec

from xunwang.inspector.model import Record, SiteKind, Subject, SubjectKind


class RuleKind(StrEnum):
    VETO = "veto"
    DEDUCT = "deduct"
    BONUS = "bonus"
    ADVISORY = "advisory"


class Check(StrEnum):
    """Who can tell: the machine alone, the machine with a person, or only a person."""

    AUTO = "auto"
    ASSISTED = "assisted"
    MANUAL = "manual"


class Level1(StrEnum):
    """The first-level indicators of the deductions (rulebook 3.1)."""

    RELEASE = "发布解读"
    SERVICE = "办事服务"
    INTERACTION = "互动交流"
    DESIGN = "功能设计"


class RuleObject(StrEnum):
    PORTAL = "portal"
    DEPARTMENT = "department"
    SPECIAL = "special"
    ACCOUNT = "account"
    APP = "app"
    SUPERVISOR = "supervisor"


SITE_OBJECTS = frozenset({RuleObject.PORTAL, RuleObject.DEPARTMENT, RuleObject.SPECIAL})

Confidence = Literal["V", "Vx", "I", "M+", "M?"]
NoService = Literal["scale_4_3", "spread", "none"]


class Sample(Record, frozen=True, forbid_unknown_fields=True):
    """How many of what are drawn for the check."""

    of: str
    n: int


class Rule(Record, frozen=True, forbid_unknown_fields=True):
    """One indicator (rulebook section 9).

    `points` is its cap, `points_each` what one occurrence costs, None while nobody has confirmed them; `points_at_least` is a
    bound seen in published results. `how` names the checking kind in `indicators/kinds`, None where there is none (yet).
    `objects` are those on whom the rule weighs; other websites are looked at for information only. `waived_by`: what is punished
    under one of these is not punished again under this one (§P9). `unbuilt` says why no kind checks the rule. `decisive`: nobody
    passes of whom it was not checked, be it that only a person can.
    """

    id: str
    name: str
    kind: RuleKind
    objects: tuple[RuleObject, ...]
    check: Check
    text: str
    basis: str
    confidence: Confidence
    verified: bool = False
    level1: Level1 | None = None
    points: Decimal | None = None
    points_each: Decimal | None = None
    points_at_least: Decimal | None = None
    points_confirmed: bool = False
    sample: Sample | None = None
    how: str | None = None
    params: dict[str, Any] = msgspec.field(default_factory=dict)
    short_text: str | None = None
    evidence: tuple[str, ...] = ()
    waived_by: tuple[str, ...] = ()
    unbuilt: str | None = None
    decisive: bool = False

    @property
    def concerns_sites(self) -> bool:
        return bool(SITE_OBJECTS.intersection(self.objects))

    def concerns(self, subject: Subject) -> bool:
        """Whether the rule can be looked at on this subject at all, scored or not."""
        if subject.kind in {SubjectKind.WEBSITE, SubjectKind.CHANNEL}:
            return self.concerns_sites
        return subject.kind.value in {item.value for item in self.objects}

    def scores(self, subject: Subject) -> bool:
        """Whether the rule weighs on this subject. A website of unknown kind answers only for what all websites answer for."""
        if not self.concerns(subject):
            return False
        if not self.concerns_sites:
            return True
        if subject.site_kind is None:
            return set(self.objects) >= SITE_OBJECTS
        return _OBJECT_OF[subject.site_kind] in self.objects


_OBJECT_OF = {
    SiteKind.PORTAL: RuleObject.PORTAL,
    SiteKind.DEPARTMENT: RuleObject.DEPARTMENT,
    SiteKind.SPECIAL: RuleObject.SPECIAL,
}


class LevelSum(Record, frozen=True, forbid_unknown_fields=True):
    """What the indicators of one first level add up to, None where it is not known."""

    points: Decimal | None
    confidence: Confidence


class ScoreParams(Record, frozen=True, forbid_unknown_fields=True):
    """The algorithm of rulebook 1.2 in numbers. `decimals`: places a score is rounded to, half up."""

    base: Decimal
    pass_line: Decimal
    bonus_line: Decimal
    bonus_cap: Decimal
    no_service: NoService
    no_service_drops_veto: bool = True
    veto_score: Decimal | None = None
    account_veto_score: Decimal | None = None
    account_veto_levels: tuple[str, ...] = ()
    decimals: int = 2


class NearParams(Record, frozen=True, forbid_unknown_fields=True):
    """From where on it is said that a line is near.

    `period_percent`: shares of a column's period gone by. The others are numbers below the limits of W-V2 (per cent of failed
    visits), W-V4.1 to W-V4.3 (columns) and W-V5.2 (months without an answer).
    """

    period_percent: tuple[int, ...] = (70, 90)
    outage_percent: Decimal = Decimal(3)
    stale_columns: int = 3
    long_stale_columns: int = 8
    blank_columns: int = 3
    message_months: int = 2


class Condition(Record, frozen=True, forbid_unknown_fields=True):
    """`posts_per_week`: each week with fewer (or so many) posts is one occurrence; `silent_days`: none for more (or so many) days."""

    metric: Literal["posts_per_week", "silent_days"]
    op: Literal["<", "<=", ">", ">="]
    value: Decimal


class MediaDeduction(Record, frozen=True, forbid_unknown_fields=True):
    """A deduction that a province applies to accounts, by platform; the account's base score is its cap."""

    id: str
    name: str
    when: Condition
    applies_to: tuple[str, ...]
    points_each: Decimal
    text: str
    basis: str | None = None


class NewMedia(Record, frozen=True, forbid_unknown_fields=True):
    """How accounts are scored; without `base_score` they only pass or fail by vetoes (§P8)."""

    base_score: Decimal | None = None
    pass_line: Decimal | None = None
    deduct: tuple[MediaDeduction, ...] = ()


class NormHead(Record, frozen=True):
    id: str
    title: str
    basis: str
    extends: str | None = None
    sample_points: bool = False


class Norm(Record, frozen=True, forbid_unknown_fields=True):
    """A rule set with its overlays applied. `rate_decimals`: places of printed percentages, rounded half up."""

    id: str
    title: str
    basis: str
    score: ScoreParams
    levels: dict[Level1, LevelSum]
    rules: tuple[Rule, ...]
    extends: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    rate_decimals: int = 2
    new_media: NewMedia | None = None
    sample_points: bool = False
    points_label: str | None = None
    notes: tuple[str, ...] = ()
    near: NearParams = NearParams()

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError if the norm has none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def for_subject(self, subject: Subject) -> "Norm":
        """The norm as it weighs on this subject: accounts are scored by their own base and line, without services and bonus (§P8)."""
        if subject.kind not in {SubjectKind.ACCOUNT, SubjectKind.APP} or self.new_media is None:
            return self
        base = self.new_media.base_score or self.score.base
        score = msgspec.structs.replace(
            self.score,
            base=base,
            pass_line=self.new_media.pass_line or Decimal(0),
            bonus_line=base,
            no_service="none",
        )
        return msgspec.structs.replace(self, score=score)

    def said_of(self, subject: Subject) -> tuple[object, ...]:
        """All that it says about the subject; two norms that say the same judge it alike."""
        own = self.for_subject(subject)
        media = None if subject.kind in {SubjectKind.WEBSITE, SubjectKind.CHANNEL} else own.new_media
        rules = tuple(rule for rule in own.rules if rule.concerns(subject))
        return own.score, own.levels, rules, media

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class NormProblem(Record, frozen=True):
    """One thing wrong with a norm file; `line` counts from 1."""

    line: int
    message: str


class NormError(Exception):
    """A norm that cannot be used: one Chinese sentence with file, line and what would be right."""
