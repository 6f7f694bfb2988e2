"""Texts in, suspected errors of language and signs of danger out; what the outside uses of the proofreader."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.model import ProofFact, Record, SafetyKind
from xunwang.inspector.privacy import masked
from xunwang.inspector.proof import (
    DocumentError,
    Draft,
    Ignored,
    Kind,
    Office,
    Proofreader,
    Suspicion,
    Terms,
    TermsError,
    Tier,
    read_document,
    read_ignored,
    read_offices,
    read_words,
    signed_on,
)
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import TextSign, Watcher, text_signs

__all__ = [
    "KIND_LABELS",
    "TIER_LABELS",
    "DocumentError",
    "Draft",
    "Ignored",
    "Job",
    "Kind",
    "Office",
    "Proofreader",
    "Seen",
    "Suspicion",
    "Terms",
    "TermsError",
    "Tier",
    "jobs_of",
    "masked",
    "masked_lines",
    "planted",
    "proofread",
    "read_document",
    "read_ignored",
    "read_offices",
    "read_words",
    "seen_in_run",
    "signed_on",
    "text_signs",
]

KIND_LABELS = {
    Kind.SPELLING: "错别字",
    Kind.WORD: "用词",
    Kind.SET_PHRASE: "表述",
    Kind.TITLE: "职务",
    Kind.NUMBER: "数字",
    Kind.DATE: "日期",
    Kind.PUNCTUATION: "标点",
    Kind.PRIVACY: "个人信息",
    Kind.SPAM: "推广内容",
    Kind.SECRECY: "涉密标志",
    Kind.HIDDEN: "隐藏内容",
}
TIER_LABELS = {Tier.SURE: "确定", Tier.SUSPECTED: "疑似"}

_SAVED = "http://saved.invalid/"
_SAFETY = {
    SafetyKind.PRIVACY: Kind.PRIVACY,
    SafetyKind.SPAM: Kind.SPAM,
    SafetyKind.SECRECY: Kind.SECRECY,
    SafetyKind.WORDING: Kind.SET_PHRASE,
}


def proofread(
    reader: Proofreader, text: str, *, day: dt.date, published: dt.date | None = None
) -> list[Suspicion]:
    """Language, personal data, advertising, marks of secrecy and serious wording of a text, by place; personal data is masked."""
    found = reader.suspicions(text, day=day, published=published)
    told = {(one.line, one.start, one.end, one.suggest) for one in found}
    signs = (_of_sign(one) for one in text_signs(text) if one.sign.kind in _SAFETY)
    found += [one for one in signs if (one.line, one.start, one.end, one.suggest) not in told]
    return sorted(found, key=lambda one: (one.line, one.start, one.end, one.rule))


_PLANTED = {
    SafetyKind.HIDDEN: Kind.HIDDEN,
    SafetyKind.SCRIPT: Kind.HIDDEN,
    SafetyKind.REDIRECT: Kind.HIDDEN,
    SafetyKind.SPAM: Kind.SPAM,
}


def planted(draft: Draft) -> list[Suspicion]:
    """What others may have put into a page where no visitor reads: hidden links and texts, scripts that send away, tags that advertise.

    It stands in no line of the text: all of it is told at the first place.
    """
    if not draft.markup:
        return []
    own = read_page(draft.markup, _SAVED, home=_SAVED).metas.get("SiteDomain")
    home = f"http://{own}/" if own else _SAVED
    signs = Watcher(home).signs(draft.markup, read_page(draft.markup, home, home=home))
    return [
        Suspicion(
            line=1,
            start=0,
            end=0,
            found=sign.found,
            suggest=(),
            kind=_PLANTED[sign.kind],
            tier=Tier.SURE if sign.sure else Tier.SUSPECTED,
            rule=f"{sign.kind}.{sign.rule}",
            why=sign.why,
        )
        for sign in signs
        if sign.kind in _PLANTED and not (sign.kind is SafetyKind.SPAM and sign.rule == "text")
    ]


def masked_lines(text: str) -> list[str]:
    """The lines of a text for showing: its personal data is masked, each line as long as before."""
    return masked(text).split("\n")


def _of_sign(one: TextSign) -> Suspicion:
    sign = one.sign
    return Suspicion(
        line=one.line,
        start=one.start,
        end=one.end,
        found=sign.found,
        suggest=(sign.suggest,) if sign.suggest and sign.kind is SafetyKind.WORDING else (),
        kind=_SAFETY[sign.kind],
        tier=Tier.SURE if sign.sure and sign.kind is not SafetyKind.SECRECY else Tier.SUSPECTED,
        rule=f"{sign.kind}.{sign.rule}",
        why=sign.why,
    )


class Seen(Record, frozen=True):
    """One wording and where it was seen: a file or a site, and a page or a place in it; `times` counts further places there."""

    found: str
    right: str
    sure: bool
    kind: str
    where: str
    place: str
    times: int = 1


class Job(Record, frozen=True):
    """One wrong wording over all files and sites is one job. `places` are (where, place), a few for each."""

    found: str
    right: str
    sure: bool
    kind: str
    where: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    times: int


def jobs_of(seen: Iterable[Seen]) -> list[Job]:
    """Grouped by (wrong, right); what stands in most files and sites first."""
    groups: dict[tuple[str, str], list[Seen]] = {}
    for one in seen:
        groups.setdefault((one.found, one.right), []).append(one)
    jobs = [_job(group) for group in groups.values()]
    return sorted(jobs, key=lambda job: (-len(job.where), -job.times, job.found, job.right))


def _job(group: Sequence[Seen]) -> Job:
    return Job(
        found=group[0].found,
        right=group[0].right,
        sure=any(one.sure for one in group),
        kind=group[0].kind,
        where=tuple(dict.fromkeys(one.where for one in group)),
        places=tuple((one.where, one.place) for one in group),
        times=sum(one.times for one in group),
    )


def seen_in_run(run: Path) -> list[Seen]:
    """What the proofreading of an inspection found, by wording. Raises RunError."""
    opened = Run.open(run)
    name = opened.manifest.subject.name
    return [_seen(name, fact) for fact in opened.each_fact() if isinstance(fact, ProofFact)]


def _seen(name: str, fact: ProofFact) -> Seen:
    right = fact.suggest[0] if fact.suggest else ""
    return Seen(fact.found, right, fact.sure, fact.kind, name, fact.url, fact.pages)
