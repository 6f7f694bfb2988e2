"""Facts of what texts and pages hide: signs of danger, errors of language."""

import datetime as dt

from xunwang.inspector.model.answers import Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.pages import SafetySign


class SafetyFact(Record, frozen=True, tag="safety", tag_field="fact"):
    """A sign of danger and the page that showed it first. `pages`: on how many it stands.

    `unlisted` counts further signs of this kind that are not told one by one.
    """

    sign: SafetySign
    url: str
    key: str
    on_home: bool = False
    pages: int = 1
    unlisted: int = 0
    evidence: Evidence | None = None


class FailedRule(Record, frozen=True):
    """A rule of proofreading, of this `kind` (None: all rules of all kinds), that raised: on so many pages, the first at `url`. What it was to look at there is unchecked."""

    rule: str
    kind: str | None
    url: str
    pages: int


class ProofreadFact(Record, frozen=True, tag="proofread", tag_field="fact"):
    """The pages of the run were proofread, but for what the `failed` rules were to look at; without it nobody looked for faults of language.

    `day` decided which terms held.
    """

    day: dt.date
    failed: tuple[FailedRule, ...] = ()


class ProofFact(Record, frozen=True, tag="proof", tag_field="fact"):
    """A suspected fault of language: all places of the site where `found` stands for the first of `suggest`, with the page that showed it first.

    `kind` is one of the kinds of `proofread`; `sure`: meant for a circular. `excerpt` marks the place by 【】, long numbers are masked.
    `pages`: on how many it stands, `more` names some of them. `unlisted` counts further faults that are not told one by one.
    """

    kind: str
    rule: str
    found: str
    suggest: tuple[str, ...]
    sure: bool
    why: str
    excerpt: str
    url: str
    key: str
    on_home: bool = False
    pages: int = 1
    more: tuple[str, ...] = ()
    unlisted: int = 0
    evidence: Evidence | None = None
