"""Policies with their interpretations, consultations with their outcomes: paired by name, by number and by link.

Held are only documents, packed small; beyond `MOST_DOCUMENTS` of a kind the rest stays unpaired and is not told.
"""

from collections import defaultdict
from collections.abc import Iterator

from xunwang.inspector.model import ConsultationFact, Evidence, InterpretationFact, PolicyFact, Record
from xunwang.inspector.survey.services import Document

MOST_DOCUMENTS = 20_000
_MOST_COMPARISONS = 2_000_000
_CONTAINED = 8  # characters of the shortest name that is looked for within another
_TOLD = 5  # interpretations of one policy that are told by address

Paired = PolicyFact | InterpretationFact | ConsultationFact


class _Held(Record, frozen=True):
    key: str
    url: str
    title: str
    document: Document
    evidence: Evidence | None


class Pairing:
    """Takes the documents of a run one by one, then tells what belongs together."""

    def __init__(self) -> None:
        self._held: dict[str, list[_Held]] = defaultdict(list)

    def take(
        self, key: str, url: str, title: str | None, document: Document, evidence: Evidence | None
    ) -> None:
        held = self._held[document.role]
        if len(held) < MOST_DOCUMENTS:
            held.append(_Held(key, url, (title or url)[:100], document, evidence))

    def facts(self) -> Iterator[Paired]:
        policies, interpretations = self._of("policy"), self._of("interpretation")
        pairs = _paired(policies, interpretations)
        read_by: dict[str, list[str]] = defaultdict(list)
        for one in interpretations:
            for policy in pairs.get(one.key, ()):
                read_by[policy.key].append(one.url)
        for policy in policies:
            yield _policy(policy, tuple(read_by.get(policy.key, ()))[:_TOLD])
        for one in interpretations:
            yield _interpretation(one, pairs.get(one.key, []))
        yield from _consultations(self._of("consultation"))

    def _of(self, role: str) -> list[_Held]:
        """By their keys: the order in which pages came decides nothing."""
        return sorted(self._held[role], key=lambda one: one.key)


def _policy(held: _Held, interpreted: tuple[str, ...]) -> PolicyFact:
    document = held.document
    number = document.numbers[0] if document.numbers else None
    return PolicyFact(held.key, held.title, held.url, number, document.published, interpreted, held.evidence)


def _interpretation(held: _Held, policies: list[_Held]) -> InterpretationFact:
    """Of several policies the one that is linked with it speaks."""
    document = held.document
    linked = set(document.links)
    best = max(policies, key=lambda one: (one.key in linked, held.key in one.document.links), default=None)
    return InterpretationFact(
        key=held.key,
        title=held.title,
        url=held.url,
        published=document.published,
        forms=document.forms,
        policy=best.url if best else None,
        leads=best.key in linked if best else document.original,
        led_to=held.key in best.document.links if best else None,
        evidence=held.evidence,
    )


def _paired(policies: list[_Held], interpretations: list[_Held]) -> dict[str, list[_Held]]:
    """The policies of each interpretation: those it links to or that link to it, else those of its number, of its name, of a name within its."""
    by_key = {policy.key: policy for policy in policies}
    by_name, by_number = _indexed(policies)
    back: dict[str, list[_Held]] = defaultdict(list)
    wanted = {one.key for one in interpretations}
    for policy in policies:
        for link in wanted.intersection(policy.document.links):
            back[link].append(policy)
    pairs = {}
    budget = _MOST_COMPARISONS
    for one in interpretations:
        document = one.document
        found = [policy for name in document.subjects for policy in by_name.get(name, ())]
        found = found or [policy for number in document.numbers for policy in by_number.get(number, ())]
        linked = [by_key[link] for link in document.links if link in by_key] + back.get(one.key, [])
        found = found or [policy for policy in linked if _akin(policy.document, document)] or linked[:1]
        if not found and budget > 0:
            budget -= len(policies)
            found = [policy for policy in policies if _akin(policy.document, document)]
        if found:
            pairs[one.key] = list({policy.key: policy for policy in found}.values())
    return pairs


def _indexed(policies: list[_Held]) -> tuple[dict[str, list[_Held]], dict[str, list[_Held]]]:
    by_name: dict[str, list[_Held]] = defaultdict(list)
    by_number: dict[str, list[_Held]] = defaultdict(list)
    for policy in policies:
        for name in policy.document.subjects:
            by_name[name].append(policy)
        for number in policy.document.numbers:
            by_number[number].append(policy)
    return by_name, by_number


def _akin(one: Document, other: Document) -> bool:
    """Whether a name of one stands within a name of the other."""
    return any(
        min(len(first), len(second)) >= _CONTAINED and (first in second or second in first)
        for first in one.subjects
        for second in other.subjects
    )


def _consultations(held: list[_Held]) -> Iterator[ConsultationFact]:
    """The consultations, each with its outcome: on its own page, on one of the same subject, or on one that it is linked with."""
    outcomes = [one for one in held if one.document.outcome]
    by_name: dict[str, _Held] = {}
    for one in outcomes:
        for name in one.document.subjects:
            by_name.setdefault(name, one)
    keys = {one.key: one for one in outcomes}
    back = {link: one for one in outcomes for link in one.document.links}
    for one in held:
        document = one.document
        if document.outcome and document.deadline is None and _is_report_of_another(one, held):
            continue
        told = one if document.outcome else None
        told = told or next((by_name[name] for name in document.subjects if name in by_name), None)
        told = (
            told or next((keys[link] for link in document.links if link in keys), None) or back.get(one.key)
        )
        yield ConsultationFact(
            key=one.key,
            title=one.title,
            url=one.url,
            published=document.published,
            deadline=document.deadline,
            form=document.form,
            outcome=told.url if told else None,
            adopted=bool(told and told.document.adopted),
            evidence=one.evidence,
        )


def _is_report_of_another(one: _Held, held: list[_Held]) -> bool:
    """Whether a page only tells how another consultation ended."""
    names = set(one.document.subjects)
    return any(
        other.key != one.key and not other.document.outcome and names.intersection(other.document.subjects)
        for other in held
    )
