"""All that the pages ask of the inspector: archived bytes, pictures, the words of a norm."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from msgspec import field, structs

from xunwang.inspector import door
from xunwang.inspector.model import Evidence, Record
from xunwang.office.campaigns.models import CampaignSubject, FindingRow
from xunwang.office.places import run_at, unreadable

OWN_WORDS = {
    "R-unfiled": "在用网站未备案",
    "R-cancelled": "已注销的网站仍能打开",
    "R-other": "外部检查发现的其他问题",
    "R-patrol": "巡查发现的问题",
}
"""What the office itself asks, beside every norm: it costs no points and changes no verdict."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class NormWords(Record, frozen=True):
    """The title of a norm, the names of its indicators, what it says about each, which of them fail a subject by themselves, and which only advise.

    `ranks` is the order in which people take them up: vetoes, deductions by weight, bonus, advice; equals share a rank.
    """

    title: str
    indicators: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    advisory: frozenset[str] = frozenset()
    vetoes: frozenset[str] = frozenset()
    ranks: dict[str, int] = field(default_factory=dict)

    def rank(self, indicator: str) -> int:
        """What no norm speaks of comes last."""
        return self.ranks.get(indicator, len(self.ranks))


class Exhibit(Record, frozen=True):
    """What a finding shows of an archive: the run, where in it the page lies, and what on the page is the fault.

    `key` names the finding in signed addresses, `parent` is the page on which its link stands.
    """

    key: str
    run: str
    evidence: Evidence
    url: str
    excerpt: str = ""
    parent: str = ""


def exhibit_of(finding: FindingRow) -> Exhibit | None:
    """What is behind a finding of a campaign, where there is anything."""
    if finding.evidence_offset is None or finding.evidence_length is None:
        return None
    evidence = Evidence(
        finding.evidence_file, finding.evidence_offset, finding.evidence_length, finding.evidence_sha256
    )
    run = finding.run_path or finding.subject.run_path
    return Exhibit(f"finding-{finding.pk}", run, evidence, finding.url, finding.excerpt, finding.parent)


def archived(exhibit: Exhibit) -> door.Archived:
    """The page of an exhibit; OfficeError when the run is gone or its bytes were altered."""
    try:
        return door.archived_page(run_at(exhibit.run), exhibit.evidence)
    except door.RunError as error:
        raise unreadable(exhibit.run, error) from None


def parent_of(exhibit: Exhibit) -> Exhibit | None:
    """The page on which the finding's link stands; none where the run did not keep it. OfficeError when the run is gone."""
    if not exhibit.parent:
        return None
    try:
        evidence = door.page_evidence(run_at(exhibit.run), exhibit.parent)
    except door.RunError as error:
        raise unreadable(exhibit.run, error) from None
    return structs.replace(exhibit, evidence=evidence) if evidence else None


def is_html(answer: door.Archived) -> bool:
    return "html" in answer.content_type.lower()


def charset_of(answer: door.Archived) -> str | None:
    """The charset that the server named, if it can be one."""
    named = _CHARSET.search(answer.content_type)
    return named[1] if named else None


def screenshot(row: CampaignSubject) -> Path | None:
    """The first picture of the run, where it has any: that of the home page."""
    return next(iter(door.shots_of(run_at(row.run_path))), None) if row.run_path else None


def picture_of(finding: FindingRow) -> Path | None:
    """The picture that the inspection took of the very page of a finding."""
    run = finding.run_path or finding.subject.run_path
    return door.shot_of(run_at(run), finding.url) if run and finding.url else None


@lru_cache(maxsize=32)
def norm_words(norm: str) -> NormWords:
    """The words of a norm; one that is not at hand goes by its own identifiers."""
    try:
        found = door.norm(norm)
    except door.NormError:
        return NormWords(norm, OWN_WORDS)
    names = {rule.id: rule.name for rule in found.rules}
    texts = {rule.id: rule.text for rule in found.rules if rule.text}
    advisory, vetoes = (
        frozenset(rule.id for rule in found.rules if rule.kind == kind) for kind in ("advisory", "veto")
    )
    return NormWords(found.title, names | OWN_WORDS, texts, advisory, vetoes, _ranks(found.rules))


def limits_of(norm: str) -> dict[str, str]:
    """How long columns may stay as they are, by the type of a column; nothing where the norm is not at hand."""
    try:
        return {kind.value: words for kind, words in door.update_limits(door.norm(norm)).items()}
    except door.NormError:
        return {}


_KINDS = ("veto", "deduct", "bonus", "advisory")


def _ranks(rules: Iterable[door.Rule]) -> dict[str, int]:
    """By kind, and within a kind by what is known of its points, the most first."""

    def place(rule: door.Rule) -> tuple[int, Decimal]:
        return _KINDS.index(rule.kind), -(
            rule.points or rule.points_at_least or rule.points_each or Decimal()
        )

    places = sorted({place(rule) for rule in rules})
    return {rule.id: places.index(place(rule)) for rule in rules}
